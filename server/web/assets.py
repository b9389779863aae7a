"""Cache busting: the browser's files, under an address that changes with their content."""

from __future__ import annotations

import hashlib
import posixpath
import re
from functools import cache
from pathlib import Path

from balai.words import LANGUAGES
from server.web import made

STATIC = Path(__file__).parent / "static"
#: How files are joined changes what a browser gets, as their content does.
_JOINING = Path(__file__).parent / "joined.py"
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
    digest.update(_JOINING.read_bytes())
    return digest.hexdigest()[:12]


@cache
def modules(entry: str) -> tuple[str, ...]:
    """The JavaScript modules of a page: `entry` and all that it imports, by their names under `static`."""
    found: set[str] = set()
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += imported(name)
    return tuple(sorted(found))


@cache
def imported(name: str) -> tuple[str, ...]:
    """What a module imports, in its order; nothing for one that the hub makes."""
    if name in made.MODULES:
        return ()
    text = (STATIC / name).read_text(encoding="utf-8")
    return tuple(dict.fromkeys(resolved(name, path) for path in _IMPORTS.findall(text)))


def resolved(name: str, path: str) -> str:
    """The name under `static` of what a module calls by a relative path."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
