"""Reads sentences aloud, one after another. Whatever is to be read now goes before what is being said."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

import structlog

from balai.speech import Unit
from sounds.samples import RATE, Pcm, as_pcm
from voice.engine import Engine, EngineFault
from voice.mixing import Samples, level, scaled, trim
from voice.ready import ReadyClips

log = structlog.get_logger(__name__)

#: Real seconds that the engine may take for a sentence, and between two looks whether one is over.
PHRASE_SECONDS, LOOK_SECONDS = 3.0, 0.02
#: So many sentences are kept: those of a page are heard again and again.
_KEPT = 64


class Loudspeaker(Protocol):
    """What it sounds from; used from the reader's thread alone."""

    def play(self, samples: bytes, rate: int) -> None:
        """Start playing mono signed 16-bit little-endian samples."""

    def busy(self) -> bool:
        """Whether something still sounds."""

    def stop(self) -> None:
        """Fall silent at once."""


class Reader:
    """Reads in a thread of its own. What it has no clip of the engine says; a sentence that nobody can say is
    left out."""

    def __init__(self, audio: Loudspeaker, engine: Engine | None, ready: ReadyClips | None = None) -> None:
        self._audio, self._engine, self._ready = audio, engine, ready
        self.volume = 100
        self._kept: OrderedDict[tuple[str, str], Pcm] = OrderedDict()
        self._sentences: tuple[Unit, ...] = ()
        self._turn = self._over = 0
        self._news = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="reader", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether something is read, or about to be."""
        return self._over != self._turn

    def read(self, sentences: Sequence[Unit]) -> None:
        """Read these now, whatever is being said."""
        with self._news:
            self._sentences = tuple(sentences)
            self._turn += 1
            self._news.notify()

    def stop(self) -> None:
        """Fall silent."""
        self.read(())

    def close(self) -> None:
        """Fall silent and end the thread; harmless to repeat."""
        self._closed = True
        self.stop()
        if self._engine is not None:
            self._engine.abandon()
        self._thread.join(timeout=0.5)

    def _run(self) -> None:
        while not self._closed:
            with self._news:
                self._news.wait_for(lambda: self._turn != self._over)
                turn, sentences = self._turn, self._sentences
            try:
                self._read(turn, sentences)
            except Exception:
                log.exception("reading_failed")
            self._over = turn

    def _read(self, turn: int, sentences: tuple[Unit, ...]) -> None:
        self._audio.stop()
        for unit in sentences:
            sound = self._sound(unit) if turn == self._turn else None
            if sound is None or turn != self._turn:
                continue
            self._audio.play(scaled(sound.tobytes(), self.volume), RATE)
            while self._audio.busy():
                with self._news:
                    if self._news.wait_for(lambda: turn != self._turn, LOOK_SECONDS):
                        self._audio.stop()
                        return

    def _sound(self, unit: Unit) -> Pcm | None:
        key = (unit.language, unit.text)
        if (kept := self._kept.get(key)) is None:
            made = self._made(unit)
            if made is None:
                return None
            kept = self._kept[key] = as_pcm(made)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return kept

    def _made(self, unit: Unit) -> Samples | None:
        if self._ready is not None and (clip := self._ready.get(unit)) is not None:
            return clip
        if self._engine is None:
            return None
        try:
            return level(trim(self._engine.speak(unit.text, unit.language, PHRASE_SECONDS)))
        except EngineFault as fault:
            log.warning("speech_failed", reason=str(fault))
            return None
