"""Corrections on a random day: right and wrong ones, of any leg; nothing that was called changes by them."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from random import Random

from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.day import HallDay, Happened
from balai.domain.visit import Leg, LegState, Visit
from tests.support.random_days.driver import Driver, step

#: What a correction may change of a day beside its place in the log.
_FACTS = frozenset({"seq", "at", "legs", "taken", "steps", "missed", "unserved", "vouchers"})


class Corrections(Driver):
    """Commands of a manager about what has ended."""

    REFUSALS = frozenset({
        "correct_followed", "correct_open", "correct_other", "correct_outcome", "correct_state",
        "correct_time",
    })  # fmt: skip

    @step(2)
    def correct(self, rnd: Random) -> None:
        leg_id = self.leg_in(rnd, LegState.FINISHED, LegState.MISSED, LegState.TRANSFERRED)
        leg = self.day.legs.get(leg_id)
        known = leg.ended_seq if leg and rnd.random() < 0.9 else None
        moved = timedelta(seconds=rnd.choice([-400, -5, 0, 5, 400]))
        ended = leg.ended_at + moved if leg and leg.ended_at and rnd.random() < 0.4 else None
        command = ec.CorrectLeg(
            leg_id=leg_id, corrects=known or 1, actor="staff:manager",
            state=rnd.choice([None, None, "finished", "missed", "lost"]),
            service_id=self.service(rnd) if rnd.random() < 0.3 else None,
            outcome=rnd.choice([None, None, "", "done", "likes"]),
            started_at=leg.called_at if leg and rnd.random() < 0.3 else None,
            ended_at=ended,
        )  # fmt: skip
        self.ask(command)

    def witness(self, before: HallDay, happened: Happened) -> None:
        """Only the facts of that leg change, and never who was called when and where."""
        super().witness(before, happened)
        event = happened.event
        if not isinstance(event, e.LegCorrected):
            return
        for field in fields(HallDay):
            if field.name not in _FACTS:
                assert getattr(before, field.name) == getattr(self.day, field.name), field.name
        self._rights_follow(before, self.day.legs[event.leg_id].visit_id)
        was, now = before.legs[event.leg_id], self.day.legs[event.leg_id]
        assert was.ended_seq == event.corrects
        assert (was.called_at, was.counter_id, was.base, was.due) == (
            now.called_at, now.counter_id, now.base, now.due,
        )  # fmt: skip
        assert now.started_at is None or now.ended_at is None or now.started_at <= now.ended_at

    def _rights_follow(self, before: HallDay, visit_id: str) -> None:
        """Of the rights that the visit has left only what is done changes; others stay as they are."""
        visit = self.day.visits[visit_id]
        for was, now in ((before.unserved, self.day.unserved), (before.vouchers, self.day.vouchers)):
            assert list(was) == list(now)
            for code in was:
                if code == visit.voucher or now[code].number == visit.number:
                    assert replace(was[code], done=now[code].done) == now[code]
                else:
                    assert was[code] == now[code]
        for code, ended in self.day.ended.items():
            if ended == visit_id:
                finished = {leg.service_id for leg in self._legs_of(visit) if leg.state is LegState.FINISHED}
                assert set(self.day.unserved[code].done) == finished | {*visit.done}
                self.counts["rights put right"] += 1

    def _legs_of(self, visit: Visit) -> list[Leg]:
        return [self.day.legs[leg_id] for leg_id in visit.leg_ids]
