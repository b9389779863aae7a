"""Routes of the day as a whole: who holds which counter, closing, and the rights that closing leaves."""

from __future__ import annotations

from datetime import date

from flask import Response

from balai.clock import Clock
from balai.domain.hall.localtime import day_bounds, local_date
from balai.domain.state import HallDay
from balai.protocol import requests as r
from balai.protocol.answers.counters import CounterAnswer, CounterList
from balai.protocol.answers.day import (
    ClosingView,
    DayClock,
    DayClosed,
    DayReopened,
    DayTakenBack,
    Now,
    NumbersView,
    VoucherList,
    VoucherRow,
)
from balai.words.said import say
from server.api.paths import CounterPath, of_counter
from server.api.routing import Routes, kept
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.problems import Rejected
from server.store import Store
from server.store.day.todays_log import TakesBack
from server.store.day.upkeep import voiding
from server.store.kept.beats import NEAR
from server.usecases.asking import Submits
from server.usecases.day import counters, numbers, vouchers
from server.usecases.day.voiding import void_day as taking_back
from server.usecases.day.voiding import wrong_day
from server.usecases.machine.clock_trust import ClockTrust
from server.usecases.trail import Did
from server.views import concern, roster
from server.views.days import Today


def add_day(
    routes: Routes, dispatcher: Submits, days: Today, sighting: roster.SightingOf, clock: Clock
) -> None:
    """What managers see and do, and the vouchers that staff are shown."""

    def list_counters(who: Principal) -> CounterList:
        """All counters that concern the asker, with who holds them and whether a tablet is connected."""
        return roster.counters(days.current(), sighting, clock.now(), who.limit(Permission.COUNTERS_READ))

    def release_counter(who: Principal, path: CounterPath, body: r.Change) -> Response:
        """Free a counter that its holder left: who was called waits again, who was served is finished."""
        return kept(counters.release_counter(dispatcher, who.actor, path.counter_id, body))

    def close_day(who: Principal, body: r.Change) -> Response:
        """End the waiting now, once the numbers of the hall are stopped: everybody who waits gets a right for
        the next valid day."""
        return kept(vouchers.close_day(dispatcher, who.actor, days.current(), body))

    def list_vouchers(who: Principal) -> VoucherList:
        """Rights that today leaves behind, and those carried over that may still be used."""
        return vouchers.listed(days.current(), who.limit(Permission.VOUCHERS_READ))

    def promise_collection(who: Principal, path: CounterPath, body: r.PromiseCollection) -> Response:
        """Let the visitor in hand come back on another day, first in line, for what is ready then."""
        return kept(vouchers.promise(dispatcher, who.actor, days.current(), path.counter_id, body))

    def reopen_day(who: Principal, body: r.Change) -> Response:
        """Take closing back: whose waiting it ended today waits again, and the hall gives numbers again."""
        return kept(vouchers.reopen_day(dispatcher, who.actor, body))

    def show_closing() -> ClosingView:
        """Whom ending the waiting now would touch."""
        return numbers.closing_view(days.current())

    at = "/counters/<counter_id>/release"
    routes.add(
        "POST", "/counters/<counter_id>/collect", promise_collection,
        may=Permission.COUNTERS_WORK, about=of_counter, answers=VoucherRow, refuses=True,
    )  # fmt: skip
    routes.add("GET", "/counters", list_counters, may=Permission.COUNTERS_READ, answers=CounterList)
    routes.add(
        "POST",
        at,
        release_counter,
        may=Permission.COUNTERS_RELEASE,
        about=of_counter,
        answers=CounterAnswer,
        refuses=True,
    )
    routes.add("POST", "/day/close", close_day, may=Permission.DAY_CLOSE, answers=DayClosed, refuses=True)
    routes.add("GET", "/day/close", show_closing, may=Permission.DAY_CLOSE, answers=ClosingView)
    routes.add("POST", "/day/reopen", reopen_day, may=Permission.DAY_CLOSE, answers=DayReopened, refuses=True)
    routes.add("GET", "/vouchers", list_vouchers, may=Permission.VOUCHERS_READ, answers=VoucherList)


def add_numbers(routes: Routes, dispatcher: Submits, days: Today) -> None:
    """Stop the numbers of the hall, an agency, a service or a kiosk, and let them go on."""

    def show_numbers() -> NumbersView:
        """Where no numbers are given now, since when and why."""
        return numbers.shown(days.current())

    def stop_numbers(who: Principal, body: r.StopNumbers) -> Response:
        """Give no more numbers in a scope; who has one is served."""
        _reaches(who, days, body.scope)
        return kept(numbers.stop(dispatcher, who.actor, body))

    def go_on(who: Principal, body: r.GoOn) -> Response:
        """Give numbers again in a scope; harmless to repeat."""
        _reaches(who, days, body.scope)
        return kept(numbers.go_on(dispatcher, who.actor, body))

    may = Permission.NUMBERS_STOP
    routes.add("GET", "/numbers", show_numbers, may=Permission.OFFER_READ, answers=NumbersView)
    routes.add("POST", "/numbers/stop", stop_numbers, may=may, answers=NumbersView, refuses=True)
    routes.add("POST", "/numbers/go-on", go_on, may=may, answers=NumbersView, refuses=True)


def _reaches(who: Principal, days: Today, scope: str) -> None:
    """Refuse a part of the hall that is not the asker's to stop."""
    agencies = concern.of_scope(days.current(), scope)
    if who.limit(Permission.NUMBERS_STOP) is not None and not (
        agencies and who.reaches(Permission.NUMBERS_STOP, agencies)
    ):
        raise Rejected(403, "forbidden", say("detail.not_yours_to_stop"))


def add_clock(
    routes: Routes, log: TakesBack, store: Store, trust: ClockTrust, days: Today, clock: Clock
) -> None:
    """What a manager says to a hub that doubts its clock, or went by a wrong one."""

    def shown(day: HallDay) -> date:
        return local_date(clock.now(), day.config.zone)

    def show_clock() -> DayClock:
        """Whether the hub believes its clock, and whether the open day is ahead of it."""
        day = days.current()
        ahead = None
        if clock.now() < day_bounds(day.date, day.config.zone)[0] - NEAR:
            with store.read.connect() as connection:
                ahead = wrong_day(voiding.read(connection, day.config.hall.id, day))
        return DayClock(
            believed=trust.sure(), now=clock.now(), shows=shown(day), day=day.date.isoformat(), ahead=ahead
        )

    def confirm_date(who: Principal, body: r.ConfirmDate) -> Now:
        """Say what date it is in the hall; harmless to repeat. Each hub of a hall is told for itself."""
        trust.confirm(body.date, days.last())
        return Now(now=clock.now(), day=days.current().date.isoformat())

    def void_day(who: Principal, body: r.VoidDay) -> Response:
        """Take back a day that was opened on a wrong clock: the hall goes on where it stood before. Its
        numbers are not given again on that date."""
        trust.check()
        return kept(taking_back(log, who.actor, shown(days.current()), body))

    may = Permission.CLOCK_CONFIRM
    routes.add("GET", "/day/clock", show_clock, may=may, answers=DayClock)
    routes.add(
        "POST", "/day/confirm", confirm_date, may=may, answers=Now, refuses=True, notes=Did.DATE_CONFIRMED
    )
    routes.add(
        "POST", "/day/void", void_day, may=Permission.DAY_VOID, answers=DayTakenBack, refuses=True,
        notes=Did.DAY_VOIDED,
    )  # fmt: skip
