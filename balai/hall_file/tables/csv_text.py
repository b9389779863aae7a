"""CSV as spreadsheets write it: semicolons, commas or tabs; UTF-8, UTF-16, or Windows-1252."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from balai.text.encoding import NotText, decoded
from balai.words.said import say

#: A sheet larger than this is no list of a hall.
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 5000, 60, 4000
_BETWEEN = ";\t,|"
_LOOKED_AT = 20


class Table(NamedTuple):
    """A sheet: its name, and the texts of its cells row by row; the first row is line 1."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def csv_table(name: str, data: bytes) -> Table:
    """The table of a CSV file. Raises NotText where the file is something else."""
    text = _text(data)
    if "\0" in text:
        raise NotText(1, say("setting.how_to_save"))
    first, _, rest = text.partition("\n")
    told = first.strip().removeprefix("\ufeff").lower()
    if told.startswith("sep=") and len(told) == len("sep=") + 1:
        # Excel's own line; it counts, so that lines are those that the program shows.
        return Table(name, ((), *_rows(rest, told[-1])))
    return Table(name, _rows(text, _between(text)))


def _text(data: bytes) -> str:
    try:
        return decoded(data)
    except NotText:
        if b"\0" in data or data[:4] == b"PK\x03\x04":
            raise
        try:
            # What Excel writes where it is not told otherwise; whoever looks at the preview sees each letter.
            return data.decode("cp1252")
        except UnicodeDecodeError:
            raise NotText(1, say("setting.how_to_save")) from None


def _between(text: str) -> str:
    """The sign that stands between cells: the one that most of the first lines have, out of quotes."""
    outside = "".join(text[:200_000].split('"')[::2])
    lines = [line for line in outside.splitlines() if line.strip()][:_LOOKED_AT]
    return max(
        _BETWEEN,
        key=lambda sign: (sum(sign in line for line in lines), sum(line.count(sign) for line in lines)),
    )


def _rows(text: str, between: str) -> tuple[tuple[str, ...], ...]:
    found: list[tuple[str, ...]] = []
    csv.field_size_limit(LONGEST_CELL * MOST_COLUMNS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=False)
    try:
        for row in reader:
            if len(found) == MOST_ROWS:
                raise NotText(len(found), say("table.too_long", most=MOST_ROWS))
            found.append(tuple(cell.strip()[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]))
    except csv.Error:
        raise NotText(reader.line_num, say("setting.how_to_save")) from None
    return tuple(found)
