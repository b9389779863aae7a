"""The line of each thing in a TOML text, however deep lists and tables lie in each other."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.hall_file.toml_lines import find_line, index_lines

_LEAF = st.integers(0, 9) | st.sampled_from(["x", "[", "]]", '"', "#", "a = 1", "{", ", ", "'''", ""])
_VALUES = st.recursive(
    _LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=8,
)
_PAUSES = st.lists(st.sampled_from(["", " ", "\n", " # no, 3 ]\n", "\n\n"]), min_size=1)


class Written:
    """A value as it may be written, with the line of each thing in it."""

    def __init__(self, pauses: list[str]) -> None:
        self.text, self.lines = "", dict[tuple[str | int, ...], int]()
        self._pauses = self._turning(pauses)

    def _turning(self, pauses: list[str]) -> Iterator[str]:
        while True:
            yield from pauses

    def note(self, place: tuple[str | int, ...]) -> None:
        self.lines[place] = self.text.count("\n") + 1

    def write(self, place: tuple[str | int, ...], value: object) -> None:
        if isinstance(value, list):
            self.text += "["
            for at, one in enumerate(value):
                self.text += next(self._pauses)
                self.note((*place, at))
                self.write((*place, at), one)
                self.text += next(self._pauses) + ","
            self.text += next(self._pauses) + "]"
        elif isinstance(value, dict):
            # A table on one line, as TOML has it; lists in it may go on.
            self.text += "{"
            for at, (name, one) in enumerate(value.items()):
                self.text += ", " if at else ""
                self.note((*place, name))
                self.text += f"{name} = "
                self.write((*place, name), one)
            self.text += "}"
        else:
            self.text += json.dumps(value)


@given(st.lists(_VALUES, min_size=1, max_size=4), _PAUSES)
def test_everything_is_found_where_it_was_written(values: list[object], pauses: list[str]) -> None:
    written = Written(pauses)
    for number, value in enumerate(values):
        written.text += "[[t]] # one\n" if number % 2 else '[ "u.v" . w ]\n' if number == 0 else ""
        place = ("t", (number - 1) // 2) if number else ("u.v", "w")
        written.lines[place] = min(written.lines.get(place, 99_999), written.text.count("\n"))
        written.note((*place, f"k{number}"))
        written.text += f"k{number} ="
        written.write((*place, f"k{number}"), value)
        written.text += "\n"
    tomllib.loads(written.text)
    assert index_lines(written.text) == written.lines


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ("[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nc = 2\n", ("a", 1, "b", "c"), 6),
        ("[[a]]\n[[a.b]]\n[[a.b]]\nc = 1\n[[a]]\n[[a.b]]\nc = 2\n", ("a", 1, "b", 0, "c"), 7),
        ("m = [\n  [1, 2],\n  [3,\n   4],\n]\n", ("m", 1, 1), 4),
        ('m = [\n  { a = "x" },\n  { a = [\n   4] },\n]\n', ("m", 1, "a", 0), 4),
        ("a = '''\nb = [\n'''\nb = [\n 2]\n", ("b", 0), 5),
        ("a.b = [1,\n2]\n", ("a", "b", 1), 2),
    ],
)
def test_lists_in_lists_and_tables_in_entries(text: str, place: tuple[str | int, ...], line: int) -> None:
    tomllib.loads(text)
    assert find_line(index_lines(text), place) == line


@given(st.text(alphabet="[]{}=,.\"'\\ \n#ab1", max_size=60))
def test_no_text_crashes_it(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in index_lines(text).values())
