"""Visits on a random day: numbers given, cancelled, coming back, in line; and what must hold of them."""

from __future__ import annotations

from collections import Counter as Tally
from random import Random

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.day import HallDay, Happened
from balai.domain.hall.numbering import Block
from balai.domain.order.lanes import standard
from balai.domain.order.line import place
from balai.domain.visit import OPEN, TAKEN_BACK, LegState, Visit
from tests.support.random_days.driver import Driver, step, truth


class Visits(Driver):
    """Commands about visits."""

    REFUSALS = frozenset({
        "before_break",
        "closed_now", "closed_today", "holiday", "leg_not_missed", "leg_not_parked", "leg_not_waiting",
        "no_more_today", "not_open_yet", "quota_full", "series_unknown", "service_unknown", "visit_exists",
        "visit_unknown", "voucher_other_day", "voucher_other_service", "voucher_unknown",
    })  # fmt: skip

    def __init__(self, opening: c.OpenDay) -> None:
        self.printed: Tally[str] = Tally()
        super().__init__(opening)

    def close_log(self) -> None:
        """Numbers begin again each day."""
        self.printed = Tally()
        super().close_log()

    @step(2)
    def a_group_comes(self, rnd: Random) -> None:
        for _ in range(rnd.randint(1, 4)):
            visit_id = self.new_id("v")
            self.checked(c.IssueVisit(visit_id=visit_id, service_id=self.service(rnd), channel="assisted"))

    @step(6)
    def issue(self, rnd: Random) -> None:
        taken = sorted(self.day.visits)
        visit_id = rnd.choice(taken) if taken and rnd.random() < 0.05 else self.new_id("v")
        voucher = rnd.choice([*sorted(self.day.vouchers), "none"]) if rnd.random() < 0.15 else None
        command = c.IssueVisit(
            visit_id=visit_id, service_id=self.service(rnd), actor="device:k1",
            priority_class=rnd.choice(["regular", "regular", "priority", "high"]),
            done=("ktp",) if rnd.random() < 0.3 else (), voucher=voucher,
        )  # fmt: skip
        self.ask(self.stamped(rnd, command))

    @step()
    def cancel(self, rnd: Random) -> None:
        leg = self.day.legs.get(self.leg_in(rnd, LegState.WAITING, LegState.PARKED))
        self.ask(c.CancelVisit(visit_id=leg.visit_id if leg else "no-such-visit"))

    @step()
    def reserve(self, rnd: Random) -> None:
        series = rnd.choice([*(s.id for s in self.day.config.series), "z"])
        self.ask(c.ReserveNumbers(series_id=series, count=rnd.randint(1, 3), actor="device:k1"))

    @step(3)
    def bring_back(self, rnd: Random) -> None:
        self.ask(c.ReturnLeg(leg_id=self.leg_in(rnd, LegState.PARKED)))

    @step(2)
    def reinstate(self, rnd: Random) -> None:
        self.ask(c.ReinstateLeg(leg_id=self.leg_in(rnd, LegState.MISSED)))

    def witness(self, before: HallDay, happened: Happened) -> None:
        """Note every number that leaves the hub, printed or set aside."""
        super().witness(before, happened)
        event = happened.event
        if isinstance(event, e.VisitIssued):
            self.printed[event.number] += 1
            if event.voucher is None and event.booking is None and not event.own:
                self._within_quotas(event)
        if isinstance(event, e.NumbersReserved) and not event.chain:
            block = Block(event.prefix, event.first, event.last, event.width)
            self.printed.update(block.labels)

    @truth
    def a_number_is_given_once(self) -> None:
        assert len(self.printed) == self.printed.total(), self.printed.most_common(1)

    @truth
    def quotas_count_persons_once(self) -> None:
        taken = self._taken()
        counted = {key: count for key, count in self.day.taken.items() if not set(key) & set("#@:")}
        assert taken == Tally(counted)

    def _taken(self) -> Tally[str]:
        """How many persons have a place at each service: each visit once."""
        taken: Tally[str] = Tally()
        for visit in self.day.visits.values():
            for service_id in self._places(visit):
                taken[service_id] += visit.persons
        return taken

    def _places(self, visit: Visit) -> set[str]:
        legs = [self.day.legs[leg_id] for leg_id in visit.leg_ids]
        cancelled = legs[-1].state in TAKEN_BACK
        plan = () if cancelled else visit.plan
        return {leg.service_id for leg in legs[: -1 if cancelled else None]} | {*plan}

    def _persons(self, services: set[str]) -> int:
        """How many persons have a place at any of these services: each visit once."""
        return sum(visit.persons for visit in self.day.visits.values() if services & self._places(visit))

    def _within_quotas(self, event: e.VisitIssued) -> None:
        """Who walked in has a place that nobody of an earlier day keeps."""
        taken, config = self._taken(), self.day.config
        rights = [v for v in self.day.vouchers.values() if v.valid_on == self.day.date and not v.passed]
        for service_id in (event.service_id, *event.plan):
            service = config.service_by_id[service_id]
            kept = sum(v.persons for v in rights if service_id in (v.service_id, *v.plan))
            more = self.day.raised
            assert service.quota is None or taken[service_id] + kept <= service.quota + more.get(
                service_id, 0
            )
            agency = config.agency_by_id[service.agency_id]
            if agency.quota is not None:
                theirs = {s.id for s in config.services if s.agency_id == agency.id}
                kept = sum(v.persons for v in rights if theirs & {v.service_id, *v.plan})
                assert self._persons(theirs) + kept <= agency.quota + sum(more.get(s, 0) for s in theirs)
                self.counts["agency quotas held"] += 1

    @truth
    def lanes_are_in_order_and_due_as_promised(self) -> None:
        for service_id, lanes in self.day.lanes.items():
            for key, line in lanes.items():
                legs = list(line)
                assert len(line) == len(legs) > 0
                assert [place(leg) for leg in legs] == sorted(place(leg) for leg in legs)
                for leg in legs:
                    service = self.day.config.service_by_id[service_id]
                    assert leg == self.day.legs[leg.id]
                    assert (leg.priority_class, leg.transferred) == key
                    assert leg.due == leg.base + standard(service, leg.priority_class)

    @truth
    def lines_hold_who_waits_in_order(self) -> None:
        lines: dict[str, list[str]] = {}
        waiting = [leg for leg in self.day.legs.values() if leg.state is LegState.WAITING]
        for leg in sorted(waiting, key=lambda leg: (leg.base, leg.order, leg.id)):
            lines.setdefault(leg.service_id, []).append(leg.id)
        assert {s: [leg.id for leg in self.day.line(s)] for s in self.day.lanes} == lines

    @truth
    def a_visit_is_in_one_place(self) -> None:
        for visit in self.day.visits.values():
            legs = [self.day.legs[leg_id] for leg_id in visit.leg_ids]
            assert all(leg.number == visit.number for leg in legs)
            assert not any(leg.state in OPEN for leg in legs[:-1])
        assert sum(len(visit.leg_ids) for visit in self.day.visits.values()) == len(self.day.legs)
