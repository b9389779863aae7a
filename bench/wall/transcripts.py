"""What the recogniser made of sounds, each asked for once: kept by what it depends on (content-addressed).

A sound that did not change is not heard again: of 120 calls after a change of one clip, only those with that
clip. The recogniser, its settings and the prompt belong to the key.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import wave
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from balai.words.languages import SpokenLanguage
from bench.references import recogniser
from voice.mixing import RATE

_PROGRAM = Path(recogniser.__file__)
#: So many are asked for at once; whoever breaks off keeps those before.
_AT_ONCE = 20


class Transcripts:
    """The recogniser with a memory in a file."""

    def __init__(
        self, python: str, prompts: Mapping[SpokenLanguage, str], kept: Path, threads: int = 2
    ) -> None:
        """`python` has the recogniser; `kept` is read, and written after each piece of work."""
        self._python, self._prompts, self._kept, self._threads = python, prompts, kept, threads
        self._made_by = hashlib.sha256(_PROGRAM.read_bytes()).hexdigest()
        try:
            self._known: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._known = {}

    def of(self, sounds: Sequence[bytes], language: SpokenLanguage) -> list[str]:
        """The words heard in each sound (16 bits at RATE), in order."""
        keys = [self._key(sound, language) for sound in sounds]
        new = {key: sound for key, sound in zip(keys, sounds, strict=True) if key not in self._known}
        asked = list(new.items())
        for at in range(0, len(asked), _AT_ONCE):
            part = dict(asked[at : at + _AT_ONCE])
            self._known.update(zip(part, self._hear(list(part.values()), language), strict=True))
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            self._kept.write_text(json.dumps(self._known, ensure_ascii=False, indent=0), encoding="utf-8")
        return [self._known[key] for key in keys]

    def _key(self, sound: bytes, language: SpokenLanguage) -> str:
        what = f"{self._made_by}\n{language}\n{self._prompts[language]}\n".encode()
        return hashlib.sha256(what + sound).hexdigest()[:32]

    def _hear(self, sounds: Sequence[bytes], language: SpokenLanguage) -> list[str]:
        with TemporaryDirectory() as folder:
            files = [Path(folder) / f"{at}.wav" for at in range(len(sounds))]
            for file, sound in zip(files, sounds, strict=True):
                file.write_bytes(_wave(sound))
            asked = {
                "prompts": self._prompts,
                "threads": self._threads,
                "files": [(str(file), language) for file in files],
            }
            answer = subprocess.run(
                [self._python, str(_PROGRAM)], input=json.dumps(asked), capture_output=True, text=True,
                check=True,
            ).stdout  # fmt: skip
        texts: list[str] = json.loads(answer)
        return texts


def _wave(sound: bytes) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        # The hall is quiet afterwards; without that the recogniser breaks off the last word.
        out.writeframes(sound + bytes(2 * RATE))
    return file.getvalue()
