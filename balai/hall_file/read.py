"""The hall's file: what a manager edits, read into the core's configuration."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from balai.config import Section, Source
from balai.domain.hall.config import HallConfig
from balai.errors import ConfigurationFaults, Fault
from balai.hall_file.calendar_check import calendar_faults
from balai.hall_file.check import Entries, faults_among, paper_letter_faults
from balai.hall_file.mapping import config_of
from balai.hall_file.sections import (
    AgencySection,
    CounterSection,
    HallFile,
    NoticeSection,
    OutcomeSection,
    ServiceSection,
    WallSection,
    ZoneSection,
)

_ENTRIES: dict[str, type[Section]] = {
    "zone": ZoneSection,
    "agency": AgencySection,
    "service": ServiceSection,
    "counter": CounterSection,
    "outcome": OutcomeSection,
    "notice": NoticeSection,
    "wall": WallSection,
}


def load_hall(path: Path) -> HallConfig:
    """Read a hall's file. Raises ConfigurationFaults with every fault and its line."""
    return read_hall(Source.read(path))


def read_hall(source: Source) -> HallConfig:
    """Read a hall from a source. Raises ConfigurationFaults with every fault and its line."""
    return config_of(read_sections(source))


def read_sections(source: Source) -> HallFile:
    """The sections of a source, free of faults. Raises ConfigurationFaults with every fault and its line."""
    try:
        file = source.read_as(HallFile)
    except ConfigurationFaults as shape:
        raise ConfigurationFaults(source.name, [*shape.faults, *_loose_faults(source, shape)]) from shape
    faults = [*_cross_faults(source, file), *paper_letter_faults(source, file)]
    if faults:
        raise ConfigurationFaults(source.name, faults)
    return file.noting(source.notes)


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
    if not isinstance(row, dict):
        return None
    return kind.model_construct(**{name: row[name] for name in kind.model_fields if name in row})


def _calendar_faults(source: Source, entries: Entries) -> Iterable[Fault]:
    ids = {
        name: [i for _, e in entries[name] if isinstance(i := getattr(e, "id", None), str)]
        for name in ("agency", "service")
    }
    return calendar_faults(source, ids["agency"], ids["service"])


def _cross_faults(source: Source, file: HallFile) -> list[Fault]:
    entries: Entries = {name: list(enumerate(getattr(file, name))) for name in _ENTRIES}
    return [*faults_among(source, entries), *_calendar_faults(source, entries)]
