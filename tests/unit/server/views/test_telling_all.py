"""Every type of event has words in both languages, whatever it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from balai.domain.commands import PAUSE_REASONS
from balai.domain.events import KINDS, Event
from balai.domain.events.announcing import REACHED
from balai.domain.hall.config import RETURN_RULES
from balai.domain.registers.stopped import STOP_REASONS
from balai.domain.state import Happened
from balai.words import LANGUAGES, words_in
from server.views.telling import plain, sentence, told_of
from tests.support.days import small_hall

HALL, NOW, ZONE = small_hall(), datetime(2026, 4, 14, 2, tzinfo=UTC), ZoneInfo("Asia/Makassar")
EVERY = sorted({kind.TYPE: kind for kind in KINDS.values()}.values(), key=lambda kind: kind.TYPE)
#: What the core itself may write into a field of this name, where not any text.
LISTED: dict[str, tuple[object, ...]] = {
    "reach": ("sure", "doubtful", "no_counter", "part_today"),
    "kind": REACHED,
    "rule": RETURN_RULES,
    "service_id": ("ktp", "gone"),
    "counter_id": ("l1", "gone"),
    "plan": ((), ("kk", "gone")),
    "channel": ("kiosk", "assisted", "phone", "booking", "counter"),
    "priority_class": ("regular", "priority", "high", "appointment"),
    "scope": ("hall", "agency:satu", "service:ktp", "service:gone", "kiosk:kios-1"),
    "config": (HALL,),
}
BY_TYPE: dict[str, tuple[object, ...]] = {
    "str": ("x",), "int": (1, 3), "bool": (True, False), "date": (date(2026, 4, 15),), "datetime": (NOW,),
    "tuple": ((),),
}  # fmt: skip


def _values(kind: type[Event], name: str, annotation: str) -> tuple[object, ...]:
    if name == "reason":
        return {"counter_paused": (None, *PAUSE_REASONS), "numbers_stopped": STOP_REASONS}.get(
            kind.TYPE, (None, "emergency")
        )
    if name in LISTED and not (name == "rule" and kind.TYPE == "leg_called"):
        return LISTED[name]
    parts = [part.strip().partition("[")[0] for part in annotation.split("|")]
    found = [value for part in parts for value in BY_TYPE.get(part, ())]
    return (*found, None) if "None" in parts or not found else tuple(found)


def _examples(kind: type[Event]) -> Iterator[Event]:
    """An event with each value of each field, the others as they come first."""
    values = {f.name: _values(kind, f.name, str(f.type)) for f in fields(kind) if f.name != "newer"}
    first: dict[str, Any] = {name: options[0] for name, options in values.items()}
    for name, options in values.items():
        yield from (kind(**{**first, name: value}) for value in options)


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.TYPE)
def test_whatever_happened_is_told_in_both_languages(kind: type[Event]) -> None:
    for event in _examples(kind):
        told = told_of(HALL, Happened(1, NOW, "staff:a1", event))
        assert told, f"{kind.TYPE} has no words: add them to server/views/telling.py and balai/words"
        for one in told:
            texts = [sentence(one, NOW, language, ZONE) for language in LANGUAGES]
            assert all(text.endswith(".") and "{" not in text for text in texts)
            assert texts[0] != texts[1]
            assert all(plain(value) is not None for value in one[1].values())


@pytest.mark.parametrize("language", LANGUAGES[:2])
def test_every_reason_and_class_that_the_core_knows_has_a_word(language: Any) -> None:
    say = words_in(language)
    wanted = [f"pause_reason.{code}" for code in PAUSE_REASONS] + [
        f"stop_reason.{code}" for code in STOP_REASONS
    ]
    wanted += [f"log.class.{name}" for name in LISTED["priority_class"]]
    wanted += [f"log.channel.{name}" for name in LISTED["channel"]]
    assert [key for key in wanted if key not in say] == []
