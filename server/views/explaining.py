"""Why a number was called when it was, and how a day stood at a seq: from the log alone. Pure.

The configuration is that of the moment, since the log carries it.
"""

from __future__ import annotations

import re
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from balai.domain.day import as_folded, evolve
from balai.domain.events import LegCalled
from balai.domain.hall.numbering import parted
from balai.domain.log import stamp
from balai.domain.order.bound import lanes_for
from balai.domain.order.discipline import DISCIPLINES, Choice, rule_of
from balai.domain.order.why import explain, recorded
from balai.domain.state import HallDay, Happened
from balai.domain.visit import Leg, Visit
from balai.errors import BalaiError
from balai.words.said import say
from server.views.telling import told_of

_BETWEEN = re.compile(r"[\s-]+")


class NumberUnknown(BalaiError):
    """Nobody had this number on the day; the words say which numbers there were."""

    code = "number_unknown"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a number, to a `counter` as it is said. `why` is as `order.why.recorded` writes it;
    `recomputed` where the log has none and it was worked out from the day as it stood."""

    seq: int
    at: datetime
    actor: str
    counter_id: str
    counter_number: int | None
    rule: str
    reason: str | None
    why: dict[str, Any]
    recomputed: bool
    counter: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happened beside a call; `code` names its sentence, `params` what stands in it (see
    `telling`)."""

    seq: int
    at: datetime
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explained:
    """A number's calls in order, what else was told of it, and where its visit was at the end of the log."""

    number: str
    visit_id: str
    service_id: str
    issued_at: datetime
    state: str
    calls: tuple[Call, ...]
    notes: tuple[Note, ...] = ()


def steps(log: Iterable[Happened]) -> Iterator[tuple[HallDay | None, Happened, HallDay]]:
    """Each event with the day before it and after it. Raises BrokenLog."""
    day: HallDay | None = None
    for happened in log:
        before, day = day, evolve(day, happened)
        yield before, as_folded(day, happened), day


def explained(log: Iterable[Happened], typed: str) -> Explained:
    """The calls of a number, which may be typed loosely (`a31` for A-031).

    Raises NumberUnknown, or BrokenLog where the log does not fold.
    """
    calls: dict[str, list[Call]] = {}
    notes: dict[str, list[Note]] = {}
    day: HallDay | None = None
    for before, happened, after in steps(log):
        day = after
        if isinstance(happened.event, LegCalled) and before is not None:
            visit_id = before.legs[happened.event.leg_id].visit_id
            calls.setdefault(visit_id, []).append(_call(before, happened, happened.event))
        if (concerns := _visit_of(happened.event)) is not None:
            notes.setdefault(concerns, []).extend(_notes(after, happened))
    visit = found_by(day, typed) if day else None
    if day is None or visit is None:
        raise NumberUnknown(_unknown(day, typed))
    leg = day.current_leg(visit)
    found = tuple(calls.get(visit.id, ()))
    return Explained(
        visit.number, visit.id, leg.service_id, visit.issued_at, leg.state.value, found,
        tuple(notes.get(visit.id, ())),
    )  # fmt: skip


def of_the_hall(log: Iterable[Happened]) -> tuple[Note, ...]:
    """What happened on a day that concerns no single number: counters, breaks, stopped numbers, settings.

    Raises BrokenLog where the log does not fold.
    """
    return tuple(
        note
        for _, happened, after in steps(log)
        if _visit_of(happened.event) is None
        for note in _notes(after, happened)
    )


def _visit_of(event: Any) -> str | None:
    """The visit that an event is about; None where it is about none."""
    leg_id = getattr(event, "leg_id", None)
    found: str | None = getattr(event, "visit_id", None) or (leg_id.rpartition(".")[0] if leg_id else None)
    return found


def _notes(after: HallDay, happened: Happened) -> list[Note]:
    """What an event says, but for a call, of which more is known."""
    if isinstance(happened.event, LegCalled):
        return []
    told = told_of(after.config, happened)
    return [Note(happened.seq, happened.when, code, params) for code, params in told]


def _call(before: HallDay, happened: Happened, event: LegCalled) -> Call:
    counter = before.config.counter_by_id.get(event.counter_id)
    why = event.why or _recomputed(before, event)
    return Call(
        happened.seq, happened.at, happened.actor, event.counter_id, counter.number if counter else None,
        event.rule, event.reason, why, event.why is None, counter.shown if counter else event.counter_id,
    )  # fmt: skip


def _recomputed(before: HallDay, event: LegCalled) -> dict[str, Any]:
    """What the log of an older version left out: the same choice on the same day, explained now."""
    counter = before.as_served(before.config.counter_by_id[event.counter_id])
    rules = before.config.rules
    leg = before.legs[event.leg_id]
    choice = Choice(leg, event.rule, event.passing, event.ratio_turn)
    discipline = DISCIPLINES.get(event.rule)
    if discipline is not None:
        again = discipline.choose_next(
            lanes_for(before, counter.id), counter, before.counter(counter.id), rules
        )
        choice = again if again is not None and again.leg.id == leg.id else choice
    return recorded(explain(before, counter, choice, event.reason))


def found_by(day: HallDay, typed: str) -> Visit | None:
    """The visit with a number, typed as printed or loosely: without hyphens, blanks and leading zeros."""
    said = typed.strip().upper()
    signs = _BETWEEN.sub("", said)
    loosely = None
    for visit in day.visits.values():
        if visit.number.upper() == said:
            return visit
        prefix = _BETWEEN.sub("", parted(visit.number)[0].upper())
        digits = signs.removeprefix(prefix)
        if digits != signs and digits.isdecimal() and int(digits) == visit.ordinal:
            loosely = visit
    return loosely


def _unknown(day: HallDay | None, typed: str) -> str:
    numbers = sorted(visit.number for visit in day.visits.values()) if day else []
    if day is None or not numbers:
        return say("error.no_number_given")
    letters: dict[str, list[str]] = {}
    for number in numbers:
        letters.setdefault(parted(number)[0], []).append(number)
    ranges = ", ".join(say("cli.range", first=found[0], last=found[-1]) for found in letters.values())
    return say("error.number_unknown", number=repr(typed), day=day.date, numbers=ranges)


def until(log: Iterable[Happened], seq: int) -> HallDay:
    """The day as it stood after the event `seq`. Raises BalaiError where the log does not reach it."""
    day: HallDay | None = None
    for _, happened, after in steps(log):
        day = after
        if happened.seq == seq:
            return day
    last = day.seq if day else 0
    raise BalaiError(say("error.seq_unknown", last=last, seq=seq), code="seq_unknown")


def state_of(day: HallDay) -> dict[str, Any]:
    """The day as JSON data: counters, who waits for what in which order, who is aside, and counts."""
    return {
        "day": day.date.isoformat(),
        "seq": day.seq,
        "at": stamp(day.at),
        "rule": day.config.rules.discipline,
        "counters": [_counter(day, c.id, c.number) for c in sorted(day.config.counters, key=_number)],
        "waiting": {
            s.id: [_waits(leg) for leg in line] for s in day.config.services if (line := _line(day, s.id))
        },
        "parked": [day.legs[leg_id].number for leg_id in day.parked],
        "legs": dict(sorted(Tally(leg.state.value for leg in day.legs.values()).items())),
        "visits": len(day.visits),
        "taken": dict(day.taken),
        "vouchers": len(day.vouchers),
        "unserved": len(day.unserved),
        "bookings": sum(1 for _ in day.bookings.standing()),
        "passed_over": list(day.passed_over),
    }


def _number(counter: Any) -> int:
    return int(counter.number)


def _line(day: HallDay, service_id: str) -> list[Leg]:
    rules = day.config.rules
    rule = rule_of(rules)
    return sorted(day.line(service_id), key=lambda leg: (rule.place(leg, rules), leg.order))


def _counter(day: HallDay, counter_id: str, number: int) -> dict[str, Any]:
    state, leg = day.counter(counter_id), day.leg_at(counter_id)
    return {
        "id": counter_id,
        "number": number,
        "status": state.status.value,
        "holder": state.holder,
        "leg": {"number": leg.number, "state": leg.state.value} if leg else None,
    }


def _waits(leg: Leg) -> dict[str, Any]:
    return {
        "number": leg.number,
        "priority_class": leg.priority_class,
        "arrived_at": stamp(leg.arrived_at),
        "due": stamp(leg.due),
        "transferred": leg.transferred,
    }
