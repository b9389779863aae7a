"""Thumbnails: small pictures of what displays show, the latest of each, in memory.

Where several hubs share a hall, a picture that somebody waits for goes by the store as well.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from server.store.kept.walls.looks import Looks, Picture

MOST_BYTES, MOST_DEVICES = 40_000, 500
_SIGNS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


class Thumbnails:
    """The latest picture of each device."""

    def __init__(self, ask: Callable[[str], None], shared: Looks | None = None) -> None:
        """`ask` asks a display for a new picture, where it is connected to this hub; `shared` is what other
        hubs ask and take by."""
        self._ask, self._shared = ask, shared
        self._latest: OrderedDict[str, Picture] = OrderedDict()

    def put(self, device_id: str, data: bytes, at: datetime) -> bool:
        """Keep a picture in place of the device's last; False where it is none, or too large."""
        found = next((media_type for sign, media_type in _SIGNS if data.startswith(sign)), None)
        if found is None or len(data) > MOST_BYTES:
            return False
        picture = self._latest[device_id] = Picture(data, found, at)
        self._latest.move_to_end(device_id)
        if len(self._latest) > MOST_DEVICES:
            self._latest.popitem(last=False)
        if self._shared is not None:
            self._shared.answer(device_id, picture)
        return True

    def get(self, device_id: str) -> Picture | None:
        """The last picture, whichever hub it came to; a newer one is asked for."""
        self._ask(device_id)
        here = self._latest.get(device_id)
        if self._shared is None:
            return here
        self._shared.ask(device_id)
        known = [picture for picture in (here, self._shared.latest(device_id)) if picture is not None]
        return max(known, key=lambda picture: picture.at, default=None)
