"""The log at rest: every event reads back equal, and any changed byte is found with its seq."""

from __future__ import annotations

import importlib
import pkgutil
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import balai.domain
from balai.domain import events as e
from balai.domain.entry import Entry
from balai.domain.errors import BrokenLog
from balai.domain.event import Unknown
from balai.domain.hall.config import Agency, Counter, Hall, HallConfig, Rules, Series, Service, Zone
from balai.domain.log import GENESIS, entry_of, happened_of, stamp, verify
from balai.domain.registers.bookings import BookedTime
from balai.domain.registers.voided import VoidedDay
from balai.domain.state import Happened
from tests.support.days import busy_day

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds


def _some(kind: type[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.builds(kind), max_size=2).map(tuple)


CONFIGS = st.builds(
    HallConfig,
    hall=st.builds(Hall),
    zones=_some(Zone),
    series=_some(Series),
    agencies=_some(Agency),
    services=_some(Service),
    counters=_some(Counter),
    rules=st.builds(Rules),
)
st.register_type_strategy(HallConfig, CONFIGS)
st.register_type_strategy(BookedTime, st.builds(BookedTime, slot=MOMENTS))
WHY = st.none() | st.dictionaries(st.text(max_size=3), st.text(max_size=3) | st.integers(), max_size=2)
FIELDS = {
    "until": st.none() | MOMENTS,
    "base": st.none() | MOMENTS,
    "slot": st.none() | MOMENTS,
    "config": CONFIGS,
    "why": WHY,
    "called_at": MOMENTS,
    "started_at": st.none() | MOMENTS,
    "ended_at": st.none() | MOMENTS,
    "booked": _some(BookedTime),
    "voided": _some(VoidedDay),
}
KINDS = list(e.KINDS.values())


def _any(kind: type[e.Event]) -> st.SearchStrategy[e.Event]:
    return st.builds(kind, **{name: how for name, how in FIELDS.items() if name in kind.__slots__})


def _day_log(seed: int, length: int = 60) -> list[Entry]:
    choices = random.Random(seed)
    driver = busy_day(iter([choices.randrange(10_000) for _ in range(length)]))
    entries, last = [], GENESIS
    for happened in driver.log:
        entries.append(entry_of("uji", "2026-04-14", happened, last))
        last = entries[-1].hash
    return entries


LOG = _day_log(8)


def test_the_list_of_events_is_closed_and_named() -> None:
    assert {kind.TYPE for kind in KINDS} == {
        "day_opened", "configuration_changed", "visit_issued", "visit_cancelled", "leg_called",
        "leg_recalled", "leg_started", "leg_finished", "leg_missed", "leg_parked", "leg_returned",
        "leg_transferred", "counter_opened", "counter_paused", "counter_resumed", "counter_closed",
        "counter_released", "leg_begun", "leg_reinstated", "numbers_reserved", "step_undone",
        "call_undone", "break_passed", "visit_unserved", "announcement_made", "call_announced",
        "leg_set_aside", "visit_changed", "ticket_marked", "ticket_copy_asked", "leg_taken",
        "collection_promised", "numbers_stopped", "numbers_resumed",
        "visit_restored", "leg_lapsed", "configuration_scheduled", "configuration_withdrawn",
        "booking_made", "booking_released", "leg_corrected", "day_voided", "visit_abandoned",
        "late_ticket_adopted", "announcement_withdrawn", "quota_raised", "visit_refused",
    }  # fmt: skip


#: A few kinds at a time: making a test ready takes longer than an example of a kind.
SOME = [tuple(KINDS[first::8]) for first in range(8)]


@pytest.mark.parametrize("kinds", SOME, ids=lambda kinds: kinds[0].TYPE)
@given(data=st.data())
def test_every_event_reads_back_equal(kinds: tuple[type[e.Event], ...], data: st.DataObject) -> None:
    for kind in kinds:
        event = data.draw(_any(kind))
        body = e.body_of(event)
        assert e.event_from(kind.TYPE, kind.VERSION, body) == event
        assert e.body_of(e.event_from(kind.TYPE, kind.VERSION, body)) == body


@given(
    at=MOMENTS, occurred=st.none() | MOMENTS, certain=st.booleans(), actor=st.text(), visit_id=st.text(),
    prev=st.text("0123456789abcdef", min_size=64, max_size=64),
)  # fmt: skip
def test_an_entry_reads_back_as_what_happened(
    at: datetime, occurred: datetime | None, certain: bool, actor: str, visit_id: str, prev: str
) -> None:
    event = e.VisitCancelled(visit_id, f"{visit_id}.1")
    happened = Happened(7, at, actor, event, occurred, certain)
    entry = entry_of("uji", "2026-04-14", happened, prev)
    assert happened_of(entry) == happened
    assert verify([entry], prev_hash=prev, next_seq=7) == entry.hash


@given(st.sampled_from(KINDS), st.text() | st.from_regex(r'\A\{("[a-z_]+":("x"|1|null|\[\]|\{\})){0,1}\}\Z'))
def test_a_body_of_no_known_shape_is_a_broken_log(kind: type[e.Event], body: str) -> None:
    with pytest.raises(BrokenLog):
        e.event_from(kind.TYPE, kind.VERSION, body)


@pytest.mark.parametrize("column", ["at", "occurred_at"])
@pytest.mark.parametrize("text", ["", "yesterday", "2026-04-14T09:00:00"])
def test_a_time_without_meaning_is_a_broken_log(column: str, text: str) -> None:
    with pytest.raises(BrokenLog) as broken:
        happened_of(_with(LOG[3], column, text))
    assert broken.value.params["seq"] == LOG[3].seq


def _with(entry: Entry, column: str, value: Any) -> Entry:
    return Entry(*(value if name == column else getattr(entry, name) for name in Entry.__slots__))


def _changed(value: Any, place: int, other: str) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1 + place
    if value is None:
        return other
    at = place % len(value)
    return value[:at] + (other if other != value[at] else "") + value[at + 1 :]


@pytest.mark.parametrize("column", Entry.__slots__)
@given(at=st.integers(0, len(LOG) - 1), place=st.integers(0, 20_000), other=st.characters(codec="utf-8"))
def test_any_changed_character_is_found_with_its_seq(column: str, at: int, place: int, other: str) -> None:
    was = LOG[at]
    now = _with(was, column, _changed(getattr(was, column), place, other))
    with pytest.raises(BrokenLog) as broken:
        verify([*LOG[:at], now, *LOG[at + 1 :]])
    assert broken.value.params["seq"] == was.seq


@given(st.integers(0, len(LOG) - 2))
def test_an_entry_taken_out_doubled_or_moved_is_found(at: int) -> None:
    entry, following = LOG[at], LOG[at + 1]
    spoiled = {
        "taken out": [*LOG[:at], *LOG[at + 1 :]],
        "doubled": [*LOG[: at + 1], entry, *LOG[at + 1 :]],
        "moved": [*LOG[:at], following, entry, *LOG[at + 2 :]],
    }
    for how, entries in spoiled.items():
        with pytest.raises(BrokenLog) as broken:
            verify(entries)
        assert broken.value.params["seq"] == (at + 2 if how == "doubled" else at + 1)


def test_part_of_a_log_verifies_from_where_it_begins() -> None:
    assert verify(LOG[10:], prev_hash=LOG[9].hash, next_seq=11) == LOG[-1].hash
    assert verify([]) == GENESIS


@given(MOMENTS)
def test_a_stamp_is_utc_with_microseconds_and_sorts_as_time(moment: datetime) -> None:
    text = stamp(moment)
    assert datetime.fromisoformat(text) == moment
    assert len(text) == 32
    assert text.endswith("+00:00")


def test_a_time_that_runs_back_is_a_fault_though_every_hash_is_right() -> None:
    happened = [happened_of(entry) for entry in LOG[:3]]
    late = Happened(3, happened[0].at - timedelta(seconds=1), happened[2].actor, happened[2].event)
    entries, last = [], GENESIS
    for one in (*happened[:2], late):
        entries.append(entry_of("uji", "2026-04-14", one, last))
        last = entries[-1].hash
    with pytest.raises(BrokenLog, match="earlier time") as broken:
        verify(entries)
    assert broken.value.params["seq"] == 3


def test_every_event_of_the_core_is_known_to_the_log() -> None:
    """A class that is in no list would be written, and read back as one of a later version."""
    for module in pkgutil.walk_packages(balai.domain.__path__, "balai.domain."):
        importlib.import_module(module.name)
    written = {k.TYPE for k in e.Event.__subclasses__() if k.__module__.startswith("balai.domain.")}
    assert written - {Unknown.TYPE} == {type_ for type_, _ in e.KINDS}
