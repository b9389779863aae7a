"""The languages people read and hear, and which of them a reader wants."""

from __future__ import annotations

from typing import Literal, get_args

#: ISO 639 codes, the source language first. Each has a file of that name beside this one; one without
#: a sentence shows that of its `fallback`. vkt is Tenggarong Kutai Malay, "Bahasa Kutai".
Language = Literal["id", "en", "vkt"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

#: Those that are spoken aloud: they have a bank of clips in `sounds`.
SpokenLanguage = Literal["id", "en"]
SPOKEN_LANGUAGES: tuple[SpokenLanguage, ...] = get_args(SpokenLanguage)


def known_language(name: str) -> Language:
    """The language of that code; the source language for a code that nobody knows here."""
    return next((language for language in LANGUAGES if language == name), LANGUAGES[0])


def choose_language(accept: str | None) -> Language:
    """The language for an Accept-Language header (RFC 9110); the source where none is wanted more."""
    best: tuple[float, Language] = (0.0, LANGUAGES[0])
    for part in (accept or "")[:200].split(","):
        tag, _, weight = part.strip().partition(";")
        name = tag.strip().lower().partition("-")[0]
        if name in LANGUAGES and (quality := _quality(weight)) > best[0]:
            best = (quality, name)
    return best[1]


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
