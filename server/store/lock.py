"""Lock file: one hub for one SQLite file, as long as the process lives."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from balai.words.said import say
from server.store.errors import StoreBusy, StoreError


def hold(database: Path) -> int:
    """Take the hub's lock on a SQLite file; the file descriptor keeps it until it is closed.

    Raises StoreBusy when another hub has it, StoreError where the lock's file cannot be made.
    """
    path = database.with_name(f"{database.name}.lock")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        raise StoreError(say("error.lock_unwritable", file=path, why=fault.strerror)) from fault
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        owner = os.read(descriptor, 20).decode("ascii", "replace").strip()
        os.close(descriptor)
        raise StoreBusy(say("error.store_busy", process=owner or "?", database=database)) from fault
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return descriptor
