"""Routes of the day as a whole: who holds which counter, closing, and the rights that closing leaves."""

from __future__ import annotations

from flask import Response

from balai.clock import Clock
from balai.protocol import requests as r
from balai.protocol.answers import CounterAnswer, CounterList, DayClosed, Now, VoucherList
from server.api.paths import CounterPath
from server.api.routing import Days, Routes, kept
from server.auth.principal import MANAGERS, STAFF, Principal
from server.usecases import counters, vouchers
from server.usecases.asking import Submits
from server.usecases.clock_trust import ClockTrust
from server.views import roster


def add_day(routes: Routes, desk: Submits, days: Days, sighting: roster.SightingOf) -> None:
    """What managers see and do, and the vouchers that staff are shown."""

    def list_counters() -> CounterList:
        """All counters with who holds them and whether a tablet of theirs is connected."""
        return roster.counters(days.current(), sighting)

    def release_counter(who: Principal, path: CounterPath, body: r.Change) -> Response:
        """Free a counter that its holder left: who was called waits again, who was served is finished."""
        return kept(counters.release_counter(desk, who.actor, path.counter_id, body))

    def close_day(who: Principal, body: r.Change) -> Response:
        """End the waiting now: everybody who waits gets a right for the next valid day."""
        return kept(vouchers.close_day(desk, who.actor, days.current(), body))

    def list_vouchers() -> VoucherList:
        """Rights that today leaves behind, and those carried over that may still be used."""
        return vouchers.listed(days.current())

    at = "/counters/<counter_id>/release"
    routes.add("GET", "/counters", list_counters, may=MANAGERS, answers=CounterList)
    routes.add("POST", at, release_counter, may=MANAGERS, answers=CounterAnswer, refuses=True)
    routes.add("POST", "/day/close", close_day, may=MANAGERS, answers=DayClosed, refuses=True)
    routes.add("GET", "/vouchers", list_vouchers, may=STAFF, answers=VoucherList)


def add_clock(routes: Routes, trust: ClockTrust, days: Days, clock: Clock) -> None:
    """What a manager says to a hub that doubts its clock."""

    def confirm_date(body: r.ConfirmDate) -> Now:
        """Say what date it is in the hall; harmless to repeat. Each hub of a hall is told for itself."""
        trust.confirm(body.date, days.last())
        return Now(now=clock.now(), day=days.current().date.isoformat())

    routes.add("POST", "/day/confirm", confirm_date, may=MANAGERS, answers=Now, refuses=True)
