"""Sentences by key: parameters, plurals, lines, and the fallback of a language that says less."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from balai.words import LANGUAGES, Words, known_language, words_in
from balai.words.catalogue import flat, written_languages
from balai.words.dates import clock_seconds, clock_time, either, long_date, together, zone_name

NOW = datetime(2026, 4, 14, 2, 42, 7, tzinfo=UTC)
WITA = ZoneInfo("Asia/Makassar")


def test_a_sentence_has_parameters_plurals_and_lines() -> None:
    table = {
        "a": {"people": {"one": "{count} person", "other": "{count} people"}, "go": ["Please", "to {n}"]}
    }
    say = Words("en", "en_GB", dict(flat(table)))
    assert [say("a.people", count=count) for count in (0, 1, 2)] == ["0 people", "1 person", "2 people"]
    assert say.lines("a.go", n=3) == ("Please", "to 3")
    assert say("a.go", n=3) == "Please to 3"
    assert say.lines("a.people", count=1) == ("1 person",)
    assert "a.people" in say
    assert "a.other" not in say
    with pytest.raises(KeyError):
        say("a.other")


def test_a_language_that_says_less_falls_back() -> None:
    kutai, source = words_in("vkt"), words_in("id")
    assert set(kutai) == set(source)
    assert kutai("problem.quota_full") == source("problem.quota_full")
    assert written_languages()[:2] == ("id", "en")
    assert known_language("xx") == "id"
    assert {known_language(language) for language in LANGUAGES} == set(LANGUAGES)


def test_dates_and_lists_are_the_languages_own() -> None:
    assert (clock_time(NOW, WITA, "id"), clock_time(NOW, WITA, "en")) == ("10.42", "10:42")
    assert clock_time(NOW.astimezone(WITA), None, "vkt") == "10.42"
    assert clock_seconds(NOW, WITA, "id") == "10.42.07"
    assert long_date(date(2026, 4, 14), "id") == "Selasa, 14 April 2026"
    assert long_date(date(2026, 4, 14), "vkt", year=False) == "Selasa, 14 April"
    assert (either([2, 3], "id"), either([2, 3, 4], "id")) == ("2 atau 3", "2, 3, atau 4")
    assert (together(["A"], "en"), together(["A", "B"], "id")) == ("A", "A dan B")
    assert zone_name(NOW.astimezone(WITA)) == "WITA"
