"""Routes by which a device is let in that has no token yet (`balai.protocol.devices.admission`)."""

from __future__ import annotations

from typing import Annotated

from flask import request
from pydantic import StringConstraints

from balai.protocol.base import Message
from balai.protocol.devices import admission as a
from server.api.routing import Routes
from server.auth.addresses import place_of
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases.devices.admission import Admission


class AskPath(Message):
    """What a device asked before."""

    ask_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


def add_admission(routes: Routes, admission: Admission) -> None:
    """Asking and telling are for whoever comes; typing the code is for who may let devices in."""

    def ask_admission(body: a.AskAdmission) -> a.AdmissionAsked:
        """Ask to be let in; the code is shown until somebody types it."""
        return admission.ask(place_of(request.remote_addr or ""), body)

    def tell_secret(path: AskPath, body: a.TellSecret) -> a.AdmissionState:
        """Tell what the commitment was made of, and hear whether somebody typed the code."""
        return admission.told(path.ask_id, body)

    def admit_device(who: Principal, body: a.AdmitDevice) -> a.DeviceAdmitted:
        """Let the device in that shows this code."""
        return admission.admit(who.actor, body)

    ask, may = Permission.DEVICES_ASK, Permission.DEVICES_ADMIT
    routes.add("POST", "/devices/asks", ask_admission, may=ask, answers=a.AdmissionAsked, status=201)
    routes.add("POST", "/devices/asks/<ask_id>", tell_secret, may=ask, answers=a.AdmissionState, refuses=True)
    routes.add(
        "POST", "/devices/admit", admit_device,
        may=may, answers=a.DeviceAdmitted, status=201, refuses=True,
    )  # fmt: skip
