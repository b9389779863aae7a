"""What the bank says: numbers, letters, counters, usual agencies, and the names of the sample hall."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from string import ascii_uppercase

from balai.domain.hall.config import VoiceRules
from balai.speech import NAMES, hall_units
from balai.words.languages import SpokenLanguage
from sounds import agencies
from sounds.bank import file_name

HALL = Path(__file__).resolve().parent.parent / "demo" / "tenggarong.toml"
COUNTERS = range(1, 41)
#: Rules that differ in words; what only leaves words out needs no clip.
RULES = (VoiceRules(), VoiceRules(digits="number"), VoiceRules(queue_word="antrian"))


def bank_texts(language: SpokenLanguage) -> tuple[str, ...]:
    """Every phrase of a language, once each."""
    hall = tomllib.loads(HALL.read_text(encoding="utf-8"))
    services = [service["name" if language == "id" else "name_en"] for service in hall["service"]]
    names: list[str] = []
    if language == NAMES:
        names = [*(agency.get("spoken") or agency["name"] for agency in hall["agency"]), *agencies.NAMES]
    texts = chain(names, _calls(language), services)
    # Texts that differ in capitals and signs alone have one file.
    return tuple({file_name(text): text for text in reversed(tuple(texts))}.values())[::-1]


def _calls(language: SpokenLanguage) -> Iterable[str]:
    prefixes = ["", *ascii_uppercase]
    for rules in RULES:
        for unit in hall_units(prefixes, COUNTERS, (), language, rules):
            yield from (unit.text, *unit.parts)
