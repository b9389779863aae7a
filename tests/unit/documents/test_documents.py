"""What the documents point to is there: paths of the errands, links, pictures, the list of decisions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.decisions import INDEX, index, numbered, records

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
CODE = re.compile(r"`([^`\n]+)`")
FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_path_of_an_errand_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = [
        word for word in CODE.findall(text) if word.partition("/")[0] in FOLDERS or word.endswith(".cfg")
    ]
    assert len(named) > 30
    assert [word for word in named if not (ROOT / word).exists()] == []


def test_the_list_of_decisions_is_whole() -> None:
    how = "Run: .venv/bin/python -m tools.decisions"
    assert [path.name for path in records() if path.read_text(encoding="utf-8") != numbered(path)] == [], how
    assert INDEX.read_text(encoding="utf-8") == index(), how
