"""The whole way: a pin driven low, the ticket, a call from a tablet, the wall, the voice, the log."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, expect

from balai.protocol.pushes import Called, Push
from balai.speech import SpokenCall, call_units
from demo.driving.api import Api
from demo.driving.displays import RATE, Display
from demo.driving.hubs import Hub, Site
from demo.driving.kiosks import Kiosk
from demo.driving.tickets import read_number
from demo.driving.wait import eventually
from display.frame import BoardFile, paint
from hardware.virtual.printer import VirtualPrinter
from tests.support.pages.browser import tablet_context
from tests.support.wall.pixels import pixels
from voice.mixing import Speech
from voice.voice import open_voice

PIN, LAMP, SERVICE = 2, 15, "akta-kelahiran"
CALL_AREA = (slice(84, 952), slice(0, 1920))


class WholeHall:
    """One hub, one kiosk with a printer on a socket, one wall with captured sound, one tablet."""

    def __init__(self, folder: Path, browser: Browser) -> None:
        self.site = Site(folder)
        self.password = self.site.account("rahma")
        self.manager_password = self.site.account("kepala", "manager")
        self.hub: Hub = self.site.start()
        self.printer = VirtualPrinter()
        self.kiosk = Kiosk(
            folder / "kiosk",
            self.hub.url,
            self.site.device("kiosk"),
            printer=f"tcp://127.0.0.1:{self.printer.port}",
            buttons=((PIN, LAMP, SERVICE),),
        )
        self.display = Display(
            folder / "display", self.hub.url, self.site.device("display"), directions='loket-2 = "left"'
        )
        self.context = tablet_context(browser)
        self.manager: Api | None = None

    def tablet(self) -> Page:
        """Signed in at counter 2."""
        page = self.context.new_page()
        page.goto(f"{self.hub.url}/staff")
        page.get_by_label("Nama pengguna").fill("rahma")
        page.get_by_label("Kata sandi").fill(self.password)
        page.get_by_role("button", name="Masuk").click()
        page.get_by_role("button").filter(has_text="Loket 2").click()
        expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()
        return page

    def read(self, path: str) -> dict[str, Any]:
        """What a manager reads of the hub."""
        self.manager = self.manager or self.hub.staff("kepala", self.manager_password)
        return self.manager.get(path).ok()

    def close(self) -> None:
        """End all of it."""
        self.context.close()
        if self.manager is not None:
            self.manager.close()
        self.display.close()
        self.kiosk.close()
        self.printer.close()
        self.site.close()


@pytest.fixture
def whole(tmp_path: Path, chromium: Browser) -> Iterator[WholeHall]:
    hall = WholeHall(tmp_path, chromium)
    yield hall
    hall.close()


def test_from_the_button_to_the_log(whole: WholeHall) -> None:
    whole.kiosk.open(LAMP)
    page = whole.tablet()
    whole.kiosk.press(PIN)
    number = _number_on_paper(whole)

    page.get_by_role("button", name="Panggil berikutnya").click()
    expect(page.get_by_role("button", name="Hadir Mulai melayani")).to_be_visible()
    _the_wall_shows(whole, number)
    _the_voice_says(whole, number)

    page.get_by_role("button", name="Hadir Mulai melayani").click()
    expect(page.get_by_text("Dilayani", exact=True)).to_be_visible()
    page.get_by_role("button", name="Selesai", exact=True).click()
    expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()
    _the_log_tells(whole, number)


def _number_on_paper(whole: WholeHall) -> str:
    """The number that the bytes on the printer's socket decode to, which is the one that the hub gave."""
    ticket = eventually(lambda: whole.printer.ticket(1), what=f"a ticket:\n{whole.kiosk.log}")
    assert ticket is not None
    number = read_number(ticket.picture)
    waiting = whole.read("/state?audience=staff")["data"]["waiting"]
    assert [leg["number"] for leg in waiting] == [number]
    return number


def _the_wall_shows(whole: WholeHall, number: str) -> None:
    """The frame is the one painted for this number and counter, and not that of another."""
    board = BoardFile.model_validate(whole.read("/state?audience=board")["data"])
    (call,) = board.calls
    at_counter = next(c for c in board.counters if c.id == call.counter_id)
    assert (call.number, at_counter.number) == (number, 2)

    def painted(shown: str, counter: int) -> NDArray[np.int_]:
        facts = Called(
            leg_id=call.leg_id, number=shown, service_id=call.service_id, agency_id=at_counter.agency_id,
            counter_id=f"loket-{counter}", counter_number=counter, called_at=call.at,
        )  # fmt: skip
        push = Push(
            day="2026-01-01", seq=1, prev=0, type="leg_called", at=call.at, data=facts.model_dump(mode="json")
        )
        file = board.model_copy(update={"pushes": (push,)})
        return _area(paint(file, (1920, 1080), call.at, {"loket-2": "left", "loket-3": "left"}))

    right = painted(number, 2)
    eventually(lambda: _difference(whole, right) < 0.001, what=f"the call on the wall:\n{whole.display.log}")
    assert _difference(whole, painted(f"{number[:-1]}9", 2)) > 0.001
    assert _difference(whole, painted(number, 3)) > 0.001


def _area(surface: pygame.Surface) -> NDArray[np.int_]:
    return np.asarray(pixels(surface).astype(int)[CALL_AREA])


def _difference(whole: WholeHall, other: NDArray[np.int_]) -> float:
    return float((np.abs(_area(whole.display.frame()) - other).max(axis=2) > 96).mean())


def _the_voice_says(whole: WholeHall, number: str) -> None:
    """The captured sound is the chime and the sentence twice, as long as they are, and nothing else."""
    voice = open_voice("espeak-ng:", whole.display.clips)
    mixed: Future[Speech] = voice.prepare(
        call_units(SpokenCall(number, 2, "Disdukcapil", direction="left")), 2
    )
    expected = np.frombuffer(mixed.result(30).samples, dtype="<i2")
    voice.close()
    sounded = _sounding(expected)
    eventually(
        lambda: _complete(whole, len(sounded)), timeout=60, what=f"the whole call:\n{whole.display.log}"
    )
    heard = _sounding(whole.display.sound())
    assert abs(len(heard) - len(sounded)) < 0.1 * RATE
    assert np.array_equal(heard[: RATE // 2], sounded[: RATE // 2]), "the chime comes first, unchanged"
    quiet = 600  # between words; both are the same samples, so they are quiet together
    louder = (np.abs(heard[: len(sounded)]) > quiet).mean() / (np.abs(sounded[: len(heard)]) > quiet).mean()
    assert 0.95 < louder < 1.05, "speech is there for as long as it should be"


def _complete(whole: WholeHall, length: int) -> bool:
    """Whether the call is over: the file goes on with a second of silence behind it."""
    sound = whole.display.sound()
    heard = _sounding(sound)
    if len(heard) < length - 0.1 * RATE:
        return False
    return bool(np.flatnonzero(sound)[-1] < len(sound) - RATE)


def _sounding(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    found = np.flatnonzero(samples)
    return samples[found[0] : found[-1] + 1] if len(found) else samples[:0]


def _the_log_tells(whole: WholeHall, number: str) -> None:
    entries = whole.read("/log?after=0&limit=500")["entries"]
    visit = next(json.loads(e["body"])["visit_id"] for e in entries if e["type"] == "visit_issued")
    story = [e for e in entries if visit in e["body"]]
    told = [json.loads(e["body"])["kind"] for e in story if e["type"] == "call_announced"]
    steps = [e["type"] for e in story if e["type"] != "call_announced"]
    assert steps == ["visit_issued", "leg_called", "leg_started", "leg_finished"]
    # The wall has said so itself.
    assert told == ["shown", "spoken"]
    assert number in next(e["body"] for e in entries if e["type"] == "visit_issued")
    assert time.strptime(entries[0]["at"][:19], "%Y-%m-%dT%H:%M:%S")
    whole.site.balai("log", "verify", "--config", str(whole.site.config))
