"""From the hub's answer and the hall's names to what stands on the ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from balai.protocol.answers import IssuedVisit
from balai.protocol.pushes import CopyAsked
from balai.protocol.views import DeviceView
from balai.words import known_language
from kiosk.paper.letterhead import letterhead, service_of
from kiosk.paper.ticket_layout import Ticket


def ticket_for(visit: IssuedVisit, hall: DeviceView, *, own: bool = False, certain: bool = True) -> Ticket:
    """The ticket of a visit; of one with the kiosk's `own` number, by a clock that was `certain` or not."""
    zone = ZoneInfo(hall.hall.time_zone)
    return Ticket(
        **vars(letterhead(hall, visit.service_id, visit.number, visit.agency_id)),
        ahead=None if own else visit.ahead,
        own=own,
        certain=certain,
        counters=visit.counter_labels or tuple(map(str, visit.counters)),
        at=visit.at.astimezone(zone),
        expected=_expected(visit, zone),
        chance=visit.chance,
        language=known_language(hall.hall.language),
        reach=visit.reach,
        first_on=visit.first_on,
        step=_names((visit.step,), hall)[0] if visit.step else "",
        persons=visit.persons,
        then=_names(visit.plan, hall),
        good_over_night=hall.over_night == "order",
    )


def copy_for(asked: CopyAsked, hall: DeviceView) -> Ticket:
    """The ticket of a visit that somebody asks for, marked as a copy where there is one already."""
    service = service_of(hall, asked.service_id)
    return Ticket(
        **vars(letterhead(hall, asked.service_id, asked.number)),
        ahead=None,
        counters=service.at if service else (),
        at=asked.at.astimezone(ZoneInfo(hall.hall.time_zone)),
        language=known_language(hall.hall.language),
        persons=asked.persons,
        then=_names(asked.plan, hall),
        copy=asked.again,
        good_over_night=hall.over_night == "order",
    )


def _names(service_ids: Sequence[str], hall: DeviceView) -> tuple[str, ...]:
    found = ((id_, service_of(hall, id_)) for id_ in service_ids)
    return tuple(service.name if service else id_ for id_, service in found)


def _expected(visit: IssuedVisit, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    if visit.expected_from is None or visit.expected_until is None:
        return None
    return visit.expected_from.astimezone(zone), visit.expected_until.astimezone(zone)
