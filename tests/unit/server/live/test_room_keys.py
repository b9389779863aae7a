"""Rooms by key: staff of an agency hear what concerns it, and a kind that nobody knew is served at once."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from balai.domain import commands as c
from balai.domain.state import HallDay, Happened
from balai.protocol.base import News
from balai.protocol.rooms import RoomKey
from balai.protocol.views import Snapshot, StaffView
from server.views import room_kinds
from server.views.room import RoomHeads
from server.views.room_kinds import RoomKind
from tests.support.days import DayDriver

SATU, DUA = RoomKey("staff", "satu"), RoomKey("staff", "dua")


def issue(driver: DayDriver, service_id: str) -> str:
    visit_id = str(uuid.uuid4())
    driver.do(c.IssueVisit(visit_id=visit_id, service_id=service_id))
    return visit_id


class Told:
    """What each of some rooms was told of a day, as it happened."""

    def __init__(self, driver: DayDriver, *keys: RoomKey) -> None:
        self.driver, self.heads = driver, RoomHeads()
        self.pushes: dict[RoomKey, list[dict[str, Any]]] = {key: [] for key in keys}
        for key in keys:
            self.heads.room(key, driver.day)
        for happened in driver.log:
            day = driver.days[happened.seq]
            for placed in self.heads.observe(day.date.isoformat(), happened, day):
                if placed.key in self.pushes:
                    self.pushes[placed.key].append(placed.said(day))

    def types(self, key: RoomKey) -> list[str]:
        return [push["type"] for push in self.pushes[key]]


def transferred() -> tuple[DayDriver, str]:
    """A visit of one agency that is sent on to the other."""
    driver = DayDriver()
    visit_id = issue(driver, "ktp")
    driver.do(c.OpenCounter(actor="staff:a", counter_id="l1", session_id="s"))
    driver.do(c.CallNext(actor="staff:a", counter_id="l1", finishes=None))
    leg_id = driver.day.visits[visit_id].leg_ids[-1]
    driver.do(c.Start(actor="staff:a", counter_id="l1", leg_id=leg_id))
    driver.do(c.Transfer(actor="staff:a", counter_id="l1", leg_id=leg_id, service_id="pajak"))
    return driver, leg_id


def test_a_key_is_written_and_read_back() -> None:
    for key in (RoomKey("board"), SATU, RoomKey("visit", "a:b")):
        assert RoomKey.read(str(key)) == key


def test_staff_of_another_agency_hear_of_a_visit_when_it_comes_to_them() -> None:
    driver, _ = transferred()
    told = Told(driver, SATU, DUA)
    assert "visit_issued" in told.types(SATU)
    assert "visit_issued" not in told.types(DUA)
    assert {"counter_opened", "leg_called", "leg_transferred"} <= set(told.types(DUA))
    sent = next(push for push in told.pushes[DUA] if push["type"] == "leg_transferred")
    assert sent["data"]["waits"]["service_id"] == "pajak"


def test_each_room_has_its_own_chain() -> None:
    driver, _ = transferred()
    told = Told(driver, SATU, DUA)
    for pushes in told.pushes.values():
        assert [push["prev"] for push in pushes[1:]] == [push["seq"] for push in pushes[:-1]]


def test_who_waits_and_who_is_aside_are_told_to_whom_they_concern() -> None:
    driver = DayDriver()
    issue(driver, "ktp")
    issue(driver, "pajak")
    seen = {key: room_kinds.KINDS["staff"].snapshot(driver.day, key.id, False) for key in (SATU, DUA)}
    waiting = {}
    for key, snapshot in seen.items():
        assert isinstance(snapshot, Snapshot)
        assert isinstance(snapshot.data, StaffView)
        waiting[key] = [leg.service_id for leg in snapshot.data.waiting]
    assert waiting == {SATU: ["ktp"], DUA: ["pajak"]}


def test_a_parked_visitor_of_another_agency_is_told_without_the_class() -> None:
    driver = DayDriver()
    driver.do(c.IssueVisit(visit_id=str(uuid.uuid4()), service_id="ktp", priority_class="priority"))
    driver.do(c.OpenCounter(actor="staff:a", counter_id="l1", session_id="s"))
    called = driver.do(c.CallNext(actor="staff:a", counter_id="l1", finishes=None))
    leg_id = next(h.event.leg_id for h in called if h.event.TYPE == "leg_called")  # type: ignore[attr-defined]
    driver.do(c.Park(actor="staff:a", counter_id="l1", leg_id=leg_id))
    told = Told(driver, SATU, DUA)
    parked = {k: next(p for p in told.pushes[k] if p["type"] == "leg_parked") for k in (SATU, DUA)}
    assert parked[SATU]["data"]["aside"]["priority_class"] == "priority"
    assert "priority" not in str(parked[DUA])


def test_a_room_that_is_asked_for_later_stands_where_the_log_does() -> None:
    driver, _ = transferred()
    told = Told(driver, SATU)
    late = told.heads.room(DUA, driver.day)
    assert late.head == driver.day.seq
    told.heads.keep(lambda key: key == DUA)
    assert SATU not in told.heads.rooms
    assert {RoomKey("board"), RoomKey("device"), RoomKey("staff"), DUA} == told.heads.rooms.keys()


class Phone(News):
    """What a throw-away kind shows: one visit's number."""

    number: str


def of_visit(day: HallDay | None, happened: Happened, visit_id: str) -> str | None:
    event: Any = happened.event
    leg_id = str(getattr(event, "leg_id", ""))
    return event.TYPE if leg_id.startswith(visit_id) else None


def test_a_new_kind_of_room_is_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    phone = RoomKind(
        hears=of_visit,
        data=lambda day, happened, visit_id: {"number": day.visits[visit_id].number},
        snapshot=lambda day, visit_id, apart: Phone(number=day.visits[visit_id].number),
        lengths=lambda day, visit_id: None,
    )
    monkeypatch.setitem(room_kinds.KINDS, "visit", phone)
    driver, leg_id = transferred()
    other = issue(driver, "kk")
    key = RoomKey("visit", leg_id.rpartition(".")[0])
    told = Told(driver, key, RoomKey("visit", other))
    assert told.types(key) == ["visit_issued", "leg_called", "leg_started", "leg_transferred"]
    assert {push["data"]["number"] for push in told.pushes[key]} == {"A-001"}
    assert told.types(RoomKey("visit", other)) == ["visit_issued"]
