"""What the hub answers about its devices."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from balai.protocol.base import Moment, News, Slug
from balai.protocol.devices.admission import DeviceKind
from balai.protocol.requests import Change


class EnrolDevice(Change):
    """Enrol a device under an id; a display with a `zone_id` speaks there and nowhere else."""

    id: Slug
    kind: DeviceKind
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    zone_id: Slug | None = None


class NameDevice(Change):
    """What people call a device from now on."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class DeviceToken(News):
    """A device's token, told this once."""

    id: str
    token: str


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


class DeviceMoment(News):
    """Something in a device's last day: what it said of itself when that changed, since when it had not been
    heard before, or what somebody had it do (`deed`: "restart")."""

    at: Moment
    state: str | None = None
    faults: tuple[FaultRow, ...] = ()
    software: str = ""
    away_since: Moment | None = None
    deed: str = ""


class DeviceLog(News):
    """The last day of a device, the latest first."""

    moments: tuple[DeviceMoment, ...]


class DeviceList(News):
    """All devices of the hall."""

    devices: tuple[DeviceRow, ...]
