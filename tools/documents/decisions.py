"""Write the index of the decision records, and number their titles alike.

Run `python -m tools.documents.decisions`.
"""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "decisions"
INDEX = FOLDER / "README.md"
_NUMBERED = re.compile(r"^# (?:\d+[.:]? )?(?P<title>.+)$", re.MULTILINE)
HEAD = """# Decisions

What was decided, why, and what follows from it; half a page each. A record is not changed when the decision
is: a newer one says so. `python -m tools.documents.decisions` writes this list.

"""


def records() -> list[Path]:
    """The records, oldest first."""
    return sorted(FOLDER.glob("[0-9][0-9][0-9][0-9]-*.md"))


def title_of(text: str) -> str:
    """A record's title without its number. Raises ValueError where there is none."""
    found = _NUMBERED.search(text)
    if found is None:
        raise ValueError("A record begins with its title, like '# 14. One shell for every program'.")
    return found["title"]


def numbered(path: Path) -> str:
    """A record's text with its title numbered as all are."""
    text = path.read_text(encoding="utf-8")
    return _NUMBERED.sub(f"# {int(path.name[:4])}. {title_of(text)}", text, count=1)


def index() -> str:
    """The list of all records."""
    lines = [f"{int(p.name[:4])}. [{title_of(p.read_text(encoding='utf-8'))}]({p.name})\n" for p in records()]
    return HEAD + "".join(lines)


def main() -> None:
    """Write the list and the titles."""
    for path in records():
        path.write_text(numbered(path), encoding="utf-8")
    INDEX.write_text(index(), encoding="utf-8")
    print(f"{len(records())} records in {INDEX.name}.")


if __name__ == "__main__":
    main()
