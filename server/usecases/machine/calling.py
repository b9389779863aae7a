"""A manager calls a technician for a device: told the same ways as an alert."""

from __future__ import annotations

from collections.abc import Callable

from balai.errors import Refusal
from balai.protocol.managed.devices import DeviceRow
from balai.protocol.managed.overview import TechnicianCalled
from balai.words.said import say
from server.usecases.machine.alerts import Alert

#: Who calls again within so long (real seconds) for one device is heard already.
HEARD_SECONDS = 300.0


class Technicians:
    """Whoever is set up to be told of alerts. `tell` hands an alert to them and says in how many ways."""

    def __init__(
        self,
        devices: Callable[[], tuple[DeviceRow, ...]],
        tell: Callable[[Alert], int],
        monotonic: Callable[[], float],
    ) -> None:
        """`monotonic` gives real seconds."""
        self._devices, self._tell, self._monotonic = devices, tell, monotonic
        self._called: dict[str, tuple[float, int]] = {}

    def call(self, device_id: str) -> TechnicianCalled:
        """Tell what is wrong with a device. Raises Refusal `device_unknown`, `nobody_to_call`."""
        row = next((row for row in self._devices() if row.id == device_id), None)
        if row is None:
            raise Refusal("device_unknown", say("cli.device.unknown", device=repr(device_id)))
        now = self._monotonic()
        at, ways = self._called.get(device_id, (float("-inf"), 0))
        if now - at < HEARD_SECONDS:
            return TechnicianCalled(ways=ways)
        what = row.detail or ", ".join(fault.code for fault in row.faults) or "-"
        told = say("alert.technician", about=row.name or row.id, figure=what)
        ways = self._tell(Alert("technician", row.id, "critical", told))
        if not ways:
            raise Refusal("nobody_to_call", say("detail.nobody_to_call"))
        self._called[device_id] = now, ways
        return TechnicianCalled(ways=ways)
