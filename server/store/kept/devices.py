"""Enrolled devices with the last status each reported."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from balai.domain.log import stamp
from balai.words.said import say
from server.store.errors import StoreError
from server.store.kept.accounts import token_hash
from server.store.tables.kept import devices


@dataclass(frozen=True, slots=True)
class Device:
    """A kiosk, display or other device. `status` is what it reported last, at `status_at` (UTC). A display
    with a `zone_id` speaks there and nowhere else."""

    id: str
    hall_id: str
    kind: str
    name: str
    status: Mapping[str, Any] | None = None
    status_at: datetime | None = None
    zone_id: str | None = None

    @property
    def actor(self) -> str:
        """How the log names this device."""
        return actor_of(self.id)


def actor_of(device_id: str) -> str:
    """How the log names a device."""
    return f"device:{device_id}"


class Devices:
    """Reading is for any greenlet; on SQLite a hub changes through its dispatcher's `run`."""

    def __init__(self, write: Engine, read: Engine) -> None:
        self._write, self._read = write, read

    def add(self, device: Device, token: str, at: datetime) -> None:
        """Enrol a device with its token, also one whose id was withdrawn: what that one said of itself goes.
        Raises StoreError `device_exists`."""
        self.add_by_hash(device, token_hash(token), at)

    def add_by_hash(self, device: Device, hashed: str, at: datetime) -> None:
        """The same for a token that the device alone knows."""
        row = {
            "device_id": device.id, "hall_id": device.hall_id, "kind": device.kind, "name": device.name,
            "token_hash": hashed, "created_at": stamp(at), "zone_id": device.zone_id,
        }  # fmt: skip
        withdrawn = (*_one(device.hall_id, device.id), devices.c.withdrawn_at.is_not(None))
        try:
            with self._write.begin() as connection:
                connection.execute(delete(devices).where(*withdrawn))
                connection.execute(insert(devices), row)
        except IntegrityError as fault:
            raise StoreError(say("error.device_exists", id=repr(device.id)), code="device_exists") from fault

    def by_token(self, token: str) -> Device | None:
        """The device that this token belongs to, unless it was withdrawn."""
        return self.by_token_hash(token_hash(token))

    def by_token_hash(self, hashed: str) -> Device | None:
        """The same, of a token whose hash is known."""
        return self._found(devices.c.token_hash == hashed)

    def by_id(self, hall_id: str, device_id: str) -> Device | None:
        """A device of the hall that is not withdrawn."""
        return self._found(*_one(hall_id, device_id))

    def _found(self, *chosen: ColumnElement[bool]) -> Device | None:
        with self._read.connect() as connection:
            row = connection.execute(select(devices).where(*chosen, devices.c.withdrawn_at.is_(None))).first()
        return None if row is None else _device(row)

    def all(self, hall_id: str) -> list[Device]:
        """The devices of a hall that are not withdrawn, by id."""
        chosen = (devices.c.hall_id == hall_id, devices.c.withdrawn_at.is_(None))
        with self._read.connect() as connection:
            found = connection.execute(select(devices).where(*chosen).order_by(devices.c.device_id))
            return [_device(row) for row in found]

    def set_token(self, hall_id: str, device_id: str, token: str) -> bool:
        """Let a device in by another token; the one that it had ends. False where none of that id is
        enrolled."""
        return self.set_token_hash(hall_id, device_id, token_hash(token))

    def set_token_hash(self, hall_id: str, device_id: str, hashed: str, kind: str = "") -> bool:
        """The same for a token that the device alone knows; of `kind` only where one is named."""
        chosen = (*_one(hall_id, device_id), devices.c.withdrawn_at.is_(None))
        if kind:
            chosen = (*chosen, devices.c.kind == kind)
        with self._write.begin() as connection:
            done = connection.execute(update(devices).where(*chosen).values(token_hash=hashed))
        return bool(done.rowcount)

    def rename(self, hall_id: str, device_id: str, name: str) -> bool:
        """Call a device otherwise; False where none of that id is enrolled."""
        chosen = (*_one(hall_id, device_id), devices.c.withdrawn_at.is_(None))
        with self._write.begin() as connection:
            done = connection.execute(update(devices).where(*chosen).values(name=name))
        return bool(done.rowcount)

    def withdraw(self, hall_id: str, device_id: str, at: datetime) -> bool:
        """Let the device in no more; False where none of that id was enrolled."""
        chosen = (*_one(hall_id, device_id), devices.c.withdrawn_at.is_(None))
        with self._write.begin() as connection:
            done = connection.execute(update(devices).where(*chosen).values(withdrawn_at=stamp(at)))
        return bool(done.rowcount)

    def report(self, hall_id: str, device_id: str, status: Mapping[str, Any], at: datetime) -> None:
        """Keep what a device says of itself."""
        self._keep(hall_id, device_id, {"status": _text(status), "status_at": stamp(at)})

    def keep(self, hall_id: str, device_id: str, status: Mapping[str, Any]) -> None:
        """Keep something beside what a device said, which stays of when it was said."""
        self._keep(hall_id, device_id, {"status": _text(status)})

    def _keep(self, hall_id: str, device_id: str, values: Mapping[str, str]) -> None:
        with self._write.begin() as connection:
            connection.execute(update(devices).where(*_one(hall_id, device_id)).values(values))


def _text(status: Mapping[str, Any]) -> str:
    return json.dumps(status, sort_keys=True, separators=(",", ":"))


def _one(hall_id: str, device_id: str) -> tuple[ColumnElement[bool], ...]:
    return devices.c.hall_id == hall_id, devices.c.device_id == device_id


def _device(row: Row[Any]) -> Device:
    return Device(
        row.device_id,
        row.hall_id,
        row.kind,
        row.name,
        json.loads(row.status) if row.status else None,
        datetime.fromisoformat(row.status_at) if row.status_at else None,
        row.zone_id,
    )
