"""What became of calls reaches the hub: each report once, in order, whatever the link does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from balai.protocol.problem import Problem
from balai.protocol.requests import AnnounceCall
from demo.driving.wait import eventually
from hardware.hub import call_reports
from hardware.hub.call_reports import MOST_KEPT, CallKey, CallReports
from hardware.ports import HubRefused, HubUnavailable

AT = datetime(2026, 4, 14, 2, 42, tzinfo=UTC)


class Hub:
    """Takes reports as the route does: the same request id again changes nothing."""

    def __init__(self, fails: Callable[[], bool] = lambda: False, refuses: bool = False) -> None:
        self.fails, self.refuses = fails, refuses
        self.had: dict[object, tuple[str, AnnounceCall]] = {}
        self.asked = 0

    def call_announced(self, leg_id: str, told: AnnounceCall) -> None:
        self.asked += 1
        fails = self.fails()
        if not fails or self.asked % 2:
            # An answer that is lost has done its work all the same.
            known = self.had.setdefault(told.request_id, (leg_id, told))
            assert known == (leg_id, told), "one id with two bodies"
        if fails:
            raise HubUnavailable("No answer from the hub.")
        if self.refuses:
            raise HubRefused(
                Problem(type="about:blank", title="No such leg.", status=404, code="leg_unknown")
            )

    def kinds(self) -> list[tuple[str, str]]:
        return [(leg_id, told.kind) for leg_id, told in self.had.values()]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[CallReports]]:
    monkeypatch.setattr(call_reports, "_AGAIN", (0.0, 0.001))
    made: list[CallReports] = []
    yield made
    for reports in made:
        reports.stop()


def call(number: int) -> CallKey:
    return CallKey(f"leg-{number}", AT + timedelta(seconds=number))


def test_each_is_told_once_and_in_order_over_a_link_that_fails(started: list[CallReports]) -> None:
    rng = Random("link")
    hub = Hub(fails=lambda: rng.random() < 0.4)
    reports = CallReports(hub, None, lambda: "utama")
    started.append(reports)
    for number in range(30):
        reports.tell(call(number), "shown", AT)
        reports.tell(call(number), "shown", AT)
    reports.start()
    for number in range(30):
        reports.tell(call(number), "spoken" if number % 3 else "dropped", AT, number % 2 == 0)
    eventually(lambda: reports.waiting == 0)
    wanted = [(f"leg-{n}", "shown") for n in range(30)]
    assert hub.kinds() == wanted + [(f"leg-{n}", "spoken" if n % 3 else "dropped") for n in range(30)]
    assert {told.zone_id for _, told in hub.had.values()} == {"utama"}


def test_what_was_not_handed_over_is_handed_over_after_a_start(
    tmp_path: Path, started: list[CallReports]
) -> None:
    path = tmp_path / "kept" / "reports.jsonl"
    cut_off = Hub(fails=lambda: True)
    first = CallReports(cut_off, path)
    started.append(first)
    first.start()
    first.tell(call(1), "shown", AT)
    first.tell(call(1), "spoken", AT + timedelta(seconds=4))
    eventually(lambda: path.is_file() and path.read_text().count("\n") == 2)
    first.stop()
    with path.open("a") as file:
        file.write('{"leg_id": "half\n[]\n')
    hub = Hub()
    second = CallReports(hub, path)
    started.append(second)
    second.start()
    eventually(lambda: second.waiting == 0 and path.read_text() == "")
    assert hub.kinds() == [("leg-1", "shown"), ("leg-1", "spoken")]
    # What the hub had of the first attempts is the same report, by its id.
    assert set(cut_off.had) <= set(hub.had)


def test_what_the_hub_takes_at_once_is_not_written(tmp_path: Path, started: list[CallReports]) -> None:
    path = tmp_path / "kept" / "reports.jsonl"
    hub = Hub()
    reports = CallReports(hub, path)
    started.append(reports)
    reports.start()
    for number in range(3):
        reports.tell(call(number), "shown", AT)
        eventually(lambda: reports.waiting == 0)
    reports.stop()
    assert not path.parent.exists()


def test_a_report_that_the_hub_refuses_holds_up_no_other(started: list[CallReports]) -> None:
    hub = Hub(refuses=True)
    reports = CallReports(hub, None)
    started.append(reports)
    reports.start()
    for number in range(3):
        reports.tell(call(number), "shown", AT)
    eventually(lambda: reports.waiting == 0)
    assert hub.asked == 3


def test_the_oldest_are_given_up_where_too_many_wait(tmp_path: Path, started: list[CallReports]) -> None:
    hold = threading.Event()
    hub = Hub(fails=lambda: not hold.is_set())
    reports = CallReports(hub, tmp_path / "reports.jsonl")
    started.append(reports)
    for number in range(MOST_KEPT + 5):
        reports.tell(call(number), "shown", AT)
    assert reports.waiting == MOST_KEPT
    hold.set()
    reports.start()
    eventually(lambda: reports.waiting == 0)
    assert hub.kinds()[0] == ("leg-5", "shown")


def test_a_folder_that_cannot_be_written_costs_only_that(tmp_path: Path, started: list[CallReports]) -> None:
    (tmp_path / "no").write_text("a file, and no folder")
    hub = Hub()
    reports = CallReports(hub, tmp_path / "no" / "reports.jsonl")
    started.append(reports)
    reports.start()
    reports.tell(call(1), "shown", AT)
    eventually(lambda: hub.kinds() == [("leg-1", "shown")])
