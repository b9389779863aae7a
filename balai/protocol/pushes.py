"""The closed list of pushes. A room hears only the types listed for it; `Push.data` is one of these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from balai.protocol.base import Moment, News, Slug
from balai.protocol.views import AsideLeg, Audience, LegAtCounter, NextLeg, WaitingLeg

NAMESPACE = "/hall"


class Push(News):
    """One piece of news. `seq` is the event's in the log, `prev` that of the event before it in
    this room (0: none today); `at` the log's time. `data` fits `DATA[(audience, type)]`."""

    day: str
    seq: int
    prev: int
    type: str
    at: Moment
    data: dict[str, Any] = {}


ASKS_FOR_SNAPSHOT = frozenset(
    {
        "day_opened",
        "configuration_changed",
        "call_undone",
        "numbers_stopped",
        "numbers_resumed",
        "visit_restored",
        "leg_lapsed",
        "leg_corrected",
    }
)


def asks_for_snapshot(push: Push) -> bool:
    """Whether the news is too large for a step: ask, and the hub answers with a snapshot."""
    return push.type in ASKS_FOR_SNAPSHOT


class Heartbeat(News):
    """Said every two seconds: the last seq of this room today, and the hub's time."""

    day: str
    head: int
    now: Moment


class Queues(News):
    """How many wait, by service id; for devices how many may be called before who takes the next number; for
    staff only `next` by counter id; the services whose quota is `full` today; for walls and devices the later
    day on which numbers of those are given `again`; for walls the numbers that were called and did not come
    (`missed`, each with the counter that called it, latest first; a hub of the version before does not tell
    it). No seq: only the latest counts."""

    waiting: dict[str, int]
    ahead: dict[str, int] = {}
    next: dict[str, NextLeg] = {}
    full: tuple[str, ...] = ()
    again: dict[str, date] = {}
    missed: tuple[tuple[str, str], ...] | None = None


class Speaker(News):
    """For one display alone: the zones that it is to speak for now, none for one that is to be silent.
    No seq: only the latest counts. Said when it changes, and after every connection."""

    zones: tuple[str, ...] = ()
    #: Of these zones, those in which others follow what it says, and those in which it follows another.
    leads: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()


class MaySpeak(News):
    """What a display says of itself, after connecting and when it changes: whether it can be heard, and
    the zone that it hangs in (null: all of the hall). One that `reports` tells the hub of every call when it
    is shown and spoken, or will not be; others are not waited for. One that keeps `in_step` may speak beside
    another for the same zone."""

    zone: Slug | None = None
    able: bool
    reports: bool = False
    in_step: bool = False


class Cue(News):
    """What the display that leads in a zone is about to say, told to those that follow there: the calls of
    these `legs` in this order, or an announcement, from the hub's time `begins_at` on, and how. Told again
    with `sentences` when what comes after so many of them is left out. No seq: only the latest counts."""

    zone: Slug
    begins_at: Moment
    legs: tuple[Annotated[str, Field(max_length=100)], ...] = Field(default=(), max_length=20)
    announcement_id: str = Field(default="", max_length=100)
    languages: tuple[Annotated[str, Field(max_length=20)], ...] = Field(default=(), max_length=4)
    repeat: int = Field(default=1, ge=1, le=3)
    volume: int = Field(default=100, ge=0, le=100)
    agency: bool = True
    brief: bool = False
    pace: float = Field(default=1.0, ge=1.0, le=3.0)
    sentences: int | None = Field(default=None, ge=0, le=20)


class Announced(News):
    """announcement_made: something typed is to be said in a zone (null: the whole hall). The words are
    asked for by `announcement_id`, since they stand in no log."""

    announcement_id: str
    zone_id: str | None = None
    language: str
    times: int = 1


class Unsaid(News):
    """announcement_withdrawn: what is being said, or still waits for it, under this id is said no more."""

    announcement_id: str
    zone_id: str | None = None


class Nothing(News):
    """News whose type says all: ask for a snapshot (day_opened, configuration_changed, call_undone)."""


class Called(News):
    """leg_called, leg_recalled (`recalls` ≥ 1). `wall` is as of `LegAtCounter`."""

    leg_id: str
    number: str
    service_id: str
    agency_id: str
    counter_id: str
    counter_number: int
    called_at: Moment
    recalls: int = 0
    wall: str = "unknown"
    counts_from: Moment | None = None
    persons: int = 1


class CallAnnounced(News):
    """call_announced: a call was "shown", "spoken", will not be spoken ("dropped"), or has no display left
    ("no_wall"). It is the one made at `called_at` and then `recalls` times again."""

    leg_id: str
    counter_id: str
    called_at: Moment
    recalls: int
    kind: str
    counts_from: Moment | None = None


class AtCounter(News):
    """leg_started, leg_finished, leg_missed, leg_parked, leg_transferred. `when` is the best time
    known: the cut-off tablet's, where it did this earlier than the log's `at`."""

    leg_id: str
    counter_id: str
    presumed: bool = False
    when: Moment | None = None


class BreakPassed(News):
    """break_passed: the end that was said for a break has come, and the counter still rests."""

    counter_id: str


class CounterNews(News):
    """counter_opened, counter_paused, counter_resumed, counter_closed, counter_released."""

    counter_id: str
    status: str
    until: Moment | None = None


class StaffCounterNews(CounterNews):
    """The same for staff, with who holds the counter (an actor id), the reason of a break, and the services
    that are served there in their order (null of a hub of the version before)."""

    holder: str | None = None
    reason: str | None = None
    service_ids: tuple[str, ...] | None = None


class Returned(WaitingLeg):
    """leg_returned for staff: it waits again; `on_time` by itself, since its time aside is over."""

    on_time: bool = False


class Reinstated(WaitingLeg):
    """leg_reinstated for staff: it waits, and is no longer the last number of `counter_id`."""

    counter_id: str


class Transferred(AtCounter):
    """leg_transferred for staff: the leg that ended and the one that waits, for all counters of its
    service or (`aside`) for one alone."""

    waits: WaitingLeg | None = None
    aside: AsideLeg | None = None


class Aside(AtCounter):
    """leg_parked, leg_missed for staff: the leg as it may be called back."""

    aside: AsideLeg


class Taken(News):
    """leg_taken: somebody who stands at a counter is served there and was not called."""

    counter_id: str
    leg: LegAtCounter


class Kept(News):
    """leg_set_aside for staff: somebody who waited keeps the place and may be called back."""

    leg_id: str
    aside: AsideLeg


class Changed(News):
    """visit_changed for staff: a leg that waits or is aside goes for another service or class."""

    leg_id: str
    service_id: str
    priority_class: str


class Ticket(News):
    """ticket_marked for staff: whether a visit is known to hold no ticket, or may hold none."""

    visit_id: str
    unprinted: bool
    print_unsure: bool = False


class Restored(News):
    """step_undone: a counter's leg stands as before the step; `removed_leg_id` (staff) waits no more."""

    counter_id: str
    leg: LegAtCounter
    removed_leg_id: str | None = None


class Unserved(News):
    """visit_unserved for devices: a right for another day, to be printed as a voucher; or, where the order
    `keeps` over night, a slip with the number that waits on that day by itself."""

    number: str
    service_id: str
    voucher: str
    valid_on: date | None
    keeps: bool = False


class CopyAsked(News):
    """ticket_copy_asked for devices: a ticket to be printed (`again`: marked as a copy) by the kiosk of that
    device id (null: the one that claims it). `at` is when the number was given, `plan` are the services
    that follow."""

    visit_id: str
    number: str
    service_id: str
    at: Moment
    persons: int = 1
    plan: tuple[str, ...] = ()
    kiosk_id: str | None = None
    again: bool = True


class Admitted(News):
    """For one device alone, after every connection: who it is here. No seq."""

    device_id: str


class Cancelled(News):
    """visit_cancelled, visit_unserved."""

    visit_id: str
    leg_id: str


_RESET: Mapping[str, type[News]] = dict.fromkeys(
    ("day_opened", "configuration_changed", "numbers_stopped", "numbers_resumed"), Nothing
)
_CALLS: Mapping[str, type[News]] = {
    "leg_called": Called,
    "leg_recalled": Called,
    "call_announced": CallAnnounced,
    "leg_taken": Taken,
}
_DESK: Mapping[str, type[News]] = dict.fromkeys(
    ("leg_started", "leg_finished", "leg_missed", "leg_parked", "leg_transferred"), AtCounter
)
_COUNTER_TYPES = ("counter_opened", "counter_paused", "counter_resumed", "counter_closed", "counter_released")

DATA: Mapping[Audience, Mapping[str, type[News]]] = {
    "board": {
        **_RESET,
        "call_undone": Nothing,
        "leg_lapsed": Nothing,
        "leg_corrected": Nothing,
        **_CALLS,
        **_DESK,
        **dict.fromkeys(_COUNTER_TYPES, CounterNews),
        "break_passed": BreakPassed,
        "leg_reinstated": AtCounter,
        "step_undone": Restored,
        "announcement_made": Announced,
        "announcement_withdrawn": Unsaid,
    },
    "staff": {
        **_RESET,
        "call_undone": Nothing,
        "leg_lapsed": Nothing,
        "leg_corrected": Nothing,
        **_CALLS,
        **_DESK,
        **dict.fromkeys(_COUNTER_TYPES, StaffCounterNews),
        "break_passed": BreakPassed,
        "leg_parked": Aside,
        "leg_missed": Aside,
        "leg_transferred": Transferred,
        "visit_issued": WaitingLeg,
        "leg_returned": Returned,
        "leg_reinstated": Reinstated,
        "leg_begun": WaitingLeg,
        "leg_set_aside": Kept,
        "visit_changed": Changed,
        "ticket_marked": Ticket,
        "step_undone": Restored,
        "visit_cancelled": Cancelled,
        "visit_unserved": Cancelled,
        "visit_restored": Nothing,
    },
    "device": {**_RESET, "visit_unserved": Unserved, "ticket_copy_asked": CopyAsked},
}
