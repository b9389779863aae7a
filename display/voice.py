"""The voice: spoken sentences, made ahead in the background where possible, never waited for."""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Protocol

import structlog

from balai.speech import Unit
from display.clips import Clips
from display.engine import Engine, EngineFault, Espeak
from display.mixing import Samples, announcement, level, sentence, trim

log = structlog.get_logger(__name__)

#: Real seconds: for one phrase, for all phrases of a call, and how long a failing engine rests.
PHRASE_SECONDS, CALL_SECONDS, REST_SECONDS = 2.0, 2.5, 60.0
_FAULTS_TO_REST = 2
_CALL, _AHEAD, _STOP = 0, 1, -1


class Voice(Protocol):
    """What makes announcements: the chime, and the words where it has them."""

    def prepare(self, units: Sequence[Unit], repeat: int) -> Future[bytes]:
        """The finished sound of a call; where the words cannot be had, the chime alone."""

    def warm(self, units: Iterable[Unit]) -> None:
        """Make these ahead, while no call waits."""

    def close(self) -> None:
        """End the background work at once."""


class ChimeVoice:
    """No words."""

    def prepare(self, units: Sequence[Unit], repeat: int) -> Future[bytes]:
        """The chime, ready."""
        done: Future[bytes] = Future()
        done.set_result(announcement(None))
        return done

    def warm(self, units: Iterable[Unit]) -> None:
        """Nothing to make."""

    def close(self) -> None:
        """Nothing to end."""


class EngineVoice:
    """Words by an engine, in one background thread; calls go before what is made ahead.

    An engine that fails or hangs costs the words of the calls it concerns. After two faults in a row
    it rests a minute, so that calls are not held up; clips that are there are still used.
    """

    def __init__(self, engine: Engine, folder: Path | None) -> None:
        self._engine = engine
        self._clips = Clips(engine.key, folder)
        self._jobs: queue.PriorityQueue[tuple[int, int, Callable[[], object]]] = queue.PriorityQueue()
        self._order = itertools.count()
        self._faults, self._rests_until = 0, 0.0
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="voice", daemon=True)
        self._thread.start()

    def prepare(self, units: Sequence[Unit], repeat: int) -> Future[bytes]:
        """The finished sound of a call, within about CALL_SECONDS; else the chime alone."""
        made: Future[bytes] = Future()
        self._put(_CALL, lambda: made.set_result(announcement(self._sentence(units), repeat)))
        return made

    def warm(self, units: Iterable[Unit]) -> None:
        """Queue one job for each, so that a call never waits for more than one of them."""
        for unit in units:
            self._put(_AHEAD, partial(self._clip, unit, PHRASE_SECONDS))

    def close(self) -> None:
        """Stop the engine and the thread; what was asked for stays unanswered."""
        self._closed.set()
        self._put(_STOP, lambda: None)
        self._engine.abandon()
        self._thread.join(timeout=0.5)

    def _put(self, urgency: int, job: Callable[[], object]) -> None:
        self._jobs.put((urgency, next(self._order), job))

    def _work(self) -> None:
        while not self._closed.is_set():
            _, _, job = self._jobs.get()
            try:
                job()
            except Exception:
                log.exception("voice_job_failed")

    def _sentence(self, units: Sequence[Unit]) -> Samples | None:
        ends = time.monotonic() + CALL_SECONDS
        clips: list[tuple[Samples, float]] = []
        for unit in units:
            clip = self._clip(unit, min(PHRASE_SECONDS, ends - time.monotonic()))
            if clip is None and not unit.optional:
                return None
            if clip is not None:
                clips.append((clip, unit.pause))
        return sentence(clips)

    def _clip(self, unit: Unit, seconds: float) -> Samples | None:
        if (clip := self._clips.get(unit)) is not None:
            return clip
        if seconds <= 0 or time.monotonic() < self._rests_until or self._closed.is_set():
            return None
        try:
            clip = level(trim(self._engine.speak(unit.text, unit.language, seconds)))
        except EngineFault as fault:
            self._failed(fault)
            return None
        self._faults = 0
        self._clips.put(unit, clip)
        return clip

    def _failed(self, fault: EngineFault) -> None:
        if self._closed.is_set():
            return
        self._faults += 1
        resting = self._faults >= _FAULTS_TO_REST
        log.warning("speech_failed", reason=str(fault), rests_seconds=REST_SECONDS if resting else 0)
        if resting:
            self._faults, self._rests_until = 0, time.monotonic() + REST_SECONDS


def open_voice(url: str, folder: Path | None) -> Voice:
    """The voice of a display file's ``engine``: "espeak-ng:" (with a program's path after the colon
    for one that is not on PATH) or "none:".

    Where the program is not installed it says so once in the log, and calls have the chime alone.
    """
    scheme, _, program = url.partition(":")
    if scheme == "none":
        return ChimeVoice()
    found = Espeak.find(program or scheme)
    if found is None:
        log.warning("speech_missing", program=program or scheme, effect="calls have the chime alone")
        return ChimeVoice()
    return EngineVoice(Espeak(found), folder)
