"""How reports of displays change a day."""

from __future__ import annotations

from balai.domain import events as e
from balai.domain.fold.visits import Changes
from balai.domain.heard import MOST_ANNOUNCEMENTS, Announcement
from balai.domain.state import HallDay, Happened
from balai.domain.values.replacing import replace


def call_announced(day: HallDay, h: Happened, event: e.CallAnnounced) -> Changes:
    """A call was shown, spoken, or will not be."""
    heard = day.heard.get(event.leg_id)
    if heard is None or (heard.called_at, heard.recalls) != (event.called_at, event.recalls):
        return {}
    return {"heard": day.heard.set(event.leg_id, heard.told(event.kind, h.when))}


def announced(day: HallDay, h: Happened, event: e.AnnouncementMade) -> Changes:
    """Staff had something said."""
    made = Announcement(event.announcement_id, event.zone_id, h.actor, h.at)
    return {"announcements": (*day.announcements[1 - MOST_ANNOUNCEMENTS :], made)}


def withdrawn(day: HallDay, h: Happened, event: e.AnnouncementWithdrawn) -> Changes:
    """It is said no more."""
    return {
        "announcements": tuple(
            replace(one, withdrawn=True) if one.id == event.announcement_id else one
            for one in day.announcements
        )
    }
