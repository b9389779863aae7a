"""Which sheets each page has, in their order."""

from __future__ import annotations

from collections.abc import Mapping

#: What all pages of managers have, before the sheets of their own.
_MANAGED = ("base", "entry", "desk", "sheet", "narrow", "manager-bar", "devices")
_TABLET = ("base", "entry", "desk", "queue", "sheet", "narrow")
#: Of a manager's page those of its own, from `css/pages`.
_OWN: Mapping[str, tuple[str, ...]] = {
    "day": ("day",), "devices": (), "people": ("people",), "trail": ("trail",), "reports": ("reports",),
    "why": ("reports", "why"), "practice": ("practice",), "agencies": ("settings",),
    "counters": ("settings",), "calendar": ("settings",), "walls": ("settings",), "tickets": ("settings",),
    "settings": ("settings",), "history": ("settings",), "rules": ("settings", "rules"),
    "start": ("settings", "start"),
}  # fmt: skip
SHEETS: Mapping[str, tuple[str, ...]] = {
    "staff": _TABLET,
    "desk": (*_TABLET, "manager-bar", "pages/info-desk"),
    **{page: (*_MANAGED, *(f"pages/{sheet}" for sheet in own)) for page, own in _OWN.items()},
}
