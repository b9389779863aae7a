"""A hub whose clock is wrong, leaps or falls back: nothing is lost, and a person settles the date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from balai.domain.entry import Entry
from balai.domain.log import verify
from server.cli import hub as hub_command
from tests.support.clocks import LooseClock
from tests.support.days import MORNING
from tests.support.hub.inside import Asker, Inside

#: Two minutes before midnight in Asia/Makassar.
LATE = datetime(2026, 4, 14, 15, 58, tzinfo=UTC)


def entries(hub: Inside, day: str) -> list[Entry]:
    return hub.app.hub.store.entries("uji", day)


def number(asker: Asker) -> str:
    return str(asker.done("/visits", service_id="ktp")["number"])


def never() -> bool:
    return False


def doubted(asker: Asker, path: str = "/visits", **fields: Any) -> dict[str, Any]:
    response = asker.change(path, **(fields or {"service_id": "ktp"}))
    assert response.status_code == 503, response.text
    found: dict[str, Any] = response.get_json()
    assert found["code"] == "clock_unconfirmed"
    return found


def test_a_hub_that_wakes_up_in_the_past_changes_nothing_until_a_manager_confirms(tmp_path: Path) -> None:
    clock = LooseClock(MORNING)
    with Inside(tmp_path, clock=clock, proof=never) as hub:
        hub.kiosk.done("/visits", service_id="ktp")
        clock.jump(hours=-20)
        hub.restart()
        told = doubted(hub.kiosk)
        assert "Belum ada yang diubah" in told["title"]
        assert "confirm-date" in told["detail"]
        assert hub.app.test_client().get("/health").get_json()["parts"]["clock"]["ok"] is False
        manager = hub.staff("citra")
        doubted(manager, "/day/close", request_id="0" * 8 + "-0000-4000-8000-" + "0" * 12)
        assert hub.staff().change("/day/confirm", date="2026-04-14").status_code == 403
        wrong = manager.change("/day/confirm", date="2026-04-16")
        assert (wrong.status_code, wrong.get_json()["code"]) == (409, "date_differs")
        assert wrong.get_json()["params"] == {"clock_date": "2026-04-13", "clock_time": "12:00"}
        assert manager.done("/day/confirm", date="2026-04-14")["day"] == "2026-04-14"
        assert number(hub.kiosk) == "A-002"
        assert hub.app.test_client().get("/health").get_json()["parts"]["clock"]["ok"] is True
        verify(entries(hub, "2026-04-14"))


def test_a_confirmed_date_opens_the_day(tmp_path: Path) -> None:
    clock = LooseClock(MORNING)
    with Inside(tmp_path, clock=clock, proof=never) as hub:
        number(hub.kiosk)
        clock.advance(3600)
        clock.jump(days=1)
        doubted(hub.kiosk)
        assert hub.kiosk.get("/state").get_json()["day"] == "2026-04-14"
        assert hub.staff("citra").done("/day/confirm", date="2026-04-15")["day"] == "2026-04-15"
        assert number(hub.kiosk) == "A-001"


@pytest.mark.parametrize("proved", [False, True])
@pytest.mark.parametrize("start", [MORNING, LATE])
def test_a_day_ahead_and_back_breaks_neither_numbers_nor_log(
    tmp_path: Path, start: datetime, proved: bool
) -> None:
    clock = LooseClock(start)
    with Inside(tmp_path, clock=clock, proof=lambda: proved) as hub:
        given = [number(hub.kiosk)]
        clock.jump(days=1)
        response = hub.kiosk.change("/visits", service_id="ktp")
        assert response.status_code == (201 if proved else 503)
        clock.advance(30)
        clock.jump(days=-1)
        given += [number(hub.kiosk) for _ in range(2)]
        # Network time that was wrong by a day opened another day, whose numbers go on.
        assert given == (["A-001", "A-002", "A-003"])
        for day in ("2026-04-14", "2026-04-15"):
            log = entries(hub, day)
            verify(log)
            assert [e.at for e in log] == sorted(e.at for e in log)
        clock.advance(86400)
        assert hub.kiosk.get("/state").get_json()["day"] == "2026-04-15"
        assert number(hub.kiosk) == ("A-004" if proved else "A-001")


@pytest.mark.parametrize("start", [MORNING + timedelta(hours=5), datetime(2026, 4, 14, 16, 2, tzinfo=UTC)])
def test_a_clock_that_falls_back_three_hours_holds_nobody_up(tmp_path: Path, start: datetime) -> None:
    clock = LooseClock(start)
    with Inside(tmp_path, clock=clock, proof=never) as hub:
        issued = hub.kiosk.done("/visits", service_id="ktp")
        day = hub.kiosk.get("/state").get_json()["day"]
        clock.jump(hours=-3)
        assert number(hub.kiosk) == "A-002"
        staff = hub.seated()
        leg = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
        clock.advance(61)
        hub.app.hub.presence.look()
        legs = staff.get(f"/visits/{issued['visit_id']}").get_json()["legs"]
        assert legs[0]["state"] == "serving", "a minute is a minute, whatever the clock shows"
        staff.done("/counters/l1/finish", leg_id=leg)
        log = entries(hub, day)
        verify(log)
        assert [e.at for e in log] == sorted(e.at for e in log)
        assert hub.kiosk.get("/state").get_json()["day"] == day


@pytest.mark.parametrize("days", [1, 400])
def test_a_hub_that_is_started_ahead_opens_no_later_day_while_somebody_waits(
    tmp_path: Path, days: int
) -> None:
    clock = LooseClock(MORNING)
    with Inside(tmp_path, clock=clock, proof=never) as hub:
        assert number(hub.kiosk) == "A-001"
        clock.jump(days=days)
        hub.restart()
        doubted(hub.kiosk)
        assert hub.staff().get("/state").get_json()["day"] == "2026-04-14"
        assert len(hub.app.hub.dispatcher.day.legs) == 1, "the line is there"
        assert hub.app.test_client().get("/health").status_code == 503
        clock.jump(days=-days)
        clock.advance(60)
        hub.restart()
        assert number(hub.kiosk) == "A-002"
        verify(entries(hub, "2026-04-14"))


def test_a_person_says_that_the_later_date_is_right(tmp_path: Path) -> None:
    clock = LooseClock(MORNING)
    with Inside(tmp_path, clock=clock, proof=never) as hub:
        number(hub.kiosk)
        clock.jump(days=2)
        hub.restart()
        doubted(hub.kiosk)
        assert hub.staff("citra").done("/day/confirm", date="2026-04-16")["day"] == "2026-04-16"
        assert number(hub.kiosk) == "A-001"


def test_the_command_takes_a_date() -> None:
    (option,) = [p for p in hub_command.params if p.name == "confirm_date"]
    assert option.opts == ["--confirm-date"]
