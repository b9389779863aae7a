"""The state of a hall's day as a value: what the log so far amounts to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from balai.domain.chains import Chains
from balai.domain.events import Event
from balai.domain.hall.config import Counter, HallConfig
from balai.domain.hall.learned import Expectations
from balai.domain.hall.numbering import Numbers
from balai.domain.heard import Announcement, Heard
from balai.domain.order.lanes import Waiting
from balai.domain.order.line import place
from balai.domain.registers.bookings import Register
from balai.domain.registers.scheduled import Scheduled
from balai.domain.registers.stopped import Stopped
from balai.domain.registers.voided import VoidedDay
from balai.domain.values.quick_made import quick_made
from balai.domain.values.shards import Shards
from balai.domain.visit import AT_COUNTER, CounterState, Leg, Step, Visit, Voucher


@quick_made
@dataclass(frozen=True, slots=True)
class Happened:
    """An event with its place in the log. `at` is the log's time (aware UTC, never running back);
    `occurred_at` is the time of the device that made it, where one did."""

    seq: int
    at: datetime
    actor: str
    event: Event
    occurred_at: datetime | None = None
    clock_certain: bool = True

    @property
    def when(self) -> datetime:
        """The best time known: the device's where it is certain and not ahead of the log's."""
        if self.occurred_at is not None and self.clock_certain and self.occurred_at <= self.at:
            return self.occurred_at
        return self.at


RECENT_CALLS = 8


@dataclass(frozen=True, slots=True)
class Call:
    """A leg was called to a counter at an aware time, for a service; stays true when the leg moves on or its
    visit goes for something else."""

    leg_id: str
    counter_id: str
    at: datetime
    service_id: str


@dataclass(frozen=True, slots=True)
class HallDay:
    """Everything about one day. Never mutated: `evolve` gives the next one, sharing the rest.

    `lanes` holds the waiting legs (see `discipline`); `taken` counts what each service's quota has
    given; `steps` the last step at each counter that may be taken back; `vouchers` the rights carried
    over that may still be used, `claimed` those that were used, `unserved` those that this day leaves
    behind, all by code; `scheduled` is the change that waits for a later day; `calls` the last
    RECENT_CALLS calls, latest first, a leg once (a recall is no new call); `parked` the legs aside,
    `missed` those that did not come and have not come back;
    `stopped` where no numbers are given, by scope; `ended` the visit of each right that this day left behind;
    `passed_over` the events (seq) of a newer version, and those that could not be folded after them;
    `expectations` is what earlier days taught; `heard` how far the last call of each leg has come;
    `bookings` the register of booked times, of this day and later ones; `voided` the dates from this one on
    that were opened before, on a wrong clock, and taken back; `chains` what devices hold that may be cut off,
    by chain; `abandoned` the visits that a device has given up, `late` those of another day that it brought;
    `announcements` the last ones made, in order; `raised` how many more may come for a service today;
    `refused` how many were turned away, by service and code, `asked_in_vain` who asked last, by actor too;
    `desks` the counters whose holders serve not all of what they offer in their order, as they do.
    """

    date: date
    config: HallConfig
    seq: int
    at: datetime
    visits: Shards[Visit] = field(default_factory=Shards)
    legs: Shards[Leg] = field(default_factory=Shards)
    lanes: Waiting = field(default_factory=dict)
    taken: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[str, Step] = field(default_factory=dict)
    vouchers: Mapping[str, Voucher] = field(default_factory=dict)
    unserved: Mapping[str, Voucher] = field(default_factory=dict)
    claimed: Mapping[str, Voucher] = field(default_factory=dict)
    scheduled: Scheduled | None = None
    numbers: Numbers = field(default_factory=dict)
    counters: Mapping[str, CounterState] = field(default_factory=dict)
    calls: tuple[Call, ...] = ()
    parked: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    stopped: Mapping[str, Stopped] = field(default_factory=dict)
    ended: Mapping[str, str] = field(default_factory=dict)
    passed_over: tuple[int, ...] = ()
    expectations: Expectations = field(default_factory=Expectations)
    heard: Shards[Heard] = field(default_factory=Shards)
    bookings: Register = field(default_factory=Register)
    voided: tuple[VoidedDay, ...] = ()
    chains: Chains = field(default_factory=dict)
    abandoned: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    announcements: tuple[Announcement, ...] = ()
    raised: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[tuple[str, str], int] = field(default_factory=dict)
    asked_in_vain: Mapping[tuple[str, str, str], datetime] = field(default_factory=dict)
    desks: Mapping[str, Counter] = field(default_factory=dict)

    def desk(self, counter_id: str) -> Counter | None:
        """A counter of the hall with the services that whoever holds it serves, None where there is none."""
        counter = self.config.counter_by_id.get(counter_id)
        return None if counter is None else self.as_served(counter)

    def as_served(self, counter: Counter) -> Counter:
        """A counter of the hall with the services that whoever holds it serves."""
        return self.desks.get(counter.id, counter)

    def desks_for(self, service_id: str) -> tuple[Counter, ...]:
        """The counters that offer a service, but for those whose holders do not serve it."""
        offering = self.config.counters_for.get(service_id, ())
        if not self.desks:
            return offering
        return tuple(own for own in map(self.as_served, offering) if service_id in own.service_ids)

    def has_code(self, code: str) -> bool:
        """Whether a code stands, or stood today, for a right or for a booking."""
        rights = (self.vouchers, self.claimed, self.unserved)
        return any(code in known for known in rights) or self.bookings.get(code) is not None

    def waiting_count(self, service_id: str) -> int:
        """How many wait for a service."""
        lanes = self.lanes.get(service_id)
        return sum([line.size for line in lanes.values()]) if lanes else 0

    def line(self, service_id: str) -> list[Leg]:
        """Who waits for a service, in order of `base`."""
        return sorted((leg for line in self.lanes.get(service_id, {}).values() for leg in line), key=place)

    def counter(self, counter_id: str) -> CounterState:
        """The state of a counter; closed where nothing has happened at it yet."""
        return self.counters.get(counter_id) or _closed(counter_id)

    def current_leg(self, visit: Visit) -> Leg:
        """Where a visit is now."""
        return self.legs[visit.leg_ids[-1]]

    def leg_at(self, counter_id: str) -> Leg | None:
        """The leg in hand at a counter."""
        leg_id = self.counter(counter_id).leg_id
        return self.legs[leg_id] if leg_id else None

    def legs_at_counters(self) -> Iterator[Leg]:
        """All legs that are called or being served."""
        for state in self.counters.values():
            if state.leg_id and self.legs[state.leg_id].state in AT_COUNTER:
                yield self.legs[state.leg_id]


@cache
def _closed(counter_id: str) -> CounterState:
    """A counter at which nothing has happened yet: each is looked at for every number, and made once."""
    return CounterState(counter_id)
