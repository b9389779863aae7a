"""Lets a call be heard that nobody made: the finished sound of a wall as a WAV file, for a manager's page.

A helper process (`balai.program.helper`) of the hub, which mixes no sound itself. It is asked with the units
of each sentence, how often they are said and how loud, and where the hall's own recordings (`own`) and the
names that the hub made (`made`) lie; what there is no clip of the program `engine` says, as on a wall.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from balai.program.helper import serve
from balai.speech import Unit
from voice.engine import Espeak
from voice.mixing import RATE, scaled
from voice.ready import ReadyClips
from voice.voice import CALL_SECONDS, EngineVoice

#: Bytes of address space, most of it the libraries', and seconds of the processor until a helper is renewed.
_MEMORY, _SECONDS = 900_000_000, 600


def heard(wish: Mapping[str, Any]) -> bytes | str:
    """The sound that a wall would play, or why there is none."""
    said = [[_unit(unit) for unit in sentence] for sentence in wish["sentences"]]
    own, made = (Path(wish[name]) if wish[name] else None for name in ("own", "made"))
    found = Espeak.find(wish["engine"]) if wish["engine"] else None
    voice = EngineVoice(Espeak(found) if found else None, None, ReadyClips(own, made, ending=".wav"))
    try:
        speech = voice.prepare(said, wish["repeat"]).result(2 * CALL_SECONDS)
    except TimeoutError:
        return "it took too long"
    finally:
        voice.close()
    return wav(scaled(speech.samples, wish["volume"]))


def wav(samples: bytes) -> bytes:
    """Signed 16 bit little endian of one channel at RATE as a file that every browser plays."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples)
    return file.getvalue()


def _unit(told: Mapping[str, Any]) -> Unit:
    return Unit(**{**told, "parts": tuple(told["parts"])})


if __name__ == "__main__":
    serve(heard, memory=_MEMORY, seconds=_SECONDS)
