"""Routes of the pictures and videos that walls show beside calls."""

from __future__ import annotations

from typing import Annotated

from flask import Response, request
from pydantic import Field, StringConstraints

from balai.protocol.base import Message
from balai.protocol.devices.slides import PART_BYTES, BeginSlide, ChangeSlide, Slide, SlideList
from balai.protocol.requests import Change
from balai.words.said import say
from server.api.routing import Routes, whole_body
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.problems import Rejected
from server.usecases.slides.keeping import WallSlides
from server.views.days import Today

_ONE = "/slides/<slide_id>"
_KEEP = {"Cache-Control": "private, max-age=86400, immutable"}


class SlidePath(Message):
    """A slide of the hall."""

    slide_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class PartPath(SlidePath):
    """A part of a file, from 0."""

    n: Annotated[int, Field(ge=0, le=1000)]


def add_slides(routes: Routes, slides: WallSlides, days: Today) -> None:
    """Managers send them in parts; walls fetch what they show today."""
    read, change = Permission.SLIDES_READ, Permission.SLIDES_CHANGE

    def list_slides(who: Principal) -> SlideList:
        """Slides in their order: all of them, or what the asking wall shows today."""
        if who.role != "display":
            return slides.all()
        day = days.current()
        return slides.shown(day, who.zone_in(day.config))

    routes.add("GET", "/slides", list_slides, may=read, answers=SlideList)
    _add_files(routes, slides, read)
    _add_sending(routes, slides, days, change)

    def change_slide(path: SlidePath, body: ChangeSlide) -> Slide:
        """Say what a slide is called, when, where and in which place it is shown."""
        return slides.change(days.current(), path.slide_id, body)

    def remove_slide(path: SlidePath, body: Change) -> None:
        """Show a slide no more, and forget it. Harmless to repeat."""
        slides.remove(path.slide_id)

    routes.add("POST", _ONE, change_slide, may=change, answers=Slide, refuses=True)
    routes.add("POST", f"{_ONE}/remove", remove_slide, may=change, answers=None, status=204)


def _add_files(routes: Routes, slides: WallSlides, read: Permission) -> None:
    def show_slide_part(path: PartPath) -> Response:
        """A part of a file that is ready."""
        part = slides.part(path.slide_id, path.n)
        if part is None:
            raise Rejected(404, "slide_unknown", say("error.slide_unknown"))
        return Response(part, 200, _KEEP, content_type="application/octet-stream")

    def show_slide_picture(path: SlidePath) -> Response:
        """A picture as walls show it."""
        found = list(slides.parts(path.slide_id))
        if not found or found[0][:2] != b"\xff\xd8":
            raise Rejected(404, "slide_unknown", say("error.slide_unknown"))
        return Response(b"".join(found), 200, _KEEP, content_type="image/jpeg")

    routes.add("GET", f"{_ONE}/parts/<n>", show_slide_part, may=read, answers=None)
    routes.add("GET", f"{_ONE}/picture", show_slide_picture, may=read, answers=None)


def _add_sending(routes: Routes, slides: WallSlides, days: Today, change: Permission) -> None:
    def begin_slide(who: Principal, body: BeginSlide) -> Slide:
        """Begin to send a file. The request's id, without its hyphens, is the slide's."""
        return slides.begin(days.current(), who.actor, body)

    def put_slide_part(path: PartPath) -> None:
        """Send a part of a file, as it is: 1,000,000 bytes, the last one what is left. Sent again it takes
        the first one's place."""
        request.max_content_length = PART_BYTES + 1
        slides.take(path.slide_id, path.n, whole_body(request.environ))

    def finish_slide(path: SlidePath, body: Change) -> Slide:
        """All parts were sent: make the file small enough for walls. It is ready, or refused, a while
        later."""
        return slides.finish(path.slide_id)

    routes.add("POST", "/slides", begin_slide, may=change, answers=Slide, status=201, refuses=True)
    routes.add("PUT", f"{_ONE}/parts/<n>", put_slide_part, may=change, answers=None, status=204, refuses=True)
    routes.add("POST", f"{_ONE}/finish", finish_slide, may=change, answers=Slide, refuses=True)
