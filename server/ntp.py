"""Whether the kernel says that network time holds this machine's clock (adjtimex, without privileges)."""

from __future__ import annotations

import ctypes
import time

STA_UNSYNC = 0x0040
_CLOCK_BAD = 5
_NEAR_SECONDS = 60


class _Timex(ctypes.Structure):
    """The head of struct timex, to the seconds of the kernel's time; what follows is not read."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("constant", ctypes.c_long),
        ("precision", ctypes.c_long),
        ("tolerance", ctypes.c_long),
        ("seconds", ctypes.c_long),
        ("rest", ctypes.c_byte * 256),
    )


def synchronised() -> bool:
    """The kernel's word, as `timedatectl` shows it; False where it cannot be asked."""
    try:
        asked = _Timex()
        state = int(ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(asked)))
    except (OSError, AttributeError):
        return False
    # A process may have been given another clock than the kernel's, of which the kernel knows nothing.
    return is_synchronised(state, asked.status) and abs(asked.seconds - time.time()) < _NEAR_SECONDS


def is_synchronised(state: int, status: int) -> bool:
    """What adjtimex returned and the status it gave, read."""
    return 0 <= state < _CLOCK_BAD and not status & STA_UNSYNC
