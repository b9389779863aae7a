"""Bookings on a random day: made, taken back, late, claimed by right and wrong codes."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.day import HallDay, Happened
from balai.domain.hall.localtime import local_date
from balai.domain.quota import block_among, claims
from tests.support.random_days.driver import Driver, step, truth


class Bookings(Driver):
    """Commands about bookings."""

    REFUSALS = frozenset({
        "booked_ahead",
        "booking_cancelled", "booking_closed", "booking_full", "booking_late", "booking_missing",
        "booking_not_offered", "booking_other_day", "booking_other_service", "booking_other_time",
        "booking_past", "booking_too_far", "booking_unknown", "booking_used", "code_taken", "one_code",
    })  # fmt: skip

    def code(self, rnd: Random) -> str:
        """Mostly a booking that stands, or any, or none."""
        standing = sorted(b.code for b in self.day.bookings.standing())
        if standing and rnd.random() < 0.8:
            return rnd.choice(standing)
        return rnd.choice([*sorted(b.code for b in self.day.bookings.all()), "no-such-booking"])

    @step(4)
    def book(self, rnd: Random) -> None:
        slot = self.now + timedelta(minutes=rnd.randint(-5, 120), days=rnd.choice([0, 0, 0, 1, 40]))
        known = sorted(b.code for b in self.day.bookings.all())
        code = rnd.choice(known) if known and rnd.random() < 0.1 else self.new_id("booking-")
        persons = rnd.choice([1, 1, 1, 2, 51])
        command = ec.MakeBooking(code=code, service_id=self.service(rnd), slot=slot, persons=persons)
        self.ask(command)

    @step()
    def take_a_booking_back(self, rnd: Random) -> None:
        self.ask(ec.CancelBooking(code=self.code(rnd)))

    @step()
    def free_what_is_late(self, rnd: Random) -> None:
        self.ask(ec.ReleaseBookings())

    @step(4)
    def check_in(self, rnd: Random) -> None:
        code = self.code(rnd)
        booking = self.day.bookings.get(code)
        right = booking is not None and rnd.random() < 0.9
        command = c.IssueVisit(
            visit_id=self.new_id("v"), booking=code, actor="device:k1",
            service_id=booking.service_id if booking and right else self.service(rnd),
            slot=booking.slot if booking and rnd.random() < 0.3 else None,
            priority_class=rnd.choice(["regular", "appointment", "priority"]),
            also=(self.service(rnd),) if rnd.random() < 0.1 else (),
            voucher="v-today" if rnd.random() < 0.05 else None,
        )  # fmt: skip
        self.ask(command)

    @step()
    def invent_a_time_or_a_class(self, rnd: Random) -> None:
        kind = rnd.choice(["appointment", "regular"])
        slot = self.now if kind == "regular" or rnd.random() < 0.5 else None
        command = c.IssueVisit(
            visit_id=self.new_id("v"), service_id=self.service(rnd), priority_class=kind, slot=slot
        )
        assert self.ask(command) == [], "a class or a time without a booking"

    def witness(self, before: HallDay, happened: Happened) -> None:
        """A booking has room when it is made, stands when it is claimed, and keeps its place until then."""
        super().witness(before, happened)
        event = happened.event
        if isinstance(event, e.BookingMade):
            self._has_room(event)
        elif isinstance(event, e.BookingReleased):
            assert before.bookings[event.code].stands
        elif isinstance(event, e.VisitIssued) and event.booking is not None:
            booking = before.bookings[event.booking]
            assert booking.stands
            assert (booking.slot, booking.on) == (event.slot, before.date)
            assert booking.service_id in (event.service_id, *event.plan)
        elif isinstance(event, e.VisitIssued) and event.voucher is None and not event.own:
            self._leaves_places(event)

    def _has_room(self, event: e.BookingMade) -> None:
        config = self.day.config
        service, on = config.service_by_id[event.service_id], local_date(event.slot, config.zone)
        block = block_among(config, service.booking_blocks, event.slot)
        assert block is not None
        taken = [
            b.persons for b in self.day.bookings.all()
            if (b.service_id, b.on, b.released) == (service.id, on, None)
            and block_among(config, (block,), b.slot)
        ]  # fmt: skip
        assert sum(taken) <= block.quota

    def _leaves_places(self, event: e.VisitIssued) -> None:
        config, visit = self.day.config, self.day.visits[event.visit_id]
        for service_id in claims(visit, self.day.legs):
            kept = sum(
                b.persons for b in self.day.bookings.all()
                if b.stands and b.on == self.day.date and service_id in config.ways[b.service_id]
            )  # fmt: skip
            quota = config.service_by_id[service_id].quota
            more = self.day.raised.get(service_id, 0)
            assert quota is None or self.day.taken[service_id] + kept <= quota + more

    @truth
    def a_booking_is_claimed_by_one_visit(self) -> None:
        for booking in self.day.bookings.all():
            if booking.visit_id is not None:
                assert booking.released is None
                assert self.day.visits[booking.visit_id].booking == booking.code
        again = [b.code for b in self.day.bookings.standing()]
        assert len(again) == len(set(again))
