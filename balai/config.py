"""Configuration files: TOML read into frozen models, with every fault at once and its line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from balai.errors import ConfigurationFaults, Fault
from balai.hall_file.toml_lines import find_line, index_lines
from balai.text.encoding import NotText, read_text
from balai.text.people import named, tidied_data, unseen, words_of
from balai.words.said import Said, say

M = TypeVar("M", bound=BaseModel)
_LINE_ENDS = re.compile("\r\n?")
_CURLY = "“”„‘’‚«»"
_LONGEST_SHOWN = 60
#: A setting whose text, date or time stands there without quotes: `date = 17-08-2026`.
_BARE = re.compile(r"(?P<key>[^=#\"']+=\s*)(?P<value>[^\s\"'\[{#][^\"'\[\]{}#]*?)\s*(?:#.*)?")
Location = tuple[str | int, ...]


class Section(BaseModel):
    """A part of a configuration file: frozen, unknown settings refused. Document each field by it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Source:
    """What was written, with the place of each setting, to which faults are tied."""

    def __init__(
        self, name: str, written: dict[str, Any], lines: Callable[[], Mapping[Location, int]] = dict
    ) -> None:
        """`name` is how people know it; `lines` finds those of a file, by what stands there: once, for the
        first fault."""
        self.name, self._lines = name, cache(lines)
        self.data: dict[str, Any]
        self.data, left_out = tidied_data(written)
        #: What was left out of texts, since nobody can see it; a word for whoever wrote them.
        self.notes = [self.fault(place, words_of(signs)) for place, signs in left_out]

    @classmethod
    def of_text(cls, name: str, text: str) -> Source:
        """Read a file's text. Raises ConfigurationFaults where it is no TOML."""
        text = _LINE_ENDS.sub("\n", text)
        try:
            written = tomllib.loads(text)
        except tomllib.TOMLDecodeError as fault:
            raise ConfigurationFaults(name, [_syntax_fault(fault, text)]) from fault
        except (ValueError, RecursionError) as fault:
            # A number of thousands of digits, thousands of brackets.
            raise ConfigurationFaults(name, [Fault("", None, say("setting.beyond_reading"))]) from fault
        return cls(name, written, partial(index_lines, text))

    @classmethod
    def read(cls, path: Path) -> Source:
        """Read a file. Raises ConfigurationFaults where it is not there, or is no text that can be read."""
        try:
            return cls.of_text(str(path), read_text(path))
        except OSError as fault:
            reason = fault.strerror or str(fault)
            raise ConfigurationFaults(
                str(path), [Fault("", None, say("setting.unreadable", reason=reason))]
            ) from fault
        except NotText as fault:
            raise ConfigurationFaults(str(path), [Fault("", fault.line, fault.words)]) from fault

    def fault(self, location: Location, message: str, kind: str = "unfit") -> Fault:
        """A fault at `location`, with its line."""
        return Fault(_dotted(location), find_line(self._lines(), location), message, location, kind)

    def read_as(self, model: type[M]) -> M:
        """The data as `model`. Raises ConfigurationFaults with every fault of the file."""
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            raise ConfigurationFaults(self.name, self.faults_of(model, error)) from error

    def faults_of(self, model: type[BaseModel], error: ValidationError) -> list[Fault]:
        """pydantic's errors as faults for people, unknown settings with the nearest known one."""
        return [
            self.fault(e["loc"], _message(model, e), e["type"])
            for e in error.errors(include_url=False)
            if not (e["type"] == "too_short" and e["input"])  # its entries failed, and are named
        ]


def load_toml(path: Path, model: type[M]) -> M:
    """Read a TOML file as `model`. Raises ConfigurationFaults with every fault at once."""
    return Source.read(path).read_as(model)


def _syntax_fault(fault: tomllib.TOMLDecodeError, text: str) -> Fault:
    line = getattr(fault, "lineno", None)
    if line is None:
        digits = str(fault).partition("(at line ")[2].partition(",")[0]
        line = int(digits) if digits.isdigit() else len(text.splitlines()) or 1
    rows = text.split("\n")
    row = rows[line - 1] if line <= len(rows) else ""
    hidden = next((at for at, sign in enumerate(row) if sign not in " \t\r" and _looks_empty(sign)), None)
    if hidden is not None:
        sign = named(row[hidden])
        return Fault("", line, say("setting.unseen_sign", column=hidden + 1, sign=sign))
    curly = next((at for at, sign in enumerate(row) if sign in _CURLY), None)
    if curly is not None:
        return Fault("", line, say("setting.curly_quotes", column=curly + 1, sign=row[curly]))
    why = str(fault).partition(" (at ")[0]
    bare = _BARE.fullmatch(row)
    if bare is not None and _is_toml(f"{bare['key']}0"):
        example = f'{bare["key"].strip()} "{bare["value"]}"'
        return Fault("", line, say("setting.unquoted", why=why, example=_cut(example)))
    return Fault("", line, say("setting.no_toml", why=why))


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _looks_empty(sign: str) -> bool:
    return sign.isspace() or unseen(sign)


#: What pydantic's kinds of error are called here; its bounds are parameters of the sentence.
_PLAIN = {
    "int_parsing": "setting.whole_number",
    "int_type": "setting.whole_number",
    "int_from_float": "setting.whole_number",
    "float_parsing": "setting.number",
    "float_type": "setting.number",
    "string_type": "setting.text",
    "bool_parsing": "setting.boolean",
    "bool_type": "setting.boolean",
    "tuple_type": "setting.list",
    "model_type": "setting.table",
    "string_too_short": "setting.empty",
    "string_too_long": "setting.text_long",
    "too_short": "setting.too_few",
    "too_long": "setting.too_many",
    "greater_than_equal": "setting.at_least",
    "less_than_equal": "setting.at_most",
    "literal_error": "setting.choice",
}


def worded(pattern: str, hint: str) -> AfterValidator:
    """A check for text of a form, with a refusal that people can act on: the sentence with the key `hint`
    says what to write."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(say(hint))
        return value

    return AfterValidator(check)


def addressed(hint: str) -> AfterValidator:
    """A check that an address names a machine, and a port that there may be: what looks like one may not be
    (`https://[x`), and nothing that reads it later shall find that out. Empty is for none."""

    def check(value: str) -> str:
        try:
            parts = urlsplit(value)
            well = not value or (bool(parts.hostname) and parts.port != 0)
        except ValueError:
            well = False
        if not well:
            raise ValueError(say(hint))
        return value

    return AfterValidator(check)


def _dotted(location: Location) -> str:
    text = ""
    for part in location:
        word = f"[{part + 1}]" if isinstance(part, int) else _cut(part)
        text += f".{word}" if text and not isinstance(part, int) else word
    return text


def _cut(word: str) -> str:
    """A word that somebody wrote, as much of it as a sentence bears."""
    return word if len(word) <= _LONGEST_SHOWN else f"{word[: _LONGEST_SHOWN - 3]}..."


def _message(model: type[BaseModel], error: ErrorDetails) -> str:
    kind, location, value = error["type"], error["loc"], error["input"]
    if kind == "missing":
        return say("setting.missing")
    if kind == "extra_forbidden":
        near = did_you_mean(str(location[-1]), _fields_at(model, location[:-1]))
        return say("setting.unknown", near=near)
    shown = _shown(value)
    return say("setting.is", fault=_told(error), value=_cut(shown)) if shown else _told(error)


def _shown(value: object) -> str:
    """What was written in the place of a setting; "" where nothing was, and for a table."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_shown, value)))
    return repr(value) if isinstance(value, (int, float)) or (value and isinstance(value, str)) else ""


def _told(error: ErrorDetails) -> str:
    """Our own sentence of a fault, else pydantic's."""
    params = error.get("ctx", {})
    ours = params.get("error")
    if isinstance(ours, ValueError) and ours.args:
        return str(ours) if not isinstance(ours.args[0], Said) else ours.args[0]
    key = _PLAIN.get(error["type"])
    if key is not None:
        return say(key, **params)
    return error["msg"][:1].lower() + error["msg"][1:]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?` for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word[:_LONGEST_SHOWN], list(known), 1, 0.6)
    return say("setting.did_you_mean", word=near[0]) if near else ""


def no_such(word: str, kind: str, known: Iterable[str]) -> str:
    """That a file has no `kind` of that id, with the nearest it has."""
    return say(
        "setting.no_such", word=_cut(word), kind=say(f"setting.kind.{kind}"), near=did_you_mean(word, known)
    )


def _fields_at(model: type[BaseModel], location: Location) -> list[str]:
    kind: object = model
    for part in location:
        if isinstance(part, str) and isinstance(kind, type) and issubclass(kind, BaseModel):
            field = next((f for n, f in kind.model_fields.items() if part in (n, f.alias)), None)
            kind = model_in(field.annotation) if field else None
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [f.alias or name for name, f in kind.model_fields.items()]
    return []


def model_in(annotation: object) -> object:
    """The type inside an annotation such as `tuple[Zone, ...]`, or None."""
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation
    return next((found for a in get_args(annotation) if (found := model_in(a))), None)
