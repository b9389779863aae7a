"""Those who have booked are told what holds for their slot, and are foreseen by others before they come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balai.domain import commands as c
from balai.domain.commands import everyday as ec
from balai.domain.visit import LegState
from balai.domain.waits.estimate import Forecast
from balai.domain.waits.standing.booked import COME, COME_WEIGHT, EARLY
from balai.domain.waits.standing.scene import next_key
from tests.support.followed import Followed, busy

VISIT = "00000000-0000-4000-8000-{:012d}"


def line(runs: int = 40) -> Followed:
    """One desk, with half an hour of work before it."""
    return busy(5, ("l1",), runs=runs)


def check_in(day: Followed, number: int, code: str) -> str:
    visit_id = VISIT.format(number)
    day.do(c.IssueVisit(visit_id=visit_id, service_id="ktp", booking=code, channel="booking"), 0.0)
    return f"{visit_id}.1"


def waited(told: Forecast) -> float:
    return told.wait(told.point)


def test_a_slot_that_is_near_has_an_estimate_of_its_own_and_a_later_one_a_later_call() -> None:
    day = line()
    soon, later, far = (day.now + timedelta(minutes=n) for n in (1, 40, 90))
    for slot in (soon, later, far):
        day.booked("ktp", slot)
    found = day.forecast()
    assert waited(found[next_key("ktp", "appointment", soon)]) + 600 < waited(
        found[next_key("ktp", "appointment", later)]
    )
    assert far > day.now + EARLY
    assert next_key("ktp", "appointment", far) not in found
    asked = day.estimator.next_ticket("ktp", "appointment", day.now, far)
    assert asked is not None
    assert asked.key == next_key("ktp", "appointment", far)


def test_what_came_is_held_against_what_the_slot_was_told() -> None:
    day = line()
    slot = day.now + timedelta(minutes=20)
    code = day.booked("ktp", slot)
    day.forecast()
    leg_id = check_in(day, 500, code)
    while day.day.legs[leg_id].state is LegState.WAITING:
        assert day.call("l1", 300.0) is not None
    assert day.outcomes[leg_id].forecast.key == next_key("ktp", "appointment", slot)


def test_whoever_has_booked_is_foreseen_before_coming() -> None:
    day = line(runs=100)
    alone = waited(day.forecast()[next_key("ktp", "regular")])
    for number in range(3):
        day.booked("ktp", day.now + timedelta(minutes=number))
    with_them = waited(day.forecast()[next_key("ktp", "regular")])
    # Three more services of six minutes, if all three come.
    assert alone + 0.5 * 3 * 360 < with_them < alone + 1.2 * 3 * 360


def test_a_slot_that_is_over_is_awaited_no_more() -> None:
    day = line()
    before = waited(day.forecast()[next_key("ktp", "regular")])
    grace = day.day.config.rules.grace_minutes
    day.booked("ktp", day.now - timedelta(minutes=grace + 1))
    assert waited(day.forecast()[next_key("ktp", "regular")]) == pytest.approx(before, abs=5.0)


@pytest.mark.parametrize("come", [0, 3, 8])
def test_how_many_keep_their_booking_is_learned_from_earlier_days(come: int) -> None:
    day = line(runs=1)
    codes = [day.booked("ktp", day.now + timedelta(minutes=5)) for _ in range(8)]
    back = day.booked("ktp", day.now + timedelta(minutes=5))
    day.do(ec.CancelBooking(code=back))
    for number, code in enumerate(codes[:come]):
        leg_id = check_in(day, 600 + number, code)
        assert day.day.legs[leg_id].state is LegState.WAITING
    memory = day.estimator.memory
    assert memory.share_kept(COME, COME_WEIGHT) == pytest.approx(COME)
    assert memory.today is not None
    memory.days.append(memory.today)
    assert memory.share_kept(COME, COME_WEIGHT) == pytest.approx(
        (come + COME * COME_WEIGHT) / (8 + COME_WEIGHT)
    )
