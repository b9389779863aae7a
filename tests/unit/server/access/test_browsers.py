"""A browser in which an account signed in before is known, and nobody else can say so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.auth.browsers import MOST, known_as, with_account

HASH = "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA"


def test_it_is_known_for_the_account_while_the_password_stands() -> None:
    cookie = with_account("", "id-ani", HASH)
    assert known_as(cookie, "id-ani", HASH).startswith("browser:")
    assert known_as(cookie, "id-budi", HASH) == ""
    assert known_as(cookie, "id-ani", HASH + "x") == "", "a changed password ends it"
    assert known_as(with_account(cookie, "id-ani", HASH), "id-ani", HASH) != known_as(cookie, "id-ani", HASH)


def test_a_tablet_is_shared_by_the_last_few() -> None:
    cookie = ""
    for n in range(MOST + 3):
        cookie = with_account(cookie, f"id-{n}", HASH)
    known = [n for n in range(MOST + 3) if known_as(cookie, f"id-{n}", HASH)]
    assert known == list(range(3, MOST + 3))
    assert len(cookie) < 1024


@given(st.text(max_size=60) | st.from_regex(r"id-ani\.[0-9a-f]{16}\.[0-9a-f]{32}", fullmatch=True))
def test_what_was_not_made_here_is_no_browser(cookie: str) -> None:
    assert known_as(cookie, "id-ani", HASH) == ""
    assert known_as(with_account(cookie, "id-ani", HASH), "id-ani", HASH)
