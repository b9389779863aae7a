"""A day that was opened on a wrong clock is taken back, told first whom that touches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from balai.domain import commands as c
from balai.domain.errors import Refusal
from balai.domain.registers.voided import VoidedDay, blocks_of
from balai.domain.state import HallDay, Happened
from balai.domain.visit import LegState
from balai.protocol import requests as r
from balai.protocol.answers.day import DayTakenBack, WrongDay
from balai.words.said import say
from server.store.day.jobs import Job
from server.store.day.todays_log import TakesBack
from server.store.day.upkeep.voiding import Opened
from server.usecases.asking import Json, Kept, digest_of, settle

ROUTE = "POST /day/void"
_SETTINGS = ("configuration_changed", "configuration_scheduled", "configuration_withdrawn")


@dataclass(frozen=True, slots=True)
class Lost:
    """What the hall would lose with a day: the numbers given in it, bookings made or cancelled, changes of
    settings."""

    numbers: tuple[str, ...] = ()
    bookings: int = 0
    settings: int = 0

    @property
    def count(self) -> int:
        """All of it."""
        return len(self.numbers) + self.bookings + self.settings


def lost_with(opened: Opened) -> Lost:
    """Whom taking a day back touches. A place that was kept over night and only waits is in the day before,
    too, and nobody loses it."""
    day, begun = opened.day, opened.begun
    kept = {
        leg.visit_id
        for leg in day.legs.values()
        if leg.order <= begun and leg.state is LegState.WAITING and len(day.visits[leg.visit_id].leg_ids) == 1
    }
    lost = [visit for visit in day.visits.values() if visit.id not in kept]
    lost.sort(key=lambda visit: day.legs[visit.leg_ids[0]].order)
    numbers = tuple(visit.number for visit in lost)
    bookings = opened.count("booking_made") + sum(
        entry.type == "booking_released" and entry.actor != "system" for entry in opened.entries
    )
    return Lost(numbers, bookings, opened.count(*_SETTINGS))


def wrong_day(opened: Opened) -> WrongDay:
    """What a manager is told before taking a day back."""
    lost = lost_with(opened)
    return WrongDay(
        date=opened.day.date,
        numbers=lost.numbers,
        bookings=lost.bookings,
        settings=lost.settings,
        count=lost.count,
    )


def void_day(log: TakesBack, actor: str, today: date, request: r.VoidDay) -> Kept:
    """Take back the open day, which is later than `today`, the hall's date. The answer is a DayTakenBack.

    Raises Refusal `day_not_ahead` where that is not the open day or not later, `visits_lost` where more would
    be lost than the request accepts.
    """

    def check(opened: Opened) -> None:
        opened_on = opened.day.date
        if request.date != opened_on or opened_on <= today:
            raise Refusal(
                "day_not_ahead", say("detail.day_not_ahead", day=opened_on, today=today),
                day=opened_on.isoformat(), today=today.isoformat(),
            )  # fmt: skip
        lost = lost_with(opened)
        if lost.count > request.losing:
            raise Refusal(
                "visits_lost", say("detail.visits_lost", count=lost.count),
                numbers=list(lost.numbers), bookings=lost.bookings, settings=lost.settings, count=lost.count,
            )  # fmt: skip

    def job(opened: Opened) -> Job:
        digest = digest_of(actor, ROUTE, request)
        return Job(_command(actor, opened), str(request.request_id), digest, _answer)

    return settle(log.void(check, job))


def _command(actor: str, opened: Opened) -> c.VoidDay:
    day = opened.day
    return c.VoidDay(
        actor=actor,
        date=day.date,
        entries=len(opened.ending) + len(opened.entries),
        last_hash=opened.last_hash,
        visits=len(day.visits),
        voided=(*day.voided, VoidedDay(day.date, blocks_of(day.numbers))),
    )


def _answer(day: HallDay, own: tuple[Happened, ...]) -> Json:
    return DayTakenBack(day=day.date.isoformat(), seq=day.seq).model_dump(mode="json")
