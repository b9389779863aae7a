"""Ids of visits: random UUIDs in the one form that the rest of Balai reads."""

from __future__ import annotations

from uuid import RFC_4122, UUID

from server.usecases.ids import new_id


def test_an_id_is_a_random_uuid_in_its_usual_form() -> None:
    made = [new_id() for _ in range(2000)]
    for text in made:
        found = UUID(text)
        assert (str(found), found.version, found.variant) == (text, 4, RFC_4122)
    assert len(set(made)) == len(made)


def test_all_that_is_not_fixed_is_random() -> None:
    varied = 0
    first = UUID(new_id()).int
    for _ in range(200):
        varied |= first ^ UUID(new_id()).int
    assert varied == (1 << 128) - 1 ^ (0xF << 76) ^ (0x3 << 62)
