"""What comes to the kiosk's worker: choices, news of the hub, and what other threads have done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from balai.protocol.answers.waits import NextWaits
from hardware.ports import HubEvent
from kiosk.flow.lane import Finished
from kiosk.flow.ports import Choice, CodeAsked, Denied


@dataclass(frozen=True)
class Stop:
    """The end of the work."""


@dataclass(frozen=True)
class Wake:
    """Time brings something sooner than was known."""


@dataclass(frozen=True)
class HubOfBefore:
    """The hub was restored from an older copy, and has all tickets again."""


#: Of the hub's that changes what is known.
News: TypeAlias = "Wake | HubOfBefore | NextWaits | HubEvent"
#: What is worked off, one after the other.
Message: TypeAlias = "Choice | CodeAsked | Denied | Stop | Finished | News"
