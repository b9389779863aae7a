"""Sentences of a ticket that are more than a key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from balai.words import Words
from balai.words.dates import clock_time, either, long_date, zone_name


def span(start: datetime, end: datetime, say: Words) -> str:
    """From when to when, in the times' own zone: "10.57–11.07"; whole minutes that hold both."""
    end = end if end.second == 0 and end.microsecond == 0 else end + timedelta(minutes=1)
    return f"{clock_time(start, None, say.language)}–{clock_time(end, None, say.language)}"


def counters(names: Sequence[str], say: Words) -> str:
    """Where the visitor will be called to: "Loket 2 atau 3."; the information desk if none is known."""
    if not names:
        return say("ticket.counter_unknown")
    return say("ticket.counters", counters=either(names, say.language))


def reach(state: str, first_on: date | None, say: Words, step: str = "") -> str:
    """The truth about today where it may not be enough; empty where it is. `step` is the later service that
    it is about, if it is one."""
    day = long_date(first_on, say.language) if first_on else ""
    if state == "sure":
        return ""
    if state == "part_today":
        told = say("ticket.part_today", service=step)
        return f"{told} {say('ticket.step_first_on', day=day)}" if day else told
    if state == "no_counter":
        told = say("ticket.no_counter")
    else:
        told = say("ticket.doubtful_step", service=step) if step else say("ticket.doubtful")
    return f"{told} {say('ticket.first_on', day=day)}" if day else told


def private(say: Words, *, today_only: bool) -> tuple[str, ...]:
    """What the paper holds and how long it is good: "Berlaku hari ini saja." only where it promises no other
    day."""
    lines = say.lines("ticket.private")
    return lines if today_only else lines[:1]


def valid(day: date | None, say: Words) -> str:
    """On which day a right is honoured: "Berlaku Rabu, 15 April 2026, didahulukan."."""
    if day is None:
        return say("ticket.valid_some_day")
    return say("ticket.valid", day=long_date(day, say.language))


def issued(at: datetime, say: Words) -> tuple[str, str]:
    """The date and the time of day of an aware time in its own zone: "10.42 WITA"."""
    return long_date(at.date(), say.language), f"{clock_time(at, None, say.language)} {zone_name(at)}".strip()
