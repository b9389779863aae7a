"""Who a request comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from balai.protocol.views import Audience

Part = Literal["kiosk", "display", "staff", "manager"]

STAFF: frozenset[Part] = frozenset({"staff", "manager"})
MANAGERS: frozenset[Part] = frozenset({"manager"})
DEVICES: frozenset[Part] = frozenset({"kiosk", "display"})
ANYBODY: frozenset[Part] = STAFF | DEVICES
ISSUERS: frozenset[Part] = STAFF | {"kiosk"}


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody known: a device by its kind, an account by its role. `actor` goes into the log."""

    actor: str
    id: str
    part: Part

    @property
    def audience(self) -> Audience:
        """The room whose news this one may hear."""
        if self.part in STAFF:
            return "staff"
        return "board" if self.part == "display" else "device"
