"""Ticket numbers: a prefix of one to three signs and at least three digits, drawn from a series each day.

What was given is kept by the printed prefix, not by the series: whatever is edited during a day (an
agency's id, two letters changed for one another, a range), no number is printed twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from balai.domain.hall.config import HallConfig, Series
from balai.domain.values.quick_made import quick_made

Span = tuple[int, int]
LEAST_DIGITS = 3


@quick_made
@dataclass(frozen=True, slots=True)
class Given:
    """What was given today under one prefix: ranges of ordinals in order, both ends included, and the
    number of digits that all of them are printed with. `held` are blocks that devices keep for when they are
    cut off, which the hub passes over; `used` what was given of them, or beside them, by a device."""

    spans: tuple[Span, ...] = ()
    width: int = LEAST_DIGITS
    held: tuple[Span, ...] = ()
    used: tuple[Span, ...] = ()

    def has(self, ordinal: int) -> bool:
        """Whether this ordinal was given to somebody."""
        return any(first <= ordinal <= last for first, last in (*self.spans, *self.used))

    def passed(self, first: int, count: int) -> int:
        """The first of `count` ordinals from `first` on of which no device has any."""
        for start, to in sorted((*self.held, *self.used)):
            if start < first + count and to >= first:
                first = to + 1
        return first

    def highest(self, first: int, last: int) -> int | None:
        """The highest ordinal given within a range."""
        for start, to in reversed(self.spans):
            if start <= last:
                return min(to, last) if to >= first else None
        return None


#: By printed prefix.
Numbers = Mapping[str, Given]


@quick_made
@dataclass(frozen=True, slots=True)
class Block:
    """Numbers that follow each other, `first` to `last`, under one prefix."""

    prefix: str
    first: int
    last: int
    width: int

    @property
    def labels(self) -> tuple[str, ...]:
        """The numbers as printed."""
        return tuple(label(self.prefix, n, self.width) for n in range(self.first, self.last + 1))


def label(prefix: str, ordinal: int, width: int = LEAST_DIGITS) -> str:
    """The number as printed: `A-023`, `Z1A-001`."""
    return f"{prefix}-{ordinal:0{width}d}"


def parted(number: str) -> tuple[str, str]:
    """Prefix and digits of a printed number; a prefix may hold a hyphen itself."""
    prefix, _, digits = number.rpartition("-")
    return prefix, digits


def prefixes(series: Series, local: time) -> tuple[str, ...]:
    """The prefixes of a series at a local time, in the order they are used up: from the second session on
    its own, then those that come after the last number."""
    second = series.second_from is not None and series.second_letter and local >= series.second_from
    return (series.second_letter if second else series.letter, *series.then)


def draw(config: HallConfig, numbers: Numbers, series: Series, local: time, count: int = 1) -> Block:
    """The next `count` numbers of a series: of its range, then of the prefixes that follow, then on beyond
    the last one. Nobody is refused for want of a number."""
    for prefix in prefixes(series, local):
        given = numbers.get(prefix)
        highest = given.highest(series.first, series.last) if given else None
        first = series.first if highest is None else highest + 1
        if given and (given.held or given.used):
            first = given.passed(first, count)
        if first + count - 1 <= series.last:
            return Block(prefix, first, first + count - 1, _width(given, series))
    given = numbers.get(prefix)
    ends = [s.last for s in config.series if prefix in _all_prefixes(s)]
    taken = (*given.spans, *given.held, *given.used) if given else ()
    top = max([series.last, *ends, *(last for _, last in taken)])
    return Block(prefix, top + 1, top + count, _width(given, series))


def draw_from_top(numbers: Numbers, series: Series, count: int) -> Block | None:
    """`count` numbers of a series' own range that follow each other, as high as none is taken; None where no
    so many are left above the last that was given. A device keeps them for when it is cut off."""
    given = numbers.get(series.letter) or Given(width=max(LEAST_DIGITS, len(str(series.last))))
    highest = given.highest(series.first, series.last)
    lowest = series.first if highest is None else highest + 1
    last = series.last
    for start, to in sorted((*given.held, *given.used), reverse=True):
        if start <= last and to > last - count:
            last = start - 1
    first = last - count + 1
    return Block(series.letter, first, last, given.width) if first >= lowest else None


def share_held(numbers: Numbers, series: Series) -> int:
    """How many numbers of a series' range devices hold."""
    given = numbers.get(series.letter)
    spans = given.held if given else ()
    return sum(max(0, min(to, series.last) - max(first, series.first) + 1) for first, to in spans)


def gave(numbers: Numbers, prefix: str, first: int, last: int, width: int) -> Numbers:
    """The numbers with `first` to `last` given; the first that a prefix gives sets its width."""
    before = numbers.get(prefix) or Given(width=width)
    if before.held and any(start <= first and last <= to for start, to in before.held):
        used = _with(before.used, (first, last))
        return {**numbers, prefix: Given(before.spans, before.width, before.held, used)}
    spans = _with(before.spans, (first, last))
    return {**numbers, prefix: Given(spans, before.width, before.held, before.used)}


def hold(numbers: Numbers, prefix: str, first: int, last: int, width: int) -> Numbers:
    """The numbers with `first` to `last` kept by a device."""
    before = numbers.get(prefix) or Given(width=width)
    held = _with(before.held, (first, last))
    return {**numbers, prefix: Given(before.spans, before.width, held, before.used)}


def used(numbers: Numbers, prefix: str, ordinal: int, width: int) -> Numbers:
    """The numbers with one that a device gave out by itself."""
    before = numbers.get(prefix) or Given(width=width)
    return {
        **numbers,
        prefix: Given(before.spans, before.width, before.held, _with(before.used, (ordinal, ordinal))),
    }


def _with(spans: tuple[Span, ...], more: Span) -> tuple[Span, ...]:
    if spans and spans[-1][1] + 1 == more[0]:  # as nearly always: the next number
        return (*spans[:-1], (spans[-1][0], more[1]))
    return tuple(_merged(sorted([*spans, more])))


def _width(given: Given | None, series: Series) -> int:
    return given.width if given else max(LEAST_DIGITS, len(str(series.last)))


def _all_prefixes(series: Series) -> tuple[str, ...]:
    return (series.letter, series.second_letter, *series.then)


def _merged(spans: list[Span]) -> Iterator[Span]:
    first, last = spans[0]
    for start, to in spans[1:]:
        if start <= last + 1:
            last = max(last, to)
        else:
            yield first, last
            first, last = start, to
    yield first, last


def paper_prefix(config: HallConfig) -> str:
    """What the numbers of a paper roll begin with: what the hall says, or a letter that no ticket has."""
    used = {prefix for series in config.series for prefix in _all_prefixes(series)}
    free = (letter for letter in "XYZWVUTSRQPONMLKJIHGFEDCBA" if letter not in used)
    return config.rules.paper_letter or next(free, "XX")
