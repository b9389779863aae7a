"""Write the table of roles into docs/roles.md: `python -m tools.documents.roles`."""

from __future__ import annotations

from pathlib import Path

from server.auth.roles import ROLES, TABLE, Permission, Scope

PAGE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
_HEAD = "| permission |"
_MARKS = {None: "", Scope.HALL: "hall", Scope.AGENCY: "agency", Scope.OWN: "own"}


def table() -> str:
    """Each permission with its reach for each role, as Markdown."""
    head = [f"{_HEAD} {' | '.join(ROLES)} |", "|---" * (len(ROLES) + 1) + "|"]
    rows = [
        f"| `{permission}` | {' | '.join(_MARKS[TABLE[permission].get(role)] for role in ROLES)} |"
        for permission in Permission
    ]
    return "\n".join([*head, *rows]) + "\n"


def page() -> str:
    """The page with the table that is in force at its end."""
    return PAGE.read_text(encoding="utf-8").partition(_HEAD)[0] + table()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
