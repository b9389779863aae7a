"""Routes of free announcements, typed or recorded."""

from __future__ import annotations

from flask import Response, request

from balai.clock import Clock
from balai.protocol.answers.announcements import (
    AnnouncementList,
    AnnouncementMade,
    AnnouncementWithdrawn,
    FreeAnnouncement,
)
from balai.protocol.requests import Announce, Change
from balai.words.said import say
from server.api.paths import AnnouncementPath
from server.api.routing import Routes, kept, whole_body
from server.auth.principal import Principal
from server.auth.roles import Permission, Scope, scope_of
from server.problems import Rejected
from server.usecases.limits import Limit
from server.usecases.speaking.announcements import Announcements
from server.usecases.speaking.recordings import MOST_BYTES, NotARecording
from server.views.days import Today

_ONE = "/announcements/<announcement_id>"


def add_announcements(routes: Routes, announcements: Announcements, days: Today, often: Limit) -> None:
    """Have something said, and what it was."""

    def announce(who: Principal, body: Announce) -> Response:
        """Have something said by the displays of a zone, or of the whole hall."""
        often.take(who.actor)
        return kept(announcements.make(days.current(), who.actor, body))

    def show_announcement(who: Principal, path: AnnouncementPath) -> FreeAnnouncement:
        """What is said today; for those who say it, and for staff."""
        return _said_to(who, announcements, days, path)

    def list_announcements(who: Principal) -> AnnouncementList:
        """Announcements of today that the asker may take back: the own, or everybody's."""
        return announcements.listed(days.current(), who.actor, anyones=_anyones(who))

    def withdraw_announcement(who: Principal, path: AnnouncementPath, body: Change) -> Response:
        """Take an announcement back: displays stop it, and what it said is forgotten."""
        return kept(
            announcements.withdraw(
                days.current(), who.actor, str(path.announcement_id), body, anyones=_anyones(who)
            )
        )

    may = Permission.ANNOUNCEMENTS_WITHDRAW
    routes.add("GET", "/announcements", list_announcements, may=may, answers=AnnouncementList)
    routes.add(
        "POST",
        f"{_ONE}/withdraw",
        withdraw_announcement,
        may=may,
        answers=AnnouncementWithdrawn,
        refuses=True,
    )
    routes.add(
        "POST",
        "/announcements",
        announce,
        may=Permission.ANNOUNCEMENTS_MAKE,
        answers=AnnouncementMade,
        status=201,
        refuses=True,
    )
    routes.add("GET", _ONE, show_announcement, may=Permission.ANNOUNCEMENTS_READ, answers=FreeAnnouncement)


def add_recordings(routes: Routes, announcements: Announcements, days: Today, clock: Clock) -> None:
    """Recordings, sent before they are said."""

    def put_recording(path: AnnouncementPath) -> None:
        """Send the recording (WAV, 16 bit PCM, up to 30 s) of an announcement that is to be made with this
        id as its request_id. Sent again it takes the first one's place."""
        sound = _sound()
        try:
            taken = announcements.record(days.current(), str(path.announcement_id), sound, clock.now())
        except NotARecording as fault:
            raise Rejected(415, "not_a_recording", str(fault)) from fault
        if not taken:
            raise Rejected(409, "recording_closed", say("detail.announcement_made"))

    def show_recording(who: Principal, path: AnnouncementPath) -> Response:
        """The recording of an announcement of today, as WAV."""
        _said_to(who, announcements, days, path)
        sound = announcements.sound(days.last(), str(path.announcement_id))
        if sound is None:
            raise _unknown()
        return Response(sound, 200, {"Cache-Control": "no-store"}, content_type="audio/wav")

    routes.add(
        "PUT",
        f"{_ONE}/sound",
        put_recording,
        may=Permission.ANNOUNCEMENTS_MAKE,
        answers=None,
        status=204,
        refuses=True,
    )
    routes.add("GET", f"{_ONE}/sound", show_recording, may=Permission.ANNOUNCEMENTS_READ, answers=None)


def _anyones(who: Principal) -> bool:
    return scope_of(who.role, Permission.ANNOUNCEMENTS_WITHDRAW) is Scope.HALL


def _said_to(
    who: Principal, announcements: Announcements, days: Today, path: AnnouncementPath
) -> FreeAnnouncement:
    """An announcement of today. A display of one zone asks for what is said there or in the whole hall."""
    found = announcements.words(days.last(), str(path.announcement_id))
    if found is None:
        raise _unknown()
    zone_id = who.zone_in(days.last().config)
    if zone_id is not None and found.zone_id not in (None, zone_id):
        raise Rejected(403, "forbidden", say("detail.one_zone", zone=repr(zone_id)))
    return found


def _unknown() -> Rejected:
    return Rejected(404, "announcement_unknown", say("detail.announcement_unknown"))


def _sound() -> bytes:
    request.max_content_length = MOST_BYTES
    if (request.content_length or 0) > MOST_BYTES:
        raise Rejected(413, "body_too_large", say("detail.recording_large", bytes=MOST_BYTES))
    return whole_body(request.environ)
