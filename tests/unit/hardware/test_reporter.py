"""The status reaches the hub, whatever the hub does meanwhile."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest

from balai.clock import SystemClock
from balai.protocol.answers.visits import IssuedVisit
from balai.protocol.requests import DeviceStatus
from demo.driving.wait import eventually
from hardware.hub.reporter import Reporter
from hardware.ports import HubEvent, HubUnavailable, Wish


class FakeLink:
    """A hub link that keeps reports, fails the first ones, and can be held up."""

    def __init__(self, failures: int = 0) -> None:
        self.events: queue.Queue[HubEvent] = queue.Queue()
        self.reports: list[DeviceStatus] = []
        self.tries = 0
        self.failures = failures
        self.free = threading.Event()
        self.free.set()

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def issue(self, wish: Wish, request_id: str) -> IssuedVisit:
        raise HubUnavailable

    def report(self, status: DeviceStatus) -> None:
        self.tries += 1
        self.free.wait(10)
        if self.tries <= self.failures:
            raise HubUnavailable
        self.reports.append(status)


def status(seq: int) -> DeviceStatus:
    return DeviceStatus(state="ok", software="1", day="2026-04-14", seq=seq)


@pytest.fixture
def link() -> FakeLink:
    return FakeLink()


@pytest.fixture
def reporter(link: FakeLink) -> Iterator[Reporter]:
    reporter = Reporter(link, SystemClock(), spacing=0.01)
    reporter.start()
    yield reporter
    link.free.set()
    reporter.stop()


def test_a_change_is_told_and_its_repetition_is_not(link: FakeLink, reporter: Reporter) -> None:
    reporter.tell(status(1))
    eventually(lambda: len(link.reports) == 1)
    reporter.tell(status(1))
    reporter.tell(status(2))
    eventually(lambda: link.reports[-1] == status(2))
    assert link.reports == [status(1), status(2)]


def test_while_the_hub_is_slow_only_the_latest_is_kept(link: FakeLink, reporter: Reporter) -> None:
    link.free.clear()
    reporter.tell(status(0))
    eventually(lambda: link.tries == 1)
    for seq in range(1, 50):
        reporter.tell(status(seq))
    link.free.set()
    eventually(lambda: link.reports[-1:] == [status(49)])
    assert len(link.reports) == 2


def test_a_hub_that_does_not_answer_is_told_later(link: FakeLink, reporter: Reporter) -> None:
    link.failures = 1
    reporter.tell(status(1))
    eventually(lambda: link.tries == 1)
    reporter.tell(status(2))
    eventually(lambda: link.reports == [status(2)])


def test_what_a_hub_missed_is_told_soon_though_nothing_changes(link: FakeLink, reporter: Reporter) -> None:
    link.failures = 3
    reporter.tell(status(1))
    eventually(lambda: link.reports == [status(1)])
    assert link.tries == 4


class _QuickClock(SystemClock):
    """Half a minute of it takes ten real milliseconds."""

    def real(self, seconds: float) -> float:
        return seconds / 3000


def test_it_is_told_regularly_though_nothing_changes(link: FakeLink) -> None:
    reporter = Reporter(link, _QuickClock(), spacing=0.01)
    reporter.start()
    reporter.tell(status(1))
    eventually(lambda: len(link.reports) >= 3)
    reporter.stop()
    assert set(map(repr, link.reports)) == {repr(status(1))}
