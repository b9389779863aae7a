"""A real kiosk on a line that hangs or leads nowhere: a press gets its ticket, the hub has it afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from demo.driving.cable import Cable
from demo.driving.hubs import Hub, Site
from demo.driving.kiosks import Kiosk
from demo.driving.wait import eventually


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def token(site: Site) -> str:
    return site.device("kiosk", "kios-1")


@pytest.fixture(scope="module")
def hub(site: Site) -> Hub:
    return site.start()


@pytest.fixture(scope="module")
def cable(hub: Hub) -> Iterator[Cable]:
    with Cable(hub.port) as cable:
        yield cable


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory, cable: Cable, token: str) -> Iterator[Kiosk]:
    with Kiosk(tmp_path_factory.mktemp("kiosk"), cable.url, token) as kiosk:
        kiosk.open()
        eventually(lambda: _is_ready(kiosk), what="numbers for later")
        yield kiosk


def _is_ready(kiosk: Kiosk) -> bool:
    """Whether it has all that it needs to go on by itself: written whole, piece after piece."""
    kits = [json.loads(path.read_text("utf-8")) for path in kiosk.folder.rglob("kit.json")]
    return any(kit["hall"] and kit["facts"] and kit["held"] and kit["held"]["blocks"] for kit in kits)


def _waiting(hub: Hub, token: str) -> dict[str, int]:
    with closing(hub.api(token)) as api:
        waiting: dict[str, int] = api.get("/state?audience=device").ok()["data"]["waiting"]
        return waiting


@pytest.mark.parametrize("breaks", [Cable.swallow, Cable.pull, Cable.unreachable])
def test_a_line_that_hangs_or_leads_nowhere_costs_nobody_a_ticket(
    breaks: Callable[[Cable], Any], cable: Cable, kiosk: Kiosk, hub: Hub, token: str
) -> None:
    waiting, printed = sum(_waiting(hub, token).values()), kiosk.printed
    breaks(cable)
    for more, (pin, lamp) in enumerate(((2, 15), (3, 16), (4, 17)), start=1):
        kiosk.open(lamp)
        kiosk.press(pin)
        kiosk.wait_printed(printed + more)
    numbers = [kiosk.number(printed + more) for more in (1, 2, 3)]
    assert len(set(numbers)) == 3
    cable.plug()
    eventually(lambda: kiosk.state()["kiosk"]["counts"]["not_handed"] == 0, 20, what="hand-over")
    eventually(lambda: sum(_waiting(hub, token).values()) == waiting + 3, what="each of them waits once")
