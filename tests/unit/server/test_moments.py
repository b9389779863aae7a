"""A device's last day: changes of what it says, and the times that it was not heard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from server.usecases.devices.moments import MOMENTS, MOST, recent, with_deed, with_moments

MORNING = datetime(2026, 4, 14, 1, 0, tzinfo=UTC)
SILENT = timedelta(seconds=90)
PAPER = [{"code": "paper_out", "about": ""}]


def said(state: str = "ok", faults: list[dict[str, str]] | None = None, **more: Any) -> dict[str, Any]:
    return {"state": state, "faults": faults or [], "software": "1", "counts": {"printed": 1}, **more}


def told(*reports: tuple[float, dict[str, Any]]) -> dict[str, Any]:
    """What is kept after reports, each so many seconds after the morning."""
    kept: dict[str, Any] | None = None
    at: datetime | None = None
    for seconds, report in reports:
        now = MORNING + timedelta(seconds=seconds)
        kept, at = with_moments(report, kept, at, now, SILENT), now
    assert kept is not None
    return kept


def test_only_what_changes_is_kept_and_what_it_said_last_stays_as_it_is() -> None:
    kept = told((0, said()), (10, said(counts={"printed": 2})), (20, said("fault", PAPER)), (30, said()))
    assert [one["state"] for one in kept[MOMENTS]] == ["ok", "fault", "ok"]
    assert kept[MOMENTS][1]["faults"] == PAPER
    assert {name: kept[name] for name in said()} == said()


def test_a_time_without_a_word_is_kept_though_it_says_the_same_afterwards() -> None:
    kept = told((0, said()), (90, said()), (181, said()))
    assert [one.get("away_since") for one in kept[MOMENTS]] == [None, "2026-04-14T01:01:30.000000+00:00"]


def test_a_day_is_kept_and_so_many_moments_at_most() -> None:
    flaps = tuple((n * 10.0, said("ok" if n % 2 else "fault")) for n in range(200))
    assert len(told(*flaps)[MOMENTS]) == MOST
    old = told((0, said()), (10, said("fault", PAPER)))
    assert recent(old, MORNING + timedelta(hours=24, seconds=5))[0]["state"] == "fault"
    assert recent(old, MORNING + timedelta(hours=25)) == []


def test_what_a_device_was_told_to_do_stands_among_it() -> None:
    kept = with_deed(told((0, said())), "restart", MORNING + timedelta(seconds=5))
    assert [one.get("deed") for one in kept[MOMENTS]] == [None, "restart"]
    assert with_deed(None, "restart", MORNING)[MOMENTS] == [
        kept[MOMENTS][1] | {"at": "2026-04-14T01:00:00.000000+00:00"}
    ]
