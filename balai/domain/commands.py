"""What can be asked of a day. Ids come in with the command, never from inside the core."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from balai.domain.hall import HallConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`actor` is "staff:<id>", "device:<id>" or "system"; never a person's name.

    `occurred_at` (aware) is when a cut-off device did it; `clock_certain` whether it trusts that.
    """

    actor: str = "system"
    occurred_at: datetime | None = None
    clock_certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay(Command):
    """Begin the log of `date` with this configuration."""

    date: date
    config: HallConfig
    previous_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeConfiguration(Command):
    """Put this configuration in force; an equal one changes nothing."""

    config: HallConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueVisit(Command):
    """Give the next number of the service's series."""

    visit_id: str
    service_id: str
    channel: str = "kiosk"
    priority_class: str = "regular"


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelVisit(Command):
    """End a visit that is not at a counter."""

    visit_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveNumbers(Command):
    """Set `count` numbers of a series aside for the actor, a device."""

    series_id: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterCommand(Command):
    """Something done at a counter."""

    counter_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCounter(CounterCommand):
    """Sit down at a counter. Again by the same actor changes nothing."""

    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCounter(CounterCommand):
    """Leave the counter; refused with a leg in hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseCounter(CounterCommand):
    """Take a break, until an aware time if one is known; refused with a leg in hand."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeCounter(CounterCommand):
    """End a break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNext(CounterCommand):
    """Finish `finishes`, the leg in hand (None for none), and call the next."""

    finishes: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegCommand(CounterCommand):
    """Something done to the leg in hand at a counter."""

    leg_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall(LegCommand):
    """Call the same leg once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(LegCommand):
    """The visitor is present. `presumed` when the time-out says so."""

    presumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish(LegCommand):
    """Service is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss(LegCommand):
    """The visitor did not come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Park(LegCommand):
    """Let the leg wait aside."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(LegCommand):
    """End the leg here and begin the next at `service_id`."""

    service_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLeg(Command):
    """A parked leg waits again."""

    leg_id: str
