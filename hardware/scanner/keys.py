"""What a reader types: the kernel's key events (evdev) into the text of a code. Pure, but for the layout.

Source: Linux `input_event` (include/uapi/linux/input.h) and its key codes (input-event-codes.h). A reader
types as an American keyboard, which is how all of them come.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from hardware.ports import Scan

#: Longer than any code or address on paper; what is typed beyond it is no code.
MOST_SIGNS = 512
#: An event of this machine's kernel: its time (two longs), type, code and value.
EVENT = struct.Struct("llHHi")

_EV_SYN, _EV_KEY, _DROPPED = 0, 1, 3
_PRESSED, _RELEASED = 1, 0
_SHIFTS, _CONTROLS, _CAPS = frozenset({42, 54}), frozenset({29, 97, 56, 100, 125}), 58
#: Enter, Enter of the digits' block, Tab: what readers send behind a code.
ENDS = frozenset({28, 96, 15})
_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (55, "*", "*"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),
    (98, "/", "/"),
)
#: What a key types, plain and with shift.
SIGNS = {
    first + at: (plain, shifted)
    for first, plains, shifteds in _ROWS
    for at, (plain, shifted) in enumerate(zip(plains, shifteds, strict=True))
}


class KeyReader:
    """Makes codes of key events. A code ends with Enter or Tab, or when nothing more is typed (`pause`)."""

    def __init__(self) -> None:
        self._rest = b""
        self._typed: list[str] = []
        self._whole = True
        self._held: set[int] = set()
        self._capitals = False

    @property
    def waits(self) -> bool:
        """Whether a code has begun and not ended."""
        return bool(self._typed) or not self._whole

    def feed(self, data: bytes) -> list[Scan]:
        """The codes that these bytes of events complete."""
        data = self._rest + data
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        events = ((kind, code, value) for _, _, kind, code, value in EVENT.iter_unpack(data[:whole]))
        return list(self._codes(events))

    def pause(self) -> Scan | None:
        """Nothing has been typed for a while: what is there is the code, where anything is."""
        return self._end() if self.waits else None

    def break_off(self) -> Scan | None:
        """The reader is gone; a code that had begun will not be whole."""
        begun = self.waits
        self._rest, self._held = b"", set()
        self._end()
        return Scan("", whole=False) if begun else None

    def _codes(self, events: Iterable[tuple[int, int, int]]) -> Iterable[Scan]:
        for kind, code, value in events:
            if (kind, code) == (_EV_SYN, _DROPPED):
                self._whole = False  # the kernel kept no more of what was typed
            elif kind == _EV_KEY and code in _SHIFTS | _CONTROLS:
                (self._held.discard if value == _RELEASED else self._held.add)(code)
            elif kind == _EV_KEY and value == _PRESSED and self._press(code) and self.waits:
                yield self._end()

    def _press(self, code: int) -> bool:
        """A key goes down; whether it ends the code."""
        if code in ENDS and not self._held & _CONTROLS:
            return True
        if code == _CAPS:
            self._capitals = not self._capitals
        else:
            self._type(code)
        return False

    def _type(self, code: int) -> None:
        """Add a sign. A control sign, and one sign too many, make it no code."""
        signs = SIGNS.get(code)
        if signs is None or self._held & _CONTROLS or len(self._typed) >= MOST_SIGNS:
            self._whole = False
            return
        shifted = bool(self._held & _SHIFTS)
        plain = signs[0]
        self._typed.append(signs[shifted != self._capitals if plain.isalpha() else shifted])

    def _end(self) -> Scan:
        scan = Scan("".join(self._typed), whole=self._whole)
        self._typed, self._whole = [], True
        return scan


def typed(text: str) -> bytes:
    """The events by which a reader types a text that has these signs, without an end."""
    return b"".join(_stroke(sign) for sign in text)


def end() -> bytes:
    """The events of Enter."""
    return _key(28)


def _stroke(sign: str) -> bytes:
    if sign < " ":  # as readers type control signs: a letter with Ctrl
        letter = _CODES.get((chr(ord(sign) + 96), False), 0)
        return _event(29, _PRESSED) + _key(letter) + _event(29, _RELEASED)
    if (sign, False) in _CODES:
        return _key(_CODES[sign, False])
    return _event(42, _PRESSED) + _key(_CODES.get((sign, True), 0)) + _event(42, _RELEASED)


def _key(code: int) -> bytes:
    return _event(code, _PRESSED) + _event(code, _RELEASED)


def _event(code: int, value: int) -> bytes:
    return EVENT.pack(0, 0, _EV_KEY, code, value) + EVENT.pack(0, 0, _EV_SYN, 0, 0)


#: The first key that types a sign, and whether it takes shift.
_CODES: dict[tuple[str, bool], int] = {}
for _code, _signs in SIGNS.items():
    for _shift, _sign in enumerate(_signs):
        _CODES.setdefault((_sign, bool(_shift)), _code)
