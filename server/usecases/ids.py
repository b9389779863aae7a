"""Ids of what is given out at each request."""

from __future__ import annotations

import os

#: RFC 9562: version 4 and its variant, in their places of the 128 bits.
_FIXED = 0xF000 << 64 | 0xC000 << 48
_GIVEN = 0x4000 << 64 | 0x8000 << 48
#: So many are made at a time: the kernel is asked for their bits once.
_AT_A_TIME, _BYTES = 32, 16
_ready: list[str] = []
# A process that begins as a copy of this one must not give the same.
os.register_at_fork(after_in_child=_ready.clear)


def new_id() -> str:
    """A random UUID as text, as `str(uuid.uuid4())` gives it, which makes an object first and takes three
    times as long."""
    try:
        return _ready.pop()
    except IndexError:
        bits = os.urandom(_AT_A_TIME * _BYTES)
        _ready.extend([_text(bits[at : at + _BYTES]) for at in range(_BYTES, len(bits), _BYTES)])
        return _text(bits[:_BYTES])


def _text(bits: bytes) -> str:
    text = f"{int.from_bytes(bits) & ~_FIXED | _GIVEN:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
