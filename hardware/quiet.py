"""Libraries of the system write of what is not there, straight to file descriptor 2, each time that they are
asked: a wall without a television filled its journal with tens of thousands of such lines a day. What is the
matter is said once, by ourselves."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_turn = threading.RLock()


@contextmanager
def unheard() -> Iterator[None]:
    """Nothing that is written to file descriptor 2 meanwhile is kept. Our own log has a descriptor of its own
    (`balai.logs.configure_device_logs`), so that no line of another thread is lost. Where the descriptor
    cannot be turned away, what is within runs all the same."""
    with _turn:
        try:
            kept = os.dup(2)
        except OSError:
            # Started without a standard error: nobody hears anything.
            yield
            return
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 2)
            os.close(nowhere)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
