"""What differs between two files of a hall is told once, as a person would."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from balai.domain.hall.config import HallConfig
from balai.hall_file.editing.differences import differences
from balai.hall_file.editing.draft import begun
from balai.hall_file.mapping import whole_file_of
from tests.support.sample import sample_hall

HALL = sample_hall()


def told(after: HallConfig) -> list[tuple[str, str, str, str, Any, Any]]:
    both = [begun(whole_file_of(config)).file for config in (HALL, after)]
    return [(d.kind, d.section, d.key, d.field, d.was, d.now) for d in differences(*both)]


def with_services(*services: Any) -> HallConfig:
    return replace(HALL, services=tuple(services))


def test_nothing_differs_from_itself() -> None:
    assert told(HALL) == []


def test_a_setting_a_row_and_an_order_are_told_once_each() -> None:
    first, second, *rest = HALL.services
    assert told(with_services(replace(first, quota=9), second, *rest)) == [
        ("changed", "service", first.id, "quota", None, 9)
    ]
    assert told(with_services(*rest[:1], first, second, *rest[1:])) == [
        ("moved", "service", rest[0].id, "", None, None)
    ]
    outcome = told(replace(HALL, outcomes=()))
    assert [(kind, section) for kind, section, *_ in outcome] == [("removed", "outcome")] * len(HALL.outcomes)


def test_hours_of_the_same_days_have_changed() -> None:
    hours = HALL.calendar.hours[0]
    calendar = replace(HALL.calendar, hours=(replace(hours, closes=hours.opens), *HALL.calendar.hours[1:]))
    assert [(kind, field) for kind, _, _, field, _, _ in told(replace(HALL, calendar=calendar))] == [
        ("changed", "closes")
    ]
