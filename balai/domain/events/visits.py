"""A visit and its legs, from the number given to the last service: what staff and visitors do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from balai.domain.event import Event
from balai.domain.values.quick_made import quick_made


@quick_made
@dataclass(frozen=True, slots=True)
class VisitIssued(Event):
    """A number was given; its first leg waits.

    Since version 2 `reach` is what was told of being served today: "sure", "doubtful", "no_counter"
    where no counter that offers it is there or expected, since version 3 also "part_today" where a later
    service of the journey cannot be reached today; `first_on` is the day on which this visitor comes first
    if the day is not enough, and `step` the later service that this is about, if it is one. `done` are
    services that were done before; `base` is what a place kept over night counts from, and `came` when its
    waiting begins today; `booking` is the code of the booking that this visit claims (a `slot` without one
    is of an older log). Since version 4 `n` is its place in the `chain` of the device that gave it; an `own`
    number is of the device's block, and `flags` say what is odd about what it brought (`chains.FLAGS`).
    """

    TYPE: ClassVar[str] = "visit_issued"
    VERSION: ClassVar[int] = 4
    visit_id: str
    leg_id: str
    number: str
    series_id: str
    ordinal: int
    service_id: str
    priority_class: str
    channel: str
    plan: tuple[str, ...] = ()
    slot: datetime | None = None
    voucher: str | None = None
    reach: str = "sure"
    first_on: date | None = None
    persons: int = 1
    step: str | None = None
    done: tuple[str, ...] = ()
    base: datetime | None = None
    came: datetime | None = None
    booking: str | None = None
    chain: str = ""
    n: int = 0
    own: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitUnserved(Event):
    """Closing overtook a waiting visit; `voucher` is honoured first on `valid_on`, since version 2 without a
    date where the service's next day is not known. Since version 3 it may be that the order itself `keeps`
    over night: number and place wait then by themselves."""

    TYPE: ClassVar[str] = "visit_unserved"
    VERSION: ClassVar[int] = 3
    visit_id: str
    leg_id: str
    voucher: str
    valid_on: date | None
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class VisitCancelled(Event):
    """A visit ended before its service; since version 2 `void` where its device never handed it out."""

    TYPE: ClassVar[str] = "visit_cancelled"
    VERSION: ClassVar[int] = 2
    visit_id: str
    leg_id: str
    void: bool = False


@dataclass(frozen=True, slots=True)
class LegCalled(Event):
    """A waiting leg was called to a counter, by the named rule ("chosen": by staff, with a reason).

    `settles` is the leg that left the counter by the same command: both are taken back together.
    `passing` and `ratio_turn` are what the rule counts with; `why` says whom it passed and for what
    reason: `reasons`, codes and parameters (see `order.why.recorded`), since version 2; of logs of version 1
    also `words`, as staff were shown them, by language. `wall` tells what displays could do in the
    counter's zone (see `heard.WALLS`).
    """

    TYPE: ClassVar[str] = "leg_called"
    VERSION: ClassVar[int] = 2
    leg_id: str
    counter_id: str
    rule: str
    passing: bool = False
    ratio_turn: bool = False
    reason: str | None = None
    why: dict[str, Any] | None = None
    settles: str | None = None
    wall: str = "unknown"


@dataclass(frozen=True, slots=True)
class LegRecalled(Event):
    """A called leg was called once more; `times` counts from 1. `wall` is as of `LegCalled`."""

    TYPE: ClassVar[str] = "leg_recalled"
    leg_id: str
    counter_id: str
    times: int
    wall: str = "unknown"


@dataclass(frozen=True, slots=True)
class LegStarted(Event):
    """Service began; `presumed` when nobody said so."""

    TYPE: ClassVar[str] = "leg_started"
    leg_id: str
    counter_id: str
    presumed: bool


@dataclass(frozen=True, slots=True)
class LegFinished(Event):
    """Service ended, with one of the hall's outcomes where staff chose one."""

    TYPE: ClassVar[str] = "leg_finished"
    leg_id: str
    counter_id: str
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class LegMissed(Event):
    """The called visitor did not come."""

    TYPE: ClassVar[str] = "leg_missed"
    leg_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class LegParked(Event):
    """The leg waits aside, until a time if one was said."""

    TYPE: ClassVar[str] = "leg_parked"
    leg_id: str
    counter_id: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class LegReturned(Event):
    """A parked leg waits again, with its first arrival."""

    TYPE: ClassVar[str] = "leg_returned"
    leg_id: str


@dataclass(frozen=True, slots=True)
class LegReinstated(Event):
    """A leg missed at `counter_id` waits again, its place counting from `base`, by the rule of return in
    force (logs of the first version have no `base`: half a standard before)."""

    TYPE: ClassVar[str] = "leg_reinstated"
    leg_id: str
    counter_id: str
    base: datetime | None = None
    rule: str = "half_standard"


@dataclass(frozen=True, slots=True)
class LegBegun(Event):
    """The next leg of a planned journey waits, after the one finished at `counter_id`."""

    TYPE: ClassVar[str] = "leg_begun"
    visit_id: str
    leg_id: str
    service_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class StepUndone(Event):
    """The last step at a counter was taken back; `undone_seq` is its event, `removed_leg_id` the leg
    that had begun by it."""

    TYPE: ClassVar[str] = "step_undone"
    counter_id: str
    leg_id: str
    undone_seq: int
    removed_leg_id: str | None = None


@dataclass(frozen=True, slots=True)
class CallUndone(Event):
    """A wrong call was taken back, the event `undone_seq`: the leg waits where it waited."""

    TYPE: ClassVar[str] = "call_undone"
    leg_id: str
    counter_id: str
    undone_seq: int


@dataclass(frozen=True, slots=True)
class LegTransferred(Event):
    """A leg ended here and the next begins at another service, under the same number; at `to_counter` alone
    where one was chosen."""

    TYPE: ClassVar[str] = "leg_transferred"
    leg_id: str
    counter_id: str
    new_leg_id: str
    service_id: str
    reason: str | None = None
    to_counter: str | None = None
