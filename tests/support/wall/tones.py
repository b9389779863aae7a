"""Recordings for tests: a plain tone as a WAV file."""

from __future__ import annotations

import io
import wave

import numpy as np


def tone(seconds: float = 1.0, level: float = 0.4, rate: int = 48_000, channels: int = 2) -> bytes:
    """440 Hz, 16 bit; `level` of full scale."""
    times = np.arange(round(seconds * rate)) / rate
    samples = (level * np.sin(2 * np.pi * 440 * times) * 32767).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(np.repeat(samples, channels).tobytes())
    return file.getvalue()
