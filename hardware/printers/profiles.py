"""Capability profiles of printers: what a device file's `model` stands for.

Widths, cutters, code tables and QR are read from the profiles that python-escpos brings; what those do not
say (how a printer tells that a ticket is out) and models that they lack stand here. How printers are reached
(USB, TCP, serial) is `hardware/registry.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

Cut: TypeAlias = Literal["full", "partial", "none"]
#: How a printer says that what stood before a question is printed: it sends back an id, it answers in the
#: order of the data, it does neither.
Confirms: TypeAlias = Literal["mark", "order", "never"]

GENERIC = "generic-80"
NARROWEST, WIDEST, STEP = 360, 832, 8
_MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Profile:
    """What is the same for all printers of a model."""

    name: str
    #: Dots across the paper, and dots in a millimetre either way.
    width_dots: int
    dots_per_mm: float = 8.0
    #: How fast paper leaves it at most; 0 where that is not known.
    mm_per_second: int = 0
    cut: Cut = "full"
    native_qr: bool = False
    confirms: Confirms = "order"
    #: Whether it surely answers questions: one that is silent is then away, and not mute.
    talks: bool = False
    #: Letters of its usual font on a line, where it is known.
    columns: int = 0
    #: The printer's numbers of its code tables, by their usual names.
    tables: Mapping[str, int] = field(default_factory=dict)

    def with_width(self, dots: int | None) -> Profile:
        """The same with another width, where one is given."""
        return self if dots is None else replace(self, width_dots=dots)


#: What python-escpos does not know: models that it lacks, by one that they are like or by their width.
_MORE: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        GENERIC: {"width_dots": 576},
        "generic-58": {"width_dots": 384, "cut": "none"},
        "epson-tm-m30": {"like": "epson-tm-t20ii"},
        "epson-tm-t20": {"like": "epson-tm-t20ii"},
        "epson-tm-t82": {"like": "epson-tm-t20ii"},
        "rongta-rp326": {"width_dots": 576},
    }
)
#: As their makers state it (python-escpos does not know it).
_SPEEDS: Mapping[str, int] = MappingProxyType(
    {
        "epson-tm-l90": 150, "epson-tm-m30": 200, "epson-tm-p80": 100, "epson-tm-t20": 150,
        "epson-tm-t20ii": 200, "epson-tm-t20ii-42col": 200, "epson-tm-t82": 150, "epson-tm-t88ii": 120,
        "epson-tm-t88iii": 150, "epson-tm-t88iv": 200, "epson-tm-t88iv-sa": 200, "epson-tm-t88v": 300,
        "netum-nt-5890k": 90, "star-micronics-tsp600": 150, "zjiang-pos-5890": 90,
    }
)  # fmt: skip
_SENDS_MARKS = frozenset({"epson-tm-t20ii", "epson-tm-t20ii-42col", "epson-tm-t88v", "epson-tm-p80"})


@cache
def profiles() -> Mapping[str, Profile]:
    """All printers by name."""
    text = resources.files("escpos").joinpath("capabilities.json").read_text(encoding="utf-8")
    known = {}
    for name, told in json.loads(text)["profiles"].items():
        width = told.get("media", {}).get("width", {}).get("pixels")
        raster = told["features"].get("bitImageRaster")
        if raster and isinstance(width, int) and is_width(width):
            profile = _profile(_named(told["vendor"], name), width, told)
            known[profile.name] = profile
    return MappingProxyType({name: _more(name, more, known) for name, more in _MORE.items()} | known)


def is_width(dots: int) -> bool:
    """Whether tickets are made for a head of so many dots."""
    return NARROWEST <= dots <= WIDEST and dots % STEP == 0


def _profile(name: str, width: int, told: Mapping[str, Any]) -> Profile:
    features, dpi = told["features"], told.get("media", {}).get("dpi")
    tables = {page: int(number) for number, page in told.get("codePages", {}).items() if page != "Unknown"}
    cut: Cut = (
        "full" if features.get("paperFullCut") else "partial" if features.get("paperPartCut") else "none"
    )
    return Profile(
        name,
        width_dots=width,
        dots_per_mm=round(dpi / _MM_PER_INCH, 2) if isinstance(dpi, int) else 8.0,
        mm_per_second=_SPEEDS.get(name, 0),
        cut=cut,
        native_qr=bool(features.get("qrCode")),
        confirms=_confirms(name),
        talks=name.startswith("epson-"),
        columns=int(told.get("fonts", {}).get("0", {}).get("columns") or 0),
        tables=tables,
    )


def _more(name: str, more: Mapping[str, Any], known: Mapping[str, Profile]) -> Profile:
    like = more.get("like")
    if like is not None:
        return replace(known[like], name=name, mm_per_second=_SPEEDS.get(name, 0))
    return Profile(name, mm_per_second=_SPEEDS.get(name, 0), confirms=_confirms(name), **more)


def _confirms(name: str) -> Confirms:
    return "mark" if name in _SENDS_MARKS else "order"


def _named(vendor: str, name: str) -> str:
    whole = name if name.lower().startswith(vendor.lower()) else f"{vendor}-{name}"
    return re.sub(r"[^a-z0-9]+", "-", whole.lower()).strip("-")
