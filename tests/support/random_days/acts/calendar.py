"""Hours and closing on a random day."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.day import HallDay, Happened
from balai.domain.decide.closing import is_left_behind
from balai.domain.decide.issuing.turning_away import TURNED_AWAY
from balai.domain.hall.localtime import local_date
from balai.domain.hall.opening import scopes, service_day
from balai.domain.registers.stopped import STOP_REASONS
from balai.domain.visit import LegState
from tests.support.random_days.driver import Driver, step, truth


class CalendarDay(Driver):
    """The end of the waiting, stopped numbers, and numbers within hours."""

    REFUSALS = frozenset({
        "last_counter", "numbers_go_on", "numbers_stopped", "persons_invalid", "quota_none", "scope_unknown",
        "time_passed",
    })  # fmt: skip
    SCOPES = ("hall", "agency:satu", "service:kk", "service:pajak", "kiosk:k1", "agency:none")

    @step()
    def stop_numbers(self, rnd: Random) -> None:
        until = self.now + timedelta(seconds=rnd.choice((-60, 60, 600))) if rnd.random() < 0.5 else None
        reason = rnd.choice((*STOP_REASONS, "unknown"))
        self.ask(c.StopNumbers(scope=rnd.choice(self.SCOPES), reason=reason, until=until))

    @step(4)
    def go_on(self, rnd: Random) -> None:
        for stopped in list(self.day.stopped.values()):
            self.ask(c.GoOn(scope=stopped.scope))

    @step()
    def let_more_come(self, rnd: Random) -> None:
        service = rnd.choice([*self.day.config.services])
        self.ask(ec.RaiseQuota(service_id=service.id, persons=rnd.choice((0, 1, 3))))

    @step(2)
    def turn_away(self, rnd: Random) -> None:
        service = rnd.choice([*self.day.config.services])
        code, kiosk = rnd.choice(TURNED_AWAY), rnd.choice(("device:k1", "device:k2"))
        self.ask(
            ec.TurnAway(
                actor=kiosk, service_id=service.id, code=code, channel="kiosk",
                priority_class=rnd.choice(("regular", "priority")),
            )
        )  # fmt: skip

    @step(2)
    def leave_for_good(self, rnd: Random) -> None:
        counter = self.counter(rnd)
        self.ask(
            c.CloseCounter(
                counter_id=counter, actor=self.holder(rnd, counter), codes=self.codes(),
                waiting=rnd.choice((None, "stay", "stop", "end")),
            )
        )  # fmt: skip

    @step()
    def end_and_reopen(self, rnd: Random) -> None:
        if not self.may_change:
            return
        if rnd.random() < 0.1:
            self.ask(c.EndDay(codes=self.codes()))
            assert not is_left_behind(self.day)
        if rnd.random() < 0.5:
            self.ask(c.Reopen())
            assert not self.day.ended

    def codes(self) -> dict[str, str]:
        """A code for every visit of the day; closing again after a reopening needs new ones."""
        return {visit_id: self.new_id(f"code-{visit_id}-") for visit_id in self.day.visits}

    @truth
    def rights_of_today_belong_to_visits_that_ended(self) -> None:
        assert self.day.ended.keys() <= self.day.unserved.keys()  # a collection is promised to others, too
        for visit_id in self.day.ended.values():
            assert self.day.current_leg(self.day.visits[visit_id]).state is LegState.UNSERVED

    @step()
    def close_the_day(self, rnd: Random) -> None:
        if rnd.random() < 0.1 and self.may_change:
            self.ask(c.CloseDay(codes=self.codes()))
            assert not self.day.lanes
            assert not self.day.parked

    def witness(self, before: HallDay, happened: Happened) -> None:
        """No number is given outside the hours, but to those whose place was promised before."""
        super().witness(before, happened)
        event = happened.event
        if isinstance(event, e.VisitIssued) and not (
            event.voucher or event.booking or event.own or event.channel == "counter"
        ):
            service = before.config.service_by_id[event.service_id]
            now_stopped = {s.scope for s in before.stopped.values() if not s.until or self.now < s.until}
            assert not now_stopped & set(scopes(service)), "a number was given where they are stopped"
            if not before.config.calendar.always_open:
                # A log whose clock fell back is ahead of it, over midnight too.
                today = local_date(happened.at, before.config.zone)
                found = service_day(before.config, service, today)
                assert found is not None, "a number was given on a day on which its service is closed"
                given = found.tickets_from <= happened.at < found.openings[-1][1]
                assert given, "a number was given outside its hours"
