"""Programs that turn text into speech, each run for one phrase at a time and bounded in time."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import struct
import subprocess
from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

import numpy as np

from balai.words.languages import SpokenLanguage
from voice.mixing import Samples, resample


class EngineFault(Exception):
    """An engine gave no speech; the message says why, in English, for the log."""


class Engine(Protocol):
    """Something that speaks. `key` names it with its settings: another key, other clips."""

    key: str

    def speak(self, text: str, language: SpokenLanguage, seconds: float) -> Samples:
        """Speech for a phrase, within that many real seconds. Raises EngineFault."""

    def abandon(self) -> None:
        """End a `speak` that another thread waits for; it then raises EngineFault."""


VOICES: Mapping[SpokenLanguage, str] = MappingProxyType({"id": "id", "en": "en-us"})


class Espeak:
    """The espeak-ng program (GPL; what it says is not covered by its licence).

    The text goes in by standard input and the voice as one argument: no shell reads either.
    """

    def __init__(
        self, program: str, voices: Mapping[SpokenLanguage, str] = VOICES, words_a_minute: int = 150
    ) -> None:
        self._program, self._voices, self._speed = program, voices, words_a_minute
        self._running: subprocess.Popen[bytes] | None = None
        self.key = f"espeak-ng {words_a_minute} {' '.join(voices.values())}"

    @staticmethod
    def find(program: str = "espeak-ng") -> str | None:
        """Where the program is installed, or None."""
        return shutil.which(program)

    def speak(self, text: str, language: SpokenLanguage, seconds: float) -> Samples:
        """One phrase; a text of any content is only ever spoken. Raises EngineFault."""
        command = [self._program, "-v", self._voices[language], "-s", str(self._speed), "--stdin", "--stdout"]
        return _read_wave(self._run(command, text.encode(), seconds))

    def abandon(self) -> None:
        """Kill the program where it still runs."""
        if (running := self._running) is not None:
            _kill(running)

    def _run(self, command: list[str], text: bytes, seconds: float) -> bytes:
        try:
            # A session of its own, so that whatever the program starts can be ended with it.
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise EngineFault(f"{self._program} does not start: {error}") from error
        self._running = process
        try:
            sound, _ = process.communicate(text, timeout=seconds)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.communicate()
            raise EngineFault(f"{self._program} gave no speech within {seconds:.1f} s") from None
        finally:
            self._running = None
        if process.returncode:
            raise EngineFault(f"{self._program} ended with {process.returncode}")
        return sound


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _read_wave(data: bytes) -> Samples:
    """Mono 16-bit PCM from a WAV stream, whose lengths may be unknown to whoever wrote it."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise EngineFault("the engine's answer is no sound")
    rate, at = 0, 12
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + length]
        if name == b"fmt " and len(body) >= 16:
            kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body)
            if (kind, channels, bits) != (1, 1, 16):
                raise EngineFault(f"the engine's sound has {channels} channels of {bits} bits, kind {kind}")
        if name == b"data" and rate:
            pcm = np.frombuffer(body[: len(body) // 2 * 2], dtype="<i2")
            return resample((pcm / np.float32(32768)).astype(np.float32), rate)
        at += 8 + length + length % 2
    raise EngineFault("the engine's answer holds no sound")
