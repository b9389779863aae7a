"""Slides: pictures and videos that a hall's walls show beside calls, kept by the hub and fetched by walls.

A file comes and goes in parts of bounded size: none of them waits long on a weak line, or fills a memory.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from balai.protocol.base import Message, Moment, News, Slug

#: Bytes of every part but the last, and of a whole file as it is uploaded.
PART_BYTES, MOST_BYTES = 1_000_000, 150_000_000
#: So many slides a hall has.
MOST_SLIDES = 60

Kind = Literal["picture", "video"]
#: `coming`: not all of it is here; `making`: it is made small; `ready`: walls show it; else `refused`.
State = Literal["coming", "making", "ready", "refused"]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class BeginSlide(Message):
    """Begin to send a file of so many `bytes`; the request's id is the slide's."""

    request_id: UUID
    title: Title
    kind: Kind
    bytes: Annotated[int, Field(ge=1, le=MOST_BYTES)]
    zone_id: Slug | None = None
    first: date | None = None
    last: date | None = None


class ChangeSlide(Message):
    """Say of a slide from which day to which it is shown, where, and after which other one."""

    request_id: UUID
    title: Title
    zone_id: Slug | None = None
    first: date | None = None
    last: date | None = None
    place: Annotated[int, Field(ge=0, le=MOST_SLIDES)] | None = None


class Slide(News):
    """A slide. `parts` are those that are here, `digest` is the SHA-256 of the whole in hexadecimal digits
    once it is `ready`; `why` says why it was `refused`. It is shown from `first` to `last` (None: no end)."""

    id: str
    title: str
    kind: Kind
    state: State
    why: str = ""
    bytes: int
    parts: int
    digest: str = ""
    zone_id: str | None = None
    first: date | None = None
    last: date | None = None
    at: Moment
    by: str


class SlideList(News):
    """Slides in the order in which they are shown; for a wall those that it shows today."""

    slides: tuple[Slide, ...]
