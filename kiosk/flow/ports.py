"""What the flow of a kiosk asks of its front and of whoever gives numbers. Either may have another kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from balai.protocol.answers import IssuedVisit
from balai.protocol.requests import DeviceFault
from hardware.ports import Wish


@dataclass(frozen=True)
class Choice:
    """What a visitor chose. `place` names the button or field; a place has one choice at work at a time.
    `also` are services wanted beside it, chosen at the places `beside`; so many `persons` come on the number,
    with `priority` or without."""

    service: str
    place: str
    also: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    persons: int = 1
    priority: bool = False

    @property
    def places(self) -> tuple[str, ...]:
        """All places that it was made at."""
        return (self.place, *self.beside)

    @property
    def wish(self) -> Wish:
        """What the hub is asked for."""
        return Wish(self.service, self.also, self.persons, "priority" if self.priority else "regular")


class Front(Protocol):
    """Where visitors choose, and see what became of it: buttons with lamps, a touch screen.

    Its own threads hand in choices; the flow's worker calls everything else.
    """

    @property
    def services(self) -> frozenset[str]:
        """The services that it stands for by its own file; empty where it shows whatever the hall has."""

    def on_choice(self, choose: Callable[[Choice], None]) -> None:
        """Hand every choice that is taken to `choose`, which returns at once. A choice that is taken gets
        exactly one `served` or `refused`; until then its place takes no other."""

    def on_wake(self, wake: Callable[[], None]) -> None:
        """Call `wake`, which returns at once, when `next_change` has changed: the worker then looks again."""

    def offer(self, services: frozenset[str]) -> None:
        """Take choices of these services only, from now on; of none while the hub or the printer is away.
        Called often, also where nothing changed: time may have."""

    def working(self, choice: Choice) -> None:
        """The number is being asked for."""

    def served(self, choice: Choice) -> None:
        """The number was given; its paper is printed, or pending."""

    def refused(self, choice: Choice, why: DeviceFault) -> None:
        """No number was given."""

    def next_change(self) -> float | None:
        """When (the clock's monotonic seconds) it changes by time alone, or None."""


class Numbers(Protocol):
    """Who gives numbers: the hub, or (cut off from it) the kiosk's own block of numbers."""

    def issue(self, choice: Choice) -> IssuedVisit:
        """A visit for a choice. Raises HubRefused where the answer is no, HubUnavailable where none came."""
