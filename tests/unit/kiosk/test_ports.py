"""The flow knows a front and a giver of numbers by their ports alone: here a screen and its own numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image

from balai.clock import ManualClock
from balai.protocol.requests import DeviceFault
from hardware.ports import HubUnavailable, LinkUp, Scan
from kiosk.flow.controller import Controller
from kiosk.flow.handover import HandOver, Kept
from kiosk.flow.lane import Lanes
from kiosk.flow.ports import Choice, CodeAsked, Denied, Front, Given, Numbers, Standing
from kiosk.journal.hub_time import HubTime
from kiosk.journal.journal import Journal
from kiosk.journal.roll import RollBook
from kiosk.paper.papers import Paper
from kiosk.paper.told import Told
from tests.support.kiosk_fakes import START, FakeLink, FakePrinter, InlineLane, issued, snapshot


class Screen:
    """A front without a file: it shows whatever the hall has, and says what became of a touch."""

    services = frozenset[str]()
    needs_paper = True
    trouble: DeviceFault | None = None

    def __init__(self) -> None:
        self.choose: Callable[[Choice], None] = lambda _choice: None
        self.shown: list[frozenset[str]] = []
        self.heard: list[tuple[str, str]] = []

    def on_choice(self, choose: Callable[[Choice], None]) -> None:
        self.choose = choose

    def on_denied(self, deny: Callable[[Denied], None]) -> None:
        pass

    def on_wake(self, wake: Callable[[], None]) -> None:
        pass

    def on_code(self, ask: Callable[[CodeAsked], None]) -> None:
        pass

    def scanned(self, scan: Scan) -> None:
        pass

    def told(self, of_code: Told) -> None:
        pass

    def offer(self, services: frozenset[str]) -> None:
        if not self.shown or self.shown[-1] != services:
            self.shown.append(services)

    def learn(self, standing: Standing) -> None:
        pass

    def working(self, choice: Choice) -> None:
        self.heard.append(("working", choice.service))

    def served(self, choice: Choice, given: Given) -> None:
        self.heard.append(("served", choice.service))

    def refused(self, choice: Choice, why: DeviceFault) -> None:
        self.heard.append((why.code, choice.service))

    def next_change(self) -> float | None:
        return None


class OwnNumbers:
    """A block of two numbers."""

    def __init__(self) -> None:
        self.given = 0
        self.linked = self.prints = False
        self.sure: Callable[[], None] = lambda: None

    def offered(self, service_id: str) -> bool:
        return True

    def issue(self, choice: Choice) -> Given:
        if self.given == 2:
            raise HubUnavailable("the block is used up")
        self.given += 1
        return Given(issued(self.given, choice.service))


def _draw(paper: Paper) -> Iterator[Image.Image]:
    image = Image.new("1", (8, 8))
    image.info["number"] = paper.number
    return iter((image,))


def test_another_front_and_another_giver_of_numbers_need_no_word_of_the_flow(tmp_path: Path) -> None:
    screen, numbers, printer = Screen(), OwnNumbers(), FakePrinter()
    front: Front = screen
    giver: Numbers = numbers
    clock, link, journal = ManualClock(START), FakeLink(), Journal(tmp_path)
    hub_time = HubTime(clock, "boot")
    kept = Kept(
        journal,
        hub_time,
        HandOver(link, journal, hub_time, clock, frozenset()),
        RollBook(tmp_path / "roll.json", 80.0, 8.0),
    )
    flow = Controller(
        front,
        printer,
        Lanes(InlineLane(), InlineLane(), InlineLane()),
        giver,
        link,
        link,
        link,
        clock,
        kept,
        draw=_draw,
        tell=lambda _status: None,
    )
    flow.post(LinkUp())
    flow.post(snapshot())
    for service in ("akta", "kk", "ktp"):
        screen.choose(Choice(service, "touch"))
    for _ in range(20):
        assert flow.step()
    assert screen.shown == [frozenset(), frozenset({"akta", "ktp", "kk"})]
    assert screen.heard == [
        ("working", "akta"), ("served", "akta"), ("working", "kk"), ("served", "kk"), ("working", "ktp"),
        ("hub_silent", "ktp"),
    ]  # fmt: skip
    assert printer.printed == ["A-001", "A-002"]
    assert flow.status().faults == (DeviceFault(code="hub_silent"),)
