"""What stands in a cell, as a setting has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from balai.hall_file.calendar import date_of
from balai.hall_file.tables.columns import plain
from balai.words.said import Said, say

#: Said of skills: every service of the counter, as where nobody has named any.
_ALL = frozenset({"semua", "semua layanan", "all", "all services"})
_YES, _NO = (
    frozenset({"ya", "y", "yes", "true", "benar", "1", "x", "pasti", "dipastikan"}),
    frozenset({"tidak", "t", "no", "false", "0", "belum"}),
)
_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
_ROLES = {
    "petugas": "staff", "staf": "staff", "staff": "staff", "operator": "staff", "penyelia": "supervisor",
    "supervisor": "supervisor", "pengelola": "manager", "manager": "manager", "kepala": "manager",
    "pengawas": "auditor", "auditor": "auditor", "administrator": "administrator", "admin": "administrator",
}  # fmt: skip
#: "15", "15 menit", "± 15 menit", "15,0": hours are told as such.
_MINUTES = re.compile(r"[±~\s]*(\d{1,5})(?:[.,]0+)?\s*(menit|mnt|min|minutes?|orang|org)?\.?", re.IGNORECASE)
_HOURS = re.compile(r"[±~\s]*(\d{1,2})\s*jam", re.IGNORECASE)
#: What begins an item of a list: "1.", "a)", "-", "•".
_MARK = re.compile(r"^\s*(?:\d{1,2}[.)]|[a-z][.)]|[-–•*·])\s+", re.IGNORECASE)


class Odd(ValueError):
    """A cell that cannot be meant so; the words say what to write."""

    def __init__(self, words: Said) -> None:
        super().__init__(words)
        self.words = words


def value_of(name: str, text: str) -> Any:
    """The value of a setting. Raises Odd."""
    if text.upper() in _ERRORS:
        raise Odd(say("table.formula", text=text))
    return _READERS.get(name, _words)(text)


def _words(text: str) -> str:
    return " ".join(text.split())


def items_of(text: str) -> list[str]:
    """The items of a list in one cell: a line each, or between semicolons; their marks are left out."""
    lines = text.splitlines() if "\n" in text else text.split(";")
    return [item for line in lines if (item := " ".join(_MARK.sub("", line).split()).rstrip(";,"))]


def _skills(text: str) -> list[str]:
    return [] if plain(text) in _ALL else items_of(text)


def _number(text: str) -> int:
    found = _MINUTES.fullmatch(text.strip())
    if found is not None:
        return int(found[1])
    hours = _HOURS.fullmatch(text.strip())
    if hours is not None:
        return 60 * int(hours[1])
    raise Odd(say("table.no_number", text=text[:60]))


def _date(text: str) -> str:
    try:
        return date_of(text).isoformat()
    except ValueError:
        raise Odd(say("table.no_date", text=text[:60])) from None


def _switch(text: str) -> bool:
    word = plain(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Odd(say("table.no_switch", text=text[:60]))


def _role(text: str) -> str:
    try:
        return _ROLES[plain(text)]
    except KeyError:
        raise Odd(say("table.no_role", text=text[:60])) from None


_READERS: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("number", "service_minutes", "wait_minutes", "quota"), _number),
    **dict.fromkeys(("requirements", "requirements_en", "procedure", "services"), items_of),
    **dict.fromkeys(("date", "until"), _date),
    **dict.fromkeys(("letter", "label"), str.upper),
    "confirmed": _switch,
    "role": _role,
    "skills": _skills,
    "username": str.casefold,
}
