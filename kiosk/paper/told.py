"""What came of a code that was scanned or typed, in the sentences of a screen, a voice and a slip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from balai.protocol.answers.visits import CodeView
from balai.protocol.problem import Problem
from balai.protocol.views import DeviceView
from balai.words import Words
from balai.words.dates import long_date
from balai.words.problems import title_of
from kiosk.paper import wording
from kiosk.paper.letterhead import name_in, service_of


@dataclass(frozen=True)
class NotTaken:
    """Why a code gave nothing: the reason by its code, and what it speaks of by name."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def by(cls, problem: Problem) -> NotTaken:
        """What the hub said."""
        return cls(problem.code, problem.params)


#: A ticket and how it stands, or why there is nothing.
Told: TypeAlias = CodeView | NotTaken


class Sentences(NamedTuple):
    """What is told: a ticket's `number` where there is one, what matters, what to do, and what it is for."""

    number: str
    heavy: str
    plain: str
    service: str = ""


#: Reasons that are told alike.
_ALIKE = {
    "code_unknown": "unknown",
    "voucher_unknown": "unknown",
    "booking_unknown": "unknown",
    "validation": "no_code",
    "service_unknown": "gone",
}
#: Reasons with sentences of their own.
_REASONS = frozenset({
    "unread", "no_code", "other_hall", "unknown", "gone", "cut_off", "hub_silent", "too_many_attempts",
    "booking_late", "booking_cancelled",
})  # fmt: skip
#: States of a ticket that are told alike: those that end it.
_STATES = frozenset({"waiting", "called", "serving", "parked", "missed", "unserved"})


def sentences(told: Told, hall: DeviceView, say: Words) -> Sentences:
    """A code's outcome in words."""
    if isinstance(told, NotTaken):
        return Sentences("", *_why(told, say))
    state = told.state if told.state in _STATES else "ended"
    if state == "waiting":
        heavy, plain = say("code.waiting", count=told.ahead or 0), _turn(told, hall, say)
    else:
        heavy, plain = say.lines(f"code.{state}", at=told.at)
    if told.used:
        plain = f"{say('code.used')} {plain}"
    service = service_of(hall, told.service_id)
    named = name_in(service, say.language) if service else ""
    return Sentences(told.number, heavy, plain, named)


def _turn(told: CodeView, hall: DeviceView, say: Words) -> str:
    if told.expected_from is None or told.expected_until is None:
        return say("code.turn_unknown")
    zone = ZoneInfo(hall.hall.time_zone)
    span = wording.span(told.expected_from.astimezone(zone), told.expected_until.astimezone(zone), say)
    return say("code.turn", span=span)


def _why(told: NotTaken, say: Words) -> tuple[str, str]:
    code, params = _ALIKE.get(told.code, told.code), {k: str(v) for k, v in told.params.items()}
    if code in ("voucher_other_day", "booking_other_day"):
        heavy, plain = say.lines("code.other_day")
        day = params.get("valid_on") if params.get("valid_on", "None") != "None" else params.get("on")
        try:
            named = long_date(date.fromisoformat(day or ""), say.language)
        except ValueError:
            return heavy, plain
        return heavy, say("code.good_on", day=named)
    if code in _REASONS:
        heavy, plain = say.lines(f"code.{code}", since=params.get("since", ""))
        return heavy, plain
    heavy, _ = say.lines("code.not_now")
    return heavy, title_of(told.code, say.language)
