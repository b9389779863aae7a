"""The way of one number through any day of the log, for an answer to a complaint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from balai.domain.entry import Entry
from balai.domain.log import happened_of, verify
from balai.errors import Refusal
from balai.protocol.managed.reports import NumberStory, StoryStep
from balai.words.catalogue import written_languages
from balai.words.said import say
from balai.words.why import told_by_log
from server.store import Store
from server.usecases.reports.days import Offload, on_the_spot
from server.views import concern, explaining, telling


@dataclass(frozen=True)
class Stories:
    """Of one hall."""

    store: Store
    hall_id: str
    offload: Offload = on_the_spot

    def of(self, day: date, typed: str, agency_id: str | None = None) -> NumberStory:
        """A number as it is printed, or typed loosely. Raises Refusal `number_unknown`, also where it is not
        of the agency of who asks, and `day_unknown` where nothing is kept of a day; BrokenLog where its
        log is not as it was written."""
        entries = self.store.entries(self.hall_id, day.isoformat())
        if not entries:
            raise Refusal("day_unknown", say("detail.day_unknown"))
        return self.offload(lambda: story(entries, typed, agency_id))


def story(entries: list[Entry], typed: str, agency_id: str | None = None) -> NumberStory:
    """A number's way by a day's log, whose chain is verified. Raises as `Stories.of`."""
    verify(entries)
    log = [happened_of(entry) for entry in entries]
    try:
        found = explaining.explained(log, typed)
    except explaining.NumberUnknown as fault:
        raise Refusal("number_unknown", say("detail.number_unknown")) from fault
    day = explaining.until(log, log[-1].seq)
    if agency_id is not None and agency_id not in (concern.of_visit(day, found.visit_id) or ()):
        raise Refusal("number_unknown", say("detail.number_unknown"))
    zone = day.config.zone
    steps = sorted([*_notes(found.notes, zone), *_calls(found, zone)], key=lambda step: step.seq)
    service = day.config.service_by_id.get(found.service_id)
    return NumberStory(
        day=day.date, hall=day.config.hall.name, time_zone=day.config.hall.time_zone, number=found.number,
        service=service.name if service else found.service_id, state=found.state, issued_at=found.issued_at,
        steps=tuple(steps), entries=len(entries), hash=entries[-1].hash,
        entry_hash=entries[(steps[-1].seq if steps else 1) - 1].hash,
    )  # fmt: skip


#: Said without the class of the visitor, which no paper tells.
_CLASSLESS = {"changed": "changed_service"}
_TURNS = frozenset({"ratio_regular", "ratio_priority"})


def _notes(notes: Iterable[explaining.Note], zone: ZoneInfo) -> Iterable[StoryStep]:
    for note in notes:
        told = (_CLASSLESS.get(note.code, note.code), dict(note.params))
        yield StoryStep(seq=note.seq, at=note.at, told=_told(told, note.at, zone))


def _without_class(why: Mapping[str, Any]) -> Mapping[str, Any]:
    reasons = why.get("reasons", ())
    said = [{**row, "code": "ratio_turn"} if row["code"] in _TURNS else row for row in reasons]
    return {**why, "reasons": said}


def _calls(found: explaining.Explained, zone: ZoneInfo) -> Iterable[StoryStep]:
    for call in found.calls:
        told: telling.Told = ("called", {"counter": call.counter})
        why: dict[str, Any] = told_by_log(_without_class(call.why), zone)
        yield StoryStep(
            seq=call.seq, at=call.at, told=_told(told, call.at, zone),
            why={language: tuple(lines) for language, lines in why.items()},
        )  # fmt: skip


def _told(told: telling.Told, at: Any, zone: ZoneInfo) -> dict[str, tuple[str, ...]]:
    return {language: (telling.sentence(told, at, language, zone),) for language in written_languages()}
