"""Hints between hubs: they make a hub look at its log, and nothing that comes over Redis does more."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from server.live.hints import hint_of
from server.live.lookout import LONGEST, SHORTEST, Lookout

PUSH = {"method": "emit", "event": "push", "data": [{"day": "2026-04-14", "seq": 9}], "room": "board"}


class Hub:
    """A hub that knows its log up to a seq; `there` is how far the log goes."""

    def __init__(self) -> None:
        self.known, self.there, self.looks = 1, 1, 0
        self.lookout = Lookout(lambda: ("2026-04-14", self.known), self.look)

    def look(self) -> None:
        self.looks += 1
        self.known = self.there

    def hint(self, day: str, seq: int) -> bool:
        """Whether a hint is heeded."""
        self.lookout.hinted(day, seq)
        heeded = self.lookout._wake.is_set()
        self.lookout._wake.clear()
        return heeded


@given(st.dates(), st.integers(0, 10**15 - 1))
def test_a_hint_is_a_date_and_a_seq(day: object, seq: int) -> None:
    assert hint_of(f"{day} {seq}".encode()) == (str(day), seq)


@given(st.one_of(st.binary(), st.text(), st.none(), st.integers()))
def test_nothing_else_is_a_hint(data: object) -> None:
    assert hint_of(data) is None


def test_news_in_a_message_is_passed_over() -> None:
    assert hint_of(json.dumps(PUSH).encode()) is None
    assert hint_of(b"2026-04-14 5\n") is None
    assert hint_of(b"2026-04-14 5" + b"0" * 40) is None


def test_what_is_known_already_is_passed_over() -> None:
    hub = Hub()
    assert not hub.hint("2026-04-14", 1)
    assert not hub.hint("2026-04-13", 99)
    assert hub.hint("2026-04-14", 2)
    assert hub.hint("2026-04-15", 1)


def test_false_hints_are_heeded_ever_less_and_a_true_one_at_once_again() -> None:
    hub = Hub()
    pauses = []
    for _ in range(20):
        hub.lookout.look()
        pauses.append(hub.lookout.pause)
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST
    hub.there = 2
    hub.lookout.look()
    assert (hub.lookout.pause, hub.known) == (SHORTEST, 2)
