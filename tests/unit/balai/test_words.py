"""What the hub says to people: a title for every code, in both languages, by the reader's wish."""

import re
from pathlib import Path

import pytest

from balai import i18n
from balai.i18n import choose_language, fault_text, title_of

ROOT = Path(__file__).resolve().parents[3]
RAISED = re.compile(r'(?:Refusal|Rejected)\(\s*(?:\d+,\s*)?"(\w+)"')
CODED = re.compile(r'^    code = "(\w+)"', re.MULTILINE)


def codes() -> set[str]:
    files = [*(ROOT / "balai/domain").rglob("*.py"), *(ROOT / "server").rglob("*.py")]
    return {code for file in files for code in RAISED.findall(file.read_text())}


def test_every_code_that_a_request_can_get_has_a_title() -> None:
    found = codes()
    assert {"nobody_waiting", "counter_taken", "forbidden"} <= found
    assert found <= i18n.TITLES.keys()


def test_titles_and_faults_are_there_in_both_languages() -> None:
    for pair in [*i18n.TITLES.values(), *i18n.FAULTS.values()]:
        assert all(pair)
        assert pair[0] != pair[1]
    assert title_of("nobody_waiting", "id") != title_of("nobody_waiting", "en")
    assert title_of("never heard of", "en") == title_of("internal_error", "en")
    assert fault_text("never heard of", "id")


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        (None, "id"), ("", "id"), ("*", "id"), ("fr", "id"), ("en", "en"), ("EN-us", "en"), ("id, en", "id"),
        ("en, id", "en"), ("en;q=0.5, id;q=0.8", "id"), ("id;q=0.1,en;q=0.2", "en"), ("en;q=0", "id"),
        ("en;q=x", "id"), ("en;level=1", "en"), ("," * 500, "id"),
    ],
)  # fmt: skip
def test_the_language_is_what_the_reader_wants_most(accept: str | None, language: str) -> None:
    assert choose_language(accept) == language
