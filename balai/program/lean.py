"""Small in memory: a library is loaded without what it would load beside it and never needs here, and what
threads that come and go leave behind is used by the next; and quick to hand over what is in hand."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: <malloc.h>, M_ARENA_MAX
_ARENA_MAX = -8
#: New objects after which dead cycles among them are looked for, and how often among older ones.
_COLLECT_AT = (20_000, 10, 10)
#: Seconds for which one thread may go on while another waits for its turn.
_TURN = 0.0001


@contextmanager
def spared(*names: str) -> Iterator[None]:
    """Within, these packages are as if they were not installed, unless they are loaded already; afterwards
    whoever wants them has them."""
    away = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(away))  # type: ignore[arg-type]  # None means that there is none
    try:
        yield
    finally:
        for name in away:
            if sys.modules[name] is None:
                del sys.modules[name]


def share_memory(arenas: int = 2) -> None:
    """Let all threads take their memory from a few places: glibc gives new threads new ones, which grow. To
    be called before there are threads; elsewhere than on glibc nothing changes."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, arenas)


def load_uncollected() -> None:
    """Nearly all that a program loads stays, so it is not looked through for dead cycles meanwhile: that
    took a tenth of a start, and of a long day as long as reading it. `spare_the_collector` ends it."""
    gc.disable()


def spare_the_collector() -> None:
    """What a program has loaded stays: dead cycles are looked for among what is new, and less often, since
    messages and requests leave few. To be called when all is loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AT)
    gc.enable()


def take_short_turns() -> None:
    """Threads hand work to each other while a person waits for its end: none goes on for long."""
    sys.setswitchinterval(_TURN)
