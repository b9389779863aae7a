"""What a first start offers: districts with their codes, and the usual agencies of such a hall (data)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import TypeAdapter

from balai.config import Section
from balai.hall_file.sections import AgencySection, Code, ServiceSection, Text


class UsualService(ServiceSection):
    """A service that such an agency usually has; `usual = False` is offered and not ticked."""

    usual: bool = True


class UsualAgency(AgencySection):
    """An agency that such halls usually have, with its services and the letter and looks proposed for it."""

    service: tuple[UsualService, ...]

    def told(self) -> dict[str, Any]:
        """What the library says of it, as data: only what stands there."""
        return self.model_dump(mode="json", exclude_unset=True)


class Regency(Section):
    """A regency with its districts: their codes (Kemendagri) and names."""

    code: str
    name: Text
    time_zone: str
    districts: tuple[tuple[Code, Text], ...]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__name__) / name).read_text(encoding="utf-8"))


@cache
def usual_agencies() -> tuple[UsualAgency, ...]:
    """The agencies that are offered, in the order in which a hall is asked for them."""
    rows = _read("agencies.toml")["agency"]
    for row in rows:
        row["service"] = [{**one, "agency": row["id"]} for one in row["service"]]
    return TypeAdapter(tuple[UsualAgency, ...]).validate_python(rows)


@cache
def regencies() -> tuple[Regency, ...]:
    """The regencies whose districts are known; others type theirs."""
    return TypeAdapter(tuple[Regency, ...]).validate_python(_read("districts.toml")["regency"])
