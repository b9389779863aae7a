"""The hall's configuration as the OpenAPI document describes it: the core's own dataclasses, whole."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, get_type_hints

from pydantic import create_model

from balai.domain.hall.config import HallConfig
from balai.protocol.base import Moment, News

_HINTS = get_type_hints(HallConfig)
_PARTS: dict[str, Any] = {part.name: (_HINTS[part.name], ...) for part in fields(HallConfig)}
_CLOCK = {"pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["08:00"]}


class _Document(News):
    """Times of the hall's clock are HH:MM, as `balai.domain.values.data` writes them."""

    @classmethod
    def model_json_schema(cls, *args: Any, **settings: Any) -> dict[str, Any]:
        """The schema, with such times."""
        schema: dict[str, Any] = _clock_times(super().model_json_schema(*args, **settings))
        return schema


def _clock_times(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_clock_times(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _clock_times(part) for name, part in schema.items()}
    if told.get("format") == "time":
        told.pop("format")
        return {**told, **_CLOCK}
    return told


class WaitingChange(News):
    """A change of the hall's file waits, and is put in force by itself when the first day opens that is not
    before `on`."""

    on: date
    since: Moment


_PARTS["waiting_change"] = (WaitingChange | None, None)

if TYPE_CHECKING:
    HallDocument = News
else:
    HallDocument = create_model("HallDocument", __base__=_Document, __doc__=HallConfig.__doc__, **_PARTS)
