"""Devices are enrolled and withdrawn, say how they are, and managers read it."""

from __future__ import annotations

import re
import secrets

from balai.clock import Clock
from balai.errors import Refusal
from balai.protocol.devices import DeviceList, DeviceRow, FaultRow
from balai.protocol.requests import DeviceStatus
from balai.words.said import say
from server.store import Store
from server.store.day.todays_log import TodaysLog
from server.store.kept.devices import Device, Devices

_ID = r"[a-z0-9][a-z0-9_-]{0,63}"


def enrol(store: Store, device: Device, clock: Clock) -> str:
    """Enrol a device; its token, which is told this once. Raises StoreError `device_exists`, or Refusal
    `device_id_invalid` or `zone_unknown`."""
    if not re.fullmatch(_ID, device.id):
        message = say("error.device_id", id=repr(device.id))
        raise Refusal("device_id_invalid", message)
    config = store.halls.get(device.hall_id)
    zones = [zone.id for zone in config.zones] if config else []
    if device.zone_id is not None and device.zone_id not in zones:
        raise Refusal(
            "zone_unknown", say("error.zone_unknown", zone=repr(device.zone_id), zones=", ".join(zones))
        )
    token = secrets.token_urlsafe(32)
    store.devices.add(device, token, clock.now())
    return token


def report(devices: Devices, writes: TodaysLog, clock: Clock, device_id: str, status: DeviceStatus) -> None:
    """Keep what a device says of itself in place of what it said before."""
    said, now = status.model_dump(mode="json"), clock.now()
    writes.run(lambda: devices.report(device_id, said, now))


def listed(devices: Devices, hall_id: str) -> DeviceList:
    """All devices of the hall with their last status."""
    return DeviceList(devices=tuple(_row(device) for device in devices.all(hall_id)))


def kiosk_ids(devices: Devices, hall_id: str) -> set[str]:
    """The ids of the hall's kiosks."""
    return {device.id for device in devices.all(hall_id) if device.kind == "kiosk"}


def _row(device: Device) -> DeviceRow:
    status = device.status or {}
    return DeviceRow(
        id=device.id,
        name=device.name,
        kind=device.kind,
        seen_at=device.status_at,
        state=status.get("state"),
        detail=status.get("detail", ""),
        software=status.get("software", ""),
        day=status.get("day"),
        seq=status.get("seq"),
        counts=status.get("counts", {}),
        faults=tuple(FaultRow.model_validate(fault) for fault in status.get("faults", ())),
        zone=status.get("zone"),
        speaks=tuple(status.get("speaks", ())),
        sound_card=status.get("sound_card", ""),
    )
