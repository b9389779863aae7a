"""A thermal printer's head, written from the commands' reference and not from the product's own reader.

It burns dots into an endless roll and says what it made of each byte: whatever it does not know is an error,
so that nothing passes as white. Of its own letters it keeps what they read. Source: Epson, ESC/POS command
reference (DLE EOT, ESC @, ESC a, ESC d, ESC E, ESC t, GS !, GS a, GS r, GS v 0, GS V, GS ( H, GS ( k, LF).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

#: Dots that a line feed moves the paper by, as printers come.
LINE = 30
_CUTS = {0: "full", 48: "full", 1: "partial", 49: "partial"}
#: Answered, and not printed: real-time status, status sent unasked, status in the order of the data.
_QUESTIONS = frozenset({b"\x10\x04", b"\x1da", b"\x1dr"})


@dataclass
class Slip:
    """What lies in the tray after a cut: rows of dots (True: burnt), and how it was cut off; the lines of its
    own letters, and what it drew as codes."""

    dots: NDArray[np.bool_]
    cut: str
    lines: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


@dataclass
class Head:
    """Takes bytes and burns them. `width` is the head's dots, `tables` the names of its code tables by their
    numbers."""

    width: int
    tables: dict[int, str] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)
    asked: list[bytes] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    _rows: list[NDArray[np.bool_]] = field(default_factory=list)
    _table: str = "ascii"
    _times: int = 1
    _line: str = ""
    _code: str = ""

    def burn(self, stream: bytes) -> None:
        """Take a whole stream. Raises AssertionError for an unknown byte, or where it breaks off."""
        at = 0
        while at < len(stream):
            at = self._command(stream, at)
        assert at == len(stream), "a command lacks its end"

    @property
    def burnt(self) -> NDArray[np.bool_]:
        """What hangs out of the printer, uncut."""
        return np.vstack(self._rows)

    @property
    def rest(self) -> int:
        """Rows that hang out of the printer, with ink on them."""
        return sum(int(rows.any(axis=1).sum()) for rows in self._rows)

    def _command(self, s: bytes, at: int) -> int:
        if s[at] == 0:
            return at + 1
        if s[at] == 0x0A or s[at] >= 0x20:
            return self._sign(s[at : at + 1], at)
        name = s[at : at + 2]
        if name in (b"\x1dv", b"\x1d("):
            return self._long(s, at)
        if name in _QUESTIONS:
            return self._question(s, at, 3)
        if name == b"\x1b@":
            self._table, self._times = "ascii", 1
            return at + 2
        self._short(name, s[at + 2], at)
        return at + 3

    def _long(self, s: bytes, at: int) -> int:
        if s[at + 1 : at + 2] == b"v":
            return self._raster(s, at)
        if s[at + 2 : at + 3] == b"H":
            return self._question(s, at, 5 + s[at + 3] + 256 * s[at + 4])
        return self._symbol(s, at)

    def _short(self, name: bytes, value: int, at: int) -> None:
        """A command with one number."""
        if name == b"\x1bd":
            self._rows.append(np.zeros((value * LINE, self.width), bool))
        elif name == b"\x1dV":
            self._cut(_CUTS[value])
        elif name == b"\x1bt":
            self._table = self.tables[value]
        elif name == b"\x1d!":
            self._times = (value >> 4) + 1
            assert self._times == (value & 15) + 1 <= 8, "as high as wide"
        else:
            assert name in (b"\x1ba", b"\x1bE"), f"means nothing at {at}: {name!r}"
            assert value in (0, 1), "left or middle, bold or not"

    def _sign(self, byte: bytes, at: int) -> int:
        """A letter of font A is 12 dots wide; a line ends where it is told to."""
        if byte != b"\n":
            self._line += byte.decode(self._table)
            assert len(self._line) * 12 * self._times <= self.width, f"runs over the edge: {self._line!r}"
            return at + 1
        if self._line:
            self.lines.append(self._line)
            self._rows.append(np.ones((LINE * self._times, self.width), bool))
        self._line = ""
        return at + 1

    def _symbol(self, s: bytes, at: int) -> int:
        """GS ( k: a QR code (49) of model 2, its module, its correction, its content, its printing."""
        length, kind, function = s[at + 3] + 256 * s[at + 4], s[at + 5], s[at + 6]
        content = s[at + 7 : at + 5 + length]
        assert (s[at + 2 : at + 3], kind, len(content)) == (b"k", 49, length - 2), "no QR code"
        if function == 65:
            assert content == b"2\0", "model 2"
        elif function == 67:
            assert 1 <= content[0] <= 16, "dots of a module"
        elif function == 69:
            assert content[0] in range(48, 52), "how much is corrected"
        elif function == 80:
            assert content[:1] == b"0"
            self._code = content[1:].decode("ascii")
        else:
            assert (function, content) == (81, b"0"), "nothing else is known"
            self.codes.append(self._code)
            self._rows.append(np.ones((LINE, self.width), bool))
        return at + 5 + length

    def _question(self, s: bytes, at: int, length: int) -> int:
        self.asked.append(s[at : at + length])
        return at + length

    def _raster(self, s: bytes, at: int) -> int:
        zero, scale, *size = s[at + 2 : at + 8]
        assert (zero, scale) == (ord("0"), 0), "dots are burnt as they are"
        across, down = size[0] + 256 * size[1], size[2] + 256 * size[3]
        assert across * 8 <= self.width, "wider than the head: the printer would leave the rest out"
        end = at + 8 + across * down
        content = np.frombuffer(s[at + 8 : end], np.uint8)
        assert content.size == across * down, "the picture breaks off"
        bits = np.unpackbits(content.reshape(down, across), axis=1).astype(bool)
        self._rows.append(np.pad(bits, ((0, 0), (0, self.width - across * 8))))
        return end

    def _cut(self, how: str) -> None:
        self.slips.append(Slip(self.burnt, how, self.lines, self.codes))
        self._rows, self.lines, self.codes = [], [], []
