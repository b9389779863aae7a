"""What a kiosk gave out, from its journal, as a table for people: for a kiosk that will not start again.

The folder may be a copy on a stick, or that of a kiosk which runs: nothing in it is changed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from balai.errors import BalaiError
from balai.words import Words, known_language, words_in
from balai.words.dates import clock_time, long_date
from balai.words.said import say
from kiosk.journal.file import Entry, JournalFault, JournalFile
from kiosk.journal.kit import Kit, read_kit


class NotExported(BalaiError):
    """There is no journal where one was looked for, or the table cannot be written."""

    code = "journal_missing"


@dataclass(frozen=True)
class Given:
    """A number that was given out: when it was pressed for (aware) and whether that time is `certain`,
    whether its ticket came out (yes, no, unknown), and whether the hub has it."""

    number: str
    service_id: str
    at: datetime
    certain: bool
    printed: str = "no"
    at_hub: bool = False


def given(folder: Path) -> tuple[list[Given], bool]:
    """What was given out, first first, and whether all of the journal could be read: what stands before a
    damaged place holds. Raises NotExported."""
    file = folder / "journal.jsonl"
    if not file.is_file():
        raise NotExported(say("error.journal_missing", folder=folder))
    presses: dict[int, Entry] = {}
    found: dict[int, Given] = {}
    whole = True
    try:
        for entry in JournalFile(file).read():
            _take(entry, presses, found)
    except JournalFault:
        whole = False
    return [found[n] for n in sorted(found)], whole


def _take(entry: Entry, presses: dict[int, Entry], found: dict[int, Given]) -> None:
    kind, n = entry["kind"], entry.get("n", 0)
    if kind == "pressed":
        presses[n] = entry
    elif kind in ("numbered", "taken") and n in presses:
        press, answer = presses[n], entry["answer"]
        at, at_hub = datetime.fromisoformat(press["at"]), kind == "numbered"
        found[n] = Given(answer["number"], answer["service_id"], at, press["certain"], at_hub=at_hub)
    elif n in found:
        found[n] = replace(found[n], **_BECOMES.get(kind, {}))


_BECOMES: dict[str, dict[str, Any]] = {
    "printing": {"printed": "unknown"},
    "printed": {"printed": "yes"},
    "failed": {"printed": "no"},
    "given_up": {"printed": "unknown"},
    "handed": {"at_hub": True},
}


def as_csv(rows: list[Given], kit: Kit) -> str:
    """The table as spreadsheets of the country open it: semicolons, UTF-8 with a mark, times in the hall."""
    hall = kit.hall
    say_in = words_in(known_language(hall.hall.language if hall else ""))
    zone = ZoneInfo(hall.hall.time_zone) if hall else None
    names = {service.id: service.name for service in hall.services} if hall else {}
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(say_in.lines("kiosk_export.columns"))
    for row in rows:
        table.writerow([row.number, names.get(row.service_id, row.service_id), *_rest(row, say_in, zone)])
    return "\ufeff" + text.getvalue()


def _rest(row: Given, say_in: Words, zone: ZoneInfo | None) -> Iterator[str]:
    at = row.at.astimezone(zone)
    yield f"{long_date(at.date(), say_in.language)}, {clock_time(at, None, say_in.language)}"
    yield say_in("kiosk_export.yes" if row.certain else "kiosk_export.guessed")
    yield say_in(f"kiosk_export.{row.printed}")
    yield say_in("kiosk_export.yes" if row.at_hub else "kiosk_export.no")


def export(folder: Path, to: Path) -> tuple[int, int, bool]:
    """Write the table. How many numbers, how many of them the hub has not, and whether the journal was whole.
    Raises NotExported."""
    rows, whole = given(folder)
    try:
        to.write_text(as_csv(rows, read_kit(folder / "kit.json")), encoding="utf-8", newline="")
    except OSError as fault:
        raise NotExported(
            say("error.export_unwritten", file=to, reason=fault.strerror or fault), code="export_unwritten"
        ) from fault
    return len(rows), sum(not row.at_hub for row in rows), whole
