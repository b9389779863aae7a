"""Frozen dataclasses of which one is made for every number, made quicker.

A frozen one sets each field by `object.__setattr__`, which looks the field up again each time: with twenty of
them that takes longer than deciding what stands in them. What is being made is until then of a class with the
same slots that lets them be set, as any class without more would.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import Any, Never, TypeVar

T = TypeVar("T")


def quick_made(kind: type[T]) -> type[T]:
    """A frozen dataclass with slots, whose `__init__` sets each field as that of a class that is not frozen.
    It has no subclasses.

    Raises TypeError for one that has a `__post_init__` or a default that is made anew each time.
    """
    every = fields(kind)  # type: ignore[arg-type]  # a dataclass, else this raises
    made_anew = any(field.default_factory is not MISSING or not field.init for field in every)
    if made_anew or hasattr(kind, "__post_init__"):
        raise TypeError(f"{kind.__name__} is more than its fields")
    by_place = [field for field in every if not field.kw_only]
    by_name = [field for field in every if field.kw_only]
    known = {f"usual_{field.name}": field.default for field in every}
    known |= {"kind": kind, "unfinished": unfinished(kind), "put": object.__setattr__}
    told = ["self", *map(_told, by_place), *(["*"] if by_name else []), *map(_told, by_name)]
    lines = [
        f"def __init__({', '.join(told)}):",
        "    put(self, '__class__', unfinished)",
        *(f"    self.{field.name} = {field.name}" for field in every),
        "    self.__class__ = kind",
    ]
    made: dict[str, Any] = {}
    exec("\n".join(lines), known, made)  # noqa: S102  # names of fields alone
    given: Any = kind
    given.__init__ = made["__init__"]
    given.__init_subclass__ = classmethod(_no_subclass)
    return kind


def unfinished(kind: type[Any]) -> type[Any]:
    """A class of the same slots that lets them be set; what is made so is given the class of `kind` at its
    end."""
    as_usual = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(kind.__name__, kind.__bases__, {"__slots__": kind.__slots__, **as_usual})


def _no_subclass(kind: type[Any], /, **_: object) -> Never:
    raise TypeError(f"{kind.__name__} would be made as what it comes from")


def _told(field: Field[Any]) -> str:
    return field.name if field.default is MISSING else f"{field.name}=usual_{field.name}"
