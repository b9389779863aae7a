"""The core under every command in any order: what must hold on a hall's day, always."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.day import HallDay, Happened, decide, evolve, replay
from balai.domain.errors import Refusal
from balai.domain.hall.calendar import Calendar, Hours
from balai.domain.hall.config import HallConfig, Rules, Series
from balai.domain.log import GENESIS, entry_of, happened_of, verify
from balai.domain.order.discipline import DISCIPLINES
from balai.domain.order.lanes import standard
from balai.domain.order.line import place
from balai.domain.visit import AT_COUNTER, OPEN, CounterStatus, LegState, Voucher
from tests.support.days import MORNING, small_hall

REFUSALS = {
    "closed_now", "counter_closed", "counter_paused", "counter_taken", "counter_unknown", "day_open",
    "hall_mismatch", "holds_another", "in_use_today", "leg_in_hand", "leg_mismatch", "leg_not_missed",
    "leg_not_parked", "leg_not_waiting", "leg_state", "no_more_today", "nobody_waiting",
    "nothing_to_undo", "quota_full", "reason_unknown", "recall_first", "series_exhausted",
    "series_unknown", "service_elsewhere", "service_unknown", "too_early", "undo_overtaken",
    "undo_too_late", "visit_exists", "visit_unknown", "voucher_other_day", "voucher_other_service",
    "voucher_unknown",
}  # fmt: skip
COUNTERS = st.sampled_from(["l1", "l2", "l3"] * 5 + ["no-such-counter"])
SERVICES = st.sampled_from(["ktp", "kk", "pajak"] * 5 + ["no-such-service"])
ACTORS = st.sampled_from(["staff:1", "staff:2", "staff:3", "system"])
AT_HAND = st.sampled_from([c.Recall, c.Start, c.Finish, c.Miss, c.Park, c.Park])
PICK = st.integers(0, 40)
SECONDS = st.sampled_from([0.0, 0.0, 1.0, 61.0] * 4 + [4000.0])
# The hall opens 08.00 local, as the day of these tests begins; the last of it is 12.00.
OPENS, CLOSES = time(8), time(12)
OPEN_HOURS = Calendar((Hours(tuple(range(7)), OPENS, CLOSES),))


VOUCHERS = (
    Voucher("v-today", "A-099", "ktp", date(2026, 4, 14)),
    Voucher("v-later", "A-098", "kk", date(2026, 4, 15)),
)
RULES = st.builds(
    Rules,
    discipline=st.sampled_from(sorted(DISCIPLINES)),
    ratio=st.integers(1, 3),
    transfer_cap=st.integers(1, 4),
    recalls_before_miss=st.integers(0, 1),
    miss_after_seconds=st.sampled_from([0, 30]),
    undo_seconds=st.sampled_from([0, 30]),
)


def hall(last: int = 20, rules: Rules | None = None) -> HallConfig:
    """The small hall with series and a quota that run out; a journey's second service names its first."""
    config = small_hall()
    services = tuple(
        replace(s, quota=6, after=("ktp",) if s.id == "pajak" else ()) if s.id != "ktp" else s
        for s in config.services
    )
    series = (Series("a", "A", 1, last), Series("b", "B", 5, last))
    return replace(config, series=series, services=services, rules=rules or config.rules, calendar=OPEN_HOURS)


def contents(day: HallDay | None) -> str:
    """All that a day holds besides its configuration, deeply."""
    return "" if day is None else repr([getattr(day, f.name) for f in fields(day) if f.name != "config"])


class DayMachine(RuleBasedStateMachine):
    """A hall's day. Commands are valid or not; what is refused must change nothing."""

    @initialize(rules=RULES, open_counters=st.integers(0, 3))
    def open_the_day(self, rules: Rules, open_counters: int) -> None:
        self.now = MORNING
        self.day: HallDay | None = None
        self.log: list[Happened] = []
        self.visits = 0
        self.reserved: list[e.NumbersReserved] = []
        opening = c.OpenDay(
            date=date(2026, 4, 14), config=hall(rules=rules), previous_hash=GENESIS, carried=VOUCHERS
        )
        self.ask(opening)
        for number in range(1, open_counters + 1):
            self.open_counter(f"l{number}", f"staff:{number}")

    def ask(self, command: c.Command) -> None:
        before = self.day
        seen = contents(before)
        try:
            events = decide(before, command, self.now)
        except Refusal as refusal:
            known, events = refusal.code in REFUSALS, []
        else:
            known = decide(before, command, self.now) == events
        assert known, command
        for event in events:
            self.happen(event, command)
        assert contents(before) == seen, "the day that was handed in has changed"

    def happen(self, event: e.Event, command: c.Command) -> None:
        seq = len(self.log) + 1
        happened = Happened(seq, self.now, command.actor, event, command.occurred_at, command.clock_certain)
        before = self.day
        if isinstance(event, e.LegCalled):
            assert before is not None
            assert before.legs[event.leg_id].state is LegState.WAITING
            assert before.leg_at(event.counter_id) is None
        if isinstance(event, e.VisitIssued) and event.voucher is None:
            local = self.now.astimezone(ZoneInfo("Asia/Makassar")).time()
            assert OPENS <= local < CLOSES, "a number was given outside its hours"
        if isinstance(event, e.NumbersReserved):
            self.reserved.append(event)
        self.day = evolve(before, happened)
        self.log.append(happened)

    def leg(self, pick: int) -> str:
        assert self.day is not None
        legs = sorted(self.day.legs)
        return legs[pick % len(legs)] if legs else "no-such-leg"

    def busy(self, counter_id: str, pick: int) -> tuple[str, str]:
        """A counter, mostly one with a leg in hand, and that leg."""
        assert self.day is not None
        held = sorted((leg.counter_id, leg.id) for leg in self.day.legs_at_counters() if leg.counter_id)
        if held and pick % 8:
            return held[pick % len(held)]
        return counter_id, self.day.counter(counter_id).leg_id or self.leg(pick)

    def holder(self, counter_id: str, actor: str, pick: int) -> str:
        assert self.day is not None
        return actor if pick % 8 == 0 else self.day.counter(counter_id).holder or actor

    @rule(seconds=SECONDS)
    def time_passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(services=st.lists(SERVICES, min_size=1, max_size=4))
    def a_group_comes(self, services: list[str]) -> None:
        for service in services:
            self.visits += 1
            self.ask(c.IssueVisit(visit_id=f"v{self.visits}", service_id=service, channel="assisted"))

    @rule(service=SERVICES, pick=PICK, late=st.booleans(), certain=st.booleans())
    def issue(self, service: str, pick: int, late: bool, certain: bool) -> None:
        self.visits += pick % 10 > 0
        occurred: datetime | None = self.now - timedelta(seconds=pick) if late else None
        self.ask(
            c.IssueVisit(
                visit_id=f"v{self.visits}", service_id=service, actor="device:k1",
                priority_class="priority" if pick % 5 == 0 else "regular",
                occurred_at=occurred, clock_certain=certain, done=("ktp",) if pick % 3 == 0 else (),
                slot=self.now + timedelta(minutes=pick - 20) if pick % 11 == 0 else None,
                voucher=("v-today", "v-later", "none")[pick % 3] if pick % 6 == 0 else None,
            )
        )  # fmt: skip

    @rule(counter=COUNTERS, actor=ACTORS, pick=PICK, reason=st.sampled_from([*c.REASONS_TO_CHOOSE, "likes"]))
    def choose(self, counter: str, actor: str, pick: int, reason: str) -> None:
        assert self.day is not None
        who, finishes = self.holder(counter, actor, pick), self.day.counter(counter).leg_id
        chosen = self.leg(pick)
        self.ask(c.CallChosen(counter_id=counter, finishes=finishes, leg_id=chosen, reason=reason, actor=who))

    @rule(counter=COUNTERS, actor=ACTORS, pick=PICK)
    def undo(self, counter: str, actor: str, pick: int) -> None:
        self.ask(c.Undo(counter_id=counter, actor=self.holder(counter, actor, pick)))

    @rule(
        counter=COUNTERS, service=SERVICES, pick=PICK,
        kind=st.sampled_from([c.Finish, c.Miss, c.Park, c.Transfer]),
    )  # fmt: skip
    def undo_at_once(self, counter: str, service: str, pick: int, kind: type[c.LegCommand]) -> None:
        """What is taken back at once is as if it had not been."""
        counter, _ = self.busy(counter, pick)
        leg = self.day.leg_at(counter) if self.day else None
        if self.day is None or leg is None or leg.state is not LegState.SERVING:
            return
        actor, before, seq = str(self.day.counter(counter).holder), self.day, self.day.seq
        command = c.Transfer(counter_id=counter, leg_id=leg.id, service_id=service, actor=actor)
        self.ask(command if kind is c.Transfer else kind(counter_id=counter, leg_id=leg.id, actor=actor))
        if self.day.seq > seq:
            self.ask(c.Undo(counter_id=counter, actor=actor))
            steps = {k: v for k, v in before.steps.items() if k != counter}
            assert self.day == replace(before, seq=self.day.seq, at=self.day.at, steps=steps)

    @rule(counter=COUNTERS, pick=PICK)
    def release(self, counter: str, pick: int) -> None:
        if pick % 4 == 0:
            self.ask(c.ReleaseCounter(counter_id=counter, actor="staff:manager"))

    @rule(pick=PICK)
    def reinstate(self, pick: int) -> None:
        assert self.day is not None
        missed = sorted(leg.id for leg in self.day.legs.values() if leg.state is LegState.MISSED)
        self.ask(c.ReinstateLeg(leg_id=missed[pick % len(missed)] if missed else self.leg(pick)))

    @rule(pick=PICK)
    def close_the_day(self, pick: int) -> None:
        assert self.day is not None
        if pick % 10 == 0:
            self.ask(c.CloseDay(codes={visit_id: f"code-{visit_id}" for visit_id in self.day.visits}))
            assert not self.day.lanes
            assert not self.day.parked

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        if pick % 3 == 0:
            self.ask(c.CancelVisit(visit_id=self.leg(pick).rpartition(".")[0]))

    @rule(series=st.sampled_from(["a", "b", "z"]), count=st.integers(1, 3))
    def reserve(self, series: str, count: int) -> None:
        self.ask(c.ReserveNumbers(series_id=series, count=count, actor="device:k1"))

    @rule(counter=COUNTERS, actor=ACTORS)
    def open_counter(self, counter: str, actor: str) -> None:
        self.ask(c.OpenCounter(counter_id=counter, session_id=f"s{len(self.log)}", actor=actor))

    @rule(counter=COUNTERS, actor=ACTORS, pick=PICK, kind=st.sampled_from([0, 1, 2, 2, 2]))
    def at_the_counter(self, counter: str, actor: str, pick: int, kind: int) -> None:
        who = self.holder(counter, actor, pick)
        until = self.now + timedelta(minutes=5) if pick % 2 else None
        commands = (
            c.CloseCounter(counter_id=counter, actor=who),
            c.PauseCounter(counter_id=counter, actor=who, until=until),
            c.ResumeCounter(counter_id=counter, actor=who),
        )
        self.ask(commands[kind])

    @rule(counters=st.lists(COUNTERS, min_size=1, max_size=4), actor=ACTORS, pick=PICK)
    def call(self, counters: list[str], actor: str, pick: int) -> None:
        assert self.day is not None
        for at, counter in enumerate(counters):
            finishes = self.leg(pick) if (pick + at) % 9 == 0 else self.day.counter(counter).leg_id
            who = self.holder(counter, actor, pick + at)
            self.ask(c.CallNext(counter_id=counter, finishes=finishes, actor=who))

    @rule(counter=COUNTERS, actor=ACTORS, pick=PICK, kinds=st.lists(AT_HAND, min_size=1, max_size=3))
    def with_the_visitor(self, counter: str, actor: str, pick: int, kinds: list[type[c.LegCommand]]) -> None:
        for at, kind in enumerate(kinds):
            desk, leg_id = self.busy(counter, pick + at)
            self.ask(kind(counter_id=desk, leg_id=leg_id, actor=self.holder(desk, actor, pick)))

    @rule(counter=COUNTERS, actor=ACTORS, pick=PICK, service=SERVICES)
    def transfer(self, counter: str, actor: str, pick: int, service: str) -> None:
        counter, leg_id = self.busy(counter, pick)
        who = self.holder(counter, actor, pick)
        self.ask(c.Transfer(counter_id=counter, leg_id=leg_id, service_id=service, actor=who))

    @rule(pick=PICK)
    def bring_back(self, pick: int) -> None:
        assert self.day is not None
        parked = sorted(leg.id for leg in self.day.legs.values() if leg.state is LegState.PARKED)
        self.ask(c.ReturnLeg(leg_id=parked[pick % len(parked)] if parked else self.leg(pick)))

    @rule(last=st.integers(8, 40), without=st.sampled_from([None, "l3", "pajak", "hall"]))
    def configure(self, last: int, without: str | None) -> None:
        assert self.day is not None
        config = hall(last, replace(self.day.config.rules, presence_seconds=last))
        if without == "hall":
            config = replace(config, hall=replace(config.hall, id="another"))
        services = tuple(s for s in config.services if s.id != without)
        counters = tuple(desk for desk in config.counters if desk.id != without)
        self.ask(c.ChangeConfiguration(config=replace(config, services=services, counters=counters)))

    @rule(days=st.integers(0, 1))
    def open_again(self, days: int) -> None:
        again = date(2026, 4, 14) + timedelta(days=days)
        self.ask(c.OpenDay(date=again, config=hall(), previous_hash=GENESIS))

    @invariant()
    def no_quota_is_exceeded(self) -> None:
        if self.day is None:
            return
        taken: Tally[str] = Tally()
        for visit in self.day.visits.values():
            states = [self.day.legs[leg_id] for leg_id in visit.leg_ids]
            if visit.voucher is None and states[-1].state is not LegState.CANCELLED:
                taken.update(leg.service_id for leg in states)
                taken.update(visit.plan)
        for service in self.day.config.services:
            assert service.quota is None or taken[service.id] <= service.quota

    @invariant()
    def lanes_are_in_order_and_due_as_promised(self) -> None:
        if self.day is None:
            return
        for service_id, lanes in self.day.lanes.items():
            for key, line in lanes.items():
                assert len(line) == len(list(line)) > 0
                assert [place(leg) for leg in line] == sorted(place(leg) for leg in line)
                for leg in line:
                    service = self.day.config.service_by_id[service_id]
                    assert leg == self.day.legs[leg.id]
                    assert (leg.priority_class, leg.transferred) == key
                    assert leg.due == leg.base + standard(service, leg.priority_class)

    @invariant()
    def a_number_is_given_once(self) -> None:
        if self.day is None:
            return
        given = [(visit.series_id, visit.ordinal) for visit in self.day.visits.values()]
        given += [(r.series_id, n) for r in self.reserved for n in range(r.first, r.last + 1)]
        assert max(Tally(given).values(), default=1) == 1
        assert len({visit.number for visit in self.day.visits.values()}) == len(self.day.visits)

    @invariant()
    def counters_and_legs_agree(self) -> None:
        if self.day is None:
            return
        held = {state.leg_id: state.id for state in self.day.counters.values() if state.leg_id}
        at_counters = {leg.id: leg.counter_id for leg in self.day.legs.values() if leg.state in AT_COUNTER}
        assert held == at_counters
        assert len(set(held.values())) == len(held)
        for state in self.day.counters.values():
            assert (state.holder is None) == (state.status is CounterStatus.CLOSED)
            assert state.leg_id is None or state.status is CounterStatus.OPEN

    @invariant()
    def lines_hold_who_waits_in_order(self) -> None:
        if self.day is None:
            return
        lines: dict[str, list[str]] = {}
        waiting = [leg for leg in self.day.legs.values() if leg.state is LegState.WAITING]
        for leg in sorted(waiting, key=lambda leg: (leg.base, leg.order, leg.id)):
            lines.setdefault(leg.service_id, []).append(leg.id)
        assert {service: [leg.id for leg in self.day.line(service)] for service in self.day.lanes} == lines

    @invariant()
    def a_visit_is_in_one_place(self) -> None:
        if self.day is None:
            return
        for visit in self.day.visits.values():
            legs = [self.day.legs[leg_id] for leg_id in visit.leg_ids]
            assert all(leg.number == visit.number for leg in legs)
            assert not any(leg.state in OPEN for leg in legs[:-1])
        assert sum(len(visit.leg_ids) for visit in self.day.visits.values()) == len(self.day.legs)

    def teardown(self) -> None:
        if not getattr(self, "log", None):
            return
        assert replay(self.log) == self.day
        entries, last = [], GENESIS
        for happened in self.log:
            entries.append(entry_of("uji", "2026-04-14", happened, last))
            last = entries[-1].hash
        assert verify(entries) == last
        assert [happened_of(entry) for entry in entries] == self.log


TestDay = DayMachine.TestCase
