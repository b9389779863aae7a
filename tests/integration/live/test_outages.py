"""What breaks on the live wire, and how the wall comes back to the truth: hub gone, hub hung, client slow,
midnight."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from balai.protocol.views import Snapshot
from demo.driving.api import Api
from demo.driving.hubs import Site
from demo.driving.wait import eventually
from hardware.ports import LinkDown
from server.live.namespace import MOST_OF_ONE
from tests.support.hub.listeners import Bare, StaffedCounter, Wall, hello, issue
from tests.support.hub.services import free_port

KTP = "perekaman-ktp"
SHOWN_WITHIN = 10.0
DAY_IN_TEN_SECONDS = 8640
MANY = 530


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path) as made:
        yield made


def all_true(walls: list[Wall], api: Api) -> Callable[[], bool]:
    """Whether all walls are linked and show what the hub says."""
    return lambda: all(wall.up and wall.is_true_to(api) for wall in walls)


def test_walls_find_back_to_a_hub_that_was_killed(site: Site) -> None:
    site.write_config(port=free_port())
    display, kiosk, password = site.device("display"), site.device("kiosk"), site.account("sari")
    hub = site.start()
    walls = [Wall(hub.url, display) for _ in range(5)]
    issue(hub.api(kiosk), KTP, 3)
    staffed = StaffedCounter(hub.staff("sari", password), "loket-1")
    staffed.call()
    eventually(all_true(walls, hub.api(display)), what="the first boards")
    hub.kill()
    eventually(lambda: not any(wall.up for wall in walls), timeout=SHOWN_WITHIN, what="the loss to show")
    hub = site.start()
    staffed.api = hub.staff("sari", password)
    staffed.call()
    eventually(all_true(walls, hub.api(display)), what="the true boards")
    for wall in walls:
        wall.close()
    lost = walls[0].of(LinkDown)
    assert len(lost) == 1, "one loss is told once"


def test_a_hub_that_hangs_shows_within_ten_seconds(site: Site) -> None:
    display = site.device("display")
    hub = site.start()
    wall = Wall(hub.url, display)
    eventually(lambda: wall.is_true_to(hub.api(display)))
    os.kill(hub.pid, signal.SIGSTOP)
    try:
        eventually(lambda: not wall.up, timeout=SHOWN_WITHIN, what="the dead link to show")
    finally:
        os.kill(hub.pid, signal.SIGCONT)
    eventually(lambda: wall.up and wall.is_true_to(hub.api(display)), what="the link to come back")
    wall.close()


def test_stopping_leaves_no_thread_and_does_not_wait(site: Site) -> None:
    display = site.device("display")
    hub = site.start()
    wall = Wall(hub.url, display)
    eventually(lambda: wall.up)
    wall.link.stop()
    wall.link.stop()
    assert wall.link._thread is not None
    assert not wall.link._thread.is_alive(), "stop() waits at most a second for it"


def test_a_client_that_does_not_read_is_let_go_and_finds_back(site: Site) -> None:
    kiosk, password = site.device("kiosk"), site.account("sari")
    hub = site.start()
    staff = hub.staff("sari", password)
    with Bare(hub.url, hello(), cookie=staff.cookie, small=True) as slow:
        seen = slow.hear("snapshot")
        issue(hub.api(kiosk), KTP, MANY)
        eventually(lambda: listeners(hub.url) == 0, timeout=30, what="the slow client to be let go")
        assert slow.ended()
    last = {"day": seen["day"], "seq": seen["seq"]}
    with Bare(hub.url, hello(last=last), cookie=staff.cookie) as again:
        kind, snapshot = again.first()
    assert kind == "snapshot", "too many were missed to be led through"
    assert snapshot["seq"] == seen["seq"] + MANY


def test_what_waits_for_a_slow_reader_comes_whole_and_in_order(site: Site) -> None:
    kiosk, password = site.device("kiosk"), site.account("sari")
    hub = site.start()
    staff, api = hub.staff("sari", password), hub.api(kiosk)
    numbers = []
    with Bare(hub.url, hello(), cookie=staff.cookie, small=True) as slow:
        seen = slow.hear("snapshot")
        for _ in range(200):
            numbers += issue(api, KTP)
            slow.send("3")  # alive, but not reading
        pushes = [slow.hear("push") for _ in numbers]
    assert [push["data"]["number"] for push in pushes] == numbers
    assert [push["seq"] for push in pushes] == list(range(seen["seq"] + 1, seen["seq"] + 201))


def test_many_that_go_at_once_leave_the_hub_clean(site: Site) -> None:
    displays = site.displays(2).split()
    hub = site.start()
    clients = [Bare(hub.url, hello(displays[number % 2])) for number in range(200)]
    for client in clients:
        client.hear("snapshot")
    eventually(lambda: listeners(hub.url) == 200)
    for client in clients:
        client.close()
    eventually(lambda: listeners(hub.url) == 0, what="the hub to forget them")
    assert '"level": "error"' not in hub.log
    assert hub.stop() == 0


def test_of_too_many_with_one_token_the_oldest_goes_and_nobody_else(site: Site) -> None:
    taken, other, password = site.device("display", "a"), site.device("display", "b"), site.account("sari")
    hub = site.start()
    with Bare(hub.url, hello(other)) as wall, ExitStack() as those:
        wall.hear("snapshot")
        many = [those.enter_context(Bare(hub.url, hello(taken))) for _ in range(MOST_OF_ONE + 3)]
        for client in many[3:]:
            client.hear("snapshot")
        assert [client.ended() for client in many[:3]] == [True] * 3
        eventually(lambda: listeners(hub.url) == MOST_OF_ONE + 1)
        hub.staff("sari", password).change("/counters/loket-1/open").ok()
        assert {client.hear("push")["type"] for client in (wall, many[3], many[-1])} == {"counter_opened"}


def test_who_is_no_longer_known_hears_no_more(site: Site) -> None:
    display, password = site.device("display"), site.account("sari")
    hub = site.start()
    staff = hub.staff("sari", password)
    with Bare(hub.url, hello(display)) as wall, Bare(hub.url, hello(), cookie=staff.cookie) as tablet:
        wall.hear("snapshot")
        tablet.hear("snapshot")
        assert staff.ask("DELETE", "/session").status == 204
        assert tablet.ended()
        site.balai("device", "remove", "display", "--config", str(site.config))
        assert wall.ended()


def listeners(url: str) -> int:
    """How many the hub says hear it."""
    import urllib3

    with urllib3.PoolManager() as pool:
        page = pool.request("GET", f"{url}/metrics").data.decode()
    line = next(line for line in page.splitlines() if line.startswith("balai_listeners"))
    return int(float(line.split()[1]))


def test_midnight_brings_the_new_day_by_itself(tmp_path: Path) -> None:
    clock = f"scaled:{time.time()!r}:{DAY_IN_TEN_SECONDS}:2026-04-14T09:00:00+08:00"
    with Site(tmp_path, clock=clock) as site:
        display = site.device("display")
        hub = site.start()
        wall = Wall(hub.url, display)
        eventually(lambda: wall.look() is not None)
        before = wall.day
        eventually(lambda: wall.look() is not None and wall.day > before, timeout=30, what="midnight")
        assert wall.up
        days = [event.day for event in wall.of(Snapshot) if isinstance(event, Snapshot)]
        assert days == sorted(days)
        assert not wall.of(LinkDown)
        wall.close()
