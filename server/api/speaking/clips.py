"""The route that hands out spoken names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from flask import Response
from pydantic import StringConstraints

from balai.protocol.base import Message
from balai.words.said import say
from server.api.routing import Routes
from server.auth.roles import Permission
from server.problems import Rejected

KINDS = {".wav": "audio/wav", ".ogg": "audio/ogg", ".opus": "audio/ogg", ".flac": "audio/flac"}


class ClipPath(Message):
    """A clip: `balai.speech.clip_key` of its language and text."""

    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


def add_clips(routes: Routes, find: Callable[[str], Path | None]) -> None:
    """Clips of the names in force; `find` gives the file of a key."""

    def show_clip(path: ClipPath) -> Response:
        """The spoken name of an agency, where the hall has one of its own."""
        file = find(path.key)
        try:
            data = file.read_bytes() if file is not None else None
        except OSError:
            data = None
        if file is None or data is None:
            raise Rejected(404, "clip_unknown", say("detail.clip_unknown"))
        return Response(data, 200, {"Cache-Control": "no-store"}, content_type=KINDS[file.suffix])

    routes.add("GET", "/clips/<key>", show_clip, may=Permission.CLIPS_READ, answers=None)
