"""Configuration files: TOML read into frozen models, with every fault at once and its line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from balai.encoding import NotText, read_text
from balai.errors import ConfigurationFaults, Fault
from balai.hall_file.toml_lines import find_line, index_lines
from balai.text import named, tidied_data, unseen, words_of

M = TypeVar("M", bound=BaseModel)
Location = tuple[str | int, ...]


class Section(BaseModel):
    """A part of a configuration file: frozen, unknown settings refused. Document each field by it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Source:
    """What was written, with the place of each setting, to which faults are tied."""

    def __init__(
        self, name: str, written: dict[str, Any], lines: Mapping[Location, int] = MappingProxyType({})
    ) -> None:
        """`name` is how people know it; `lines` are those of a file, by what stands there."""
        self.name, self._lines = name, lines
        self.data: dict[str, Any]
        self.data, left_out = tidied_data(written)
        #: What was left out of texts, since nobody can see it; a word for whoever wrote them.
        self.notes = [self.fault(place, words_of(signs)) for place, signs in left_out]

    @classmethod
    def of_text(cls, name: str, text: str) -> Source:
        """Read a file's text. Raises ConfigurationFaults where it is no TOML."""
        try:
            written = tomllib.loads(text)
        except tomllib.TOMLDecodeError as fault:
            raise ConfigurationFaults(name, [_syntax_fault(fault, text)]) from fault
        return cls(name, written, index_lines(text))

    @classmethod
    def read(cls, path: Path) -> Source:
        """Read a file. Raises ConfigurationFaults where it is not there, or is no text that can be read."""
        try:
            return cls.of_text(str(path), read_text(path))
        except OSError as fault:
            reason = fault.strerror or str(fault)
            raise ConfigurationFaults(str(path), [Fault("", None, f"cannot be read: {reason}")]) from fault
        except NotText as fault:
            raise ConfigurationFaults(str(path), [Fault("", fault.line, str(fault))]) from fault

    def fault(self, location: Location, message: str, kind: str = "unfit") -> Fault:
        """A fault at `location`, with its line."""
        return Fault(_dotted(location), find_line(self._lines, location), message, location, kind)

    def read_as(self, model: type[M]) -> M:
        """The data as `model`. Raises ConfigurationFaults with every fault of the file."""
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            raise ConfigurationFaults(self.name, self.faults_of(model, error)) from error

    def faults_of(self, model: type[BaseModel], error: ValidationError) -> list[Fault]:
        """pydantic's errors as faults for people, unknown settings with the nearest known one."""
        return [
            self.fault(e["loc"], _message(model, e["loc"], e["type"], e["msg"], e["input"]), e["type"])
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
    hidden = next((at for at, sign in enumerate(row) if sign not in "\t\r" and unseen(sign)), None)
    if hidden is not None:
        sign = named(row[hidden])
        return Fault("", line, f"column {hidden + 1}: {sign} stands here, which nobody can see; delete it")
    return Fault("", line, f"is not valid TOML here: {str(fault).partition(' (at ')[0]}")


_PLAIN = {
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "string_type": "must be text in quotes",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list in [ ]",
    "model_type": "must be a table",
    "string_too_short": "must not be empty",
}


def worded(pattern: str, hint: str) -> AfterValidator:
    """A check for text of a form, with a refusal that people can act on: `hint` says what to write."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(hint)
        return value

    return AfterValidator(check)


def _dotted(location: Location) -> str:
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _message(model: type[BaseModel], location: Location, kind: str, message: str, value: object) -> str:
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return "is no setting here" + did_you_mean(str(location[-1]), _fields_at(model, location[:-1]))
    message = _PLAIN.get(kind, message)
    shown = repr(value) if isinstance(value, (str, int, float, bool)) else type(value).__name__
    if len(shown) > 60:
        shown = shown[:57] + "..."
    text = message.removeprefix("Value error, ")
    return f"{text[:1].lower()}{text[1:]} (is {shown})"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?` for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f'; did you mean "{near[0]}"?' if near else ""


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
