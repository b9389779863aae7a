"""Text from people: composed, without what nobody can see, and a word to who typed it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.config import Source
from balai.protocol.requests import Announce
from balai.text.people import tidied, unseen


@pytest.mark.parametrize(
    ("typed", "kept", "left_out"),
    [
        ("Awas \u26a0\ufe0f licin", "Awas \u26a0 licin", ("U+FE0F VARIATION SELECTOR-16",)),
        ("kepen\u00addudukan", "kependudukan", ("U+00AD SOFT HYPHEN",)),
        (
            "KTP\u200b-el\u200b",
            "KTP-el",
            ("U+200B ZERO WIDTH SPACE",),
        ),
        ("\ufeffSamsat", "Samsat", ("U+FEFF ZERO WIDTH NO-BREAK SPACE",)),
        ("a\u202eb", "ab", ("U+202E RIGHT-TO-LEFT OVERRIDE",)),
        ("dua\nbaris\tdan\u00a0jeda ", "dua baris dan jeda", ()),
        ("nul\0esc\x1b", "nulesc", ("U+0000", "U+001B")),
        ("Cafe\u0301", "Caf\u00e9", ()),
    ],
)
def test_what_nobody_can_see_is_left_out_and_named(typed: str, kept: str, left_out: tuple[str, ...]) -> None:
    assert tidied(typed) == (kept, left_out)


@given(st.text(st.characters(codec=None, categories=None), max_size=200))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    once = tidied(text).text
    assert tidied(once) == (once, ())
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unseen(sign) for sign in once)
    once.encode("utf-8")


def test_a_file_is_tidied_and_says_where() -> None:
    source = Source.of_text(
        "balai.toml", 'name = "Balai"\n\n[[agency]]\nname = "Dinas\\u00AD Kependudukan"\n'
    )
    assert source.data["agency"][0]["name"] == "Dinas Kependudukan"
    assert [str(note) for note in source.notes] == [
        "line 4: agency[1].name: signs that cannot be seen were left out: U+00AD SOFT HYPHEN"
    ]


def test_an_announcement_is_tidied_and_says_what_was_left_out() -> None:
    asked = Announce(request_id="5b1c0000-0000-4000-8000-000000000009", text="Awas \u26a0\ufe0f licin")
    assert asked.said == ("Awas \u26a0 licin", ("U+FE0F VARIATION SELECTOR-16",))
    with pytest.raises(ValueError, match="must not be empty"):
        Announce(request_id="5b1c0000-0000-4000-8000-000000000009", text="\u200b\ufe0f")
