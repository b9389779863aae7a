"""What disks, cards and power cuts do to the file of a store."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from server.store.engine import PAGE_BYTES

PAGE = PAGE_BYTES


def page_of(file: Path, table: str) -> int:
    """Where the root page of a table lies in the file, in bytes."""
    with closing(sqlite3.connect(file)) as connection:
        asked = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        return (int(connection.execute(asked, (table,)).fetchone()[0]) - 1) * PAGE


def overwrite(file: Path, at: int, count: int) -> None:
    """Bytes that nobody wrote, from there on."""
    with file.open("r+b") as content:
        content.seek(at)
        content.write(b"\xff" * count)


def page(table: str) -> Callable[[Path], None]:
    """A page of a table does not read any more."""
    return lambda file: overwrite(file, page_of(file, table), PAGE)


def half(file: Path) -> None:
    """The file ends in the middle."""
    with file.open("r+b") as content:
        content.truncate(file.stat().st_size // 2)


def gone(file: Path) -> None:
    """The file is not there."""
    file.unlink()


def emptied(file: Path) -> None:
    """The file has nothing in it."""
    file.write_bytes(b"")


def changed(seq: int) -> Callable[[Path], None]:
    """An entry of the log says something else; every page reads."""

    def change(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("UPDATE events SET actor = 'x' WHERE seq = ?", (seq,))
            connection.commit()

    return change


def cut_off(file: Path, folder: Path) -> Path:
    """The file of an open store as a hub that is killed leaves it, with what lies beside it, in another
    folder."""
    folder.mkdir()
    for suffix in ("", "-wal", ".reached"):
        shutil.copyfile(f"{file}{suffix}", folder / f"{file.name}{suffix}")
    return folder / file.name


def frames_kept(file: Path) -> int:
    """How many frames of the write-ahead log hold commits; behind them it may have room."""
    content = file.with_name(f"{file.name}-wal").read_bytes()
    heads = [content[at : at + 16] for at in range(32, len(content) - PAGE - 23, PAGE + 24)]
    ends = (n for n, head in enumerate(heads, 1) if head[4:8] != bytes(4) and head[8:] == content[16:24])
    return max(ends, default=0)


def torn_log(file: Path, frame: int) -> None:
    """A frame of the write-ahead log does not read; those after it are whole."""
    overwrite(file.with_name(f"{file.name}-wal"), 32 + (frame - 1) * (PAGE + 24) + 24, 64)


def without_log(file: Path) -> None:
    """Somebody deleted what lies beside the file of a hub that was killed."""
    for suffix in ("-wal", "-shm"):
        file.with_name(f"{file.name}{suffix}").unlink(missing_ok=True)


def settled(file: Path) -> None:
    """The file of a hub that was killed, with what its write-ahead log held in its pages."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
