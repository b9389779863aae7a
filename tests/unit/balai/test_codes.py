"""Codes on paper: what is printed is what is read, and what is not ours is told from it."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.codes import ALPHABET, TICKET_SIGNS, NoCode, address, code_in, grouped, ticket_code
from kiosk.paper.qr import shown

PAGES = (
    "",
    "https://antre.kukarkab.go.id/tenggarong",
    "http://10.0.0.5/a?lang=id#x",
    "https://antre.example/",
)


@given(st.uuids(version=4), st.sampled_from(PAGES))
def test_what_stands_in_the_picture_and_beside_it_is_the_tickets_code(visit: uuid.UUID, page: str) -> None:
    code = ticket_code(str(visit))
    assert len(code) == TICKET_SIGNS
    assert set(code) <= set(ALPHABET)
    assert code_in(address(page, code), page) == code
    assert code_in(grouped(code).lower(), page) == code == code_in(f" {code} ", page)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=92))
def test_an_address_of_any_old_file_gets_its_code_and_ends_no_program(rest: str) -> None:
    page = f"https://{rest}"
    assert "t=K7MP4XQRA" in address(page, "K7MP4XQRA")
    assert shown(page)


def test_no_two_of_many_tickets_have_one_code() -> None:
    ids = [str(uuid.UUID(int=n)) for n in range(5000)]
    assert len({ticket_code(visit) for visit in ids}) == len(ids)


def test_codes_are_read_aloud_in_groups() -> None:
    assert (grouped("K7MP4XQR"), grouped("K7MP4XQRA")) == ("K7MP-4XQR", "K7M-P4X-QRA")


@pytest.mark.parametrize("page", PAGES)
def test_a_code_of_another_hall_is_told_from_no_code(page: str) -> None:
    with pytest.raises(NoCode) as other:
        code_in("https://antre.kukarkab.go.id/tabang?t=K7MP4XQRA", page)
    with pytest.raises(NoCode) as none:
        code_in("https://antre.kukarkab.go.id/tabang", page)
    assert (other.value.why, none.value.why) == ("other_hall", "no_code")


@given(st.text(max_size=40) | st.text("ABC\x00\x1d -/:?#[]@%", max_size=200), st.sampled_from(PAGES))
def test_whatever_is_read_is_a_code_or_none(text: str, page: str) -> None:
    try:
        found = code_in(text, page)
    except NoCode as no:
        found = no.why.replace("_", "")
    assert found.isalnum()


@pytest.mark.parametrize("text", ["", "abc", "A" * 10_000, "K7MP\x1d4XQR", "http://[", "K7MP4XQR;DROP"])
def test_what_is_no_code_is_none(text: str) -> None:
    with pytest.raises(NoCode):
        code_in(text, PAGES[1])
