"""Waiting for something to become true, without sleeping for a fixed time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from demo.driving.api import Answered

T = TypeVar("T")

_never = threading.Event()
#: So many seconds from one question to the next at first, and at most when it takes long: whoever is asked
#: needs the processor for what is waited for.
_OFTEN, _SELDOM = 0.02, 0.05
#: In between, this share of the time that was waited.
_SHARE = 0.05


def eventually(
    probe: Callable[[], T],
    timeout: float = 30.0,
    *,
    what: str = "",
    interval: float | None = None,
) -> T:
    """Ask `probe` until its answer is true, and return that answer.

    An AssertionError or a problem of the hub's raised by the probe counts as "not yet". After `timeout`
    seconds the last such error is raised again, or an AssertionError that names `what` and the last answer.
    The limit is there to end a broken test, not to measure anything: a machine at work on other things
    may need several times as long. `interval` seconds lie between two questions; without it they grow.
    """
    began = monotonic()
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
        waited = monotonic() - began
        if waited >= timeout:
            if failure is not None:
                raise failure
            raise AssertionError(f"waited {timeout} s in vain for {what or probe}: last answer {answer!r}")
        _never.wait(interval or min(_SELDOM, max(_OFTEN, _SHARE * waited)))
