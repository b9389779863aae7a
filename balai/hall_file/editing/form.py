"""The form of a hall's file: for each setting of each section what a field for it needs, from the schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from balai.domain.order.discipline import DISCIPLINES
from balai.hall_file.calendar import DAYS, WEEKS
from balai.hall_file.editing.draft import SECTIONS
from balai.hall_file.sections import HallFile

Kind = Literal[
    "text", "number", "switch", "choice", "time", "date", "colour", "one", "many", "lines", "picks", "pairs"
]
#: Settings that name rows of another list: one of them, or several in their order. A switch of the same name
#: names none.
_NAMES: Mapping[str, str] = {
    "agency": "agency", "zone": "zone", "service": "service", "services": "service", "after": "service",
    "agencies": "agency", "counters": "counter", "left": "counter", "right": "counter", "ahead": "counter",
    "behind": "counter",
}  # fmt: skip
#: What is written as text and chosen from a few.
_CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("hours", "days"): tuple(DAYS),
    ("hours", "weeks_of_month"): tuple(WEEKS),
    ("rules", "discipline"): tuple(DISCIPLINES),
}
_TIMES = ("opens", "closes", "tickets_from", "tickets_until", "second_from")
_DATES = ("date", "from", "until", "first", "last")
_COLOURS = ("ink", "lit")


@dataclass(frozen=True, slots=True)
class Field:
    """A setting as a field: how it is filled in, what it names or is chosen from, its bounds and its default.
    `optional`: it may be left empty. `longest` is in signs, `most` of a list in items."""

    name: str
    kind: Kind
    optional: bool
    default: Any = None
    of: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    longest: int | None = None


@cache
def form() -> Mapping[str, tuple[Field, ...]]:
    """Every setting of every section, in the order of the file."""
    schema = HallFile.model_json_schema(by_alias=True)
    found = {}
    for section in SECTIONS:
        told = _inner(schema, schema["properties"][section])
        required = told.get("required", ())
        found[section] = tuple(
            _field(schema, section, name, property_, needed=name in required)
            for name, property_ in told["properties"].items()
        )
    return found


def _inner(schema: Any, told: Any) -> Any:
    """What a reference, or the items of a list of references, lead to."""
    told = told.get("items", told)
    return schema["$defs"][told["$ref"].rpartition("/")[2]] if "$ref" in told else told


def _field(schema: Any, section: str, name: str, told: Any, *, needed: bool) -> Field:
    variants = [v for v in told.get("anyOf", [told]) if v.get("type") != "null"]
    nullable = len(variants) < len(told.get("anyOf", [told]))
    one = {**told, **variants[0]}
    items = one.get("items") or one.get("prefixItems") or {}
    of_items = items if isinstance(items, dict) else {}
    choices = _CHOICES.get((section, name)) or tuple(one.get("enum") or of_items.get("enum") or ())
    empty = told.get("default") in ("", []) and not one.get("minItems")
    of = "" if section == name or one.get("type") == "boolean" else _NAMES.get(name, "")
    return Field(
        name, _kind(name, one, of_items, choices, of), optional=nullable or (empty and not needed),
        default=told.get("default"), of=of, choices=choices,
        least=one.get("minimum", one.get("minItems")), most=one.get("maximum", one.get("maxItems")),
        longest=one.get("maxLength", of_items.get("maxLength")),
    )  # fmt: skip


def _kind(name: str, one: Any, items: Any, choices: tuple[str, ...], of: str) -> Kind:
    if one.get("type") == "array":
        if of:
            return "many"
        if choices:
            return "picks"
        return "pairs" if items.get("type") == "array" else "lines"
    if of:
        return "one"
    if choices:
        return "choice"
    by_name: dict[str, Kind] = {
        **dict.fromkeys(_TIMES, "time"), **dict.fromkeys(_DATES, "date"), **dict.fromkeys(_COLOURS, "colour"),
    }  # fmt: skip
    by_type: dict[str, Kind] = {"integer": "number", "boolean": "switch"}
    return by_name.get(name) or by_type.get(one.get("type"), "text")
