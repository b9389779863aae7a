"""Every page that an account may open has a name, so that the demonstration can link it."""

from __future__ import annotations

from balai.words import words_in
from server.auth.roles import PAGES
from server.web.pages import TITLES

#: Open to everybody: they name themselves.
PUBLIC = {"services"}


def test_every_page_has_a_name_in_each_language() -> None:
    assert set(TITLES) == set(PAGES) - PUBLIC
    assert all(words_in(language)(title) for language in ("id", "en") for title in TITLES.values())
