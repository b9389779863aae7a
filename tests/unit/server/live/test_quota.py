"""Staff, walls and kiosks are told which services are full today."""

from __future__ import annotations

from dataclasses import replace

from balai.domain import commands as c
from server.views.views import queues, staff_view
from tests.support.days import DayDriver, small_hall


def test_a_service_is_full_when_its_quota_is_used_up_until_somebody_cancels() -> None:
    config = small_hall()
    services = tuple(replace(s, quota=1 if s.id == "kk" else None) for s in config.services)
    driver = DayDriver(replace(config, services=services))
    assert staff_view(driver.day).full == ()
    driver.do(c.IssueVisit(visit_id="v1", service_id="kk"))
    assert staff_view(driver.day).full == queues(driver.day, "staff").full == ("kk",)
    assert queues(driver.day, "board").full == ("kk",)
    assert queues(driver.day, "device").full == ("kk",)
    driver.do(c.CancelVisit(visit_id="v1"))
    assert queues(driver.day, "staff").full == ()
