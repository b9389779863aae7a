"""`balai kiosk test printer`: the page, and what is said beside it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from hardware.printers.profiles import profiles
from hardware.virtual.mechanism import Traits
from hardware.virtual.printer import VirtualPrinter
from kiosk.main import kiosk
from kiosk.trial import page, widths


def _file(folder: Path, url: str) -> Path:
    file = folder / "kiosk.toml"
    file.write_text(
        f'[hub]\nurl = "http://127.0.0.1:1"\ntoken = "t"\n'
        f'[printer]\nurl = "{url}"\nmodel = "citizen-ct-s651"\n'
        '[panel]\npins = "virtual:"\n[[button]]\npin = 2\nservice = "ktp"\n'
    )
    return file


@pytest.mark.parametrize(("traits", "says"), [(Traits(), "is out"), (Traits(done=False), "stays unsure")])
def test_the_page_is_printed_and_it_is_said_what_the_printer_can(
    tmp_path: Path, traits: Traits, says: str
) -> None:
    with closing(VirtualPrinter(traits=traits)) as printer:
        file = _file(tmp_path, f"tcp://127.0.0.1:{printer.port}")
        done = CliRunner().invoke(kiosk, ["test", "printer", "--config", str(file)])
        (printed,) = printer.printed()
    assert done.exit_code == 0, done.output
    assert says in done.output
    assert "512 dots: epson-tm-t88ii" in done.output
    assert printed.picture.tobytes() == page(profiles()["citizen-ct-s651"]).tobytes()


def test_a_printer_that_is_not_there_is_told_and_is_an_error(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        kiosk, ["test", "printer", "--config", str(_file(tmp_path, "tcp://127.0.0.1:1"))]
    )
    assert (done.exit_code, "cannot be reached" in done.output) == (1, True)


def test_the_bar_of_each_width_ends_at_its_last_dot() -> None:
    picture = page(profiles()["epson-tm-t88v"])
    rows = [picture.crop((0, top, picture.width, top + 1)) for top in range(picture.height)]
    black = [{x for x in range(row.width) if row.getpixel((x, 0)) == 0} for row in rows]
    ends = {max(dots) + 1 for dots in black if dots}
    assert {*widths(), 832} <= ends
    long = max(dots for dots in black if dots == set(range(16, 16 + len(dots))))
    assert len(long) == round(40 * 7.09)


def test_without_a_file_a_kiosk_says_what_is_missing() -> None:
    assert CliRunner().invoke(kiosk, []).exit_code == 2
