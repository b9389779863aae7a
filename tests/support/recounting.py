"""A day's figures for reports, counted anew: one loop over the events of a log, without the day's own fold.

What a report says is held against this on random days. It shares with the product only what a hall's settings
say (which class somebody counts as at a service, and what is promised there).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from balai.domain.hall.config import HallConfig
from balai.domain.hall.localtime import day_bounds
from balai.domain.order.lanes import class_at, standard
from balai.domain.state import Happened

_LEAVES = {
    "leg_finished": "finished", "leg_missed": "missed", "leg_parked": "parked",
    "leg_transferred": "transferred", "leg_lapsed": "lapsed",
}  # fmt: skip


@dataclass
class _Leg:
    """What is known of a leg so far."""

    id: str
    visit: str
    service: str
    kind: str
    began: datetime
    state: str = "waiting"
    counter: str | None = None
    called: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    bound: bool = False


@dataclass
class _Desk:
    """A counter: what it is, and who is at it."""

    status: str = "closed"
    leg: str | None = None
    #: The only services that its holder serves; None: all that it offers.
    only: tuple[str, ...] | None = None


@dataclass
class Recount:
    """Counts a log. Afterwards: `legs`, `refused` and `desks` as rows to be compared."""

    config: HallConfig | None = None
    visits: dict[str, dict[str, Any]] = field(default_factory=dict)
    known: dict[str, _Leg] = field(default_factory=dict)
    calls: dict[str, dict[int, datetime]] = field(default_factory=dict)
    counters: dict[str, _Desk] = field(default_factory=dict)
    spent: dict[str, Counter[str]] = field(default_factory=dict)
    of: dict[str, str] = field(default_factory=dict)
    refused: list[tuple[Any, ...]] = field(default_factory=list)
    before: dict[int, _Leg] = field(default_factory=dict)
    at: datetime | None = None

    def count(self, log: Iterable[Happened]) -> Recount:
        """Go through a log."""
        for happened in log:
            self._spend(happened.at)
            self._take(happened, happened.event)
        return self

    def _spend(self, at: datetime) -> None:
        """Each counter did what it did until now."""
        config, was = self.config, self.at
        self.at = max(was, at) if was else at
        if was is None or config is None:
            return
        waiting = {leg.service for leg in self.known.values() if leg.state == "waiting"}
        for counter in config.counters:
            desk = self.counters.setdefault(counter.id, _Desk())
            what = {"closed": "", "paused": "paused"}.get(desk.status)
            if what is None:
                served = counter.service_ids if desk.only is None else {*counter.service_ids} & {*desk.only}
                idle = not waiting.isdisjoint(served)
                what = "serving" if desk.leg else "idle" if idle else "free"
            self.spent.setdefault(counter.id, Counter())[what] += (self.at - was) // timedelta(microseconds=1)

    def _kind(self, service_id: str, visit: str) -> str:
        assert self.config
        return class_at(self.config.service_by_id[service_id], self.visits[visit]["kind"])

    def _take(self, h: Happened, event: Any) -> None:
        kind = event.TYPE
        leg = self.known.get(getattr(event, "leg_id", None) or "")
        if leg is not None:
            self.before[h.seq] = copy(leg)
        if kind in ("day_opened", "configuration_changed"):
            self._configure(event.config)
        elif kind == "visit_refused":
            assert self.config
            hour = h.at.astimezone(self.config.zone).hour
            where = self.config.service_by_id[event.service_id].agency_id
            self.refused.append(
                (h.seq, event.service_id, where, hour, event.priority_class, event.channel, event.code)
            )
        elif kind in _LEAVES:
            assert leg is not None
            self._leave(h, event, leg)
        elif kind.startswith("counter_"):
            self._sit(event, kind)
        else:
            getattr(self, f"_{kind}", self._nothing)(h, event, leg)

    def _nothing(self, h: Happened, event: Any, leg: _Leg | None) -> None:
        pass

    def _configure(self, config: HallConfig) -> None:
        self.config = config
        # A counter is its agency's in the latest settings that know it.
        self.of.update({counter.id: counter.agency_id for counter in config.counters})
        for leg in self.known.values():
            if leg.state == "waiting" or (leg.state == "parked" and leg.bound):
                leg.kind = self._kind(leg.service, leg.visit)

    def _sit(self, event: Any, kind: str) -> None:
        desk = self.counters.setdefault(event.counter_id, _Desk())
        desk.status = {
            "counter_opened": "open", "counter_resumed": "open", "counter_paused": "paused",
        }.get(kind, "closed")  # fmt: skip
        if kind in ("counter_opened", "counter_closed", "counter_released"):
            desk.leg, desk.only = None, getattr(event, "service_ids", None)

    def _visit_issued(self, h: Happened, event: Any, leg: None) -> None:
        assert self.config
        today = h.when == h.at or h.when >= day_bounds(self._date, self.config.zone)[0]
        came = event.came or (h.when if today else h.at)
        self.visits[event.visit_id] = {
            "kind": event.priority_class, "channel": event.channel, "seq": h.seq, "legs": [event.leg_id],
        }  # fmt: skip
        self._new(event.leg_id, event.visit_id, event.service_id, came)

    @property
    def _date(self) -> Any:
        assert self.config
        assert self.at
        return self.at.astimezone(self.config.zone).date()

    def _new(self, leg_id: str, visit: str, service: str, began: datetime) -> _Leg:
        self.calls.pop(leg_id, None)
        made = self.known[leg_id] = _Leg(leg_id, visit, service, self._kind(service, visit), began)
        return made

    def _leg_begun(self, h: Happened, event: Any, leg: None) -> None:
        self.visits[event.visit_id]["legs"].append(event.leg_id)
        self._new(event.leg_id, event.visit_id, event.service_id, h.at)

    def _leg_called(self, h: Happened, event: Any, leg: _Leg) -> None:
        leg.state, leg.counter, leg.called, leg.bound = "called", event.counter_id, h.at, False
        self.calls.setdefault(leg.id, {})[h.seq] = h.at
        self.counters[event.counter_id].leg = leg.id

    def _leg_taken(self, h: Happened, event: Any, leg: _Leg) -> None:
        leg.state, leg.counter, leg.called, leg.started = "serving", event.counter_id, h.at, h.when
        self.counters[event.counter_id].leg = leg.id

    def _leg_started(self, h: Happened, event: Any, leg: _Leg) -> None:
        leg.state, leg.started = "serving", max(h.when, leg.called or h.when)

    def _leave(self, h: Happened, event: Any, leg: _Leg) -> None:
        leg.state = _LEAVES[event.TYPE]
        leg.ended = None if leg.state == "parked" else max(h.when, leg.started or leg.called or h.when)
        self.counters[event.counter_id].leg = None
        if event.TYPE == "leg_transferred":
            self.visits[leg.visit]["legs"].append(event.new_leg_id)
            new = self._new(event.new_leg_id, leg.visit, event.service_id, h.at)
            if event.to_counter is not None:
                new.state, new.bound = "parked", True

    def _again(self, h: Happened, event: Any, leg: _Leg) -> None:
        leg.state, leg.counter, leg.bound = "waiting", None, False
        leg.called = leg.started = leg.ended = None
        leg.kind = self._kind(leg.service, leg.visit)

    _leg_returned = _leg_reinstated = _visit_restored = _again

    def _leg_set_aside(self, h: Happened, event: Any, leg: _Leg) -> None:
        leg.state = "parked"

    def _visit_changed(self, h: Happened, event: Any, leg: _Leg) -> None:
        self.visits[event.visit_id]["kind"] = event.priority_class
        leg.bound = leg.bound and event.service_id == leg.service
        leg.service = event.service_id
        leg.kind = self._kind(leg.service, leg.visit)

    def _visit_cancelled(self, h: Happened, event: Any, leg: _Leg) -> None:
        leg.state, leg.ended, leg.bound = ("void" if event.void else "cancelled"), h.when, False

    def _visit_unserved(self, h: Happened, event: Any, leg: _Leg) -> None:
        leg.state, leg.ended, leg.bound = "unserved", h.when, False

    def _leg_corrected(self, h: Happened, event: Any, leg: _Leg) -> None:
        leg.state = event.state or leg.state
        leg.service = event.service_id or leg.service
        started = event.started_at or leg.started or leg.called
        leg.started = None if leg.state == "missed" else started
        leg.ended = event.ended_at or leg.ended

    def _step_undone(self, h: Happened, event: Any, leg: _Leg) -> None:
        self.known[leg.id] = copy(self.before[event.undone_seq])
        self.counters[event.counter_id].leg = leg.id
        self.counters[event.counter_id].status = "open"
        if event.removed_leg_id:
            gone = self.known.pop(event.removed_leg_id)
            self.visits[gone.visit]["legs"].remove(gone.id)

    def _call_undone(self, h: Happened, event: Any, leg: _Leg) -> None:
        self.calls[leg.id].pop(event.undone_seq)
        back = self.known[leg.id] = copy(self.before[event.undone_seq])
        back.kind = self._kind(back.service, back.visit)
        self.counters[event.counter_id].leg = None

    @property
    def legs(self) -> list[tuple[Any, ...]]:
        """A row for each leg that was not void: as `LegFact`."""
        assert self.config
        rows = []
        for visit in self.visits.values():
            for n, leg_id in enumerate(visit["legs"]):
                leg = self.known[leg_id]
                if leg.state == "void":
                    continue
                service = self.config.service_by_id.get(leg.service)
                calls = self.calls.get(leg_id)
                wait = max(0, int((min(calls.values()) - leg.began).total_seconds())) if calls else None
                over = leg.state in ("finished", "transferred") and leg.started and leg.ended
                served = max(0, int((leg.ended - leg.started).total_seconds())) if over else None  # type: ignore[operator]  # both are there
                promised = standard(service, leg.kind).total_seconds() if service else 0
                within = None if wait is None or service is None else wait <= promised
                rows.append((
                    visit["seq"], n, leg.service, service.agency_id if service else "", leg.counter or "",
                    leg.began.astimezone(self.config.zone).hour, leg.kind, visit["channel"], leg.state,
                    n == 0, wait, served, within,
                ))  # fmt: skip
        return sorted(rows, key=lambda row: row[:2])

    @property
    def desks(self) -> list[tuple[Any, ...]]:
        """A row for each counter that was in use: as `Desk`."""
        rows = []
        for id_, spent in sorted(self.spent.items()):
            times = [
                spent["free"] + spent["idle"] + spent["serving"],
                spent["paused"],
                spent["serving"],
                spent["idle"],
            ]
            if any(times):
                rows.append((id_, self.of[id_], *(one // 1_000_000 for one in times)))
        return rows
