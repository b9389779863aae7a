"""Why a leg is called: the rule, the due time, whom it passes and for what reason, as codes and parameters.

Each reason is a fact of the choice, by the rule in force then: the random days rebuild every one from the
day alone. Apart from `choose_next`, which stays cheap; this looks at those who came earlier and still wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from balai.domain.hall.config import Counter, Rules
from balai.domain.order.bound import lanes_for
from balai.domain.order.discipline import DISCIPLINES, Choice, Discipline, rule_of
from balai.domain.order.line import Line
from balai.domain.state import HallDay
from balai.domain.visit import Leg, LegState

#: Codes that logs of the version before have.
BEFORE = ("class", "ratio_only", "returned_or_booked")
SHOWN = 5  # more would not be read; the rest is counted


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason as a code (a sentence `why.<code>` stands for it) with its parameters: numbers of
    tickets, counts, aware times, codes."""

    code: str
    params: dict[str, str | int | datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons of one choice, in the order they are told: the rule, who is passed, who waits aside."""

    number: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """A choice at a counter, with the rule by whose order it is told."""

    leg: Leg
    choice: Choice
    counter: Counter
    rule: Discipline
    rules: Rules

    def place(self, leg: Leg) -> datetime:
        return self.rule.place(leg, self.rules)


def explain(day: HallDay, counter: Counter, choice: Choice, reason: str | None = None) -> Why:
    """Why `choice` is next at `counter`; `reason` is the recorded one where staff chose."""
    leg, rules = choice.leg, day.config.rules
    case = _Case(leg, choice, counter, DISCIPLINES.get(choice.rule) or rule_of(rules), rules)
    lines = [*_lines(day, counter)]
    earlier = passed_by(chain.from_iterable(lines), leg)
    told = [_first(case, lines, reason, plain=not earlier), *_skills(day, counter), *_claims(day, leg)]
    told += [_passing(case, one) for one in earlier[:SHOWN]] or [Reason("nobody_passed")]
    told += [Reason("more", {"count": len(earlier) - SHOWN})] if len(earlier) > SHOWN else []
    told += [_aside(number, until) for number, until in [*_parked(day, counter)][:SHOWN]]
    return Why(leg.number, tuple(told))


def passed(day: HallDay, counter: Counter, leg: Leg) -> list[Leg]:
    """Who waits for this counter, too, came to the hall earlier than `leg`, and is passed by its call."""
    return passed_by(chain.from_iterable(_lines(day, counter)), leg)


def passed_by(waiting: Iterable[Leg], leg: Leg) -> list[Leg]:
    """Those of them who came earlier, in order."""
    arrived = leg.arrived_at
    earlier = [other for other in waiting if other.arrived_at < arrived]
    return sorted(earlier, key=lambda other: (other.arrived_at, other.order))


def _lines(day: HallDay, counter: Counter) -> Iterator[Line]:
    """Who waits for this counter, lane by lane."""
    lanes = lanes_for(day, counter.id)  # with those who were sent to it alone
    for service_id in counter.service_ids:
        yield from lanes.get(service_id, {}).values()


def _first(case: _Case, lines: list[Line], reason: str | None, *, plain: bool) -> Reason:
    """What makes this one the next; `plain` says that nobody who waits came earlier."""
    leg, choice = case.leg, case.choice
    if choice.rule == "chosen":
        return Reason("chosen", {"reason": reason} if reason else {})
    if choice.ratio_turn:
        return Reason("ratio_regular" if leg.priority_class == "regular" else "ratio_priority")
    place = case.place(leg)
    # Of each lane only who stands first: those behind have later places by any rule.
    firsts = (next((other for other in line if other.id != leg.id), leg) for line in lines)
    if any(case.place(other) < place for other in firsts):
        return Reason("new_first")  # those before are transferred, and the cap holds them back
    if case.rule.reason == "first_come":
        return (
            Reason("first_come", {"arrived": leg.arrived_at})
            if plain and leg.base == leg.arrived_at
            else Reason("first_place", {"since": place})
        )
    return Reason(case.rule.reason, {case.rule.place_as: place})


def _skills(day: HallDay, counter: Counter) -> list[Reason]:
    """That whoever sits here serves not all of the counter's services, or prefers others."""
    whole = day.config.counter_by_id.get(counter.id)
    if counter.id not in day.desks or whole is None:
        return []
    served, offered = len(counter.service_ids), len(whole.service_ids)
    if served < offered:
        return [Reason("skills", {"count": served, "offered": offered})]
    return [Reason("skills_order")] if counter.service_ids != whole.service_ids else []


def _claims(day: HallDay, leg: Leg) -> list[Reason]:
    """What a place is owed to beside the arrival: a booking that was kept, a right of an earlier day."""
    visit = day.visits[leg.visit_id]
    told = [Reason("booked")] if visit.slot is not None and leg.base == visit.slot else []
    return told + ([Reason("carried")] if visit.voucher is not None and leg.base < leg.arrived_at else [])


def _passing(case: _Case, passed: Leg) -> Reason:
    """Why one who came earlier comes later."""
    code, params = _because(case, passed)
    return Reason(code, {"number": passed.number, **params})


def _because(case: _Case, passed: Leg) -> tuple[str, dict[str, datetime]]:
    leg, place, its = case.leg, case.place(case.leg), case.place(passed)
    regular = [one.priority_class == "regular" for one in (leg, passed)]
    if case.choice.rule == "chosen":
        return "passed_by_choice", {}
    if case.choice.ratio_turn and regular[0] != regular[1]:
        return "ratio", {}
    if its <= place:
        return ("transfer_cap" if its < place else _tie(case, passed)), {}
    if passed.base > passed.arrived_at:
        return "place_later", {"since": passed.base}
    if leg.base < leg.arrived_at and leg.base <= passed.base:
        return "place_before", {"since": leg.base}
    return case.rule.later, {"due": its}


def _tie(case: _Case, passed: Leg) -> str:
    order = case.counter.service_ids
    return "tie" if order.index(passed.service_id) == order.index(case.leg.service_id) else "preference"


def _parked(day: HallDay, counter: Counter) -> Iterator[tuple[str, datetime | None]]:
    for leg_id in day.parked:
        leg = day.legs[leg_id]
        there = leg.service_id in counter.service_ids and leg.bound != counter.id
        if leg.state is LegState.PARKED and there:
            yield leg.number, leg.until


def _aside(number: str, until: datetime | None) -> Reason:
    if until is None:
        return Reason("parked", {"number": number})
    return Reason("parked_until", {"number": number, "due": until})


def reasons(why: Why) -> tuple[Reason, ...]:
    """The reasons in the order they are told."""
    return why.reasons


def recorded(why: Why) -> dict[str, list[dict[str, str | int]]]:
    """The reasons as the log keeps them, times as ISO 8601 text."""
    return {"reasons": [{"code": reason.code, **_plain(reason)} for reason in why.reasons]}


def _plain(reason: Reason) -> dict[str, str | int]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in reason.params.items()
    }
