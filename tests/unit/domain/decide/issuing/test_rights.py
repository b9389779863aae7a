"""A right carried over keeps what its visitor came for, until they are served."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.decide.closing import carried_over
from balai.domain.errors import Refusal
from balai.domain.hall.calendar import Calendar, ClosedDay, Hours
from balai.domain.hall.config import HallConfig
from balai.domain.rights import DAYS_OF_A_RIGHT
from balai.domain.state import HallDay
from balai.domain.visit import LegState, Voucher
from tests.support.days import DayDriver, journey_hall, small_hall

BUDI, SARI = "staff:budi", "staff:sari"
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 4, day) for day in (14, 15, 16, 17))
OPENS = datetime(2026, 4, 14, 0, 0, tzinfo=UTC)  # 08.00 in Makassar
WEEK = Hours((0, 1, 2, 3, 4), time(8), time(15))


def hall(*closed: ClosedDay, base: HallConfig | None = None) -> HallConfig:
    return replace(base or journey_hall(), calendar=Calendar((WEEK,), closed))


def morning(config: HallConfig, carried: tuple[Voucher, ...] = (), day: date = TUESDAY) -> DayDriver:
    return DayDriver(config, OPENS + timedelta(days=(day - TUESDAY).days), carried=carried)


def sit(driver: DayDriver, counter: str = "l1", actor: str = BUDI) -> None:
    driver.do(c.OpenCounter(counter_id=counter, session_id=f"s-{counter}", actor=actor))


def serve(driver: DayDriver, counter: str = "l1", actor: str = BUDI) -> str:
    driver.do(c.CallNext(counter_id=counter, finishes=None, actor=actor))
    leg_id = str(driver.day.counter(counter).leg_id)
    driver.do(c.Finish(counter_id=counter, leg_id=leg_id, actor=actor))
    return leg_id


def closed(driver: DayDriver) -> tuple[Voucher, ...]:
    driver.do(c.CloseDay(codes={visit_id: f"code-{visit_id}" for visit_id in driver.day.visits}))
    return tuple(driver.day.unserved.values())


def half_served() -> Voucher:
    """Four came for tax with priority; the identity card is done, and it closes before tax."""
    driver = morning(hall())
    sit(driver)
    driver.do(c.IssueVisit(visit_id="v1", service_id="pajak", priority_class="priority", persons=4))
    serve(driver)
    (right,) = closed(driver)
    return right


def test_a_right_keeps_the_journey_the_class_and_the_group() -> None:
    driver = morning(hall())
    driver.do(c.IssueVisit(visit_id="v1", service_id="pajak", priority_class="priority", persons=4))
    (right,) = closed(driver)
    assert (right.service_id, right.plan, right.valid_on) == ("ktp", ("pajak",), WEDNESDAY)
    later = morning(hall(), carried_over(driver.day, WEDNESDAY), WEDNESDAY)
    later.do(c.IssueVisit(visit_id="v9", service_id="ktp", voucher=right.code))
    visit = later.day.visits["v9"]
    assert (visit.plan, visit.priority_class, visit.persons) == (("pajak",), "priority", 4)
    assert later.day.taken == {"ktp": 4, "pajak": 4}
    sit(later)
    serve(later)
    assert later.day.current_leg(later.day.visits["v9"]).service_id == "pajak"


def test_what_is_done_is_not_asked_for_again() -> None:
    right = half_served()
    assert (right.service_id, right.plan, right.done) == ("pajak", (), ("ktp",))
    driver = morning(hall(), (right,), WEDNESDAY)
    driver.do(c.IssueVisit(visit_id="v9", service_id="pajak", voucher=right.code))
    visit = driver.day.visits["v9"]
    assert driver.day.current_leg(visit).service_id == "pajak"
    assert (visit.plan, visit.done) == ((), ("ktp",))
    driver.do(ec.ChangeVisit(visit_id="v9", service_id="kk"))
    driver.do(ec.ChangeVisit(visit_id="v9", service_id="pajak"))
    assert driver.day.current_leg(driver.day.visits["v9"]).service_id == "pajak", "the card is done"


def test_the_code_is_good_for_whatever_of_its_journey_somebody_chooses() -> None:
    driver = morning(hall())
    driver.do(c.IssueVisit(visit_id="v1", service_id="pajak"))
    (right,) = closed(driver)
    later = morning(hall(), (right,), WEDNESDAY)
    with pytest.raises(Refusal) as refused:
        later.do(c.IssueVisit(visit_id="v9", service_id="kk", voucher=right.code))
    assert refused.value.code == "voucher_other_service"
    later.do(c.IssueVisit(visit_id="v9", service_id="pajak", voucher=right.code))
    visit = later.day.visits["v9"]
    assert [later.day.current_leg(visit).service_id, *visit.plan] == ["ktp", "pajak"]
    assert visit.number.startswith("B-")


def test_fewer_of_a_group_may_come_and_more_do_not_come_for_nothing() -> None:
    for said, counted in ((1, 4), (2, 2), (9, 4)):
        driver = morning(hall(), (half_served(),), WEDNESDAY)
        issue = c.IssueVisit(visit_id="v9", service_id="pajak", voucher="code-v1", persons=said)
        driver.do(issue)
        assert driver.day.visits["v9"].persons == counted


def test_what_is_wanted_beside_a_right_has_the_quota_of_everybody() -> None:
    base = small_hall()
    full = tuple(replace(s, quota=0) if s.id == "kk" else s for s in base.services)
    driver = morning(hall(base=replace(base, services=full)), (Voucher("code", "A-099", "ktp", TUESDAY),))
    with pytest.raises(Refusal) as refused:
        driver.do(c.IssueVisit(visit_id="v9", service_id="ktp", voucher="code", also=("kk",)))
    assert refused.value.code == "quota_full"
    driver.do(c.IssueVisit(visit_id="v9", service_id="ktp", voucher="code", also=("pajak",)))
    assert driver.day.visits["v9"].plan == ("pajak",)


def test_who_is_not_served_on_that_day_either_keeps_all_of_it_for_the_next() -> None:
    driver = morning(hall(), (half_served(),), WEDNESDAY)
    driver.do(c.IssueVisit(visit_id="v9", service_id="pajak", voucher="code-v1"))
    (again,) = closed(driver)
    assert (again.code, again.valid_on, again.done) == ("code-v9", THURSDAY, ("ktp",))
    assert (again.priority_class, again.persons) == ("priority", 4)


def test_a_mistaken_cancel_gives_the_right_back() -> None:
    driver = morning(hall(), (half_served(),), WEDNESDAY)
    right = driver.day.vouchers["code-v1"]
    driver.do(c.IssueVisit(visit_id="v9", service_id="pajak", voucher=right.code))
    assert (driver.day.vouchers, driver.day.claimed) == ({}, {right.code: right})
    driver.do(c.CancelVisit(visit_id="v9"))
    assert (driver.day.vouchers, driver.day.claimed) == ({right.code: right}, {})
    assert not driver.day.taken
    driver.do(c.IssueVisit(visit_id="v10", service_id="pajak", voucher=right.code))
    assert driver.day.visits["v10"].persons == 4


def test_a_cancel_in_the_middle_of_a_journey_gives_back_what_is_left_of_it() -> None:
    driver = morning(hall())
    driver.do(c.IssueVisit(visit_id="v1", service_id="pajak"))
    (right,) = closed(driver)
    later = morning(hall(), (right,), WEDNESDAY)
    later.do(c.IssueVisit(visit_id="v9", service_id="ktp", voucher=right.code))
    sit(later)
    serve(later)
    later.do(c.Undo(counter_id="l1", actor=BUDI))
    assert not later.day.vouchers
    later.do(c.Finish(counter_id="l1", leg_id="v9.1", actor=BUDI))
    later.do(c.CancelVisit(visit_id="v9"))
    (left,) = later.day.vouchers.values()
    assert (left.code, left.number, left.journey, left.done) == (
        right.code,
        right.number,
        ("pajak",),
        ("ktp",),
    )


def test_closing_that_is_taken_back_leaves_no_second_right() -> None:
    driver = morning(hall(), (half_served(),), WEDNESDAY)
    driver.do(c.IssueVisit(visit_id="v9", service_id="pajak", voucher="code-v1"))
    closed(driver)
    driver.do(c.Reopen())
    assert (driver.day.unserved, driver.day.vouchers) == ({}, {})
    driver.do(c.CancelVisit(visit_id="v9"))
    assert [*driver.day.vouchers] == ["code-v1"]


def used(day: HallDay, to: date, config: HallConfig | None = None) -> list[date | None]:
    return [right.valid_on for right in carried_over(day, to, config)]


def test_a_right_whose_day_passes_is_for_the_next_one() -> None:
    driver = morning(hall(), (Voucher("code", "A-099", "ktp", WEDNESDAY),), WEDNESDAY)
    assert used(driver.day, THURSDAY) == [THURSDAY]
    assert used(driver.day, date(2026, 4, 18)) == [date(2026, 4, 20)], "Monday, after a weekend"
    (right,) = carried_over(driver.day, THURSDAY)
    later = morning(hall(), (right,), THURSDAY)
    later.do(c.IssueVisit(visit_id="v9", service_id="ktp", voucher="code"))


def test_a_right_whose_day_is_closed_after_all_is_for_the_next_one() -> None:
    holiday = ClosedDay(WEDNESDAY, "Hari uji", confirmed=True)
    driver = morning(hall(), (Voucher("code", "A-099", "ktp", WEDNESDAY),))
    assert used(driver.day, WEDNESDAY, hall(holiday)) == [THURSDAY]
    assert used(driver.day, WEDNESDAY, hall()) == [WEDNESDAY]
    (right,) = carried_over(driver.day, WEDNESDAY, hall(holiday))
    assert right.passed == 0, "nobody could use it"


def test_a_right_that_nobody_uses_lapses_after_so_many_of_its_days() -> None:
    rights: tuple[Voucher, ...] = (Voucher("code", "A-099", "ktp", TUESDAY),)
    days = [date(2026, 4, day) for day in (14, 15, 16, 17, 20, 21)]
    for today, following in pairwise(days):
        driver = morning(hall(), rights, today)
        assert [right.valid_on for right in rights] == [today]
        rights = carried_over(driver.day, following)
    assert (rights, len(days) - 1) == ((), DAYS_OF_A_RIGHT)


def test_only_on_its_own_day_does_a_right_keep_a_place_from_those_who_come() -> None:
    base = small_hall()
    one = tuple(replace(s, quota=3) if s.id in ("ktp", "kk") else s for s in base.services)
    config = hall(base=replace(base, services=one))
    right = Voucher("code", "A-099", "ktp", TUESDAY, plan=("kk",), persons=3)
    for passed, free in ((0, False), (1, True)):
        for service in ("ktp", "kk"):
            driver = morning(config, (replace(right, passed=passed),))
            issue = c.IssueVisit(visit_id="v1", service_id=service)
            if free:
                driver.do(issue)
            else:
                with pytest.raises(Refusal, match="numbers of"):
                    driver.do(issue)


def test_a_service_that_is_gone_keeps_its_rights_until_it_is_there_again() -> None:
    base = small_hall()
    without = replace(
        base, services=tuple(s for s in base.services if s.id != "pajak"), counters=base.counters[:2]
    )
    driver = morning(hall(base=without), (Voucher("code", "B-001", "pajak", TUESDAY),))
    (right,) = carried_over(driver.day, WEDNESDAY)
    assert (right.valid_on, right.passed) == (None, 0)
    again = morning(hall(base=base), (right,), FRIDAY)
    again.do(c.IssueVisit(visit_id="v9", service_id="pajak", voucher="code"))


def test_a_right_of_an_older_log_is_read_as_what_it_kept() -> None:
    body = '{"carried":[{"code":"K","number":"A-001","service_id":"ktp","valid_on":"2026-04-15"}]}'
    driver = morning(hall())
    opened = e.body_of(driver.log[0].event)
    old = opened.replace('"carried":[]', body[1:-1]).replace(',"scheduled":null', "")
    event = e.event_from("day_opened", 2, old)
    assert isinstance(event, e.DayOpened)
    assert event.carried == (Voucher("K", "A-001", "ktp", WEDNESDAY),)


def test_a_code_that_stands_for_another_right_is_given_to_nobody() -> None:
    driver = morning(hall(), (Voucher("code-v1", "A-099", "ktp", TUESDAY),))
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    closed(driver)
    assert driver.day.current_leg(driver.day.visits["v1"]).state is LegState.WAITING
    driver.do(c.CloseDay(codes={"v1": "another"}))
    assert driver.day.current_leg(driver.day.visits["v1"]).state is LegState.UNSERVED
