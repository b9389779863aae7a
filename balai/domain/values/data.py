"""Frozen dataclasses as JSON data and back (a codec by type hints). Pure; standard library only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]


def to_data(value: Any) -> Any:
    """A dataclass, and all it holds, as JSON data: times as HH:MM, dates as ISO 8601."""
    if is_dataclass(value):
        return {field.name: to_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [to_data(item) for item in value]
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else value


def from_data(kind: type[T], data: Mapping[str, Any]) -> T:
    """Read what `to_data` wrote of a `kind`. Unknown fields, of a later version, are passed over, and one
    that a version before did not have takes its default.

    Raises TypeError, ValueError or AttributeError where the data is not of this shape.
    """
    readers = _readers(kind)  # type: ignore[arg-type]  # a class is hashable
    return kind(**{name: readers[name](value) for name, value in data.items() if name in readers})


@cache
def _readers(kind: type[Any]) -> Mapping[str, Reader]:
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(kind)}


def _reader(hint: Any) -> Reader:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (UnionType, Union):
        read = _reader(next(kind for kind in inner if kind is not NoneType))
        return lambda value: None if value is None else read(value)
    if origin is tuple:
        return _tuple_reader(inner)
    if hint in (date, time, datetime):
        parse: Reader = hint.fromisoformat
        return parse
    if isinstance(hint, type) and is_dataclass(hint):
        kind: type[Any] = hint
        return lambda value: from_data(kind, value)
    return lambda value: value


def _tuple_reader(inner: tuple[Any, ...]) -> Reader:
    if inner[1:] == (...,):
        read = _reader(inner[0])
        return lambda values: tuple([read(value) for value in values])
    each = [_reader(kind) for kind in inner]
    return lambda values: tuple([read(value) for read, value in zip(each, values, strict=True)])
