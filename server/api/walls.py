"""Routes of the walls: free announcements, and pictures of what displays show."""

from __future__ import annotations

from email.utils import format_datetime

from flask import Response, request

from balai.clock import Clock
from balai.protocol.answers import AnnouncementMade, FreeAnnouncement
from balai.protocol.requests import Announce
from server.api.paths import AnnouncementPath, DevicePath
from server.api.routing import Days, Routes, kept
from server.auth.principal import DEVICES, MANAGERS, STAFF, Part, Principal
from server.problems import Rejected
from server.store import Store
from server.usecases import announcements
from server.usecases.asking import Submits
from server.usecases.frames import MOST_BYTES, Frames
from server.usecases.session import Writes

_DISPLAYS: frozenset[Part] = frozenset({"display"})


def add_announcements(routes: Routes, desk: Submits, writes: Writes, days: Days, store: Store) -> None:
    """Have something said, and what it was."""

    def announce(who: Principal, body: Announce) -> Response:
        """Have something said by the displays of a zone, or of the whole hall."""
        return kept(announcements.announce(desk, writes, store, days.current(), who.actor, body))

    def show_announcement(path: AnnouncementPath) -> FreeAnnouncement:
        """What was typed today; for those who say it, and for staff."""
        hall_id = days.last().config.hall.id
        found = announcements.words(store, hall_id, str(path.announcement_id))
        if found is None:
            raise Rejected(404, "announcement_unknown", "No announcement of today has this id.")
        return found

    may = STAFF | _DISPLAYS
    at = "/announcements/<announcement_id>"
    routes.add(
        "POST", "/announcements", announce, may=STAFF, answers=AnnouncementMade, status=201, refuses=True
    )
    routes.add("GET", at, show_announcement, may=may, answers=FreeAnnouncement)


def add_frames(routes: Routes, frames: Frames, clock: Clock) -> None:
    """Pictures of what displays show."""

    def put_frame(who: Principal) -> None:
        """Keep a small picture (JPEG or PNG) of what the asking device shows."""
        if (request.content_length or 0) > MOST_BYTES:
            raise Rejected(413, "body_too_large", f"A picture has at most {MOST_BYTES} bytes.")
        if not frames.put(who.id, request.get_data(cache=False), clock.now()):
            raise Rejected(415, "not_a_picture", f"Send a JPEG or PNG of at most {MOST_BYTES} bytes.")

    def show_frame(path: DevicePath) -> Response:
        """The last picture that a device sent; asking makes it send another."""
        frame = frames.get(path.device_id)
        if frame is None:
            raise Rejected(404, "no_frame", "This device has sent no picture since this hub started.")
        headers = {"Cache-Control": "no-store", "Last-Modified": format_datetime(frame.at, usegmt=True)}
        return Response(frame.data, 200, headers, content_type=frame.media_type)

    routes.add("PUT", "/devices/me/frame", put_frame, may=DEVICES, answers=None, status=204)
    routes.add("GET", "/devices/<device_id>/frame", show_frame, may=MANAGERS, answers=None)
