"""Counters, and whom they call."""

from __future__ import annotations

from balai.protocol.base import Moment, News


class CalledLeg(News):
    """Who was called, and where."""

    leg_id: str
    visit_id: str
    number: str
    service_id: str
    counter_id: str
    called_at: Moment


class CallAnswer(News):
    """The answer to call-next: who was called (null: nobody waits), who was finished; `settled` is the
    leg that was in hand and `became` its state now (finished, missed, parked)."""

    called: CalledLeg | None
    finished: str | None
    settled: str | None = None
    became: str | None = None
    day: str
    seq: int


class CounterAnswer(News):
    """A counter as it is after the change. `reason` is that of a break."""

    counter_id: str
    status: str
    until: Moment | None
    day: str
    seq: int
    reason: str | None = None


class CounterRow(News):
    """A counter with who holds it. `connected` says whether a tablet of the holder hears this hub; null
    where another hub of the hall may have it. `seen_at` is when one was last heard here; `overdue` says
    that the end of a break has passed. `passes_since` is since when the counter, open and with nobody at it,
    could have called somebody who waits; null where it need not."""

    counter_id: str
    number: int
    label: str = ""
    agency_id: str
    status: str
    holder: str | None
    since: Moment | None
    until: Moment | None
    overdue: bool = False
    reason: str | None
    leg_number: str | None
    connected: bool | None
    seen_at: Moment | None
    passes_since: Moment | None = None


class CounterList(News):
    """All counters, by number."""

    counters: tuple[CounterRow, ...]
