"""The window to virtual hardware: real HTTP on loopback, driving mock pins and a virtual printer."""

from __future__ import annotations

import http.client
import io
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from demo.driving.tickets import read_number
from hardware.ports import PartUnavailable
from hardware.printers.profiles import GENERIC, profiles
from hardware.registry import open_pins, open_printer
from hardware.virtual.panel import VirtualPanel
from hardware.virtual.printer import VirtualPrinterLink
from hardware.virtual.routes import show_panel, show_printer
from hardware.virtual.window import VirtualHardware
from kiosk.paper.sample import SAMPLE
from kiosk.paper.ticket_layout import draw_ticket


class Bench:
    """A panel with a button on pin 2 and a lamp on 15, and a printer, behind their window."""

    def __init__(self, panel: VirtualPanel, printer: VirtualPrinterLink, window: VirtualHardware) -> None:
        self.panel, self.printer, self.window = panel, printer, window
        self.presses: list[int] = []
        panel.button(2).on_press(lambda: self.presses.append(2))
        self.lamp = panel.lamp(15)

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        host = self.window.url.removeprefix("http://")
        with closing(http.client.HTTPConnection(host, timeout=5)) as connection:
            connection.request(method, path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def state(self) -> dict[str, Any]:
        status, body = self.ask("GET", "/state")
        assert status == 200
        data: dict[str, Any] = json.loads(body)
        return data


@pytest.fixture
def bench() -> Iterator[Bench]:
    panel, printer = open_pins("virtual:"), open_printer("virtual:", profile=profiles()[GENERIC])
    assert isinstance(panel, VirtualPanel)
    assert isinstance(printer, VirtualPrinterLink)
    window = VirtualHardware()
    show_panel(window, panel)
    show_printer(window, printer.virtual)
    window.start()
    yield Bench(panel, printer, window)
    window.stop()
    printer.close()
    panel.close()


def test_a_press_drives_the_mock_pin_once(bench: Bench) -> None:
    status, told = bench.ask("POST", "/press/2")
    assert (status, json.loads(told)["pressed"]) == (200, 2)
    assert bench.presses == [2]
    assert bench.panel.factory.pin(2).state, "the button is let go again"
    assert bench.ask("POST", "/press/3")[0] == 404
    assert bench.presses == [2]


def test_the_state_tells_what_the_lamps_were_told(bench: Bench) -> None:
    for order, mode in ((bench.lamp.on, "on"), (bench.lamp.blink, "blink"), (bench.lamp.off, "off")):
        order()
        assert bench.state()["lamps"] == {"15": mode}
    assert bench.state()["buttons"] == [2]


def test_tickets_are_shown_as_pictures_and_as_bytes(bench: Bench) -> None:
    assert bench.ask("GET", "/ticket.png")[0] == 404
    for number in ("A-001", "A-002"):
        bench.printer.print_image(draw_ticket(replace(SAMPLE, number=number), 576))
    for path, number in (("/ticket.png", "A-002"), ("/tickets/1.png", "A-001"), ("/tickets/2.png", "A-002")):
        status, png = bench.ask("GET", path)
        assert status == 200
        assert read_number(Image.open(io.BytesIO(png))) == number
    assert bench.ask("GET", "/tickets/3.png")[0] == 404
    assert bench.ask("GET", "/ticket.bin")[1] == bench.printer.virtual.printed()[-1].data
    assert bench.state()["printer"]["printed"] == 2


def test_paper_goes_out_and_in(bench: Bench) -> None:
    assert bench.ask("POST", "/paper/out")[0] == 200
    assert bench.state()["printer"]["paper"] == "out"
    assert bench.printer.status().paper == "out"
    assert bench.ask("POST", "/paper/in")[0] == 200
    assert bench.printer.status().paper == "ok"


def test_what_is_not_there_is_said_to_be_not_there(bench: Bench) -> None:
    assert bench.ask("GET", "/nothing")[0] == 404
    assert bench.ask("GET", "/press/2")[0] == 405
    assert bench.presses == []


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://example.org"}, {"Host": "evil.example.org"}, {"Origin": "null"}]
)
def test_pages_of_other_sites_are_refused(bench: Bench, headers: dict[str, str]) -> None:
    assert bench.ask("POST", "/press/2", headers)[0] == 403
    assert bench.presses == []


def test_pages_of_this_machine_may_ask(bench: Bench) -> None:
    assert bench.ask("POST", "/press/2", {"Origin": "http://127.0.0.1:8800"})[0] == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "", "::", "example.org"])  # noqa: S104
def test_an_address_that_others_could_reach_is_refused(host: str) -> None:
    with pytest.raises(PartUnavailable, match="this machine only") as refusal:
        VirtualHardware(host=host)
    assert refusal.value.code == "not_loopback"


def test_a_port_that_is_taken_is_told(bench: Bench) -> None:
    port = int(bench.window.url.rpartition(":")[2])
    with pytest.raises(PartUnavailable, match=str(port)):
        VirtualHardware(port=port)


def test_a_pin_cannot_carry_two_parts(bench: Bench) -> None:
    with pytest.raises(PartUnavailable, match="pin 15"):
        bench.panel.lamp(15)
    with pytest.raises(PartUnavailable, match="pin 99"):
        bench.panel.button(99)
