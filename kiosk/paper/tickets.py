"""From the hub's answer and the hall's names to what stands on the ticket."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from balai.protocol.answers import IssuedVisit
from balai.protocol.views import DeviceView
from balai.words import known_language
from kiosk.paper.ticket_layout import Ticket


def ticket_for(visit: IssuedVisit, hall: DeviceView) -> Ticket:
    """The ticket of a visit. Names that the snapshot does not have yet are left to their ids, so that
    a ticket comes out for every number that was given."""
    zone = ZoneInfo(hall.hall.time_zone)
    agency = next((a for a in hall.agencies if a.id == visit.agency_id), None)
    names = {service.id: service.name for service in hall.services}
    return Ticket(
        hall=hall.hall.name,
        regency=hall.hall.regency,
        agency_letter=agency.letter if agency else visit.number[:1],
        agency_shape=agency.shape if agency else "bulat",
        agency=agency.short_name if agency else visit.agency_id,
        service=names.get(visit.service_id, visit.service_id),
        number=visit.number,
        ahead=visit.ahead,
        counters=visit.counter_labels or tuple(map(str, visit.counters)),
        at=visit.at.astimezone(zone),
        expected=_expected(visit, zone),
        language=known_language(hall.hall.language),
        reach=visit.reach,
        first_on=visit.first_on,
        step=names.get(visit.step, visit.step) if visit.step else "",
    )


def _expected(visit: IssuedVisit, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    if visit.expected_from is None or visit.expected_until is None:
        return None
    return visit.expected_from.astimezone(zone), visit.expected_until.astimezone(zone)
