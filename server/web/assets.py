"""Cache busting: the browser's files, under an address that changes with their content."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from balai.words import LANGUAGES
from server.web import made

STATIC = Path(__file__).parent / "static"
_IMPORTS = re.compile(r'^(?:import|export|\}).*?from "(\.[^"]+)"', re.MULTILINE)


@cache
def version() -> str:
    """A word that changes when a file under `static` or a sentence does. Relative imports of a module
    keep it, so a page never runs modules of two versions."""
    digest = hashlib.sha256()
    for path in sorted(p for p in STATIC.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(STATIC)).encode())
        digest.update(path.read_bytes())
    for language in LANGUAGES:
        for module in made.MODULES.values():
            digest.update(module(language).encode())
    return digest.hexdigest()[:12]


@cache
def modules(entry: str) -> tuple[str, ...]:
    """The JavaScript modules of a page, `entry` and all that it imports, for the browser to fetch at once
    instead of one by one."""
    found: set[Path] = set()
    written = {(STATIC / name).resolve() for name in made.MODULES}
    waiting = [(STATIC / entry).resolve()]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            if path in written:
                continue
            names = _IMPORTS.findall(path.read_text(encoding="utf-8"))
            waiting += [(path.parent / name).resolve() for name in names]
    return tuple(sorted(str(path.relative_to(STATIC.resolve())) for path in found))
