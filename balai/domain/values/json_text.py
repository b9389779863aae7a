"""JSON written by a writer that is made once: `json.dumps` makes one for each text, and so does `encode` of a
`JSONEncoder`, which takes as long as writing."""

from __future__ import annotations

import json
from collections.abc import Callable
from json import encoder
from typing import Any

_make = getattr(encoder, "c_make_encoder", None)
_texts = {
    False: getattr(encoder, "encode_basestring", None),
    True: getattr(encoder, "encode_basestring_ascii", None),
}


def _refused(value: object) -> object:
    raise TypeError(f"{type(value).__name__} is no JSON")


def writer(
    *, ascii_only: bool = True, sort_keys: bool = False, default: Callable[[Any], Any] = _refused
) -> Callable[[Any], str]:
    """What writes data as JSON without spaces, as `json.dumps` does; `default` makes of anything else what it
    can write, or raises TypeError. Data that holds itself raises RecursionError."""
    plain = json.JSONEncoder(
        ensure_ascii=ascii_only, sort_keys=sort_keys, separators=(",", ":"), default=default
    )
    if _make is None or _texts[ascii_only] is None:  # another Python than CPython
        return plain.encode
    quick = _make(None, default, _texts[ascii_only], None, ":", ",", sort_keys, False, True)
    return lambda value: "".join(quick(value, 0))
