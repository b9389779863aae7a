"""The browser's files, under an address that changes with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"


@cache
def version() -> str:
    """A word that changes when any file under `static` does. Relative imports of a module keep it,
    so a page never runs modules of two versions."""
    digest = hashlib.sha256()
    for path in sorted(p for p in STATIC.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(STATIC)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def modules() -> tuple[str, ...]:
    """The JavaScript modules of the page, for the browser to fetch at once instead of one by one."""
    scripts = (*STATIC.glob("js/*.js"), *STATIC.glob("vendor/*.js"))
    return tuple(sorted(str(p.relative_to(STATIC)) for p in scripts if p.name != "worker.js"))
