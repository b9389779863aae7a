"""A played morning comes out whole: its script fits into the hall's day, and held numbers are counted."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import pytest

from balai.domain import commands as c
from balai.domain.commands import chains as cc
from balai.domain.day import Happened
from balai.domain.hall.config import Counter
from balai.domain.log import GENESIS, entry_of
from balai.hall_file.read import load_hall
from demo.folder import BUTTONS, FIRST_PIN, SAMPLE
from demo.morning import FAST_FACTOR, HALL_OPENS, MORNING_SECONDS, OPENING_SECONDS, Fate, arrivals, haste
from demo.reckoning import Reckoning
from tests.support.days import MORNING, DayDriver

HALL = load_hall(SAMPLE)
#: What a machine at work on other things may take for a visitor's pressing, printing and calling, in real
#: seconds.
SLOW_MACHINE_SECONDS = 0.25


def last_served(visitors: int, seed: int) -> float:
    """When the last is served, in seconds after the doors open, where only walks and services take time."""
    pins = {FIRST_PIN + n: share for n, (_, share) in enumerate(BUTTONS)}
    names = {FIRST_PIN + n: service for n, (service, _) in enumerate(BUTTONS)}
    length = MORNING_SECONDS * min(1.0, visitors / 120)
    coming = deque((one.at, names[one.pin]) for one in arrivals(visitors, pins, length, seed))
    waiting: list[str] = []
    fates = {one.id: Fate(seed * 1000 + one.number, haste(visitors)) for one in HALL.counters}
    desks: list[tuple[float, int, Counter]] = [(OPENING_SECONDS, one.number, one) for one in HALL.counters]
    ended = 0.0
    while waiting or coming:
        now, number, desk = heapq.heappop(desks)
        while coming and coming[0][0] <= now:
            waiting.append(coming.popleft()[1])
        service = next((one for one in waiting if one in desk.service_ids), None)
        took = 20.0
        if service is not None:
            waiting.remove(service)
            met = fates[desk.id].next(HALL.service_by_id[service].service_minutes)
            took = met.walk + (met.service if met.comes else 45)
            ended = max(ended, now + took)
        heapq.heappush(desks, (now + took, number, desk))
    return ended


@pytest.mark.parametrize("visitors", [1, 120, 400, 401, 650, 900])
def test_a_crowd_is_served_before_the_halls_midnight_on_a_slow_machine_too(visitors: int) -> None:
    slow = timedelta(seconds=visitors * SLOW_MACHINE_SECONDS * FAST_FACTOR * haste(visitors))
    opened = datetime.combine(MORNING.date(), HALL_OPENS)
    for seed in range(5):
        ends = opened + timedelta(seconds=last_served(visitors, seed)) + slow
        assert ends.date() == opened.date(), (seed, ends)


class Kept:
    """A day's log, read page by page as the interface gives it."""

    def __init__(self, log: list[Happened]) -> None:
        self.log, self.day = log, "2026-04-14"

    def read(self, into: Reckoning) -> Reckoning:
        while into.take({"day": self.day, "entries": self._after(into.seq)}):
            pass
        return into

    def _after(self, seq: int) -> list[dict[str, Any]]:
        found = [one for one in self.log if one.seq > seq][:3]
        return [asdict(entry_of("uji", self.day, one, GENESIS)) for one in found]


def own(n: int, *, abandons: str | None = None) -> c.Command:
    """A number of the kiosk's own, which it handed out while it had no answer."""
    return cc.AdoptVisit(
        visit_id=f"own{n}", chain="c", n=n, day=MORNING.date(), number=f"A-{900 + n}", series_id="a",
        ordinal=900 + n, service_id="ktp", abandons=abandons, actor="device:kios-1",
    )  # fmt: skip


@pytest.mark.parametrize("called_before", [False, True])
def test_a_number_that_nobody_was_handed_is_not_counted(called_before: bool) -> None:
    hall = DayDriver()
    hall.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:1"))
    hall.do(c.IssueVisit(visit_id="late", service_id="ktp"))
    if called_before:
        hall.do(c.CallNext(counter_id="l1", finishes=None, actor="staff:1"))
    hall.do(own(1, abandons="late"))
    in_hand = "late.1" if called_before else None
    hall.do(
        c.CallNext(counter_id="l1", finishes=in_hand, became="present" if in_hand else None, actor="staff:1")
    )
    counted = Kept(hall.log).read(Reckoning())
    assert (counted.issued, counted.called, counted.finished) == (1, 1, 0)
    assert counted.calls == 1 + called_before
    hall.do(c.Finish(counter_id="l1", leg_id="own1.1", actor="staff:1"), after=60)
    assert Kept(hall.log).read(counted).finished == 1


def test_what_comes_on_another_day_is_not_counted_and_told() -> None:
    hall = DayDriver()
    hall.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    kept = Kept(hall.log)
    counted = kept.read(Reckoning())
    assert not counted.is_over
    kept.day = "2026-04-15"
    hall.do(c.IssueVisit(visit_id="v2", service_id="ktp"))
    counted = kept.read(counted)
    assert counted.is_over
    assert counted.issued == 1
