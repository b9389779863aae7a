"""Pushes applied to a snapshot give the later snapshot, at any seq, for every audience."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain.commands.everyday import ChangeVisit
from balai.domain.events import CopyAsked, LegCalled
from balai.domain.state import HallDay
from balai.protocol.fold import fold_board, fold_staff
from balai.protocol.pushes import DATA, Push, asks_for_snapshot
from balai.protocol.rooms import RoomKey
from balai.protocol.views import Audience, BoardView, Snapshot, StaffView
from server.views.projection import project
from server.views.room import TAIL, RoomHeads
from server.views.room_kinds import AUDIENCES
from server.views.views import board_view, queues, snapshot_of, staff_view
from tests.support.days import DayDriver, busy_day, journey_hall, small_hall
from tests.support.golden import ends

V = TypeVar("V", BoardView, StaffView)
#: As many as the profile says, less what a whole day for each costs: `make prove` takes the larger one.
EXAMPLES = settings().max_examples
SOME = settings(max_examples=max(min(10, EXAMPLES), EXAMPLES * 3 // 10))
FEW = settings(max_examples=max(min(10, EXAMPLES), EXAMPLES // 10))
CHOICES = st.lists(st.integers(0, 22 * 60), max_size=120)


def pushes_of(driver: DayDriver, audience: Audience, last: int = -1) -> list[Push]:
    """All pushes up to a seq as they read after the wire, projected when all of it was folded."""
    log = driver.log[:last] if last > 0 else driver.log
    day = driver.days[log[-1].seq]
    heads = RoomHeads()
    date = driver.day.date.isoformat()
    places = [placed for h in log for placed in heads.observe(date, h) if placed.key.kind == audience]
    return [Push.model_validate_json(json.dumps(placed.said(day))) for placed in places]


def without_next(view: BoardView | StaffView) -> dict[str, Any]:
    """A view but for who is next: that comes with the lengths of the lines, beside the pushes."""
    return view.model_dump(exclude={"next"})


@given(CHOICES, st.integers(0, 500), st.integers(0, 500))
@SOME
@pytest.mark.parametrize(
    ("audience", "view_of", "fold"),
    [("board", board_view, fold_board), ("staff", staff_view, fold_staff)],
    ids=["board", "staff"],
)
def test_pushes_after_a_snapshot_give_the_later_view(
    audience: Audience,
    view_of: Callable[[HallDay], V],
    fold: Callable[[V, Push], V],
    choices: list[int],
    start: int,
    length: int,
) -> None:
    driver = busy_day(iter(choices))
    first = 1 + start % len(driver.log)
    last = min(first + length, len(driver.log))
    view = view_of(driver.days[first])
    for push in pushes_of(driver, audience, last):
        if first < push.seq:
            view = view_of(driver.days[push.seq]) if asks_for_snapshot(push) else fold(view, push)
    later = view_of(driver.days[last])
    assert without_next(view) == without_next(later)
    assert queues(driver.days[last], audience).next == getattr(later, "next", {})


@given(CHOICES)
@FEW
def test_prev_links_each_push_to_the_one_before_in_its_room(choices: list[int]) -> None:
    driver = busy_day(iter(choices))
    for audience in AUDIENCES:
        before = 0
        for push in pushes_of(driver, audience):
            assert push.prev == before
            assert push.type in DATA[audience]
            before = push.seq


@given(CHOICES, st.integers(0, 500))
@FEW
def test_a_log_replayed_or_offered_twice_gives_the_same_rooms(choices: list[int], cut: int) -> None:
    driver = busy_day(iter(choices))
    steady, replayed = RoomHeads(), RoomHeads()
    date = driver.day.date.isoformat()
    for h in driver.log:
        steady.observe(date, h)
    replayed.replay(date, driver.log[: cut % len(driver.log)])
    replayed.replay(date, driver.log)
    for audience in AUDIENCES:
        assert replayed.rooms[RoomKey(audience)].head == steady.rooms[RoomKey(audience)].head
        after = [heads.rooms[RoomKey(audience)].after((date, 1), driver.day) for heads in (steady, replayed)]
        assert after[0] == after[1]


@given(CHOICES)
@FEW
def test_a_board_and_a_kiosk_never_hear_who_waits_or_why(choices: list[int]) -> None:
    """But for the one ticket that a kiosk is asked to print, which has the visit on it."""
    driver = busy_day(iter(choices))
    for audience in ("board", "device"):
        asked = [h for h in driver.log if not (audience == "device" and isinstance(h.event, CopyAsked))]
        told = json.dumps([project(driver.day, h, audience) for h in asked])
        for secret in ("priority", "visit_id", "arrived_at", "holder", "staff:"):
            assert secret not in told


@given(CHOICES)
@FEW
def test_snapshots_read_back_as_they_were(choices: list[int]) -> None:
    driver = busy_day(iter(choices))
    for audience in AUDIENCES:
        snapshot = snapshot_of(driver.day, audience)
        assert Snapshot.model_validate_json(snapshot.model_dump_json()) == snapshot


def test_the_preview_is_who_the_discipline_calls() -> None:
    driver = DayDriver()
    driver.do(c.OpenCounter(counter_id="l2", session_id="s", actor="staff:x"))
    for n, service in enumerate(("ktp", "kk", "pajak")):
        driver.do(c.IssueVisit(visit_id=f"v{n}", service_id=service))
    preview = queues(driver.day, "staff")
    assert {k: leg.number for k, leg in preview.next.items()} == {"l2": "A-001"}
    assert preview.waiting == {"ktp": 1, "kk": 1, "pajak": 1}
    driver.do(c.CallNext(counter_id="l2", finishes=None, actor="staff:x"))
    leg = driver.day.leg_at("l2")
    assert leg is not None
    assert leg.number == "A-001"
    assert not queues(driver.day, "board").next


def test_who_missed_more_than_is_kept_takes_a_snapshot() -> None:
    driver = DayDriver()
    for n in range(TAIL + 3):
        driver.do(c.IssueVisit(visit_id=f"v{n}", service_id="ktp"))
    heads = RoomHeads()
    heads.replay(driver.day.date.isoformat(), driver.log)
    day, staff = driver.day.date.isoformat(), heads.rooms[RoomKey("staff")]
    assert staff.after((day, 3), driver.day) is None
    kept = staff.after((day, 4), driver.day)
    assert kept is not None
    assert [placed.happened.seq for placed in kept] == list(range(5, TAIL + 5))
    assert staff.after(("2026-04-13", 4), driver.day) is None
    assert heads.rooms[RoomKey("board")].after((day, 200), driver.day) == []


def test_a_changed_configuration_asks_for_a_snapshot() -> None:
    driver = DayDriver()
    heads = RoomHeads()
    changed = driver.day.config
    driver.do(c.ChangeConfiguration(config=type(changed)(hall=changed.hall)))
    heads.replay(driver.day.date.isoformat(), driver.log)
    assert all(asks_for_snapshot(push) for push in pushes_of(driver, "device"))
    assert heads.rooms[RoomKey("board")].after((driver.day.date.isoformat(), 1), driver.day) is None


@cache
def twenty_days() -> list[DayDriver]:
    """Days on which everything happens that anybody may hear of."""
    drivers = []
    for seed in range(20):
        rng = Random(seed)
        driver = busy_day(rng.randrange(22 * 60) for _ in range(150))
        driver.do(c.MakeAnnouncement(announcement_id="a", zone_id=None, language="id", times=2, length=9))
        driver.do(c.WithdrawAnnouncement(announcement_id="a"))
        ends(driver)
        drivers.append(driver)
    return drivers


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_type_for_a_room_is_projected_to_its_model(audience: Audience) -> None:
    seen = {"configuration_changed", "day_opened"}
    for driver in twenty_days():
        for push in pushes_of(driver, audience):
            seen.add(push.type)
            DATA[audience][push.type].model_validate(push.data)
    assert seen == set(DATA[audience])


def test_a_call_is_told_of_a_day_on_which_it_was_taken_back_with_the_leg_that_it_called() -> None:
    """Both commands may be in one batch, or between two looks of a client that was away."""
    config = journey_hall()
    desk = replace(config.counters[0], service_ids=("ktp", "pajak"))
    driver = DayDriver(replace(config, counters=(desk, *config.counters[1:])))
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:1"))
    driver.do(c.IssueVisit(visit_id="v", service_id="pajak"))
    for finishes in (None, "v.1"):
        driver.do(c.CallNext(counter_id="l1", finishes=finishes, became="present", actor="staff:1"))
    called = driver.log[-1]
    assert isinstance(called.event, LegCalled)
    assert called.event.leg_id == "v.2"
    driver.do(c.Undo(counter_id="l1", actor="staff:1"))
    for audience in AUDIENCES:
        told = project(driver.day, called, audience)
        assert told is None or (told["number"], told["service_id"]) == ("B-001", "pajak")


def test_a_call_on_the_wall_stays_what_it_was_when_the_visit_goes_for_something_else() -> None:
    driver = DayDriver()
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:1"))
    driver.do(c.IssueVisit(visit_id="v", service_id="ktp"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor="staff:1"))
    driver.do(c.Park(counter_id="l1", leg_id="v.1", actor="staff:1"))
    before = board_view(driver.day).calls
    driver.do(ChangeVisit(visit_id="v", service_id="kk"))
    assert board_view(driver.day).calls == before
    assert before[0].service_id == "ktp"


def test_the_next_leg_is_told_with_the_class_that_its_visit_has_at_its_service() -> None:
    """The first leg's may be another: priority is off there, or was given later."""
    config = small_hall()
    first = replace(config.services[0], priority=False)
    driver = DayDriver(replace(config, services=(first, *config.services[1:])))
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:1"))
    driver.do(c.IssueVisit(visit_id="v", service_id="ktp", priority_class="priority"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor="staff:1"))
    sent = c.Transfer(counter_id="l1", leg_id="v.1", service_id="pajak", actor="staff:1")
    told = project(driver.day, driver.do(sent)[0], "staff")
    assert told is not None
    assert told["waits"]["priority_class"] == staff_view(driver.day).waiting[0].priority_class == "priority"
