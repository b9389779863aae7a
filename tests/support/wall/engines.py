"""Programs that stand in for a speech engine: they hang, fail, or speak."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np

from voice.mixing import RATE


def program(folder: Path, name: str, script: str) -> str:
    """An executable shell script; its path."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def speaking(folder: Path, seconds: float = 0.4, name: str = "speaking") -> str:
    """One that answers every text with a tone, and notes its arguments and the text beside it."""
    sound = folder / f"{name}.wav"
    sound.write_bytes(wave_file(seconds))
    note = folder / f"{name}.log"
    return program(folder, name, f'printf "%s|" "$@" >> {note}; cat >> {note}; echo >> {note}; cat {sound}')


def wave_file(seconds: float, rate: int = RATE, channels: int = 1) -> bytes:
    """A tone as WAV."""
    time = np.arange(round(seconds * rate)) / rate
    pcm = (8000 * np.sin(2 * np.pi * 300 * time)).astype("<i2").repeat(channels)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(pcm.tobytes())
    return file.getvalue()
