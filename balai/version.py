"""Which program this is: its version and the commit that it was built from, so that two builds of one version
are told apart wherever devices are compared."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from balai import __version__

_PACKAGE = Path(__file__).parent
#: Written by the build beside this file (`make wheel`, `make deb`).
WRITTEN = "commit.txt"
_LETTERS = 9


@cache
def software() -> str:
    """The version with its commit, such as "0.1.0+3a8c469f1"; in a checkout that of the checkout."""
    commit = commit_of(_PACKAGE)
    return f"{__version__}+{commit}" if commit else __version__


def commit_of(package: Path) -> str:
    """The commit written into an installed package, else that of the checkout which it lies in; "" where
    neither is known. Git itself is not asked: it costs a start of a kiosk a tenth of a second."""
    written = _text(package / WRITTEN)
    return (written or _checked_out(package.parent / ".git"))[:_LETTERS]


def _checked_out(git: Path) -> str:
    if git.is_file():
        # A work tree beside its repository.
        git = Path(_text(git).removeprefix("gitdir: "))
    head = _text(git / "HEAD")
    if not head.startswith("ref: "):
        return head
    ref, shared = head.removeprefix("ref: "), git / _text(git / "commondir")
    packed = (line.split(" ") for line in _text(shared / "packed-refs").splitlines())
    return _text(shared / ref) or next((line[0] for line in packed if line[1:] == [ref]), "")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
