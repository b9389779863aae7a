"""What is taken for a recording, and what is not."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.usecases.speaking.recordings import MOST_BYTES, NotARecording, seconds_of
from tests.support.wall.tones import tone


@pytest.mark.parametrize(
    ("sound", "seconds"),
    [(tone(1.0), 1), (tone(1.1), 2), (tone(0.5, rate=8_000, channels=1), 1), (tone(30.0, rate=16_000), 30)],
)
def test_seconds_are_rounded_up(sound: bytes, seconds: int) -> None:
    assert seconds_of(sound) == seconds


def test_the_longest_recording_in_one_channel_is_small_enough() -> None:
    assert len(tone(30.0, channels=1)) <= MOST_BYTES


@pytest.mark.parametrize(
    ("sound", "reason"),
    [
        (b"", "WAV"),
        (b"RIFF", "WAV"),
        (b"OggS" + bytes(100), "WAV"),
        (tone(30.1, rate=8_000), "seconds"),
        (tone(0.2), "seconds"),
        (tone(1.0, rate=96_000), "PCM"),
        (tone(1.0, channels=3), "PCM"),
        (tone(1.0)[:-1000], "ends before"),
        (tone(1.0)[:20] + struct.pack("<H", 3) + tone(1.0)[22:], "WAV"),
    ],
)
def test_what_displays_could_not_play_is_refused_with_a_reason(sound: bytes, reason: str) -> None:
    with pytest.raises(NotARecording, match=reason):
        seconds_of(sound)


@given(st.integers(0, 43), st.binary(min_size=1, max_size=8))
def test_no_header_breaks_the_hub(at: int, noise: bytes) -> None:
    sound = tone(0.5, rate=8_000)
    with contextlib.suppress(NotARecording):
        assert 1 <= seconds_of(sound[:at] + noise + sound[at + len(noise) :]) <= 30
