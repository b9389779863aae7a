"""What a hall does every day beside calling: places kept, visits changed, tickets missing, calls heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.day import HallDay, Happened
from balai.domain.decide.hearing import counts_from, on_its_way
from balai.domain.events.announcing import REACHED
from balai.domain.heard import WALLS
from balai.domain.visit import LegState
from tests.support.random_days.driver import Driver, step, truth


class Everyday(Driver):
    """Commands for people who wait, and the reports of displays."""

    REFUSALS = frozenset({
        "announcement_not_yours", "announcement_unknown", "class_unknown", "group_too_large",
        "outcome_unknown", "paper_number_taken",
        "collect_closed", "collect_later", "recording_missing", "zone_unknown",
        "leg_unknown", "no_sender", "not_heard_yet", "place_kept_before", "place_kept_too_long",
        "return_spent", "return_too_late", "return_too_soon", "visit_ended",
    })  # fmt: skip

    def ask(self, command: c.Command) -> list[e.Event]:
        """Whoever calls does so under the walls of the moment."""
        if isinstance(command, (c.CallNext, c.Recall)) and not command.walls:
            wall = WALLS[len(self.log) % len(WALLS)]
            command = replace(command, walls={zone.id: wall for zone in self.day.config.zones})
        return super().ask(command)

    @step(4)
    def a_display_reports(self, rnd: Random) -> None:
        leg = self.day.legs.get(self.busy(rnd)[1])
        heard = self.day.heard.get(leg.id) if leg else None
        called_at = heard.called_at if heard else self.now
        recalls = (heard.recalls if heard else 0) + (rnd.random() < 0.1)
        told = c.AnnounceCall(
            leg_id=leg.id if leg else "no-such-leg", called_at=called_at, recalls=recalls,
            kind=rnd.choice(REACHED), zone_id=rnd.choice([None, "utama", "atas"]), actor="device:wall",
        )  # fmt: skip
        self.ask(self.stamped(rnd, told))

    @step(2)
    def keep_a_place(self, rnd: Random) -> None:
        until = self.moment(rnd) if rnd.random() < 0.5 else None
        self.ask(ec.SetAside(leg_id=self.leg_in(rnd, LegState.WAITING), until=until))

    @step(2)
    def change_a_visit(self, rnd: Random) -> None:
        leg = self.day.legs.get(self.leg_in(rnd, LegState.WAITING, LegState.PARKED))
        service = self.service(rnd) if rnd.random() < 0.7 else None
        kind = rnd.choice([None, "regular", "priority", "vip"])
        visit_id = leg.visit_id if leg else "no-such-visit"
        also = (self.service(rnd),) if rnd.random() < 0.3 else ()
        self.ask(ec.ChangeVisit(visit_id=visit_id, service_id=service, priority_class=kind, also=also))

    @step(2)
    def serve_without_a_ticket(self, rnd: Random) -> None:
        idle = [c.id for c in self.day.counters.values() if c.holder and not c.leg_id]
        counter = rnd.choice(sorted(idle)) if idle and rnd.random() < 0.8 else self.counter(rnd)
        desk = self.day.config.counter_by_id.get(counter)
        service = rnd.choice(desk.service_ids) if desk and rnd.random() < 0.8 else self.service(rnd)
        command = ec.ServeNow(
            counter_id=counter, visit_id=self.new_id("v"), service_id=service,
            persons=rnd.randint(1, 3), paper=rnd.choice([None, None, rnd.randint(1, 30)]),
            actor=self.holder(rnd, counter),
        )  # fmt: skip
        self.ask(self.stamped(rnd, command))

    @step()
    def a_copy_is_asked_for(self, rnd: Random) -> None:
        leg = rnd.choice([*self.day.legs.values(), None])
        command = ec.AskForCopy(
            visit_id=leg.visit_id if leg else "no-such-visit", kiosk_id=rnd.choice([None, "kios-1"])
        )
        self.ask(command)

    @step()
    def a_group_wants_several_services(self, rnd: Random) -> None:
        command = c.IssueVisit(
            visit_id=self.new_id("v"), service_id=self.service(rnd), also=(self.service(rnd),),
            persons=rnd.choice([1, 2, 5, 51]), paper=rnd.choice([None, rnd.randint(1, 30)]),
        )  # fmt: skip
        self.ask(command)

    @step()
    def finish_with_an_outcome(self, rnd: Random) -> None:
        counter, leg_id = self.busy(rnd)
        outcome = rnd.choice(["done", "papers", "likes"])
        actor = self.holder(rnd, counter)
        self.ask(c.Finish(counter_id=counter, leg_id=leg_id, outcome=outcome, actor=actor))

    @step(2)
    def send_to_one_counter(self, rnd: Random) -> None:
        desk, leg_id = self.busy(rnd)
        there = rnd.choice([None, self.counter(rnd), self.counter(rnd)])
        counter = self.day.config.counter_by_id.get(there or "")
        service = rnd.choice(counter.service_ids) if counter and rnd.random() < 0.9 else self.service(rnd)
        actor, back = self.holder(rnd, desk), rnd.random() < 0.3
        command = c.Transfer(
            counter_id=desk, leg_id=leg_id, service_id=service, to_counter=there, back=back, actor=actor
        )
        self.ask(command)

    @step()
    def come_back_another_day(self, rnd: Random) -> None:
        desk, leg_id = self.busy(rnd)
        on = self.day.date + timedelta(days=rnd.choice([0, 1, 7]))
        actor, code = self.holder(rnd, desk), self.new_id("code-")
        self.ask(ec.PromiseCollection(counter_id=desk, leg_id=leg_id, on=on, code=code, actor=actor))

    @step()
    def announce(self, rnd: Random) -> None:
        zone = rnd.choice([None, *(zone.id for zone in self.day.config.zones), "none"])
        self.ask(
            c.MakeAnnouncement(
                announcement_id=self.new_id("a"), zone_id=zone, language="id", times=rnd.randint(1, 3),
                length=rnd.randint(1, 200), seconds=rnd.choice([0, 0, 12, None]), actor="staff:manager",
            )
        )  # fmt: skip

    @step()
    def take_an_announcement_back(self, rnd: Random) -> None:
        made = [one.id for one in self.day.announcements]
        actor, anyones = rnd.choice([("staff:manager", False), ("staff:other", False), ("staff:other", True)])
        self.ask(
            c.WithdrawAnnouncement(
                announcement_id=rnd.choice([*made[-3:], "gone"]), actor=actor, anyones=anyones
            )
        )

    @step()
    def mark_a_ticket(self, rnd: Random) -> None:
        leg = self.day.legs.get(self.leg(rnd))
        visit_id = leg.visit_id if leg else "no-such-visit"
        self.ask(ec.MarkTicket(visit_id=visit_id, printed=rnd.random() < 0.3))

    def witness(self, before: HallDay, happened: Happened) -> None:
        """Nobody is absent who could not know; who comes back or changes keeps the arrival."""
        super().witness(before, happened)
        event = happened.event
        if isinstance(event, e.LegMissed):
            leg = before.legs[event.leg_id]
            assert counts_from(before, leg) is not None
            assert not on_its_way(before, leg)
        if isinstance(event, (e.LegReinstated, e.VisitChanged, e.LegSetAside)):
            was, now = before.legs[event.leg_id], self.day.legs[event.leg_id]
            assert now.arrived_at == was.arrived_at
            assert now.number == was.number
            assert now.base >= was.base
            assert now.base <= max(was.base, happened.at)

    @truth
    def who_is_sent_to_one_counter_waits_aside_for_an_open_one(self) -> None:
        for leg in self.day.legs.values():
            assert leg.bound is None or leg.state is LegState.PARKED
            assert leg.bound is None or self.day.counter(leg.bound).holder is not None

    @truth
    def a_place_is_kept_as_often_as_the_hall_allows(self) -> None:
        for leg in self.day.legs.values():
            assert leg.kept <= 9

    @truth
    def no_call_counts_from_before_its_press(self) -> None:
        for leg in self.day.legs_at_counters():
            began = counts_from(self.day, leg)
            assert began is None or leg.called_at is None or began >= leg.called_at
