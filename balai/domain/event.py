"""Domain event: something that happened, with its type and version, as the log keeps it for ever."""

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
    """What happened, without its place in the log (see `entry.Entry`). `newer` is kept to be passed on."""

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
