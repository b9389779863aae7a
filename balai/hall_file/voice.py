"""[voice] of a hall's file: how calls are spoken.

[voice]
languages = ["id", "en"]
quiet = [["12.00", "12.30"]]
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from balai.config import Section
from balai.domain.hall.config import VoiceRules
from balai.hall_file.calendar import Clock
from balai.words.languages import SpokenLanguage

Percent = Annotated[int, Field(ge=0, le=100)]


class VoiceSection(Section):
    """[voice]: see VoiceRules for what each setting means."""

    languages: Annotated[tuple[SpokenLanguage, ...], Field(min_length=1)] = ("id",)
    repeat: Annotated[int, Field(ge=1, le=3)] = 2
    queue_word: Literal["antrean", "antrian"] = "antrean"
    digits: Literal["single", "number"] = "single"
    with_agency: bool = True
    volume: Percent = 100
    quiet: Annotated[tuple[tuple[Clock, Clock], ...], Field(max_length=20)] = ()
    quiet_volume: Percent = 0
    old_seconds: Annotated[int, Field(ge=20, le=3600)] = 180
    rush_seconds: Annotated[int, Field(ge=5, le=600)] = 20
    order: tuple[Literal["number", "counter", "agency"], ...] = ("number", "counter", "agency")

    @field_validator("languages")
    @classmethod
    def _each_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) != len(value):
            raise ValueError("names a language twice; each is said as often as repeat says")
        return value

    @field_validator("order")
    @classmethod
    def _all_three(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if sorted(value) != ["agency", "counter", "number"]:
            raise ValueError('must have "number", "counter" and "agency", each once')
        return value


def voice_of(section: VoiceSection) -> VoiceRules:
    """The rules as the core keeps them, times as HH:MM."""
    quiet = tuple((f"{begins:%H:%M}", f"{ends:%H:%M}") for begins, ends in section.quiet)
    return VoiceRules(**{**section.model_dump(), "quiet": quiet})
