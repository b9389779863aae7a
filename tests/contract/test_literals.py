"""No sentence for people stands in the code: it stands in the catalogue, by its key (static check by AST).

What a person meets is what a command prints, asks and helps with, a program's state, an error of ours, and
a fault of a configuration. The core says no sentences: what it adds to a code is English, for developers.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from balai.cli import OWN_PACKAGES
from balai.words import words_in
from balai.words.catalogue import Sentence

ROOT = Path(__file__).resolve().parents[2]
#: Not `sounds`, whose commands are those of who makes the bank, as in `tools`.
PACKAGES = tuple(sorted(OWN_PACKAGES - {"sounds"}))
CORE = ROOT / "balai/domain"
#: What shows its arguments to people.
SHOWS = frozenset({
    "BadParameter", "ClickException", "Fault", "FaultAt", "NotARecording", "NotText", "SystemExit",
    "UsageError", "add_argument", "argument", "command", "confirm", "echo", "fault", "group", "option",
    "print", "prompt", "secho", "section", "status",
})  # fmt: skip
#: What gives a sentence by its key.
ASKS = frozenset({"say", "lines", "tell", "help_of"})
#: Where a ValueError is a setting that does not read, and is shown with its line.
READS_SETTINGS = re.compile(r"balai/(config|encoding)\.py|balai/hall_file/.*|.*/(config|device_file)\.py")
LETTERS = re.compile(r"[^\W\d_]{2}")


@cache
def modules() -> dict[Path, ast.Module]:
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}


@cache
def errors() -> frozenset[str]:
    """The names of BalaiError and of all that derive from it."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"BalaiError"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return frozenset(found)


def literals(tree: ast.AST, *, settings: bool = False) -> Iterator[tuple[int, str]]:
    """Texts with letters and a blank among the arguments of what shows them, with their lines."""
    shown = SHOWS | errors() | ({"ValueError"} if settings else set())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in shown:
            for given in (*node.args, *(word.value for word in node.keywords)):
                yield from ((part.lineno, text) for part, text in texts(given) if is_sentence(text))


def texts(given: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    for part in ast.walk(given):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part, part.value
        elif isinstance(part, ast.JoinedStr):
            written = (p.value if isinstance(p, ast.Constant) else "{}" for p in part.values)
            yield part, "".join(map(str, written))


def is_sentence(text: str) -> bool:
    return " " in text.strip() and LETTERS.search(text) is not None


def name_of(function: ast.expr) -> str:
    return getattr(function, "attr", "") or getattr(function, "id", "")


@pytest.mark.parametrize("package", PACKAGES)
def test_no_sentence_for_people_stands_in_the_code(package: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}: {text}"
        for file, tree in modules().items()
        if file.is_relative_to(ROOT / package) and not file.is_relative_to(CORE)
        for line, text in literals(
            tree, settings=READS_SETTINGS.fullmatch(str(file.relative_to(ROOT))) is not None
        )
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'click.echo(f"Locked {name}.")',
        'click.option("--day", help="Only this day.")',
        'raise StoreError("Nothing is there.", code="gone")',
        'raise HallUnknown("No hall {}".format(name))',
        'source.fault(("hours", 1), "ends too early" if early else "")',
    ],
)
def test_a_sentence_in_the_code_is_found(code: str) -> None:
    assert "StoreError" in errors()
    assert list(literals(ast.parse(code)))


def test_a_key_is_no_sentence() -> None:
    assert list(literals(ast.parse('click.echo(say("cli.account.locked", username=name))'))) == []


def test_every_sentence_is_given_the_parameters_it_names() -> None:
    """A sentence that lacks one would break off just where somebody is to be told what went wrong."""
    missing = [
        f"{file.relative_to(ROOT)}:{call.lineno}: {key} lacks {sorted(lacks)}"
        for file, tree in modules().items()
        for call, key, given in said(tree)
        if (lacks := names_in(words_in("id").sentences[key]) - given)
    ]
    assert missing == []


def said(tree: ast.Module) -> Iterator[tuple[ast.Call, str, set[str]]]:
    """The calls that ask for a sentence by a literal key, with the parameters they give."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args or name_of(node.func) not in ASKS:
            continue
        key = node.args[0]
        spread = any(word.arg is None for word in node.keywords)
        if isinstance(key, ast.Constant) and str(key.value) in words_in("id") and not spread:
            yield node, str(key.value), {str(word.arg) for word in node.keywords}


def names_in(sentence: Sentence) -> set[str]:
    texts = [sentence] if isinstance(sentence, str) else list(getattr(sentence, "values", lambda: sentence)())
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name is not None}
