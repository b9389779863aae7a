"""Upcasters: bodies of earlier versions of an event, made into what this version writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Body = dict[str, Any]


def _leg_called_1(body: Body) -> Body:
    """Version 1 kept reasons as codes, or before those the words that staff were shown, beside facts of its
    own; some logs keep nothing. Since version 2 `why` holds `reasons`, or `words` of such a log, alone."""
    why = body.get("why")
    if why is None:
        return body
    kept = {name: why[name] for name in ("reasons", "words") if name in why}
    return {**body, "why": dict([*kept.items()][:1]) or None}


_UPCASTS: Mapping[tuple[str, int], Callable[[Body], Body]] = {("leg_called", 1): _leg_called_1}


def upcast(type_: str, version: int, body: Body) -> Body:
    """The body as the newest version of its type has it; others are read as they are, since what an older
    one lacks has a default. Raises TypeError where it is of no shape that this version has written."""
    change = _UPCASTS.get((type_, version))
    return change(body) if change else body
