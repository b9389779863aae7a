"""Free announcements."""

from __future__ import annotations

from balai.protocol.base import Moment, News


class FreeAnnouncement(News):
    """What staff have to say. The text is kept for the day only and in no log; where it was `recorded`, the
    sound is at `/announcements/{announcement_id}/sound`."""

    announcement_id: str
    text: str
    language: str
    times: int
    zone_id: str | None = None
    recorded: bool = False


class AnnouncementMade(News):
    """A free announcement is on its way to the displays; `left_out` names signs of its text that nobody can
    see and that are therefore not kept, such as "U+FE0F VARIATION SELECTOR-16"."""

    announcement_id: str
    zone_id: str | None
    day: str
    seq: int
    left_out: tuple[str, ...] = ()


class AnnouncementRow(News):
    """An announcement of today, what it said, and whether it was taken back; `mine` where the asker made
    it."""

    announcement_id: str
    at: Moment
    zone_id: str | None
    text: str
    recorded: bool
    withdrawn: bool
    mine: bool


class AnnouncementList(News):
    """The announcements of today that the asker may take back, the latest first."""

    announcements: tuple[AnnouncementRow, ...]


class AnnouncementWithdrawn(News):
    """An announcement was taken back; displays stop it as soon as they hear of it."""

    announcement_id: str
    day: str
    seq: int
