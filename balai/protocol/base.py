"""Base models of the wire: requests forbid unknown fields, news tolerates them, so that versions can mix."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
LegId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}\.[0-9]{1,3}$")]
Moment = AwareDatetime


class Message(BaseModel):
    """What a client sends: frozen, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class News(BaseModel):
    """What the hub sends: frozen, fields of a later version passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def moment_text(moment: datetime) -> str:
    """An aware time as the models write it."""
    text = moment.isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


N = TypeVar("N", bound=News)


def shown(kind: type[N], source: object, **more: Any) -> N:
    """A view of `source`: its attributes by name, and `more` that it does not have itself."""
    names = kind.model_fields.keys() - more.keys()
    return kind(**{name: getattr(source, name) for name in names if hasattr(source, name)}, **more)
