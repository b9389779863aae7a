"""How a hall and its machines are in figures, as monitors and alerts look at it: nothing about people."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from balai.clock import Clock
from balai.domain.hall.config import Counter, HallConfig
from balai.domain.hall.localtime import local_date
from balai.domain.hall.opening import is_open
from balai.domain.state import HallDay
from balai.domain.waits.standing.passing import passed_over_since
from server.config import HubConfig
from server.store.engine import file_at
from server.store.kept.devices import Device
from server.usecases.address.authority import AuthorityFault, shown
from server.usecases.machine.keeping import copied_at

#: A device reports every 30 seconds; three reports in a row that did not come are no accident.
SILENT = timedelta(seconds=90)
#: However time is hurried, a report takes its real time: no device is lost within so many real seconds.
LEAST_REAL_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Queue:
    """Who waits for a service: how many, and the longest wait so far in seconds."""

    waiting: int
    longest_seconds: float


@dataclass(frozen=True, slots=True)
class DeviceVital:
    """A device: `up` where it was heard lately, and the codes of what it does without."""

    id: str
    kind: str
    up: bool
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vitals:
    """All of it at one moment. What is not there (no estimator yet, a store that is no file) is None."""

    day_open: bool
    hall_open: bool
    clock_trusted: bool
    writer_failing: bool
    queues: Mapping[str, Queue] = field(default_factory=dict)
    #: By counter: the seconds for which it, open and free, has called none of those who wait; 0 otherwise.
    passes_seconds: Mapping[str, float] = field(default_factory=dict)
    devices: tuple[DeviceVital, ...] = ()
    estimates_seconds: float | None = None
    store_bytes: int | None = None
    disk_free_bytes: int | None = None
    disk_bytes: int | None = None
    #: By the place that copies go to; infinite where there is none yet.
    copies_seconds: Mapping[str, float] = field(default_factory=dict)
    #: Until the certificate of the hub's address ends.
    certificate_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Disk:
    """The store's disk, and the newest copy at each place."""

    store: int | None = None
    free: int | None = None
    whole: int | None = None
    copies: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the figures come from. `offload` runs what asks a disk, which may be a share that does not
    answer."""

    config: HubConfig
    now: Callable[[], datetime]
    day: Callable[[], HallDay]
    devices: Callable[[], Iterable[Device]]
    clock_trusted: Callable[[], bool]
    writer_failing: Callable[[], bool]
    estimates_seconds: Callable[[], float | None]
    offload: Callable[[Callable[[], Disk]], Disk]
    silent: timedelta = SILENT

    def look(self) -> Vitals:
        """The figures now. Asks the store and the disk. Raises StoreUnavailable and OSError."""
        now, day = self.now(), self.day()
        disk = self.offload(lambda: _disk(self.config, now))
        return Vitals(
            day_open=day.date == local_date(now, day.config.zone),
            hall_open=_hall_open(day.config, now),
            clock_trusted=self.clock_trusted(),
            writer_failing=self.writer_failing(),
            queues={service.id: _queue(day, service.id, now) for service in day.config.services},
            passes_seconds={c.id: _passes(day, day.as_served(c), now) for c in day.config.counters},
            devices=tuple(_device(device, now, self.silent) for device in self.devices()),
            estimates_seconds=self.estimates_seconds(),
            store_bytes=disk.store,
            disk_free_bytes=disk.free,
            disk_bytes=disk.whole,
            copies_seconds=disk.copies,
            # Not aside: it may run a program, which gevent lets the loop's thread do alone.
            certificate_seconds=_lasts(self.config.hub.certificate, now),
        )


def _disk(config: HubConfig, now: datetime) -> Disk:
    store = file_at(config.store.url)
    if store is None:
        return Disk()
    usage = shutil.disk_usage(store.parent)
    copies = {place: _age(made, now) for place, made in copied_at(config, now)}
    return Disk(store.stat().st_size if store.exists() else None, usage.free, usage.total, copies)


def _lasts(certificate: Path | None, now: datetime) -> float | None:
    """The seconds until a certificate ends; None where none can be read."""
    if certificate is None:
        return None
    try:
        return (_ends(certificate, certificate.stat().st_mtime_ns) - now).total_seconds()
    except (OSError, AuthorityFault):
        return None


@lru_cache(maxsize=4)
def _ends(certificate: Path, _changed: int) -> datetime:
    """When a certificate ends: read once for each time that it was changed."""
    return shown(certificate).ends


def silent_in(clock: Clock) -> timedelta:
    """After how long without a report a device is lost, by this clock."""
    return max(SILENT, timedelta(seconds=LEAST_REAL_SECONDS / clock.real(1.0)))


def _hall_open(config: HallConfig, now: datetime) -> bool:
    return any(is_open(config, service, now) for service in config.services)


def _queue(day: HallDay, service_id: str, now: datetime) -> Queue:
    joined = [leg.joined_at for leg in day.line(service_id)]
    longest = (now - min(joined)).total_seconds() if joined else 0.0
    return Queue(len(joined), max(0.0, longest))


def _passes(day: HallDay, counter: Counter, now: datetime) -> float:
    since = passed_over_since(day, counter, now)
    return max(0.0, (now - since).total_seconds()) if since is not None else 0.0


def _device(device: Device, now: datetime, silent: timedelta) -> DeviceVital:
    heard = device.status_at is not None and now - device.status_at <= silent
    faults = (device.status or {}).get("faults", ()) if heard else ()
    return DeviceVital(device.id, device.kind, heard, tuple(sorted({fault["code"] for fault in faults})))


def _age(made: datetime | None, now: datetime) -> float:
    return abs((now - made).total_seconds()) if made is not None else float("inf")
