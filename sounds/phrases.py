"""What the bank says: numbers, letters, counters, and the names of the sample hall."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from string import ascii_uppercase

from balai.speech import Style, hall_units
from balai.words.languages import SpokenLanguage

HALL = Path(__file__).resolve().parent.parent / "demo" / "tenggarong.toml"
COUNTERS = range(1, 41)
STYLES = (Style(), Style(digits="number"), Style(queue_word="antrian"))


def bank_texts(language: SpokenLanguage) -> tuple[str, ...]:
    """Every phrase of a language, once each."""
    hall = tomllib.loads(HALL.read_text(encoding="utf-8"))
    agencies = [agency.get("spoken") or agency["name"] for agency in hall["agency"]]
    services = [service["name" if language == "id" else "name_en"] for service in hall["service"]]
    texts = chain(_calls(language, agencies), services)
    return tuple(dict.fromkeys(texts))


def _calls(language: SpokenLanguage, agencies: list[str]) -> Iterable[str]:
    prefixes = ["", *ascii_uppercase]
    for style in STYLES:
        for unit in hall_units(prefixes, COUNTERS, agencies, language, style):
            yield from (unit.text, *unit.parts)
