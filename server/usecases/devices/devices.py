"""Devices are enrolled and withdrawn, say how they are, and managers read it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from balai.clock import Clock
from balai.errors import Refusal
from balai.protocol.managed.devices import DeviceList, DeviceLog, DeviceMoment, DeviceRow, FaultRow
from balai.protocol.requests import DeviceStatus
from balai.words.said import say
from server.store import Store
from server.store.day.todays_log import TodaysLog
from server.store.errors import StoreError
from server.store.kept.accounts import token_hash
from server.store.kept.devices import Device, Devices, actor_of
from server.usecases.devices.moments import recent, with_deed, with_moments
from server.usecases.machine.vitals import silent_in
from server.usecases.trail import Did, Trail

_ID = r"[a-z0-9][a-z0-9_-]{0,63}"


@dataclass(frozen=True)
class Enrolment:
    """Devices of a hall are enrolled and withdrawn, and get other tokens. `run` runs a write where the store
    wants it; `out` makes this hub forget whose a token was, and cut off who listens by one that has ended."""

    store: Store
    hall_id: str
    clock: Clock
    run: Callable[[Callable[[], Any]], Any]
    trail: Trail
    out: Callable[[str], None] = lambda _actor: None

    def enrol(self, actor: str, device: Device) -> str:
        """Enrol a device, also under an id that was withdrawn; its token, which is told this once. Raises
        Refusal `device_exists`, `device_id_invalid` or `zone_unknown`."""
        token = secrets.token_urlsafe(32)
        self._added(Did.DEVICE_ENROLLED, actor, device, token_hash(token))
        return token

    def enrol_as(self, actor: str, device: Device, hashed: str) -> None:
        """The same for a device that shows a code, whose token it alone knows. Raises the same."""
        self._added(Did.DEVICE_ADMITTED, actor, device, hashed)
        # It may have tried its token already.
        self.out(actor_of(device.id))

    def replace(self, actor: str, device_id: str, kind: str, hashed: str) -> None:
        """Let a device that shows a code take the place of another of its kind, whose token ends at once.
        Raises Refusal `device_unknown`."""
        self._done(
            Did.DEVICE_ADMITTED, actor, device_id,
            lambda: self.store.devices.set_token_hash(self.hall_id, device_id, hashed, kind),
        )  # fmt: skip

    def _added(self, did: Did, actor: str, device: Device, hashed: str) -> None:
        if not re.fullmatch(_ID, device.id):
            raise Refusal("device_id_invalid", say("error.device_id", id=repr(device.id)))
        self._check_zone(device.zone_id)
        made = replace(device, hall_id=self.hall_id)
        try:
            self.run(lambda: self.store.devices.add_by_hash(made, hashed, self.clock.now()))
        except StoreError as fault:
            raise Refusal(fault.code, str(fault)) from fault
        self.trail.note(did, actor, made.id, made.kind)

    def renew(self, actor: str, device_id: str) -> str:
        """Give a device another token, which is told this once; the one that it had ends at once. Raises
        Refusal `device_unknown`."""
        token = secrets.token_urlsafe(32)
        self._done(
            Did.DEVICE_TOKEN_CHANGED, actor, device_id,
            lambda: self.store.devices.set_token(self.hall_id, device_id, token),
        )  # fmt: skip
        return token

    def rename(self, actor: str, device_id: str, name: str) -> None:
        """Call a device otherwise. Raises Refusal `device_unknown`."""
        self._done(
            Did.DEVICE_RENAMED, actor, device_id,
            lambda: self.store.devices.rename(self.hall_id, device_id, name),
        )  # fmt: skip

    def withdraw(self, actor: str, device_id: str) -> None:
        """Let a device in no more. Raises Refusal `device_unknown`."""
        self._done(
            Did.DEVICE_WITHDRAWN, actor, device_id,
            lambda: self.store.devices.withdraw(self.hall_id, device_id, self.clock.now()),
        )  # fmt: skip

    def _done(self, did: Did, actor: str, device_id: str, change: Callable[[], bool]) -> None:
        if not self.run(change):
            raise _unknown(device_id)
        self.out(actor_of(device_id))
        self.trail.note(did, actor, device_id)

    def _check_zone(self, zone_id: str | None) -> None:
        config = self.store.halls.get(self.hall_id)
        zones = [zone.id for zone in config.zones] if config else []
        if zone_id is not None and zone_id not in zones:
            raise Refusal(
                "zone_unknown", say("error.zone_unknown", zone=repr(zone_id), zones=", ".join(zones))
            )


def _unknown(device_id: str) -> Refusal:
    return Refusal("device_unknown", say("cli.device.unknown", device=repr(device_id)))


def report(
    devices: Devices, writes: TodaysLog, clock: Clock, hall_id: str, device_id: str, status: DeviceStatus
) -> None:
    """Keep what a device says of itself in place of what it said before, and what changed by it."""
    said, now, silent = status.model_dump(mode="json"), clock.now(), silent_in(clock)

    def keep() -> None:
        known = devices.by_id(hall_id, device_id)
        before, heard_at = (known.status, known.status_at) if known else (None, None)
        devices.report(hall_id, device_id, with_moments(said, before, heard_at, now, silent), now)

    writes.run(keep)


@dataclass(frozen=True)
class Restarting:
    """Devices of a hall are restarted. `send` tells one that is connected here, and says whether it is."""

    devices: Devices
    hall_id: str
    clock: Clock
    run: Callable[[Callable[[], Any]], Any]
    trail: Trail
    send: Callable[[str], bool]

    def restart(self, actor: str, device_id: str) -> None:
        """Have a device's program end, so that it is started anew. Raises Refusal `device_unknown`,
        `device_away`."""
        device = self.devices.by_id(self.hall_id, device_id)
        if device is None:
            raise _unknown(device_id)
        if not self.send(device_id):
            raise Refusal("device_away", say("error.device_away"))
        status = with_deed(device.status, "restart", self.clock.now())
        self.run(lambda: self.devices.keep(self.hall_id, device_id, status))
        self.trail.note(Did.DEVICE_RESTARTED, actor, device_id)

    def log(self, device_id: str) -> DeviceLog:
        """A device's last day. Raises Refusal `device_unknown`."""
        device = self.devices.by_id(self.hall_id, device_id)
        if device is None:
            raise _unknown(device_id)
        moments = reversed(recent(device.status, self.clock.now()))
        return DeviceLog(moments=tuple(DeviceMoment.model_validate(one) for one in moments))


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
