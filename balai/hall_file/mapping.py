"""Between a hall's file and the core's configuration, both ways: fields of one name carry over by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from balai.config import Section, model_in
from balai.domain.hall import config as h
from balai.hall_file.calendar import calendar_of, sections_of
from balai.hall_file.sections import (
    AgencySection,
    DisplaySection,
    HallFile,
    HallSection,
    NoticeSection,
    OutcomeSection,
    RulesSection,
    ServiceSection,
    TicketSection,
    VoiceSection,
    WallSection,
    ZoneSection,
)

T = TypeVar("T")
Entry = dict[str, Any]
USUAL_PRIORITY_WAIT = 10
#: As long as the id of an agency or a service may be.
MOST_SIGNS = 64


def config_of(file: HallFile) -> h.HallConfig:
    """The configuration that a file, free of faults, makes."""
    own = own_series(file)
    return h.HallConfig(
        hall=_built(h.Hall, file.hall),
        zones=tuple(_built(h.Zone, zone) for zone in file.zone),
        series=tuple(_series(file, own)),
        agencies=tuple(_built(h.Agency, agency) for agency in file.agency),
        services=tuple(_service_of(service, own.get(service.id, service.agency)) for service in file.service),
        counters=tuple(
            _built(
                h.Counter,
                c,
                id=f"loket-{c.number}",
                agency_id=c.agency,
                zone_id=c.zone,
                service_ids=c.services,
            )
            for c in file.counter
        ),
        rules=_built(h.Rules, file.rules),
        voice=_built(h.VoiceRules, file.voice),
        display=_built(h.WallRules, file.display),
        ticket=_built(h.TicketRules, file.ticket),
        calendar=calendar_of(file.hours, file.closed),
        outcomes=tuple(_built(h.Outcome, outcome) for outcome in file.outcome),
        notices=tuple(_built(h.Notice, notice, zone_id=notice.zone) for notice in file.notice),
        walls=tuple(_built(h.Wall, wall, zone_id=wall.zone, agency_ids=wall.agencies) for wall in file.wall),
    )


def _service_of(section: ServiceSection, series_id: str) -> h.Service:
    priority_wait = section.priority_wait_minutes or min(USUAL_PRIORITY_WAIT, section.wait_minutes)
    return _built(
        h.Service,
        section,
        agency_id=section.agency,
        series_id=series_id,
        priority_wait_minutes=priority_wait,
    )


def file_of(config: h.HallConfig) -> dict[str, Any]:
    """The file, as data without what is not set, that `config_of` makes equal to `config`."""
    return {
        "hall": _entry(HallSection, config.hall),
        "rules": _entry(RulesSection, config.rules),
        "voice": _entry(VoiceSection, config.voice),
        "display": _entry(DisplaySection, config.display),
        "ticket": _entry(TicketSection, config.ticket),
        "zone": [_entry(ZoneSection, zone) for zone in config.zones],
        "agency": [_agency(config, agency) for agency in config.agencies],
        "service": [_service(config, service) for service in config.services],
        "counter": [
            {"number": c.number, "agency": c.agency_id, "zone": c.zone_id, "services": c.service_ids}
            | _told({"label": c.label, "plan_x": c.plan_x, "plan_y": c.plan_y})
            for c in config.counters
        ],
        **sections_of(config.calendar),
        "outcome": [_entry(OutcomeSection, outcome) for outcome in config.outcomes],
        "notice": [_entry(NoticeSection, notice, zone=notice.zone_id or None) for notice in config.notices],
        "wall": [
            _told(_entry(WallSection, wall, zone=wall.zone_id, agencies=wall.agency_ids))
            for wall in config.walls
        ],
    }


def whole_file_of(config: h.HallConfig) -> dict[str, Any]:
    """The file with everything in it, as the interface tells it: what is not set has its default."""
    data = file_of(config)
    return {
        name: _whole(model_in(field.annotation), data[name]) for name, field in HallFile.model_fields.items()
    }


def _whole(kind: Any, value: Any) -> Any:
    if isinstance(value, list):
        return [_whole(kind, entry) for entry in value]
    names = {field.alias or name: field.default for name, field in kind.model_fields.items()}
    return {name: value.get(name, default) for name, default in names.items()}


def _built(kind: type[T], section: Section, **more: Any) -> T:
    names = {field.name for field in fields(kind)} - more.keys()  # type: ignore[arg-type]  # every kind is a dataclass
    return kind(**{name: getattr(section, name) for name in names if hasattr(section, name)}, **more)


def _entry(kind: type[Section], part: object, **more: Any) -> Entry:
    values = {name: more.get(name, getattr(part, name, None)) for name in kind.model_fields}
    return {name: value for name, value in values.items() if value is not None}


def _told(entry: Entry) -> Entry:
    """An entry without what says nothing."""
    return {name: value for name, value in entry.items() if value not in (None, "", ())}


def own_series(file: HallFile) -> dict[str, str]:
    """The id of each service's own series, unlike that of any agency's series and of any other's, and short
    enough to be asked for (64 signs)."""
    taken = {agency.id for agency in file.agency}
    found: dict[str, str] = {}
    for service in file.service:
        if service.letter:
            whole = f"own-{service.id}"
            tries = (whole, *(f"{whole[:59]}-{n}" for n in range(2, 10_000)))
            found[service.id] = next(name for name in tries if len(name) <= MOST_SIGNS and name not in taken)
            taken.add(found[service.id])
    return found


def _series(file: HallFile, own: Mapping[str, str]) -> Iterable[h.Series]:
    for agency in file.agency:
        yield _drawn(agency.id, agency.letter, agency)
    for service in file.service:
        if service.letter:
            yield _drawn(own[service.id], service.letter, service)


def _drawn(series_id: str, letter: str, of: AgencySection | ServiceSection) -> h.Series:
    return h.Series(
        series_id, letter, of.first_number, of.last_number,
        of.next_letters, of.second_letter or "", of.second_from,
    )  # fmt: skip


def _numbers(series: h.Series | None) -> Entry:
    """What an entry says of its series; a hall that no file made may have an agency without one."""
    if series is None:
        return {"letter": ""}
    since = series.second_from
    second = {"second_letter": series.second_letter, "second_from": f"{since:%H.%M}"} if since else {}
    return {
        "letter": series.letter,
        "first_number": series.first,
        "last_number": series.last,
        **({"next_letters": series.then} if series.then else {}),
        **second,
    }


def _series_of(config: h.HallConfig, agency_id: str) -> h.Series | None:
    """The agency's own series, or that of its first service."""
    services = (s.series_id for s in config.services if s.agency_id == agency_id)
    return config.series_by_id.get(agency_id) or config.series_by_id.get(next(services, ""))


def _agency(config: h.HallConfig, agency: h.Agency) -> Entry:
    return {**_entry(AgencySection, agency), **_numbers(_series_of(config, agency.id))}


def _blocks(blocks: Iterable[h.QuotaBlock]) -> tuple[str, ...]:
    return tuple(f"{b.opens:%H.%M}-{b.closes:%H.%M} {b.quota}" for b in blocks)


def _service(config: h.HallConfig, service: h.Service) -> Entry:
    entry = _entry(
        ServiceSection,
        service,
        agency=service.agency_id,
        quota_blocks=_blocks(service.quota_blocks),
        booking_blocks=_blocks(service.booking_blocks),
    )
    series = config.series_by_id[service.series_id]
    if series == _series_of(config, service.agency_id):
        return entry
    return {**entry, **_numbers(series)}
