"""Every page that an account may open has a name, so that the demonstration can link it."""

from __future__ import annotations

import re
from pathlib import Path

from balai.words import words_in
from server.auth.roles import PAGES
from server.web.pages import TITLES

#: Open to everybody: they name themselves.
PUBLIC = {"services"}


def test_every_page_has_a_name_in_each_language() -> None:
    assert set(TITLES) == set(PAGES) - PUBLIC
    assert all(words_in(language)(title) for language in ("id", "en") for title in TITLES.values())


def test_no_page_has_a_word_of_the_ways_between_pages_for_something_of_its_own() -> None:
    """The row of a tab's pages was once named like a bar in the report's chart, which became a block."""
    sheets = Path("server/web/static/css")
    styled = re.compile(r"(?:^|[},])\s*\.([\w-]+)(?=\s*[,{])", re.MULTILINE)
    ways = set(styled.findall((sheets / "manager-bar.css").read_text(encoding="utf-8")))
    assert {"ways", "tabs", "second-row"} <= ways
    for sheet in sorted((sheets / "pages").glob("*.css")):
        text = sheet.read_text(encoding="utf-8")
        assert not ways.intersection(re.findall(r"\.[\w-]+[ >]+\.([\w-]+)", text)), sheet.name
