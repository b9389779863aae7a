"""Dates, times and lists as a language has them, from the CLDR data of Babel and from it alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list

from balai.words.catalogue import words_in
from balai.words.languages import Language

#: Indonesia's three times; the time zone database names Makassar's so itself, but not in old versions.
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def clock_time(moment: datetime, zone: tzinfo | None, language: Language) -> str:
    """The time of day in `zone` (None: in the aware time's own): "10.42", in English "10:42"."""
    local = moment.astimezone(zone) if zone else moment
    return local.strftime(_clock_format(words_in(language).locale))


def clock_seconds(moment: datetime, zone: tzinfo, language: Language) -> str:
    """The time of day with its seconds: "10.42.07"."""
    return moment.astimezone(zone).strftime(_clock_format(words_in(language).locale, "medium"))


def long_date(day: date, language: Language, *, year: bool = True) -> str:
    """A date as "Selasa, 14 April 2026"; without its year where the reader knows it."""
    pattern = "EEEE, d MMMM y" if year else "EEEE, d MMMM"
    return format_date(day, pattern, locale=words_in(language).locale)


def weekday(day: date, language: Language) -> str:
    """The day of the week of a date: "Selasa"."""
    return format_date(day, "EEEE", locale=words_in(language).locale)


def zone_name(moment: datetime) -> str:
    """The zone of an aware time as people say it ("WITA"); an offset such as "+07:30" without a name."""
    offset = moment.utcoffset()
    hours = offset.total_seconds() / 3600 if offset is not None else 0
    return _ZONES.get(int(hours), moment.tzname() or "") if hours == int(hours) else moment.tzname() or ""


def either(items: Sequence[object], language: Language) -> str:
    """A choice: "2, 3, atau 4"."""
    return _listed(items, "or", language)


def together(items: Sequence[object], language: Language) -> str:
    """All of them: "Imigrasi, Polres, dan BPJS"."""
    return _listed(items, "standard", language)


def _listed(items: Sequence[object], style: str, language: Language) -> str:
    return format_list([str(item) for item in items], style, words_in(language).locale)  # type: ignore[arg-type]


@cache
def _clock_format(locale: str, length: str = "short") -> str:
    """Babel's pattern for `strftime`, which is ten times as fast."""
    pattern: str = Locale.parse(locale).time_formats[length].pattern
    return pattern.replace("HH", "%H").replace("mm", "%M").replace("ss", "%S")
