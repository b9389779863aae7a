"""A language's file as Python keeps modules: read once, then kept beside the byte code. Reading TOML took a
third of what a command's own start takes, and each program reads two languages."""

from __future__ import annotations

import marshal
import os
import sys
import tomllib
from contextlib import suppress
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any


def parsed(file: Path) -> dict[str, Any]:
    """What a TOML file says. Raises OSError or ValueError where it is not there or does not read."""
    text = file.read_bytes()
    known, kept = blake2b(text, digest_size=32).digest(), _place(file)
    with suppress(OSError, ValueError, EOFError, TypeError):
        data = kept.read_bytes()
        if data[:32] == known:
            told: dict[str, Any] = marshal.loads(data[32:])  # noqa: S302 - our own, as byte code is
            return told
    told = tomllib.loads(text.decode("utf-8"))
    if not sys.dont_write_bytecode:
        _keep(kept, known + marshal.dumps(told))
    return told


def _place(file: Path) -> Path:
    """Where byte code of a module of that name would be: its name tells which Python wrote it."""
    return Path(cache_from_source(str(file))).with_suffix(".words")


def _keep(kept: Path, data: bytes) -> None:
    """Whole or not at all; nowhere where this user may not write."""
    own = kept.with_suffix(f".{os.getpid()}")
    try:
        own.write_bytes(data)
        own.replace(kept)
    except OSError:
        with suppress(OSError):
            own.unlink()
