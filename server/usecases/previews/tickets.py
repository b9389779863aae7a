"""The ticket that the draft would print: a visit of nobody's, as a kiosk would be told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from balai.domain.hall.config import HallConfig, Service
from balai.domain.hall.numbering import label
from balai.domain.state import HallDay
from balai.errors import Refusal
from balai.protocol.answers.visits import IssuedVisit
from balai.protocol.devices.samples import SampleTicket, TicketKind
from balai.protocol.views import DeviceView
from balai.words import Language
from balai.words.said import say
from server.usecases.previews.workshop import Workshop
from server.views.views import device_view

#: Dots of a head by the width of its paper, in mm.
DOTS: dict[int, int] = {58: 384, 80: 576}

#: The sample's place in a code that anybody can see is nobody's.
_VISIT = "00000000-0000-4000-8000-000000000000"
#: So many numbers after the first of its series, with so many ahead; it is called within so many minutes.
_LATER, _AHEAD, _FROM, _UNTIL = 37, 3, 15, 25


class Tickets:
    """Has tickets drawn."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop

    def picture(self, sample: SampleTicket, width: int) -> bytes:
        """A PNG file: dot for dot what comes out of a printer for paper of that width (mm). Raises what
        `Workshop.make` raises."""
        return self._workshop.make({**sample.model_dump(mode="json"), "codes": False, "dots": DOTS[width]})


def sample_of(
    day: HallDay,
    config: HallConfig,
    service_id: str,
    kind: TicketKind,
    language: Language | None,
    now: datetime,
) -> SampleTicket:
    """The ticket of a service by `config`, which need not be in force. `now` is an aware time. Raises Refusal
    `service_unknown`."""
    service = config.service_by_id.get(service_id)
    if service is None:
        raise Refusal("service_unknown", say("error.preview_unsaid"))
    hall = _reduced(device_view(replace(day, config=config)), service_id)
    visit = _visit(config, service, kind, now)
    return SampleTicket(hall=hall, visit=visit, own=kind == "own", language=language)


def _reduced(hall: DeviceView, service_id: str) -> DeviceView:
    """What a ticket of that service needs to know of a hall: of the others only whether one has another
    letter."""
    mine = next(service for service in hall.services if service.id == service_id)
    other = next((service for service in hall.services if service.letter != mine.letter), None)
    services = (mine,) if other is None else (mine, other)
    agencies = tuple(agency for agency in hall.agencies if agency.id == mine.agency_id)
    less: dict[str, object] = {
        "agencies": agencies,
        "services": services,
        "waiting": {},
        "ahead": {},
        "stopped": (),
    }
    return hall.model_copy(update=less)


def _visit(config: HallConfig, service: Service, kind: TicketKind, now: datetime) -> IssuedVisit:
    series = config.series_by_id[service.series_id]
    counters = config.counters_for[service.id]
    at = now.astimezone(config.zone).replace(hour=10, minute=42, second=0, microsecond=0)
    sure = kind == "usual"
    return IssuedVisit(
        visit_id=_VISIT,
        leg_id=f"{_VISIT}.1",
        number=label(series.letter, min(series.first + _LATER, series.last)),
        service_id=service.id,
        agency_id=service.agency_id,
        ahead=_AHEAD,
        counters=tuple(counter.number for counter in counters),
        counter_labels=tuple(counter.shown for counter in counters),
        at=at,
        day=at.date().isoformat(),
        seq=1,
        expected_from=at + timedelta(minutes=_FROM) if sure else None,
        expected_until=at + timedelta(minutes=_UNTIL) if sure else None,
        reach="doubtful" if kind == "doubtful" else "sure",
        first_on=at.date() + timedelta(days=1) if kind == "doubtful" else None,
    )
