"""What the hub answers to a change. Kept with its `request_id`, so a repeat reads the same."""

from __future__ import annotations

from balai.protocol.base import Moment, News


class IssuedVisit(News):
    """A number was given. `ahead` people wait for the same service before this one; `counters`
    are the numbers of those that offer it."""

    visit_id: str
    leg_id: str
    number: str
    service_id: str
    agency_id: str
    ahead: int
    counters: tuple[int, ...]
    at: Moment
    day: str
    seq: int


class CalledLeg(News):
    """Who was called, and where."""

    leg_id: str
    visit_id: str
    number: str
    service_id: str
    counter_id: str
    called_at: Moment


class CallAnswer(News):
    """The answer to call-next: who was called (null: nobody waits), who was finished."""

    called: CalledLeg | None
    finished: str | None
    day: str
    seq: int


class LegAnswer(News):
    """A leg as it is after the change. `counter_id` is where it is or was last."""

    leg_id: str
    number: str
    state: str
    counter_id: str | None
    day: str
    seq: int


class CounterAnswer(News):
    """A counter as it is after the change."""

    counter_id: str
    status: str
    until: Moment | None
    day: str
    seq: int


class ReservedNumbers(News):
    """A block of numbers that no other device will give today."""

    series_id: str
    first: int
    last: int
    day: str
    seq: int


class VisitLeg(News):
    """One leg of a visit."""

    leg_id: str
    service_id: str
    state: str
    counter_id: str | None
    called_at: Moment | None
    started_at: Moment | None
    ended_at: Moment | None


class VisitView(News):
    """One visit: its number, where it is, its legs so far."""

    visit_id: str
    number: str
    issued_at: Moment
    channel: str
    legs: tuple[VisitLeg, ...]


class Account(News):
    """Who is signed in; shown on their own tablet only."""

    id: str
    username: str
    display_name: str
    role: str


class Session(News):
    """A signed-in session and the counter it holds."""

    account: Account
    counter_id: str | None


class DeviceRow(News):
    """A device and what it last said. `seen_at` is null until it reports."""

    id: str
    kind: str
    seen_at: Moment | None
    state: str | None
    detail: str
    software: str
    day: str | None
    seq: int | None
    counts: dict[str, int]


class DeviceList(News):
    """All devices of the hall."""

    devices: tuple[DeviceRow, ...]


class Now(News):
    """The hub's time and the hall's day."""

    now: Moment
    day: str


class LogEntry(News):
    """One entry of today's log, as stored."""

    seq: int
    type: str
    version: int
    at: str
    actor: str
    occurred_at: str | None
    clock_certain: bool
    body: str
    prev_hash: str
    hash: str


class LogPage(News):
    """A page of today's log."""

    day: str
    entries: tuple[LogEntry, ...]
