import threading

from balai.clock import SystemClock
from balai.protocol.requests import DeviceStatus
from hardware.ports import HubUnavailable
from kiosk.reporter import Reporter
from tests.support.kiosk_fakes import FakeLink
from tests.support.wait import eventually


def _status(detail: str) -> DeviceStatus:
    return DeviceStatus(state="ok", detail=detail, software="test")


class _FailingOnce(FakeLink):
    def __init__(self) -> None:
        super().__init__()
        self.failed = threading.Event()

    def report(self, status: DeviceStatus) -> None:
        if not self.failed.is_set():
            self.failed.set()
            raise HubUnavailable("no answer")
        super().report(status)


def test_a_change_is_told_and_the_latest_wins() -> None:
    link = FakeLink()
    reporter = Reporter(link, SystemClock(), spacing=0.01)
    for count in range(50):
        reporter.tell(_status(f"{count}"))
    reporter.start()
    eventually(lambda: link.told)
    reporter.tell(_status("last"))
    eventually(lambda: link.told[-1].detail == "last")
    reporter.stop()
    assert link.told[0].detail == "49"
    assert len(link.told) == 2


def test_a_hub_that_does_not_hear_does_not_end_it() -> None:
    link = _FailingOnce()
    reporter = Reporter(link, SystemClock(), spacing=0.01)
    reporter.start()
    reporter.tell(_status("lost"))
    assert link.failed.wait(5)
    reporter.tell(_status("heard"))
    eventually(lambda: link.told)
    reporter.stop()
    assert [status.detail for status in link.told] == ["heard"]


class _QuickClock(SystemClock):
    """Half a minute of it takes ten real milliseconds."""

    def real(self, seconds: float) -> float:
        return seconds / 3000


def test_it_is_told_regularly_though_nothing_changes() -> None:
    link = FakeLink()
    reporter = Reporter(link, _QuickClock(), spacing=0.01)
    reporter.start()
    reporter.tell(_status("same"))
    eventually(lambda: len(link.told) >= 3)
    reporter.stop()
