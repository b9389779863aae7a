"""From the hub's answer and the hall's names to what stands on the ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from balai.codes import ticket_code
from balai.protocol.answers.visits import IssuedVisit
from balai.protocol.pushes import CopyAsked
from balai.protocol.views import DeviceView
from balai.words import Language, known_language
from kiosk.paper.letterhead import beside, letterhead, name_in, service_of
from kiosk.paper.sheet import Letterhead
from kiosk.paper.ticket_layout import Ticket


def ticket_for(
    visit: IssuedVisit, hall: DeviceView, *, own: bool = False, certain: bool = True, codes: bool = False,
    language: Language | None = None,
) -> Ticket:  # fmt: skip
    """The ticket of a visit; of one with the kiosk's `own` number, by a clock that was `certain` or not.
    `codes`: this kiosk reads them. `language` is the visitor's, where they chose one."""
    zone, read_in = ZoneInfo(hall.hall.time_zone), language or known_language(hall.hall.language)
    return Ticket(
        **_top(letterhead(hall, visit.service_id, visit.number, visit.agency_id, read_in), hall),
        **_printed(hall, visit.service_id, read_in),
        ahead=None if own else visit.ahead,
        own=own,
        certain=certain,
        counters=visit.counter_labels or tuple(map(str, visit.counters)),
        at=visit.at.astimezone(zone),
        expected=_expected(visit, zone),
        chance=visit.chance,
        language=read_in,
        beside=beside(hall) if language is None else None,
        reach=visit.reach,
        first_on=visit.first_on,
        step=_names((visit.step,), hall, read_in)[0] if visit.step else "",
        persons=visit.persons,
        then=_names(visit.plan, hall, read_in),
        good_over_night=hall.over_night == "order",
        code=_code(visit.visit_id, hall, codes=codes),
        page=hall.wall.visitor_page,
        letters=_letters(hall),
    )


def copy_for(asked: CopyAsked, hall: DeviceView, *, codes: bool = False) -> Ticket:
    """The ticket of a visit that somebody asks for, marked as a copy where there is one already."""
    service = service_of(hall, asked.service_id)
    return Ticket(
        **_top(letterhead(hall, asked.service_id, asked.number), hall),
        **_printed(hall, asked.service_id, known_language(hall.hall.language)),
        ahead=None,
        counters=service.at if service else (),
        at=asked.at.astimezone(ZoneInfo(hall.hall.time_zone)),
        language=known_language(hall.hall.language),
        beside=beside(hall),
        persons=asked.persons,
        then=_names(asked.plan, hall, known_language(hall.hall.language)),
        copy=asked.again,
        good_over_night=hall.over_night == "order",
        code=_code(asked.visit_id, hall, codes=codes),
        page=hall.wall.visitor_page,
        letters=_letters(hall),
    )


def _code(visit_id: str, hall: DeviceView, *, codes: bool) -> str:
    """The code of a ticket, where it can be followed by it and the hall prints it."""
    return ticket_code(visit_id) if hall.ticket.code and (hall.wall.visitor_page or codes) else ""


def _top(paper: Letterhead, hall: DeviceView) -> dict[str, Any]:
    """The letterhead, with as much of the agency as the hall prints."""
    told, prints = vars(paper), hall.ticket
    left_out = {"agency_shape": prints.logo, "agency": prints.agency_name}
    return {**told, **{name: "" for name, on in left_out.items() if not on}}


def _printed(hall: DeviceView, service_id: str, language: Language) -> dict[str, Any]:
    """What the hall prints, and the papers that the service asks for where it prints them."""
    service = service_of(hall, service_id)
    papers: tuple[str, ...] = ()
    if service is not None and hall.ticket.requirements:
        papers = (service.requirements_en if language == "en" else ()) or service.requirements
    return {"prints": hall.ticket, "requirements": papers}


def _letters(hall: DeviceView) -> bool:
    """Whether numbers of this hall begin with different letters."""
    return len({service.letter for service in hall.services}) > 1


def _names(service_ids: Sequence[str], hall: DeviceView, language: Language) -> tuple[str, ...]:
    found = ((id_, service_of(hall, id_)) for id_ in service_ids)
    return tuple(name_in(service, language) if service else id_ for id_, service in found)


def _expected(visit: IssuedVisit, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    if visit.expected_from is None or visit.expected_until is None:
        return None
    return visit.expected_from.astimezone(zone), visit.expected_until.astimezone(zone)
