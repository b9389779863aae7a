"""What the display says of itself, to the hub and to whoever looks through its virtual window."""

from __future__ import annotations

from collections.abc import Sequence

from balai.protocol.requests import DeviceFault, DeviceStatus
from balai.version import software
from balai.words.faults import fault_told
from display.wall import Wall

MOST_FAULTS = 8


def status_of(
    wall: Wall, faults: Sequence[DeviceFault], zone: str | None = None, sound_card: str = ""
) -> DeviceStatus:
    """The status of a wall that hangs in `zone` (None: the whole hall) and was given a `sound_card`."""
    counts = wall.announcer.counts
    return DeviceStatus(
        state="degraded" if faults else "ok",
        detail=" ".join(f"{fault_told(f.code, wall.say, 'display', f.about).what}." for f in faults)[:500],
        faults=tuple(faults[:MOST_FAULTS]),
        zone=zone,
        speaks=tuple(sorted(wall.announcer.zones or ()))[:64],
        sound_card=sound_card[:100],
        software=software(),
        day=wall.board.day if wall.board else None,
        seq=wall.board.seq if wall.board else None,
        counts={
            "spoken": counts.spoken,
            "shown": counts.shown,
            "shortened": counts.shortened,
            "merged": counts.merged,
            "dropped": counts.dropped,
            "waiting": wall.announcer.waiting,
            "mishaps": wall.mishaps.count,
            "speaker": int(wall.announcer.zones is None or bool(wall.announcer.zones)),
        },
    )


def state_of(wall: Wall, faults: Sequence[DeviceFault]) -> dict[str, object]:
    """The same as plain data, with what stands on the screen."""
    call = wall.announcer.current
    board = wall.board
    return {
        **status_of(wall, faults).model_dump(),
        "marks": wall.marks.as_data(),
        "connected": board is not None and board.down_since is None,
        "zone": wall.zone,
        "directions": dict(wall.directions),
        "pictures": len(wall.gallery.keys) if wall.gallery else 0,
        "calling": {"number": call.number, "counter": call.spoken.counter} if call else None,
        "cells": {
            str(cell.counter.number): None if cell.ended else cell.number
            for cell in (board.cells if board else ())
        },
    }
