"""Routes of the walls: pictures of what displays show, and what became of calls there."""

from __future__ import annotations

from email.utils import format_datetime

from flask import Response, request

from balai.clock import Clock
from balai.protocol import requests as r
from balai.protocol.answers.visits import LegAnswer
from balai.words.said import say
from server.api.paths import DevicePath, LegPath
from server.api.routing import Routes, kept, whole_body
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.problems import Rejected
from server.usecases.asking import Submits
from server.usecases.devices.thumbnails import MOST_BYTES, Thumbnails
from server.usecases.speaking import hearing
from server.views.days import Today


def add_hearing(routes: Routes, dispatcher: Submits, days: Today) -> None:
    """What displays tell of calls."""

    def announce_call(who: Principal, path: LegPath, body: r.AnnounceCall) -> Response:
        """A call was shown, spoken to its end, or will not be spoken by the asking display."""
        zone_id = who.zone_in(days.last().config)
        if zone_id is not None:
            if body.zone_id not in (None, zone_id):
                raise Rejected(403, "forbidden", say("detail.one_zone", zone=repr(zone_id)))
            body = body.model_copy(update={"zone_id": zone_id})
        return kept(hearing.announce_call(dispatcher, who.actor, path.leg_id, body))

    routes.add(
        "POST", "/legs/<leg_id>/announced", announce_call,
        may=Permission.CALLS_REPORT, answers=LegAnswer, refuses=True,
    )  # fmt: skip


def add_thumbnails(routes: Routes, thumbnails: Thumbnails, clock: Clock) -> None:
    """Pictures of what displays show."""

    def put_frame(who: Principal) -> None:
        """Keep a small picture (JPEG or PNG) of what the asking device shows."""
        if (request.content_length or 0) > MOST_BYTES:
            raise Rejected(413, "body_too_large", say("detail.picture_large", bytes=MOST_BYTES))
        if not thumbnails.put(who.id, whole_body(request.environ), clock.now()):
            raise Rejected(415, "not_a_picture", say("detail.picture_kind", bytes=MOST_BYTES))

    def show_thumbnail(path: DevicePath) -> Response:
        """The last picture that a device sent; asking makes it send another."""
        thumbnail = thumbnails.get(path.device_id)
        if thumbnail is None:
            raise Rejected(404, "no_frame", say("detail.no_picture"))
        headers = {"Cache-Control": "no-store", "Last-Modified": format_datetime(thumbnail.at, usegmt=True)}
        return Response(thumbnail.data, 200, headers, content_type=thumbnail.media_type)

    routes.add("PUT", "/devices/me/frame", put_frame, may=Permission.DEVICES_REPORT, answers=None, status=204)
    routes.add(
        "GET", "/devices/<device_id>/frame", show_thumbnail, may=Permission.DEVICES_WATCH, answers=None
    )
