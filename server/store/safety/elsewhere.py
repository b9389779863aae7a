"""Off-site backup: copies on another machine, by SFTP with a key. No share is mounted and nothing has to run
there but an SSH server."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from balai.words.said import say
from server.store.errors import StoreError
from server.store.private import private_file
from server.store.safety.copies import KEPT, Copy, file_of, is_name, made_at, name_at, outdated, verified
from server.store.safety.files import copy_file, remove
from server.store.safety.sftp import Machine, quoted, run_batch

#: What is being sent has this name there, until it has been read back: one that was cut off is overwritten.
_PART = "balai-copy.part"


def send_copy(url: str, machine: Machine, now: datetime, keep: int = KEPT) -> Copy:
    """Copy the store at `url` to another machine: verified here, read back from there, and only then given
    its name. The newest `keep` stay. `now` (aware UTC) names the file.

    Raises StoreError where there is nothing to copy, or with what is wrong with the machine or the way there;
    what was there before is untouched then.
    """
    source = file_of(url)
    if not source.is_file():
        raise StoreError(say("error.nothing_to_copy", file=source))
    name, folder = name_at(now), machine.folder.rstrip("/")
    with _beside(source, "to-send") as made, _beside(source, "read-back") as back:
        try:
            copy_file(source, made)
            copy = verified(made)
            _put(machine, folder, made, back)
        except (OSError, sqlite3.Error) as fault:
            raise StoreError(say("error.no_copy", folder=source.parent, fault=fault)) from fault
    final = quoted(f"{folder}/{name}")
    listed = run_batch(machine, [f"rename {quoted(f'{folder}/{_PART}')} {final}", f"ls -1 {quoted(folder)}"])
    there = {Path(line).name for line in listed if is_name(Path(line).name)}
    if old := outdated(there, name, keep):
        run_batch(machine, [f"-rm {quoted(f'{folder}/{one}')}" for one in old])
    _note(source, machine, name)
    return Copy(Path(f"{machine.address}:{folder}/{name}"), copy.days, copy.entries)


def sent_at(store: Path, machine: Machine) -> datetime | None:
    """When the newest copy that this hub sent there was made, aware UTC; None where none is known."""
    try:
        return made_at(Path(json.loads(_sent(store, machine).read_bytes())["name"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _put(machine: Machine, folder: str, made: Path, back: Path) -> None:
    part = quoted(f"{folder}/{_PART}")
    steps = (f"-mkdir {quoted(folder)}", f"put -f {quoted(made)} {part}", f"get {part} {quoted(back)}")
    run_batch(machine, steps)
    if _digest(made) != _digest(back):
        raise StoreError(say("error.remote_altered", place=machine), code="remote_altered")


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def _beside(store: Path, what: str) -> Iterator[Path]:
    path = store.with_name(f"{store.name}.{what}")
    remove(path)
    try:
        private_file(path)
        yield path
    finally:
        remove(path)


def _note(store: Path, machine: Machine, name: str) -> None:
    sent = _sent(store, machine)
    private_file(sent)
    sent.write_text(json.dumps({"name": name, "place": str(machine)}), encoding="utf-8")


def _sent(store: Path, machine: Machine) -> Path:
    digest = hashlib.sha256(f"{machine.port} {machine}".encode()).hexdigest()[:12]
    return store.with_name(f"{store.name}.sent-{digest}")
