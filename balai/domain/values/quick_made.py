"""Frozen dataclasses of which one is made for every number, made quicker.

A frozen one sets each field by `object.__setattr__`, which looks the field up again each time: with twenty of
them that takes longer than deciding what stands in them.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

T = TypeVar("T")


def quick_made(kind: type[T]) -> type[T]:
    """A frozen dataclass with slots, whose `__init__` puts each field straight into its slot.

    Raises TypeError for one that has a `__post_init__` or a default that is made anew each time.
    """
    every = fields(kind)  # type: ignore[arg-type]  # a dataclass, else this raises
    made_anew = any(field.default_factory is not MISSING or not field.init for field in every)
    if made_anew or hasattr(kind, "__post_init__"):
        raise TypeError(f"{kind.__name__} is more than its fields")
    by_place = [field for field in every if not field.kw_only]
    by_name = [field for field in every if field.kw_only]
    known = {f"put_{field.name}": getattr(kind, field.name).__set__ for field in every}
    known |= {f"usual_{field.name}": field.default for field in every}
    told = ["self", *map(_told, by_place), *(["*"] if by_name else []), *map(_told, by_name)]
    lines = [f"    put_{field.name}(self, {field.name})" for field in every]
    made: dict[str, Any] = {}
    exec("\n".join([f"def __init__({', '.join(told)}):", *lines]), known, made)  # noqa: S102  # names of fields alone
    given: Any = kind
    given.__init__ = made["__init__"]
    return kind


def _told(field: Field[Any]) -> str:
    return field.name if field.default is MISSING else f"{field.name}=usual_{field.name}"
