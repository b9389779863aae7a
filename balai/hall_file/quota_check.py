"""Quotas that contradict each other, or the numbers that they are drawn from: faults, with both lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from balai.config import Source
from balai.domain.hall.config import QuotaBlock
from balai.errors import Fault
from balai.words.said import Said, say

Rows = list[tuple[int, object]]
_PARTS = ("quota_booked", "quota_walk_in")
_BLOCKS = ("quota_blocks", "booking_blocks")


def quota_faults(source: Source, agencies: Rows, services: Rows) -> Iterable[Fault]:
    """Quotas larger than their numbers, parts larger than their quota, hours that overlap.

    Fields may be missing or of any type; those that do not read by themselves are passed over.
    """
    by_id = {str(getattr(entry, "id", "")): (index, entry) for index, entry in agencies}
    for index, service in services:
        yield from _parts(source, index, service)
        for field in _BLOCKS:
            yield from _overlaps(source, index, service, field)
        place, drawn = ("service", index), service
        if not getattr(service, "letter", None):
            at, drawn = by_id.get(str(getattr(service, "agency", "")), (0, None))
            place = ("agency", at)
        yield from _numbers(source, ("service", index), service, place, drawn)
    for index, agency in agencies:
        own = [s for _, s in services if getattr(s, "agency", None) == getattr(agency, "id", "")]
        if not any(getattr(service, "letter", None) for service in own):
            yield from _numbers(source, ("agency", index), agency, ("agency", index), agency)


def most_numbers(entry: object) -> int | None:
    """How many numbers an entry's series has in all: its range once for each of its prefixes, those that
    follow and that of a second session. None where its range does not read."""
    first, last = getattr(entry, "first_number", 1), getattr(entry, "last_number", 999)
    if entry is None or not isinstance(first, int) or not isinstance(last, int) or last < first:
        return None
    then, second = getattr(entry, "next_letters", ()), getattr(entry, "second_letter", None)
    prefixes = 1 + (len(then) if isinstance(then, (list, tuple)) else 0) + bool(second)
    return (last - first + 1) * prefixes


def _numbers(
    source: Source, place: tuple[str, int], entry: object, of: tuple[str, int], series: object
) -> Iterator[Fault]:
    quota, most = getattr(entry, "quota", None), most_numbers(series)
    if isinstance(quota, int) and most is not None and quota > most:
        field = "last_number" if _written(source, (*of, "last_number")) else "letter"
        line = source.fault((*of, field), "").line
        message = say("setting.more_than_numbers", quota=quota, most=most, line=_line(line))
        yield source.fault((*place, "quota"), message)


def _written(source: Source, path: tuple[str | int, ...]) -> bool:
    found: object = source.data
    for name in path:
        try:
            found = found[name]  # type: ignore[index]  # tables and arrays of any shape
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _parts(source: Source, index: int, entry: object) -> Iterator[Fault]:
    """Parts of a quota that are more than the whole."""
    quota, booked = getattr(entry, "quota", None), getattr(entry, "quota_booked", None)
    for part in _PARTS:
        most = getattr(entry, part, None)
        if isinstance(quota, int) and isinstance(most, int) and most > quota:
            line = source.fault(("service", index, "quota"), "").line
            yield source.fault(("service", index, part), _above(most, "quota", quota, line))
    for field, whole, name in (
        ("quota_blocks", quota, "quota"),
        ("booking_blocks", booked if isinstance(booked, int) else quota,
         "quota_booked" if isinstance(booked, int) else "quota"),
    ):  # fmt: skip
        for at, block in _blocks(entry, field):
            if isinstance(whole, int) and block.quota > whole:
                line = source.fault(("service", index, name), "").line
                yield source.fault(("service", index, field, at), _above(block.quota, name, whole, line))


def _above(most: int, name: str, whole: int, line: int | None) -> Said:
    return say("setting.more_than_whole", most=most, name=name, whole=whole, line=_line(line))


def _line(line: int | None) -> Said:
    return say("setting.line", line=line)


def _overlaps(source: Source, index: int, entry: object, field: str) -> Iterator[Fault]:
    for (first, one), (second, other) in combinations(_blocks(entry, field), 2):
        if one.opens < other.closes and other.opens < one.closes:
            line = source.fault(("service", index, field, first), "").line
            shown = f"{one.opens:%H.%M}-{one.closes:%H.%M}"
            message = say("setting.overlaps_hours", span=shown, line=_line(line))
            yield source.fault(("service", index, field, second), message)


def _blocks(entry: object, field: str) -> list[tuple[int, QuotaBlock]]:
    found = getattr(entry, field, ())
    rows = found if isinstance(found, (list, tuple)) else ()
    return [(at, block) for at, block in enumerate(rows) if isinstance(block, QuotaBlock)]
