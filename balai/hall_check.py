"""What a hall's file must say as a whole: unique ids, references that lead somewhere."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable

from balai.config import Source, did_you_mean
from balai.errors import Fault

Rows = list[tuple[int, object]]
Entries = dict[str, Rows]

_UNIQUE = (
    ("zone", "id"), ("agency", "id"), ("agency", "letter"), ("service", "id"), ("counter", "number"),
)  # fmt: skip
_REFERENCES = (
    ("service", "agency", "agency"),
    ("counter", "agency", "agency"),
    ("counter", "zone", "zone"),
    ("counter", "services", "service"),
)


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
                if word not in known:
                    place = (name, index, field) if isinstance(value, str) else (name, index, field, at)
                    yield source.fault(
                        place, f'"{word}" is no {target} of this file{did_you_mean(word, known)}'
                    )
    yield from _ranges(source, entries)


def _repeats(source: Source, name: str, field: str, rows: Rows) -> Iterable[Fault]:
    values = [(i, getattr(e, field, None)) for i, e in rows]
    hashable = [(i, v) for i, v in values if isinstance(v, (str, int))]
    tally = Tally(v for _, v in hashable)
    first: set[object] = set()
    for index, value in hashable:
        if tally[value] > 1 and value in first:
            yield source.fault((name, index, field), f"{value!r} is used by another {name} already")
        first.add(value)


def _ranges(source: Source, entries: Entries) -> Iterable[Fault]:
    for index, agency in entries["agency"]:
        first, last = getattr(agency, "first_number", 1), getattr(agency, "last_number", 999)
        if isinstance(first, int) and isinstance(last, int) and last < first:
            yield source.fault(("agency", index, "last_number"), f"{last} is below the first number {first}")
    offered = {s for _, c in entries["counter"] for s in _words(getattr(c, "services", ()))}
    for index, service in entries["service"]:
        name = getattr(service, "id", None)
        if isinstance(name, str) and name not in offered:
            yield source.fault(("service", index, "id"), f'"{name}" is offered at no counter')


def _words(value: object) -> list[str]:
    """The text or list of texts that a field holds; nothing where it holds something else."""
    words = value if isinstance(value, (list, tuple)) else [value]
    return [word for word in words if isinstance(word, str)]
