"""A reader of codes as the kernel shows it: key events into texts, whatever is typed; a cable is pulled."""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.ports import PartUnavailable, Scan
from hardware.registry import open_scanner
from hardware.scanner.keys import EVENT, MOST_SIGNS, SIGNS, KeyReader, end, typed
from hardware.scanner.reader import EventScanner
from hardware.virtual.scanner import VirtualScanner

#: Every sign that a key types.
ALL = "".join(sorted({sign for signs in SIGNS.values() for sign in signs}))
LONG_WAIT = 20.0


@given(st.text(ALL, min_size=1, max_size=60), st.integers(1, 200))
def test_what_is_typed_is_read_however_it_is_cut(text: str, step: int) -> None:
    reader, data, found = KeyReader(), typed(text) + end(), list[Scan]()
    for at in range(0, len(data), step):
        found += reader.feed(data[at : at + step])
    assert found == [Scan(text)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 300), st.integers(-2, 3)), max_size=300))
def test_no_events_end_the_reading_or_fill_the_memory(events: list[tuple[int, int, int]]) -> None:
    reader = KeyReader()
    for scan in reader.feed(b"".join(EVENT.pack(1, 2, *event) for event in events)):
        assert len(scan.text) <= MOST_SIGNS
    reader.break_off()
    assert [*reader.feed(typed("K7MP4XQR") + end())][-1].text.upper() == "K7MP4XQR"


@pytest.mark.parametrize("text", ["K7MP\x1d4XQR", "\x02K7MP", "K7MP\x034XQR"], ids=["group", "start", "end"])
def test_control_signs_make_it_no_code(text: str) -> None:
    (scan,) = KeyReader().feed(typed(text) + end())
    assert not scan.whole


def test_ten_thousand_signs_are_one_scan_that_is_no_code_and_the_next_is_read() -> None:
    reader = KeyReader()
    (long, short) = reader.feed(typed("A" * 10_000) + end() + typed("K7MP-4XQR") + end())
    assert (len(long.text), long.whole) == (MOST_SIGNS, False)
    assert short == Scan("K7MP-4XQR")


def test_a_reader_that_sends_no_enter_ends_its_code_by_a_pause_and_two_enters_are_one() -> None:
    reader = KeyReader()
    assert (reader.feed(typed("K7MP")), reader.pause(), reader.pause()) == ([], Scan("K7MP"), None)
    assert reader.feed(end() + typed("A") + end() + end()) == [Scan("A")]


def test_what_the_kernel_lost_makes_it_no_code() -> None:
    (scan,) = KeyReader().feed(typed("K7MP") + EVENT.pack(0, 0, 0, 3, 0) + typed("4XQR") + end())
    assert not scan.whole


@pytest.fixture
def scanner() -> Iterator[tuple[VirtualScanner, queue.Queue[Scan]]]:
    found: queue.Queue[Scan] = queue.Queue()
    with closing(VirtualScanner()) as scanner:
        scanner.on_scan(found.put)
        scanner.found.wait(LONG_WAIT)
        yield scanner, found


def test_a_virtual_reader_speaks_as_the_kernel_does(
    scanner: tuple[VirtualScanner, queue.Queue[Scan]],
) -> None:
    reader, found = scanner
    reader.scan("https://antre.example/?t=K7MP4XQRA")
    reader.scan("K7MP-4XQR", enter=False)
    assert [found.get(timeout=LONG_WAIT) for _ in range(2)] == [
        Scan("https://antre.example/?t=K7MP4XQRA"), Scan("K7MP-4XQR")
    ]  # fmt: skip
    assert reader.fault == ""


def test_one_that_is_unplugged_in_mid_code_says_so_and_is_used_again_when_it_is_back(
    scanner: tuple[VirtualScanner, queue.Queue[Scan]],
) -> None:
    reader, found = scanner
    reader.send(typed("K7MP"))
    reader.unplug()
    assert not found.get(timeout=LONG_WAIT).whole
    assert reader.gone.wait(LONG_WAIT)
    assert reader.fault == "scanner_gone"
    reader.plug()
    assert reader.found.wait(LONG_WAIT)
    reader.scan("K7MP4XQR")
    assert found.get(timeout=LONG_WAIT) == Scan("K7MP4XQR")


def test_whoever_hears_of_a_code_may_fail_and_the_next_is_read() -> None:
    found: queue.Queue[Scan] = queue.Queue()

    def hear(scan: Scan) -> None:
        found.put(scan)
        raise ValueError(scan.text)

    with closing(VirtualScanner()) as reader:
        reader.on_scan(hear)
        reader.found.wait(LONG_WAIT)
        for text in ("A1B2", "C3D4"):
            reader.scan(text)
        assert [found.get(timeout=LONG_WAIT).text for _ in range(2)] == ["A1B2", "C3D4"]


def test_a_file_of_events_is_read_by_its_path(tmp_path: Path) -> None:
    pipe = tmp_path / "event0"
    os.mkfifo(pipe)
    found: queue.Queue[Scan] = queue.Queue()
    writes = os.open(pipe, os.O_RDWR)
    try:
        with closing(open_scanner(f"evdev:{pipe}")) as reader:
            reader.on_scan(found.put)
            os.write(writes, typed("skck-1") + end())
            assert found.get(timeout=LONG_WAIT) == Scan("skck-1")
    finally:
        os.close(writes)


def test_one_that_is_not_there_or_not_ours_is_named(tmp_path: Path) -> None:
    with closing(open_scanner(f"evdev:{tmp_path / 'none'}")) as reader:
        assert reader.fault == "scanner_gone"
    denied = EventScanner("x", lambda: os.open(tmp_path, os.O_WRONLY))
    with closing(denied):
        denied.on_scan(lambda _scan: None)
        assert denied.gone.wait(LONG_WAIT)
    with pytest.raises(PartUnavailable):
        open_scanner("evdev:event0")
    with pytest.raises(PartUnavailable):
        open_scanner("hid:0")
