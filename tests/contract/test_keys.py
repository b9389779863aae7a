"""No sentence is missing and none is left over, in any language: over the Python and the browser's code.

A key stands in the code as a literal (`"problem.quota_full"`) or as a family whose codes come from
elsewhere (`f"problem.{code}"`); `CODES` says which codes a family must know.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

from balai.cli import OWN_PACKAGES
from balai.domain.commands import REASONS_TO_CHOOSE
from balai.domain.order.discipline import DISCIPLINES
from balai.domain.order.why import BEFORE
from balai.hall_file.editing.form import form
from balai.protocol.devices.admission import DeviceKind
from balai.protocol.managed.replays import State as ReplayState
from balai.words import LANGUAGES, Language, words_in
from balai.words.catalogue import Sentence, read
from server.web.sentences import SECTIONS as SECTIONS_OF_PAGES
from server.web.sentences import module

ROOT = Path(__file__).resolve().parents[2]
#: Not `sounds`, whose commands are those of who makes the bank, as in `tools`.
PACKAGES = tuple(sorted(OWN_PACKAGES - {"sounds"}))
WRITTEN: tuple[Language, ...] = ("id", "en")
SOURCE = words_in("id")
SECTIONS = "|".join(sorted({key.partition(".")[0] for key in SOURCE}))
HOLE = r"\$?\{[^}]*\}"
KEY = re.compile(rf"""(["'`])((?:{SECTIONS})(?:\.(?:[a-z0-9_]|{HOLE})+)+)\1""")
NAME = re.compile(r"""["'](\w+)["']|(\w+):""")
RAISED = re.compile(r'(?:Refusal|Rejected)\(\s*(?:\d+,\s*)?"(\w+)"')
REASON = re.compile(r'Reason\("(\w+)"|return "(\w+)"')


@cache
def source(*folders: str, ending: str = "py") -> str:
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob(f"*.{ending}"))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@cache
def code() -> str:
    pages = source("server/web/static/js", ending="js") + source(
        "demo/templates", "server/web/templates", ending="html"
    )
    return source(*PACKAGES) + pages


@cache
def used() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """The keys that stand in the code, and the families as patterns."""
    found = {match[2] for match in KEY.finditer(code())}
    families = {re.sub(HOLE, "{}", key) for key in found if "{" in key}
    patterns = (re.compile(re.escape(family).replace(r"\{\}", r"(\w+)")) for family in sorted(families))
    return frozenset(key for key in found if "{" not in key), tuple(patterns)


def reasons() -> set[str]:
    told = (ROOT / "balai/domain/order/why.py").read_text(encoding="utf-8")
    codes = {name for pair in REASON.findall(told) for name in pair if name}
    return codes | set(BEFORE) | {code for rule in DISCIPLINES.values() for code in (rule.reason, rule.later)}


DEVICE_FAULT = re.compile(r'DeviceFault\(\s*code="(\w+)"')
#: What the state of a machine, a printer or a scanner and the hub's refusal of a device amount to.
DEVICE_FAULTS = frozenset({
    "cover_open", "disk_low", "hot", "other", "paper_out", "power_weak", "printer_fault", "printer_gone",
    "protocol_unsupported", "scanner_busy", "scanner_denied", "scanner_gone", "token_invalid",
})  # fmt: skip


#: The codes that a family must have a sentence for.
CODES: dict[str, Callable[[], Collection[str]]] = {
    "problem.{}": lambda: set(RAISED.findall(source("balai/domain", "server"))),
    "why.{}": reasons,
    "choose_reason.{}": lambda: REASONS_TO_CHOOSE,
    "rules_page.meant.{}": lambda: DISCIPLINES,
    "rules_page.state.{}": lambda: set(get_args(ReplayState)) - {"ready"},
    "start_page.device.{}": lambda: get_args(DeviceKind),
    "form.choice.{}": lambda: {
        choice for section in form().values() for field in section for choice in field.choices
    },
    "staff.send_anyway.{}": lambda: ("closed_now", "no_more_today"),
    "fault.{}.what": lambda: DEVICE_FAULTS | set(DEVICE_FAULT.findall(source("kiosk", "display"))),
}


def test_every_key_that_is_asked_for_is_there() -> None:
    literal, _ = used()
    assert {"log.called", "problem.internal_error"} <= literal
    assert sorted(literal - set(SOURCE)) == []


def test_a_page_has_the_sentences_that_it_asks_for() -> None:
    browser = source("server/web/static/js", ending="js")
    asked = {match[2].partition(".")[0] for match in KEY.finditer(browser)}
    assert asked == set(SECTIONS_OF_PAGES)
    for language in LANGUAGES:
        assert '"staff.desk.call_next": "' in module(language)


@pytest.mark.parametrize("family", CODES)
def test_every_code_of_a_family_has_its_sentence(family: str) -> None:
    codes = CODES[family]()
    assert codes
    assert sorted(code for code in codes if family.format(code) not in SOURCE) == []


def test_every_sentence_is_asked_for() -> None:
    literal, families = used()
    known = {name for pair in NAME.findall(code()) for name in pair} | set(get_args(ErrorType))

    def asked(key: str) -> bool:
        if key in literal:
            return True
        filled = [match for family in families if (match := family.fullmatch(key))]
        return any(all(part in known for part in match.groups()) for match in filled)

    assert sorted(key for key in SOURCE if not asked(key)) == []


@pytest.mark.parametrize("language", WRITTEN)
def test_a_written_language_misses_nothing(language: Language) -> None:
    assert sorted(set(SOURCE) - set(own(language))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_no_sentence_of_its_own_that_the_source_lacks(language: Language) -> None:
    assert sorted(set(own(language)) - set(SOURCE)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_has_the_parameters_and_parts_of_the_source_and_is_plainly_said(
    language: Language,
) -> None:
    for key, sentence in own(language).items():
        assert fields(sentence) <= fields(SOURCE.sentences[key]), key
        assert parts(sentence) == parts(SOURCE.sentences[key]), key
        for text in texts(sentence):
            assert text, key
            assert "!" not in text, key


def own(language: Language) -> dict[str, Sentence]:
    """What a language's file says itself."""
    return read(language)[1]


def texts(sentence: Sentence) -> list[str]:
    return [sentence] if isinstance(sentence, str) else list(getattr(sentence, "values", lambda: sentence)())


def parts(sentence: Sentence) -> int:
    """In how many parts a list is written: who shows it places each of them. A sentence by itself has one."""
    return len(sentence) if isinstance(sentence, list) else 1


def fields(sentence: Sentence) -> set[str]:
    """The parameters of a sentence; a name and no more, so that the browser can fill it in too."""
    found = [part for text in texts(sentence) for part in string.Formatter().parse(text)]
    assert all(not spec and conversion is None for _, name, spec, conversion in found if name is not None)
    return {name for _, name, _, _ in found if name is not None}
