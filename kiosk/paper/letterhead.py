"""What stands on top of a paper, from what the hub says of a visit and the hall's names."""

from __future__ import annotations

from balai.protocol.views import DeviceView, ServiceView
from balai.words import Language
from kiosk.paper.sheet import Letterhead


def letterhead(
    hall: DeviceView, service_id: str, number: str, agency_id: str = "", language: Language | None = None
) -> Letterhead:
    """The top of a paper, its service named in `language` where it has a name there; the agency is the
    service's where none is named. Names that the snapshot does not have yet are left to their ids, so that a
    paper comes out for every number that was given."""
    service = service_of(hall, service_id)
    agency_id = agency_id or (service.agency_id if service else "")
    agency = next((a for a in hall.agencies if a.id == agency_id), None)
    return Letterhead(
        hall=hall.hall.name,
        regency=hall.hall.regency,
        agency_letter=agency.letter if agency else number[:1],
        agency_shape=agency.shape if agency else "bulat",
        agency=agency.short_name if agency else agency_id,
        service=name_in(service, language) if service else service_id,
        number=number,
    )


def name_in(service: ServiceView, language: Language | None) -> str:
    """The name of a service in a language, where it has one there."""
    return service.name_en or service.name if language == "en" else service.name


def beside(hall: DeviceView) -> Language | None:
    """What a paper of nobody's choice says beside the hall's language: English, where the hall tells all in
    both."""
    return "en" if hall.wall.english and hall.hall.language != "en" else None


def service_of(hall: DeviceView, service_id: str) -> ServiceView | None:
    """The service, where the hall is known to have it."""
    return next((s for s in hall.services if s.id == service_id), None)
