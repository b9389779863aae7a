"""The staff page's state, folded in Chromium from the hub's own models."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from balai.protocol.pushes import Push
from server.web.assets import version
from tests.support.pages.staff_stage import at, at_counter, leg_id, snapshot, waiting

FOLD = """async ([module, snapshot, pushes, finishes]) => {
  const s = await import(module);
  let state = s.fromSnapshot(snapshot);
  for (const push of pushes) state = s.applyPush(state, push);
  state = s.withWaitingFinishes(state, finishes);
  const counter = s.heldCounter(state, "rahma");
  const { total, next, groups } = counter ? s.queueOf(state, counter) : { groups: [] };
  return {
    seq: state.seq, counter, total, next: next?.number ?? null, screen: counter && s.screenOf(counter),
    groups: groups.map((g) => [g.service.id, g.more, g.legs.map((leg) => leg.number)]),
  };
}"""


def _push(seq: int, kind: str, **data: Any) -> dict[str, Any]:
    push = Push(day="2026-04-14", seq=seq, prev=seq - 1, type=kind, at=at("10.47"), data=data)
    return push.model_dump(mode="json")


def _fold(page: Page, files: str, first: dict[str, Any], *pushes: dict[str, Any], finishes: Any = ()) -> Any:
    module = f"{files}/assets/{version()}/js/kit/visits/state.js"
    page.goto(module)
    return page.evaluate(FOLD, [module, first, pushes, list(finishes)])


def test_the_line_is_grouped_in_the_counters_order(tablet: Page, staff_files: str) -> None:
    seen = _fold(tablet, staff_files, snapshot())
    assert (seen["total"], seen["next"], seen["screen"]) == (6, "A-031", "idle")
    assert seen["groups"] == [
        ["kk", False, ["A-033", "A-034"]],
        ["akta", True, ["A-036", "A-037", "A-038"]],
    ]


def test_arrivals_take_their_place_by_time_and_order(tablet: Page, staff_files: str) -> None:
    line = (("A-031", "kk", "10.23"), ("A-033", "kk", "10.25"))
    late = {**waiting("A-032", "kk", "10.24"), "arrived_at": "2026-04-14T02:24:00Z"}
    twins = [{**waiting(n, "kk", "10.30"), "order": o} for n, o in (("A-050", 9), ("A-049", 8))]
    issued = [_push(101 + k, "visit_issued", **leg) for k, leg in enumerate([late, *twins])]
    seen = _fold(tablet, staff_files, snapshot(line=line), *issued)
    assert seen["groups"] == [["kk", True, ["A-032", "A-033", "A-049", "A-050"]]]


def test_a_preview_that_is_gone_gives_way_to_the_first_who_waits(tablet: Page, staff_files: str) -> None:
    gone = _push(101, "visit_cancelled", visit_id=leg_id("A-031")[:36], leg_id=leg_id("A-031"))
    assert _fold(tablet, staff_files, snapshot(), gone)["next"] == "A-033"


def test_news_of_another_leg_or_an_unknown_kind_changes_nothing(tablet: Page, staff_files: str) -> None:
    serving = snapshot(at_counter("A-023", "kk", "serving", "10.42", started_at="10.43"))
    stray = _push(101, "leg_finished", leg_id=leg_id("A-001"), counter_id="loket-3")
    unknown = _push(102, "leg_sung_to", leg_id=leg_id("A-023"), counter_id="loket-3")
    seen = _fold(tablet, staff_files, serving, stray, unknown)
    assert (seen["screen"], seen["seq"]) == ("serving", 102)


def test_a_transfer_ends_here_and_waits_there(tablet: Page, staff_files: str) -> None:
    serving = snapshot(at_counter("A-023", "kk", "serving", "10.42", started_at="10.43"), line=())
    waits = {**waiting("A-023", "akta", "09.58"), "leg_id": leg_id("A-023")[:-1] + "2"}
    moved = _push(101, "leg_transferred", leg_id=leg_id("A-023"), counter_id="loket-3", waits=waits)
    seen = _fold(tablet, staff_files, serving, moved)
    assert (seen["screen"], seen["next"]) == ("idle", "A-023")


def test_a_closed_counter_is_nobodys(tablet: Page, staff_files: str) -> None:
    closed = _push(101, "counter_closed", counter_id="loket-3", status="closed")
    assert _fold(tablet, staff_files, snapshot(), closed)["counter"] is None


def test_a_waiting_finish_shows_only_on_the_leg_it_names(tablet: Page, staff_files: str) -> None:
    serving = snapshot(at_counter("A-023", "kk", "serving", "10.42", started_at="10.43"))
    finish = {"counter_id": "loket-3", "leg_id": leg_id("A-023"), "occurred_at": at("10.46")}
    assert _fold(tablet, staff_files, serving, finishes=[finish])["screen"] == "idle"
    other = {**finish, "leg_id": leg_id("A-022")}
    assert _fold(tablet, staff_files, serving, finishes=[other])["screen"] == "serving"
