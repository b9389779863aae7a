"""Rooms of news (pub/sub topics) by key: whose news, and of them the one that it is about."""

from __future__ import annotations

from typing import NamedTuple


class RoomKey(NamedTuple):
    """A room: its kind (`board`, `staff`, `device`, ...) and, for one of many, the id that it is about: the
    agency of staff, a visit, a device. Without an id it is the whole hall's."""

    kind: str
    id: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else self.kind

    @classmethod
    def read(cls, name: str) -> RoomKey:
        """The key that `str` wrote."""
        kind, _, found = name.partition(":")
        return cls(kind, found)
