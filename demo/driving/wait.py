"""Waiting for something to become true, without sleeping for a fixed time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from demo.driving.api import Answered

T = TypeVar("T")

_never = threading.Event()


def eventually(
    probe: Callable[[], T],
    timeout: float = 10.0,
    *,
    what: str = "",
    interval: float = 0.02,
) -> T:
    """Ask `probe` until its answer is true, and return that answer.

    An AssertionError or a problem of the hub's raised by the probe counts as "not yet". After `timeout`
    seconds the last such error is raised again, or an AssertionError that names `what` and the last answer.
    The limit is there to end a broken test, not to measure anything.
    """
    deadline = monotonic() + timeout
    while True:
        failure: AssertionError | Answered | None = None
        answer: T | None = None
        try:
            answer = probe()
        except (AssertionError, Answered) as error:
            failure = error
        else:
            if answer:
                return answer
        if monotonic() >= deadline:
            if failure is not None:
                raise failure
            raise AssertionError(f"waited {timeout} s in vain for {what or probe}: last answer {answer!r}")
        _never.wait(interval)
