"""A helper process: what becomes of it, and of the way to it, when it is wanted no more."""

from __future__ import annotations

import sys

import pytest

from balai.program import helper
from balai.program.helper import Helper

#: Answers one wish, and then hears nothing more for longer than any test.
DEAF = """
import sys, threading
sys.stdin.readline()
print('{"refused": "", "bytes": 2}', flush=True)
print("ok", end="", flush=True)
threading.Event().wait()
"""


def test_one_that_does_not_end_is_ended_and_leaves_nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helper, "_ENDS", 0.05)
    with Helper((sys.executable, "-c", DEAF)) as deaf:
        assert deaf.ask({}) == b"ok"
        process = deaf._process
    assert process is not None
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.returncode not in {None, 0}
    assert (process.stdin.closed, process.stdout.closed) == (True, True)
