"""What a kiosk knows of its hall for when it is cut off: kept and replaced whole, never needed to start."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from pydantic import ValidationError

from balai.files import write_whole
from balai.protocol.devices.cut_off import HeldNumbers, OfflineFacts
from balai.protocol.views import DeviceView
from kiosk.journal.hub_time import Heard

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kit:
    """The hall as last seen, the numbers that are held, hours and quotas, and when the hub was heard."""

    hall: DeviceView | None = None
    held: HeldNumbers | None = None
    facts: OfflineFacts | None = None
    heard: Heard | None = None


def read_kit(path: Path) -> Kit:
    """The kit of a folder; an empty one where there is none that reads."""
    try:
        data: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        heard = data["heard"]
        return Kit(
            DeviceView.model_validate(data["hall"]) if data["hall"] else None,
            HeldNumbers.model_validate(data["held"]) if data["held"] else None,
            OfflineFacts.model_validate(data["facts"]) if data["facts"] else None,
            Heard(datetime.fromisoformat(heard["at"]).astimezone(UTC), heard["boot"], heard["ticks"])
            if heard
            else None,
        )
    except FileNotFoundError:
        return Kit()
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as fault:
        log.warning("kit_unreadable", reason=type(fault).__name__, effect="the hub is asked again")
        return Kit()


def write_kit(path: Path, kit: Kit) -> None:
    """Keep the kit. Raises OSError."""
    shown = {
        name: part.model_dump(mode="json") if part is not None else None
        for name, part in (("hall", kit.hall), ("held", kit.held), ("facts", kit.facts))
    }
    write_whole(path, json.dumps({**shown, "heard": kit.heard.data if kit.heard else None}))
