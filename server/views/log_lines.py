"""What `balai log explain` says of a number or of the hall, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from balai.words import Language, words_in
from balai.words.dates import clock_seconds
from balai.words.why import told_by_log
from server.views import explaining, telling


def told(notes: Iterable[explaining.Note], language: Language, zone: ZoneInfo) -> Iterator[str]:
    """Each note as a sentence."""
    return (telling.sentence((n.code, dict(n.params)), n.at, language, zone) for n in notes)


def lines_of(found: explaining.Explained, language: Language, zone: ZoneInfo) -> Iterator[str]:
    """Notes and calls in the order in which they happened."""
    noted = [(note.seq, told([note], language, zone)) for note in found.notes]
    calls = [(call.seq, _call(found.number, call, language, zone)) for call in found.calls]
    for _, lines in sorted([*noted, *calls], key=lambda at: at[0]):
        yield from lines
    if not found.calls:
        yield words_in(language)("log.never", number=found.number, state=found.state)


def _call(number: str, call: explaining.Call, language: Language, zone: ZoneInfo) -> Iterator[str]:
    tell = words_in(language)
    yield tell(
        "log.called",
        number=number,
        at=clock_seconds(call.at, zone, language),
        counter=call.counter,
        seq=call.seq,
        actor=call.actor,
    )
    reasons = told_by_log(call.why, zone)
    for line in reasons.get(language, reasons["id"]):
        yield f"   {line}"
    if call.recomputed:
        yield f"   {tell('log.recomputed')}"
