"""What a virtual screen answers: its picture, and touches and keys that are sent to it."""

from __future__ import annotations

import re
from urllib.parse import unquote

from hardware.screen.screen import Frames, HiddenScreen
from hardware.screen.touches import Key, Touches
from hardware.virtual.window import Reply, VirtualHardware, json_reply


def show_screen(window: VirtualHardware, screen: HiddenScreen) -> None:
    """`GET /frame.png`."""
    frames = Frames(screen)
    window.get(r"/frame\.png", lambda _match: Reply(frames.png(), "image/png"))


def take_touches(window: VirtualHardware, touches: Touches) -> None:
    """`POST /tap/<x>/<y>` (pixels of the picture), `/key/<name>` (SDL's name of it)."""

    def tap(match: re.Match[str]) -> Reply:
        touches.tap(int(match[1]), int(match[2]))
        return json_reply({})

    def key(match: re.Match[str]) -> Reply:
        touches.put(Key(unquote(match[1])))
        return json_reply({})

    window.post(r"/tap/(\d{1,5})/(\d{1,5})", tap)
    window.post(r"/key/([^/]{1,40})", key)
