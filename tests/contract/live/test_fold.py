"""One set of days for both folds: the tablets' in Python and the page's in JavaScript give the same view."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from balai.protocol.fold import fold_staff
from balai.protocol.pushes import ASKS_FOR_SNAPSHOT, DATA, Push, asks_for_snapshot
from balai.protocol.views import StaffView
from server.views.room import RoomHeads
from server.views.views import snapshot_of, staff_view
from tests.support.days import DayDriver, busy_day
from tests.support.golden import scripted_day

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLD_JS = Path(__file__).parents[3] / "server" / "web" / "static" / "js" / "kit" / "wire" / "fold.js"
PARTS = ("counters", "waiting", "parked", "missed")
DAYS = 40

IN_BROWSER = """
async ([source, text]) => {
  const module = "data:text/javascript;charset=utf-8," + encodeURIComponent(source);
  const { fromSnapshot, applyPush } = await import(module);
  const seen = ({ counters, waiting, parked, missed }) =>
    ({ counters: Object.values(counters), waiting, parked, missed });
  return JSON.stringify(JSON.parse(text).map(([snapshot, pushes]) => {
    let state = fromSnapshot(snapshot);
    return pushes.map((push) => seen((state = applyPush(state, push))));
  }));
}
"""

Steps = list[dict[str, Any]]


def _pushes(driver: DayDriver) -> list[Push]:
    """The staff's pushes of a day, each told when it happened."""
    heads, date = RoomHeads(), driver.day.date.isoformat()
    return [
        Push.model_validate(placed.said(driver.days[happened.seq]))
        for happened in driver.log
        for placed in heads.observe(date, happened)
        if placed.key.kind == "staff"
    ]


def _parts(driver: DayDriver) -> list[tuple[int, list[Push]]]:
    """The day between changes that ask for a snapshot: the seq of the snapshot, and what follows it."""
    parts: list[tuple[int, list[Push]]] = []
    for push in _pushes(driver):
        if asks_for_snapshot(push):
            parts.append((push.seq, []))
        else:
            parts[-1][1].append(push)
    return parts


def _views(driver: DayDriver, seq: int, pushes: list[Push]) -> Steps:
    """What the Python fold has after each push; it is the view that the hub itself has then."""
    view, views = staff_view(driver.days[seq]), []
    for push in pushes:
        view = fold_staff(view, push)
        assert _seen(view) == _seen(staff_view(driver.days[push.seq])), push
        views.append(_seen(view))
    return views


def _seen(view: StaffView) -> dict[str, Any]:
    whole = view.model_dump(mode="json")
    return {part: whole[part] for part in PARTS}


def _days() -> list[DayDriver]:
    rng = [Random(seed) for seed in range(DAYS)]
    return [scripted_day(), *(busy_day(d.randrange(27 * 60) for _ in range(150)) for d in rng)]


def test_tablets_and_pages_fold_alike_whatever_happens(chromium: Browser) -> None:
    cases, expected, kinds = [], [], set()
    for driver in _days():
        for seq, pushes in _parts(driver):
            expected.append(_views(driver, seq, pushes))
            snapshot = snapshot_of(driver.days[seq], "staff").model_dump(mode="json")
            cases.append((snapshot, [push.model_dump(mode="json") for push in pushes]))
            kinds |= {push.type for push in pushes}
    assert kinds == DATA["staff"].keys() - ASKS_FOR_SNAPSHOT
    page = chromium.new_page()
    folded = json.loads(page.evaluate(IN_BROWSER, [FOLD_JS.read_text(), json.dumps(cases)]))
    page.close()
    assert folded == expected
