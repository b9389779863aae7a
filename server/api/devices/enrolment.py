"""Routes of enrolment: devices are let in, get other names and tokens, are restarted, are let in no more."""

from __future__ import annotations

from balai.protocol.managed import devices as d
from balai.protocol.requests import Change
from server.api.paths import DevicePath
from server.api.routing import Routes
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.store.kept.devices import Device
from server.usecases.devices.devices import Enrolment, Restarting


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

    def name_device(who: Principal, path: DevicePath, body: d.NameDevice) -> None:
        """Call a device otherwise."""
        enrolment.rename(who.actor, path.device_id, body.name)

    may, admits = Permission.DEVICES_ENROL, Permission.DEVICES_ADMIT
    routes.add("POST", "/devices", enrol_device, may=may, answers=d.DeviceToken, status=201, refuses=True)
    routes.add(
        "POST", "/devices/<device_id>/token", renew_token, may=may, answers=d.DeviceToken, refuses=True
    )
    for what, act in (("withdraw", withdraw_device), ("name", name_device)):
        routes.add(
            "POST", f"/devices/<device_id>/{what}", act, may=admits, answers=None, status=204, refuses=True
        )


def add_restarting(routes: Routes, restarting: Restarting) -> None:
    """What managers do with a device that stands in the hall, and what its last day was like."""

    def restart_device(who: Principal, path: DevicePath, body: Change) -> None:
        """Have a device's program end; it is started anew by itself, in seconds. What it holds is kept."""
        restarting.restart(who.actor, path.device_id)

    def read_device_log(path: DevicePath) -> d.DeviceLog:
        """What a device said of itself in the last day, and when it was not heard."""
        return restarting.log(path.device_id)

    routes.add(
        "POST", "/devices/<device_id>/restart", restart_device,
        may=Permission.DEVICES_TRY, answers=None, status=204, refuses=True,
    )  # fmt: skip
    routes.add(
        "GET", "/devices/<device_id>/log", read_device_log,
        may=Permission.DEVICES_WATCH, answers=d.DeviceLog, refuses=True,
    )  # fmt: skip
