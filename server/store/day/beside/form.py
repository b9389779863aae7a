"""A folded day as bytes, in pieces that are made a slice at a time, and back."""

from __future__ import annotations

import json
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any, get_type_hints

from balai.domain.hall.config import HallConfig, config_from_data, config_to_data
from balai.domain.heard import Heard
from balai.domain.order.lanes import LaneKey
from balai.domain.order.line import Line
from balai.domain.registers.bookings import Booking, Register
from balai.domain.state import HallDay
from balai.domain.values.json_text import writer
from balai.domain.values.rows import Own, Read, Rows, Written
from balai.domain.values.shards import Shards
from balai.domain.visit import Leg, Visit
from server.store.day.head import LogHead
from server.store.day.sittings import Sittings

#: As many visits are written in one go as take less than a millisecond.
SLICE = 16
#: A piece is some ten kilobytes.
ONES_IN_PIECE = 8 * SLICE
#: What there is one of for each visit, or many of; the rest of a day is small.
_MANY = frozenset({"visits", "legs", "heard", "lanes", "bookings"})
_encode = writer()


@dataclass(frozen=True, slots=True)
class Folded:
    """What is folded of a day: where its log stands, and at which seqs something happened to each visit.
    Later ones may be among those; they are no part of it."""

    head: LogHead
    seqs: Mapping[str, array[int]]


def _plain() -> list[str]:
    return [part.name for part in fields(HallDay) if part.name not in _MANY]


@cache
def _frame() -> Rows[tuple[Any, ...]]:
    hints, own = get_type_hints(HallDay), {HallConfig: Own(config_to_data, config_from_data)}
    places = Mapping[date, Mapping[str, tuple[str, ...]]]
    lanes = Mapping[str, Mapping[LaneKey, tuple[str, ...]]]
    every = (*(hints[name] for name in _plain()), lanes, places, str, Sittings)
    return Rows(tuple.__class_getitem__(every), own)


#: What pieces hold: for each of these a list of rows.
_KINDS = (Visit, Leg, tuple[str, Heard], tuple[str, tuple[int, ...]], Booking)
_VISIT, _LEG, _HEARD, _SEQS, _BOOKING = range(len(_KINDS))


@cache
def _rows() -> tuple[Rows[Any], ...]:
    return tuple(Rows(kind) for kind in _KINDS)


class _Piece:
    """Rows on their way into a piece."""

    def __init__(self) -> None:
        self._known, self._lists = Written(), tuple(list[Any]() for _ in _KINDS)

    def put(self, kind: int, value: Any) -> None:
        """One more of a kind."""
        self._lists[kind].append(_rows()[kind].write(value, self._known))

    def packed(self) -> bytes:
        """All of them."""
        return _packed([*self._known.data(), *self._lists])


def pieces(folded: Folded) -> Iterator[bytes | None]:
    """All that there is much of, piece by piece; None where whoever makes it may let others go on."""
    piece = _Piece()
    for count, each in enumerate(_each(folded), 1):
        for kind, value in each:
            piece.put(kind, value)
        if count % ONES_IN_PIECE == 0:
            yield piece.packed()
            piece = _Piece()
        elif count % SLICE == 0:
            yield None
    yield piece.packed()


def frame_of(folded: Folded) -> bytes:
    """What there is little of, and how the rest hangs together."""
    day, head, known = _day(folded), folded.head, Written()
    lanes = {
        service_id: {key: tuple(leg.id for leg in line) for key, line in lines.items()}
        for service_id, lines in day.lanes.items()
    }
    plain = (getattr(day, name) for name in _plain())
    row = _frame().write((*plain, lanes, day.bookings.places, head.hash, head.sittings), known)
    return _packed([*known.data(), row])


def read(frame: bytes, made: Iterable[bytes]) -> Folded:
    """What `frame_of` and `pieces` wrote. Raises whatever comes of bytes that they did not write."""
    every: tuple[list[Any], ...] = tuple([] for _ in _KINDS)
    for body in made:
        texts, moments, *lists = _unpacked(body)
        known = Read(texts, moments)
        for found, rows, of_kind in zip(every, _rows(), lists, strict=True):
            found += [rows.read(row, known) for row in of_kind]
    texts, moments, row = _unpacked(frame)
    *plain, lanes, places, last_hash, sittings = _frame().read(row, Read(texts, moments))
    legs = {leg.id: leg for leg in every[_LEG]}
    day = HallDay(
        **dict(zip(_plain(), plain, strict=True)),
        visits=Shards.of({visit.id: visit for visit in every[_VISIT]}),
        legs=Shards.of(legs),
        heard=Shards.of(dict(every[_HEARD])),
        lanes={
            service_id: {key: Line.of(legs[leg_id] for leg_id in line) for key, line in lines.items()}
            for service_id, lines in lanes.items()
        },
        bookings=Register.of_all(every[_BOOKING], places),
    )
    return Folded(LogHead(day, last_hash, sittings), {id_: array("I", seqs) for id_, seqs in every[_SEQS]})


def _each(folded: Folded) -> Iterator[list[tuple[int, Any]]]:
    """One visit after another with all that is known of it; then what belongs to none, and the bookings."""
    day, legs, heard = _day(folded), set[str](), 0
    for visit in day.visits.values():
        own = [found for leg_id in visit.leg_ids for found in _of_leg(day, leg_id)]
        yield [(_VISIT, visit), *own, *_seqs(folded, visit.id)]
        legs.update(visit.leg_ids)
        heard += sum(kind == _HEARD for kind, _ in own)
    if len(legs) != len(day.legs) or heard != len(day.heard):
        for leg_id in (*day.legs, *day.heard):
            if leg_id not in legs:
                yield _of_leg(day, leg_id)
    for visit_id in list(folded.seqs):
        if visit_id not in day.visits:
            yield _seqs(folded, visit_id)
    for booking in day.bookings.all():
        yield [(_BOOKING, booking)]


def _of_leg(day: HallDay, leg_id: str) -> list[tuple[int, Any]]:
    leg, heard = day.legs.get(leg_id), day.heard.get(leg_id)
    found: list[tuple[int, Any]] = [] if leg is None else [(_LEG, leg)]
    return found if heard is None else [*found, (_HEARD, (leg_id, heard))]


def _seqs(folded: Folded, visit_id: str) -> list[tuple[int, Any]]:
    known = folded.seqs.get(visit_id) or array("I")
    upto = bisect_right(known, _day(folded).seq)
    return [(_SEQS, (visit_id, tuple(known[:upto])))] if upto else []


def _day(folded: Folded) -> HallDay:
    assert folded.head.day is not None
    return folded.head.day


def _packed(data: Any) -> bytes:
    return zlib.compress(_encode(data).encode("ascii"), 1)


def _unpacked(body: bytes) -> Any:
    return json.loads(zlib.decompress(body))
