"""Days played again: as they were where the rules are, and by other rules where those are others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain.day import Happened, replay
from balai.domain.hall.config import HallConfig, Rules
from balai.domain.order.discipline import DISCIPLINES
from balai.domain.state import HallDay
from balai.domain.visit import AT_COUNTER, LegState
from balai.domain.whatif.attempts import lengths
from balai.domain.whatif.player import Gaps, Given, play
from balai.domain.whatif.recorded import Recording, pools, recorded
from balai.domain.whatif.settings import same_order, under
from tests.support.days import DayDriver, busy_day, small_hall

ANI = "staff:1"
FEW = settings(max_examples=max(6, settings().max_examples // 12))


def given_by(recording: Recording, config: HallConfig | None, gaps: Gaps | None = None) -> Given:
    return Given(config, lengths(recording.seen()), pools([recording]) if gaps is None else gaps)


def again(
    log: Sequence[Happened], config: HallConfig | None = None, gaps: Gaps | None = None
) -> list[Happened]:
    recording = recorded(log)
    return [happened for _, happened, _ in play(recording, given_by(recording, config, gaps))]


def last(log: Sequence[Happened]) -> HallDay:
    day = replay(log)
    assert day is not None
    return day


def with_rules(**changes: object) -> HallConfig:
    return replace(small_hall(), rules=replace(Rules(), **changes))  # type: ignore[arg-type]


def morning() -> DayDriver:
    """At one desk two regular visitors wait, then one with priority: served for 5, 6 and 7 minutes."""
    day = DayDriver(with_rules(discipline="first_come"))
    for name, kind in (("v1", "regular"), ("v2", "regular"), ("v3", "priority")):
        day.do(c.IssueVisit(visit_id=name, service_id="ktp", priority_class=kind), 60)
    day.do(c.OpenCounter(counter_id="l1", session_id="s1", actor=ANI), 60)
    for name, minutes in (("v1", 5), ("v2", 6), ("v3", 7)):
        at_it = {"counter_id": "l1", "leg_id": f"{name}.1", "actor": ANI}
        day.do(c.CallNext(counter_id="l1", finishes=None, actor=ANI), 10)
        day.do(c.Start(**at_it), 20)  # type: ignore[arg-type]
        day.do(c.Finish(**at_it), 60 * minutes)  # type: ignore[arg-type]
    day.do(c.CloseCounter(counter_id="l1", actor=ANI), 600)
    return day


def called(log: Sequence[Happened]) -> list[tuple[str, datetime]]:
    return [(h.event.leg_id, h.at) for h in log if h.event.TYPE == "leg_called"]  # type: ignore[attr-defined]


def test_by_its_own_rules_a_day_goes_as_it_went() -> None:
    day = morning()
    assert called(again(day.log)) == called(day.log)


def test_by_other_rules_others_are_called_first_and_each_is_served_as_long_as_before() -> None:
    day = morning()
    played = again(day.log, with_rules(discipline="levels"))
    assert [leg_id for leg_id, _ in called(played)] == ["v3.1", "v1.1", "v2.1"]
    legs = last(played).legs
    served = [legs[f"v{n}.1"].ended_at - legs[f"v{n}.1"].started_at for n in (1, 2, 3)]  # type: ignore[operator]
    assert served == [timedelta(minutes=5), timedelta(minutes=6), timedelta(minutes=7)]
    assert all(h.event.rule == "levels" for h in played if h.event.TYPE == "leg_called")  # type: ignore[attr-defined]


def test_a_shorter_standard_of_one_service_changes_the_order_too() -> None:
    day = DayDriver(small_hall())
    for name, service in (("v1", "ktp"), ("v2", "kk")):
        day.do(c.IssueVisit(visit_id=name, service_id=service), 60)
    day.do(c.OpenCounter(counter_id="l1", session_id="s1", actor=ANI), 60)
    for leg_id in ("v1.1", "v2.1"):
        day.do(c.CallNext(counter_id="l1", finishes=None, actor=ANI), 10)
        day.do(c.Finish(counter_id="l1", leg_id=leg_id, actor=ANI), 300)
    wanted = small_hall()
    services = tuple(replace(s, wait_minutes=5) if s.id == "kk" else s for s in wanted.services)
    played = again(day.log, replace(wanted, services=services))
    assert [leg_id for leg_id, _ in called(played)] == ["v2.1", "v1.1"]


def test_absence_takes_as_long_as_the_rules_ask_for() -> None:
    day = DayDriver(small_hall())
    day.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    day.do(c.OpenCounter(counter_id="l1", session_id="s1", actor=ANI))
    day.do(c.CallNext(counter_id="l1", finishes=None, actor=ANI))
    day.do(c.Miss(counter_id="l1", leg_id="v1.1", actor=ANI), 40)
    leg = last(again(day.log, with_rules(miss_after_seconds=120, recalls_before_miss=2))).legs["v1.1"]
    assert (leg.state, leg.recalls) == (LegState.MISSED, 2)
    assert leg.ended_at - leg.called_at == timedelta(seconds=120)  # type: ignore[operator]


def test_who_left_before_being_called_is_served_where_the_rules_reach_them_first() -> None:
    day = DayDriver(with_rules(discipline="first_come"))
    day.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    day.do(c.IssueVisit(visit_id="v2", service_id="ktp", priority_class="priority"))
    day.do(c.OpenCounter(counter_id="l1", session_id="s1", actor=ANI))
    day.do(c.CallNext(counter_id="l1", finishes=None, actor=ANI))
    day.do(c.CancelVisit(visit_id="v2"), 600)
    day.do(c.Finish(counter_id="l1", leg_id="v1.1", actor=ANI), 600)
    by_itself, by_level = (last(again(day.log, with_rules(discipline=d))) for d in ("first_come", "levels"))
    assert by_itself.legs["v2.1"].state is LegState.CANCELLED
    assert by_level.legs["v2.1"].state is LegState.FINISHED


@given(st.lists(st.integers(0, 10**6), min_size=10, max_size=120), st.sampled_from(sorted(DISCIPLINES)))
@FEW
def test_whatever_happened_the_day_can_be_played_by_every_rule(choices: list[int], discipline: str) -> None:
    log = busy_day(iter(choices)).log
    config = replace(log[0].event.config, rules=Rules(discipline=discipline))  # type: ignore[attr-defined]
    played = again(log, config)
    was, day = last(log), last(played)
    assert [h.seq for h in played] == list(range(1, len(played) + 1))
    assert sorted(h.at for h in played) == [h.at for h in played]
    left = {leg.state for leg in day.legs.values()}
    assert not left & AT_COUNTER
    assert set(day.visits) <= set(was.visits)
    assert day.config.rules.discipline == discipline


@given(st.lists(st.integers(0, 10**6), min_size=10, max_size=120))
@FEW
def test_a_day_that_was_played_is_played_again_as_it_is(choices: list[int]) -> None:
    gaps: Gaps = {("", True): (7.0,), ("", False): (7.0,)}
    once = again(busy_day(iter(choices)).log, gaps=gaps)
    assert called(again(once, gaps=gaps)) == called(once)


def test_only_the_rules_and_what_they_promise_are_taken_from_other_settings() -> None:
    own = small_hall()
    other = replace(own, agencies=(), services=own.services[1:], rules=Rules(ratio=5, paper_letter="Z"))
    mixed = under(own, other)
    assert (mixed.agencies, mixed.services[0]) == (own.agencies, own.services[0])
    assert (mixed.rules.ratio, mixed.rules.paper_letter) == (5, own.rules.paper_letter)
    assert under(own, None) is own
    assert same_order(own, own)
    assert not same_order(own, other)
