"""Printing over real connections: TCP to the virtual printer, a serial line, a device file."""

from __future__ import annotations

import os
import socket
import sys
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from demo.driving.tickets import read_number
from demo.driving.wait import eventually
from hardware.ports import PartUnavailable, PrinterFault
from hardware.printers.escpos_decoder import EscposDecoder, stack
from hardware.printers.escpos_printer import EscposPrinter, Patience
from hardware.printers.lines import TcpLine
from hardware.printers.profiles import GENERIC, profiles
from hardware.registry import open_pins, open_printer
from hardware.virtual.printer import VirtualPrinter
from kiosk.paper.sample import SAMPLE
from kiosk.paper.ticket_layout import draw_ticket

PLAIN = profiles()[GENERIC]


@pytest.fixture
def virtual() -> Iterator[VirtualPrinter]:
    with closing(VirtualPrinter()) as printer:
        yield printer


@pytest.fixture
def printer(virtual: VirtualPrinter) -> Iterator[EscposPrinter]:
    # Short patience: nothing here is slower than a loopback connection.
    with closing(_over_tcp(virtual.port)) as printer:
        yield printer


def _over_tcp(port: int) -> EscposPrinter:
    patience = Patience(answer=0.3, stall=2.0, done=0.7, slowest_mm_per_second=400.0, late=0.3)
    return EscposPrinter(TcpLine("127.0.0.1", port), PLAIN, patience)


@pytest.fixture
def patient(virtual: VirtualPrinter) -> Iterator[EscposPrinter]:
    """One that a busy machine does not make think that its printer is gone."""
    patience = Patience(answer=10.0, stall=10.0, done=10.0, slowest_mm_per_second=400.0, late=0.3)
    with closing(EscposPrinter(TcpLine("127.0.0.1", virtual.port), PLAIN, patience)) as printer:
        yield printer


@pytest.mark.parametrize("width", [576, 384])
def test_the_bytes_on_the_printers_socket_decode_to_the_ticket(virtual: VirtualPrinter, width: int) -> None:
    with closing(open_printer(f"tcp://127.0.0.1:{virtual.port}", profile=PLAIN.with_width(width))) as printer:
        ticket = draw_ticket(SAMPLE, width)
        assert printer.print_image(ticket) == "yes"
    (printed,) = virtual.printed()
    assert printed.picture.tobytes() == ticket.tobytes()
    assert read_number(printed.picture) == "A-038"
    assert b"\x1dv0\x00" in printed.data


def test_a_picture_longer_than_one_raster_command_comes_out_whole(
    virtual: VirtualPrinter, printer: EscposPrinter
) -> None:
    long = Image.new("1", (576, 2100), 1)
    ImageDraw.Draw(long).line((0, 0, 575, 2099), fill=0, width=9)
    printer.print_image(long)
    assert virtual.printed()[0].picture.tobytes() == long.tobytes()


def _strips(first: int = 100) -> tuple[Image.Image, Image.Image, Image.Image]:
    """A ticket, and its two parts."""
    whole = draw_ticket(SAMPLE, 576)
    return whole, whole.crop((0, 0, 576, first)), whole.crop((0, first, 576, whole.height))


def test_a_head_that_is_out_before_the_number_is_known_is_part_of_its_ticket(
    virtual: VirtualPrinter, patient: EscposPrinter
) -> None:
    whole, head, rest = _strips()
    assert patient.status().ok
    for _ in range(2):
        patient.begin(head)
        patient.begin(head)
        assert patient.status().ok, "it is asked between the parts"
        assert patient.print_strips(iter((head, rest)), look=False) == "yes"
    assert [ticket.picture.tobytes() for ticket in virtual.printed()] == [whole.tobytes()] * 2
    assert virtual.printed()[-1].data.count(b"\x1b@") == 1, "nothing is set anew in the middle"


def test_a_head_of_which_nothing_came_is_cut_off_and_is_no_part_of_the_next(
    virtual: VirtualPrinter, patient: EscposPrinter
) -> None:
    whole, head, _ = _strips()
    assert patient.status().ok
    patient.begin(head)
    patient.leave()
    patient.leave()
    assert patient.print_image(whole) == "yes"
    patient.begin(head)
    assert patient.print_image(whole) == "yes"
    pictures = [ticket.picture.tobytes() for ticket in virtual.printed()]
    assert pictures == [head.tobytes(), whole.tobytes()] * 2


def test_a_printer_that_goes_with_a_head_hanging_out_prints_the_ticket_whole_afterwards(
    virtual: VirtualPrinter, printer: EscposPrinter
) -> None:
    whole, head, rest = _strips()
    assert printer.status().ok
    printer.begin(head)
    virtual.hang_up()
    assert printer.status().ok
    assert printer.print_strips(iter((head, rest))) == "yes"
    assert virtual.printed()[-1].picture.tobytes() == whole.tobytes()


def test_a_drawing_that_fails_behind_a_head_says_that_no_number_is_out(
    virtual: VirtualPrinter, patient: EscposPrinter
) -> None:
    whole, head, _ = _strips()

    def broken() -> Iterator[Image.Image]:
        yield head
        raise ValueError("no such letter")

    assert patient.status().ok
    patient.begin(head)
    with pytest.raises(PrinterFault) as fault:
        patient.print_strips(broken())
    assert not fault.value.began
    assert patient.print_image(whole) == "yes"
    assert virtual.printed()[-1].picture.tobytes() == whole.tobytes()


def test_paper_out_is_told_before_anything_is_sent_and_paper_in_is_enough(
    virtual: VirtualPrinter, printer: EscposPrinter
) -> None:
    assert printer.status().paper == "ok"
    virtual.paper_out()
    status = printer.status()
    assert (status.ok, status.paper) == (False, "out")
    with pytest.raises(PrinterFault, match="out of paper") as fault:
        printer.print_image(draw_ticket(SAMPLE, 576))
    assert fault.value.code == "paper_out"
    assert virtual.count == 0
    virtual.paper_in()
    printer.print_image(draw_ticket(SAMPLE, 576))
    assert virtual.count == 1


def test_paper_that_ends_in_the_middle_of_a_ticket_is_a_fault_and_the_next_print_is_whole(
    virtual: VirtualPrinter, printer: EscposPrinter
) -> None:
    ticket = draw_ticket(SAMPLE, 576)
    virtual.paper_out(after_rows=ticket.height // 2)
    with pytest.raises(PrinterFault) as fault:
        printer.print_image(ticket)
    # Its buffer is full, and what it is asked stands behind that.
    assert fault.value.began
    virtual.paper_in()
    eventually(lambda: printer.status().ok, what="the printer to be heard again")
    assert printer.print_image(ticket) == "yes"
    assert virtual.printed()[-1].picture.tobytes() == ticket.tobytes()


def test_a_printer_that_was_unplugged_is_found_again(virtual: VirtualPrinter, printer: EscposPrinter) -> None:
    printer.print_image(draw_ticket(SAMPLE, 576))
    virtual.unplug()
    assert printer.status().offline
    with pytest.raises(PrinterFault, match="cannot be reached") as fault:
        printer.print_image(draw_ticket(SAMPLE, 576))
    assert fault.value.code == "unreachable"
    virtual.plug_in()
    printer.print_image(draw_ticket(SAMPLE, 576))
    assert virtual.count == 2


def test_a_printer_that_was_switched_off_and_on_between_tickets_costs_no_ticket(
    virtual: VirtualPrinter, printer: EscposPrinter
) -> None:
    printer.print_image(draw_ticket(SAMPLE, 576))
    virtual.unplug()
    virtual.plug_in()
    printer.print_image(draw_ticket(SAMPLE, 576))
    assert virtual.count == 2


Answer = Callable[[bytes], bytes | None]


class _OddPrinter:
    """A TCP printer that answers each piece of data as it is told to; None hangs up."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.received = bytearray()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                while data := connection.recv(65536):
                    self.received += data
                    reply = self._answer(data)
                    if reply is None:
                        break
                    connection.sendall(reply)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def _well(data: bytes) -> bytes:
    return b"\x12" * data.count(b"\x10\x04")


def test_a_printer_that_never_answers_gets_tickets_and_is_not_said_to_have_printed_them() -> None:
    with closing(_OddPrinter(lambda _data: b"")) as odd, closing(_over_tcp(odd.port)) as printer:
        status = printer.status()
        assert (status.ok, status.paper) == (True, "unknown")
        assert printer.print_image(draw_ticket(SAMPLE, 576)) == "unknown"
        eventually(lambda: b"\x1dV\x00" in odd.received, what="the cut")


def test_a_printer_that_falls_silent_is_a_fault() -> None:
    silent = threading.Event()

    def answer(data: bytes) -> bytes:
        return b"" if silent.is_set() else _well(data)

    with closing(_OddPrinter(answer)) as odd, closing(_over_tcp(odd.port)) as printer:
        assert printer.status().ok
        silent.set()
        with pytest.raises(PrinterFault, match="does not answer"):
            printer.print_image(draw_ticket(SAMPLE, 576))


def test_a_connection_that_breaks_while_printing_is_a_fault_in_words() -> None:
    def answer(data: bytes) -> bytes | None:
        return None if b"\x1dv0" in data else _well(data)

    with closing(_OddPrinter(answer)) as odd, closing(_over_tcp(odd.port)) as printer:
        with pytest.raises(PrinterFault, match="broke while it printed") as fault:
            printer.print_image(draw_ticket(SAMPLE, 576))
        assert fault.value.code == "interrupted"


def test_a_printer_that_cannot_say_when_it_is_done_but_stays_well_may_have_printed() -> None:
    with closing(_OddPrinter(_well)) as odd, closing(_over_tcp(odd.port)) as printer:
        assert printer.print_image(draw_ticket(SAMPLE, 576)) == "unknown"
        assert b"\x1dV\x00" in odd.received


def test_a_device_file_gets_the_same_bytes(tmp_path: Path) -> None:
    device, received = tmp_path / "lp0", bytearray()
    os.mkfifo(device)

    def play_printer() -> None:
        with device.open("rb") as taken:
            received.extend(taken.read())

    reader = threading.Thread(target=play_printer, daemon=True)
    reader.start()
    with closing(open_printer(f"file://{device}", profile=PLAIN)) as printer:
        eventually(lambda: printer.status().ok, what="the pipe to have a reader")
        assert printer.print_image(draw_ticket(SAMPLE, 576)) == "unknown"
    reader.join()
    bands = [c.band for c in EscposDecoder().feed(bytes(received)) if c.band is not None]
    assert read_number(stack(bands)) == "A-038"


def test_a_serial_printer_prints_and_tells_of_its_paper() -> None:
    line, device = os.openpty()
    tty.setraw(device)
    decoder, bands = EscposDecoder(), []

    def play_printer() -> None:
        while True:
            try:
                data = os.read(line, 4096)
            except OSError:
                return
            for command in decoder.feed(data):
                if command.kind == "real_time":
                    os.write(line, b"\x16" if command.argument == 1 else b"\x12")
                elif command.kind == "when_done":
                    os.write(line, b"\x00")
                elif command.band is not None:
                    bands.append(command.band)

    threading.Thread(target=play_printer, daemon=True).start()
    try:
        address = f"serial://{os.ttyname(device)}?baud=115200"
        with closing(open_printer(address, profile=PLAIN)) as printer:
            assert printer.status().paper == "ok"
            assert printer.print_image(draw_ticket(SAMPLE, 576)) == "yes"
        assert read_number(stack(bands)) == "A-038"
    finally:
        os.close(device)
        os.close(line)


@pytest.mark.parametrize(
    "url", ["tcp://127.0.0.1:1", "serial:///dev/no-such-line", "file:///no/such/lp0", "usb://04b8:0e15"]
)
def test_a_printer_that_is_not_there_is_a_fault_in_words_and_no_crash(url: str) -> None:
    with closing(open_printer(url, profile=PLAIN)) as printer:
        status = printer.status()
        assert (status.ok, status.offline) == (False, True)
        assert "cannot be reached" in status.detail or "libusb" in status.detail
        with pytest.raises(PrinterFault) as fault:
            printer.print_image(draw_ticket(SAMPLE, 576))
        assert fault.value.code == "unreachable"


def test_a_pipe_that_nobody_reads_is_a_printer_that_is_not_there(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    with closing(open_printer(f"file://{tmp_path / 'lp0'}", profile=PLAIN)) as printer:
        assert "cannot be reached" in printer.status().detail


@pytest.mark.parametrize(
    "url", ["lpr://x", "printer", "tcp://", "tcp://h:x", "usb://zz", "serial:", "virtual:x", "file:"]
)
def test_an_address_that_means_nothing_is_refused_at_once(url: str) -> None:
    with pytest.raises(PartUnavailable, match="printer"):
        open_printer(url, profile=PLAIN)


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "hardware.panel.pins", raising=False)
    monkeypatch.setitem(sys.modules, "gpiozero", None)
    with pytest.raises(PartUnavailable, match="'gpiozero', which is not installed") as refusal:
        open_pins("gpio:")
    assert refusal.value.code == "missing_library"


def test_an_unknown_scheme_names_the_known_ones() -> None:
    with pytest.raises(PartUnavailable, match="tcp:, usb:, serial:, file:, virtual:"):
        open_printer("lpr://x", profile=PLAIN)
    with pytest.raises(PartUnavailable, match="gpio:, virtual:"):
        open_pins("gpoi:")
