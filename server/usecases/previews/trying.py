"""Devices that try themselves: a kiosk prints a ticket of nobody's, a wall makes a call of nobody's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from balai.errors import Refusal
from balai.protocol.devices.samples import Sample, SampleTicket, TicketKind, TrySample
from balai.protocol.managed.devices import DeviceRow
from balai.words import Language
from balai.words.said import say
from server.usecases.previews.tickets import sample_of
from server.usecases.settings.drafts import Drafts


@dataclass(frozen=True)
class Trying:
    """Samples by the draft. `send` gives one to a device that is connected here, and says whether it is."""

    drafts: Drafts
    devices: Callable[[], tuple[DeviceRow, ...]]
    send: Callable[[str, Sample], bool]

    def ticket(self, service_id: str, kind: TicketKind, language: Language | None) -> SampleTicket:
        """A service's ticket. Raises Refusal `draft_faulty`, `service_unknown`."""
        drafts = self.drafts
        checked = drafts.checked(drafts.now())
        if checked.config is None:
            count = len(checked.faults)
            raise Refusal("draft_faulty", say("error.draft_faulty", count=count), count=count)
        return sample_of(drafts.log.day, checked.config, service_id, kind, language, drafts.log.now())

    def device(self, device_id: str, wanted: TrySample) -> None:
        """Have a device try itself. Raises Refusal `device_unknown`, `device_away`, and as `ticket`."""
        row = next((row for row in self.devices() if row.id == device_id), None)
        if row is None or (row.kind == "kiosk" and wanted.service_id is None):
            raise Refusal("device_unknown", say("cli.device.unknown", device=repr(device_id)))
        ticket = None
        if row.kind == "kiosk" and wanted.service_id is not None:
            ticket = self.ticket(wanted.service_id, wanted.kind, wanted.language)
        if not self.send(device_id, Sample(ticket=ticket)):
            raise Refusal("device_away", say("error.device_away"))
