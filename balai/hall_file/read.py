"""The hall's file: what a manager edits, read into the core's configuration."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, StringConstraints, field_validator

from balai.config import Section, Source, worded
from balai.domain.hall import config as h
from balai.domain.order.discipline import DISCIPLINES
from balai.errors import ConfigurationFaults, Fault
from balai.hall_file.calendar import ClosedSection, HoursSection, calendar_of
from balai.hall_file.calendar_check import calendar_faults
from balai.hall_file.check import Entries, faults_among
from balai.hall_file.voice import VoiceSection, voice_of
from balai.hall_file.wall import DisplaySection, wall_of
from balai.words.languages import Language

Text = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Id = Annotated[
    str,
    worded(r"[a-z0-9][a-z0-9_-]{0,63}", "must be small letters, digits and hyphens, such as akta-kelahiran"),
]
Colour = Annotated[str, worded(r"#[0-9A-Fa-f]{6}", "must be a colour such as #0B5CAD")]
Letter = Annotated[str, worded(r"[A-Z]", "must be one capital letter")]
Code = Annotated[str, worded(r"\d{2}\.\d{2}\.\d{2}", "must be a Kemendagri district code such as 64.02.06")]
Minutes = Annotated[int, Field(ge=1, le=480)]
Number = Annotated[int, Field(ge=0, le=99999)]
USUAL_PRIORITY_WAIT = 10
Shape = Literal["bulat", "gapura", "perisai", "wajik", "palang", "rumah", "segi_enam", "kotak"]


class HallSection(Section):
    """[hall]: the building."""

    id: Id
    code: Code
    name: Text
    regency: Text
    time_zone: str
    language: Language = "id"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError('is no time zone; for East Kalimantan write "Asia/Makassar"') from None
        return value


class ZoneSection(Section):
    """[[zone]]: a part of the hall with its own displays."""

    id: Id
    name: Text


class AgencySection(Section):
    """[[agency]]: an institution. Its letter begins its numbers, `first_number` to `last_number`."""

    id: Id
    name: Text
    short_name: Text
    tagline: str = ""
    letter: Letter
    shape: Shape
    ink: Colour
    lit: Colour
    spoken: str = ""
    first_number: Number = 1
    last_number: Number = 999


class ServiceSection(Section):
    """[[service]]: what a visitor comes for. Minutes are the published standard; `after` names what
    must come first; `quota` is the most numbers a day; a `letter` gives it a series of its own. With
    priority nobody waits longer than without; `priority = false` switches it off for the service."""

    id: Id
    agency: str
    name: Text
    name_en: str = ""
    wait_minutes: Minutes = 30
    priority_wait_minutes: Minutes | None = None
    priority: bool = True
    service_minutes: Minutes = 15
    fee: str = ""
    requirements: tuple[Text, ...] = ()
    after: tuple[str, ...] = ()
    quota: Annotated[int, Field(ge=0, le=99999)] | None = None
    letter: Letter | None = None
    first_number: Number = 1
    last_number: Number = 999


class CounterSection(Section):
    """[[counter]]: a desk. `services` stand in order of preference."""

    number: Annotated[int, Field(ge=1, le=999)]
    agency: str
    zone: str
    services: Annotated[tuple[str, ...], Field(min_length=1)]


class RulesSection(Section):
    """[rules]: how the day is run."""

    discipline: str = "earliest_due"
    presence_seconds: Annotated[int, Field(ge=5, le=3600)] = 60
    ratio: Annotated[int, Field(ge=1, le=20)] = 2
    transfer_cap: Annotated[int, Field(ge=1, le=20)] = 3
    recalls_before_miss: Annotated[int, Field(ge=0, le=9)] = 0
    miss_after_seconds: Annotated[int, Field(ge=0, le=3600)] = 0
    undo_seconds: Annotated[int, Field(ge=0, le=600)] = 30
    grace_minutes: Annotated[int, Field(ge=0, le=240)] = 10


class HallFile(Section):
    """The whole file."""

    hall: HallSection
    rules: RulesSection = RulesSection()
    voice: VoiceSection = VoiceSection()
    display: DisplaySection = DisplaySection()
    zone: Annotated[tuple[ZoneSection, ...], Field(min_length=1)]
    agency: Annotated[tuple[AgencySection, ...], Field(min_length=1)]
    service: Annotated[tuple[ServiceSection, ...], Field(min_length=1)]
    counter: Annotated[tuple[CounterSection, ...], Field(min_length=1)]
    hours: tuple[HoursSection, ...] = ()
    closed: tuple[ClosedSection, ...] = ()


_ENTRIES: dict[str, type[Section]] = {
    "zone": ZoneSection,
    "agency": AgencySection,
    "service": ServiceSection,
    "counter": CounterSection,
}


def load_hall(path: Path) -> h.HallConfig:
    """Read a hall's file. Raises ConfigurationFaults with every fault and its line."""
    return read_hall(Source.read(path))


def read_hall(source: Source) -> h.HallConfig:
    """Read a hall from a source. Raises ConfigurationFaults with every fault and its line."""
    try:
        file = source.read_as(HallFile)
    except ConfigurationFaults as shape:
        raise ConfigurationFaults(source.name, [*shape.faults, *_loose_faults(source, shape)]) from shape
    faults = _cross_faults(source, file)
    if faults:
        raise ConfigurationFaults(source.name, faults)
    return _config(file)


def _loose_faults(source: Source, shape: ConfigurationFaults) -> list[Fault]:
    """References and repeats among the entries that read by themselves, so that one bad field
    does not hide the rest."""
    entries: Entries = {}
    for name, kind in _ENTRIES.items():
        rows = source.data.get(name)
        entries[name] = [
            (i, _lenient(kind, row)) for i, row in enumerate(rows if isinstance(rows, list) else [])
        ]
    seen = {(f.path, f.line) for f in shape.faults}
    found = [*faults_among(source, entries), *_calendar_faults(source, entries)]
    return [f for f in found if (f.path, f.line) not in seen]


def _lenient(kind: type[Section], row: object) -> object:
    return kind.model_construct(**row) if isinstance(row, dict) else None


def _calendar_faults(source: Source, entries: Entries) -> Iterable[Fault]:
    ids = {
        name: [i for _, e in entries[name] if isinstance(i := getattr(e, "id", None), str)]
        for name in ("agency", "service")
    }
    return calendar_faults(source, ids["agency"], ids["service"])


def _cross_faults(source: Source, file: HallFile) -> list[Fault]:
    entries: Entries = {name: list(enumerate(getattr(file, name))) for name in _ENTRIES}
    faults = [*faults_among(source, entries), *_calendar_faults(source, entries)]
    if file.rules.discipline not in DISCIPLINES:
        known = ", ".join(DISCIPLINES)
        message = f'"{file.rules.discipline}" is no rule of calling; known: {known}'
        faults.append(source.fault(("rules", "discipline"), message))
    return faults


def _config(file: HallFile) -> h.HallConfig:
    return h.HallConfig(
        hall=h.Hall(**file.hall.model_dump()),
        zones=tuple(h.Zone(z.id, z.name) for z in file.zone),
        series=tuple(_series(file)),
        agencies=tuple(
            h.Agency(**a.model_dump(exclude={"first_number", "last_number"})) for a in file.agency
        ),
        services=tuple(
            h.Service(
                agency_id=s.agency,
                series_id=f"own-{s.id}" if s.letter else s.agency,
                priority_wait_minutes=s.priority_wait_minutes or min(USUAL_PRIORITY_WAIT, s.wait_minutes),
                **s.model_dump(exclude={"agency", "priority_wait_minutes", *_SERIES_FIELDS}),
            )
            for s in file.service
        ),
        counters=tuple(
            h.Counter(f"loket-{c.number}", c.number, c.agency, c.zone, c.services) for c in file.counter
        ),
        rules=h.Rules(**file.rules.model_dump()),
        voice=voice_of(file.voice),
        display=wall_of(file.display),
        calendar=calendar_of(file.hours, file.closed),
    )


_SERIES_FIELDS = {"letter", "first_number", "last_number"}


def _series(file: HallFile) -> Iterable[h.Series]:
    for agency in file.agency:
        yield h.Series(agency.id, agency.letter, agency.first_number, agency.last_number)
    for service in file.service:
        if service.letter:
            yield h.Series(f"own-{service.id}", service.letter, service.first_number, service.last_number)
