"""The lines of a GPIO chip as the kernel hands them out: its character device, in the version that every
kernel has since 5.10. What is asked is laid out as <linux/gpio.h> has it."""

from __future__ import annotations

import fcntl
import os
import struct
from pathlib import Path

#: Flags of a line, and of its own resistor.
INPUT, OUTPUT, BOTH_EDGES = 1 << 2, 1 << 3, 1 << 4 | 1 << 5
BIASES = {"up": 1 << 8, "down": 1 << 9, "floating": 1 << 10}
#: name, label, lines
_CHIP = struct.Struct("=32s32sI")
#: offsets (one of 64), whose it is, flags, attributes (one of ten: which, value, of which lines), lines,
#: room for edges, the line's own file
_REQUEST = struct.Struct("=I252x32sQI20xI4xQQ216xII20xi")
_VALUES = struct.Struct("=QQ")
#: nanoseconds (monotonic), which edge
_EDGE = struct.Struct("=QI36x")
_INITIAL_VALUE, _RISING = 2, 1
_AT_ONCE = 16


def _asked(direction: int, number: int, layout: struct.Struct) -> int:
    """The number of a request to the driver: it names how much is handed over, and which way."""
    return direction << 30 | layout.size << 16 | 0xB4 << 8 | number


GET_CHIP, GET_LINE = _asked(2, 0x01, _CHIP), _asked(3, 0x07, _REQUEST)
GET_VALUES, SET_VALUES = _asked(3, 0x0E, _VALUES), _asked(3, 0x0F, _VALUES)


def labels(folder: Path = Path("/dev")) -> dict[int, str]:
    """What the kernel calls this machine's chips, by their numbers. Raises OSError."""
    found = {}
    for file in folder.glob("gpiochip*"):
        with file.open("rb", buffering=0) as chip:
            told = bytearray(_CHIP.size)
            fcntl.ioctl(chip, GET_CHIP, told)
        _, label, _ = _CHIP.unpack(told)
        found[int(file.name.removeprefix("gpiochip"))] = label.partition(b"\0")[0].decode(errors="replace")
    return found


class Line:
    """One line, held until it is closed."""

    def __init__(self, chip: int, offset: int, flags: int, value: int = 0) -> None:
        """Ask for a line of the chip that is open as `chip`; an output begins with `value`. Raises OSError
        where it is another's, or cannot be so."""
        attributes = (1, _INITIAL_VALUE, value, 1) if flags & OUTPUT else (0, 0, 0, 0)
        asked = bytearray(_REQUEST.pack(offset, b"balai", flags, *attributes, 1, 0, 0))
        fcntl.ioctl(chip, GET_LINE, asked)
        self.file = int(_REQUEST.unpack(asked)[-1])
        os.set_blocking(self.file, False)

    @property
    def value(self) -> int:
        """Its level: 1 is high."""
        told = bytearray(_VALUES.pack(0, 1))
        fcntl.ioctl(self.file, GET_VALUES, told)
        return int(_VALUES.unpack(told)[0] & 1)

    @value.setter
    def value(self, level: int) -> None:
        fcntl.ioctl(self.file, SET_VALUES, bytearray(_VALUES.pack(int(level), 1)))

    def edges(self) -> list[tuple[float, int]]:
        """What it did and was not read yet: when (monotonic seconds), and the level that it went to."""
        try:
            told = os.read(self.file, _AT_ONCE * _EDGE.size)
        except BlockingIOError:
            return []
        return [(at / 1e9, int(edge == _RISING)) for at, edge in _EDGE.iter_unpack(told)]

    def close(self) -> None:
        """Give it back."""
        os.close(self.file)
