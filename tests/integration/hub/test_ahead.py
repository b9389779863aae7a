"""Two hubs on one PostgreSQL, one a day ahead: the hall stays where it is, and a person may say otherwise."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from demo.driving.api import Api
from demo.driving.hubs import Hub, Site
from tests.support.days import MORNING
from tests.support.hub.listeners import issue

KTP = "perekaman-ktp"
TODAY, TOMORROW = "2026-04-14", "2026-04-15"


class Halls(NamedTuple):
    """The hall's settings twice: with its own clock, and with one that is a day ahead."""

    today: Site
    ahead: Site
    kiosk: str
    manager: str


@pytest.fixture
def halls(tmp_path: Path, postgres_url: str) -> Iterator[Halls]:
    clocks = [f"scaled:{time.time()!r}:1:{(MORNING + timedelta(days=n)).isoformat()}" for n in (0, 1)]
    folders = [tmp_path / "today", tmp_path / "ahead"]
    for folder in folders:
        folder.mkdir()
    with (
        Site(folders[0], store=postgres_url, clock=clocks[0]) as today,
        Site(folders[1], store=postgres_url, clock=clocks[1]) as ahead,
    ):
        yield Halls(today, ahead, today.device("kiosk"), today.account("citra", "manager"))


def clock_of(hub: Hub) -> bool:
    parts = hub.api().ask("GET", "/health", prefix="").data["parts"]
    return bool(parts["clock"]["ok"])


def refused(api: Api) -> bool:
    answer = api.change("/visits", service_id=KTP)
    return (answer.status, answer.code) == (503, "clock_unconfirmed")


@pytest.mark.parametrize("waiting", [2, 0])
def test_a_second_hub_a_day_ahead_moves_the_hall_nowhere(halls: Halls, waiting: int) -> None:
    first = halls.today.start()
    kiosk = first.api(halls.kiosk)
    numbers = issue(kiosk, KTP, waiting)
    second = halls.ahead.start()
    assert refused(second.api(halls.kiosk))
    assert (clock_of(first), clock_of(second)) == (True, False)
    numbers += issue(kiosk, KTP)
    assert numbers == [f"A-{n:03}" for n in range(1, waiting + 2)]
    assert kiosk.get("/state").ok()["day"] == TODAY
    manager = second.staff("citra", halls.manager)
    assert manager.change("/day/confirm", date=TODAY).code == "date_differs"
    assert manager.change("/day/confirm", date=TOMORROW).ok()["day"] == TOMORROW
