"""The machine's language, and texts that are said again in the reader's."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from balai.config import Section, Source
from balai.errors import ConfigurationFaults
from balai.words import Language
from balai.words.said import VARIABLE, Said, machine_language, say, told_in


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "id_ID"}, "id"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "id_ID", "LC_ALL": ""}, "id"),
        ({"LANG": "id_ID.UTF-8", VARIABLE: "en"}, "en"),
        ({"LANG": "C", VARIABLE: "id"}, "id"),
    ],
)
def test_a_machine_speaks_its_own_language(
    environment: dict[str, str], language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert machine_language() == language


def test_a_text_is_said_again_with_the_texts_inside_it() -> None:
    near = say("setting.did_you_mean", word="imigrasi")
    text = say("setting.unknown", near=near)
    assert text == 'is no setting here; did you mean "imigrasi"?'
    assert told_in(text, "id") == 'bukan pengaturan di sini; apakah maksudnya "imigrasi"?'
    assert told_in("as it is", "id") == "as it is"


def test_a_date_in_a_sentence_is_written_as_its_reader_writes_dates() -> None:
    text = say("setting.ends_before", first=date(2026, 4, 14))
    assert text == "must be Tuesday, 14 April 2026 or later"
    assert told_in(text, "id") == "harus Selasa, 14 April 2026 atau sesudahnya"


class Part(Section):
    """A part of a file."""

    count: int


class Text(Section):
    """Another part."""

    text: Literal["ya"]


def test_a_fault_of_a_file_keeps_its_key() -> None:
    with pytest.raises(ConfigurationFaults) as wrong:
        Source.of_text("hall.toml", 'count = "two"').read_as(Part)
    (fault,) = wrong.value.faults
    assert isinstance(fault.message, Said)
    assert fault.message == "must be a whole number (is 'two')"
    assert told_in(fault.message, "id") == "harus bilangan bulat (tertulis 'two')"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[]", ""),
        ('""', ""),
        ("{}", ""),
        ("true", " (tertulis true)"),
        ("[1, 'x']", " (tertulis 1, 'x')"),
        ("1.5", " (tertulis 1.5)"),
    ],
)
def test_a_fault_quotes_what_was_written_and_no_type_of_the_program(written: str, told: str) -> None:
    with pytest.raises(ConfigurationFaults) as wrong:
        Source.of_text("hall.toml", f"text = {written}").read_as(Text)
    assert told_in(wrong.value.faults[0].message, "id") == f"harus salah satu dari 'ya'{told}"
