"""What is being put together at a panel before it becomes one choice: services, persons, priority.

For whoever holds the panel's lock. Times are the clock's monotonic seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from kiosk.flow.ports import Choice

#: As many as the hub takes on one number.
MOST_PERSONS, MOST_SERVICES = 50, 9


class Extra(Enum):
    """A button that gives no number itself, but says how the next one is wanted."""

    PERSON = "person"
    PRIORITY = "priority"


@dataclass
class Gathering:
    """Services in the order of pressing with the places they were pressed at, and what extras said.

    `seconds` is how long after a press of a service another one is waited for (0: not at all),
    `extra_seconds` how long what an extra said is kept.
    """

    seconds: float
    extra_seconds: float
    persons: int = 1
    priority: bool = False
    chosen: dict[str, str] = field(default_factory=dict)
    until: float | None = None

    def note(self, kind: Extra, now: float) -> None:
        """One person more, or priority on or off."""
        if kind is Extra.PERSON:
            self.persons = min(self.persons + 1, MOST_PERSONS)
        else:
            self.priority = not self.priority
        self.until = now + (self.seconds if self.chosen else self.extra_seconds)

    def add(self, place: str, service: str, now: float) -> Choice | None:
        """A service was pressed; the whole choice where that ends it: at once where nothing is waited for,
        and when one is pressed again."""
        again = place in self.chosen
        self.chosen.setdefault(place, service)
        if again or self.seconds <= 0 or len(self.chosen) >= MOST_SERVICES:
            return self.take()
        self.until = now + self.seconds
        return None

    def passed(self, now: float) -> Choice | None:
        """The whole choice where nobody pressed anything in time; extras alone are forgotten."""
        if self.until is None or now < self.until:
            return None
        if self.chosen:
            return self.take()
        self._clear()
        return None

    def take(self) -> Choice:
        """All that was pressed as one choice."""
        (place, service), *others = self.chosen.items()
        # Two buttons of one service are one wish.
        wanted = {other: None for _, other in others if other != service}
        choice = Choice(
            service, place, tuple(wanted), tuple(place for place, _ in others), self.persons, self.priority
        )
        self._clear()
        return choice

    def says(self, kind: Extra) -> bool:
        """Whether an extra holds for what comes next."""
        return self.persons > 1 if kind is Extra.PERSON else self.priority

    def _clear(self) -> None:
        self.persons, self.priority, self.until = 1, False, None
        self.chosen.clear()
