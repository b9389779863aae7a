"""What an event is, and the one event that changes nothing: something was said in the hall."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple


class Newer(NamedTuple):
    """What a newer version wrote into an event that this one knows: its version, and as JSON the fields
    that are unknown here."""

    version: int
    fields: str


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, without its place in the log (see `log.Entry`). `newer` is kept to be passed on."""

    TYPE: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1
    newer: Newer | None = field(default=None, kw_only=True)

    @property
    def written(self) -> tuple[str, int]:
        """The type and version as the log has them."""
        return self.TYPE, self.newer.version if self.newer else self.VERSION


@dataclass(frozen=True, slots=True)
class Unknown(Event):
    """An event of a newer version: nothing is known of it but its text, which is kept to the letter."""

    type: str
    version: int
    body: str

    @property
    def written(self) -> tuple[str, int]:
        """The type and version as the log has them."""
        return self.type, self.version


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
