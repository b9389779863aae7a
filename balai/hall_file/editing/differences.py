"""What differs between two files of a hall: rows by what people know them by, settings by name. Pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from balai.hall_file.editing.draft import KEYS, LISTS, SECTIONS

Entry = Mapping[str, Any]
Kind = Literal["added", "removed", "moved", "changed"]
#: Hours of the same scope, period and days are one row that may have changed; a closing is known by its date.
_KNOWN_BY: Mapping[str, tuple[str, ...]] = {
    "hours": ("agency", "service", "from", "until", "days", "dates", "every_weeks", "weeks_of_month"),
    "closed": ("agency", "service", "date"),
    "notice": ("text",),
}


@dataclass(frozen=True, slots=True)
class Differs:
    """A row that is new, gone or moved, or one setting (`field`) that changed from `was` to `now`. `entry` is
    the row as it is now, or was; `key` what it is known by, with a mark where several are."""

    kind: Kind
    section: str
    key: str
    entry: Entry
    field: str = ""
    was: Any = None
    now: Any = None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Differs]:
    """All that differs from one file (every setting told) to another, in the order of the file."""
    for section in SECTIONS:
        one, two = before.get(section), after.get(section)
        if one == two:
            continue
        if section in LISTS:
            yield from _rows(section, one or (), two or ())
        else:
            yield from _settings(section, "", one or {}, two or {})


def _rows(section: str, before: Any, after: Any) -> Iterator[Differs]:
    old, new = _by_key(section, before), _by_key(section, after)
    for key, entry in new.items():
        if key not in old:
            yield Differs("added", section, key, entry)
        elif old[key] != entry:
            yield from _settings(section, key, old[key], entry)
    for key, entry in old.items():
        if key not in new:
            yield Differs("removed", section, key, entry)
    stay_old, stay_new = [k for k in old if k in new], [k for k in new if k in old]
    for key in _moved(stay_old, stay_new):
        yield Differs("moved", section, key, new[key])


def _settings(section: str, key: str, before: Entry, after: Entry) -> Iterator[Differs]:
    for name in dict.fromkeys([*after, *before]):
        was, now = _plain(before.get(name)), _plain(after.get(name))
        if was != now:
            yield Differs("changed", section, key, after, name, was, now)


def _by_key(section: str, entries: Any) -> dict[str, Entry]:
    """The entries by what they are known by; the second of the same has a mark."""
    found: dict[str, Entry] = {}
    times: dict[str, int] = defaultdict(int)
    for entry in entries:
        names = _KNOWN_BY.get(section) or (KEYS[section],)
        key = "|".join(_word(entry.get(name)) for name in names)
        times[key] += 1
        found[key if times[key] == 1 else f"{key}~{times[key]}"] = entry
    return found


def _word(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return " ".join(str(item) for item in value)
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    """A value to compare: an empty text, an empty list and nothing are the same to whoever reads it."""
    return None if value == "" or value in ([], ()) else value


def _moved(before: list[str], after: list[str]) -> list[str]:
    """The fewest rows whose moving makes one order of the other, as a person would tell it: all that are not
    part of the longest run that keeps its order."""
    if before == after:
        return []
    place = {key: at for at, key in enumerate(before)}
    kept = _longest_rising([place[key] for key in after])
    return [key for key in after if place[key] not in kept]


def _longest_rising(places: list[int]) -> set[int]:
    """The members of a longest rising subsequence (patience sorting)."""
    tails: list[int] = []
    ahead: dict[int, int | None] = {}
    for place in places:
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if tails[middle] < place else (low, middle)
        ahead[place] = tails[low - 1] if low else None
        tails[low : low + 1] = [place]
    found: deque[int] = deque()
    at = tails[-1] if tails else None
    while at is not None:
        found.appendleft(at)
        at = ahead[at]
    return set(found)
