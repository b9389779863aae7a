"""When the hub believes its clock, when it doubts it, and what settles the doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from balai.domain.commands import IssueVisit
from balai.domain.state import HallDay
from balai.errors import Refusal
from server import ntp
from server.usecases.machine.clock_trust import EARLIEST, ClockTrust
from tests.support.clocks import LooseClock
from tests.support.days import MORNING, DayDriver

WITA = ZoneInfo("Asia/Makassar")
TODAY = date(2026, 4, 14)


class Case:
    """A clock, what network time says of it, and the trust in it; the log's last event is of MORNING."""

    def __init__(self, start: datetime, confirmed: date | None = None, *, proved: bool = False) -> None:
        self.clock, self.proved = LooseClock(start), proved
        self.driver = DayDriver()
        self.other: datetime | None = None
        self.trust = ClockTrust(self.clock, WITA, lambda: self.proved, confirmed, self._another_is_behind)

    @property
    def day(self) -> HallDay:
        return self.driver.day

    def begin(self) -> bool:
        return self.trust.may_open(self.day, self.clock.now())

    def _another_is_behind(self, now: datetime) -> bool:
        return self.other is not None and self.other < now


WAITS = IssueVisit(actor="device:k", visit_id="v", service_id="ktp")
TOMORROW = MORNING + timedelta(days=1)


def test_a_start_on_a_later_date_is_doubted_while_somebody_waits() -> None:
    case = Case(TOMORROW)
    case.driver.do(WAITS)
    assert not case.begin()
    assert not case.trust.sure()
    with pytest.raises(Refusal):
        case.trust.check()
    case.trust.confirm(TODAY + timedelta(days=1), case.day)
    assert case.begin()
    empty = Case(TOMORROW)
    assert empty.begin(), "nobody waits: a hall that is switched on in the morning"


@pytest.mark.parametrize(("days", "believed"), [(1, True), (13, True), (15, False), (400, False)])
def test_a_start_long_after_the_last_event_is_doubted(days: int, believed: bool) -> None:
    assert Case(MORNING + timedelta(days=days)).begin() == believed
    assert Case(MORNING + timedelta(days=days), proved=True).begin()
    assert Case(MORNING + timedelta(days=days), confirmed=TODAY + timedelta(days=days)).begin()


def test_a_start_on_a_later_date_than_another_hub_shows_is_doubted_until_a_person_says_so() -> None:
    case = Case(TOMORROW)
    case.other = MORNING + timedelta(hours=3)
    assert not case.begin()
    case.other = None
    assert not case.begin(), "that the other has gone proves nothing"
    case.trust.confirm(TODAY + timedelta(days=1), case.day)
    assert case.begin()


def test_a_doubted_hub_is_believed_again_when_the_hall_has_come_to_its_date() -> None:
    case = Case(TOMORROW)
    case.driver.do(WAITS)
    assert not case.begin()
    case.driver = DayDriver(start=TOMORROW)
    assert case.begin()
    assert case.trust.sure()


def test_midnight_waits_for_another_hub_that_shows_an_earlier_time() -> None:
    case = Case(datetime(2026, 4, 14, 15, 59, 59, tzinfo=UTC))
    case.driver.do(WAITS)
    assert case.begin()
    case.other = MORNING
    assert case.begin()
    case.clock.advance(2)
    assert not case.begin()
    assert not case.trust.sure(), "nothing is dated by a day that is not open"
    case.other = None
    assert case.begin(), "counted through midnight, somebody waiting or not"
    case.other = MORNING
    case.proved = True
    assert case.begin()


@pytest.mark.parametrize(("behind", "believed"), [(-3600, True), (0, True), (30, True), (61, False)])
def test_a_start_before_the_last_event_is_doubted(behind: float, believed: bool) -> None:
    assert Case(DayDriver().day.at - timedelta(seconds=behind)).begin() == believed


def test_network_time_is_believed_and_may_come_later() -> None:
    assert Case(MORNING - timedelta(days=9), proved=True).begin()
    late = Case(MORNING - timedelta(hours=3))
    assert not late.begin()
    late.proved = True
    assert late.trust.sure()
    late.proved = False
    assert late.trust.sure(), "once is enough"


def test_a_date_before_any_program_of_this_kind_is_doubted_and_without_a_day_ends_the_start() -> None:
    before = datetime(EARLIEST.year - 1, 12, 31, tzinfo=UTC)
    case = Case(before)
    with pytest.raises(Refusal, match="confirm-date") as refused:
        case.trust.may_open(None, before)
    assert refused.value.code == "clock_unconfirmed"
    fresh = Case(MORNING)
    assert fresh.trust.may_open(None, MORNING)


@pytest.mark.parametrize(
    ("hours_behind", "said", "settles"),
    [
        (1, TODAY, True),  # the clock shows today
        (20, TODAY, True),  # the clock shows yesterday, the open day is today's
        (20, date(2026, 4, 13), True),  # what the clock shows
        (1, date(2026, 4, 15), False),
        (20, date(2026, 4, 12), False),
    ],
)
def test_a_person_settles_the_date_but_not_against_the_clock(
    hours_behind: int, said: date, settles: bool
) -> None:
    start = DayDriver().day.at - timedelta(hours=hours_behind)
    case, told = Case(start), Case(start, confirmed=said)
    assert not case.begin()
    if settles:
        case.trust.confirm(said, case.day)
        assert case.trust.sure()
        assert told.begin()
        return
    for act in (lambda: case.trust.confirm(said, case.day), told.begin):
        with pytest.raises(Refusal, match="timedatectl") as refused:
            act()
        assert refused.value.code == "date_differs"
        assert refused.value.params["clock_date"] == start.astimezone(WITA).date().isoformat()
    assert not case.trust.sure()


def test_a_day_that_lies_behind_a_fast_clock_does_not_settle_it() -> None:
    case = Case(MORNING + timedelta(hours=1))
    assert case.begin()
    case.clock.jump(days=1)
    assert not case.trust.sure()
    with pytest.raises(Refusal):
        case.trust.confirm(TODAY, case.day)
    case.trust.confirm(TODAY + timedelta(days=1), case.day)
    assert case.trust.sure()


def test_a_leap_into_another_date_is_doubted_until_it_is_taken_back_or_proved() -> None:
    case = Case(MORNING + timedelta(hours=1))
    assert case.begin()
    case.clock.jump(days=1)
    assert not case.trust.may_open(case.day, case.clock.now())
    case.clock.advance(60)
    case.clock.jump(days=-1)
    assert case.trust.sure()
    case.clock.jump(hours=5)
    assert case.trust.sure(), "the same date: the day goes on"
    case.clock.jump(days=1)
    case.proved = True
    assert case.trust.may_open(case.day, case.clock.now())


def test_a_clock_that_falls_back_and_returns_is_believed_all_the_while() -> None:
    case = Case(MORNING + timedelta(hours=1))
    assert case.begin()
    case.clock.jump(days=-2)
    assert case.trust.sure()
    case.clock.advance(120)
    case.clock.jump(days=2)
    assert case.trust.sure()


def test_midnight_is_no_leap() -> None:
    case = Case(datetime(2026, 4, 14, 15, 59, 59, tzinfo=UTC))
    assert case.begin()
    case.clock.advance(2)
    assert case.trust.may_open(case.day, case.clock.now())
    case.clock.advance(86400 * 3)
    assert case.trust.may_open(case.day, case.clock.now()), "a hall that slept three days, awake"


@pytest.mark.parametrize(
    ("state", "status", "proof"), [(0, 0x2001, True), (0, 0x41, False), (5, 0x1, False), (-1, 0, False)]
)
def test_the_kernels_word_is_read(state: int, status: int, proof: bool) -> None:
    assert ntp.is_synchronised(state, status) == proof
    assert isinstance(ntp.synchronised(), bool)


def test_a_leap_is_one_by_the_zone_that_the_hall_has_now() -> None:
    """Half past eleven at night in Makassar is not yet midnight in Jakarta an hour later."""
    case = Case(datetime(2026, 4, 14, 15, 30, tzinfo=UTC))
    assert case.begin()
    config = case.day.config
    moved = replace(config, hall=replace(config.hall, time_zone="Asia/Jakarta"))
    assert case.trust.may_open(DayDriver(moved).day, case.clock.now())
    case.clock.jump(hours=1)
    assert case.trust.sure()
    case.clock.jump(hours=1)
    assert not case.trust.sure()
