"""The hall's file: what a manager edits, read into the core's configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, StringConstraints, field_validator

from balai.config import Section, Source, worded
from balai.domain import hall as h
from balai.domain.discipline import DISCIPLINES
from balai.errors import ConfigurationFaults, Fault
from balai.hall_check import faults_among

Text = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Id = Annotated[
    str,
    worded(r"[a-z0-9][a-z0-9_-]{0,63}", "must be small letters, digits and hyphens, such as akta-kelahiran"),
]
Colour = Annotated[str, worded(r"#[0-9A-Fa-f]{6}", "must be a colour such as #0B5CAD")]
Letter = Annotated[str, worded(r"[A-Z]", "must be one capital letter")]
Code = Annotated[str, worded(r"\d{2}\.\d{2}\.\d{2}", "must be a Kemendagri district code such as 64.02.06")]
Shape = Literal["bulat", "gapura", "perisai", "wajik", "palang", "rumah", "segi_enam", "kotak"]


class HallSection(Section):
    """[hall]: the building."""

    id: Id
    code: Code
    name: Text
    regency: Text
    time_zone: str
    language: Literal["id", "en"] = "id"

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
    first_number: Annotated[int, Field(ge=0, le=99999)] = 1
    last_number: Annotated[int, Field(ge=1, le=99999)] = 999


class ServiceSection(Section):
    """[[service]]: what a visitor comes for. Minutes are the published standard."""

    id: Id
    agency: str
    name: Text
    name_en: str = ""
    wait_minutes: Annotated[int, Field(ge=1, le=480)] = 30
    service_minutes: Annotated[int, Field(ge=1, le=480)] = 15
    fee: str = ""
    requirements: tuple[Text, ...] = ()


class CounterSection(Section):
    """[[counter]]: a desk. `services` stand in order of preference."""

    number: Annotated[int, Field(ge=1, le=999)]
    agency: str
    zone: str
    services: Annotated[tuple[str, ...], Field(min_length=1)]


class RulesSection(Section):
    """[rules]: how the day is run."""

    discipline: str = "first_come"
    presence_seconds: Annotated[int, Field(ge=5, le=3600)] = 60


class HallFile(Section):
    """The whole file."""

    hall: HallSection
    rules: RulesSection = RulesSection()
    zone: Annotated[tuple[ZoneSection, ...], Field(min_length=1)]
    agency: Annotated[tuple[AgencySection, ...], Field(min_length=1)]
    service: Annotated[tuple[ServiceSection, ...], Field(min_length=1)]
    counter: Annotated[tuple[CounterSection, ...], Field(min_length=1)]


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
    entries: dict[str, list[tuple[int, object]]] = {}
    for name, kind in _ENTRIES.items():
        rows = source.data.get(name)
        entries[name] = [
            (i, _lenient(kind, row)) for i, row in enumerate(rows if isinstance(rows, list) else [])
        ]
    seen = {(f.path, f.line) for f in shape.faults}
    found = faults_among(source, entries)
    return [f for f in found if (f.path, f.line) not in seen]


def _lenient(kind: type[Section], row: object) -> object:
    return kind.model_construct(**row) if isinstance(row, dict) else None


def _cross_faults(source: Source, file: HallFile) -> list[Fault]:
    faults = list(faults_among(source, {name: list(enumerate(getattr(file, name))) for name in _ENTRIES}))
    if file.rules.discipline not in DISCIPLINES:
        known = ", ".join(DISCIPLINES)
        message = f'"{file.rules.discipline}" is no rule of calling; known: {known}'
        faults.append(source.fault(("rules", "discipline"), message))
    return faults


def _config(file: HallFile) -> h.HallConfig:
    return h.HallConfig(
        hall=h.Hall(**file.hall.model_dump()),
        zones=tuple(h.Zone(z.id, z.name) for z in file.zone),
        series=tuple(h.Series(a.id, a.letter, a.first_number, a.last_number) for a in file.agency),
        agencies=tuple(
            h.Agency(**a.model_dump(exclude={"first_number", "last_number"})) for a in file.agency
        ),
        services=tuple(
            h.Service(agency_id=s.agency, series_id=s.agency, **s.model_dump(exclude={"agency"}))
            for s in file.service
        ),
        counters=tuple(
            h.Counter(f"loket-{c.number}", c.number, c.agency, c.zone, c.services) for c in file.counter
        ),
        rules=h.Rules(file.rules.discipline, file.rules.presence_seconds),
    )
