"""What staff typed or recorded, made ready to be heard: at once, and kept nowhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeAlias

import structlog

from display.speaking.queue_items import Notice
from sounds.reading import NotASound, read_sound
from voice.engine import Engine, EngineFault, Espeak
from voice.mixing import Samples, Speech, announcement, chime_alone, level, trim

log = structlog.get_logger(__name__)

Say: TypeAlias = Callable[[Notice], Future[Speech]]

#: Real seconds that the engine may take for the longest text.
_SECONDS = 3.0


def chime_only(_notice: Notice | None = None) -> Future[Speech]:
    """The chime, ready."""
    done: Future[Speech] = Future()
    done.set_result(chime_alone())
    return done


class FreeSpeech:
    """Speaks texts of any content and plays recordings, each in a thread of its own, since they are rare.
    The sound is not cached: what is said of a person does not outlive the saying."""

    def __init__(self, engine: Engine | None) -> None:
        """Without an engine only recordings have words."""
        self._engine = engine

    def prepare(self, notice: Notice) -> Future[Speech]:
        """The chime and what is said, so many times; the chime alone where it cannot be had."""
        made: Future[Speech] = Future()

        def make() -> None:
            spoken = self._recorded(notice.recording) if notice.recording else self._spoken(notice)
            if made.set_running_or_notify_cancel():
                made.set_result(announcement(spoken, notice.times))

        threading.Thread(target=make, name="free-speech", daemon=True).start()
        return made

    def _recorded(self, recording: bytes) -> Samples | None:
        try:
            return level(trim(read_sound(recording)))
        except NotASound as fault:
            log.warning("recording_unreadable", reason=str(fault), effect="the chime alone")
            return None

    def _spoken(self, notice: Notice) -> Samples | None:
        if self._engine is None:
            return None
        try:
            return level(trim(self._engine.speak(notice.text, notice.language, _SECONDS)))
        except EngineFault as fault:
            # The engine's words name no text.
            log.warning("speech_failed", reason=str(fault), effect="the chime alone")
            return None


def free_voice(url: str) -> Say:
    """The free speech of a display file's `engine`; without the program, recordings alone have words."""
    scheme, _, program = url.partition(":")
    if scheme == "none":
        return chime_only
    found = Espeak.find(program or scheme)
    return FreeSpeech(Espeak(found) if found else None).prepare
