"""Crash recovery: a hub's file is checked before it serves; a damaged one gives way to a good copy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import structlog
from sqlalchemy.exc import SQLAlchemyError

from balai.clock import Clock
from balai.domain.errors import Refusal
from balai.words.said import Said, say
from server.config import HubConfig
from server.setup import find_hall
from server.store.day.writer import MayOpen
from server.store.engine import file_at
from server.store.errors import StoreError
from server.store.kept.trail import Deed
from server.store.lock import hold
from server.store.private import private_file
from server.store.safety.copies import (
    copies_in,
    file_of,
    further,
    gap_falls_due,
    gap_is_due,
    gap_is_made,
    newest_first,
    restored,
)
from server.store.safety.files import TORN_LOG, aside
from server.store.safety.highwater import Missing, marks, missing
from server.store.safety.rescue import Rescued, rescue
from server.store.safety.soundness import fault_in, is_empty, lost_commits
from server.store.store import open_store
from server.usecases.machine.keeping import machine_of
from server.usecases.machine.restoring import Gap, pass_over
from server.usecases.trail import Did

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was found and done before the hub served, in a few sentences."""

    told: tuple[Said, ...]


def recover(config: HubConfig, clock: Clock, may_open: MayOpen) -> Recovery | None:
    """Check the store that a hub is to serve from; None where it is whole, or is a database of its own.

    A damaged file is set aside and the newest copy that is good takes its place, with what the damaged one
    still tells. Numbers that may have been given all the same are passed over.

    Raises StoreError `store_damaged` where there is no good copy, Refusal `clock_unconfirmed` where today
    would have to be opened on a clock that is doubted, StoreBusy while another hub runs.
    """
    place = file_at(config.store.url)
    if place is None:
        return None
    found, told = _examined(place, config.copy_folders), list[Said]()
    if found.fault is not None:
        told = _replaced(config, clock, found, newest_first(config.copy_folders))
    elif found.torn or found.short:
        told = _shortened(config, clock, place, found)
    if gap_is_due(place):
        lost = missing(place)
        told += _lost(lost)
        with open_store(config.store.url, hub=True) as store:
            told += _gaps(pass_over(store, find_hall(config, store, clock), clock, may_open, lost))
        gap_is_made(place)
    if not told:
        return None
    told.append(say("recovery.mend"))
    log.error("store_recovered", told=" ".join(told))
    return Recovery(tuple(told))


def put_back(config: HubConfig, copy: Path, clock: Clock, *, as_copied: bool = False) -> list[Said]:
    """Put a copy in the place of the store, with what the store of before has beyond it unless it is wanted
    `as_copied`; what was done, in sentences. Raises what `restored` raises; nothing is changed then."""
    url = config.store.url
    with restored(url, copy, clock.now()) as (store, before):
        rescued = Rescued() if before is None or as_copied else rescue(before, store)
        lost = missing(file_of(url))
        for hall_id in store.halls.ids():
            store.trails.add(hall_id, Deed(Did.STORE_RESTORED.value, "system"), clock.now())
        # A hall that has opened no day yet has none in its copy.
        days = [checks[-1].day for hall_id in store.halls.ids() if (checks := store.audit(hall_id))]
        told = [say("cli.restored.done", last=max(days, default=say("cli.restored.no_day")))]
        told += [] if as_copied else _told(copy, before, rescued, lost)
        if lost or not rescued.whole:
            told += _lost(lost)
            try:
                told += _gaps(pass_over(store, find_hall(config, store, clock), clock, lost=lost))
            except Refusal:
                # Today is to be opened for it, which a hub does that believes its clock.
                return [*told, say("cli.restored.gaps_later")]
    gap_is_made(file_of(url))
    return told


class _Found(NamedTuple):
    """`torn`: commits do not read; `short`: entries that had been kept are not there."""

    fault: str | None = None
    torn: bool = False
    short: bool = False


def _examined(place: Path, folders: list[Path]) -> _Found:
    empty = is_empty(place)
    if not place.parent.is_dir():
        return _Found()  # opening it says so
    if empty and not any(map(copies_in, folders)):
        return _Found(short=bool(marks(place)))  # opening it makes it
    lock = hold(place)
    try:
        if empty:
            return _Found(say("error.store_gone"))
        torn = False
        with suppress(OSError, SQLAlchemyError):
            torn = lost_commits(place)
        return _Found(fault_in(place), torn, bool(missing(place)))
    finally:
        os.close(lock)


def _shortened(config: HubConfig, clock: Clock, place: Path, found: _Found) -> list[Said]:
    """Every page is whole and the end of the log is missing. A copy may have more of it; else the hall goes
    on from what there is."""
    copy = further(place, config.copy_folders)
    if copy is not None:
        return _replaced(config, clock, found._replace(fault=say("error.log_end_gone")), [copy])
    if found.torn:
        return _kept_log(place, clock)
    gap_falls_due(place)
    return [say("recovery.behind")]


def _kept_log(place: Path, clock: Clock) -> list[Said]:
    kept = aside(place, TORN_LOG, clock.now())
    private_file(kept)
    shutil.copyfile(place.with_name(f"{place.name}-wal"), kept)
    gap_falls_due(place)
    return [say("recovery.torn"), say("recovery.kept", file=kept)]


def _replaced(config: HubConfig, clock: Clock, found: _Found, candidates: Iterable[Path]) -> list[Said]:
    url = config.store.url
    for copy in candidates:
        try:
            with restored(url, copy, clock.now()) as (store, before):
                rescued = Rescued() if before is None else rescue(before, store, torn=found.torn)
        except StoreError as fault:
            if fault.code != "store_damaged":
                raise
            continue
        lost = missing(file_of(url))
        if rescued.whole and not lost:
            gap_is_made(file_of(url))
        return [say("recovery.replaced", fault=found.fault), *_told(copy, before, rescued, lost)]
    listed = ", ".join(str(machine_of(at) or at.folder) for at in config.copy_places)
    raise StoreError(
        say("error.store_lost", file=file_of(url), fault=found.fault, folders=listed), code="store_damaged"
    )


def _told(copy: Path, before: Path | None, rescued: Rescued, lost: list[Missing]) -> list[Said]:
    told = [say("recovery.copy", file=copy)]
    if before is None:
        return [*told, say("recovery.copy_alone")]
    whole = rescued.whole and not lost
    told.append(say("recovery.all" if whole else "recovery.some", entries=rescued.entries))
    return [*told, say("recovery.kept", file=before)]


def _lost(lost: list[Missing]) -> list[Said]:
    return [say("recovery.lost", entries=one.entries, day=one.day, numbers=one.visits) for one in lost]


def _gaps(gaps: list[Gap]) -> list[Said]:
    if not gaps:
        return []
    listed = ", ".join(say("cli.range", first=gap.first, last=gap.last) for gap in gaps)
    return [say("cli.restored.gaps", listed=listed), say("cli.restored.holders")]
