"""Recorded announcements: a WAV file that staff send before they have it said."""

from __future__ import annotations

import io
import math
import wave

from balai.words.said import say

#: 30 s of one channel at 48 kHz.
LONGEST_SECONDS, MOST_BYTES = 30, 3_000_000
_RATES = range(8_000, 48_001)
_LEAST_SECONDS = 0.3


class NotARecording(Exception):
    """Bytes that no display could play; the message says why, in English."""


def seconds_of(data: bytes) -> int:
    """The length of a recording in seconds, rounded up.

    It must be a whole WAV file, 16 bit PCM of one or two channels at 8 to 48 kHz, of 0.3 to 30 seconds.
    Raises NotARecording.
    """
    try:
        with wave.open(io.BytesIO(data)) as file:
            form = file.getparams()
            there = len(file.readframes(form.nframes)) // (form.sampwidth * form.nchannels)
    except (wave.Error, EOFError, RuntimeError, ValueError, ZeroDivisionError) as fault:
        raise NotARecording(say("detail.no_wav", why=fault)) from fault
    if form.sampwidth != 2 or form.nchannels not in (1, 2) or form.framerate not in _RATES:
        raise NotARecording(say("detail.wav_form"))
    if there < form.nframes:
        raise NotARecording(say("detail.wav_cut"))
    seconds: float = form.nframes / form.framerate
    if not _LEAST_SECONDS <= seconds <= LONGEST_SECONDS:
        raise NotARecording(say("detail.wav_length", least=_LEAST_SECONDS, most=LONGEST_SECONDS))
    return math.ceil(seconds)
