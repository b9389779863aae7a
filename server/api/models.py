"""The hall's configuration as the OpenAPI document describes it: the core's own dataclasses, whole."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, get_type_hints

from pydantic import create_model

from balai.domain.hall.config import HallConfig
from balai.protocol.base import News

_HINTS = get_type_hints(HallConfig)
_PARTS: dict[str, Any] = {part.name: (_HINTS[part.name], ...) for part in fields(HallConfig)}

if TYPE_CHECKING:
    HallDocument = News
else:
    HallDocument = create_model("HallDocument", __base__=News, __doc__=HallConfig.__doc__, **_PARTS)
