"""Every view of a random day after every command: whatever the history, none raises.

The views are found by themselves (`asked`). Each is asked with every audience, and otherwise with one value
of each parameter, which is another at every step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, timedelta
from inspect import Parameter
from itertools import product
from typing import Any, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from balai.codes import ticket_code
from balai.domain.day import HallDay, Happened
from balai.domain.errors import BalaiError
from balai.domain.hall.config import HallConfig
from balai.domain.heard import WALLS
from balai.domain.order.bound import lanes_for
from balai.domain.order.discipline import rule_of
from balai.domain.visit import Leg, LegState
from balai.protocol.devices.samples import TicketKind
from balai.words import LANGUAGES
from server.usecases.estimates import unknown
from server.views.room_kinds import AUDIENCES
from server.views.roster import Sighting
from tests.support.random_days.driver import Driver, truth
from tests.support.random_days.truths.asked import View, parameters, views

#: The log is read from its start for some views: after every event of a short day, then one in so many.
SHORT = 24
VIEWS = views()
#: What each view is asked with.
ASKED: Mapping[str, tuple[View, tuple[Parameter, ...]]] = {
    name: (view, tuple(parameters(view))) for name, view in VIEWS.items()
}


class Views(Driver):
    """Asks after every change what anybody could ask."""

    _told_of = 0

    @truth
    def every_view_answers(self) -> None:
        values = {name: list(make(self)) for name, make in GIVEN.items() if name != "log"}
        whole = len(self.log) <= SHORT or self.day.seq % SHORT == 0
        for name, (view, asked) in ASKED.items():
            of_log = any(one.name == "log" for one in asked)
            if not of_log or whole:
                self._ask(name, view, asked, {**values, "log": [self.log]} if of_log else values)
        self._told_of = self.day.seq

    @truth
    def who_did_not_come_is_known(self) -> None:
        missed = [leg.id for leg in self.day.legs.values() if leg.state is LegState.MISSED]
        assert sorted(self.day.missed) == sorted(missed)

    def _ask(
        self, name: str, view: View, asked: Sequence[Parameter], values: Mapping[str, list[Any]]
    ) -> None:
        known = [one for one in asked if one.name in values]
        for chosen in product(*(values[one.name] for one in known)):
            # Who looks up what somebody typed may be told that there is no such thing.
            with suppress(*(BalaiError,) if "Raises " in (view.__doc__ or "") else ()):
                _told(view(**{one.name: value for one, value in zip(known, chosen, strict=True)}))
            self.counts[f"view {name}"] += 1

    def news(self) -> list[Happened]:
        """What is new, and a little that was told before: news is told of later days of a batch, too."""
        new = self.day.seq - self._told_of
        return self.log[-(new + 3) :] if new > 0 else self.log

    def turn(self, values: Sequence[Any]) -> list[Any]:
        """The one of these whose turn it is; none of none."""
        return [values[self.day.seq % len(values)]] if values else []

    def legs(self) -> list[Leg]:
        """The leg whose turn it is."""
        return self.turn(list(self.day.legs.values()))


def _told(answer: Any) -> None:
    """Have an answer to its end."""
    if isinstance(answer, BaseModel):
        answer.model_dump_json()
    elif isinstance(answer, Iterator):
        for _ in answer:
            pass


def _choice(asker: Views) -> list[Any]:
    day = asker.day
    counter = asker.turn(day.config.counters)[0]
    rule, rules = rule_of(day.config.rules), day.config.rules
    found = rule.choose_next(lanes_for(day, counter.id), counter, day.counter(counter.id), rules)
    return [found] if found else []


def _typed(asker: Views) -> list[Any]:
    """Numbers and codes, as somebody types them: of tickets, rights and bookings, good or not."""
    day = asker.day
    visits = [typed for visit in day.visits.values() for typed in (visit.number, ticket_code(visit.id))]
    bookings = [booking.code for booking in day.bookings.on(day.date)]
    return asker.turn([*visits, *day.vouchers, *day.unserved, *bookings, *_IDS])


def _settings(day: HallDay) -> list[HallConfig]:
    """Settings that a manager may want: those in force, those that wait, fewer services, other letters."""
    config = day.config
    fewer = replace(config, services=config.services[1:], counters=config.counters[1:])
    letters = tuple(replace(one, letter="Y") for one in config.series)
    quick = tuple(replace(one, wait_minutes=5, priority_wait_minutes=5, quota=0) for one in config.services)
    return [
        config, fewer, replace(config, series=letters, services=quick),
        *([day.scheduled.config] if day.scheduled is not None else []),
    ]  # fmt: skip


Given = Callable[[Views], Sequence[Any]]
_IDS = ("no-such-id",)
GIVEN: Mapping[str, Given] = {
    "day": lambda a: [a.day],
    "_day": lambda a: [a.day],
    "config": lambda a: [a.day.config],
    "kind": lambda a: a.turn(get_args(TicketKind)),
    "audience": lambda a: AUDIENCES,
    "agency_id": lambda a: a.turn([None, *(agency.id for agency in a.day.config.agencies)]),
    "now": lambda a: [a.now.astimezone(UTC)],
    "_now": lambda a: [a.now.astimezone(UTC)],
    "at": lambda a: [a.now],
    "base": lambda a: [a.now],
    "on": lambda a: [a.day.date + timedelta(days=a.day.seq % 2)],
    "to": lambda a: [a.day.date + timedelta(days=1)],
    "leg": lambda a: a.legs(),
    "_leg": lambda a: a.legs(),
    "leg_id": lambda a: a.turn([*a.day.legs, *_IDS]),
    "visit_id": lambda a: a.turn([*a.day.visits]),
    "counter": lambda a: a.turn(a.day.config.counters),
    "counter_id": lambda a: a.turn([*a.day.config.counter_by_id, *_IDS]),
    "service": lambda a: a.turn(a.day.config.services),
    "service_id": lambda a: a.turn([*a.day.config.service_by_id]),
    "service_ids": lambda a: [tuple(a.day.config.service_by_id)],
    "services": lambda a: [tuple(a.day.config.service_by_id)],
    "priority_class": lambda a: a.turn(("regular", "priority", "high", "appointment")),
    "choice": _choice,
    "own": lambda a: [a.day.seq % 5],
    "desks": lambda a: [1 + a.day.seq % 3],
    "scope": lambda a: a.turn(("hall", "agency:satu", "service:ktp", "kiosk:k1", "service:none")),
    "code_typed": _typed,
    "typed": _typed,
    "sighting": lambda a: [lambda actor: Sighting(None, None)],
    "walls": lambda a: [{zone.id: WALLS[a.day.seq % len(WALLS)] for zone in a.day.config.zones}],
    "window": lambda a: [unknown],
    "rows": lambda a: [[{"service_id": one} for one in (*a.day.config.service_by_id, *_IDS)]],
    "entries": lambda a: [lambda day, text: []],
    "happened": lambda a: a.news(),
    "event": lambda a: [a.log[-1].event],
    "log": lambda a: [a.log],
    "seq": lambda a: [a.day.seq],
    "zone": lambda a: [ZoneInfo("Asia/Makassar")],
    "staff": lambda a: [a.day.seq % 2 == 0],
    "wanted": lambda a: a.turn(_settings(a.day)),
    "language": lambda a: a.turn(LANGUAGES),
    "apart": lambda a: [a.day.seq % 3 == 0],
}


def unknown_parameters() -> list[str]:
    """The parameters of views that nobody knows a value for."""
    return [
        f"{name}({one.name})"
        for name, (_, asked) in ASKED.items()
        for one in asked
        if one.name not in GIVEN and one.default is Parameter.empty
    ]
