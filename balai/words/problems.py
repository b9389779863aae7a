"""What a request is told that cannot be done: titles by code, faults of fields by kind."""

from __future__ import annotations

from balai.words.catalogue import words_in
from balai.words.languages import Language


def title_of(code: str, language: Language) -> str:
    """The title of a problem or refusal; of "internal_error" for a code that nobody wrote down."""
    say, key = words_in(language), f"problem.{code}"
    return say(key if key in say else "problem.internal_error")


def fault_text(kind: str, language: Language) -> str:
    """What is wrong with a field, by pydantic's kind of error."""
    say, key = words_in(language), f"field.{kind}"
    return say(key if key in say else "field.unfit")
