"""What a hall's file must say as a whole: unique ids, references that lead somewhere."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable
from datetime import date

from balai.config import Source, no_such
from balai.errors import Fault
from balai.hall_file.plan_check import plan_faults
from balai.hall_file.quota_check import quota_faults
from balai.hall_file.sections import HallFile
from balai.words.said import say

Rows = list[tuple[int, object]]
Entries = dict[str, Rows]

_UNIQUE = (
    ("zone", "id"), ("agency", "id"), ("service", "id"), ("counter", "number"), ("counter", "label"),
    ("outcome", "id"), ("wall", "id"),
)  # fmt: skip
_REFERENCES = (
    ("service", "agency", "agency"),
    ("counter", "agency", "agency"),
    ("counter", "zone", "zone"),
    ("notice", "zone", "zone"),
    ("wall", "zone", "zone"),
    ("wall", "agencies", "agency"),
    ("counter", "services", "service"),
    ("service", "after", "service"),
)
#: What is for the whole hall where it names nothing.
_MAY_BE_EMPTY = (("notice", "zone"), ("wall", "zone"))
_PREFIXES = ("letter", "second_letter", "next_letters")


def faults_among(source: Source, entries: Entries) -> Iterable[Fault]:
    """Repeats, references to nothing, ranges upside down, services offered nowhere.

    `entries` holds, for each kind, its entries with their index; fields may be missing or of any type.
    """
    for name, field in _UNIQUE:
        yield from _repeats(source, name, field, entries[name])
    for name, field, target in _REFERENCES:
        known = [str(v) for _, e in entries[target] if (v := getattr(e, "id", None))]
        for index, entry in entries[name]:
            value = getattr(entry, field, ())
            for at, word in enumerate(_words(value)):
                if word not in known and (word or (name, field) not in _MAY_BE_EMPTY):
                    place = (name, index, field) if isinstance(value, str) else (name, index, field, at)
                    yield source.fault(place, no_such(word, target, known))
    yield from _spans(source, entries["notice"])
    yield from _ranges(source, entries)
    yield from _letters(source, entries)
    yield from _circles(source, entries["service"])
    yield from _waits(source, entries["service"])
    yield from plan_faults(source, entries["counter"], entries["wall"])
    yield from quota_faults(source, entries["agency"], entries["service"])


def _spans(source: Source, notices: Rows) -> Iterable[Fault]:
    """Notices that end before they begin."""
    for index, notice in notices:
        first, last = getattr(notice, "first", None), getattr(notice, "last", None)
        if isinstance(first, date) and isinstance(last, date) and last < first:
            yield source.fault(("notice", index, "last"), say("setting.ends_before", first=first))


def paper_letter_faults(source: Source, file: HallFile) -> Iterable[Fault]:
    """The numbers of a paper roll must not be those of a machine."""
    letter = file.rules.paper_letter
    entries = [*file.agency, *file.service]
    used = {
        word for entry in entries for name in _PREFIXES for word in _words(getattr(entry, name, None) or ())
    }
    if letter is not None and letter in used:
        words = say("setting.paper_letter_taken", letter=letter)
        yield source.fault(("rules", "paper_letter"), words)


def _letters(source: Source, entries: Entries) -> Iterable[Fault]:
    """Two series give no number twice: a letter is shared only with ranges of their own."""
    seen: list[tuple[str, int, int]] = []
    for name, index, entry in [(n, *row) for n in ("agency", "service") for row in entries[n]]:
        if not isinstance(getattr(entry, "letter", None), str):
            continue
        first, last = getattr(entry, "first_number", 1), getattr(entry, "last_number", 999)
        own = [(field, p) for field in _PREFIXES for p in _words(getattr(entry, field, ()))]
        for field, prefix in own:
            if any(p == prefix and _overlap(first, last, *taken) for p, *taken in seen):
                yield source.fault((name, index, field), say("setting.series_taken", prefix=repr(prefix)))
        seen += [(p, first, last) for _, p in own if isinstance(first, int) and isinstance(last, int)]
        yield from _second(source, name, index, entry)


def _second(source: Source, name: str, index: int, entry: object) -> Iterable[Fault]:
    letter, since = getattr(entry, "second_letter", None), getattr(entry, "second_from", None)
    if (letter is None) != (since is None):
        field = "second_letter" if since is None else "second_from"
        yield source.fault((name, index, field), say("setting.second_needs_both"))


def _overlap(first: object, last: object, other_first: int, other_last: int) -> bool:
    if not isinstance(first, int) or not isinstance(last, int):
        return False
    return first <= other_last and other_first <= last


def _waits(source: Source, rows: Rows) -> Iterable[Fault]:
    for index, entry in rows:
        wait, priority = getattr(entry, "wait_minutes", 30), getattr(entry, "priority_wait_minutes", None)
        if isinstance(wait, int) and isinstance(priority, int) and priority > wait:
            message = say("setting.priority_waits_longer", priority=priority, wait=wait)
            yield source.fault(("service", index, "priority_wait_minutes"), message)


def _circles(source: Source, rows: Rows) -> Iterable[Fault]:
    after = {str(getattr(e, "id", "")): _words(getattr(e, "after", ())) for _, e in rows}

    def leads_back(start: str) -> bool:
        seen: set[str] = set()
        ahead = list(after.get(start, ()))
        while ahead:
            name = ahead.pop()
            if name == start:
                return True
            if name not in seen:
                seen.add(name)
                ahead += after.get(name, ())
        return False

    for index, entry in rows:
        name = str(getattr(entry, "id", ""))
        if leads_back(name):
            yield source.fault(("service", index, "after"), say("setting.before_itself", name=name))


def _repeats(source: Source, name: str, field: str, rows: Rows) -> Iterable[Fault]:
    values = [(i, getattr(e, field, None)) for i, e in rows]
    hashable = [(i, v) for i, v in values if isinstance(v, (str, int)) and v != ""]
    tally = Tally(v for _, v in hashable)
    first: set[object] = set()
    for index, value in hashable:
        if tally[value] > 1 and value in first:
            told = say("setting.used_twice", value=repr(value), kind=say(f"setting.kind.{name}"))
            yield source.fault((name, index, field), told)
        first.add(value)


def _ranges(source: Source, entries: Entries) -> Iterable[Fault]:
    for name, index, entry in [(n, *row) for n in ("agency", "service") for row in entries[n]]:
        first, last = getattr(entry, "first_number", 1), getattr(entry, "last_number", 999)
        if isinstance(first, int) and isinstance(last, int) and last < first:
            yield source.fault(
                (name, index, "last_number"), say("setting.below_first", last=last, first=first)
            )
    offered = {s for _, c in entries["counter"] for s in _words(getattr(c, "services", ()))}
    for index, service in entries["service"]:
        service_id = getattr(service, "id", None)
        if isinstance(service_id, str) and service_id not in offered:
            yield source.fault(
                ("service", index, "id"), say("setting.offered_nowhere", service_id=service_id)
            )


def _words(value: object) -> list[str]:
    """The text or list of texts that a field holds; nothing where it holds something else."""
    words = value if isinstance(value, (list, tuple)) else [value]
    return [word for word in words if isinstance(word, str)]
