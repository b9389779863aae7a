"""The hall's configuration as the document describes it. The answer is the core's own data, whole."""

from __future__ import annotations

from typing import Any

from balai.protocol.base import News
from balai.protocol.views import AgencyView, ZoneView


class HallFacts(News):
    """The building."""

    id: str
    code: str
    name: str
    regency: str
    time_zone: str
    language: str


class SeriesFacts(News):
    """Where numbers are drawn from."""

    id: str
    letter: str
    first: int
    last: int


class ServiceFacts(News):
    """What a visitor comes for."""

    id: str
    agency_id: str
    series_id: str
    name: str
    name_en: str
    wait_minutes: int
    service_minutes: int
    fee: str
    requirements: tuple[str, ...]


class CounterFacts(News):
    """A desk."""

    id: str
    number: int
    agency_id: str
    zone_id: str
    service_ids: tuple[str, ...]


class RuleFacts(News):
    """How the day is run."""

    discipline: str
    presence_seconds: int


class HallDocument(News):
    """The hall's whole configuration in force."""

    hall: HallFacts
    zones: tuple[ZoneView, ...]
    series: tuple[SeriesFacts, ...]
    agencies: tuple[AgencyView, ...]
    services: tuple[ServiceFacts, ...]
    counters: tuple[CounterFacts, ...]
    rules: RuleFacts
    calendar: dict[str, Any]
