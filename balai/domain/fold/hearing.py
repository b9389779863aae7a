"""How reports of displays change a day."""

from __future__ import annotations

from balai.domain import events as e
from balai.domain.fold.visits import Changes
from balai.domain.state import HallDay, Happened


def call_announced(day: HallDay, h: Happened, event: e.CallAnnounced) -> Changes:
    """A call was shown, spoken, or will not be."""
    heard = day.heard.get(event.leg_id)
    if heard is None or (heard.called_at, heard.recalls) != (event.called_at, event.recalls):
        return {}
    return {"heard": day.heard.set(event.leg_id, heard.told(event.kind, h.when))}
