"""What the hub answers about its devices."""

from __future__ import annotations

from balai.protocol.base import Moment, News


class FaultRow(News):
    """Something that a device does without, as it said."""

    code: str
    about: str = ""


class DeviceRow(News):
    """A device, the `name` that people call it, and what it last said. `seen_at` is null until it reports."""

    id: str
    name: str = ""
    kind: str
    seen_at: Moment | None
    state: str | None
    detail: str
    software: str
    day: str | None
    seq: int | None
    counts: dict[str, int]
    faults: tuple[FaultRow, ...] = ()
    zone: str | None = None
    speaks: tuple[str, ...] = ()
    sound_card: str = ""


class DeviceList(News):
    """All devices of the hall."""

    devices: tuple[DeviceRow, ...]
