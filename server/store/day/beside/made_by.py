"""Which program folds: a checkpoint is good for one that folds alike, to the letter."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import balai.domain
from server.store.day import beside, head, sittings

#: Where it is written what a log amounts to, and how that is kept.
_FOLDERS = (Path(balai.domain.__file__).parent, Path(beside.__file__).parent)
_FILES = (Path(head.__file__), Path(sittings.__file__))


@cache
def made_by() -> str:
    """The digest of all source that has a say in it; "" where there is none to be read, and so nothing to be
    sure of."""
    files = sorted(file for folder in _FOLDERS for file in folder.rglob("*.py"))
    if not files or not all(file.is_file() for file in _FILES):
        return ""
    digest = hashlib.sha256()
    for file in (*files, *_FILES):
        text = file.read_bytes()
        digest.update(f"{file.name} {len(text)}\n".encode() + text)
    return digest.hexdigest()
