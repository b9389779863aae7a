"""A day that a wrong clock opened: a manager takes it back, told first whom that touches."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import time as clock_time
from datetime import timedelta
from pathlib import Path
from time import time
from typing import Any

import pytest
from click.testing import CliRunner, Result

from balai.domain.hall.config import QuotaBlock
from server.cli.day import voiding
from tests.support.clocks import LooseClock
from tests.support.days import MORNING, small_hall
from tests.support.hub.inside import Asker, Inside

BLOCKS = (QuotaBlock(clock_time(8), clock_time(9), 2), QuotaBlock(clock_time(9), clock_time(10), 2))
TODAY, TOMORROW = "2026-04-14", "2026-04-15"


@pytest.fixture
def clock() -> LooseClock:
    return LooseClock(MORNING)


@pytest.fixture
def hub(tmp_path: Path, clock: LooseClock) -> Iterator[Inside]:
    with Inside(tmp_path, clock=clock, proof=lambda: False) as made:
        yield made


def number(asker: Asker) -> str:
    return str(asker.done("/visits", service_id="ktp")["number"])


def told(hub: Inside) -> Any:
    return hub.staff("citra").get("/day/clock").get_json()


def opened_tomorrow(hub: Inside, clock: LooseClock) -> None:
    """Nobody waits, so a hub that starts a day ahead opens tomorrow, until its clock is set right."""
    clock.jump(days=1)
    hub.restart()
    assert hub.kiosk.get("/state").get_json()["day"] == TOMORROW


def set_right(hub: Inside, clock: LooseClock) -> None:
    clock.jump(days=-1)
    clock.advance(60)


def test_a_wrong_day_without_numbers_is_taken_back_at_once(hub: Inside, clock: LooseClock) -> None:
    opened_tomorrow(hub, clock)
    assert told(hub)["ahead"] is None, "by the clock that opened it nothing is wrong"
    set_right(hub, clock)
    found = told(hub)
    assert (found["believed"], found["shows"], found["day"]) == (True, TODAY, TOMORROW)
    nothing = {"numbers": [], "bookings": 0, "settings": 0, "count": 0}
    assert found["ahead"] == {"date": TOMORROW, **nothing}
    manager = hub.staff("citra")
    request_id = str(uuid.uuid4())
    assert manager.done("/day/void", request_id, date=TOMORROW)["day"] == TODAY
    assert manager.done("/day/void", request_id, date=TOMORROW)["day"] == TODAY, "harmless to repeat"
    assert (told(hub)["ahead"], told(hub)["day"]) == (None, TODAY)
    assert number(hub.kiosk) == "A-001"
    entries = hub.staff("eko").get("/trail").get_json()["entries"]
    assert [(e["what"], e["actor"]) for e in entries if e["what"] == "day_voided"] == [
        ("day_voided", "staff:id-citra")
    ]


def test_whom_it_touches_is_told_and_has_to_be_accepted(hub: Inside, clock: LooseClock) -> None:
    opened_tomorrow(hub, clock)
    assert [number(hub.kiosk) for _ in range(2)] == ["A-001", "A-002"]
    set_right(hub, clock)
    ahead = told(hub)["ahead"]
    assert (ahead["numbers"], ahead["count"]) == (["A-001", "A-002"], 2)
    manager = hub.staff("citra")
    refused = manager.change("/day/void", date=TOMORROW)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "visits_lost")
    assert refused.get_json()["params"]["numbers"] == ["A-001", "A-002"]
    assert number(hub.kiosk) == "A-003"
    late = manager.change("/day/void", date=TOMORROW, losing=2)
    assert late.get_json()["code"] == "visits_lost", "one more was given since it was told"
    assert manager.done("/day/void", date=TOMORROW, losing=3)["day"] == TODAY
    assert number(hub.kiosk) == "A-001", "today's own numbers"
    clock.advance(86_400)
    assert hub.kiosk.get("/state").get_json()["day"] == TOMORROW
    assert number(hub.kiosk) == "A-004", "none that was given on that date"


def test_what_is_no_later_day_is_not_taken_back(hub: Inside, clock: LooseClock) -> None:
    manager = hub.staff("citra")
    for date in (TODAY, TOMORROW, "2026-04-13"):
        refused = manager.change("/day/void", date=date)
        assert (refused.status_code, refused.get_json()["code"]) == (409, "day_not_ahead")
    opened_tomorrow(hub, clock)
    assert hub.staff("citra").change("/day/void", date=TOMORROW).get_json()["code"] == "day_not_ahead"
    set_right(hub, clock)
    assert hub.staff("ani").change("/day/void", date=TOMORROW).status_code == 403
    assert hub.kiosk.get("/state").get_json()["day"] == TOMORROW


def test_a_hub_that_doubts_its_clock_is_told_the_date_first(hub: Inside, clock: LooseClock) -> None:
    opened_tomorrow(hub, clock)
    set_right(hub, clock)
    hub.restart()
    manager = hub.staff("citra")
    assert told(hub)["believed"] is False
    assert manager.change("/day/void", date=TOMORROW).get_json()["code"] == "clock_unconfirmed"
    manager.done("/day/confirm", date=TODAY)
    assert manager.done("/day/void", date=TOMORROW)["day"] == TODAY
    assert number(hub.kiosk) == "A-001"


def test_a_clock_that_is_wrong_again_at_the_next_start_is_doubted(hub: Inside, clock: LooseClock) -> None:
    opened_tomorrow(hub, clock)
    set_right(hub, clock)
    hub.staff("citra").done("/day/void", date=TOMORROW)
    clock.jump(days=1)
    hub.restart()
    assert hub.kiosk.change("/visits", service_id="ktp").get_json()["code"] == "clock_unconfirmed"
    assert hub.kiosk.get("/state").get_json()["day"] == TODAY


def test_settings_and_bookings_of_a_wrong_day_are_told_too(tmp_path: Path, clock: LooseClock) -> None:
    services = [replace(s, booking_blocks=BLOCKS) if s.id == "ktp" else s for s in small_hall().services]
    hall = replace(small_hall(), services=tuple(services))
    with Inside(tmp_path, hall, clock=clock, proof=lambda: False) as hub:
        opened_tomorrow(hub, clock)
        manager = hub.staff("citra")
        slot = (clock.now() + timedelta(hours=1)).isoformat()
        hub.staff("ani").done("/bookings", service_id="ktp", slot=slot)
        file = manager.get("/hall/file").get_json()
        agencies = [{**agency, "shape": "bulat"} for agency in file["agency"]]
        changed = {**file, "hall": {**file["hall"], "name": "Balai lain"}, "agency": agencies}
        sent = manager.send("/hall/file", {"request_id": str(uuid.uuid4()), "file": changed}, "PUT")
        assert sent.status_code < 300, sent.text
        set_right(hub, clock)
        ahead = told(hub)["ahead"]
        assert (ahead["numbers"], ahead["bookings"], ahead["settings"], ahead["count"]) == ([], 1, 1, 2)
        manager.done("/day/void", date=TOMORROW, losing=2)
        assert told(hub)["day"] == TODAY
        assert manager.get("/hall/file").get_json() == file


def test_the_command_at_the_machine_does_the_same(hub: Inside, clock: LooseClock, tmp_path: Path) -> None:
    opened_tomorrow(hub, clock)
    number(hub.kiosk)
    set_right(hub, clock)
    settings = tmp_path / "hub.toml"
    settings.write_text(f'[store]\nurl = "{hub.url}"\n')
    spec = f"scaled:{time()!r}:1:{clock.now().isoformat()}"

    def void(*more: str) -> Result:
        return CliRunner().invoke(voiding.void, ["--config", str(settings), "--clock", spec, *more])

    asked = void()
    assert (asked.exit_code, "A-001" in asked.output) == (1, True), asked.output
    assert "--losing 1" in asked.output
    assert hub.kiosk.get("/state").get_json()["day"] == TOMORROW
    done = void("--losing", "1")
    assert done.exit_code == 0, done.output
    assert hub.kiosk.get("/state").get_json()["day"] == TODAY, "the hub beside it follows"
    assert number(hub.kiosk) == "A-001"
    assert void().exit_code == 1
