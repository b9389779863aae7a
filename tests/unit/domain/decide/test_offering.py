"""More room for a service today, and whom the hall turned away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.day import decide, evolve
from balai.domain.decide.issuing.quota import is_full
from balai.domain.decide.issuing.turning_away import SAME_PERSON, TURNED_AWAY, after_refusal
from balai.domain.errors import Refusal
from balai.domain.state import HallDay, Happened
from tests.support.days import MORNING, small_hall

NOW = MORNING + timedelta(hours=1)


def opened(**quota: Any) -> HallDay:
    """A day of the small hall on which `ktp` has this quota."""
    hall = small_hall()
    services = tuple(replace(s, **quota) if s.id == "ktp" else s for s in hall.services)
    command = c.OpenDay(date=MORNING.date(), config=replace(hall, services=services), previous_hash="0" * 64)
    return evolve(None, Happened(1, MORNING, "system", decide(None, command, MORNING)[0]))


def done(day: HallDay, command: c.Command, seconds: float = 0) -> HallDay:
    """The day after a command."""
    at = NOW + timedelta(seconds=seconds)
    for event in decide(day, command, at):
        day = evolve(day, Happened(day.seq + 1, at, command.actor, event))
    return day


def issue(day: HallDay, name: str) -> HallDay:
    return done(day, c.IssueVisit(visit_id=name, service_id="ktp"))


def test_so_many_more_come_today_whatever_bounds_the_service() -> None:
    for bound in ("quota", "quota_walk_in"):
        day = issue(opened(**{bound: 1}), "v1")
        service = day.config.service_by_id["ktp"]
        with pytest.raises(Refusal, match="numbers of"):
            issue(day, "v2")
        day = done(day, ec.RaiseQuota(service_id="ktp", persons=2))
        assert not is_full(day, service, NOW)
        day = issue(issue(day, "v2"), "v3")
        assert is_full(day, service, NOW)
        with pytest.raises(Refusal) as refused:
            issue(day, "v4")
        assert refused.value.code == "quota_full"


@pytest.mark.parametrize(("persons", "quota", "code"), [(0, 1, "persons_invalid"), (5, None, "quota_none")])
def test_what_is_not_bounded_or_no_number_is_not_raised(persons: int, quota: int | None, code: str) -> None:
    day = opened(**({} if quota is None else {"quota": quota}))
    with pytest.raises(Refusal) as refused:
        done(day, ec.RaiseQuota(service_id="ktp", persons=persons))
    assert refused.value.code == code


def test_only_who_goes_without_a_number_is_noted() -> None:
    asked = c.IssueVisit(actor="device:k1", visit_id="v1", service_id="ktp", channel="kiosk")
    told = after_refusal(asked, Refusal("quota_full", "Full."))
    assert told == ec.TurnAway(
        actor="device:k1", service_id="ktp", code="quota_full", channel="kiosk", priority_class="regular"
    )
    assert after_refusal(asked, Refusal("voucher_unknown", "?")) is None
    assert after_refusal(c.CancelVisit(visit_id="v1"), Refusal(TURNED_AWAY[0], "?")) is None


def test_who_asks_again_and_again_is_one_person() -> None:
    again = ec.TurnAway(
        actor="device:k1", service_id="ktp", code="quota_full", channel="kiosk", priority_class="regular"
    )
    day = opened(quota=1)
    for seconds in (0, 5, 10):
        day = done(day, again, seconds)
    assert dict(day.refused) == {("ktp", "quota_full"): 1}
    day = done(day, again, SAME_PERSON.total_seconds())
    day = done(day, replace(again, actor="device:k2"), SAME_PERSON.total_seconds())
    day = done(day, replace(again, code="numbers_stopped"), SAME_PERSON.total_seconds())
    assert dict(day.refused) == {("ktp", "quota_full"): 3, ("ktp", "numbers_stopped"): 1}
    told = decide(day, replace(again, service_id="kk"), NOW)
    assert told == [e.VisitRefused("kk", "quota_full", "kiosk", "regular")]
