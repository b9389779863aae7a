"""Clips that need no engine: the hall's own files, those fetched from the hub, and the bank."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import structlog

from balai.speech import Unit, clip_key
from sounds.bank import bank_file, own_file
from sounds.reading import NotASound, read_sound
from sounds.samples import Pcm, as_pcm, fade, of_pcm
from voice.mixing import Samples, level, sentence, trim

log = structlog.get_logger(__name__)

#: Gives the clip of a key, or None where the hub has none (yet). Raises OSError where it cannot be asked.
Fetch: TypeAlias = Callable[[str], bytes | None]

#: Real seconds until the hub is asked again for a clip.
ASK_AGAIN = 300.0


class ReadyClips:
    """Clips by what they say, best source first: own folder, hub, bank, pieces of the bank.

    A file that is no sound is logged once and passed over. Used from one thread.
    """

    def __init__(
        self, own: Path | None, kept: Path | None, fetch: Fetch | None = None, ending: str = ".clip"
    ) -> None:
        """`own` holds the hall's replacements, `kept` what was fetched, between starts, as files of that
        `ending`."""
        self._own, self._kept, self._fetch, self._ending = own, kept, fetch, ending
        self._memory: dict[str, tuple[str, Pcm]] = {}
        self._asked: dict[str, float] = {}
        self._wrong: set[str] = set()

    @property
    def asks(self) -> bool:
        """Whether there is a hub to ask."""
        return self._fetch is not None and self._kept is not None

    def get(self, unit: Unit) -> Samples | None:
        """The clip of a unit, or None where it is not at hand; asks nobody."""
        whole = self._whole(unit, unit.text)
        if whole is not None or not unit.parts:
            return whole
        parts = [clip for text in unit.parts if (clip := self._whole(unit, text)) is not None]
        if len(parts) < len(unit.parts):
            return None
        last = len(parts) - 1
        return sentence((clip, unit.between if at < last else 0.0) for at, clip in enumerate(parts))

    def refresh(self, unit: Unit) -> None:
        """Ask the hub for a unit's clip, unless it was asked lately. A hub that does not answer costs
        nothing: what was fetched before stays."""
        if self._fetch is None or self._kept is None:
            return
        key = clip_key(unit.language, unit.text)
        now = time.monotonic()
        if now - self._asked.get(key, -ASK_AGAIN) < ASK_AGAIN:
            return
        self._asked[key] = now
        try:
            data, path = self._fetch(key), self._kept / f"{key}{self._ending}"
            if data is None:
                path.unlink(missing_ok=True)
            else:
                read_sound(data)
                _keep(path, data)
        except (OSError, NotASound) as fault:
            log.info("clip_not_fetched", key=key, reason=str(fault))

    def _whole(self, unit: Unit, text: str) -> Samples | None:
        own = own_file(self._own, unit.language, text) if self._own else None
        key = clip_key(unit.language, text)
        fetched = self._kept / f"{key}{self._ending}" if self._kept else None
        for path in (own, fetched):
            if path is not None and (clip := self._read(path, made_here=False)) is not None:
                return clip
        path = bank_file(unit.language, text)
        return self._read(path, made_here=True) if path else None

    def _read(self, path: Path, *, made_here: bool) -> Samples | None:
        try:
            stamp = path.stat()
            place, version = str(path), f"{stamp.st_mtime_ns} {stamp.st_size}"
            known = self._memory.get(place)
            if known is not None and known[0] == version:
                return of_pcm(known[1])
            clip = read_sound(path)
        except FileNotFoundError:
            return None
        except (OSError, NotASound) as fault:
            self._complain(str(path), str(fault))
            return None
        # The bank's clips were trimmed and levelled when they were made; encoding blurs their ends.
        clip = fade(clip, 0.004, 0.010) if made_here else level(trim(clip))
        self._memory[place] = version, as_pcm(clip)
        return clip

    def _complain(self, path: str, reason: str) -> None:
        if path not in self._wrong:
            self._wrong.add(path)
            log.warning("clip_unreadable", path=path, reason=reason, effect="the usual clip is used")


def _keep(path: Path, data: bytes) -> None:
    if path.is_file() and hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(data).digest():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}.part")
    half.write_bytes(data)
    half.replace(path)
