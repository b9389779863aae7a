"""Spoken clips, kept in memory and on disk by what they say and who says it."""

from __future__ import annotations

import hashlib
import os
import wave
from pathlib import Path

import numpy as np
import structlog

from balai.speech import Unit
from sounds.samples import RATE, Pcm, Samples, as_pcm, of_pcm

log = structlog.get_logger(__name__)


class Clips:
    """The clips of one engine. A folder that cannot be written costs only the next start's time."""

    def __init__(self, engine_key: str, folder: Path | None) -> None:
        self._engine_key = engine_key
        self._folder = folder
        self._memory: dict[str, Pcm] = {}
        self._complained = False

    def key(self, unit: Unit) -> str:
        """The content key: engine, its settings, language and text."""
        content = f"{self._engine_key}\n{unit.language}\n{unit.text}"
        return hashlib.sha256(content.encode()).hexdigest()[:32]

    def get(self, unit: Unit) -> Samples | None:
        """The clip of that unit, or None."""
        key = self.key(unit)
        if (clip := self._memory.get(key)) is None and (clip := self._load(key)) is not None:
            self._memory[key] = clip
        return of_pcm(clip) if clip is not None else None

    def put(self, unit: Unit, clip: Samples) -> None:
        """Keep a clip."""
        key = self.key(unit)
        pcm = self._memory[key] = as_pcm(clip)
        if self._folder is not None:
            self._save(self._folder / f"{key}.wav", pcm)

    def _load(self, key: str) -> Pcm | None:
        path = self._folder / f"{key}.wav" if self._folder else None
        if path is None or not path.is_file():
            return None
        try:
            with wave.open(str(path), "rb") as file:
                if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 2):
                    return None
                pcm = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        except (OSError, EOFError, wave.Error, ValueError):
            return None
        return pcm if len(pcm) else None

    def _save(self, path: Path, pcm: Pcm) -> None:
        # Whoever reads meanwhile, or after a power cut, finds a whole clip or none.
        half = path.with_suffix(f".{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with wave.open(str(half), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(RATE)
                file.writeframes(pcm.tobytes())
            half.replace(path)
        except OSError as error:
            if not self._complained:
                self._complained = True
                log.warning("clips_not_kept", folder=str(path.parent), reason=str(error))
