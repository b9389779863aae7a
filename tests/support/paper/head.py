"""A thermal printer's head, written from the commands' reference and not from the product's own reader.

It burns dots into an endless roll and says what it made of each byte: whatever it does not know is an error,
so that nothing passes as white. Source: Epson, ESC/POS command reference (DLE EOT, ESC @, ESC d, GS a, GS r,
GS v 0, GS V, GS ( H).
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
    """What lies in the tray after a cut: rows of dots (True: burnt), and how it was cut off."""

    dots: NDArray[np.bool_]
    cut: str


@dataclass
class Head:
    """Takes bytes and burns them. `width` is the head's dots."""

    width: int
    slips: list[Slip] = field(default_factory=list)
    asked: list[bytes] = field(default_factory=list)
    _rows: list[NDArray[np.bool_]] = field(default_factory=list)

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
        name = s[at : at + 2]
        if name == b"\x1dv":
            return self._raster(s, at)
        if name == b"\x1d(" and s[at + 2 : at + 3] == b"H":
            return self._question(s, at, 5 + s[at + 3] + 256 * s[at + 4])
        if name in _QUESTIONS:
            return self._question(s, at, 3)
        if name == b"\x1bd":
            self._rows.append(np.zeros((s[at + 2] * LINE, self.width), bool))
        elif name == b"\x1dV":
            self._cut(_CUTS[s[at + 2]])
        else:
            assert name == b"\x1b@", f"means nothing at {at}: {s[at : at + 8]!r}"
            return at + 2
        return at + 3

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
        self.slips.append(Slip(self.burnt, how))
        self._rows = []
