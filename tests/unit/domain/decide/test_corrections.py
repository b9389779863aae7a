"""What a manager puts right: the facts of what has ended, while everything that was called stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.day import replay
from balai.domain.errors import Refusal
from balai.domain.hall.config import Outcome
from balai.domain.visit import Leg, LegState, Voucher
from balai.domain.waits.learned.learning import Memory
from tests.support.days import DayDriver, journey_hall, small_hall

ANI = "staff:ani"


def started() -> DayDriver:
    outcomes = (Outcome("done", "Selesai"), Outcome("papers", "Berkas kurang"))
    driver = DayDriver(replace(small_hall(), outcomes=outcomes))
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor=ANI))
    return driver


def served(driver: DayDriver, minutes: float = 10, outcome: str | None = None, service: str = "ktp") -> Leg:
    """A visit that came, was called at l1 and finished so long after."""
    visit_id = f"v{len(driver.day.visits) + 1}"
    driver.do(c.IssueVisit(visit_id=visit_id, service_id=service))
    leg_id = called(driver)
    driver.do(c.Start(counter_id="l1", leg_id=leg_id, actor=ANI))
    driver.do(c.Finish(counter_id="l1", leg_id=leg_id, outcome=outcome, actor=ANI), after=minutes * 60)
    return driver.day.legs[leg_id]


def called(driver: DayDriver) -> str:
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=ANI))
    return str(driver.day.counter("l1").leg_id)


def correct(driver: DayDriver, leg: Leg, **more: object) -> Leg:
    corrects = driver.day.legs[leg.id].ended_seq
    driver.do(ec.CorrectLeg(leg_id=leg.id, **{"corrects": corrects, **more}))  # type: ignore[arg-type]
    return driver.day.legs[leg.id]


def refused(driver: DayDriver, leg: Leg, **more: object) -> Refusal:
    before = driver.day
    with pytest.raises(Refusal) as found:
        correct(driver, leg, **more)
    assert driver.day is before
    return found.value


def test_a_wrong_outcome_is_put_right_by_an_event_that_names_what_it_corrects() -> None:
    driver = started()
    leg = served(driver, outcome="papers")
    finish = driver.log[-1]
    right = correct(driver, leg, outcome="done")
    event = driver.log[-1].event
    assert isinstance(event, e.LegCorrected)
    assert (event.corrects, event.outcome, event.state) == (finish.seq, "done", None)
    assert (right.outcome, right.state, right.ended_at) == ("done", LegState.FINISHED, leg.ended_at)
    assert finish in driver.log
    assert correct(driver, leg, outcome="").outcome is None
    assert refused(driver, leg, outcome="likes").code == "outcome_unknown"


def test_who_was_marked_absent_though_served_counts_as_served_and_the_other_way_round() -> None:
    driver = started()
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    leg_id = called(driver)
    driver.do(c.Miss(counter_id="l1", leg_id=leg_id, actor=ANI), after=600)
    leg = driver.day.legs[leg_id]
    right = correct(driver, leg, state="finished", outcome="done")
    assert (right.state, right.started_at, right.outcome) == (LegState.FINISHED, leg.called_at, "done")
    with pytest.raises(Refusal) as back:
        driver.do(c.ReinstateLeg(leg_id=leg_id))
    assert back.value.code == "leg_not_missed"
    absent = correct(driver, leg, state="missed")
    assert (absent.state, absent.started_at, absent.outcome) == (LegState.MISSED, None, None)
    assert refused(driver, leg, outcome="done").code == "correct_outcome"
    driver.do(c.ReinstateLeg(leg_id=leg_id))
    assert refused(driver, leg, state="finished", corrects=1).code == "correct_open"


def test_the_right_service_is_counted() -> None:
    driver = started()
    leg = served(driver)
    assert driver.day.taken == {"ktp": 1}
    assert correct(driver, leg, service_id="kk").service_id == "kk"
    assert driver.day.taken == {"kk": 1}
    assert refused(driver, leg, service_id="none").code == "service_unknown"


def test_a_right_that_is_left_follows_what_is_put_right_of_what_was_done() -> None:
    driver = DayDriver(journey_hall())
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor=ANI))
    driver.do(c.IssueVisit(visit_id="v1", service_id="pajak"))
    leg = driver.day.legs[called(driver)]
    assert leg.service_id == "ktp"
    driver.do(c.Start(counter_id="l1", leg_id=leg.id, actor=ANI))
    tomorrow = driver.day.date + timedelta(days=1)
    driver.do(ec.PromiseCollection(counter_id="l1", leg_id=leg.id, on=tomorrow, code="AC3D", actor=ANI))
    driver.do(c.Finish(counter_id="l1", leg_id=leg.id, actor=ANI))
    driver.do(c.CloseDay(codes={"v1": "B7KM"}))

    def done() -> dict[str, tuple[str, ...]]:
        return {code: right.done for code, right in driver.day.unserved.items()}

    assert done() == {"AC3D": (), "B7KM": ("ktp",)}
    correct(driver, leg, outcome="")
    correct(driver, leg, started_at=driver.day.legs[leg.id].called_at)
    assert done() == {"AC3D": (), "B7KM": ("ktp",)}
    correct(driver, leg, service_id="kk")
    assert done() == {"AC3D": ("kk",), "B7KM": ("kk",)}
    assert replay(driver.log) == driver.day


def test_a_right_that_was_given_back_follows_too() -> None:
    right = Voucher("B7KM", "A-001", "ktp", None, done=("pajak",))
    driver = DayDriver(carried=(right,))
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor=ANI))
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp", voucher="B7KM", also=("kk",)))
    leg = driver.day.legs[called(driver)]
    driver.do(c.Finish(counter_id="l1", leg_id=leg.id, actor=ANI), after=60)
    driver.do(c.CancelVisit(visit_id="v1"))
    assert list(driver.day.vouchers["B7KM"].done) == ["pajak", "ktp"]
    correct(driver, leg, service_id="pajak")
    assert list(driver.day.vouchers["B7KM"].done) == ["pajak"]


def test_a_finish_that_was_forgotten_gets_its_time_between_its_call_and_the_next() -> None:
    driver = started()
    leg = served(driver, minutes=60)
    assert leg.called_at is not None
    ended = leg.called_at + timedelta(minutes=8)
    right = correct(driver, leg, ended_at=ended)
    assert (right.ended_at, right.started_at) == (ended, leg.started_at)
    following = served(driver)
    assert following.called_at is not None
    for wrong in (leg.called_at - timedelta(seconds=1), following.called_at + timedelta(seconds=1)):
        assert refused(driver, leg, ended_at=wrong).code == "correct_time"
    assert refused(driver, leg, started_at=ended + timedelta(seconds=1)).code == "correct_time"
    assert refused(driver, following, ended_at=driver.now + timedelta(hours=1)).code == "correct_time"
    both = correct(driver, leg, started_at=leg.called_at, ended_at=following.called_at)
    assert (both.started_at, both.ended_at) == (leg.called_at, following.called_at)


def test_what_is_not_done_or_went_on_is_not_corrected_so() -> None:
    driver = DayDriver(journey_hall())
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor=ANI))
    driver.do(c.IssueVisit(visit_id="v1", service_id="pajak"))
    leg = driver.day.legs[called(driver)]
    assert refused(driver, leg, corrects=1, state="finished").code == "correct_open"
    driver.do(c.Finish(counter_id="l1", leg_id=leg.id, actor=ANI))
    assert refused(driver, leg, state="missed").code == "correct_followed"
    assert refused(driver, leg, state="lost").code == "correct_state"
    with pytest.raises(Refusal) as unknown:
        driver.do(ec.CorrectLeg(leg_id="none", corrects=1))
    assert unknown.value.code == "leg_unknown"


def test_two_who_correct_at_once_do_not_undo_each_other() -> None:
    driver = started()
    leg = served(driver, outcome="papers")
    correct(driver, leg, outcome="done")
    late = refused(driver, leg, corrects=leg.ended_seq, outcome="")
    assert (late.code, late.params) == ("correct_other", {"corrects": driver.day.seq})
    before = driver.day
    correct(driver, leg, outcome="done")
    assert driver.day is before


def test_no_call_changes_and_what_was_corrected_is_not_taken_back() -> None:
    driver = started()
    driver.do(c.IssueVisit(visit_id="next", service_id="ktp"))
    driver.do(c.IssueVisit(visit_id="other", service_id="kk"))
    leg = driver.day.legs[called(driver)]
    driver.do(c.Finish(counter_id="l1", leg_id=leg.id, actor=ANI))
    before = driver.day
    correct(driver, leg, state="missed", service_id="kk")
    after = driver.day
    assert (before.lanes, before.calls, before.counters, before.numbers) == (
        after.lanes, after.calls, after.counters, after.numbers,
    )  # fmt: skip
    with pytest.raises(Refusal) as undo:
        driver.do(c.Undo(counter_id="l1", actor=ANI))
    assert undo.value.code == "undo_overtaken"
    assert replay(driver.log) == driver.day


def test_who_was_in_service_when_the_day_ended_is_told_as_it_was() -> None:
    driver = started()
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    leg_id = called(driver)
    driver.do(c.Start(counter_id="l1", leg_id=leg_id, actor=ANI))
    driver.do(c.EndDay(codes={}), after=36_000)
    leg = driver.day.legs[leg_id]
    ended = driver.now - timedelta(hours=9)
    right = correct(driver, leg, state="finished", ended_at=ended)
    assert (right.state, right.ended_at) == (LegState.FINISHED, ended)


def test_what_is_learned_follows_the_corrected_facts() -> None:
    driver = started()
    first, second = served(driver, 60), served(driver, 10)
    assert first.called_at is not None
    correct(driver, first, ended_at=first.called_at + timedelta(minutes=8), service_id="kk")
    correct(driver, second, state="missed")
    memory = Memory()
    for happened in driver.log:
        memory.see(driver.days[happened.seq], happened)
    assert memory.today is not None
    assert {service: lengths for service, lengths in memory.today.served.items() if lengths} == {
        "kk": [480.0]
    }
    assert (sum(memory.today.came), sum(memory.today.gone), len(memory.today.absent)) == (1, 1, 1)


def test_who_is_said_to_have_been_absent_does_not_come_back_to_a_service_that_is_gone() -> None:
    driver = started()
    leg = served(driver, service="kk")
    served(driver)
    config = driver.day.config
    counters = tuple(
        replace(d, service_ids=tuple(s for s in d.service_ids if s != "kk")) for d in config.counters
    )
    services = tuple(s for s in config.services if s.id != "kk")
    gone = replace(config, services=services, counters=counters)
    driver.do(c.ChangeConfiguration(config=gone, actor="staff:citra"), after=3600)
    assert driver.day.config == gone
    assert correct(driver, leg, state="missed").state is LegState.MISSED
    with pytest.raises(Refusal) as found:
        driver.do(c.ReinstateLeg(leg_id=leg.id, actor=ANI))
    assert found.value.code == "service_unknown"
