"""What putting a configuration in force would do, told before it is done: whom and what it meets. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from balai.domain.commands import ChangeConfiguration
from balai.domain.day import HallDay, decide
from balai.domain.events import ConfigurationScheduled
from balai.domain.hall.config import Counter, HallConfig, Service
from balai.domain.hall.plan import wall_ways
from balai.domain.visit import CounterStatus
from balai.errors import Refusal
from balai.protocol.managed.drafts import Consequence, Outlook
from balai.words import Language, words_in
from balai.words.dates import long_date, together
from balai.words.problems import title_of

Kind = Literal["good", "note", "hold", "stop"]
#: What of a service decides when its visitors are called.
_ORDER = ("wait_minutes", "priority_wait_minutes", "priority", "agency_id", "after")


def outlook_of(
    day: HallDay, wanted: HallConfig, on: date | None, now: datetime, language: Language
) -> Outlook:
    """What would happen if `wanted` were put in force at once, or on the day `on`."""
    view = _View(day, wanted, language)
    try:
        events = decide(day, ChangeConfiguration(config=wanted, on=on, replaces=True), now)
    except Refusal as refusal:
        return Outlook(may=False, consequences=(view.refused(refusal),))
    if not events:
        return Outlook(may=False, consequences=(view.one("unchanged", "good"),))
    waits = next((event for event in events if isinstance(event, ConfigurationScheduled)), None)
    told = [*view.when(waits), *(view.now() if waits is None else ())]
    return Outlook(may=True, on=waits.on if waits else None, consequences=tuple(told))


def faulty(count: int, language: Language) -> Outlook:
    """What is told of a draft with faults: nothing can be done before they are put right."""
    told = words_in(language)("outlook.faults", count=count)
    return Outlook(may=False, consequences=(Consequence(code="faults", kind="stop", told=told),))


@dataclass(frozen=True)
class _View:
    day: HallDay
    wanted: HallConfig
    language: Language

    def one(self, code: str, kind: Kind, **params: object) -> Consequence:
        return Consequence(code=code, kind=kind, told=words_in(self.language)(f"outlook.{code}", **params))

    def refused(self, refusal: Refusal) -> Consequence:
        services = refusal.params.get("services")
        if refusal.code == "booked_ahead" and isinstance(services, list):
            return self.one("booked", "stop", names=self._names(services))
        return self.one("refused", "stop", why=title_of(refusal.code, self.language))

    def when(self, waits: ConfigurationScheduled | None) -> Iterator[Consequence]:
        """When it is in force, and what of today it waits for."""
        if waits is None:
            yield self.one("now", "note")
        elif waits.in_use:
            yield self.one("holds", "hold", names=self._names(waits.in_use), date=self._date(waits.on))
        else:
            yield self.one("later", "hold", date=self._date(waits.on))
        if self.day.scheduled is not None:
            yield self.one("waits", "note", date=self._date(self.day.scheduled.on))

    def now(self) -> Iterator[Consequence]:
        """What it means to today: who waits, numbers, counters in use, quotas, walls."""
        yield from self._waiting()
        yield from self._numbers()
        yield from self._counters()
        yield from self._full()
        if zones := self._zones():
            yield self.one("walls", "note", names=together(zones, self.language))

    def _waiting(self) -> Iterator[Consequence]:
        changed = {service.id for service in self._both() if self._calls_otherwise(service)}
        kept = touched = 0
        named: list[str] = []
        for service in self.day.config.services:
            count = self.day.waiting_count(service.id)
            if service.id in changed and count:
                touched, named = touched + count, [*named, service.name]
            else:
                kept += count
        if touched:
            yield self.one("waiting_changed", "note", count=touched, names=together(named, self.language))
        if kept or not touched:
            yield self.one("waiting_kept", "good", count=kept)

    def _calls_otherwise(self, service: Service) -> bool:
        other = self.wanted.service_by_id[service.id]
        return self.wanted.rules != self.day.config.rules or any(
            getattr(service, name) != getattr(other, name) for name in _ORDER
        )

    def _both(self) -> Iterator[Service]:
        return (s for s in self.day.config.services if s.id in self.wanted.service_by_id)

    def _numbers(self) -> Iterator[Consequence]:
        """Letters that change; numbers that were given stay as they are."""
        given = self._given
        for series in self.day.config.series:
            other = self.wanted.series_by_id.get(series.id)
            if other is not None and other.letter != series.letter:
                yield self.one(
                    "numbers", "note", name=self._series_name(series.id), was=series.letter,
                    now=other.letter, count=given.get(series.id, 0),
                )  # fmt: skip

    @cached_property
    def _given(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for visit in self.day.visits.values():
            found[visit.series_id] = found.get(visit.series_id, 0) + 1
        return found

    def _series_name(self, series_id: str) -> str:
        agency = self.day.config.agency_by_id.get(series_id)
        if agency is not None:
            return agency.short_name
        return next((s.name for s in self.day.config.services if s.series_id == series_id), series_id)

    def _counters(self) -> Iterator[Consequence]:
        held = {s.id for s in self.day.counters.values() if s.status is not CounterStatus.CLOSED}
        changed = [
            words_in(self.language)("change.counter", number=counter.shown)
            for counter in self.day.config.counters
            if counter.id in held and _desk(self.wanted.counter_by_id.get(counter.id)) != _desk(counter)
        ]
        if changed:
            yield self.one("counters", "note", names=together(changed, self.language))

    def _full(self) -> Iterator[Consequence]:
        for service in self._both():
            quota, count = self.wanted.service_by_id[service.id].quota, self.day.taken.get(service.id, 0)
            if quota is not None and quota != service.quota and count >= quota:
                yield self.one("full", "note", name=service.name, count=count, quota=quota)

    def _zones(self) -> list[str]:
        """The zones whose walls show something else."""
        before, after = self.day.config, self.wanted
        if (before.agencies, before.display, before.hall) != (after.agencies, after.display, after.hall):
            return [zone.name for zone in after.zones]
        return [zone.name for zone in after.zones if _shown_in(before, zone.id) != _shown_in(after, zone.id)]

    def _names(self, ids: Iterable[str]) -> str:
        """Names of services, counters (by their ids) and the time zone."""
        say, config = words_in(self.language), self.day.config
        told = [
            config.service_by_id[name].name if name in config.service_by_id
            else say("change.counter", number=config.counter_by_id[name].shown)
            if name in config.counter_by_id
            else say("outlook.time_zone") if name == "time_zone" else name
            for name in ids
        ]  # fmt: skip
        return together(told, self.language)

    def _date(self, on: date) -> str:
        return long_date(on, self.language)


def _desk(counter: Counter | None) -> Counter | None:
    """A counter wherever it stands: what changes for who sits there."""
    return replace(counter, plan_x=None, plan_y=None) if counter else None


def _shown_in(config: HallConfig, zone_id: str) -> object:
    """What walls of a zone tell of the hall: its counters and what they serve."""
    counters = tuple(c for c in config.counters if c.zone_id == zone_id)
    walls = tuple((one, wall_ways(config, one)) for one in config.walls if one.zone_id in ("", zone_id))
    offered = {service_id for counter in counters for service_id in counter.service_ids}
    zone = next((zone for zone in config.zones if zone.id == zone_id), None)
    return zone, counters, walls, tuple((s.id, s.name, s.name_en) for s in config.services if s.id in offered)
