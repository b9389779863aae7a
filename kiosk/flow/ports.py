"""What the flow of a kiosk asks of its front and of whoever gives numbers. Either may have another kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from balai.protocol.answers.visits import IssuedVisit
from balai.protocol.answers.waits import NextWait
from balai.protocol.devices.cut_off import OfflineFacts
from balai.protocol.pushes import Queues
from balai.protocol.requests import DeviceFault
from balai.protocol.views import DeviceView
from balai.words import Language
from hardware.ports import PrinterStatus, Scan, Wish
from kiosk.paper.told import Told

#: The place of choices that are made by a code.
CODE = "code"


@dataclass(frozen=True)
class Choice:
    """What a visitor chose. `place` names the button or field; a place has one choice at work at a time.
    `also` are services wanted beside it, chosen at the places `beside`; so many `persons` come on the number,
    with `priority` or without. One made by a code has that of a right carried over (`voucher`) or of a
    `booking`. Its ticket is in the `language` that was chosen, where one was."""

    service: str
    place: str
    also: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    persons: int = 1
    priority: bool = False
    voucher: str | None = None
    booking: str | None = None
    language: Language | None = None

    @property
    def by_code(self) -> bool:
        """Whether it was made by a code, which the hub alone knows."""
        return self.voucher is not None or self.booking is not None

    @property
    def places(self) -> tuple[str, ...]:
        """All places that it was made at."""
        return (self.place, *self.beside)

    @property
    def wish(self) -> Wish:
        """What the hub is asked for."""
        kind = "priority" if self.priority else "regular"
        return Wish(self.service, self.also, self.persons, kind, self.voucher, self.booking)


@dataclass(frozen=True)
class CodeAsked:
    """Somebody scanned or typed a code. Not `whole`: it was not read to its end. What comes of it on paper is
    in the `language` that was chosen, where one was."""

    text: str
    whole: bool = True
    language: Language | None = None


@dataclass(frozen=True)
class Denied:
    """A visitor wanted what gives no number now, where nothing but paper can tell why."""

    service: str


@dataclass(frozen=True)
class Given:
    """A number that was given: by the hub, or one of the kiosk's `own`, whose time may not be `certain`."""

    visit: IssuedVisit
    own: bool = False
    certain: bool = True


@dataclass(frozen=True)
class Standing:
    """How hall and kiosk stand, for a front that shows more than lamps. `offered` are the services that give
    numbers here; `hours` and quotas the last that were told, `waits` those of who comes now; the hub is not
    heard since `cut_off` (None: it is), the printer not well since `unwell`. Numbers that are `pending` are
    not on paper yet, `printing` is the one at the printer, the paper of those that are `lost` will not
    come."""

    hall: DeviceView | None = None
    offered: frozenset[str] = frozenset()
    queues: Queues | None = None
    facts: OfflineFacts | None = None
    waits: Mapping[str, NextWait] = field(default_factory=dict)
    cut_off: datetime | None = None
    printer: PrinterStatus | None = None
    unwell: datetime | None = None
    pending: tuple[str, ...] = ()
    printing: str = ""
    lost: tuple[str, ...] = ()


class Front(Protocol):
    """Where visitors choose, and see what became of it: buttons with lamps, a touch screen.

    Its own threads hand in choices; the flow's worker calls everything else.
    """

    @property
    def services(self) -> frozenset[str]:
        """The services that it stands for by its own file; empty where it shows whatever the hall has."""

    @property
    def needs_paper(self) -> bool:
        """Whether a number is of no use here before it is on paper."""

    @property
    def trouble(self) -> DeviceFault | None:
        """What keeps visitors from choosing here, if anything does."""

    def on_choice(self, choose: Callable[[Choice], None]) -> None:
        """Hand every choice that is taken to `choose`, which returns at once. A choice that is taken gets
        exactly one `served` or `refused`; until then its place takes no other."""

    def on_denied(self, deny: Callable[[Denied], None]) -> None:
        """Hand to `deny`, which returns at once, whoever is to be told on paper why there is no number."""

    def on_code(self, ask: Callable[[CodeAsked], None]) -> None:
        """Hand every code to `ask`, which returns at once. A code gets exactly one `told`, or `served` where
        it gave a number."""

    def scanned(self, scan: Scan) -> None:
        """A reader has read something; called in its own thread."""

    def on_wake(self, wake: Callable[[], None]) -> None:
        """Call `wake`, which returns at once, when `next_change` has changed: the worker then looks again."""

    def offer(self, services: frozenset[str]) -> None:
        """Take choices of these services only, from now on; of none while the hub or the printer is away.
        Called often, also where nothing changed: time may have."""

    def learn(self, standing: Standing) -> None:
        """Take in how things stand. Called after each `offer`, also where nothing changed."""

    def working(self, choice: Choice) -> None:
        """The number is being asked for."""

    def served(self, choice: Choice, given: Given) -> None:
        """The number was given; its paper is printed, or pending."""

    def refused(self, choice: Choice, why: DeviceFault) -> None:
        """No number was given."""

    def told(self, of_code: Told) -> None:
        """What came of a code that gave no number here and now."""

    def next_change(self) -> float | None:
        """When (the clock's monotonic seconds) it changes by time alone, or None."""


class KeepsPaper(Protocol):
    """Keeps what is known of a ticket's paper, by the visit on it; of no visit nothing is kept. Each raises
    JournalFault where the disk does not take it."""

    def printing(self, ticket_id: str) -> None:
        """The first byte goes out when this returns."""

    def printed(self, ticket_id: str) -> None:
        """It is on paper."""

    def failed(self, ticket_id: str, *, cut_short: bool) -> None:
        """It is not on paper, or not whole."""

    def given_up(self, ticket_id: str) -> None:
        """It is printed no more."""


class Numbers(Protocol):
    """Who gives numbers: the hub, or (cut off from it) the kiosk's own block of numbers."""

    #: Whether the hub is heard, and whether the ticket of the next number goes to the printer at once.
    linked: bool
    prints: bool
    #: Called where a number will surely be given, once the press is kept.
    sure: Callable[[], None]

    def offered(self, service_id: str) -> bool:
        """Whether a choice of this service would be given a number now, as far as is known."""

    def issue(self, choice: Choice) -> Given:
        """A number for a choice. Raises HubRefused where the answer is no, HubUnavailable where none came,
        JournalFault where it cannot be kept."""
