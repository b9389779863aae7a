"""A report as a file: CSV as spreadsheets here read it (semicolons, byte order mark), or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from balai.protocol.managed.reports import ReportAnswer, ReportRow
from balai.words import Language, Words, words_in

Format = Literal["csv", "xlsx"]
Cell = str | int
Sheet = tuple[str, list[Sequence[Cell]]]
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MORE = ("finished", "transferred", "missed", "cancelled", "unserved")
#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def file_of(answer: ReportAnswer, form: Format, language: Language) -> tuple[str, str, bytes]:
    """The name, the media type and the bytes of a file."""
    name = f"balai-{answer.by}-{answer.first}-{answer.last}.{form}"
    sheets = list(sheets_of(answer, words_in(language)))
    return name, _KINDS[form], _csv(sheets[0]) if form == "csv" else _xlsx(sheets)


def sheets_of(answer: ReportAnswer, say: Words) -> Iterator[Sheet]:
    """The tables of a report, each with its head: the figures, refusals by reason, counters."""
    report, by = answer.report, answer.by
    head: list[Cell] = [say(f"report_file.{name}") for name in _COLUMNS]
    rows = [_row(name_of(answer, row.key, say), row) for row in report.rows]
    total = _row(say("report_file.total"), report.total)
    yield say("report_file.figures"), [[say(f"report_page.by.{by}"), *head], *rows, total]
    codes = sorted(report.total.refused)
    refused: list[Sequence[Cell]] = [
        [name_of(answer, row.key, say), *(row.refused.get(code, 0) for code in codes)] for row in report.rows
    ]
    told = [say(f"turned_away.{code}") if f"turned_away.{code}" in say else code for code in codes]
    yield say("report_file.refusals"), [[say(f"report_page.by.{by}"), *told], *refused]
    desks: list[Sequence[Cell]] = [
        [answer.names.get(f"counter:{d.counter_id}", d.counter_id), d.open, d.paused, d.serving, d.idle]
        for d in report.desks
    ]
    names = ("open", "paused", "serving", "idle")
    yield (
        say("report_file.desks"),
        [[say("report_page.by.counter"), *(say(f"report_file.desk_{name}") for name in names)], *desks],
    )


def name_of(answer: ReportAnswer, key: str, say: Words) -> str:
    """What a row is called."""
    named = answer.names.get(f"{answer.by}:{key}")
    if named is not None:
        return named
    if not key:
        return say("report_page.none")
    word = {"class": f"log.class.{key}", "channel": f"log.channel.{key}"}.get(answer.by, "")
    return say(word) if word in say else key


_COLUMNS = (
    "visits", "called", "wait_p50", "wait_p90", "within", "share", "served", "service_p50", "service_p90",
    *_MORE, "refused",
)  # fmt: skip


def _row(name: str, row: ReportRow) -> list[Cell]:
    """Times in seconds, the share in whole hundredths."""
    wait, service = row.wait, row.service
    share = 100 * row.within // wait.count if wait.count else ""
    return [
        name, row.visits, wait.count, _cell(wait.p50), _cell(wait.p90), row.within, share,
        service.count, _cell(service.p50), _cell(service.p90), *(getattr(row, name) for name in _MORE),
        sum(row.refused.values()),
    ]  # fmt: skip


def _cell(value: int | None) -> Cell:
    return "" if value is None else value


def _plain(row: Iterable[Cell]) -> list[Cell]:
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in row]


def _csv(sheet: Sheet) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(map(_plain, sheet[1]))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _xlsx(sheets: Iterable[Sheet]) -> bytes:
    import xlsxwriter  # nobody who asks for no file waits for it

    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets:
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, 0, 32)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row, bold if at == 0 else None)
    return data.getvalue()
