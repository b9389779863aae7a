"""Routes of enrolment: devices are let in, get other tokens, are let in no more."""

from __future__ import annotations

from balai.protocol.managed import devices as d
from balai.protocol.requests import Change
from server.api.paths import DevicePath
from server.api.routing import Routes
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.store.kept.devices import Device
from server.usecases.devices.devices import Enrolment


def add_enrolment(routes: Routes, enrolment: Enrolment) -> None:
    """What administrators do with devices. A token is told once and kept nowhere: who asks again under the
    same request_id is refused, or gets another one, and the last that was told is good."""

    def enrol_device(who: Principal, body: d.EnrolDevice) -> d.DeviceToken:
        """Enrol a device, also under an id that was withdrawn."""
        new = Device(body.id, "", body.kind, body.name or body.id, zone_id=body.zone_id)
        return d.DeviceToken(id=body.id, token=enrolment.enrol(who.actor, new))

    def renew_token(who: Principal, path: DevicePath, body: Change) -> d.DeviceToken:
        """Give a device another token; the one that it had ends at once."""
        return d.DeviceToken(id=path.device_id, token=enrolment.renew(who.actor, path.device_id))

    def withdraw_device(who: Principal, path: DevicePath, body: Change) -> None:
        """Let a device in no more; its id may be enrolled anew."""
        enrolment.withdraw(who.actor, path.device_id)

    may = Permission.DEVICES_ENROL
    routes.add("POST", "/devices", enrol_device, may=may, answers=d.DeviceToken, status=201, refuses=True)
    routes.add(
        "POST", "/devices/<device_id>/token", renew_token, may=may, answers=d.DeviceToken, refuses=True
    )
    routes.add(
        "POST", "/devices/<device_id>/withdraw", withdraw_device,
        may=may, answers=None, status=204, refuses=True,
    )  # fmt: skip
