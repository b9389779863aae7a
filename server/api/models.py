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


class WaitingChange(News):
    """A change of the hall's file waits, and is put in force by itself when the first day opens that is not
    before `on`."""

    on: date
    since: Moment


_PARTS["waiting_change"] = (WaitingChange | None, None)

if TYPE_CHECKING:
    HallDocument = News
else:
    HallDocument = create_model("HallDocument", __base__=News, __doc__=HallConfig.__doc__, **_PARTS)
