"""Printers as they are: slow, with a small buffer, silent, held by another, broken off in the middle."""

from __future__ import annotations

import os
import threading
import tty
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from demo.driving.wait import eventually
from hardware.ports import PrinterFault
from hardware.printers.escpos_encoder import bands
from hardware.printers.escpos_printer import EscposPrinter, Patience
from hardware.printers.lines import FileLine, SerialLine, TcpLine
from hardware.printers.profiles import GENERIC, Profile, profiles
from hardware.virtual.mechanism import Traits
from hardware.virtual.printer import VirtualPrinter

#: Short, since nothing here is far away; what a test waits for in vain waits so long.
QUICK = Patience(answer=0.3, stall=0.6, done=0.5, slowest_mm_per_second=200.0, late=0.3)
PLAIN = profiles()[GENERIC]
MARKS = replace(PLAIN, confirms="mark", talks=True)


def ticket(rows: int = 200, sign: int = 0) -> Image.Image:
    """A picture that nothing compresses away, another for each `sign`."""
    picture = Image.new("1", (576, rows), 1)
    ImageDraw.Draw(picture).ellipse((20 + sign * 40, 4, 400, rows - 4), fill=0)
    return picture


@contextmanager
def printing(
    traits: Traits, profile: Profile = PLAIN, patience: Patience = QUICK
) -> Iterator[tuple[VirtualPrinter, EscposPrinter]]:
    """A virtual printer of that kind and the driver that prints to it."""
    with (
        closing(VirtualPrinter(traits=traits)) as virtual,
        closing(EscposPrinter(TcpLine("127.0.0.1", virtual.port), profile, patience)) as printer,
    ):
        yield virtual, printer


@pytest.mark.parametrize("profile", [PLAIN, MARKS])
def test_a_slow_printer_with_a_small_buffer_prints_each_ticket_once_and_says_so(profile: Profile) -> None:
    # Its answers stand behind what it has not read yet; a whole ticket takes longer than any limit.
    with printing(Traits(mm_per_second=30.0, buffer_bytes=2048), profile) as (virtual, printer):
        assert printer.print_image(ticket()) == "yes"
        assert printer.print_image(ticket(sign=1)) == "yes"
        pictures = [printed.picture.tobytes() for printed in virtual.printed()]
    assert pictures == [ticket().tobytes(), ticket(sign=1).tobytes()]


def test_a_printer_that_confirms_nothing_is_never_concluded_to_have_printed() -> None:
    with printing(Traits(done=False, marks=False)) as (virtual, printer):
        assert printer.print_image(ticket()) == "unknown"
        assert printer.print_image(ticket()) == "unknown"
        eventually(lambda: virtual.count == 2, what="both to be printed all the same")


def test_one_answer_that_did_not_come_switches_confirmation_off_for_no_later_ticket() -> None:
    with printing(Traits()) as (virtual, printer):
        virtual.mechanism.traits = Traits(done=False)
        assert printer.print_image(ticket()) == "unknown"
        virtual.mechanism.traits = Traits()
        assert printer.print_image(ticket()) == "yes"
        virtual.paper_out(after_rows=50)
        with pytest.raises(PrinterFault) as half:
            printer.print_image(ticket())
    assert (half.value.code, half.value.began) == ("paper_out", True)


def test_a_mute_printer_is_waited_for_neither_before_nor_after_a_ticket() -> None:
    for_ever = replace(QUICK, done=3600.0)
    with printing(Traits(real_time=False, done=False, marks=False), patience=for_ever) as (virtual, printer):
        assert printer.status().ok
        asked = virtual.mechanism.questions
        assert [printer.print_image(ticket()) for _ in range(2)] == ["unknown", "unknown"]
        eventually(lambda: virtual.count == 2, what="the tickets")
        for _ in range(5):
            assert printer.status().ok
        assert virtual.mechanism.questions == asked
        virtual.mechanism.traits = Traits()
        for _ in range(12):
            assert printer.status().ok
        assert printer.status().paper == "ok", "it was held by another program, say, and is not mute"


def test_a_printer_that_is_known_to_talk_and_is_silent_is_away_and_not_mute() -> None:
    with printing(Traits(real_time=False), MARKS) as (_, printer):
        assert not printer.status().ok
    with printing(Traits(real_time=False), PLAIN) as (_, printer):
        status = printer.status()
        assert (status.ok, status.paper) == (True, "unknown")


def test_a_printer_that_falls_silent_before_a_ticket_is_sent_none() -> None:
    with printing(Traits()) as (virtual, printer):
        assert printer.status().ok
        virtual.mechanism.trouble(stuck=True)
        with pytest.raises(PrinterFault) as fault:
            printer.print_image(ticket())
        assert (fault.value.code, fault.value.began) == ("unreachable", False)


@pytest.mark.parametrize("profile", [PLAIN, MARKS])
def test_a_transfer_that_broke_off_spoils_one_ticket_and_no_other(profile: Profile) -> None:
    with printing(Traits(mm_per_second=60.0, buffer_bytes=1024), profile) as (virtual, printer):
        failed = threading.Event()

        def tear() -> None:
            with pytest.raises(PrinterFault) as fault:
                printer.print_image(ticket(400))
            assert (fault.value.code, fault.value.began) == ("interrupted", True)
            failed.set()

        threading.Thread(target=tear, daemon=True).start()
        eventually(lambda: virtual.mechanism.rows_printed > 100, what="the ticket to be half out")
        virtual.hang_up()
        eventually(failed.is_set, what="the fault")
        eventually(lambda: printer.status().ok, what="the printer to be heard again")
        assert printer.print_image(ticket(sign=2)) == "yes"
        last = virtual.printed()[-1].picture
        assert (last.tobytes(), virtual.mechanism.junk) == (ticket(sign=2).tobytes(), b"")


def test_what_the_program_before_it_left_hanging_is_cut_off_before_the_next_paper() -> None:
    with printing(Traits()) as (virtual, printer):
        printer.broke_off()
        virtual.mechanism.feed(b"".join(bands(ticket(rows=90)))[:-700])
        assert printer.print_image(ticket(sign=1)) == "yes"
        assert [one.picture.height for one in virtual.printed()][1:] == [ticket().height]
        assert virtual.printed()[1].picture.tobytes() == ticket(sign=1).tobytes()


def test_what_another_program_left_unfinished_spoils_nothing() -> None:
    with printing(Traits()) as (virtual, printer):
        left = TcpLine("127.0.0.1", virtual.port)
        left.open()
        left.write(b"\x1dv0\x00\x48\x00\x1c\x00" + bytes(range(7)) * 100)
        eventually(lambda: virtual.mechanism.waits_for_more, what="half a band to be there")
        left.close()
        assert printer.print_image(ticket()) == "yes"
        # The rest of the band is white, and stands on the same paper.
        assert virtual.mechanism.junk == b""
        assert virtual.printed()[-1].picture.tobytes().endswith(ticket().tobytes())


def test_a_late_answer_to_a_broken_ticket_confirms_no_later_one() -> None:
    # It hears the late answer out also where this machine is slow.
    patient = replace(QUICK, stall=10.0, late=0.8)
    with printing(Traits(mm_per_second=60.0, buffer_bytes=65536), patience=patient) as (virtual, printer):
        assert printer.print_image(ticket(40)) == "yes"
        virtual.paper_out(after_rows=220)
        failed: list[PrinterFault] = []

        def tear() -> None:
            with pytest.raises(PrinterFault) as fault:
                printer.print_image(ticket(200))
            failed.append(fault.value)

        threading.Thread(target=tear, daemon=True).start()
        eventually(lambda: "when_done" in virtual.mechanism.buffered, what="all of it to be there")
        # All of it is in the printer, its question too, which is answered to whoever is connected then.
        virtual.hang_up()
        eventually(lambda: failed, what="the fault")
        eventually(lambda: printer.status().ok, what="the printer to be heard again")
        with pytest.raises(PrinterFault) as second:
            printer.print_image(ticket(40))
        assert second.value.code == "paper_out", "the answer to the first was taken for one to the second"


@pytest.mark.parametrize(
    "answer", [b"\x12", b"\x00", b"\x10\x00\x00\x0f", b"\x37\x22zzzz\x00", b"\x14\x00\x00\x0f"]
)
def test_what_is_told_unasked_confirms_nothing(answer: bytes) -> None:
    with printing(Traits(done=False, marks=False), MARKS) as (virtual, printer):
        assert printer.status().ok
        virtual.answer(answer)
        assert printer.status().ok
        virtual.answer(answer)
        assert printer.print_image(ticket(40)) == "unknown"


def test_a_printer_that_tells_of_itself_all_the_time_is_understood() -> None:
    with printing(Traits(unasked=True, mm_per_second=200.0)) as (virtual, printer):
        assert printer.status().paper == "ok"
        virtual.mechanism.trouble(cover_open=True)
        assert printer.status().cover == "open"
        virtual.mechanism.trouble(cover_open=False)
        virtual.paper_out(after_rows=100)
        with pytest.raises(PrinterFault) as fault:
            printer.print_image(ticket())
        assert fault.value.code == "paper_out"
        virtual.paper_in()
        assert printer.print_image(ticket()) == "yes"


def test_paper_that_ends_in_mid_ticket_is_told_by_a_printer_whose_buffer_is_full() -> None:
    for_ever = replace(QUICK, stall=3600.0, done=3600.0)
    with printing(Traits(unasked=True, buffer_bytes=2048), MARKS, for_ever) as (virtual, printer):
        assert printer.status().ok
        virtual.paper_out(after_rows=60)
        with pytest.raises(PrinterFault) as fault:
            printer.print_image(ticket(1000))
    assert (fault.value.code, fault.value.began) == ("paper_out", True)


def test_a_knife_that_jams_is_a_fault_and_the_ticket_no_success() -> None:
    with printing(Traits()) as (virtual, printer):
        virtual.mechanism.trouble(jams=True)
        with pytest.raises(PrinterFault) as fault:
            printer.print_image(ticket())
        assert (fault.value.code, fault.value.began) == ("offline", True)
        assert not printer.status().ok
        virtual.mechanism.trouble(jammed=False)
        assert printer.status().ok


@pytest.mark.parametrize("unasked", [False, True])
def test_paper_that_is_nearly_at_its_end_while_a_ticket_is_printed_keeps_it_from_nothing(
    unasked: bool,
) -> None:
    with printing(Traits(unasked=unasked, mm_per_second=200.0), MARKS) as (virtual, printer):
        assert printer.status().paper == "ok"
        ends = threading.Thread(target=_low_in_mid_paper, args=(virtual,))
        ends.start()
        assert printer.print_image(ticket()) == "yes"
        ends.join()
        assert (printer.status().ok, printer.status().paper) == (True, "low")
        virtual.mechanism.trouble(low=False)
        assert printer.print_image(ticket()) == "yes"
        assert printer.status().paper == "ok"
        assert virtual.count == 2


def _low_in_mid_paper(virtual: VirtualPrinter) -> None:
    eventually(lambda: virtual.mechanism.rows_printed > 8, what="a paper to begin", interval=0.002)
    virtual.mechanism.trouble(low=True)


def test_a_printer_that_another_program_holds_is_sent_nothing() -> None:
    with printing(Traits(), MARKS) as (virtual, printer):
        other = TcpLine("127.0.0.1", virtual.port)
        other.open()
        eventually(lambda: virtual.connected, what="the other program")
        status = printer.status()
        assert (status.ok, "does not answer" in status.detail) == (False, True)
        with pytest.raises(PrinterFault) as fault:
            printer.print_image(ticket())
        assert not fault.value.began
        other.close()
        assert printer.print_image(ticket()) == "yes"


def test_a_program_that_ends_waits_for_no_printer() -> None:
    with printing(Traits(real_time=False), patience=replace(QUICK, stall=600.0)) as (virtual, printer):
        assert printer.status().ok
        virtual.mechanism.trouble(stuck=True)
        faults: list[PrinterFault] = []

        def work() -> None:
            with pytest.raises(PrinterFault) as fault:
                printer.print_image(ticket(2000))
            faults.append(fault.value)

        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        assert not faults
        printer.close()
        eventually(lambda: faults, what="the work to end")


def test_a_device_file_that_takes_nothing_is_a_fault(tmp_path: Path) -> None:
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with closing(EscposPrinter(FileLine(str(pipe)), PLAIN, QUICK)) as printer:
            assert printer.status().ok, "nothing is known of it"
            with pytest.raises(PrinterFault, match="takes nothing") as fault:
                printer.print_image(ticket(2000))
            assert fault.value.began
    finally:
        os.close(reader)


def test_a_plain_file_where_a_device_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "lp0").write_bytes(b"")
    for path in (tmp_path / "lp0", tmp_path):
        with closing(EscposPrinter(FileLine(str(path)), PLAIN, QUICK)) as printer:
            status = printer.status()
            assert (status.ok, status.code) == (False, "printer_file")
            with pytest.raises(PrinterFault):
                printer.print_image(ticket())
    assert (tmp_path / "lp0").read_bytes() == b""


def test_a_serial_line_that_another_program_holds_is_named() -> None:
    line, device = os.openpty()
    tty.setraw(device)
    try:
        first, second = (SerialLine(os.ttyname(device), 9600) for _ in range(2))
        first.open()
        with closing(EscposPrinter(second, PLAIN, QUICK)) as printer:
            status = printer.status()
        first.close()
        assert (status.ok, status.code) == (False, "printer_busy")
    finally:
        os.close(device)
        os.close(line)


@pytest.mark.parametrize(
    "error", [AttributeError("x"), KeyError("x"), OSError(5, "I/O"), ValueError("no libusb")]
)
def test_whatever_a_library_below_raises_is_a_fault(error: Exception) -> None:
    class Broken:
        where = "USB"

        def open(self) -> None:
            raise error

        def close(self) -> None:
            pass

    with closing(EscposPrinter(Broken(), PLAIN, QUICK)) as printer:  # type: ignore[arg-type]  # no more is asked
        assert not printer.status().ok
        with pytest.raises(PrinterFault):
            printer.print_image(ticket())
