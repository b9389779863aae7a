"""Spreadsheets read into tables of texts, in bounds: an XLSX file is packed XML that anybody may make."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import Any, NoReturn

from balai.errors import BalaiError
from balai.hall_file.tables.csv_text import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Table, csv_table
from balai.text.encoding import NotText
from balai.words.said import Said, say

#: Unpacked, in bytes and in sheets.
MOST_UNPACKED, MOST_SHEETS = 60_000_000, 20
_PACKED = b"PK\x03\x04"


class Unreadable(BalaiError):
    """The file is no table; the words say what to do."""

    code = "invalid"


def tables_of(name: str, data: bytes) -> list[Table]:
    """The sheets of an XLSX file, or the one of a CSV file. Raises Unreadable."""
    if data.startswith(_PACKED):
        return _sheets(data)
    try:
        return [csv_table(name.rpartition(".")[0] or name, data)]
    except NotText as fault:
        raise Unreadable(say("error.table_line", line=fault.line, why=fault.words)) from fault


def _sheets(data: bytes) -> list[Table]:
    from openpyxl import load_workbook  # seldom needed, and slow to load

    try:
        if _unpacked(data) > MOST_UNPACKED:
            return _refused(say("error.table_large"))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return [_table(sheet) for sheet in book.worksheets[:MOST_SHEETS] if sheet.sheet_state == "visible"]
    except Unreadable:
        raise
    except Exception as fault:  # the library lets through whatever its parts raise of a broken file
        raise Unreadable(say("error.table_broken")) from fault


def _unpacked(data: bytes) -> int:
    """How many bytes it says that it holds; more than it says is not read of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return sum(part.file_size for part in packed.infolist())


def _refused(words: Said) -> NoReturn:
    raise Unreadable(words)


def _table(sheet: Any) -> Table:
    # What a file says of its own size may be anything.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=2 * MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
    found = [tuple(_text(cell) for cell in row) for row in rows]
    while found and not any(found[-1]):
        found.pop()  # rows that have a colour or a frame and nothing else
    if len(found) > MOST_ROWS:
        _refused(say("table.too_long", most=MOST_ROWS))
    return Table(str(sheet.title), tuple(found))


def _text(cell: object) -> str:
    """A cell's value as somebody would have typed it."""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else f"{cell:%Y-%m-%d %H.%M}"
    if isinstance(cell, time):
        return f"{cell:%H.%M}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    return "" if cell is None else str(cell).strip()[:LONGEST_CELL]
