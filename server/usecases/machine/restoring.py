"""Recovery after a restore: numbers that may have been given since the copy are never given again."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil

from sqlalchemy import select

from balai.clock import Clock
from balai.domain.chains import SHARE_HELD
from balai.domain.commands import Command, ReserveNumbers
from balai.domain.commands.chains import HoldNumbers
from balai.domain.decide.issuing.holding import RESTORED
from balai.domain.decide.visits import next_numbers
from balai.domain.errors import Refusal
from balai.domain.events import NumbersReserved
from balai.domain.hall.config import HallConfig, Series
from balai.domain.hall.localtime import local_date
from balai.domain.hall.numbering import label
from balai.domain.hall.opening import service_day
from balai.domain.state import HallDay
from balai.words.said import say
from server.store import DayWriter, Job, Store
from server.store.day import eventlog
from server.store.day.writer import MayOpen
from server.store.safety.highwater import Missing
from server.store.tables.day import visits

ACTOR = "system:restore"
#: Numbers of each series that are passed over at least; and how much faster than in the day until the copy
#: they may have gone since.
LEAST, FASTER = 100, 2
LOOK_BACK_DAYS = 21


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of one series that are passed over, as printed."""

    first: str
    last: str


def never(_day: object, _now: object) -> bool:
    """Opens no day."""
    return False


def pass_over(
    store: Store, hall_id: str, clock: Clock, may_open: MayOpen = never, lost: Iterable[Missing] = ()
) -> list[Gap]:
    """Set aside, in the log, what may have been given since the log's last entry: at least a hundred numbers
    of each series, more where they went fast, and as many as are known to be `lost`.

    Where the log ends before today, numbers may have been given today if they are given by this time: then
    today is opened for it, if `may_open` believes the clock. Raises Refusal `clock_unconfirmed` where it does
    not, StoreUnavailable where the store does not take it.
    """
    config, now = store.halls.get(hall_id), clock.now()
    if config is None:
        return []
    with store.read.connect() as connection:
        last = eventlog.last_day(connection, hall_id)
    today = local_date(now, config.zone).isoformat()
    if last is not None and (last > today or (last < today and not _begun(config, now))):
        return []
    writer = store.writer(hall_id, clock, never if last == today else may_open)
    try:
        if writer.day.date.isoformat() != today:
            raise Refusal("clock_unconfirmed", say("error.restore_unconfirmed", day=today))
        known = max((one.visits for one in lost if one.day == today), default=0)
        return _reserved(writer, _usual(store, writer.day, now, goes_on=last == today), known, now)
    finally:
        writer.close()


def _reserved(writer: DayWriter, usual: Mapping[str, int], known: int, now: datetime) -> list[Gap]:
    day = writer.day
    asked: list[Command] = [*_tops(day)]
    asked += [
        ReserveNumbers(actor=ACTOR, series_id=series.id, count=count)
        for series in day.config.series
        for count in _parts(day, series, now, max(usual.get(series.id, 0), _missing(day, series, now)), known)
    ]
    committed = writer.commit([Job(command) for command in asked])
    for outcome in committed.outcomes:
        # A series that has no more numbers cannot have given any.
        if outcome.error is not None:
            raise outcome.error
    reserved = [h.event for h in committed.news if isinstance(h.event, NumbersReserved)]
    given = [event for event in reserved if not event.chain]
    return [Gap(label(e.prefix, e.first, e.width), label(e.prefix, e.last, e.width)) for e in given]


def _tops(day: HallDay) -> Iterator[HoldNumbers]:
    """What kiosks may hold and the log has lost: they claim it back, and are given others below it."""
    for series in day.config.series:
        most = int((series.last - series.first + 1) * SHARE_HELD)
        yield HoldNumbers(actor=ACTOR, chain=RESTORED, series_ids=(series.id,), most=most)


def _begun(config: HallConfig, now: datetime) -> bool:
    """Whether numbers are given today by `now`."""
    if config.calendar.always_open:
        return True
    today = local_date(now, config.zone)
    days = (service_day(config, service, today) for service in config.services)
    return any(day is not None and day.tickets_from <= now for day in days)


def _usual(store: Store, day: HallDay, now: datetime, *, goes_on: bool) -> dict[str, int]:
    """For each series, what the busiest of the last days gave in the time that is missing, and more: until
    now, from the day's last entry where its log `goes_on`."""
    zone, v = day.config.zone, visits.c
    since = (day.date - timedelta(days=LOOK_BACK_DAYS)).isoformat()
    with store.read.connect() as connection:
        asked = select(v.day, v.series_id, v.issued_at).where(v.hall_id == day.config.hall.id)
        found = connection.execute(asked.where(v.day >= since, v.day < day.date.isoformat())).fetchall()
    begins, ends = day.at.astimezone(zone).time() if goes_on else time.min, now.astimezone(zone).time()
    given = Tally(
        (date, series_id)
        for date, series_id, at in found
        if begins < datetime.fromisoformat(at).astimezone(zone).time() <= ends
    )
    usual: dict[str, int] = {}
    for (_, series_id), count in given.items():
        usual[series_id] = max(usual.get(series_id, LEAST), FASTER * count)
    return usual


def _parts(day: HallDay, series: Series, now: datetime, missing: int, known: int) -> list[int]:
    """How many numbers of a series to pass over: up to the end of its range, then what is left of them. Half
    of what the range still has is kept for the day, unless the least, or what is `known` to have been given,
    takes more."""
    try:
        within = max(0, series.last - next_numbers(day, series, now).first + 1)
    except Refusal:
        return []  # it has no more
    goes_on = bool(series.then or series.second_letter)
    least = max(LEAST, known)
    count = max(missing, least) if goes_on else max(min(missing, within // 2), min(least, within))
    return [part for part in (min(count, within), count - within) if part > 0]


def _missing(day: HallDay, series: Series, now: datetime) -> int:
    times = [visit.issued_at for visit in day.visits.values() if visit.series_id == series.id]
    if not times:
        return LEAST
    pace = len(times) / max((max(times) - min(times)).total_seconds(), 1.0)
    return max(LEAST, ceil(FASTER * pace * max((now - day.at).total_seconds(), 0.0)))
