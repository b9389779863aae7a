"""Write-ahead log: lines, each with the hash of the one before, on the disk before anybody goes on."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from balai.errors import BalaiError
from balai.files import sync_folder

Entry = dict[str, Any]
GENESIS = "0" * 64


class JournalFault(BalaiError):
    """The journal takes nothing (`journal_full`), or what stands in it was changed (`journal_damaged`)."""


def _hash(before: str, entry: Entry) -> str:
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{before}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


class JournalFile:
    """One file; one thread at a time. A last line that was torn is no entry: nobody was told of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.last_hash = GENESIS
        self._length = 0
        self._file: IO[bytes] | None = None

    def read(self) -> Iterator[Entry]:
        """All entries, from the first; afterwards more may be appended. Raises JournalFault
        `journal_damaged`, and `journal_full` where the disk cannot be read or written."""
        try:
            with self.path.open("rb") as file:
                data = file.read()
        except FileNotFoundError:
            data = b""
        except OSError as fault:
            raise JournalFault(str(fault), code="journal_full") from fault
        whole = data[: data.rfind(b"\n") + 1]
        for line in whole.splitlines():
            yield self._checked(line)
        self._length = len(whole)

    def append(self, *entries: Entry) -> None:
        """Put entries on the disk at once; they are there when this returns. Raises JournalFault
        `journal_full`, and then none is there."""
        data, hashed = b"", self.last_hash
        for entry in entries:
            hashed = _hash(hashed, entry)
            line = json.dumps({**entry, "hash": hashed}, ensure_ascii=False, separators=(",", ":"))
            data += line.encode("utf-8", "surrogatepass") + b"\n"
        try:
            file = self._opened()
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except OSError as fault:
            self._take_back()
            raise JournalFault(fault.strerror or str(fault), code="journal_full") from fault
        self.last_hash, self._length = hashed, self._length + len(data)

    def close(self) -> None:
        """Give the file back; harmless to repeat."""
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new = not self.path.exists()
            # Unbuffered: what a full disk did not take may not come out later.
            self._file = self.path.open("ab", buffering=0)
            self._file.truncate(self._length)
            if new:
                sync_folder(self.path.parent)
        return self._file

    def _take_back(self) -> None:
        """Nothing of an entry stays that was not kept whole."""
        with contextlib.suppress(OSError):
            if self._file is not None:
                self._file.truncate(self._length)
        self.close()

    def _checked(self, line: bytes) -> Entry:
        try:
            entry: Entry = json.loads(line)
            said = entry.pop("hash")
        except (ValueError, KeyError, AttributeError) as fault:
            raise JournalFault(f"{self.path}: {fault}", code="journal_damaged") from fault
        if said != _hash(self.last_hash, entry):
            raise JournalFault(f"{self.path}: {entry.get('kind')}", code="journal_damaged")
        self.last_hash = said
        return entry
