"""Sentences of the wall that are more than a key: lists of papers, opening times, notices.

Which sentence is shown when stands in `compose`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from balai.protocol.views import ServiceView
from balai.words import Words
from balai.words.dates import clock_time, either, long_date, together
from balai.words.faults import fault_told
from display.picture.scope import Unknown


def strange_told(found: Sequence[Unknown], say: Words) -> tuple[str, ...]:
    """What a wall's file names that the hall does not have, for the technician."""
    told = (fault_told(unknown.code, say, "display", ", ".join(unknown.ids)) for unknown in found)
    return tuple(f"{fault.what}. {fault.do}" for fault in told)


def strange_short(found: Unknown, say: Words) -> str:
    """The same in a few words."""
    return fault_told(found.code, say, "display", ", ".join(found.ids)).what


def zone_of(name: str) -> tzinfo:
    """The hall's time zone; UTC for a name that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def service_name(service: ServiceView, say: Words) -> str:
    """A service as it is called in a language; as in the hall's own where it has no other name."""
    return (service.name_en if say.language == "en" else "") or service.name


def bring_to(counters: Sequence[str], say: Words) -> str:
    """Where the papers of a list are wanted: "Yang perlu dibawa ke Loket 2 atau 3"."""
    if not counters:
        return say("wall.to_bring")
    return say("wall.to_bring_to", counters=either(counters, say.language))


def paragraph(requirements: Sequence[str], counters: Sequence[str], fee: str, say: Words) -> str:
    """A list of papers as sentences: "Kartu Keluarga dan KTP-el. Loket 2 atau 3, tidak dipungut biaya."."""
    papers = together([requirements[0], *(_inside(text) for text in requirements[1:])], say.language)
    counter = either(counters, say.language)
    where = say("wall.counter_named", counter=counter) if counters else ""
    rest = ", ".join(part for part in (where, _inside(fee) if where else fee) if part)
    return f"{papers}. {rest}." if rest else f"{papers}."


def opens_at(moment: datetime, now: datetime, zone: tzinfo, say: Words) -> str:
    """When the hall opens: with the day unless it is today."""
    time, day = clock_time(moment, zone, say.language), moment.astimezone(zone).date()
    if day == now.astimezone(zone).date():
        return say("wall.opens_at", time=time)
    return say("wall.opens_on", day=long_date(day, say.language, year=False), time=time)


def _inside(text: str) -> str:
    """A text as it reads within a sentence: small at first, but for names ("Kartu Keluarga", "KTP-el")."""
    first, _, rest = text.partition(" ")
    name = any(letter.isupper() for letter in first[1:]) or rest[:1].isupper()
    return text if name else text[:1].lower() + text[1:]
