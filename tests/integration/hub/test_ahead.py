"""Two hubs on one PostgreSQL, one a day ahead: the hall stays where it is, and a person may say otherwise."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from demo.driving.api import Api
from demo.driving.hubs import Hub, Site
from demo.driving.wait import eventually
from tests.support.days import MORNING
from tests.support.hub.listeners import Wall, issue

KTP = "perekaman-ktp"
TODAY, TOMORROW = "2026-04-14", "2026-04-15"


class Halls(NamedTuple):
    """The hall's settings twice: with its own clock, and with one that is a day ahead."""

    today: Site
    ahead: Site
    kiosk: str
    manager: str
    display: str


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
        kiosk, display = today.device("kiosk"), today.device("display")
        yield Halls(today, ahead, kiosk, today.account("citra", "manager"), display)


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


def test_a_wrong_day_is_taken_back_at_both_hubs_and_whoever_listens_follows(halls: Halls) -> None:
    wrong = halls.ahead.start()
    given = issue(wrong.api(halls.kiosk), KTP, 2)
    right = halls.today.start()
    with closing(Wall(wrong.url, halls.display)) as far, closing(Wall(right.url, halls.display)) as near:
        eventually(lambda: far.look() is not None and near.look() is not None)
        assert (far.day, near.day) == (TOMORROW, TOMORROW)
        manager = right.staff("citra", halls.manager)
        assert manager.change("/day/confirm", date=TODAY).ok()["day"] == TOMORROW
        ahead = manager.get("/day/clock").ok()["ahead"]
        assert ahead["numbers"] == given
        assert manager.change("/day/void", date=TOMORROW).code == "visits_lost"
        assert manager.change("/day/void", date=TOMORROW, losing=ahead["count"]).ok()["day"] == TODAY
        eventually(lambda: (far.look() and far.day, near.look() and near.day) == (TODAY, TODAY))
        assert refused(wrong.api(halls.kiosk)), "its clock still shows the date that was taken back"
        issue(right.api(halls.kiosk), KTP)
        api = right.api(halls.display)
        eventually(lambda: far.is_true_to(api) and near.is_true_to(api))
