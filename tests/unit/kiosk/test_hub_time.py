from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from balai.clock import ManualClock
from kiosk.journal.hub_time import LATELY, Heard, HubTime
from tests.support.kiosk_fakes import START

DELAYS = st.lists(st.tuples(st.floats(0.0, 9.0), st.floats(0.0, 4.0)), min_size=1, max_size=30)


@given(DELAYS)
def test_a_word_that_was_long_under_way_sets_no_time_back(words: list[tuple[float, float]]) -> None:
    clock, ahead = ManualClock(START), timedelta(hours=3)
    time, least = HubTime(clock, "boot-1"), 0.5
    time.hear(clock.now() + ahead - timedelta(seconds=0.5), 0.5)
    for after, travelled in words:
        clock.advance(after)
        time.hear(clock.now() + ahead - timedelta(seconds=travelled))
        least = min(least, travelled)
        late = clock.now() + ahead - time.now()
        assert abs(late.total_seconds() - least) < 0.001


def test_a_hub_whose_clock_was_put_back_is_followed_after_a_while() -> None:
    clock = ManualClock(START)
    time = HubTime(clock, "boot-1")
    time.hear(START + timedelta(hours=1), 0.1)
    clock.advance(LATELY / 2)
    time.hear(clock.now())
    assert time.now() == clock.now() + timedelta(hours=1)
    clock.advance(LATELY / 2 + 1)
    time.hear(clock.now())
    assert time.now() == clock.now()


def test_a_program_that_starts_again_in_the_same_boot_goes_on_with_what_it_knew() -> None:
    clock = ManualClock(START)
    heard = Heard(START + timedelta(hours=1), "boot-1", clock.monotonic())
    time = HubTime(clock, "boot-1", heard)
    time.hear(START + timedelta(minutes=59))
    assert time.now() == START + timedelta(hours=1)
    other = HubTime(clock, "boot-2", heard)
    for took in (None, 3.0):
        other.hear(START, took)
        assert not other.certain, "nobody knows how old this word is"
    other.hear(START, 0.1)
    assert (other.certain, other.now()) == (True, START)
