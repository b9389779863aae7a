"""The reasons of a call as sentences: what the core and the log know as codes and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from balai.domain.order.why import Reason
from balai.words.catalogue import words_in, written_languages
from balai.words.dates import clock_time
from balai.words.languages import Language

#: Parameters that are times; the log keeps them as ISO 8601 text.
_TIMES = frozenset({"arrived", "due", "since"})


def told(reasons: Iterable[Reason], zone: tzinfo) -> dict[str, tuple[str, ...]]:
    """The sentences by language, clock times in the hall's zone."""
    return _by_language([(reason.code, reason.params) for reason in reasons], zone)


def told_by_log(why: Mapping[str, Any] | None, zone: tzinfo) -> dict[str, tuple[str, ...]]:
    """The same of what an event keeps as `why`. A call of the first version may keep its sentences."""
    if why is None:
        return {}
    if "words" in why:
        return {language: tuple(lines) for language, lines in why["words"].items()}
    return _by_language([(row["code"], row) for row in why["reasons"]], zone)


def _by_language(
    reasons: Sequence[tuple[str, Mapping[str, object]]], zone: tzinfo
) -> dict[str, tuple[str, ...]]:
    return {
        language: tuple(_sentence(code, params, language, zone) for code, params in reasons)
        for language in written_languages()
    }


def _sentence(code: str, params: Mapping[str, object], language: Language, zone: tzinfo) -> str:
    shown = {name: _shown(name, value, language, zone) for name, value in params.items()}
    try:
        return words_in(language)(f"why.{code}", **shown)
    except KeyError:  # a reason, or one of its parameters, of a later version
        return code


def _shown(name: str, value: object, language: Language, zone: tzinfo) -> object:
    if name in _TIMES:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return clock_time(moment, zone, language)
    if name == "reason":
        say, key = words_in(language), f"choose_reason.{value}"
        text = say(key) if key in say else str(value)
        return text[:1].lower() + text[1:]
    return value
