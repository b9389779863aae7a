"""Sound files as samples."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from sounds.samples import Samples, resample

#: A clip of a call is a phrase; longer files are taken for a mistake.
LONGEST_SECONDS = 30


class NotASound(Exception):
    """A file holds no sound that can be read; the message says why, in English, for the log."""


def read_sound(source: Path | bytes) -> Samples:
    """A WAV, Ogg Opus, Ogg Vorbis or FLAC file, mixed down to one channel. Raises NotASound."""
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(source) if isinstance(source, bytes) else source) as file:
            rate = int(file.samplerate)
            read = file.read(LONGEST_SECONDS * rate + 1, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError, TypeError) as error:
        raise NotASound(str(error)) from error
    if not len(read):
        raise NotASound("it holds no sound")
    if len(read) > LONGEST_SECONDS * rate:
        raise NotASound(f"it is longer than {LONGEST_SECONDS} s")
    mono: Samples = np.ascontiguousarray(read.mean(axis=1), dtype=np.float32)
    if not np.isfinite(mono).all():
        raise NotASound("it holds numbers that are no sound")
    return resample(mono, rate)
