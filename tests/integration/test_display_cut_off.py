"""A display that was cut off for a long time, on the real link."""

from pathlib import Path

from balai.clock import SystemClock
from display.announcer import Announcer
from display.screen import HiddenScreen
from display.voice import ChimeVoice
from display.wall import Wall as Screen
from hardware.audio import VirtualAudio
from tests.support.hubs import Hub, Site
from tests.support.listeners import Desk, Wall, issue
from tests.support.wait import eventually


def test_a_display_that_was_cut_off_shows_the_truth_at_once_and_says_nothing_old(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        _cut_off_and_back(site, site.start())


def _cut_off_and_back(site: Site, hub: Hub) -> None:
    kiosk, board = hub.api(site.device("kiosk")), hub.api(site.device("display", "layar-2"))
    desk = Desk(hub.staff("ani", site.account("ani")), "loket-1")
    issue(kiosk, "perekaman-ktp", 201)
    follower = Wall(hub.url, site.device("display", "layar-1"))
    clock = SystemClock()
    audio = VirtualAudio(clock)
    screen = Screen(clock, HiddenScreen((640, 360)), Announcer(clock, audio, ChimeVoice()))

    def caught_up(seq: int) -> bool:
        while not follower.link.events.empty():
            event = follower.link.events.get_nowait()
            screen.hear(event)
            screen.step()
        return screen.board is not None and screen.board.seq >= seq and screen.board.down_since is None

    eventually(lambda: caught_up(1))
    link = follower.link
    assert link._socket is not None
    connect = link._connect_once
    link._connect_once = lambda: False  # type: ignore[method-assign]  # the cable is out
    link._socket.drop()
    numbers = [desk.call() for _ in range(200)]
    truth = board.get("/state?audience=board").ok()
    link._connect_once = connect  # type: ignore[method-assign]  # and in again
    eventually(lambda: caught_up(truth["seq"]))
    assert screen.board is not None
    assert screen.board.view.model_dump(mode="json") == truth["data"]
    assert screen.board.calls[0].number == numbers[-1]
    assert audio.plays <= 1
    follower.close()
