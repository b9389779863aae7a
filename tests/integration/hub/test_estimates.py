"""The hub with an estimator beside it, without one, and after it was killed."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from balai.clock import ManualClock
from balai.domain import commands as c
from balai.domain.waits.estimate import Forecast
from balai.domain.waits.standing.scene import next_key
from balai.program.shell import Shell
from balai.protocol.answers.visits import IssuedVisit
from server.config import HubConfig, StoreAt
from server.estimates.follower import Follower
from server.estimates.process import follow, run
from server.store import StoreUnavailable, open_store
from server.store.kept import expected
from server.usecases.estimates import EVERY_SECONDS, STALE_SECONDS, UNKNOWN, Estimates
from tests.support.days import MORNING, DayDriver, small_hall
from tests.support.hub.inside import Asker, Inside


def moved(hub: Inside, seconds: float) -> None:
    hub.clock.advance(seconds)


def served(hub: Inside, desk: Asker, count: int) -> None:
    """So many visitors come, are called after a minute and finished after five."""
    for _ in range(count):
        hub.kiosk.done("/visits", service_id="ktp")
        moved(hub, 60)
        leg = desk.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
        moved(hub, 300)
        desk.done("/counters/l1/finish", leg_id=leg)


def estimates_of(hub: Inside) -> Estimates:
    return hub.app.hub.timers.estimates


def test_without_an_estimator_no_window_is_told_and_nothing_fails(tmp_path: Path) -> None:
    with Inside(tmp_path) as hub:
        estimates_of(hub).look()
        issued = hub.kiosk.done("/visits", service_id="ktp")
        assert issued["expected_from"] is None
        assert issued["expected_until"] is None
        assert hub.kiosk.get("/estimates/next").get_json() == {"services": []}
        wait = hub.kiosk.get(f"/visits/{issued['visit_id']}/wait").get_json()
        assert (wait["position"], wait["expected_from"], wait["back_by"]) == (0, None, None)
        assert hub.staff("citra").get("/estimates/coverage").get_json()["rows"] == []


def told(hub: Inside) -> dict[str, Any]:
    return hub.kiosk.done("/visits", service_id="ktp")


def test_with_an_estimator_the_ticket_and_the_visit_tell_a_window(tmp_path: Path) -> None:
    with Inside(tmp_path) as hub, open_store(hub.url) as store:
        desk = hub.seated()
        served(hub, desk, 9)
        first = told(hub)
        follower = Follower(store, "uji", hub.clock)
        assert follower.step()
        assert not follower.step()
        estimates_of(hub).read()
        offered = desk.get("/estimates/next").get_json()["services"]
        second = told(hub)
        assert offered[0] == {
            "service_id": "ktp",
            "expected_from": second["expected_from"],
            "expected_until": second["expected_until"],
        }
        now = hub.clock.now()
        assert second["expected_from"] <= second["expected_until"]
        assert IssuedVisit.model_validate(second).model_dump(mode="json") == second
        assert (now + timedelta(hours=2)).isoformat() > second["expected_until"] > now.isoformat()
        shown = hub.kiosk.get(f"/visits/{first['visit_id']}").get_json()
        assert shown["position"] == 0
        assert now.isoformat() <= shown["back_by"] <= shown["expected_until"]


def test_who_may_not_be_called_today_is_told_how_likely_it_is(tmp_path: Path) -> None:
    with Inside(tmp_path) as hub, open_store(hub.url) as store:
        visit = told(hub)
        leg = next(iter(hub.app.hub.dispatcher.day.legs.values()))
        now = hub.clock.now()
        later = now + timedelta(minutes=20)
        plain = Forecast(next_key("ktp", "regular"), "ktp", "regular", now, later, chance=0.13)
        moved = Forecast(
            leg.id, "ktp", "regular", now, later, later, later, later, later, later, chance=0.58, moved=now
        )
        day = hub.app.hub.dispatcher.day.date.isoformat()
        store.run(lambda c: expected.put_estimates(c, "uji", day, [plain, moved]))
        estimates_of(hub).read()
        seen = hub.kiosk.get(f"/visits/{visit['visit_id']}/wait").get_json()
        assert (seen["chance"], seen["moved_at"]) == (60, now.isoformat().replace("+00:00", "Z"))
        assert seen["expected_from"] is not None
        issued = told(hub)
        assert (issued["chance"], issued["expected_from"]) == (15, None)


def test_a_booked_visitor_is_told_what_holds_for_the_slot(tmp_path: Path) -> None:
    booked = DayDriver()
    now, slot = booked.now, booked.now + timedelta(minutes=20)
    visit_id = "00000000-0000-4000-8000-000000000001"
    code = booked.booked("ktp", slot)
    booked.do(c.IssueVisit(visit_id=visit_id, service_id="ktp", booking=code, channel="booking"))
    leg = booked.day.legs[f"{visit_id}.1"]

    def of(key: str, minutes: int) -> Forecast:
        point, low, high = (now + timedelta(minutes=minutes + more) for more in (2, 0, 5))
        return Forecast(key, "ktp", "appointment", now, point, low, high, low, high, low)

    anybody = of(next_key("ktp", "appointment"), 5)
    mine = of(next_key("ktp", "appointment", slot), 30)
    with Inside(tmp_path) as hub, open_store(hub.url) as store:
        date = booked.day.date.isoformat()
        for known, window in (([anybody], anybody), ([anybody, mine], mine)):
            store.run(partial(expected.put_estimates, hall_id="uji", day=date, found=known))
            estimates = Estimates(hub.app.hub.dispatcher, hub.clock, store, "uji")
            estimates.read()
            assert estimates.next_ticket(booked.day, leg).start == window.low
            assert estimates.of_leg(booked.day, leg).start == window.low


def test_a_killed_estimator_is_told_by_nobody_after_a_while(tmp_path: Path) -> None:
    with Inside(tmp_path) as hub, open_store(hub.url) as store:
        served(hub, hub.seated(), 9)
        Follower(store, "uji", hub.clock).step()
        real = [0.0]
        mine = Estimates(hub.app.hub.dispatcher, hub.clock, store, "uji", lambda: real[0])
        day = hub.app.hub.dispatcher.day
        leg = next(iter(day.legs.values()))
        mine.look()
        assert mine.next_ticket(day, leg).end is not None
        real[0] += STALE_SECONDS
        mine.look()
        assert mine.next_ticket(day, leg).end is not None
        real[0] += EVERY_SECONDS
        mine.look()
        assert mine.next_ticket(day, leg) == UNKNOWN


def test_what_came_of_windows_is_kept_and_shown_to_the_manager(tmp_path: Path) -> None:
    with Inside(tmp_path) as hub, open_store(hub.url) as store:
        desk = hub.seated()
        served(hub, desk, 9)
        follower = Follower(store, "uji", hub.clock)
        for _ in range(3):
            follower.step()
            served(hub, desk, 1)
        follower.step()
        rows = hub.staff("citra").get("/estimates/coverage").get_json()["rows"]
        assert [(row["service_id"], row["told"]) for row in rows] == [("ktp", 3)]
        assert 0 <= rows[0]["within"] <= 1
        again = Follower(store, "uji", hub.clock)
        again.step()
        assert again.estimator.memory.finished == follower.estimator.memory.finished
    assert again.estimator.correction.outcomes == follower.estimator.correction.outcomes > 0


class Failing:
    """A follower whose store is away once."""

    def __init__(self, shell: Shell) -> None:
        self.steps, self._shell = 0, shell

    def step(self) -> bool:
        self.steps += 1
        if self.steps == 1:
            raise StoreUnavailable("away")
        self._shell.end()
        return True


def test_a_store_that_is_away_does_not_end_the_estimator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.estimates.process.TROUBLE_SECONDS", 0.0)
    shell = Shell("estimate")
    follower = Failing(shell)
    follow(follower, ManualClock(MORNING), shell)  # type: ignore[arg-type]  # steps are all it needs
    assert follower.steps == 2


def test_an_estimator_waits_for_a_hall_that_nobody_has_set_up_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is started with the hub, and both begin with an empty store."""
    url, shell, told = f"sqlite:///{tmp_path / 'balai.db'}", Shell("estimate"), list[str]()

    def rest(_seconds: float) -> bool:
        if told[-1] == "waits":
            with open_store(url) as store:
                store.halls.put(small_hall(), MORNING)
        else:
            shell.end()
        return shell.ended.is_set()

    monkeypatch.setattr(shell, "rest", rest)
    monkeypatch.setattr(shell, "waits", lambda _words: told.append("waits"))
    monkeypatch.setattr(shell, "status", told.append)
    run(shell, HubConfig(store=StoreAt(url=url)), ManualClock(MORNING))
    shell.close()
    assert told[0] == "waits"
    assert len(told) == 2
    assert '"hall": "uji"' in capsys.readouterr().out
