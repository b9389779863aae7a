"""Which programs run on this machine, by the file that each was given: a name that the kernel holds for as
long as its program lives, and that leaves nothing behind."""

from __future__ import annotations

import socket
from hashlib import sha256
from pathlib import Path


def claim(program: str, file: Path) -> socket.socket | None:
    """Hold the name of this program with this file, until what is returned is closed. None where another
    process holds it."""
    line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
    try:
        line.bind(_name(program, file))
    except OSError:
        line.close()
        return None
    return line


def runs(program: str, file: Path) -> bool:
    """Whether a process of this program runs with this file now."""
    line = claim(program, file)
    if line is not None:
        line.close()
    return line is None


def _name(program: str, file: Path) -> str:
    # Such a name has 107 bytes at most, a path more.
    return f"\0balai/{program}/{sha256(str(file.resolve()).encode()).hexdigest()[:32]}"
