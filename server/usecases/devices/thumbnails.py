"""Thumbnails: small pictures of what displays show, the latest of each, in memory only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

MOST_BYTES, MOST_DEVICES = 40_000, 500
_SIGNS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A picture and when it came (aware UTC)."""

    data: bytes
    media_type: str
    at: datetime


class Thumbnails:
    """`ask` asks a display for a new picture, where it is connected to this hub."""

    def __init__(self, ask: Callable[[str], None]) -> None:
        self._ask = ask
        self._latest: OrderedDict[str, Thumbnail] = OrderedDict()

    def put(self, device_id: str, data: bytes, at: datetime) -> bool:
        """Keep a picture in place of the device's last; False where it is none, or too large."""
        found = next((media_type for sign, media_type in _SIGNS if data.startswith(sign)), None)
        if found is None or len(data) > MOST_BYTES:
            return False
        self._latest[device_id] = Thumbnail(data, found, at)
        self._latest.move_to_end(device_id)
        if len(self._latest) > MOST_DEVICES:
            self._latest.popitem(last=False)
        return True

    def get(self, device_id: str) -> Thumbnail | None:
        """The last picture; a newer one is asked for."""
        self._ask(device_id)
        return self._latest.get(device_id)
