"""`dataclasses.replace`, faster: folding a log makes a new day, leg or counter for every event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, NamedTuple, TypeVar

from balai.domain.values.quick_made import unfinished

T = TypeVar("T")


class _Kind(NamedTuple):
    copy: Callable[[Any], Any]
    put: Mapping[str, Callable[[Any, Any], None]]


def replace(value: T, **changes: Any) -> T:
    """A frozen dataclass with slots and without `__post_init__`, with some of its fields changed.

    Raises KeyError for a field that it does not have.
    """
    copy, put = _kind(type(value))  # type: ignore[arg-type]  # a class is hashable
    made: T = copy(value)
    for name, changed in changes.items():
        put[name](made, changed)
    return made


@cache
def _kind(kind: Any) -> _Kind:
    """How a class is copied: line by line for each field, written as `dataclasses` writes an `__init__`."""
    put = {field.name: getattr(kind, field.name).__set__ for field in fields(kind)}
    lines = [f"    made.{name} = value.{name}" for name in put]
    ends = ["    made.__class__ = kind", "    return made"]
    source = "\n".join(["def copy(value):", "    made = new(unfinished)", *lines, *ends])
    known: dict[str, Any] = {"new": object.__new__, "kind": kind, "unfinished": unfinished(kind)}
    exec(source, known)  # noqa: S102  # names of fields alone
    return _Kind(known["copy"], put)
