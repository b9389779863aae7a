"""The native thread: what it runs is handed back to whoever asked, and the loop goes on meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import gevent
import pytest

from server.usecases.native_thread import NativeThread


@pytest.fixture
def thread() -> Iterator[NativeThread]:
    made = NativeThread()
    yield made
    made.kill()


def test_it_gives_back_what_a_function_gives_and_raises_what_it_raises(thread: NativeThread) -> None:
    assert [thread.apply(lambda: 6 * 7), thread.apply(threading.get_ident)] != [42, threading.get_ident()]
    with pytest.raises(ZeroDivisionError):
        thread.apply(lambda: 1 // 0)
    assert thread.apply(lambda: "on") == "on"


def test_other_greenlets_run_while_it_works(thread: NativeThread) -> None:
    may_end = threading.Event()
    asked = gevent.spawn(thread.apply, lambda: may_end.wait(30))
    gevent.idle()
    assert not asked.ready()
    may_end.set()
    assert asked.get() is True
