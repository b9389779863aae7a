"""What staff typed, spoken: by the engine, at once, and kept nowhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeAlias

import structlog

from balai.speech import Language
from display.engine import Engine, EngineFault, Espeak
from display.mixing import Samples, announcement, level, trim

log = structlog.get_logger(__name__)

Say: TypeAlias = Callable[[str, Language, int], Future[bytes]]

#: Real seconds that the engine may take for the longest text.
_SECONDS = 3.0


def chime_only(text: str = "", language: Language = "id", times: int = 1) -> Future[bytes]:
    """The chime, ready."""
    return _ready(announcement(None))


class FreeSpeech:
    """Speaks texts of any content, each in a thread of its own, since they are rare. The sound is not
    cached: what is said of a person does not outlive the saying."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def prepare(self, text: str, language: Language, times: int) -> Future[bytes]:
        """The chime and the text, so many times; the chime alone where the engine fails."""
        made: Future[bytes] = Future()

        def make() -> None:
            spoken = self._spoken(text, language)
            if made.set_running_or_notify_cancel():
                made.set_result(announcement(spoken, times))

        threading.Thread(target=make, name="free-speech", daemon=True).start()
        return made

    def _spoken(self, text: str, language: Language) -> Samples | None:
        try:
            return level(trim(self._engine.speak(text, language, _SECONDS)))
        except EngineFault as fault:
            # The engine's words name no text.
            log.warning("speech_failed", reason=str(fault), effect="the chime alone")
            return None


def free_voice(url: str) -> Say:
    """The free speech of a display file's ``engine``; without the program, the chime alone."""
    scheme, _, program = url.partition(":")
    found = Espeak.find(program or scheme) if scheme != "none" else None
    return FreeSpeech(Espeak(found)).prepare if found else chime_only


def _ready(samples: bytes) -> Future[bytes]:
    done: Future[bytes] = Future()
    done.set_result(samples)
    return done
