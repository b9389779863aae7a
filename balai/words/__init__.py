"""Message catalogue: every sentence a person reads or hears, by key, in one file per language."""

from __future__ import annotations

from balai.words.catalogue import Words, words_in
from balai.words.languages import LANGUAGES, Language, choose_language, known_language

__all__ = ["LANGUAGES", "Language", "Words", "choose_language", "known_language", "words_in"]
