"""The slides of a hall's walls: sent in parts, made small beside the hub's work, and given to walls."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import structlog

from balai.domain.state import HallDay
from balai.errors import Refusal
from balai.protocol.base import shown
from balai.protocol.devices.slides import MOST_SLIDES, PART_BYTES, BeginSlide, ChangeSlide, Slide, SlideList
from balai.words.said import say
from server.store import Store
from server.store.day.todays_log import TodaysLog
from server.store.kept.walls.slides import SlideRow, Slides
from server.usecases.slides.making import SECONDS, CannotBeMade, Maker

log = structlog.get_logger(__name__)
T = TypeVar("T")
#: Bytes of all files of a hall.
MOST_KEPT = 400_000_000


class WallSlides:
    """The slides of the hall whose day a hub keeps."""

    def __init__(self, store: Store, writes: TodaysLog, hall_id: str, maker: Maker) -> None:
        self._store, self._writes, self._hall_id, self._maker = store, writes, hall_id, maker

    def all(self) -> SlideList:
        """Every slide, for who keeps them."""
        return SlideList(slides=tuple(map(self._told, self._read(Slides.all))))

    def shown(self, day: HallDay, zone_id: str | None) -> SlideList:
        """What a wall shows on that day; one of a zone what is for it or for the whole hall."""
        date = day.date.isoformat()
        rows = [row for row in self._read(Slides.all) if _is_shown(row, date, zone_id)]
        return SlideList(slides=tuple(map(self._told, rows)))

    def begin(self, day: HallDay, actor: str, wanted: BeginSlide) -> Slide:
        """Begin to take a file; asked again it is as it was. Raises Refusal: `slides_full`, `zone_unknown`,
        `slide_dates`."""
        _check(day, wanted.zone_id, wanted.first, wanted.last)

        def write(kept: Slides) -> SlideRow:
            rows = kept.all()
            slide_id = wanted.request_id.hex
            known = next((row for row in rows if row.id == slide_id), None)
            if known is not None:
                return known
            if len(rows) >= MOST_SLIDES or sum(row.bytes for row in rows) + wanted.bytes > MOST_KEPT:
                raise Refusal("slides_full", say("error.slides_full", most=MOST_SLIDES))
            place = max((row.place for row in rows), default=-1) + 1
            row = SlideRow(
                slide_id, wanted.title, wanted.kind, "coming", wanted.bytes, place, self._now(), actor,
                zone_id=wanted.zone_id, first=_day(wanted.first), last=_day(wanted.last),
            )  # fmt: skip
            kept.put(row)
            return row

        return self._told(self._write(write))

    def take(self, slide_id: str, n: int, data: bytes) -> None:
        """Keep a part. Raises Refusal: `slide_unknown`, `slide_part` where it is not as large as it must be,
        or the file is here already."""

        def write(kept: Slides) -> None:
            row = _known(kept, slide_id)
            parts = math.ceil(row.bytes / PART_BYTES)
            size = PART_BYTES if n < parts - 1 else row.bytes - PART_BYTES * (parts - 1)
            if row.state != "coming" or not 0 <= n < parts or len(data) != size:
                raise Refusal("slide_part", say("error.slide_part"))
            kept.put_part(slide_id, 0, n, data)

        self._write(write)

    def finish(self, slide_id: str) -> Slide:
        """All of it is here: make it small. Raises Refusal: `slide_unknown`, `slide_part` where some of it is
        missing."""

        def write(kept: Slides) -> SlideRow:
            row = _known(kept, slide_id)
            if row.state != "coming":
                return row
            if row.parts < math.ceil(row.bytes / PART_BYTES):
                raise Refusal("slide_part", say("error.slide_part"))
            row = replace(row, state="making", at=self._now())
            kept.put(row)
            return row

        row = self._write(write)
        if row.state == "making":
            self._maker.spawn(self._make, row)
        return self._told(row)

    def change(self, day: HallDay, slide_id: str, wanted: ChangeSlide) -> Slide:
        """Say when, where and in which place it is shown. Raises Refusal as `begin`, `slide_unknown`."""
        _check(day, wanted.zone_id, wanted.first, wanted.last)

        def write(kept: Slides) -> SlideRow:
            row = replace(
                _known(kept, slide_id), title=wanted.title, zone_id=wanted.zone_id,
                first=_day(wanted.first), last=_day(wanted.last),
            )  # fmt: skip
            kept.put(row)
            if wanted.place is not None:
                others = [one.id for one in kept.all() if one.id != slide_id]
                kept.arrange([*others[: wanted.place], slide_id, *others[wanted.place :]])
            return row

        return self._told(self._write(write))

    def remove(self, slide_id: str) -> None:
        """Show it no more. Harmless to repeat."""
        self._write(lambda kept: kept.forget(slide_id))

    def part(self, slide_id: str, n: int) -> bytes | None:
        """A part of a file that is ready, or None."""

        def read(kept: Slides) -> bytes | None:
            row = kept.get(slide_id)
            return kept.part(slide_id, 1, n) if row is not None and row.state == "ready" else None

        return self._read(read)

    def parts(self, slide_id: str) -> Iterator[bytes]:
        """All parts of a file that is ready, one after another."""
        n = 0
        while (part := self.part(slide_id, n)) is not None:
            yield part
            n += 1

    def _make(self, row: SlideRow) -> None:
        def sent() -> Iterator[bytes]:
            for n in range(row.parts):
                yield self._read(lambda kept, n=n: kept.part(row.id, 0, n)) or b""  # type: ignore[misc]  # n is bound

        try:
            self._ready(row, self._maker.small(row.kind, sent))
        except CannotBeMade as fault:
            self._end(row, "refused", fault.code)
        except Exception:
            log.exception("slide_lost")
            self._end(row, "refused", "interrupted")

    def _ready(self, row: SlideRow, parts: Iterable[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        for n, part in enumerate(parts):
            digest.update(part)
            size += len(part)
            self._write(lambda kept, n=n, part=part: kept.put_part(row.id, 1, n, part))  # type: ignore[misc]  # bound
        self._end(replace(row, digest=digest.hexdigest(), bytes=size, copy=1), "ready", "")

    def _end(self, row: SlideRow, state: str, why: str) -> None:
        """Keep what became of a slide that was not removed meanwhile."""

        def write(kept: Slides) -> None:
            now = kept.get(row.id)
            kept.forget_parts(row.id, 0 if state == "ready" and now is not None else None)
            if now is not None:
                kept.put(
                    replace(now, state=state, why=why, digest=row.digest, bytes=row.bytes, copy=row.copy)
                )

        self._write(write)

    def _told(self, row: SlideRow) -> Slide:
        since = datetime.now(UTC) - datetime.fromisoformat(row.at)
        if row.state == "making" and since > timedelta(seconds=2 * SECONDS[row.kind]):
            row = replace(row, state="refused", why="interrupted")
        return shown(Slide, row)

    def _now(self) -> str:
        return datetime.now(UTC).isoformat(timespec="microseconds")

    def _read(self, read: Callable[[Slides], T]) -> T:
        with self._store.read.connect() as connection:
            return read(Slides(connection, self._hall_id))

    def _write(self, write: Callable[[Slides], T]) -> T:
        return self._writes.run(
            lambda: self._store.run(lambda connection: write(Slides(connection, self._hall_id)))
        )


def _known(kept: Slides, slide_id: str) -> SlideRow:
    row = kept.get(slide_id)
    if row is None:
        raise Refusal("slide_unknown", say("error.slide_unknown"))
    return row


def _check(day: HallDay, zone_id: str | None, first: object, last: object) -> None:
    if zone_id is not None and all(zone.id != zone_id for zone in day.config.zones):
        raise Refusal("zone_unknown", say("error.slide_zone"))
    if first is not None and last is not None and str(last) < str(first):
        raise Refusal("slide_dates", say("error.slide_dates"))


def _day(date: object) -> str | None:
    return None if date is None else str(date)


def _is_shown(row: SlideRow, date: str, zone_id: str | None) -> bool:
    here = zone_id is None or row.zone_id in (None, zone_id)
    return row.state == "ready" and here and (row.first or date) <= date <= (row.last or date)
