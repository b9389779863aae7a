"""Sent on, sent there and back: what a transfer asks for, and that quotas count persons."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from balai.domain import commands as c
from balai.domain.errors import Refusal
from balai.domain.hall.calendar import Calendar, Hours, service_scope
from balai.domain.hall.config import HallConfig
from tests.support.days import DayDriver, small_hall

BUDI, SARI = "staff:1", "staff:3"


def hall(quota: int | None = None, *, planned: bool = False) -> HallConfig:
    config = small_hall()
    services = tuple(
        replace(s, quota=quota, after=("ktp",) if planned else ()) if s.id == "pajak" else s
        for s in config.services
    )
    return replace(config, services=services)


def driver(config: HallConfig) -> DayDriver:
    day = DayDriver(config)
    for counter, actor in (("l1", BUDI), ("l3", SARI)):
        day.do(c.OpenCounter(counter_id=counter, session_id=counter, actor=actor))
    return day


def serve(day: DayDriver, counter_id: str) -> str:
    actor = BUDI if counter_id == "l1" else SARI
    day.do(c.CallNext(counter_id=counter_id, finishes=None, actor=actor))
    leg_id = str(day.day.counter(counter_id).leg_id)
    day.do(c.Start(counter_id=counter_id, leg_id=leg_id, actor=actor))
    return leg_id


def send(day: DayDriver, counter_id: str, leg_id: str, service_id: str, reason: str | None = None) -> None:
    actor = BUDI if counter_id == "l1" else SARI
    day.do(
        c.Transfer(counter_id=counter_id, leg_id=leg_id, service_id=service_id, actor=actor, reason=reason)
    )


def test_a_planned_step_that_is_reached_by_hand_leaves_the_plan() -> None:
    day = driver(hall(quota=1, planned=True))
    day.do(c.IssueVisit(visit_id="v1", service_id="pajak"))
    send(day, "l1", serve(day, "l1"), "pajak")
    assert not day.day.visits["v1"].plan
    assert dict(day.day.taken) == {"ktp": 1, "pajak": 1}
    day.do(c.Undo(counter_id="l1", actor=BUDI))
    assert day.day.visits["v1"].plan == ("pajak",)
    assert dict(day.day.taken) == {"ktp": 1, "pajak": 1}


def test_who_is_sent_to_pay_and_back_counts_once() -> None:
    day = driver(hall(quota=1))
    day.do(c.IssueVisit(visit_id="v1", service_id="pajak"))
    send(day, "l3", serve(day, "l3"), "ktp")
    send(day, "l1", serve(day, "l1"), "pajak")
    assert dict(day.day.taken) == {"ktp": 1, "pajak": 1}
    day.do(c.CancelVisit(visit_id="v1"))
    assert dict(day.day.taken) == {"ktp": 1, "pajak": 1}, "the first time was served"


def test_a_group_that_is_sent_on_counts_with_all_its_persons() -> None:
    day = driver(hall(quota=3))
    day.do(c.IssueVisit(visit_id="v1", service_id="ktp", persons=4))
    leg = serve(day, "l1")
    with pytest.raises(Refusal) as refused:
        send(day, "l1", leg, "pajak")
    assert refused.value.code == "quota_full"


def test_nobody_is_sent_where_nobody_opens_any_more_but_for_a_reason() -> None:
    noon = Hours(tuple(range(7)), time(8), time(12), scope=service_scope("pajak"))
    whole = Hours(tuple(range(7)), time(8), time(16))
    day = driver(replace(hall(), calendar=Calendar((whole, noon))))
    day.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    leg = serve(day, "l1")
    day.now += timedelta(hours=4, minutes=30)
    # Why a visitor is sent on is no reason to send them where it is closed.
    for reason in (None, *c.REASONS_TO_SEND):
        with pytest.raises(Refusal) as refused:
            send(day, "l1", leg, "pajak", reason)
        assert refused.value.code == "closed_now"
        assert refused.value.params["next_time"] == "08:00"
    send(day, "l1", leg, "pajak", "manager_request")
    assert day.log[-1].event.reason == "manager_request"  # type: ignore[attr-defined]
