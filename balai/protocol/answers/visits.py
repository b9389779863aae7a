"""Visits and their legs, numbers, and codes on paper."""

from __future__ import annotations

from datetime import date

from balai.protocol.base import Moment, News


class IssuedVisit(News):
    """A number was given. `ahead` people may be called before it by the counters that can call it;
    `counters` are the numbers of those that offer it; `plan` names the services that follow under this
    number. It will probably be called from `expected_from` to `expected_until` (80 %; null where nobody
    knows, or where it will probably not be called today), and `chance` is how likely a call is today, in per
    cent (null where it is nearly sure). `reach` says whether today is enough: "sure", "doubtful",
    "no_counter" where no counter that offers it is there or expected, or "part_today" where a later service
    of the journey opens no more in time; if it is not, the visitor comes first on `first_on`. `step` is the
    later service that this is about, if it is one."""

    visit_id: str
    leg_id: str
    number: str
    service_id: str
    agency_id: str
    ahead: int
    counters: tuple[int, ...]
    counter_labels: tuple[str, ...] = ()
    at: Moment
    day: str
    seq: int
    plan: tuple[str, ...] = ()
    expected_from: Moment | None = None
    expected_until: Moment | None = None
    chance: int | None = None
    reach: str = "sure"
    first_on: date | None = None
    step: str | None = None
    persons: int = 1


class LegAnswer(News):
    """A leg as it is after the change. `counter_id` is where it is or was last."""

    leg_id: str
    number: str
    state: str
    counter_id: str | None
    day: str
    seq: int


class ChangedVisit(LegAnswer):
    """A visit that goes for another service or class. `reach`, `first_on` and `step` say whether today is
    enough, as of a number that is given (see IssuedVisit)."""

    reach: str = "sure"
    first_on: date | None = None
    step: str | None = None


class ReservedNumbers(News):
    """A block of numbers that no other device will give today: printed with `prefix`, a hyphen, and at
    least `width` digits."""

    series_id: str
    first: int
    last: int
    prefix: str = ""
    width: int = 3
    day: str
    seq: int


class VisitLeg(News):
    """One leg of a visit. `outcome` is one of the hall's list; `ended_seq` the event that says how it ended,
    which a correction names."""

    leg_id: str
    service_id: str
    state: str
    counter_id: str | None
    called_at: Moment | None
    started_at: Moment | None
    ended_at: Moment | None
    outcome: str | None = None
    ended_seq: int | None = None


class VisitStep(News):
    """One thing that happened to a visit: an event of the log, in its words. `at` is the best time known;
    `service_id` and `counter_id` say where; `until` is the end of a time aside, `next_service_id` where
    it goes on. `reason`, `why` and `told` (what it was; both in words, by language) reach staff only. Of a
    correction `corrects` is the seq of what it puts right, and `state`, `next_service_id`, `outcome`,
    `started_at` and `ended_at` what it says of it now, null where it says nothing."""

    seq: int
    at: Moment
    type: str
    leg_id: str
    service_id: str | None = None
    counter_id: str | None = None
    next_service_id: str | None = None
    until: Moment | None = None
    reason: str | None = None
    why: dict[str, tuple[str, ...]] = {}
    told: dict[str, tuple[str, ...]] = {}
    corrects: int | None = None
    state: str | None = None
    outcome: str | None = None
    started_at: Moment | None = None
    ended_at: Moment | None = None


class VisitView(News):
    """One visit: its number, where it is, its legs so far, what is still planned, and all that happened
    as one timeline. `persons` came on it, `unprinted` is known to hold no ticket, `print_unsure` may hold
    none; `counts_as`, the class, reaches staff only."""

    visit_id: str
    number: str
    issued_at: Moment
    channel: str
    legs: tuple[VisitLeg, ...]
    plan: tuple[str, ...] = ()
    timeline: tuple[VisitStep, ...] = ()
    position: int | None = None
    expected_from: Moment | None = None
    expected_until: Moment | None = None
    back_by: Moment | None = None
    chance: int | None = None
    moved_at: Moment | None = None
    persons: int = 1
    unprinted: bool = False
    print_unsure: bool = False
    counts_as: str = ""


class CodeView(News):
    """What a code on paper stands for: `kind` is right or booking, with which a number of `service_id` for so
    many `persons` may be taken now; or ticket, a visit of today. A ticket has its `number`; `used`: the code
    is that of a right or booking which that number was taken with. `state` is that of its leg, at the counter
    `at` where it is at one; where it waits, `ahead` people may be called before it, and it will probably be
    called from `expected_from` to `expected_until` (80 %; null where nobody knows)."""

    kind: str
    service_id: str
    persons: int = 1
    number: str = ""
    used: bool = False
    state: str = ""
    at: str = ""
    ahead: int | None = None
    expected_from: Moment | None = None
    expected_until: Moment | None = None
    chance: int | None = None
