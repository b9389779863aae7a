"""What an event is, and the one event that changes nothing: something was said in the hall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, without its place in the log (see `log.Entry`)."""

    TYPE: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class AnnouncementMade(Event):
    """Staff had something said in a zone (None: the whole hall). What it was stands in no log: only how
    many letters it had, and how many `seconds` a recording of it lasts (0: it was typed only)."""

    TYPE: ClassVar[str] = "announcement_made"
    announcement_id: str
    zone_id: str | None
    language: str
    times: int
    length: int
    seconds: int = 0
