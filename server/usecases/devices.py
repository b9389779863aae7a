"""Devices say how they are, and managers read it."""

from __future__ import annotations

from balai.clock import Clock
from balai.protocol.devices import DeviceList, DeviceRow, FaultRow
from balai.protocol.requests import DeviceStatus
from server.store.kept.devices import Device, Devices
from server.usecases.session import Writes


def report(devices: Devices, writes: Writes, clock: Clock, device_id: str, status: DeviceStatus) -> None:
    """Keep what a device says of itself in place of what it said before."""
    said, now = status.model_dump(mode="json"), clock.now()
    writes.run(lambda: devices.report(device_id, said, now))


def listed(devices: Devices, hall_id: str) -> DeviceList:
    """All devices of the hall with their last status."""
    return DeviceList(devices=tuple(_row(device) for device in devices.all(hall_id)))


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
    )
