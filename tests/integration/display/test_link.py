"""Displays and their hub: a hub that starts again, who speaks, what staff have said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from balai.protocol.pushes import MaySpeak, Speaker
from demo.driving.api import Api
from demo.driving.hubs import Hub, Site, steady_port
from demo.driving.wait import eventually
from hardware.ports import LinkDown
from tests.support.hub.listeners import Wall

DISPLAYS = 50


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path) as site:
        site.write_config(port=steady_port())
        yield site


@pytest.fixture
def hub(site: Site) -> Hub:
    return site.start()


def speaks(wall: Wall) -> bool:
    """Whether the last word was that it speaks."""
    said = [event for event in wall.of(Speaker) if isinstance(event, Speaker)]
    return bool(said) and said[-1].zones != ()


def test_a_hub_that_starts_again_finds_fifty_displays(site: Site, hub: Hub) -> None:
    token = site.device("display", "layar-1")
    with ExitStack() as stack:
        walls = [Wall(hub.url, token) for _ in range(DISPLAYS)]
        for wall in walls:
            stack.callback(wall.close)
        eventually(lambda: all(wall.up for wall in walls), timeout=60)
        hub.kill()
        eventually(lambda: not any(wall.up for wall in walls), timeout=30)
        again = site.start()
        eventually(lambda: all(wall.up for wall in walls), timeout=30)
        assert again.runs
        assert all(wall.is_true_to(again.api(token)) for wall in walls[:3])


def test_one_display_speaks_and_another_takes_over(site: Site, hub: Hub) -> None:
    tokens = [site.device("display", f"layar-{number}") for number in (1, 2, 3)]
    walls = [Wall(hub.url, token) for token in tokens]
    for wall, able in zip(walls, (True, True, False), strict=True):
        wall.link.may_speak(MaySpeak(able=able))
        eventually(partial(wall.of, Speaker))
    assert [speaks(wall) for wall in walls] == [True, False, False]
    walls[0].close()
    eventually(lambda: speaks(walls[1]))
    walls[2].link.may_speak(MaySpeak(able=True))
    walls[1].link.may_speak(MaySpeak(able=False))
    eventually(lambda: speaks(walls[2]))
    eventually(lambda: not speaks(walls[1]))
    for wall in walls[1:]:
        wall.close()


def test_after_a_restart_of_the_hub_somebody_speaks_again(site: Site, hub: Hub) -> None:
    walls = [Wall(hub.url, site.device("display", f"layar-{number}")) for number in (1, 2)]
    for wall in walls:
        wall.link.may_speak(MaySpeak(able=True))
    eventually(lambda: sum(speaks(wall) for wall in walls) == 1 and all(wall.of(Speaker) for wall in walls))
    hub.kill()
    eventually(lambda: all(wall.of(LinkDown) for wall in walls))
    # The hub serves a moment before it says so: who is back by then was told already.
    lost = [len(wall.heard) for wall in walls]
    site.start()
    told = [partial(_told_after, wall, at) for wall, at in zip(walls, lost, strict=True)]
    eventually(lambda: all(ask() for ask in told) and sum(speaks(wall) for wall in walls) == 1, timeout=30)
    for wall in walls:
        wall.close()


def _told_after(wall: Wall, heard: int) -> bool:
    """Whether the hub that came later has said who speaks, and its connection stands."""
    wall.look()
    since = wall.heard[heard:]
    return wall.up and any(isinstance(event, Speaker) for event in since)


def test_staff_have_something_said_and_managers_see_the_wall(site: Site, hub: Hub) -> None:
    display: Api = hub.api(site.device("display", "layar-1"))
    staff, manager = hub.staff("ani", site.account("ani")), hub.staff("budi", site.account("budi", "manager"))
    text = "Mobil putih, lampunya masih menyala."
    made = staff.change("/announcements", text=text).ok()
    found = display.get(f"/announcements/{made['announcement_id']}").ok()
    assert (found["text"], found["times"], found["zone_id"]) == (
        "Mobil putih, lampunya masih menyala.",
        2,
        None,
    )
    log = json.dumps(manager.get("/log?after=0&limit=1000").ok())
    assert "announcement_made" in log
    assert "lampunya" not in log
    refused = staff.change("/announcements", text="Bapak dengan NIK 6402 0612 3456 7890 ditunggu.")
    assert refused.status == 422
    assert staff.change("/announcements", text="Halo.", zone_id="tidak-ada").status == 404
    assert manager.get("/devices/layar-1/frame").status == 404
