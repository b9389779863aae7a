"""A change of the configuration that waits for a later day, and is put in force by itself when that opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from balai.domain.event import Event
from balai.domain.hall.config import HallConfig


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A configuration that will be in force when the first day opens that is not before `on` (a local date).
    `since` (aware UTC) and `by` (an actor) tell when and by whom it was accepted; `in_use` what of today it
    waits for, if that is why it waits."""

    config: HallConfig
    on: date
    since: datetime
    by: str
    in_use: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfigurationScheduled(Event):
    """A configuration was accepted for the day `on` or the first one that opens later, in the place of any
    that waited before; `in_use` names what today still needs of the one in force."""

    TYPE: ClassVar[str] = "configuration_scheduled"
    config: HallConfig
    on: date
    in_use: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfigurationWithdrawn(Event):
    """The configuration that waited was taken back."""

    TYPE: ClassVar[str] = "configuration_withdrawn"
    on: date


#: The kinds of this list, for the list of all.
SCHEDULED: tuple[type[Event], ...] = (ConfigurationScheduled, ConfigurationWithdrawn)
