"""All that a page is made of at one moment, and the room that it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from balai.protocol.views import ServiceView
from balai.words import Words, words_in
from balai.words.dates import clock_time, long_date, weekday
from drawing.box import Box
from kiosk.flow.ports import Standing
from kiosk.flow.telling.notices import reason
from kiosk.flow.telling.offer import Offer, Opening, Why
from kiosk.screen.session import Action, Session

#: Below this width (design pixels) things stand below each other.
_WIDE = 1000


#: What stands before the reason why there is no number.
ICONS = {Why.FULL: "calendar", Why.SHUT: "clock"}


@dataclass(frozen=True)
class View:
    """A session before a hall at a moment (aware `now`, monotonic `ticks`). `speaks`: there is a voice;
    `focus` is what keys would choose; `asked` how much each service was
    asked for of late; staff were `called` then (aware), and have not come yet."""

    session: Session
    standing: Standing
    now: datetime
    ticks: float
    speaks: bool = False
    focus: Action | None = None
    asked: Mapping[str, int] = field(default_factory=dict)
    called: datetime | None = None

    @cached_property
    def offer(self) -> Offer:
        """What the hall offers; only where there is a hall."""
        return Offer(self.standing, self.now)

    @cached_property
    def say(self) -> Words:
        """The words of the visitor's language."""
        return words_in(self.session.language)

    @property
    def left(self) -> int | None:
        """Whole seconds until the screen begins anew."""
        left = self.session.left(self.ticks)
        return None if left is None else round(left)

    @property
    def on_paper(self) -> bool:
        """Whether the number that was given is on paper, or will be at once."""
        given, printer = self.session.given, self.standing.printer
        if given is None or given.visit.number not in self.without_paper:
            return True
        return printer is not None and printer.ok and not self.session.unprinted

    @property
    def without_paper(self) -> tuple[str, ...]:
        """Numbers whose paper has not come yet, or will not."""
        return (*self.standing.pending, *self.standing.lost)

    @property
    def wanted(self) -> list[str]:
        """The names of all services of the number that would be taken now."""
        return self.names(self.session.wanted)

    def names(self, service_ids: Sequence[str]) -> list[str]:
        """The names of services."""
        found = ((id_, self.offer.service(id_)) for id_ in service_ids)
        return [self.name(service) if service else id_ for id_, service in found]

    def listed(self, names: Sequence[str], fits: Callable[[str], bool]) -> str:
        """Names in a row; the first ones and how many more there are where all of them do not fit."""
        told = ", ".join(names)
        for shown in range(len(names) - 1, 0, -1):
            if fits(told):
                break
            told = self.say("touch.and_more", names=", ".join(names[:shown]), count=len(names) - shown)
        return told

    def name(self, service: ServiceView) -> str:
        """A service's name in the visitor's language, where it has one."""
        return service.name_en or service.name if self.session.language == "en" else service.name

    def papers(self, service: ServiceView) -> tuple[str, ...]:
        """What is to be brought for a service, in the visitor's language, where it is told in it."""
        english = service.requirements_en if self.session.language == "en" else ()
        return english or service.requirements

    def clock(self, moment: datetime) -> str:
        """A time of day in the hall: "10.42"."""
        return clock_time(moment, self.offer.zone, self.session.language)

    def day(self, moment: datetime) -> str:
        """A date without its year: "Rabu, 15 April"."""
        return long_date(moment.astimezone(self.offer.zone).date(), self.session.language, year=False)

    def reason(self, opening: Opening) -> tuple[str, str]:
        """Why a service gives no number, and when or where there is one; empty where it does."""
        return reason(opening, self.offer, self.say)

    def full_until(self, opening: Opening) -> str:
        """The same in few words of a service that is full and gives numbers on another day; else empty."""
        if opening.why is not Why.FULL or opening.on is None:
            return ""
        return self.say("touch.full_until", day=weekday(opening.on, self.session.language))

    def line(self, service: ServiceView) -> str:
        """How many wait for a service, and how long who comes now will probably wait."""
        waiting, wait = self.offer.waiting(service.id), self.offer.wait(service.id)
        if waiting is None:
            return self.say("touch.wait_unknown")
        told = self.say("touch.line", count=waiting)
        return f"{told}, {self.interval(wait)}" if wait else told

    def interval(self, wait: tuple[int, int]) -> str:
        """From and to how many minutes."""
        return self.say("touch.minutes", least=wait[0], most=wait[1])


class Room(NamedTuple):
    """Where on a page things are read, and where they are touched: the same, unless all that is touched is to
    be in the lower half."""

    read: Box
    reach: Box

    @property
    def wide(self) -> bool:
        """Whether things stand beside each other."""
        return self.reach.width >= _WIDE

    @property
    def apart(self) -> bool:
        """Whether what is touched has its own half."""
        return self.read != self.reach
