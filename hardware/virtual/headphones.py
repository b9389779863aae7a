"""Headphones that are not there: plugged in and pulled out by a program, told as the kernel tells it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from hardware.sound.jacks import EV_SWITCH, EVENT, HEADPHONE, Headphones, Socket

if TYPE_CHECKING:
    from hardware.virtual.window import Reply, VirtualHardware


class VirtualHeadphones(Headphones):
    """One socket, whose events come through a pipe with a name."""

    def __init__(self, tell: Callable[[Socket | None], object], card: str = "") -> None:
        self._folder = Path(mkdtemp(prefix="balai-headphones-"))
        place = self._folder / "event0"
        os.mkfifo(place)
        self._cable = os.open(place, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        super().__init__(tell, lambda: iter((Socket(place, card),)))

    def plug(self, *, in_: bool) -> None:
        """Plug them in, or pull them out."""
        switch, done = EVENT.pack(0, 0, EV_SWITCH, HEADPHONE, in_), EVENT.pack(0, 0, 0, 0, 0)
        os.write(self._cable, switch + done)

    def close(self) -> None:
        """End; harmless to repeat."""
        if self._thread.ending:
            return
        super().close()
        os.close(self._cable)
        shutil.rmtree(self._folder, ignore_errors=True)


def show_headphones(window: VirtualHardware, headphones: VirtualHeadphones) -> None:
    """`POST /headphones/in` and `/headphones/out`; in `/state` whether they are in."""
    from hardware.virtual.window import json_reply  # a kiosk without virtual parts has no window

    def plug(match: re.Match[str]) -> Reply:
        headphones.plug(in_=match[1] == "in")
        return json_reply({})

    window.post(r"/headphones/(in|out)", plug)
    window.show("headphones", lambda: {"in": headphones.socket is not None})
