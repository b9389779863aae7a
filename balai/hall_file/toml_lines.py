"""Where each key of a TOML text stands, so that a fault can name its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache

Path = tuple[str | int, ...]
_LONG = ('"""', "'''")
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_ITEM = re.compile(r"""#.*$|"(?:\\.|[^"\\])*"|'[^']*'|[^\s,\[\]{}#"']+""")
_STRINGS = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*$')


def index_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of each table, entry of an array of tables, key and array item in `text`.

    The text is one that tomllib reads; on another the index is only as good as the text.
    """
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    array: Path = ()
    item = 0
    for number, line, key, inside in _statements(text):
        header = _HEADER.match(line)
        if inside:
            for _ in _items(line):
                lines[(*array, item)], item = number, item + 1
        elif header and key is None:
            table = _parts(header[2])
            if header[1] == "[[":
                index = counts.get(table, 0)
                counts[table] = index + 1
                table = (*table, index)
            lines.setdefault(table, number)
        elif key is not None:
            array, item = (*table, *_parts(key)), 0
            lines.setdefault(array, number)
            for _ in _items(line.partition("=")[2].partition("[")[2]):
                lines[(*array, item)], item = number, item + 1
    return lines


def find_line(lines: Mapping[Path, int], path: Path) -> int | None:
    """The line of `path`, else of the nearest thing around it that stands in the text."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


def _items(line: str) -> list[str]:
    return [found for found in _ITEM.findall(line) if not found.startswith("#")]


@lru_cache(maxsize=1024)
def _parts(dotted: str) -> Path:
    table: dict[str, object] = tomllib.loads(f"{dotted} = 0")
    parts: list[str] = []
    value: object = table
    while isinstance(value, dict):
        name, value = next(iter(value.items()))
        parts.append(name)
    return tuple(parts)


def _statements(text: str) -> Iterator[tuple[int, str, str | None, bool]]:
    """Line number, line, the key it sets, and whether it goes on with an array begun before.

    What lies inside a string of many lines is passed over.
    """
    depth, quote = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        rest = line
        if quote:
            if quote not in line:
                continue
            rest, quote = line.split(quote, 1)[1], ""
        elif depth == 0:
            key = _KEY.match(line)
            yield number, line, key[1] if key else None, False
            if not key:
                continue
            rest = line[key.end() :]
        else:
            yield number, line, None, True
        rest, quote = _open_string(rest)
        depth = max(0, depth + _depth(rest))


def _open_string(line: str) -> tuple[str, str]:
    """The line up to a string that goes on below, and the quote that will end it ("" for none)."""
    bare = _STRINGS.sub(lambda m: m[0] if m[0] in _LONG else "", line)
    opened = re.search(r'"""|\'\'\'', bare)
    if opened and bare.count(opened[0]) % 2:
        return bare[: opened.start()], opened[0]
    return bare, ""


def _depth(line: str) -> int:
    bare = _STRINGS.sub("", line)
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
