"""Reports: a span of days in figures, and the legs that a figure is made of. Times are whole seconds."""

from __future__ import annotations

from datetime import date
from typing import Literal

from balai.protocol.base import Moment, News


class Spread(News):
    """So many values, with what half of them (`p50`) and nine of ten (`p90`) do not exceed; null of none."""

    count: int = 0
    p50: int | None = None
    p90: int | None = None
    longest: int | None = None


class ReportRow(News):
    """Some legs together; `key` is an id, an hour ("09"), a class, a channel or a date, "" for what belongs
    to none. `visits` are the numbers given; of those called so many waited `within` the standard. `refused`
    is how many got no number, by the refusal's code."""

    key: str
    visits: int
    wait: Spread
    within: int
    service: Spread
    finished: int
    transferred: int
    missed: int
    cancelled: int
    unserved: int
    refused: dict[str, int]


class HeatCell(News):
    """How long half of those waited at most who came to an agency in an hour."""

    agency_id: str
    hour: int
    count: int
    p50: int


class DeskRow(News):
    """How long a counter was open, paused, at work, and free though people waited for it."""

    counter_id: str
    open: int
    paused: int
    serving: int
    idle: int


class Report(News):
    """So many days with a log, together and by one dimension."""

    days: int
    total: ReportRow
    rows: tuple[ReportRow, ...]
    heat: tuple[HeatCell, ...]
    desks: tuple[DeskRow, ...]


class ReportAnswer(News):
    """A span of days, and another beside it where one was asked for; `names` says what ids are called."""

    first: date
    last: date
    by: str
    report: Report
    before: Report | None = None
    names: dict[str, str]
    standards: dict[str, int] = {}


class ReportLeg(News):
    """One leg that a figure is made of: the visit's number on its day, and its own figures."""

    day: date
    seq: int
    number: str
    service_id: str
    counter_id: str
    state: str
    wait: int | None
    service: int | None
    within: bool | None


class ReportRefusal(News):
    """One refusal that a figure is made of: the event `seq` of its day."""

    day: date
    seq: int
    service_id: str
    code: str


class ReportLegs(News):
    """The legs or the refusals of a figure, the first of them, and how many there are in all."""

    count: int
    legs: tuple[ReportLeg, ...] = ()
    refusals: tuple[ReportRefusal, ...] = ()


class CounterDay(News):
    """How long a counter was open, paused, at work, and free though people waited, on a day."""

    day: date
    open: int
    paused: int
    serving: int
    idle: int


class CounterStretch(News):
    """What a counter did from the event `seq` on: "open" is open and free with nobody waiting."""

    doing: Literal["open", "paused", "serving", "idle"]
    seq: int
    begins: Moment
    ends: Moment


class ReportCounter(News):
    """What a counter's times are made of: its days; where it is one day, all that it did on it."""

    days: tuple[CounterDay, ...]
    stretches: tuple[CounterStretch, ...] = ()


class StoryStep(News):
    """Something that happened to a number, in sentences by language; of a call also its reasons."""

    seq: int
    at: Moment
    told: dict[str, tuple[str, ...]]
    why: dict[str, tuple[str, ...]] = {}


class NumberStory(News):
    """The way of a number through its day, as the log tells it: to be printed as the answer to a complaint.
    It names nobody and no class. `hash` is the last of the day's chain of so many `entries`, `entry_hash`
    that of the last step."""

    day: date
    hall: str
    time_zone: str
    number: str
    service: str
    state: str
    issued_at: Moment
    steps: tuple[StoryStep, ...]
    entries: int
    hash: str
    entry_hash: str
