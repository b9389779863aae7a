"""What a kiosk gave out, as a table: for one that will not start again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from balai.protocol.devices.cut_off import HeldBlock
from hardware.ports import LinkDown
from kiosk.journal.export import NotExported, export, given
from kiosk.main import kiosk
from tests.support.kiosk_fakes import NO_PAPER, Bench, FakeLink

HEAD = ["Nomor", "Layanan", "Waktu ambil nomor", "Waktu pasti", "Tiket tercetak", "Sudah di server"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The journal of a kiosk that gave two numbers with its hub and two without, one without paper."""
    link = FakeLink()
    link.blocks = (HeldBlock(series_id="a", prefix="A", first=950, last=999, width=3),)
    bench = Bench(folder=tmp_path / "journal", link=link)
    bench.press(2)
    bench.pass_time(5.0)
    bench.press(3)
    bench.pass_time(5.0)
    link.down = True
    bench.kiosk.post(LinkDown(bench.clock.now()))
    bench.work()
    bench.press(2)
    bench.pass_time(5.0)
    bench.printer.now = NO_PAPER
    bench.press(3)
    bench.journal.close()
    return tmp_path / "journal"


def table(file: Path) -> list[list[str]]:
    text = file.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(text[1:].splitlines(), delimiter=";"))


def test_what_was_given_stands_in_a_table_with_what_the_hub_lacks(folder: Path, tmp_path: Path) -> None:
    before = {file: file.read_bytes() for file in folder.iterdir()}
    assert export(folder, tmp_path / "out.csv") == (4, 2, True)
    head, *rows = table(tmp_path / "out.csv")
    assert head == HEAD
    assert [(row[0], row[5]) for row in rows] == [
        ("A-001", "ya"), ("A-002", "ya"), ("A-950", "tidak"), ("A-951", "tidak"),
    ]  # fmt: skip
    assert [row[4] for row in rows[2:]] == ["ya", "tidak"]
    assert rows[0][1:4] == ["Akta Kelahiran", "Selasa, 14 April 2026, 10.42", "ya"]
    assert {file: file.read_bytes() for file in folder.iterdir()} == before, "nothing is changed"


def test_a_journal_that_is_damaged_gives_what_stands_before_that(folder: Path, tmp_path: Path) -> None:
    file = folder / "journal.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    lines[-2] = lines[-2].replace(b"{", b"[", 1)
    file.write_bytes(b"".join(lines))
    count, _, whole = export(folder, tmp_path / "out.csv")
    assert (whole, 0 < count <= 4) == (False, True)
    told = CliRunner().invoke(kiosk, ["export", "--journal", str(folder), str(tmp_path / "out.csv")])
    assert (told.exit_code, "damaged" in told.output) == (0, True)


def test_without_a_journal_or_a_place_to_write_it_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotExported, match="Nothing was written"):
        given(tmp_path / "none")
    with pytest.raises(NotExported, match="cannot be written") as unwritten:
        export(folder, tmp_path / "none" / "out.csv")
    assert unwritten.value.code == "export_unwritten"
    asked = CliRunner().invoke(kiosk, ["export", str(tmp_path / "out.csv")])
    assert (asked.exit_code, "--journal" in asked.output) == (2, True)
    found = CliRunner().invoke(kiosk, ["export", "--journal", str(tmp_path / "none"), "x.csv"])
    assert (found.exit_code, "Nothing was written" in found.output) == (1, True)
