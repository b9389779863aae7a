"""Looking a sentence up by key: in the language's own file, else in that of its fallback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from balai.words.kept import parsed
from balai.words.languages import LANGUAGES, Language

FOLDER = Path(__file__).parent

#: A sentence; lines that are shown apart; or one sentence for each plural category of CLDR.
Sentence = str | list[str] | dict[str, str]
_OTHER = "other"
_PLURALS = frozenset({"zero", "one", "two", "few", "many", _OTHER})


class Words:
    """The sentences of one language. A key is `section.name`; `{name}` in a sentence is a parameter."""

    def __init__(self, language: Language, locale: str, sentences: Mapping[str, Sentence]) -> None:
        """`locale` is CLDR's name of whose dates, lists and plurals are used."""
        self.language, self.locale = language, locale
        self.sentences = sentences

    def __call__(self, key: str, /, **params: object) -> str:
        """The sentence with its parameters filled in; `count` chooses among plural forms.

        Raises KeyError for a key that no file has: ask `in` first where a key is not of this version.
        """
        sentence = self.sentences[key]
        if isinstance(sentence, dict):
            sentence = sentence.get(self._plural(params["count"])) or sentence[_OTHER]
        if isinstance(sentence, list):
            sentence = " ".join(sentence)
        return sentence.format_map(params)

    def lines(self, key: str, /, **params: object) -> tuple[str, ...]:
        """The parts of a sentence that are shown apart: on lines of their own, or in other weights."""
        sentence = self.sentences[key]
        parts = sentence if isinstance(sentence, list) else [self(key, **params)]
        return tuple(part.format_map(params) for part in parts)

    def __contains__(self, key: str) -> bool:
        return key in self.sentences

    def __iter__(self) -> Iterator[str]:
        return iter(self.sentences)

    def section(self, name: str) -> dict[str, Sentence]:
        """Every sentence whose key begins with `name` and a dot, by its whole key."""
        return {key: text for key, text in self.sentences.items() if key.startswith(f"{name}.")}

    def _plural(self, count: object) -> str:
        from babel import Locale  # late: most sentences need no plural

        return Locale.parse(self.locale).plural_form(count) if isinstance(count, int | float) else _OTHER


@cache
def words_in(language: Language) -> Words:
    """The sentences of a language, read once. Raises ValueError where its file does not read."""
    about, sentences = read(language)
    below = words_in(about["fallback"]).sentences if "fallback" in about else {}
    return Words(language, about["locale"], {**below, **sentences})


def read(language: Language) -> tuple[dict[str, Any], dict[str, Sentence]]:
    """What a language's own file says: of the language itself, and its sentences by key."""
    told = parsed(FOLDER / f"{language}.toml")
    return told.pop("language"), dict(flat(told))


@cache
def written_languages() -> tuple[Language, ...]:
    """The languages that say anything in words of their own."""
    return tuple(language for language in LANGUAGES if read(language)[1])


def flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Sentence]]:
    """The sentences of nested tables by their dotted keys."""
    for name, value in table.items():
        key = f"{before}{name}"
        if isinstance(value, dict) and not (_OTHER in value and value.keys() <= _PLURALS):
            yield from flat(value, f"{key}.")
        else:
            yield key, value
