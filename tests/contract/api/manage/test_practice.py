"""The training hall as it is asked for: opened once, by who may, closed without a trace; its own cookies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gevent
import pytest

from balai.protocol.managed.practice import Practice
from demo.driving.wait import eventually
from server.auth.own_cookies import OwnCookies
from tests.support.hub.inside import Inside

#: Stands for the program: says that it works, and ends when its standard input does.
STANDS_IN = (
    "import json, sys; wanted = json.loads(sys.stdin.readline());"
    "who = {'username': 'pengelola', 'password': 'x', 'role': 'manager'};"
    "print(json.dumps({'port': 5, 'accounts': [who]}), flush=True); sys.stdin.read()"
)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        inside.app.hub.practice.program = (sys.executable, "-c", STANDS_IN)
        yield inside


def looked(hub: Inside, who: str = "citra") -> Practice:
    answer = hub.staff(who).get("/practice")
    assert answer.status_code == 200, answer.text
    return Practice.model_validate(answer.get_json())


def becomes(hub: Inside, state: str, who: str = "citra") -> Practice:
    """What somebody sees once it is so; the greenlet that hears of it has its turn."""

    def look() -> Practice:
        gevent.idle()
        found = looked(hub, who)
        assert found.state == state
        return found

    return eventually(look)


def test_a_manager_opens_it_once_and_closes_it(hub: Inside) -> None:
    assert looked(hub).state == "closed"
    manager = hub.staff("citra")
    assert manager.done("/practice/open", minutes=30, pace=12, agency_id="satu")["state"] == "starting"
    found = becomes(hub, "open")
    assert found.hall is not None
    assert (found.hall.port, found.hall.pace, found.hall.agency_id) == (5, 12, "satu")
    assert [one.username for one in found.hall.accounts] == ["pengelola"]
    again = manager.done("/practice/open", minutes=60)
    assert again["hall"] == found.hall.model_dump(mode="json")
    assert manager.done("/practice/close")["state"] == "closed"
    assert manager.done("/practice/close")["state"] == "closed"


def test_staff_see_where_it_is_and_no_passwords(hub: Inside) -> None:
    hub.staff("citra").done("/practice/open", minutes=30)
    found = becomes(hub, "open", "ani")
    assert found.hall is not None
    assert found.hall.accounts == ()
    assert hub.staff("ani").change("/practice/close").status_code == 403


def test_one_that_cannot_start_is_told_and_may_be_opened_again(hub: Inside) -> None:
    hub.app.hub.practice.program = (sys.executable, "-c", "raise SystemExit(3)")
    hub.staff("citra").done("/practice/open")
    becomes(hub, "failed")
    hub.app.hub.practice.program = (sys.executable, "-c", STANDS_IN)
    hub.staff("citra").done("/practice/open")
    becomes(hub, "open")


@pytest.mark.parametrize(
    "wanted", [{"minutes": 5}, {"minutes": 241}, {"pace": 1}, {"agency_id": "tidak-ada"}]
)
def test_what_is_asked_for_has_bounds(hub: Inside, wanted: dict[str, Any]) -> None:
    assert hub.staff("citra").change("/practice/open", **wanted).status_code in (409, 422)
    assert looked(hub).state == "closed"


def test_the_cookies_of_a_training_hall_are_its_own() -> None:
    seen: list[str] = []

    def app(environ: dict[str, str], start_response: object) -> list[bytes]:
        seen.append(environ["HTTP_COOKIE"])
        start_response("200 OK", [("Set-Cookie", "balai_session=new; Path=/"), ("X-A", "b=c")])  # type: ignore[operator]
        return []

    sent: list[tuple[str, str]] = []
    OwnCookies(app)(
        {"HTTP_COOKIE": "balai_session=real; balai_practice=mine; language=en"},
        lambda status, headers: sent.extend(headers),
    )
    assert seen == ["balai_session=mine; language=en"]
    assert sent == [("Set-Cookie", "balai_practice=new; Path=/"), ("X-A", "b=c")]
