"""Rooms told in order and once, from the log: what this hub committed and what it found there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from wsproto.frame_protocol import FrameProtocol

from balai.clock import ManualClock
from balai.domain import commands as c
from balai.domain.entry import Entry
from balai.domain.errors import BalaiError
from balai.domain.log import entry_of
from balai.domain.state import HallDay
from balai.protocol.fold import fold_staff
from balai.protocol.hello import Position
from balai.protocol.pushes import Push
from balai.protocol.rooms import RoomKey
from balai.protocol.views import Snapshot, StaffView
from server.live import rooms
from server.live.direct import Remainder, Written, _written, text_frame
from server.live.rooms import KEPT_SECONDS, TOGETHER, Rooms
from server.views.views import staff_view
from tests.support.days import MORNING, DayDriver


class Log:
    """A day's log as the rooms read it; `others` is what other hubs appended unseen."""

    def __init__(self) -> None:
        self.driver = DayDriver()
        self.rooms: Rooms | None = None
        self.others: list[c.Command] = []
        self.broken = False

    @property
    def day(self) -> HallDay:
        return self.driver.day

    def refresh(self) -> HallDay:
        if self.broken:
            raise BalaiError("gone", code="store_unavailable")
        for command in self.others:
            self.do(command)
        self.others.clear()
        return self.day

    def entries(self, day: str, after: int = 0, limit: int | None = None) -> list[Entry]:
        chosen = [h for h in self.driver.log if h.seq > after][:limit]
        return [entry_of("uji", day, h, "") for h in chosen]

    def do(self, command: c.Command) -> None:
        """Commit one command and hand it to the rooms."""
        steps = [(self.driver.days[h.seq], h) for h in self.driver.do(command)]
        assert self.rooms is not None
        self.rooms.take(steps)


class Hall:
    """Rooms on a log, with everything that was emitted."""

    def __init__(self) -> None:
        self.log = Log()
        self.emitted: list[tuple[str, str, int]] = []
        self.listening: set[str] = {"board", "staff", "device"}
        self.clock = ManualClock(MORNING)
        #: How many messages each time went out together.
        self.together: list[int] = []
        self.rooms = Rooms(
            self.log, self.clock, self._emit, self._heard, lambda key: {"waiting": {}}, self._in_one
        )
        self.log.rooms = self.rooms
        self.rooms.begin()

    def _emit(self, event: str, data: dict[str, Any], key: RoomKey) -> None:
        self.emitted.append((event, key.kind, data.get("seq", data.get("head", 0))))

    @contextmanager
    def _in_one(self) -> Iterator[None]:
        before = len(self.emitted)
        yield
        self.together.append(len(self.emitted) - before)

    def _heard(self, key: RoomKey) -> bool:
        return key.kind in self.listening

    def pump(self) -> None:
        """Tell all that was taken."""
        for _ in self.rooms.pump():
            pass


def issue(number: int) -> c.IssueVisit:
    return c.IssueVisit(visit_id=f"v{number}", service_id="ktp")


def sit() -> c.OpenCounter:
    return c.OpenCounter(counter_id="l1", session_id="s", actor="staff:x")


def test_own_news_is_told_only_to_whom_it_concerns() -> None:
    hall = Hall()
    hall.log.do(issue(1))
    hall.log.do(sit())
    hall.pump()
    assert hall.emitted == [
        ("push", "staff", 2),
        ("push", "board", 3),
        ("push", "staff", 3),
    ]


def test_what_one_act_did_is_told_together_and_a_flood_lets_others_in_between() -> None:
    hall = Hall()
    hall.listening = {"staff"}
    for number in range(TOGETHER + 3):
        hall.log.do(issue(number))
    hall.pump()
    assert hall.together == [TOGETHER, 3]
    assert [seq for _, _, seq in hall.emitted] == list(range(2, TOGETHER + 5))


def test_a_call_is_told_before_anything_else_and_a_crowd_waits_for_its_turn() -> None:
    hall = Hall()
    hall.listening = {"staff"}
    hall.log.do(sit())
    hall.rooms.tell_few()
    assert hall.emitted == [("push", "staff", 2)]
    for number in range(TOGETHER):
        hall.log.do(issue(number))
    hall.log.do(c.CallNext(counter_id="l1", finishes=None, actor="staff:x"))
    hall.rooms.tell_few()
    assert hall.emitted == [("push", "staff", 2)]
    hall.pump()
    assert [seq for _, _, seq in hall.emitted] == list(range(2, TOGETHER + 4))


def woken(hall: Hall) -> tuple[bool, bool]:
    """Whether what waits is to be told now, and whether with the lengths of the lines."""
    found = hall.rooms.wake.is_set(), hall.rooms.changed.is_set()
    hall.rooms.wake.clear()
    hall.rooms.changed.clear()
    return found


def test_a_number_behind_others_is_told_with_the_lengths_and_one_behind_nobody_now() -> None:
    hall = Hall()
    hall.listening = {"staff"}
    hall.log.do(issue(1))
    hall.rooms.tell_few()
    assert woken(hall) == (True, False)
    hall.pump()
    woken(hall)
    hall.log.do(issue(2))
    hall.rooms.tell_few()
    assert (woken(hall), [seq for _, _, seq in hall.emitted]) == ((False, True), [2])
    hall.log.do(c.IssueVisit(visit_id="other", service_id="pajak"))
    hall.rooms.tell_few()
    assert woken(hall) == (True, False)
    hall.pump()
    assert (hall.together, [seq for _, _, seq in hall.emitted]) == ([1, 2], [2, 3, 4])


def test_numbers_wait_and_are_told_at_once_where_something_else_comes() -> None:
    hall = Hall()
    hall.listening = {"staff"}
    hall.log.do(issue(1))
    hall.rooms.tell_few()
    hall.log.do(issue(2))
    hall.rooms.tell_few()
    assert hall.emitted == []
    hall.log.do(sit())
    hall.rooms.tell_few()
    assert hall.together == [3]
    assert [seq for _, _, seq in hall.emitted] == [2, 3, 4]
    hall.log.do(issue(3))
    hall.rooms.tell_few()
    assert hall.together == [3]
    hall.pump()
    assert hall.together == [3, 1]


def test_what_waits_to_be_told_is_read_of_its_own_log() -> None:
    """A day that was taken back is opened again under its date, without the visits that it had."""
    hall = Hall()
    hall.listening = {"staff"}
    hall.log.do(issue(1))
    again = DayDriver()
    hall.rooms.take([(again.day, again.log[0])])
    hall.pump()
    assert hall.emitted == [("push", "staff", 2)]


def test_nothing_is_made_for_a_room_that_nobody_hears_but_it_is_kept() -> None:
    hall = Hall()
    hall.listening = {"board"}
    hall.log.do(issue(1))
    hall.log.do(sit())
    hall.pump()
    assert hall.emitted == [("push", "board", 3)]
    missed = hall.rooms.catch_up(RoomKey("staff"), Position(day="2026-04-14", seq=1))["pushes"]
    assert [(push["seq"], push["prev"]) for push in missed] == [(2, 1), (3, 2)]


def test_news_of_another_hub_found_in_the_log_is_told_here() -> None:
    hall = Hall()
    hall.log.others.append(sit())
    assert hall.rooms.catch_up(RoomKey("board"), Position(day="2026-04-14", seq=1))["pushes"][0]["seq"] == 2
    assert hall.emitted == [("push", "board", 2), ("push", "staff", 2)]


@pytest.mark.parametrize("last", [None, Position(day="2026-04-14", seq=1)])
def test_a_newcomer_is_told_the_hubs_time_last(last: Position | None) -> None:
    hall = Hall()
    hall.log.do(sit())
    hall.pump()
    *news, (event, head) = hall.rooms.first(RoomKey("board"), last)()
    assert [kind for kind, _ in news] == ["push" if last else "snapshot"]
    assert (event, head["head"], head["now"]) == ("head", 2, "2026-04-14T00:00:00Z")


def test_who_has_news_of_another_log_takes_a_snapshot() -> None:
    hall = Hall()
    hall.log.do(sit())
    hall.log.do(issue(1))
    hall.pump()
    at = hall.log.day.at
    before = at - timedelta(seconds=30)
    known = Position(day="2026-04-14", seq=2, at=at - timedelta(seconds=1))
    assert [push["seq"] for push in hall.rooms.catch_up(RoomKey("staff"), known)["pushes"]] == [3]
    # This seq happened earlier to the client than to this hub, whose store was put back meanwhile.
    other = Position(day="2026-04-14", seq=3, at=before)
    assert hall.rooms.first(RoomKey("staff"), other)()[0][0] == "snapshot"
    assert hall.rooms.catch_up(RoomKey("staff"), other)["snapshot"]["seq"] == 3


def test_a_room_that_heard_nothing_of_the_other_log_takes_a_snapshot_too() -> None:
    hall = Hall()
    hall.log.do(sit())
    hall.log.do(issue(1))
    hall.pump()
    at = hall.log.day.at
    assert hall.rooms.catch_up(RoomKey("board"), Position(day="2026-04-14", seq=3, at=at)) == {"pushes": []}
    # A wall never hears that a number was given. What it had at this seq was something else, a moment before.
    other = Position(day="2026-04-14", seq=3, at=at - timedelta(milliseconds=500))
    assert hall.rooms.first(RoomKey("board"), other)()[0][0] == "snapshot"


def test_without_a_database_what_is_known_is_told() -> None:
    hall = Hall()
    hall.log.broken = True
    assert hall.rooms.catch_up(RoomKey("board"), Position(day="2026-04-14", seq=1)) == {"pushes": []}
    assert hall.rooms.catch_up(RoomKey("board"), Position(day="2026-04-14", seq=9))["snapshot"]["seq"] == 1
    assert hall.rooms.first(RoomKey("board"), Position(day="2026-04-14", seq=9))()[0][0] == "snapshot"


def test_a_hole_in_what_is_handed_over_is_read_from_the_log() -> None:
    hall = Hall()
    hall.log.driver.do(sit())
    hall.log.do(issue(1))
    hall.pump()
    assert (
        hall.rooms.catch_up(RoomKey("board"), Position(day="2026-04-14", seq=1))["pushes"][0]["type"]
        == "counter_opened"
    )
    hall.rooms.heads()
    assert ("head", "board", 2) in hall.emitted
    assert ("head", "staff", 3) in hall.emitted


def test_a_snapshot_is_made_once_for_a_day_as_it_is() -> None:
    hall = Hall()
    first = hall.rooms.snapshot(RoomKey("staff"))
    assert hall.rooms.snapshot(RoomKey("staff")) is first
    hall.log.do(issue(1))
    assert hall.rooms.snapshot(RoomKey("staff"))["seq"] == 2


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_a_frame_is_as_the_library_would_write_it(size: int) -> None:
    text = "é" * (size // 2) + "x" * (size % 2)
    assert text_frame(text) == FrameProtocol(client=False, extensions=[]).send_data(text)


def test_the_json_of_what_is_told_to_many_is_written_once() -> None:
    data = {"seq": 7, "name": "Kartu Keluarga é", "none": None}
    told = Written(data)
    text = told.text
    assert text == json.dumps(data, separators=(",", ":"))
    assert told.text is text


class Connection:
    """A client's connection that takes `room` bytes at once."""

    def __init__(self, room: int) -> None:
        self.room, self.closed = room, False
        self.queue = self
        self.waiting: list[bytes] = []
        self.got = b""

    def empty(self) -> bool:
        return not self.waiting

    def put(self, rest: bytes) -> None:
        self.waiting.append(rest)

    def offer(self, frame: bytes) -> int:
        taken = frame[: self.room]
        self.got += taken
        return len(taken)


def test_what_a_connection_does_not_take_stands_first_in_its_queue() -> None:
    frame = text_frame("hello")
    full, partial, free = Connection(0), Connection(3), Connection(100)
    assert not _written(full, {"wsgi.websocket": full}, frame)
    assert _written(partial, {"wsgi.websocket": partial}, frame)
    assert _written(free, {"wsgi.websocket": free}, frame)
    assert (partial.got, partial.waiting) == (frame[:3], [frame[3:]])
    assert isinstance(partial.waiting[0], Remainder)
    assert partial.waiting[0].encode() == frame[3:]
    assert (free.got, free.waiting) == (frame, [])
    assert not _written(partial, {"wsgi.websocket": partial}, frame), "later news waits behind the rest"
    assert not _written(free, None, frame)
    assert not _written(free, {"wsgi.websocket": None}, frame)
    free.closed = True
    assert not _written(free, {"wsgi.websocket": free}, frame)


def test_many_who_come_at_once_get_one_snapshot_and_what_came_since(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "MOST_A_SECOND", 1)
    hall, staff = Hall(), RoomKey("staff")
    first = hall.rooms.first(staff, None)()
    hall.log.do(issue(1))
    hall.log.do(sit())
    hall.pump()
    (_, kept), *news, (last, lengths), (head, _) = hall.rooms.first(staff, None)()
    assert kept is first[0][1], "made once"
    assert (last, lengths, head) == ("queues", {"waiting": {}}, "head")
    view = Snapshot.model_validate(kept).data
    assert isinstance(view, StaffView)
    for event, push in news:
        assert event == "push"
        view = fold_staff(view, Push.model_validate(push))
    now = staff_view(hall.log.day)
    assert view.model_copy(update={"next": now.next, "full": now.full}) == now
    hall.clock.advance(KEPT_SECONDS)
    (event, anew), *rest = hall.rooms.first(staff, None)()
    assert (event, anew["seq"], [what for what, _ in rest]) == ("snapshot", hall.log.day.seq, ["head"])


def test_what_no_step_leads_to_is_made_anew_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "MOST_A_SECOND", 1)
    hall, staff = Hall(), RoomKey("staff")
    hall.rooms.first(staff, None)()
    hall.log.do(c.StopNumbers(scope="hall", reason="closing", actor="staff:manager"))
    hall.pump()
    (event, whole), *rest = hall.rooms.first(staff, None)()
    assert (event, whole["seq"], [what for what, _ in rest]) == ("snapshot", 2, ["head"])


def test_a_few_who_come_get_the_whole_as_it_is() -> None:
    hall, staff = Hall(), RoomKey("staff")
    for number in range(rooms.MOST_A_SECOND):
        hall.log.do(issue(number))
        hall.pump()
        (event, whole), *rest = hall.rooms.first(staff, None)()
        assert (event, whole["seq"], len(rest)) == ("snapshot", hall.log.day.seq, 1)
