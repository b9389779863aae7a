"""What the hub does by itself: legs come back from their time aside, and closing ends the waiting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from balai.domain.decide.closing import BEFORE_MIDNIGHT, GRACE, overtaken
from balai.domain.events import VisitUnserved
from balai.domain.hall.localtime import day_bounds
from server.store import Job
from server.usecases.day.vouchers import closing_of
from tests.support.calendars import WEEK, WITA, hall, wita
from tests.support.hub.inside import Inside

TUESDAY = date(2026, 4, 14)
CLOSES = wita(TUESDAY, 15)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path, hall(WEEK)) as inside:
        inside.clock.set(wita(TUESDAY, 8))
        yield inside


def close(hub: Inside) -> list[str]:
    """Look once; the numbers that went unserved in all."""
    hub.app.hub.timers.closing.look()
    return [voucher.number for voucher in hub.app.hub.dispatcher.day.unserved.values()]


def test_a_parked_leg_comes_back_when_its_time_has_come(hub: Inside) -> None:
    issued = [hub.kiosk.done("/visits", service_id="ktp") for _ in range(2)]
    staff = hub.seated()
    until = hub.clock.now() + timedelta(minutes=10)
    for when in (until.isoformat(), None):
        leg = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
        staff.done("/counters/l1/park", leg_id=leg, until=when)

    def states() -> list[str]:
        hub.app.hub.timers.returns.look()
        return [staff.get(f"/visits/{i['visit_id']}").get_json()["legs"][0]["state"] for i in issued]

    hub.clock.set(until - timedelta(seconds=1))
    assert states() == ["parked", "parked"]
    hub.clock.set(until)
    assert states() == ["waiting", "parked"]
    assert states() == ["waiting", "parked"], "a second look changes nothing"
    entry = staff.get("/log").get_json()["entries"][-1]
    assert (entry["type"], entry["actor"]) == ("leg_returned", "system")


def test_closing_comes_after_the_last_hours_and_a_grace(hub: Inside) -> None:
    for service in ("ktp", "pajak"):
        hub.kiosk.done("/visits", service_id=service)
    hub.clock.set(CLOSES + GRACE - timedelta(seconds=1))
    assert close(hub) == []
    hub.clock.set(CLOSES + GRACE)
    assert close(hub) == ["A-001", "B-001"]
    assert close(hub) == ["A-001", "B-001"], "twice gives no second right"
    rights = hub.app.hub.dispatcher.day.unserved.values()
    assert {right.valid_on for right in rights} == {date(2026, 4, 15)}


def test_who_joins_after_closing_or_is_aside_till_later_has_a_grace_too(hub: Inside) -> None:
    for _ in range(2):
        hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()
    first = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
    hub.clock.set(CLOSES + timedelta(minutes=5))
    staff.done("/counters/l1/park", leg_id=first, until=(CLOSES + timedelta(minutes=20)).isoformat())
    second = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
    hub.clock.set(CLOSES + GRACE)
    staff.done("/counters/l1/transfer", leg_id=second, service_id="kk", reason="manager_request")
    assert close(hub) == []
    hub.clock.set(CLOSES + 2 * GRACE)
    assert close(hub) == ["A-002"]
    hub.clock.set(CLOSES + timedelta(minutes=20) + GRACE)
    assert close(hub) == ["A-002", "A-001"]


def test_a_hall_that_is_open_to_midnight_closes_before_its_day_ends(tmp_path: Path) -> None:
    with Inside(tmp_path, hall(replace(WEEK, scope="service:pajak"))) as hub:
        hub.clock.set(wita(TUESDAY, 23))
        hub.kiosk.done("/visits", service_id="ktp")
        end = day_bounds(TUESDAY, WITA)[1]
        hub.clock.set(end - BEFORE_MIDNIGHT - timedelta(seconds=1))
        assert close(hub) == []
        hub.clock.set(end - BEFORE_MIDNIGHT)
        assert close(hub) == ["A-001"]


def test_a_hall_that_is_always_open_never_closes_by_itself(tmp_path: Path) -> None:
    with Inside(tmp_path) as hub:
        hub.kiosk.done("/visits", service_id="ktp")
        hub.clock.set(wita(TUESDAY, 23, 59))
        assert close(hub) == []
        assert len(overtaken(hub.app.hub.dispatcher.day, None)) == 1


def test_who_is_still_at_a_counter_before_midnight_lapses_and_numbers_go_on_by_themselves(
    hub: Inside,
) -> None:
    issued = hub.kiosk.done("/visits", service_id="ktp")
    staff, manager = hub.seated(), hub.staff("citra")
    leg = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
    staff.done("/counters/l1/start", leg_id=leg)
    until = hub.clock.now() + timedelta(minutes=10)
    manager.done("/numbers/stop", scope="service:ktp", reason="technical", until=until.isoformat())
    hub.clock.set(until)
    hub.app.hub.timers.going_on.look()
    assert hub.kiosk.get("/numbers").get_json()["stopped"] == []
    hub.clock.set(day_bounds(TUESDAY, WITA)[1] - BEFORE_MIDNIGHT)
    assert close(hub) == []
    assert hub.app.hub.dispatcher.day.legs[issued["leg_id"]].state == "lapsed"
    assert hub.app.hub.dispatcher.day.counter("l1").holder is None


def test_a_hub_that_was_off_at_closing_ends_the_day_before_it_opens_the_next(hub: Inside) -> None:
    for service in ("ktp", "pajak"):
        hub.kiosk.done("/visits", service_id=service)
    hub.clock.set(wita(date(2026, 4, 15), 8))
    listed = hub.staff("citra").get("/vouchers").get_json()
    assert [right["number"] for right in listed["carried"]] == ["A-001", "B-001"]
    assert hub.app.hub.dispatcher.day.date == date(2026, 4, 15)
    assert hub.app.hub.store.audit("uji")[0].fault is None


def test_two_hubs_that_close_at_once_give_one_right(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="ktp")
    hub.clock.set(CLOSES + GRACE)
    other = hub.app.hub.store.writer("uji", hub.clock)
    day = other.day
    close(hub)
    late = other.commit([Job(closing_of(day, hub.clock.now()))])
    assert late.outcomes[0].text is not None
    assert [h for h in late.news if isinstance(h.event, VisitUnserved)] == []
    assert len(other.day.unserved) == 1
    other.close()
