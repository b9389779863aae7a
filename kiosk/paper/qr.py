"""The code on a paper, as a picture of modules, with what stands beside or below it."""

from __future__ import annotations

from urllib.parse import urlsplit

from PIL import ImageDraw

from balai.codes import address, grouped
from drawing.qr_code import QUIET_ZONE, modules
from kiosk.paper.sheet import Sheet
from kiosk.paper.typesetting import Line, Style, fit, measure

#: Dots of a module, and the least that a telephone still reads (0.5 mm).
MODULE, LEAST_MODULE = 7, 4
_APART, _AROUND = 30, 30
_WIDE = 480


def module_size(count: int, width: int) -> int:
    """Dots of each of `count` modules in a row, so that the code takes no more than `width`."""
    return max(LEAST_MODULE, min(MODULE, width // count))


def draw_modules(sheet: Sheet, text: str, left: int, top: int, module: int) -> None:
    """The modules of a text with the code's corner there."""
    rows = modules(text, "M", quick=True)

    def stroke(canvas: ImageDraw.ImageDraw) -> None:
        for row, marks in enumerate(rows):
            for column, dark in enumerate(marks):
                if dark:
                    x, y = left + column * module, top + row * module
                    canvas.rectangle((x, y, x + module - 1, y + module - 1), fill=0)

    sheet.add(stroke)


def code_alone(sheet: Sheet, code: str) -> None:
    """A code in the middle of the paper."""
    if sheet.native:
        sheet.leave_for(code)
        return
    count = len(modules(code, "M", quick=True))
    size = module_size(count, sheet.layout.inner - 2 * QUIET_ZONE * MODULE)
    sheet.y += QUIET_ZONE * size
    left = (sheet.layout.width - count * size) // 2
    draw_modules(sheet, code, left, round(sheet.y), size)
    sheet.y += (count + QUIET_ZONE) * size


def follow(sheet: Sheet, page: str, code: str) -> None:
    """A ticket's code, and how it is followed: on the visitors' page, or at a kiosk where there is none."""
    text, layout = address(page, code), sheet.layout
    if sheet.native:
        sheet.y += _AROUND
        sheet.leave_for(text)
        lines = _words(sheet, page, code, layout.inner)
        sheet.y = _in_the_middle(sheet, lines, sheet.y) + _AROUND
        return
    count = len(modules(text, "M", quick=True))
    wide = layout.width >= _WIDE
    room = layout.inner * 0.42 if wide else layout.inner - 2 * QUIET_ZONE * LEAST_MODULE
    size = module_size(count, int(room))
    across, top = count * size, round(sheet.y + max(_AROUND, QUIET_ZONE * size))
    left = max(layout.margin, QUIET_ZONE * size) if wide else (layout.width - across) // 2
    draw_modules(sheet, text, left, top, size)
    words_left = left + across + max(_APART, QUIET_ZONE * size) if wide else layout.margin
    lines = _words(sheet, page, code, layout.width - layout.margin - words_left)
    high = sum(line.dots_high for line in lines)
    if not wide:
        sheet.y = _in_the_middle(sheet, lines, float(top + across + _AROUND)) + _AROUND
        return
    y = top + max(0.0, (across - high) / 2)
    for line in lines:
        sheet.line(line, words_left, y)
        y += line.dots_high
    sheet.y = max(y, top + across) + _AROUND


def _in_the_middle(sheet: Sheet, lines: list[Line], y: float) -> float:
    """Lines below each other in the middle of the paper; where they end."""
    for line in lines:
        sheet.line(line, (sheet.layout.width - measure(line.text, line.style)) / 2, y)
        y += line.dots_high
    return y


def shown(page: str) -> str:
    """An address as a person types it: without what every browser adds."""
    try:
        parts = urlsplit(page)
    except ValueError:
        return page
    return f"{parts.netloc}{parts.path.rstrip('/')}" if parts.netloc else page


def _words(sheet: Sheet, page: str, code: str, width: float) -> list[Line]:
    say, label = sheet.say, sheet.layout.label
    heavy, strong = Style(760, label.size + 7, 1.3), Style(760, label.size + 1, 1.22, 0.04)
    plain = Style(label.weight, label.size, 1.22)
    title, first, last = say.lines("ticket.follow" if page else "ticket.follow_here")
    lines = [*fit(title, heavy, width), *fit(first, plain, width)]
    if page:
        lines += fit(shown(page), plain, width)
    return [*lines, *fit(last, plain, width), *fit(grouped(code), strong, width)]
