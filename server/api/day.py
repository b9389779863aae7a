"""Routes of the day as a whole: who holds which counter, closing, and the rights that closing leaves."""

from __future__ import annotations

from flask import Response

from balai.clock import Clock
from balai.protocol import requests as r
from balai.protocol.answers import CounterAnswer, CounterList, DayClosed, Now, VoucherList
from server.api.paths import CounterPath, of_counter
from server.api.routing import Routes, kept
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases import counters, vouchers
from server.usecases.asking import Submits
from server.usecases.clock_trust import ClockTrust
from server.views import roster
from server.views.days import Today


def add_day(routes: Routes, desk: Submits, days: Today, sighting: roster.SightingOf) -> None:
    """What managers see and do, and the vouchers that staff are shown."""

    def list_counters(who: Principal) -> CounterList:
        """All counters that concern the asker, with who holds them and whether a tablet is connected."""
        return roster.counters(days.current(), sighting, who.limit(Permission.COUNTERS_READ))

    def release_counter(who: Principal, path: CounterPath, body: r.Change) -> Response:
        """Free a counter that its holder left: who was called waits again, who was served is finished."""
        return kept(counters.release_counter(desk, who.actor, path.counter_id, body))

    def close_day(who: Principal, body: r.Change) -> Response:
        """End the waiting now: everybody who waits gets a right for the next valid day."""
        return kept(vouchers.close_day(desk, who.actor, days.current(), body))

    def list_vouchers(who: Principal) -> VoucherList:
        """Rights that today leaves behind, and those carried over that may still be used."""
        return vouchers.listed(days.current(), who.limit(Permission.VOUCHERS_READ))

    at = "/counters/<counter_id>/release"
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
    routes.add("GET", "/vouchers", list_vouchers, may=Permission.VOUCHERS_READ, answers=VoucherList)


def add_clock(routes: Routes, trust: ClockTrust, days: Today, clock: Clock) -> None:
    """What a manager says to a hub that doubts its clock."""

    def confirm_date(body: r.ConfirmDate) -> Now:
        """Say what date it is in the hall; harmless to repeat. Each hub of a hall is told for itself."""
        trust.confirm(body.date, days.last())
        return Now(now=clock.now(), day=days.current().date.isoformat())

    routes.add("POST", "/day/confirm", confirm_date, may=Permission.CLOCK_CONFIRM, answers=Now, refuses=True)
