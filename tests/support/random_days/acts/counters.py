"""What is done at counters on a random day: sitting down, breaks, calls, service, taking back."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.day import HallDay, Happened
from balai.domain.visit import AT_COUNTER, CounterStatus, Leg, LegState
from tests.support.random_days.driver import Driver, step, truth

#: The share of those who sit down that may serve some services alone.
_BOUND = 0.3
AT_HAND: tuple[type[c.LegCommand], ...] = (c.Recall, c.Start, c.Finish, c.Miss, c.Park, c.Park)


class Counters(Driver):
    """Commands at counters."""

    REFUSALS = frozenset({
        "counter_closed", "counter_paused", "counter_taken", "counter_unknown", "holds_another",
        "leg_in_hand", "leg_mismatch", "leg_not_waiting", "leg_state", "nobody_waiting", "nothing_to_undo",
        "became_unknown", "break_not_over", "until_not_possible", "reason_unknown", "recall_first",
        "service_elsewhere", "skills_elsewhere", "too_early",
        "undo_overtaken", "undo_too_late",
    })  # fmt: skip

    @step(3)
    def a_busy_spell(self, rnd: Random) -> None:
        """People come, and are called and served one after the other."""
        for _ in range(rnd.randint(2, 5)):
            services = [*self.day.config.service_by_id]
            kind = rnd.choice(["regular", "regular", "priority"])
            self.checked(
                c.IssueVisit(
                    visit_id=self.new_id("v"), service_id=rnd.choice(services), priority_class=kind,
                    done=("ktp",) if rnd.random() < 0.5 else (),
                )
            )  # fmt: skip
            held = [state for state in self.day.counters.values() if state.holder]
            for state in rnd.sample(held, len(held) // 2 + len(held) % 2):
                self.checked(
                    c.CallNext(
                        counter_id=state.id, finishes=self.day.counter(state.id).leg_id, became="present",
                        actor=str(state.holder),
                    )
                )  # fmt: skip
            self.passes(rnd.choice([1.0, 30.0, 200.0]), rnd)

    @step(4)
    def open_counter(self, rnd: Random) -> None:
        actor = rnd.choice(["staff:1", "staff:2", "staff:3", "staff:4", "system"])
        free = [d.id for d in self.day.config.counters if self.day.counter(d.id).holder is None]
        ids = free if free and rnd.random() < 0.8 else [*self.day.config.counter_by_id, "no-such-counter"]
        counter_id, skills = rnd.choice(ids), None
        if rnd.random() < _BOUND and self.day.config.services:
            services = [service.id for service in self.day.config.services]
            skills = tuple(rnd.sample(services, rnd.randint(1, len(services))))
        self.ask(
            c.OpenCounter(counter_id=counter_id, session_id=self.new_id("s"), actor=actor, skills=skills)
        )

    @step()
    def leave_counter(self, rnd: Random) -> None:
        counter = self.counter(rnd)
        self.ask(c.CloseCounter(counter_id=counter, actor=self.holder(rnd, counter)))

    @step(2)
    def pause(self, rnd: Random) -> None:
        counter = self.held(rnd, CounterStatus.OPEN)
        until = self.moment(rnd) if rnd.random() < 0.5 else None
        reason = rnd.choice([None, *c.PAUSE_REASONS, "likes"])
        actor = self.holder(rnd, counter)
        self.ask(c.PauseCounter(counter_id=counter, actor=actor, until=until, reason=reason))

    @step(2)
    def pass_break(self, rnd: Random) -> None:
        self.ask(c.PassBreak(counter_id=self.held(rnd, CounterStatus.PAUSED)))

    @step(3)
    def resume(self, rnd: Random) -> None:
        counter = self.counter(rnd)
        self.ask(c.ResumeCounter(counter_id=counter, actor=self.holder(rnd, counter)))

    @step(8)
    def call(self, rnd: Random) -> None:
        counter = self.counter(rnd)
        finishes = self.leg(rnd) if rnd.random() < 0.1 else self.day.counter(counter).leg_id
        became = rnd.choice([None, None, *c.BECAME, "gone"])
        actor = self.holder(rnd, counter)
        command = c.CallNext(counter_id=counter, finishes=finishes, became=became, actor=actor)
        self.ask(self.stamped(rnd, command))

    @step()
    def choose(self, rnd: Random) -> None:
        counter = self.counter(rnd)
        self.ask(
            c.CallChosen(
                counter_id=counter, finishes=self.day.counter(counter).leg_id,
                leg_id=self.leg_in(rnd, LegState.WAITING), actor=self.holder(rnd, counter),
                reason=rnd.choice([*c.REASONS_TO_CHOOSE, "likes"]),
            )
        )  # fmt: skip

    @step(6)
    def with_the_visitor(self, rnd: Random) -> None:
        desk, leg_id = self.busy(rnd)
        command = rnd.choice(AT_HAND)(counter_id=desk, leg_id=leg_id, actor=self.holder(rnd, desk))
        if isinstance(command, c.Park) and rnd.random() < 0.5:
            command = replace(command, until=self.moment(rnd))
        self.ask(self.stamped(rnd, command))

    @step(2)
    def transfer(self, rnd: Random) -> None:
        desk, leg_id = self.busy(rnd)
        actor = self.holder(rnd, desk)
        service, reason = self.service(rnd), rnd.choice([None, None, "emergency", "payment", "likes"])
        self.ask(c.Transfer(counter_id=desk, leg_id=leg_id, service_id=service, actor=actor, reason=reason))

    @step(2)
    def undo(self, rnd: Random) -> None:
        counter = self.counter(rnd)
        self.ask(c.Undo(counter_id=counter, actor=self.holder(rnd, counter)))

    @step(2)
    def undo_at_once(self, rnd: Random) -> None:
        """What is taken back at once is as if it had not been."""
        counter, _ = self.busy(rnd)
        leg = self.day.leg_at(counter)
        if leg is None or leg.state is not LegState.SERVING:
            return
        before, actor = self.day, str(self.day.counter(counter).holder)
        kind = rnd.choice([c.Finish, c.Miss, c.Park, c.Transfer])
        command: c.Command
        if kind is c.Transfer:
            service = self.service(rnd)
            command = c.Transfer(counter_id=counter, leg_id=leg.id, service_id=service, actor=actor)
        else:
            command = kind(counter_id=counter, leg_id=leg.id, actor=actor)
        if self.checked(command):
            self.ask(c.Undo(counter_id=counter, actor=actor))
            steps = {k: v for k, v in before.steps.items() if k != counter}
            again = self.with_ids_given(before, leg)
            assert self.day == replace(again, seq=self.day.seq, at=self.day.at, steps=steps)

    @step()
    def call_and_take_back(self, rnd: Random) -> None:
        """A call that is taken back at once is as if it had not been, with all that it settled."""
        counter = self.counter(rnd)
        before, state = self.day, self.day.counter(counter)
        leg = before.leg_at(counter)
        settled = leg is None or leg.state is LegState.SERVING
        command = c.CallNext(counter_id=counter, finishes=state.leg_id, actor=state.holder or "system")
        if not settled or not any(isinstance(event, e.LegCalled) for event in self.checked(command)):
            return
        self.ask(c.Undo(counter_id=counter, actor=state.holder or "system"))
        told = {name: getattr(self.day, name) for name in ("seq", "at", "steps", "calls")}
        assert self.day == replace(self.with_ids_given(before, leg), **told)

    def with_ids_given(self, before: HallDay, leg: Leg | None) -> HallDay:
        """The day before, but that the ids which were given out since stay given out."""
        if leg is None:
            return before
        begun = self.day.visits[leg.visit_id].begun
        visit = replace(before.visits[leg.visit_id], begun=begun)
        return replace(before, visits=before.visits.set(visit.id, visit))

    @step()
    def release(self, rnd: Random) -> None:
        if rnd.random() < 0.3:
            self.ask(c.ReleaseCounter(counter_id=self.counter(rnd), actor="staff:manager"))

    def witness(self, before: HallDay, happened: Happened) -> None:
        """A call takes somebody who waits to a counter where nobody is."""
        super().witness(before, happened)
        if isinstance(happened.event, e.LegCalled):
            called = before.legs[happened.event.leg_id]
            assert called.state is LegState.WAITING or called.bound == happened.event.counter_id
            assert before.leg_at(happened.event.counter_id) is None

    @truth
    def counters_and_legs_agree(self) -> None:
        held = {state.leg_id: state.id for state in self.day.counters.values() if state.leg_id}
        assert held == {leg.id: leg.counter_id for leg in self.day.legs.values() if leg.state in AT_COUNTER}
        assert len(set(held.values())) == len(held)
        for state in self.day.counters.values():
            assert (state.holder is None) == (state.status is CounterStatus.CLOSED)
            assert state.leg_id is None or state.status is CounterStatus.OPEN
