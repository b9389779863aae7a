"""What the hub says to people: a title for every code, in the language the reader wants."""

from __future__ import annotations

import pytest

from balai.words import choose_language
from balai.words.problems import fault_text, title_of


def test_a_code_and_a_kind_of_a_later_version_are_still_told() -> None:
    assert title_of("nobody_waiting", "id") != title_of("nobody_waiting", "en")
    assert title_of("never heard of", "en") == title_of("internal_error", "en")
    assert fault_text("never heard of", "id") == "tidak sesuai"


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        (None, "id"), ("", "id"), ("*", "id"), ("fr", "id"), ("en", "en"), ("EN-us", "en"), ("id, en", "id"),
        ("en, id", "en"), ("en;q=0.5, id;q=0.8", "id"), ("id;q=0.1,en;q=0.2", "en"), ("en;q=0", "id"),
        ("en;q=x", "id"), ("en;level=1", "en"), ("vkt, en;q=0.9", "vkt"), ("," * 500, "id"),
    ],
)  # fmt: skip
def test_the_language_is_what_the_reader_wants_most(accept: str | None, language: str) -> None:
    assert choose_language(accept) == language
