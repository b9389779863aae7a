"""[display] of a hall's file: what its walls tell beside calls.

[display]
notices = ["Jumat, 17 April, loket tutup pukul 11.30."]
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from balai.config import Section
from balai.domain.hall.config import WallRules

Notice = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=240)]


class DisplaySection(Section):
    """[display]: see WallRules for what each setting means."""

    notices: Annotated[tuple[Notice, ...], Field(max_length=20)] = ()
    info_seconds: Annotated[int, Field(ge=5, le=120)] = 12


def wall_of(section: DisplaySection) -> WallRules:
    """The rules as the core keeps them."""
    return WallRules(**section.model_dump())
