"""Pictures and videos of a hall's walls, in parts, as they were sent and then as walls fetch them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from server.store.tables.kept import slide_parts, slides


@dataclass(frozen=True, slots=True)
class SlideRow:
    """A slide as it is kept; see `balai.protocol.devices.slides.Slide`. `at` is an aware UTC time as ISO
    text, `first` and `last` ISO dates. `copy` tells the parts as they were sent (0) from those of walls
    (1)."""

    id: str
    title: str
    kind: str
    state: str
    bytes: int
    place: int
    at: str
    by: str
    why: str = ""
    digest: str = ""
    zone_id: str | None = None
    first: str | None = None
    last: str | None = None
    copy: int = 0
    parts: int = 0


class Slides:
    """The slides of one hall, on a connection that the caller has."""

    def __init__(self, connection: Connection, hall_id: str) -> None:
        self._at, self._hall_id = connection, hall_id

    def all(self) -> list[SlideRow]:
        """In their order."""
        c = slides.c
        rows = self._at.execute(
            select(slides).where(c.hall_id == self._hall_id).order_by(c.place, c.at)
        ).mappings()
        counts = self._counts()
        return [_row(dict(row), counts) for row in rows]

    def get(self, slide_id: str) -> SlideRow | None:
        """One of them."""
        return next((row for row in self.all() if row.id == slide_id), None)

    def put(self, row: SlideRow) -> None:
        """Keep a slide, in the place of what was kept under its id."""
        values = {k: v for k, v in _values(row).items() if k != "id"}
        changed = self._at.execute(update(slides).where(*self._one(row.id)).values(**values))
        if not changed.rowcount:
            self._at.execute(insert(slides).values(hall_id=self._hall_id, id=row.id, **values))

    def put_part(self, slide_id: str, copy: int, n: int, data: bytes) -> None:
        """Keep a part; sent again it takes the first one's place."""
        one = {"hall_id": self._hall_id, "slide_id": slide_id, "copy": copy, "n": n}
        c = slide_parts.c
        where = (c.hall_id == self._hall_id, c.slide_id == slide_id, c.copy == copy, c.n == n)
        self._at.execute(delete(slide_parts).where(*where))
        self._at.execute(insert(slide_parts).values(**one, data=data))

    def part(self, slide_id: str, copy: int, n: int) -> bytes | None:
        """A part, or None where it is not here."""
        c = slide_parts.c
        where = (c.hall_id == self._hall_id, c.slide_id == slide_id, c.copy == copy, c.n == n)
        found: bytes | None = self._at.execute(select(c.data).where(*where)).scalar()
        return found

    def forget_parts(self, slide_id: str, copy: int | None = None) -> None:
        """Forget the parts of a slide, or those of one copy."""
        c = slide_parts.c
        which: list[ColumnElement[bool]] = [c.hall_id == self._hall_id, c.slide_id == slide_id]
        self._at.execute(delete(slide_parts).where(*which, *([] if copy is None else [c.copy == copy])))

    def forget(self, slide_id: str) -> None:
        """Forget a slide with all its parts."""
        self.forget_parts(slide_id)
        self._at.execute(delete(slides).where(*self._one(slide_id)))

    def arrange(self, ids: Sequence[str]) -> None:
        """Show them in this order."""
        for place, slide_id in enumerate(ids):
            self._at.execute(update(slides).where(*self._one(slide_id)).values(place=place))

    def _one(self, slide_id: str) -> tuple[ColumnElement[bool], ...]:
        return slides.c.hall_id == self._hall_id, slides.c.id == slide_id

    def _counts(self) -> dict[tuple[str, int], int]:
        c = slide_parts.c
        asked = select(c.slide_id, c.copy, func.count()).where(c.hall_id == self._hall_id)
        return {(one, copy): n for one, copy, n in self._at.execute(asked.group_by(c.slide_id, c.copy))}


def _row(found: dict[str, Any], counts: dict[tuple[str, int], int]) -> SlideRow:
    row = SlideRow(**{key: value for key, value in found.items() if key != "hall_id"})
    return replace(row, parts=counts.get((row.id, row.copy), 0))


def _values(row: SlideRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SlideRow.__slots__ if name != "parts"}
