"""The register of bookings: within capacity, claimed once by a code, released in time, carried over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.day import decide, evolve, replay
from balai.domain.decide.closing import booked_over, is_left_behind
from balai.domain.decide.issuing.claiming import late_at
from balai.domain.errors import Refusal
from balai.domain.hall.calendar import Calendar, Hours
from balai.domain.hall.config import HallConfig, QuotaBlock, Rules
from balai.domain.registers.bookings import BookedTime
from balai.domain.state import Happened
from tests.support.days import DayDriver, journey_hall, small_hall

OPENS = datetime(2026, 4, 14, 0, 0, tzinfo=UTC)  # 08.00 in Makassar
DAY = date(2026, 4, 14)
NINE = OPENS + timedelta(hours=1)
MORNING_BLOCKS = (QuotaBlock(time(9), time(10), 2), QuotaBlock(time(10), time(12), 3))


def hall(config: HallConfig | None = None, **changes: object) -> HallConfig:
    """A hall whose service ktp takes bookings, with these settings."""
    config = config or small_hall()
    changes = {"booking_blocks": MORNING_BLOCKS, **changes}
    services = tuple(replace(s, **changes) if s.id == "ktp" else s for s in config.services)  # type: ignore[arg-type]
    return replace(config, services=services)


def book(driver: DayDriver, code: str = "K1", slot: datetime = NINE, **more: object) -> None:
    driver.do(ec.MakeBooking(code=code, slot=slot, **{"service_id": "ktp", **more}), after=0)  # type: ignore[arg-type]


def check_in(driver: DayDriver, code: str | None = "K1", **more: object) -> e.VisitIssued:
    visit_id = f"v{len(driver.day.visits) + 1}"
    command = c.IssueVisit(visit_id=visit_id, booking=code, **{"service_id": "ktp", **more})  # type: ignore[arg-type]
    (happened,) = driver.do(command, after=0)
    assert isinstance(happened.event, e.VisitIssued)
    return happened.event


def refused(code: str, act: object, *args: object, **more: object) -> dict[str, object]:
    with pytest.raises(Refusal) as found:
        act(*args, **more)  # type: ignore[operator]
    assert found.value.code == code
    return dict(found.value.params)


def test_who_checks_in_by_the_code_has_the_place_of_the_booked_time() -> None:
    driver = DayDriver(hall())
    book(driver)
    driver.now = NINE - timedelta(minutes=2)
    driver.do(c.IssueVisit(visit_id="walk-in", service_id="ktp"), after=0)
    driver.now = NINE + timedelta(minutes=5)
    issued = check_in(driver)
    assert (issued.slot, issued.booking, issued.priority_class) == (NINE, "K1", "appointment")
    leg = driver.day.legs[issued.leg_id]
    assert leg.base == NINE
    assert driver.day.bookings["K1"].visit_id == issued.visit_id


def test_no_time_and_no_class_is_invented() -> None:
    driver = DayDriver(hall())
    refused("booking_missing", check_in, driver, None, slot=NINE)
    refused("booking_missing", check_in, driver, None, priority_class="appointment")
    issued = check_in(driver, None)
    change = ec.ChangeVisit(visit_id=issued.visit_id, priority_class="appointment")
    refused("booking_missing", driver.do, change)
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:1"))
    walk_in = ec.ServeNow(
        counter_id="l1", visit_id="w", service_id="ktp", priority_class="appointment", actor="staff:1"
    )
    refused("booking_missing", driver.do, walk_in)


def test_a_code_is_used_once_for_its_service_its_day_and_its_time() -> None:
    driver = DayDriver(hall())
    book(driver)
    book(driver, "K2", NINE + timedelta(days=1))
    refused("booking_unknown", check_in, driver, "nobody")
    assert refused("booking_other_service", check_in, driver, service_id="kk") == {"service_id": "ktp"}
    assert refused("booking_other_day", check_in, driver, "K2") == {"on": "2026-04-15", "at": "09:00"}
    refused("booking_other_time", check_in, driver, slot=NINE + timedelta(minutes=30))
    refused("one_code", check_in, driver, voucher="right")
    first = check_in(driver, slot=NINE)
    assert refused("booking_used", check_in, driver) == {"number": first.number}


def test_a_booking_that_nobody_claims_in_time_is_over_and_its_place_is_free() -> None:
    driver = DayDriver(hall(quota=1))
    book(driver)
    refused("quota_full", driver.do, c.IssueVisit(visit_id="walk-in", service_id="ktp"))
    driver.now = NINE + timedelta(minutes=10)
    assert late_at(driver.day, driver.now) == []
    driver.now += timedelta(seconds=1)
    assert refused("booking_late", check_in, driver) == {"at": "09:00"}
    (released,) = driver.do(ec.ReleaseBookings(), after=0)
    assert released.event == e.BookingReleased("K1", "late")
    assert driver.do(ec.ReleaseBookings(), after=0) == []
    refused("booking_late", check_in, driver)
    driver.do(c.IssueVisit(visit_id="walk-in", service_id="ktp"))


def test_a_block_takes_no_more_persons_than_it_has_places() -> None:
    driver = DayDriver(hall())
    book(driver, "K1", persons=1)
    full = refused("booking_full", book, driver, "K2", persons=2)
    assert (full["quota"], full["free"]) == (2, ["10:00-12:00"])
    book(driver, "K2", NINE + timedelta(minutes=30))
    refused("booking_full", book, driver, "K3")
    check_in(driver)
    refused("booking_full", book, driver, "K3")  # who has come has the place still
    driver.do(ec.CancelBooking(code="K2"))
    book(driver, "K3")
    blocks = refused("booking_not_offered", book, driver, "K4", NINE + timedelta(hours=4))["blocks"]
    assert blocks == ["09:00-10:00", "10:00-12:00"]
    refused("booking_not_offered", book, driver, "K4", service_id="kk")


def test_times_are_booked_ahead_within_bounds_and_opening_hours() -> None:
    week = Calendar((Hours((0, 1, 2, 3, 4), time(8), time(15)),))
    driver = DayDriver(replace(hall(), calendar=week, rules=Rules(booking_days=7)))
    refused("booking_past", book, driver, slot=OPENS)
    assert refused("booking_too_far", book, driver, slot=NINE + timedelta(days=8)) == {"days": 7}
    saturday = refused("booking_closed", book, driver, slot=NINE + timedelta(days=4))
    assert saturday["next_day"] == "2026-04-15"
    book(driver, slot=NINE + timedelta(days=7))
    refused("group_too_large", book, driver, "K2", persons=51)
    refused("service_unknown", book, driver, "K2", service_id="none")


def test_the_same_booking_once_more_changes_nothing_and_a_code_stands_for_one_thing() -> None:
    driver = DayDriver(hall())
    book(driver)
    before = driver.day
    book(driver)
    assert driver.day is before
    refused("code_taken", book, driver, slot=NINE + timedelta(minutes=5))
    driver.do(ec.CancelBooking(code="K1"))
    assert driver.do(ec.CancelBooking(code="K1")) == []
    assert refused("booking_cancelled", check_in, driver) == {"at": "09:00"}
    book(driver, slot=NINE + timedelta(minutes=5))
    check_in(driver)
    refused("booking_used", driver.do, ec.CancelBooking(code="K1"))
    refused("booking_unknown", driver.do, ec.CancelBooking(code="other"))


def test_a_booking_keeps_its_place_in_every_quota_from_those_who_walk_in() -> None:
    config = hall(quota=3, quota_booked=2, quota_walk_in=2, quota_blocks=(QuotaBlock(time(9), time(10), 2),))
    agencies = tuple(replace(a, quota=3) if a.id == "satu" else a for a in config.agencies)
    driver = DayDriver(replace(config, agencies=agencies))
    book(driver, "K1")
    book(driver, "K2")
    walk_in = c.IssueVisit(visit_id="w", service_id="ktp")
    driver.do(replace(walk_in, visit_id="w1"))
    assert refused("quota_full", driver.do, walk_in)["of"] == "service"
    assert refused("quota_full", driver.do, replace(walk_in, service_id="kk"))["of"] == "agency"
    check_in(driver, "K1")
    check_in(driver, "K2")
    assert driver.day.taken["ktp"] == 3


def test_the_quota_of_another_day_is_asked_when_a_time_is_booked_for_it() -> None:
    driver = DayDriver(hall(quota=3, quota_booked=1))
    tomorrow = NINE + timedelta(days=1)
    book(driver, "K1", tomorrow)
    assert refused("quota_full", book, driver, "K2", tomorrow)["of"] == "booked"
    book(driver, "K2")


def test_a_booking_keeps_places_on_its_whole_way() -> None:
    config = journey_hall()
    services = tuple(
        replace(s, booking_blocks=MORNING_BLOCKS if s.id == "pajak" else (), quota=1) for s in config.services
    )
    driver = DayDriver(replace(config, services=services))
    book(driver, service_id="pajak")
    refused("quota_full", driver.do, c.IssueVisit(visit_id="w", service_id="ktp"))
    issued = check_in(driver, service_id="pajak")
    assert (issued.service_id, issued.plan) == ("ktp", ("pajak",))
    assert driver.day.taken == {"ktp": 1, "pajak": 1}


def test_a_booked_visit_is_not_refused_for_hours_or_stopped_numbers_and_is_told_the_truth() -> None:
    week = Calendar((Hours((0, 1, 2, 3, 4), time(8), time(9, 5)),))
    driver = DayDriver(replace(hall(), calendar=week))
    book(driver)
    book(driver, "K2")
    driver.do(c.StopNumbers(scope="hall", reason="technical"))
    driver.now = NINE + timedelta(minutes=6)
    nobody_there = check_in(driver)
    assert (nobody_there.reach, nobody_there.first_on) == ("no_counter", date(2026, 4, 15))
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:budi"))
    issued = check_in(driver, "K2")
    assert (issued.reach, issued.first_on) == ("doubtful", date(2026, 4, 15))


def test_a_visit_cancelled_by_mistake_leaves_its_booking() -> None:
    driver = DayDriver(hall())
    book(driver)
    issued = check_in(driver)
    driver.do(c.CancelVisit(visit_id=issued.visit_id))
    assert driver.day.bookings["K1"].stands
    again = check_in(driver)
    driver.do(ec.ChangeVisit(visit_id=again.visit_id, service_id="kk"))
    driver.do(c.CancelVisit(visit_id=again.visit_id))
    refused("booking_used", check_in, driver)


def test_the_register_goes_on_from_day_to_day_and_ends_with_its_own() -> None:
    driver = DayDriver(hall())
    book(driver, "today")
    book(driver, "tomorrow", NINE + timedelta(days=1), persons=2)
    book(driver, "later", NINE + timedelta(days=9))
    book(driver, "gone", NINE + timedelta(days=9))
    driver.do(ec.CancelBooking(code="gone"))
    assert is_left_behind(driver.day)
    driver.do(c.EndDay(codes={}))
    assert not is_left_behind(driver.day)
    assert refused("booking_late", check_in, driver, "today") == {"at": "09:00"}
    over = booked_over(driver.day, DAY + timedelta(days=1))
    assert [(b.code, b.persons) for b in over] == [("tomorrow", 2), ("later", 1)]
    opening = c.OpenDay(
        date=DAY + timedelta(days=1), config=driver.day.config, previous_hash="0" * 64, booked=over
    )
    (opened,) = decide(None, opening, NINE)
    day = evolve(None, Happened(1, NINE, "system", opened))
    assert [b.on for b in sorted(day.bookings.standing(), key=lambda b: b.slot)] == [
        date(2026, 4, 15), date(2026, 4, 23),
    ]  # fmt: skip
    assert booked_over(day, DAY + timedelta(days=2)) == over[1:]


def test_a_day_without_a_log_leaves_no_booking_behind() -> None:
    driver = DayDriver(hall())
    book(driver, "missed", NINE + timedelta(days=1))
    book(driver, "next", NINE + timedelta(days=2))
    assert not is_left_behind(driver.day)
    driver.now = NINE + timedelta(days=2)
    assert is_left_behind(driver.day, driver.now)
    assert [h.event for h in driver.do(c.EndDay(codes={}))] == [e.BookingReleased("missed", "late")]
    assert [b.code for b in booked_over(driver.day, DAY + timedelta(days=2))] == ["next"]


def test_a_service_with_bookings_stays_and_a_new_time_zone_keeps_the_times() -> None:
    driver = DayDriver(hall())
    book(driver)
    config = driver.day.config
    without = replace(
        config,
        services=tuple(s for s in config.services if s.id != "ktp"),
        counters=tuple(replace(k, service_ids=("kk", "pajak")) for k in config.counters),
    )
    waits = driver.do(c.ChangeConfiguration(config=without))[0].event
    assert isinstance(waits, e.ConfigurationScheduled)
    assert waits.in_use == ("ktp",)
    refused("booking_closed", book, driver, "K2", NINE + timedelta(days=1))
    driver.do(c.WithdrawChange())
    book(driver, "K2", NINE + timedelta(days=1))
    ahead = refused("booked_ahead", driver.do, c.ChangeConfiguration(config=without))
    assert ahead == {"services": ["ktp"]}
    west = replace(config, hall=replace(config.hall, time_zone="Pacific/Honolulu"))
    driver.do(c.ChangeConfiguration(config=west))
    assert (driver.day.bookings["K1"].slot, driver.day.bookings["K1"].on) == (NINE, date(2026, 4, 13))


def test_a_log_of_before_with_a_bare_time_reads_as_it_did() -> None:
    driver = DayDriver(hall())
    slot = driver.now + timedelta(minutes=3)
    event = e.VisitIssued("v", "v.1", "A-001", "a", 1, "ktp", "appointment", "booking", slot=slot)
    driver.take(Happened(driver.day.seq + 1, driver.now, "device:k", event))
    assert driver.day.legs["v.1"].base == slot
    assert replay(driver.log) == driver.day


@given(st.integers(0, 2**32), st.integers(1, 4))
def test_whatever_is_booked_no_block_holds_more_than_it_may(seed: int, places: int) -> None:
    rnd, blocks = Random(seed), tuple(replace(b, quota=places) for b in MORNING_BLOCKS)
    driver = DayDriver(hall(booking_blocks=blocks))
    for number in range(30):
        slot = NINE + timedelta(minutes=rnd.randrange(0, 180), days=rnd.choice([0, 0, 1]))
        driver.try_(ec.MakeBooking(code=f"K{number}", service_id="ktp", slot=slot, persons=rnd.randint(1, 2)))
        if rnd.random() < 0.3:
            driver.try_(ec.CancelBooking(code=f"K{rnd.randint(0, number)}"))
        if rnd.random() < 0.3:
            code = f"K{rnd.randint(0, number)}"
            driver.try_(c.IssueVisit(visit_id=f"v{number}", service_id="ktp", booking=code))
    taken: dict[tuple[date, bool], int] = {}
    for booking in driver.day.bookings.all():
        if booking.released is None:
            key = booking.on, (booking.slot + timedelta(hours=8)).hour >= 10
            taken[key] = taken.get(key, 0) + booking.persons
    assert all(persons <= places for persons in taken.values())
    claimed = [v.booking for v in driver.day.visits.values()]
    assert len(claimed) == len(set(claimed))
    assert replay(driver.log) == driver.day


def test_a_carried_booking_is_written_without_what_the_day_makes_of_it() -> None:
    opened = e.DayOpened(DAY, small_hall(), "", booked=(BookedTime("K1", "ktp", NINE, 2),))
    assert '"booked":[{"code":"K1","persons":2,"service_id":"ktp","slot":"2026-04-14T01:00:00+00:00"}]' in (
        e.body_of(opened)
    )
    assert e.event_from("day_opened", 3, e.body_of(opened)) == opened
