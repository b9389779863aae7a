"""Looks at a machine that every program shares: its settings, its libraries, its disk."""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from balai.errors import BalaiError
from balai.program.finding import Finding
from balai.words.said import say

Look: TypeAlias = Callable[[], Iterator[Finding]]
#: Bytes. Where so little is free, a device still works: it keeps some hundred kilobytes.
LEAST_FREE = 50_000_000
_MB = 1_000_000


def looked_at(parts: Iterable[tuple[str, Look]]) -> list[Finding]:
    """What each look found. One that cannot be done says so in a sentence, and the others are done."""
    return [finding for part, look in parts for finding in _safely(part, look)]


def _safely(part: str, look: Look) -> list[Finding]:
    try:
        return list(look())
    except (OSError, BalaiError, ValueError) as fault:
        return [Finding(part, False, say("doctor.failed", fault=fault))]


def libraries(names: Sequence[str]) -> Iterator[Finding]:
    """Whether each of these modules loads: one that is installed may miss a library of the system."""
    for name in names:
        try:
            importlib.import_module(name)
        except (ImportError, OSError) as fault:
            yield Finding("libraries", False, say("doctor.library", name=name, fault=fault))
            return
    yield Finding("libraries", True, say("doctor.libraries", count=len(names)))


def program_there(name: str, package: str) -> Iterator[Finding]:
    """Whether a program of the system that ours calls is installed, by the Debian package that brings it."""
    if shutil.which(name) is None:
        yield Finding("libraries", False, say("doctor.program", name=name, package=package))


def room(folder: Path) -> Iterator[Finding]:
    """Whether this user may write in `folder`, which may be still to be made, and has room there."""
    there = next(path for path in (folder, *folder.resolve().parents) if path.exists())
    free = shutil.disk_usage(there).free
    if not os.access(there, os.W_OK):
        yield Finding("disk", False, say("doctor.disk_closed", folder=there))
    elif free < LEAST_FREE:
        yield Finding("disk", False, say("doctor.disk_low", free=free // _MB, folder=there))
    else:
        yield Finding("disk", True, say("doctor.disk", free=free // _MB, folder=there))


def in_use(part: str, program: str) -> Iterator[Finding]:
    """A running program has the part, and tells the hub how it is."""
    yield Finding(part, True, say("doctor.in_use", program=program))
