"""What a hall's file may say and had better not: warnings, which change nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from balai.domain.hall.config import HallConfig
from balai.text.wrapping import wrap
from balai.words.said import say

#: Letters that a crowd confuses when they are called (voice tests and the halls' own practice).
_ALIKE = ("BDPT", "MN")
_MISHEARD = "IQVW"
#: Letters that fit into a line of a counter's cell on a wall, beside a counter of two figures.
_WALL_LINE = 13
#: Letters of a word that a ticket can still break in a readable way.
_LONGEST_WORD = 40
_FAR_AHEAD, _LONG_AGO = timedelta(days=3 * 366), timedelta(days=2 * 366)


def warnings(config: HallConfig, today: date | None = None) -> list[str]:
    """What a hall may do but had better not: prefixes that sound alike as a whole, signs that are misheard,
    names that are cut, and what cannot be meant. `today` is the hall's date, for dates far from it."""
    return [
        *_heard_wrong(config),
        *_long_words(config),
        *_same_names(config),
        *_numbers(config),
        *(_dates(config, today) if today else ()),
    ]


def _heard_wrong(config: HallConfig) -> list[str]:
    every = sorted({p for s in config.series for p in (s.letter, s.second_letter, *s.then) if p})
    alike: dict[str, list[str]] = {}
    for prefix in every:
        alike.setdefault(_sound(prefix), []).append(prefix)
    groups = [", ".join(group) for group in alike.values() if len(group) > 1]
    said: list[str] = [say("warning.alike", group=group) for group in groups]
    misheard = sorted({sign for prefix in every for sign in prefix} & set(_MISHEARD))
    said += [
        say("warning.short_name_long", short_name=repr(agency.short_name))
        for agency in config.agencies
        if len(wrap(agency.short_name, _WALL_LINE, len)) > 2
    ]
    return [*said, *(say("warning.misheard", letter=letter) for letter in misheard)]


def _long_words(config: HallConfig) -> Iterable[str]:
    names = [config.hall.name, *(a.name for a in config.agencies), *(s.name for s in config.services)]
    names += [zone.name for zone in config.zones]
    for word in dict.fromkeys(word for name in names for word in name.split()):
        if len(word) > _LONGEST_WORD:
            yield say("warning.long_word", word=repr(f"{word[:20]}..."), count=len(word))


def _sound(prefix: str) -> str:
    """A prefix as a crowd hears it: one sign for all that sound like it."""
    heard = {sign: group[0] for group in _ALIKE for sign in group}
    return "".join(heard.get(sign, sign) for sign in prefix if sign != "-")


def _same_names(config: HallConfig) -> Iterable[str]:
    for name, count in _alike(agency.name for agency in config.agencies):
        yield say("warning.same_agencies", count=count, name=repr(name))
    for name, count in _alike(zone.name for zone in config.zones):
        yield say("warning.same_zones", count=count, name=repr(name))
    for agency in config.agencies:
        own = (service.name for service in config.services if service.agency_id == agency.id)
        for name, count in _alike(own):
            yield say("warning.same_services", count=count, agency_id=agency.id, name=repr(name))


def _alike(names: Iterable[str]) -> Iterable[tuple[str, int]]:
    """Names that visitors cannot tell apart, whatever their capitals and blanks: the first, and how many."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(" ".join(name.casefold().split()), []).append(name)
    return ((same[0], len(same)) for same in found.values() if len(same) > 1)


def _numbers(config: HallConfig) -> Iterable[str]:
    for series in config.series:
        if series.first == 0:
            yield say("warning.from_zero", series=series.id)
        quotas = [s.quota for s in config.services if s.series_id == series.id]
        together = sum(quota or 0 for quota in quotas)
        most = (series.last - series.first + 1) * (1 + len(series.then) + bool(series.second_letter))
        if len(quotas) > 1 and None not in quotas and together > most:
            yield say("warning.quotas_above_series", series=series.letter, together=together, most=most)
    for service in config.services:
        if service.quota == 0:
            yield say("warning.quota_none", service=service.id)


def _dates(config: HallConfig, today: date) -> Iterable[str]:
    """Dates of closings, hours and notices that lie far from today."""

    def far(day: date | None) -> bool:
        return day is not None and not -_LONG_AGO < day - today < _FAR_AHEAD

    for closed in config.calendar.closed:
        if far(closed.date):
            yield say("warning.far_closing", name=repr(closed.name), date=closed.date)
    for hours in config.calendar.hours:
        for day in filter(far, (hours.start, hours.end, *hours.dates)):
            yield say("warning.far_hours", date=day)
    for notice in config.notices:
        for day in filter(far, (notice.first, notice.last)):
            yield say("warning.far_notice", text=repr(wrap(notice.text, _LONGEST_WORD, len)[0]), date=day)
