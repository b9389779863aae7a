"""The printer's own letters: what text mode puts on the paper, as rows of dots and as it reads."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from balai.assets import font_path
from drawing.qr_code import QUIET_ZONE, modules
from hardware.printers.escpos_decoder import Command

_WIDE, _HIGH, _LETTER = 12, 24, 30


class Letters:
    """What is set, and the line that has begun."""

    def __init__(self, width: int, tables: Mapping[int, str]) -> None:
        """`width` is the head's dots, `tables` Python's names of its code tables by their numbers."""
        self.width, self._tables = width, tables
        self.lines: list[str] = []
        self.codes: list[str] = []
        self.reset()

    def reset(self) -> None:
        """As after `ESC @`."""
        self._table, self._size, self._middle, self._stored = "ascii", 1, False, ""
        self._module, self._line = 3, ""

    def take(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The lines and codes since it was last asked."""
        found = tuple(self.lines), tuple(self.codes)
        self.lines, self.codes = [], []
        return found

    def do(self, command: Command) -> Image.Image | None:
        """What a command puts on the paper."""
        data = command.data
        if command.kind == "init":
            self.reset()
        elif command.kind == "text":
            self._line += data.decode(self._table, "replace")
        elif data == b"\n":
            return self._feed()
        elif data[:2] == b"\x1bt":
            self._table = self._tables.get(data[2], "ascii")
        elif data[:2] == b"\x1ba":
            self._middle = data[2] == 1
        elif data[:2] == b"\x1d!":
            self._size = (data[2] & 7) + 1
        elif data[:3] == b"\x1d(k":
            return self._code(data)
        return None

    def _feed(self) -> Image.Image | None:
        line, self._line = self._line, ""
        if not line:
            return None
        self.lines.append(line)
        size = self._size
        letters = Image.new("1", (len(line) * _WIDE, _LETTER), 1)
        canvas = ImageDraw.Draw(letters)
        canvas.text((0, _HIGH), line, fill=0, font=_font(), anchor="ls")
        large = letters.resize((letters.width * size, letters.height * size), Image.Resampling.NEAREST)
        return self._across(large)

    def _code(self, data: bytes) -> Image.Image | None:
        """`GS ( k`: module size, content, and printing of a QR code."""
        function = data[6:7]
        if function == b"C":
            self._module = data[7]
        elif function == b"P":
            self._stored = data[8:].decode("ascii", "replace")
        elif function == b"Q" and self._stored:
            self.codes.append(self._stored)
            return self._across(_drawn(self._stored, self._module))
        return None

    def _across(self, picture: Image.Image) -> Image.Image:
        band = Image.new("1", (self.width, picture.height), 1)
        band.paste(picture, ((self.width - picture.width) // 2 if self._middle else 0, 0))
        return band


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_path(520)), 20)


def _drawn(content: str, module: int) -> Image.Image:
    rows = modules(content, "M", quick=True)
    side = len(rows) + 2 * QUIET_ZONE
    small = Image.new("1", (side, side), 1)
    for y, marks in enumerate(rows):
        for x, dark in enumerate(marks):
            if dark:
                small.putpixel((x + QUIET_ZONE, y + QUIET_ZONE), 0)
    return small.resize((side * module, side * module), Image.Resampling.NEAREST)
