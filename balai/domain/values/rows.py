"""Frozen dataclasses as rows of JSON data and back: by the order of their fields, and quick.

Only the program that wrote a row can read it: there are no names in it (`data` is for what is kept for ever).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_AS_THEY_ARE = (int, float, bool)
_BY_ISO = (date, time)


class Own(NamedTuple):
    """How a class is written and read that says so itself."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


class _Places(dict[str, int]):
    """Each text's place in the order in which they came."""

    def __missing__(self, text: str) -> int:
        self[text] = place = len(self)
        return place


class Known(Protocol):
    """Texts and times of some rows, which name them by their place, so that each is there once."""

    text: Any
    moment: Any


class Written:
    """Those of rows that are being written."""

    def __init__(self) -> None:
        self.text, self.moment = _Places(), _Places()

    def data(self) -> list[list[str]]:
        """What `Read` takes."""
        return [list(self.text), list(self.moment)]


class Read:
    """Those of rows that are being read. Raises ValueError for what is no time."""

    def __init__(self, texts: list[str], moments: list[str]) -> None:
        self.text, self.moment = texts, [datetime.fromisoformat(text) for text in moments]


class Rows(Generic[T]):
    """Writes and reads values of a kind: a dataclass, or any hint that its fields may have.

    Raises TypeError where a field can hold what has no form here.
    """

    def __init__(self, kind: Any, own: Mapping[Any, Own] | None = None) -> None:
        """`own` are classes with a form of their own."""
        self._write: Callable[..., Any] = _Writers(own or {}).of(kind)
        self._read: Callable[..., T] = _Readers(own or {}).of(kind)

    def write(self, value: T, known: Known) -> Any:
        """The value as JSON data, and its texts in `known`."""
        return self._write(value, known.text, known.moment)

    def read(self, row: Any, known: Known) -> T:
        """What `write` wrote. Raises whatever comes of a row that it did not write."""
        return self._read(row, known.text, known.moment)


class _Made:
    """Functions for dataclasses, written as text as `dataclasses` writes an `__init__`: half of the time goes
    otherwise into calling one for each field."""

    def __init__(self, own: Mapping[Any, Own]) -> None:
        self._own = own
        self._known: dict[str, Any] = {}
        self._names: dict[Any, str] = {}

    def of(self, kind: Any) -> Callable[..., Any]:
        """The function for a hint."""
        return self._function(f"    return {self.expression(kind, 'value', 0)}")

    def _function(self, body: str) -> Callable[..., Any]:
        made: dict[str, Any] = {}
        exec(f"def made(value, text, moment):\n{body}", self._known, made)  # noqa: S102  # names of fields alone
        function: Callable[..., Any] = made["made"]
        return function

    def expression(self, hint: Any, value: str, depth: int) -> str:
        """What becomes of `value`, an expression of a hint, so deep inside others."""
        origin, inner = get_origin(hint), get_args(hint)
        if hint in self._own:
            return f"{self._name(hint, lambda: self.own(self._own[hint]))}({value})"
        if origin in (UnionType, Union):
            (kind,) = (kind for kind in inner if kind is not NoneType)
            return f"(None if {value} is None else {self.expression(kind, value, depth)})"
        if origin is tuple and inner[1:] != (...,):
            return self.listed([self.expression(k, f"{value}[{at}]", depth) for at, k in enumerate(inner)])
        return self.plain(hint, value) if origin is None else self._many(hint, value, depth)

    def _many(self, hint: Any, value: str, depth: int) -> str:
        origin, inner, each = get_origin(hint), get_args(hint), f"v{depth}"
        if issubclass(origin, Mapping):
            key, one = (self.expression(kind, f"{each}[{at}]", depth + 1) for at, kind in enumerate(inner))
            return self.pairs(key, one, each, value)
        put = self.sequence if origin is tuple else self.unordered
        return put(self.expression(inner[0], each, depth + 1), each, value)

    def _name(self, kind: Any, make: Callable[[], Any]) -> str:
        name = self._names.get(kind)
        if name is None:
            name = self._names[kind] = f"_{len(self._names)}"
            self._known[name] = make()
        return name

    def own(self, own: Own) -> Callable[[Any], Any]:
        raise NotImplementedError

    def sequence(self, one: str, each: str, value: str) -> str:
        raise NotImplementedError

    def unordered(self, one: str, each: str, value: str) -> str:
        raise NotImplementedError

    def listed(self, every: list[str]) -> str:
        raise NotImplementedError

    def pairs(self, key: str, one: str, each: str, value: str) -> str:
        raise NotImplementedError

    def plain(self, hint: Any, value: str) -> str:
        raise NotImplementedError


class _Writers(_Made):
    def own(self, own: Own) -> Callable[[Any], Any]:
        return own.write

    def sequence(self, one: str, each: str, value: str) -> str:
        return value if one == each else f"[{one} for {each} in {value}]"

    def unordered(self, one: str, each: str, value: str) -> str:
        return f"sorted([{one} for {each} in {value}])"

    def listed(self, every: list[str]) -> str:
        return f"[{', '.join(every)}]"

    def pairs(self, key: str, one: str, each: str, value: str) -> str:
        return f"[[{key}, {one}] for {each} in {value}.items()]"

    def plain(self, hint: Any, value: str) -> str:
        if hint is str:
            return f"text[{value}]"
        if hint in _AS_THEY_ARE:
            return value
        if hint is datetime:
            return f"moment[{value}.isoformat()]"
        if hint in _BY_ISO:
            return f"{value}.isoformat()"
        if isinstance(hint, type) and issubclass(hint, Enum):
            return f"text[{value}.value]"
        if isinstance(hint, type) and is_dataclass(hint):
            return f"{self._name(hint, lambda: self._dataclass(hint))}({value}, text, moment)"
        raise TypeError(f"{hint!r} has no form in a row")

    def _dataclass(self, kind: type[Any]) -> Callable[..., Any]:
        hints = get_type_hints(kind)
        every = [self.expression(hints[field.name], f"value.{field.name}", 0) for field in fields(kind)]
        return self._function(f"    return [{', '.join(every)}]")


class _Readers(_Made):
    def own(self, own: Own) -> Callable[[Any], Any]:
        return own.read

    def sequence(self, one: str, each: str, value: str) -> str:
        return f"tuple({value})" if one == each else f"tuple([{one} for {each} in {value}])"

    def unordered(self, one: str, each: str, value: str) -> str:
        return f"frozenset([{one} for {each} in {value}])"

    def listed(self, every: list[str]) -> str:
        return f"({', '.join(every)},)"

    def pairs(self, key: str, one: str, each: str, value: str) -> str:
        return f"{{{key}: {one} for {each} in {value}}}"

    def plain(self, hint: Any, value: str) -> str:
        if hint is str:
            return f"text[{value}]"
        if hint in _AS_THEY_ARE:
            return value
        if hint is datetime:
            return f"moment[{value}]"
        if hint in _BY_ISO:
            return f"{self._name(hint, lambda: hint.fromisoformat)}({value})"
        if isinstance(hint, type) and issubclass(hint, Enum):
            return f"{self._name(hint, lambda: {one.value: one for one in hint})}[text[{value}]]"
        if isinstance(hint, type) and is_dataclass(hint):
            return f"{self._name(hint, lambda: self._dataclass(hint))}({value}, text, moment)"
        raise TypeError(f"{hint!r} has no form in a row")

    def _dataclass(self, kind: type[Any]) -> Callable[..., Any]:
        hints = get_type_hints(kind)
        names = [f"f{at}" for at in range(len(fields(kind)))]
        every = [self.expression(hints[f.name], name, 0) for f, name in zip(fields(kind), names, strict=True)]
        maker = self._name((kind, "made"), lambda: kind)
        return self._function(f"    {', '.join(names)}, = value\n    return {maker}({', '.join(every)})")
