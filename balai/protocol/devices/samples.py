"""Samples: a ticket of nobody's that a kiosk prints, a call of nobody's that a wall makes, to try them."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from balai.protocol.answers.visits import IssuedVisit
from balai.protocol.base import Message, News, Slug
from balai.protocol.views import DeviceView
from balai.words.languages import Language

#: What a sample ticket tells of: a usual wait, a day that may be too short, a kiosk that is cut off.
TicketKind = Literal["usual", "doubtful", "own"]


class TrySample(Message):
    """Have a device try itself: a kiosk prints the ticket of a service as the draft has it, a wall makes a
    call as it is in force."""

    request_id: UUID
    service_id: Slug | None = None
    kind: TicketKind = "usual"
    language: Language | None = None


class SampleTicket(News):
    """What a kiosk is to print: what it would know of the hall, and what it would be told of the visit; as
    its `own` number or not, in the hall's language or a visitor's."""

    hall: DeviceView
    visit: IssuedVisit
    own: bool = False
    language: Language | None = None


class Sample(News):
    """For one device alone; no seq, and lost where the device is not there. A wall needs no ticket."""

    ticket: SampleTicket | None = None
