"""A visit and its legs: one number for one person's stay, one leg for each service of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from balai.domain.heard import Heard
from balai.domain.values.quick_made import quick_made


class LegState(StrEnum):
    """Where a leg is. The last seven are final; one that is void was never handed to anybody."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    FINISHED = "finished"
    MISSED = "missed"
    CANCELLED = "cancelled"
    TRANSFERRED = "transferred"
    UNSERVED = "unserved"
    LAPSED = "lapsed"
    VOID = "void"


AT_COUNTER = frozenset({LegState.CALLED, LegState.SERVING})
#: Ended before anything was had of it.
TAKEN_BACK = frozenset({LegState.CANCELLED, LegState.VOID})
OPEN = frozenset({LegState.WAITING, LegState.CALLED, LegState.SERVING, LegState.PARKED})


@quick_made
@dataclass(frozen=True, slots=True)
class Leg:
    """One service of a visit. Times are aware UTC; `arrived_at` is the visit's, kept on transfer.

    `base` is what its place in line counts from: the arrival, or the slot of a booked visit, or what
    the rule of returning gives; `due` is `base` plus the standard of its service and class. `joined_at`
    is when it joined this line, `transferred` whether it came from another counter. `kept` counts how often
    its place was kept, `returns` how often it came back from an absence, last at `returned_at`. `bound` is
    the counter that alone calls it; until then it waits aside for everybody else. `outcome` is what staff
    chose of the hall's list; `ended_seq` the event that says how it ended, the latest where it was put right.
    """

    id: str
    visit_id: str
    number: str
    service_id: str
    priority_class: str
    state: LegState
    arrived_at: datetime
    order: int
    base: datetime
    due: datetime
    joined_at: datetime
    transferred: bool = False
    counter_id: str | None = None
    called_at: datetime | None = None
    recalls: int = 0
    started_at: datetime | None = None
    presumed: bool = False
    ended_at: datetime | None = None
    until: datetime | None = None
    kept: int = 0
    returns: int = 0
    returned_at: datetime | None = None
    bound: str | None = None
    outcome: str | None = None
    ended_seq: int | None = None


@quick_made
@dataclass(frozen=True, slots=True)
class Visit:
    """One person's stay in the hall. Keeps ONE number. The last of `leg_ids` is where it is; `plan`
    holds the services that are still to come. `slot` is the time of its `booking`, `voucher` the right
    carried over from a day that closed before the visitor was served; `printed` is False where the ticket
    is known not to be printed, True where it was printed again;
    `print_unsure`: nobody knows whether it is on paper. So many `persons` came on the number.
    So many legs have `begun`, those that were taken back counted, so that no leg's id comes twice. What was
    `done` before today counts as done. `flags` say what is odd about what its device brought."""

    id: str
    number: str
    series_id: str
    ordinal: int
    channel: str
    priority_class: str
    issued_at: datetime
    leg_ids: tuple[str, ...]
    plan: tuple[str, ...] = ()
    slot: datetime | None = None
    voucher: str | None = None
    printed: bool | None = None
    print_unsure: bool = False
    persons: int = 1
    begun: int = 1
    done: tuple[str, ...] = ()
    booking: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def next_leg_id(self) -> str:
        """The id of the next leg that begins: one that no leg of this visit ever had."""
        return f"{self.id}.{self.begun + 1}"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order that is kept over night, with the number on paper: whose visit it is, and what it
    counted from (`base`, aware UTC; `order` where two count from the same). So many legs have `begun`."""

    visit_id: str
    series_id: str
    ordinal: int
    channel: str
    base: datetime
    order: int
    begun: int = 1


@dataclass(frozen=True, slots=True)
class Voucher:
    """A right carried over (of a visitor whom closing overtook, or who comes back for something): honoured
    first on `valid_on` (a local date), or, without one, on whatever day the service opens again.

    It keeps what the visitor came for: where they wait (`service_id`), what follows (`plan`), what is `done`,
    the class and how many came. So many of its days have `passed` without it being used. With a `place` the
    order itself is kept: number and place wait on that day by themselves.
    """

    code: str
    number: str
    service_id: str
    valid_on: date | None
    plan: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    priority_class: str = "regular"
    persons: int = 1
    passed: int = 0
    place: Place | None = None

    @property
    def journey(self) -> tuple[str, ...]:
        """The services that are still to be gone through."""
        return (self.service_id, *self.plan)


@dataclass(frozen=True, slots=True)
class Step:
    """The last step at a counter that may be taken back, with everything as it was before it.

    It let a leg leave the counter, or called one; `before` is the step of the same command that
    settled who was there until then. `overtaken` once something has happened to one of its legs.
    `heard` is how far an earlier call of the leg had come, `aside` its place among those aside who was one.
    """

    seq: int
    at: datetime
    leg: Leg
    after: Leg
    visit: Visit
    counter: CounterState
    new_leg_id: str | None = None
    before: Step | None = None
    overtaken: bool = False
    heard: Heard | None = None
    aside: int | None = None

    def concerns(self, leg_id: str) -> bool:
        """Whether a leg left, was called or began by it."""
        return leg_id in (self.leg.id, self.new_leg_id)


class CounterStatus(StrEnum):
    """Whether a counter serves."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"


@quick_made
@dataclass(frozen=True, slots=True)
class CounterState:
    """A counter today: who holds it (an actor id), since when, and the leg in hand.

    `priority_run` counts the priority calls since the last regular one, `since_pass` the calls since
    a transferred visitor last passed people who had joined before, `since_pass_of` the same for calls of
    regular visitors and of others apart (see `discipline`). `overdue` is a break whose end has passed.
    `free_since` is when it last became free to call: it opened, came back, or was left by somebody.
    `service_ids` is what its holder serves there, where that is not all in the counter's order.
    """

    id: str
    status: CounterStatus = CounterStatus.CLOSED
    holder: str | None = None
    session_id: str | None = None
    opened_at: datetime | None = None
    until: datetime | None = None
    leg_id: str | None = None
    last_leg_id: str | None = None
    reason: str | None = None
    priority_run: int = 0
    since_pass: int = 0
    since_pass_of: tuple[int, int] = (0, 0)
    overdue: bool = False
    free_since: datetime | None = None
    service_ids: tuple[str, ...] | None = None
