"""How safe the log lies: copies and their age, room on the disk, what was set aside."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from balai.program.finding import Finding
from balai.words.said import say
from server.config import CopiesAt, HubConfig
from server.store.engine import file_at
from server.store.safety.copies import Copy, back_up, copies_in, made_at, name_at, on_other_disk
from server.store.safety.elsewhere import send_copy, sent_at
from server.store.safety.files import REPLACED, TORN_LOG
from server.store.safety.sftp import Machine

#: A day of the busiest hall takes some 100 MB with its copies.
LEAST_FREE = 300_000_000
_MB = 1_000_000


def copied(config: HubConfig, at: CopiesAt, now: datetime) -> Copy:
    """Make a copy of the store at one of its places. Raises StoreError."""
    machine = machine_of(at)
    if machine is not None:
        return send_copy(config.store.url, machine, now, at.keep)
    return back_up(config.store.url, at.folder, now, at.keep, other_disk=at.other_disk)


def machine_of(at: CopiesAt) -> Machine | None:
    """The other machine that copies go to, or None where the place is a folder of this one."""
    return Machine(at.machine, str(at.folder), at.key, at.port) if at.machine is not None else None


def copies(config: HubConfig, places: Iterable[CopiesAt], now: datetime) -> Iterator[Finding]:
    """Each of these places by the age of its newest copy at `now` (aware)."""
    store = file_at(config.store.url)
    if store is not None:
        yield from (_folder(at, store, now) for at in places)


def copied_at(config: HubConfig, now: datetime) -> Iterator[tuple[str, datetime | None]]:
    """The places that copies are to go to, and when the newest copy there was made at `now` (None: there is
    none)."""
    store = file_at(config.store.url)
    for at in config.copies if store is not None else ():
        machine = machine_of(at)
        made = _newest(at.folder, now) if machine is None else sent_at(store, machine) if store else None
        yield str(machine or at.folder), made


def elsewhere(config: HubConfig) -> Iterator[Finding]:
    """Whether copies would outlive the store's disk."""
    store = file_at(config.store.url)
    if store is not None and not any(
        at.machine is not None or on_other_disk(at.folder, store) for at in config.copy_places
    ):
        yield Finding("copies", False, say("doctor.copies_one_disk"))


def _folder(at: CopiesAt, store: Path, now: datetime) -> Finding:
    machine = machine_of(at)
    if machine is None and at.other_disk and not on_other_disk(at.folder, store):
        return Finding("copies", False, say("doctor.copies_away", folder=at.folder))
    made = _newest(at.folder, now) if machine is None else sent_at(store, machine)
    folder = machine or at.folder
    if made is None:
        return Finding("copies", False, say("doctor.copies_none", folder=folder))
    # One that is dated later says that a clock was wrong, and nothing of when it was made.
    age = abs(now - made)
    hours, late = round(age / timedelta(hours=1)), age > timedelta(hours=at.oldest_hours)
    told = say(
        "doctor.copies_late" if late else "doctor.copies", folder=folder, hours=hours, file=name_at(made)
    )
    return Finding("copies", not late, told)


def _newest(folder: Path, now: datetime) -> datetime | None:
    """When the newest copy was made; not one that a wrong clock has dated later than `now`, where there are
    others."""
    made = sorted(map(made_at, copies_in(folder)))
    return next((at for at in reversed(made) if at <= now), made[0] if made else None)


def disk(config: HubConfig) -> Iterator[Finding]:
    """Room for the log and its copies, where the store is a file."""
    store = file_at(config.store.url)
    if store is None:
        return
    folder = store.parent
    if not folder.is_dir():
        yield Finding("disk", False, say("error.no_folder", folder=folder))
        return
    free = shutil.disk_usage(folder).free
    well = free >= LEAST_FREE
    yield Finding(
        "disk", well, say("doctor.disk" if well else "doctor.disk_full", folder=folder, free=free // _MB)
    )


def set_aside(config: HubConfig) -> Iterator[Finding]:
    """Stores that were damaged: somebody is to look at the disk, and then take them away."""
    store = file_at(config.store.url)
    if store is None:
        return
    for what in (TORN_LOG, REPLACED):
        for file in sorted(store.parent.glob(f"{store.name}{what}-*Z")):
            yield Finding("aside", False, say("doctor.aside", file=file))
