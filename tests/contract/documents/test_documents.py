"""What the documents point to is there: paths of the errands, links, pictures, the list of decisions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.documents.decisions import INDEX, index, numbered, records

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
CODE = re.compile(r"`([^`\n]+)`")
#: A test as the pages name it: folders, file, function. Without a folder it is one of the core's.
TEST = re.compile(r"(?:tests/)?(?P<file>(?:\w+/)*test_\w+)(?:\.py)?(?:::(?P<name>test_\w+))?")
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


def test_every_test_that_a_page_names_is_there() -> None:
    tests = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in ROOT.glob("tests/**/test_*.py")}
    named = [
        word
        for page in PAGES
        for word in CODE.findall(page.read_text("utf-8"))
        if word.rpartition("/")[2][:5] == "test_"
    ]
    assert len(named) > 80
    assert [word for word in named if not is_there(word, tests)] == []


def is_there(word: str, tests: dict[str, str]) -> bool:
    """Whether a file of that name, in that folder, has that test."""
    found = TEST.fullmatch(word)
    if found is None:
        return False
    inside = "tests/" if "/" in found["file"] else "tests/unit/domain/"
    asked = f"def {found['name']}(" if found["name"] else "def test_"
    return any(
        path.startswith(inside) and path.endswith(f"/{found['file']}.py") and asked in text
        for path, text in tests.items()
    )


def test_the_list_of_decisions_is_whole() -> None:
    how = "Run: .venv/bin/python -m tools.documents.decisions"
    assert [path.name for path in records() if path.read_text(encoding="utf-8") != numbered(path)] == [], how
    assert INDEX.read_text(encoding="utf-8") == index(), how
