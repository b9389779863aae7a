"""`balai kiosk test printer`: a page from which a printer's profile is chosen, and what it said of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PIL import Image, ImageDraw

from balai.words.said import say
from hardware.ports import PrinterFault
from hardware.printers.profiles import NARROWEST, WIDEST, Profile, profiles
from hardware.registry import open_printer
from kiosk.config import PrinterSettings
from kiosk.paper.typesetting import Style, draw, fit, to_dots
from kiosk.trial.telling import Tell

_ROW, _MARGIN, _BLOCK, _BAR_FROM = 46, 16, 14, 110
_LINE_MM = 40
_BIG, _SMALL = Style(700, 34, 1.35), Style(520, 26, 1.3)
_Stroke = Callable[[ImageDraw.ImageDraw], None]


def tried(settings: PrinterSettings, tell: Tell) -> bool:
    """Print the page, and tell what a technician is to know of it; whether it came out, as far as known."""
    profile = settings.profile
    tell(say("trial.printer_do", model=profile.name))
    printer = open_printer(settings.url, profile=profile)
    try:
        detail = printer.status().detail
        certainty = printer.print_image(page(profile))
    except PrinterFault as fault:
        tell(fault.detail)
        tell(say("trial.printer_wrong"))
        return False
    finally:
        printer.close()
    said = say("trial.certain" if certainty == "yes" else "trial.unsure")
    models = [say("trial.models", width=width, models=", ".join(names)) for width, names in widths().items()]
    for line in (detail, said, *models, say("trial.choose")):
        tell(line)
    return True


def widths() -> dict[int, list[str]]:
    """The models by the width of their heads, the narrowest first."""
    found: dict[int, list[str]] = {}
    for name, profile in sorted(profiles().items(), key=lambda item: item[1].width_dots):
        found.setdefault(profile.width_dots, []).append(name)
    return found


def page(profile: Profile) -> Image.Image:
    """The page: a bar for each width that heads have, and a line whose length says how fine the dots are."""
    bars = [*widths(), WIDEST]
    top, strokes = float(_MARGIN), list[_Stroke]()
    about = say("trial.profile", model=profile.name, width=profile.width_dots)
    for text, style in ((say("trial.title"), _BIG), (about, _SMALL), (say("trial.bars"), _SMALL)):
        top = _text(strokes, text, style, top)
    for width in bars:
        _text(strokes, str(width), _BIG, top)
        strokes.append(partial(_bar, top=round(top), width=width))
        top += _ROW
    top = _text(strokes, say("trial.length", mm=_LINE_MM), _SMALL, top)
    right = _MARGIN + round(profile.dots_per_mm * _LINE_MM) - 1
    strokes.append(partial(_box, box=(_MARGIN, round(top), right, round(top) + 5)))
    grey = Image.new("L", (bars[-1], round(top) + 2 * _ROW), 255)
    canvas = ImageDraw.Draw(grey)
    for stroke in strokes:
        stroke(canvas)
    return to_dots(grey)


def _text(strokes: list[_Stroke], text: str, style: Style, top: float) -> float:
    """Set text where the narrowest head has dots; where it ends."""
    for line in fit(text, style, NARROWEST - 2 * _MARGIN):
        strokes.append(partial(draw, line=line, left=_MARGIN, top=top))
        top += line.dots_high
    return top


def _bar(canvas: ImageDraw.ImageDraw, top: int, width: int) -> None:
    """A bar that ends in a block at the last dot of a head so wide."""
    _box(canvas, (_BAR_FROM, top + 18, width - 1, top + 22))
    _box(canvas, (width - _BLOCK, top + 4, width - 1, top + 36))


def _box(canvas: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    canvas.rectangle(box, fill=0)
