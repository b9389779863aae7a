"""Reads an ESC/POS stream as a printer does: commands one by one, raster bands into a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PIL import Image

CommandKind = Literal["init", "raster", "feed", "cut", "real_time", "when_done", "mark", "text", "other"]

_DLE, _ESC, _GS = 0x10, 0x1B, 0x1D
#: Bytes that follow ESC x or GS x, for commands without a length of their own (Epson's reference).
_ESC_ARGUMENTS = {
    **dict.fromkeys(b"@2iml<", 0),
    **dict.fromkeys(b"!3dJaEGMRSTVt{r- +c=U", 1),
    ord("p"): 3,
    ord("$"): 2,
    ord("\\"): 2,
}
_GS_ARGUMENTS = {**dict.fromkeys(b"!BHafhwrI", 1), ord("L"): 2, ord("W"): 2, ord("P"): 2}
_LINE_DOTS = 30


@dataclass(frozen=True)
class Command:
    """One command with all its bytes; `argument` is its number, `band` the rows of a raster."""

    kind: CommandKind
    data: bytes
    argument: int = 0
    band: Image.Image | None = None


class EscposDecoder:
    """Cuts a stream into commands; a command that is not yet complete waits for its rest."""

    def __init__(self) -> None:
        self._pending = b""

    @property
    def waits(self) -> bool:
        """Whether a command has begun whose rest has not come."""
        return bool(self._pending)

    def feed(self, data: bytes) -> list[Command]:
        """The commands that `data` completes, in order."""
        self._pending += data
        commands: list[Command] = []
        while (command := self._next()) is not None:
            commands.append(command)
            self._pending = self._pending[len(command.data) :]
        return commands

    def _next(self) -> Command | None:
        data = self._pending
        if not data:
            return None
        if data[0] == _DLE:
            return _fixed(data, 3, "real_time")
        if data[0] == _ESC:
            return _escape(data)
        if data[0] == _GS:
            return _group(data)
        if data[0] == 0x0A:
            return Command("feed", data[:1], _LINE_DOTS)
        return Command("text", _plain_run(data))


def _plain_run(data: bytes) -> bytes:
    controls = (data.find(bytes([control])) for control in (_DLE, _ESC, _GS, 0x0A))
    return data[: min((at for at in controls if at > 0), default=len(data))]


def _fixed(data: bytes, length: int, kind: CommandKind) -> Command | None:
    if len(data) < length:
        return None
    return Command(kind, data[:length], data[length - 1])


def _escape(data: bytes) -> Command | None:
    if len(data) < 2:
        return None
    length = 2 + _ESC_ARGUMENTS.get(data[1], 0)
    if data[1] == ord("@"):
        return _fixed(data, length, "init")
    if data[1] in b"dJ":
        command = _fixed(data, length, "feed")
        lines = data[1] == ord("d")
        return command and Command("feed", command.data, command.argument * (_LINE_DOTS if lines else 1))
    return _fixed(data, length, "other")


def _group(data: bytes) -> Command | None:
    if len(data) < 2:
        return None
    if data[1] in _GROUPS:
        return _GROUPS[data[1]](data)
    if data[1] == ord("r"):
        return _fixed(data, 3, "when_done")
    return _fixed(data, 2 + _GS_ARGUMENTS.get(data[1], 0), "other")


def _raster(data: bytes) -> Command | None:
    """`GS v 0 m xL xH yL yH d...`: x bytes by y rows, a set bit is a black dot."""
    if len(data) < 8:
        return None
    row_bytes, rows = data[4] | data[5] << 8, data[6] | data[7] << 8
    length = 8 + row_bytes * rows
    if len(data) < length:
        return None
    if length == 8:
        return Command("other", data[:8])
    band = Image.frombytes("1", (row_bytes * 8, rows), data[8:length], "raw", "1;I")
    return Command("raster", data[:length], rows, band)


def _cut(data: bytes) -> Command | None:
    if len(data) < 3:
        return None
    return _fixed(data, 4 if data[2] in {65, 66, 97, 98, 103, 104} else 3, "cut")


def _long(data: bytes) -> Command | None:
    """`GS ( x pL pH d...`: a command with a length."""
    if len(data) < 5:
        return None
    return _fixed(data, 5 + (data[3] | data[4] << 8), "mark" if data[2:3] == b"H" else "other")


_GROUPS = {ord("v"): _raster, ord("V"): _cut, ord("("): _long}


def stack(bands: list[Image.Image]) -> Image.Image:
    """The bands of one ticket as one picture, 1 bit, black on white."""
    picture = Image.new("1", (max(band.width for band in bands), sum(band.height for band in bands)), 1)
    top = 0
    for band in bands:
        picture.paste(band, (0, top))
        top += band.height
    return picture
