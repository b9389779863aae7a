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
from typing import Protocol, TypeAlias

import structlog

from balai.speech import Unit
from sounds.samples import tight
from voice.clips import Clips
from voice.engine import Engine, EngineFault, Espeak
from voice.mixing import Samples, Speech, announcement, brief_announcement, level, sentence, trim
from voice.ready import Fetch, ReadyClips
from voice.tempo import faster

log = structlog.get_logger(__name__)

#: Real seconds: for one phrase, for all phrases of a call, and how long a failing engine rests.
PHRASE_SECONDS, CALL_SECONDS, REST_SECONDS = 2.0, 2.5, 60.0
_FAULTS_TO_REST = 2
_CALL, _AHEAD, _LATER, _STOP = 0, 1, 2, -1

#: One sentence, or one for each language.
Said: TypeAlias = Sequence[Unit] | Sequence[Sequence[Unit]]


class Voice(Protocol):
    """What makes announcements: the chime, and the words where it has them."""

    def prepare(self, said: Said, repeat: int) -> Future[Speech]:
        """The finished sound of a call; where the words cannot be had, the chime alone."""

    def prepare_brief(self, calls: Sequence[Sequence[Unit]], pace: float) -> Future[Speech]:
        """The finished sound of several calls in one sentence, `pace` times as fast."""

    def warm(self, units: Iterable[Unit]) -> None:
        """Make these ahead, while no call waits."""

    def close(self) -> None:
        """End the background work at once."""


class ChimeVoice:
    """No words."""

    def prepare(self, said: Said, repeat: int) -> Future[Speech]:
        """The chime, ready."""
        done: Future[Speech] = Future()
        done.set_result(announcement([None] * len(_sentences(said)), repeat))
        return done

    def prepare_brief(self, calls: Sequence[Sequence[Unit]], pace: float) -> Future[Speech]:
        """The short chime, ready."""
        done: Future[Speech] = Future()
        done.set_result(brief_announcement([None] * len(calls)))
        return done

    def warm(self, units: Iterable[Unit]) -> None:
        """Nothing to make."""

    def close(self) -> None:
        """Nothing to end."""


class EngineVoice:
    """Words by clips that are ready, else by an engine, in one background thread; calls go before what
    is made ahead.

    An engine that fails or hangs costs the words of the calls it concerns. After two faults in a row
    it rests a minute, so that calls are not held up; clips that are there are still used.
    """

    def __init__(self, engine: Engine | None, folder: Path | None, ready: ReadyClips | None = None) -> None:
        """`folder` keeps what the engine says; `ready` gives what needs no engine."""
        self._engine, self._ready = engine, ready
        self._clips = Clips(engine.key if engine else "", folder)
        self._jobs: queue.PriorityQueue[tuple[int, int, Callable[[], object]]] = queue.PriorityQueue()
        self._order = itertools.count()
        self._faults, self._rests_until = 0, 0.0
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="voice", daemon=True)
        self._thread.start()

    def prepare(self, said: Said, repeat: int) -> Future[Speech]:
        """The finished sound of a call, within about CALL_SECONDS; else the chime alone."""
        return self._prepare(_sentences(said), lambda spoken: announcement(spoken, repeat))

    def prepare_brief(self, calls: Sequence[Sequence[Unit]], pace: float) -> Future[Speech]:
        """The same of several calls; one that cannot be said is left out."""

        def mix(spoken: list[Samples | None]) -> Speech:
            return brief_announcement([clip if clip is None else faster(clip, pace) for clip in spoken])

        return self._prepare(calls, mix, tight)

    def _prepare(
        self,
        sentences: Sequence[Sequence[Unit]],
        mix: Callable[[list[Samples | None]], Speech],
        cut: Callable[[Samples], Samples] = lambda clip: clip,
    ) -> Future[Speech]:
        made: Future[Speech] = Future()
        self._put(_CALL, lambda: made.set_result(mix(self._spoken(sentences, cut))))
        self._ask_hub(unit for units in sentences for unit in units)
        return made

    def warm(self, units: Iterable[Unit]) -> None:
        """Queue one job for each, so that a call never waits for more than one of them."""
        wanted = tuple(units)
        for unit in wanted:
            self._put(_AHEAD, partial(self._clip, unit, PHRASE_SECONDS))
        self._ask_hub(wanted)

    def close(self) -> None:
        """Stop the engine and the thread; what was asked for stays unanswered."""
        self._closed.set()
        self._put(_STOP, lambda: None)
        if self._engine is not None:
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

    def _ask_hub(self, units: Iterable[Unit]) -> None:
        if self._ready is not None and self._ready.asks:
            for unit in units:
                self._put(_LATER, partial(self._ready.refresh, unit))

    def _spoken(
        self, sentences: Sequence[Sequence[Unit]], cut: Callable[[Samples], Samples]
    ) -> list[Samples | None]:
        ends = time.monotonic() + CALL_SECONDS
        return [self._sentence(units, ends, cut) for units in sentences]

    def _sentence(
        self, units: Sequence[Unit], ends: float, cut: Callable[[Samples], Samples]
    ) -> Samples | None:
        clips: list[tuple[Samples, float]] = []
        for unit in units:
            clip = self._clip(unit, min(PHRASE_SECONDS, ends - time.monotonic()))
            if clip is None and not unit.optional:
                return None
            if clip is not None:
                clips.append((cut(clip), unit.pause))
        # What follows is silence of another kind, also where the last unit is left out.
        return sentence([*clips[:-1], *((clip, 0.0) for clip, _ in clips[-1:])])

    def _clip(self, unit: Unit, seconds: float) -> Samples | None:
        if self._ready is not None and (clip := self._ready.get(unit)) is not None:
            return clip
        if self._engine is None:
            return None
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


def _sentences(said: Said) -> list[list[Unit]]:
    flat = [part for part in said if isinstance(part, Unit)]
    return [flat] if flat else [list(part) for part in said if not isinstance(part, Unit)]


def open_voice(url: str, folder: Path | None, own: Path | None = None, fetch: Fetch | None = None) -> Voice:
    """The voice of a display file's `engine`: "espeak-ng:" (with a program's path after the colon
    for one that is not on PATH) or "none:".

    The clips that come with Balai speak, and the program what they lack; where it is not installed the
    log says so once. `folder` keeps clips between starts, `own` holds the hall's own recordings,
    `fetch` asks the hub.
    """
    scheme, _, program = url.partition(":")
    if scheme == "none":
        return ChimeVoice()
    found = Espeak.find(program or scheme)
    if found is None:
        log.warning("speech_missing", program=program or scheme, effect="names without a clip are left out")
    ready = ReadyClips(own, folder, fetch)
    return EngineVoice(Espeak(found) if found else None, folder, ready)
