"""`balai kiosk test`: what each part shows and says, and what it says when it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from balai.program.claim import claim
from hardware.printers.profiles import profiles
from hardware.screen.screen import HiddenScreen
from hardware.virtual.mechanism import Traits
from hardware.virtual.panel import VirtualPanel
from hardware.virtual.printer import VirtualPrinter
from hardware.virtual.scanner import VirtualScanner
from kiosk.config import load_kiosk_config
from kiosk.main import kiosk
from kiosk.trial.panel import try_buttons
from kiosk.trial.printer import page, widths
from kiosk.trial.scanner import read_one
from kiosk.trial.screen import MARKS, touched


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


def _said(folder: Path, part: str, text: str, *words: str) -> tuple[int, str]:
    """What the command of a part says of a device file with these tables."""
    file = folder / "kiosk.toml"
    file.write_text(f'[hub]\nurl = "http://127.0.0.1:1"\ntoken = "t"\n[printer]\nurl = "virtual:"\n{text}')
    done = CliRunner().invoke(kiosk, ["test", part, "--config", str(file), *words])
    return done.exit_code, done.output


BUTTONS = """[panel]
pins = "virtual:"
[[button]]
pin = 2
lamp = 15
service = "ktp"
[[button]]
pin = 3
service = "kk"
"""
SCREEN = '[screen]\nmode = "virtual:"\n[screen.guide]\naudio = "virtual:"\nengine = "none:"\n'


def _listener() -> tuple[list[str], Callable[[object], None]]:
    lines: list[str] = []
    return lines, lambda line: lines.append(str(line))


def test_each_button_is_named_as_it_is_pressed_and_one_that_is_not_heard_with_its_wires(
    tmp_path: Path,
) -> None:
    code, said = _said(tmp_path, "buttons", BUTTONS, "--seconds", "0")
    assert (code, "Pin 2 (ktp): not heard" in said, "Pin 3 (kk): not heard" in said) == (1, True, True)
    lines, tell = _listener()
    panel = VirtualPanel()

    def press(_seconds: float) -> None:
        panel.press(2 if len(lines) < 2 else 3)

    config = load_kiosk_config(tmp_path / "kiosk.toml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kiosk.trial.panel.open_pins", lambda _url: panel)
        assert try_buttons(config, tell, 20.0, press)
    assert lines[1:] == ["Pin 2 (ktp): pressed.", "Pin 3 (kk): pressed.", "All buttons are heard."]


def test_each_lamp_is_shown_by_itself(tmp_path: Path) -> None:
    code, said = _said(tmp_path, "lamps", BUTTONS, "--seconds", "0")
    assert code == 0
    assert [line for line in said.splitlines() if line.startswith("Pin")] == [
        "Pin 15 (ktp): lit now.", "Pin 15 (ktp): blinks once a second now.", "Pin 15 (ktp): dark now."
    ]  # fmt: skip
    assert _said(tmp_path, "lamps", SCREEN, "--seconds", "0")[0] == 1


def test_a_reader_shows_what_it_reads_and_one_that_is_set_wrongly_is_told_how(tmp_path: Path) -> None:
    assert _said(tmp_path, "scanner", SCREEN, "--seconds", "0")[0] == 1
    for text, whole, told in (
        ("K7M-P4X-QRA", True, "The reader is well"), ("ab?", True, "American (US) keyboard"),
        ("K7\x1d", False, "Only a part was read"), (None, False, "nothing was read"),
    ):  # fmt: skip
        with closing(VirtualScanner()) as scanner:
            lines, tell = _listener()

            def scan(_seconds: float, scanner: VirtualScanner = scanner, text: str | None = text) -> None:
                scanner.found.wait(10)
                if text is not None and not scanner.count:
                    scanner.scan(text)

            assert read_one(scanner, tell, 0.5 if text is None else 20.0, scan) == whole
        assert told in lines[-1], lines
    gone = '[scanner]\nurl = "evdev:/dev/input/by-id/none-event-kbd"\n'
    code, said = _said(tmp_path, "scanner", SCREEN + gone, "--seconds", "0")
    assert (code, "no reader where" in said) == (1, True)


def test_marks_on_the_screen_are_touched_one_by_one(tmp_path: Path) -> None:
    code, said = _said(tmp_path, "screen", SCREEN, "--seconds", "0")
    assert (code, "Screen 1280 x 800" in said, "5 marks were not touched" in said) == (1, True, True)
    for size in ((1280, 800), (800, 1280), (640, 480)):
        screen, (lines, tell) = HiddenScreen(size), _listener()
        screen.touches.tap(size[0] * 0.3, size[1] * 0.3)
        for across, down in MARKS:
            screen.touches.tap(30 + across * (size[0] - 61), 30 + down * (size[1] - 61))
        assert touched(screen, tell, 20.0)
        assert ["beside" in line for line in lines[1:-1]] == [True, *[False] * len(MARKS)]


def test_a_sentence_is_said_in_each_language_and_a_voice_that_is_missing_is_named(tmp_path: Path) -> None:
    code, said = _said(tmp_path, "sound", SCREEN)
    assert (code, "apt install espeak-ng" in said) == (1, True)
    speaking = '[screen]\nmode = "virtual:"\n[screen.guide]\naudio = "none:"\n'
    code, said = _said(tmp_path, "sound", speaking)
    assert (code, "Pilih instansi" in said, "Choose an agency" in said) == (0, True, True)


def test_while_the_kiosk_runs_its_parts_are_left_to_it(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    held = claim("kiosk", file)
    assert held is not None
    with closing(held):
        for part in ("printer", "buttons", "lamps", "scanner", "screen", "sound"):
            code, said = _said(tmp_path, part, BUTTONS)
            assert (code, "systemctl stop balai-kiosk" in said) == (1, True), part
