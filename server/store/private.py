"""File modes: what the store keeps is for its own user alone, whatever the machine's umask is."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

FILE_MODE, FOLDER_MODE = 0o600, 0o700
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
#: SQLite gives these the mode of the file that they belong to when it makes them.
_BESIDE = ("-wal", "-shm", "-journal")


def private_file(path: Path) -> None:
    """Make a database's file for its owner alone, before SQLite does, or take away what others may do with it
    and with what lies beside it. A file system without modes, or another owner's file, is left as it is."""
    with suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE))
    for part in (path, *(path.with_name(path.name + suffix) for suffix in _BESIDE)):
        with suppress(OSError):
            mode = stat.S_IMODE(part.stat().st_mode)
            if mode & _OTHERS:
                part.chmod(mode & ~_OTHERS)


def private_folder(path: Path) -> None:
    """Make a folder for its owner alone; one that is there stays as it is. Raises OSError."""
    path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
