"""The message catalogue as a JavaScript module, made from the one source of all sentences."""

from __future__ import annotations

import json
from functools import cache

from balai.words import Language, words_in
from balai.words.catalogue import read, written_languages

#: Under `static`; it is no file there.
MODULE = "js/kit/sentences.js"
SECTIONS = (
    "agencies_page", "asking", "calendar_page", "choose_reason", "common", "counters_page", "day_page",
    "desk_page", "device", "device_page", "doubt", "fault", "history_page",
    "pause_reason", "people_page", "practice_page",
    "refusal", "report_file", "report_page", "rules_page", "send_reason", "settings_page",
    "span", "staff", "standard", "start_page", "stop_reason", "tickets_page", "trail_page", "turned_away",
    "walls_page", "ways", "why_page",
)  # fmt: skip


@cache
def module(language: Language) -> str:
    """The module of a language: its locale, its sentences by key, and the other languages by name."""
    say = words_in(language)
    sentences = {key: text for name in SECTIONS for key, text in say.section(name).items()}
    others = [(other, read(other)[0]["name"]) for other in written_languages() if other != language]
    values = {
        "LANGUAGE": language,
        "LOCALE": say.locale.replace("_", "-"),
        "OTHERS": others,
        "SENTENCES": sentences,
    }
    return "".join(
        f"export const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in values.items()
    )
