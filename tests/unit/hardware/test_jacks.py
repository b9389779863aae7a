"""Headphones are found at every socket that tells of them, and are what a screen is heard in."""

from __future__ import annotations

import os
import queue
from contextlib import closing
from pathlib import Path

import pytest

from balai.clock import ManualClock
from hardware.ports import AudioOut, PartUnavailable
from hardware.sound.jacks import EV_SWITCH, EVENT, HEADPHONE, Headphones, Socket, sockets
from hardware.virtual.headphones import VirtualHeadphones
from kiosk.screen.listening import Ear
from tests.support.kiosk_fakes import START

SECONDS = 20.0


def _machine(folder: Path) -> Path:
    """A machine with a keyboard, a lid, and two sound cards whose sockets tell of headphones."""
    devices = folder / "devices"
    switches = {"0": None, "1": "1", "2": "4", "3": "1f 14", "4": "", "5": "x"}
    for number, switch in switches.items():
        card = {"2": "pci/sound/card0/input7", "3": "usb/sound/card2/input9"}.get(
            number, f"platform/i{number}"
        )
        event = devices / card / f"event{number}"
        (event / "device" / "capabilities").mkdir(parents=True)
        if switch is not None:
            (event / "device" / "capabilities" / "sw").write_text(f"{switch}\n")
        inputs = folder / "class"
        inputs.mkdir(exist_ok=True)
        (inputs / f"event{number}").symlink_to(event)
    cards = " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n                      HDA Intel PCH at 0xf7\n"
    (folder / "cards").write_text(f"{cards} 2 [Headset        ]: USB-Audio - Logi - Headset\n\n")
    return folder


def test_sockets_are_told_from_other_switches_and_know_their_card(tmp_path: Path) -> None:
    folder = _machine(tmp_path)
    found = sockets(folder / "class", Path("/dev/input"), folder / "cards")
    assert list(found) == [
        Socket(Path("/dev/input/event2"), "HDA Intel PCH"),
        Socket(Path("/dev/input/event3"), "Logi - Headset"),
    ]
    assert [socket.card for socket in sockets(folder / "class", cards=folder / "none")] == ["", ""]
    assert list(sockets(folder / "nowhere")) == []
    assert isinstance(list(sockets()), list), "whatever this machine has"


@pytest.fixture
def heard() -> queue.Queue[Socket | None]:
    return queue.Queue()


def test_it_is_told_when_they_are_plugged_in_and_pulled_out(heard: queue.Queue[Socket | None]) -> None:
    with closing(VirtualHeadphones(heard.put, "HDA Intel PCH")) as headphones:
        headphones.start()
        for _ in range(2):
            headphones.plug(in_=True)
            headphones.plug(in_=True)
            socket = heard.get(timeout=SECONDS)
            assert socket is not None
            assert (socket.card, headphones.socket) == ("HDA Intel PCH", socket)
            headphones.plug(in_=False)
            assert heard.get(timeout=SECONDS) is None
        assert heard.empty()
    headphones.close()


def test_a_card_that_is_pulled_out_with_them_and_noise_on_its_line(
    tmp_path: Path, heard: queue.Queue[Socket | None]
) -> None:
    there: list[Socket] = []
    places = [Socket(tmp_path / f"event{n}", f"card {n}") for n in range(2)]
    cables = []
    for place in places:
        os.mkfifo(place.path)
        cables.append(os.open(place.path, os.O_RDWR | os.O_NONBLOCK))
    gone = Socket(tmp_path / "nothing")
    with closing(Headphones(heard.put, lambda: iter([gone, *there]))) as headphones:
        headphones.start()
        there.extend(places)
        headphones.look_again()
        noise = EVENT.pack(0, 0, 1, HEADPHONE, 1) + EVENT.pack(0, 0, EV_SWITCH, 4, 1)
        os.write(cables[0], noise + EVENT.pack(0, 0, EV_SWITCH, HEADPHONE, 1) + b"torn")
        assert heard.get(timeout=SECONDS) == places[0]
        os.write(cables[1], EVENT.pack(0, 0, EV_SWITCH, HEADPHONE, 1))
        there.remove(places[0])
        headphones.look_again()
        assert heard.get(timeout=SECONDS) == places[1]
        there.clear()
        headphones.look_again()
        assert heard.get(timeout=SECONDS) is None
    for cable in cables:
        os.close(cable)


class _Card:
    """Keeps what was played on it."""

    def __init__(self, opened: list[str], url: str) -> None:
        self._opened, self._url = opened, url

    def play(self, samples: bytes, rate: int) -> None:
        self._opened.append(self._url)

    def busy(self) -> bool:
        return False

    def stop(self) -> None:
        """Nothing sounds."""

    def close(self) -> None:
        self._opened.append("closed")


@pytest.fixture
def played() -> list[str]:
    return []


def _ear(url: str, played: list[str], names: tuple[str, ...], missing: frozenset[str] = frozenset()) -> Ear:
    def open_(wanted: str) -> AudioOut:
        if wanted in missing:
            raise PartUnavailable("no_sound_card", wanted)
        return _Card(played, wanted)

    return Ear(url, ManualClock(START), open_=open_, names=lambda: names)


def test_what_is_said_is_heard_where_they_are_and_on_the_loudspeaker_again_afterwards(
    played: list[str],
) -> None:
    names = ("HDA Intel PCH, ALC887", "Logi - Headset, USB Audio")
    ear = _ear("pygame:", played, names)
    ear.play(b"", 24_000)
    ear.move(Socket(Path("event3"), "Logi - Headset"))
    ear.play(b"", 24_000)
    ear.move(None)
    ear.play(b"", 24_000)
    headset = f"pygame:{names[1]}"
    assert played == ["pygame:", "closed", headset, "closed", "pygame:"]


@pytest.mark.parametrize(
    ("url", "card"),
    [("pygame:USB Audio", "Logi - Headset"), ("pygame:", ""), ("pygame:", "another"), ("virtual:", "Logi")],
)
def test_a_card_that_the_file_names_is_kept_and_one_that_nobody_knows_is_not_looked_for(
    url: str, card: str, played: list[str]
) -> None:
    ear = _ear(url, played, ("Logi - Headset, USB Audio",))
    ear.move(Socket(Path("event3"), card))
    ear.play(b"", 24_000)
    assert played[-1] == url
