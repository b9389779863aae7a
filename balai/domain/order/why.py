"""Why a leg is called: the rule, the due time, whom it passes and for what reason, as codes and parameters.

Apart from `choose_next`, which stays cheap; this looks at those who came earlier and still wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from balai.domain.hall.config import Counter
from balai.domain.order.discipline import Choice
from balai.domain.state import HallDay
from balai.domain.visit import Leg, LegState

SHOWN = 5  # more would not be read; the rest is counted


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody who came to the hall earlier and is called later. `because` is the code of a reason."""

    number: str
    because: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons of one choice. Times are aware UTC; `parked` are numbers that wait aside until a
    time; `more` counts those passed beyond the ones listed."""

    number: str
    rule: str
    due: datetime
    arrived_at: datetime
    priority_class: str
    passed: tuple[Passed, ...]
    more: int
    parked: tuple[tuple[str, datetime | None], ...]
    booked: bool
    carried: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason as a code (a sentence `why.<code>` stands for it) with its parameters: numbers of
    tickets, counts, aware times, codes."""

    code: str
    params: dict[str, str | int | datetime] = field(default_factory=dict)


def explain(day: HallDay, counter: Counter, choice: Choice, reason: str | None = None) -> Why:
    """Why `choice` is next at `counter`; `reason` is the recorded one where staff chose."""
    leg = choice.leg
    visit = day.visits[leg.visit_id]
    passed = [Passed(w.number, _because(leg, w, choice), w.due) for w in _earlier(day, counter, leg)]
    return Why(
        number=leg.number,
        rule=choice.rule,
        due=leg.due,
        arrived_at=leg.arrived_at,
        priority_class=leg.priority_class,
        passed=tuple(passed[:SHOWN]),
        more=max(0, len(passed) - SHOWN),
        parked=tuple(_parked(day, counter))[:SHOWN],
        booked=visit.slot is not None,
        carried=visit.voucher is not None,
        reason=reason,
    )


def _earlier(day: HallDay, counter: Counter, chosen: Leg) -> list[Leg]:
    """Who waits for this counter and came to the hall before the chosen one, by arrival."""
    found = []
    for service_id in counter.service_ids:
        for lane in day.lanes.get(service_id, {}).values():
            found += [leg for leg in lane if leg.arrived_at < chosen.arrived_at and leg.id != chosen.id]
    return sorted(found, key=lambda leg: (leg.arrived_at, leg.order))


def _because(chosen: Leg, passed: Leg, choice: Choice) -> str:
    if choice.rule == "chosen":
        return "chosen"
    if passed.base > passed.arrived_at and passed.base >= chosen.base:
        return "returned_or_booked"
    if choice.ratio_turn:
        return "ratio"
    if passed.transferred and passed.due <= chosen.due:
        return "transfer_cap"
    if chosen.priority_class != passed.priority_class:
        return "class"
    return "due_later" if passed.due > chosen.due else "tie"


def _parked(day: HallDay, counter: Counter) -> Iterator[tuple[str, datetime | None]]:
    for leg_id in day.parked:
        leg = day.legs[leg_id]
        if leg.state is LegState.PARKED and leg.service_id in counter.service_ids:
            yield leg.number, leg.until


def reasons(why: Why) -> tuple[Reason, ...]:
    """The reasons in the order they are told: the rule, who is passed, who waits aside."""
    told = [Reason(_rule(why), {"arrived": why.arrived_at, "due": why.due, **_chosen(why)})]
    told += [Reason("booked")] if why.booked else []
    told += [Reason("carried")] if why.carried else []
    told += [_passing(one) for one in why.passed] or [Reason("nobody_passed")]
    told += [Reason("more", {"count": why.more})] if why.more else []
    told += [_aside(number, until) for number, until in why.parked]
    return tuple(told)


def _rule(why: Why) -> str:
    if why.rule != "ratio":
        return why.rule
    if not any(one.because == "ratio" for one in why.passed):
        return "ratio_only"
    return "ratio_regular" if why.priority_class == "regular" else "ratio_priority"


def _chosen(why: Why) -> dict[str, str | int | datetime]:
    return {"reason": why.reason} if why.reason else {}


def _aside(number: str, until: datetime | None) -> Reason:
    if until is None:
        return Reason("parked", {"number": number})
    return Reason("parked_until", {"number": number, "due": until})


def _passing(one: Passed) -> Reason:
    code = "passed_by_choice" if one.because == "chosen" else one.because
    return Reason(code, {"number": one.number, "due": one.due})


def recorded(why: Why) -> dict[str, list[dict[str, str | int]]]:
    """The reasons as the log keeps them, times as ISO 8601 text."""
    return {"reasons": [{"code": reason.code, **_plain(reason)} for reason in reasons(why)]}


def _plain(reason: Reason) -> dict[str, str | int]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in reason.params.items()
    }
