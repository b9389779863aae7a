"""The hall at a glance: figures by agency, who is refused and why, who will probably not be reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random

from balai.domain import commands as c
from balai.domain.commands import everyday as ec
from balai.domain.visit import LegState
from server.views.overview import nobody_knows, overview
from server.views.roster import Sighting
from tests.support.days import DayDriver, busy_day, journey_hall


def _as_is(seen: Sighting, _actor: str) -> Sighting:
    return seen


HEARD = Sighting(connected=True, seen_at=None)


def test_figures_are_those_of_the_day_and_add_up() -> None:
    day = busy_day(iter(Random(3).choices(range(22 * 60), k=160)), journey_hall()).day
    seen = overview(day, lambda _: HEARD, day.at, nobody_knows)
    states = [leg.state for leg in day.legs.values()]
    void = [v for v in day.visits.values() if day.legs[v.leg_ids[0]].state is LegState.VOID]
    told = seen.figures
    assert told.given == len(day.visits) - len(void) > 0
    assert (told.served, told.missed, told.waiting) == tuple(
        states.count(one) for one in (LegState.FINISHED, LegState.MISSED, LegState.WAITING)
    )
    assert sum(row.figures.given for row in seen.agencies) == told.given
    only = overview(day, lambda _: HEARD, day.at, nobody_knows, agency_id="dua")
    assert [row.agency_id for row in only.agencies] == ["dua"]
    assert {row.agency_id for row in only.counters} == {"dua"}
    assert only.agencies[0] == seen.agencies[1]


def test_who_got_no_number_is_counted_by_the_reason_and_more_quota_is_told() -> None:
    driver = DayDriver()
    away = ec.TurnAway(
        actor="device:k1", service_id="pajak", code="quota_full", channel="kiosk", priority_class="regular"
    )
    driver.do(away)
    driver.do(replace(away, code="numbers_stopped"))
    seen = overview(driver.day, lambda _: HEARD, driver.now, nobody_knows)
    assert seen.figures.refused == {"numbers_stopped": 1, "quota_full": 1}
    assert [row.figures.refused for row in seen.agencies] == [{}, seen.figures.refused]


def test_who_will_probably_not_be_reached_is_told_by_number_and_nothing_where_nobody_knows() -> None:
    driver = DayDriver()
    for n in range(4):
        driver.do(c.IssueVisit(visit_id=f"00000000-0000-4000-8000-{n:012}", service_id="ktp"))
    chances = iter((1.0, 0.9, 0.4, 0.1))
    seen = overview(driver.day, lambda _: HEARD, driver.now, lambda _d, _l: next(chances))
    assert (seen.agencies[0].unreached, seen.agencies[0].unlikely) == (2, ("A-003", "A-004"))
    assert seen.agencies[1].unreached == 0, "nobody waits there"
    dark = overview(driver.day, lambda _: HEARD, driver.now, nobody_knows)
    assert (dark.agencies[0].unreached, dark.agencies[0].unlikely) == (None, ())


def test_a_tablet_that_is_heard_changes_nothing_from_look_to_look() -> None:
    driver = DayDriver()
    driver.do(c.OpenCounter(actor="staff:ani", counter_id="l1", session_id="s1"))
    looks = []
    for n in range(2):
        seen = Sighting(connected=True, seen_at=driver.now + timedelta(seconds=n))
        looks.append(overview(driver.day, partial(_as_is, seen), driver.now))
    assert looks[0] == looks[1]
    assert looks[0].counters[0].holder == "staff:ani"
