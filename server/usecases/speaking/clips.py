"""Spoken names: a clip for each agency, made beside the hub's work and handed to the displays.

The best source wins: a recording in the hall's own folder, else Kokoro where it is installed, else
espeak-ng, else none; then calls are spoken without the name.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import gevent
import structlog
from gevent.event import Event

from balai.clock import Clock
from balai.domain.hall.config import HallConfig
from balai.speech import NAMES, clip_key
from balai.words.languages import SpokenLanguage
from server.config import VoiceAt
from server.store.day.todays_log import TodaysLog
from server.usecases.ticker import Ticker
from sounds.bank import FOLDER, bank_file, own_file

log = structlog.get_logger(__name__)

#: Real seconds for one name, and the largest clip that is handed out.
MAKE_SECONDS, LARGEST_CLIP = 60.0, 2 * 1024 * 1024
#: A new hall's names are made while people take numbers, which go first: gently, and with a rest of so many
#: real seconds after each, since starting a program costs the hub as much as a dozen numbers.
_GENTLY = ("nice", "-n", "10") if shutil.which("nice") else ()
REST_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Maker:
    """A program that speaks: the text comes by standard input, a WAV file goes out. "{language}" in the
    arguments stands for the language."""

    name: str
    command: tuple[str, ...]

    def make(self, text: str, language: SpokenLanguage) -> bytes | None:
        """The sound, or None with a line in the log. Waits as gevent waits, so that the hub goes on."""
        command = [*_GENTLY, *(part.replace("{language}", language) for part in self.command)]
        try:
            done = subprocess.run(
                command,
                input=text.encode(),
                capture_output=True,
                timeout=MAKE_SECONDS,
                check=True,
                # Kokoro's own Python finds the phonemes here.
                env={**os.environ, "PYTHONPATH": str(FOLDER.parent)},
            )
        except (OSError, subprocess.SubprocessError) as fault:
            log.warning("name_not_spoken", maker=self.name, reason=type(fault).__name__)
            return None
        return done.stdout if done.stdout[:4] == b"RIFF" and len(done.stdout) <= LARGEST_CLIP else None


class Clips(Ticker):
    """Keeps a clip for every agency's name."""

    def __init__(
        self,
        dispatcher: TodaysLog,
        clock: Clock,
        voice: VoiceAt,
        rest: Callable[[float], object] | None = None,
    ) -> None:
        """`rest` lets others go on for so many real seconds."""
        super().__init__(dispatcher, clock)
        self._rest = rest or Event().wait
        self._folder, self._recordings = voice.clips, voice.recordings
        self._makers = makers_of(voice)
        self._seen: HallConfig | None = None
        self._work: gevent.Greenlet[[HallConfig], None] | None = None

    def look(self) -> None:
        """Make what a configuration that is new here lacks. One at a time, in a greenlet of its own."""
        config = self._dispatcher.day.config
        if config is self._seen or (self._work is not None and not self._work.ready()):
            return
        self._seen = config
        self._work = gevent.spawn(self.make, config)

    def stop(self) -> None:
        """End, with whatever is being made."""
        if self._work is not None:
            self._work.kill()
        super().stop()

    def make(self, config: HallConfig) -> None:
        """Make every clip that is not there; a name that no maker can say is tried again when the
        configuration changes next, or the hub starts."""
        for language, text in wanted(config):
            known = self._own(language, text) or bank_file(language, text)
            if known is None and self._folder is not None:
                self._make(self._folder, language, text)
                self._rest(REST_SECONDS)

    def put(self, text: str, sound: bytes) -> bool:
        """Say a name by this recording from now on; whether it could be kept."""
        return self._folder is not None and _kept(self._folder, NAMES, text, sound)

    def forget(self, text: str) -> bool:
        """Make a name's clip of its letters again, where no clip that came along says it."""
        if self._folder is None:
            return False
        try:
            (self._folder / f"{clip_key(NAMES, text)}.wav").unlink(missing_ok=True)
        except OSError as fault:
            log.warning("name_not_kept", folder=str(self._folder), reason=fault.strerror)
            return False
        self._seen = None
        return True

    def find(self, key: str) -> Path | None:
        """The clip of a key of the names in force, or None where there is none (yet). Names that every
        display has in its bank have none, unless the hall recorded its own."""
        for language, text in wanted(self._dispatcher.day.config):
            if clip_key(language, text) == key:
                return self._own(language, text)
        return None

    def _own(self, language: SpokenLanguage, text: str) -> Path | None:
        recorded = own_file(self._recordings, language, text) if self._recordings else None
        made = self._folder / f"{clip_key(language, text)}.wav" if self._folder else None
        return recorded or (made if made is not None and made.is_file() else None)

    def _make(self, folder: Path, language: SpokenLanguage, text: str) -> None:
        for maker in self._makers:
            sound = maker.make(text, language)
            if sound is None:
                continue
            if _kept(folder, language, text, sound):
                log.info("name_spoken", maker=maker.name, language=language, length=len(sound))
            return


def _kept(folder: Path, language: SpokenLanguage, text: str, sound: bytes) -> bool:
    """Keep the clip of a name; whether that could be done."""
    path = folder / f"{clip_key(language, text)}.wav"
    half = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        half.write_bytes(sound)
        half.replace(path)
    except OSError as fault:
        log.warning("name_not_kept", folder=str(folder), reason=fault.strerror)
        return False
    return True


def wanted(config: HallConfig) -> Iterator[tuple[SpokenLanguage, str]]:
    """Language and text of every name that calls of the hall can need: names are in the hall's own language,
    whatever is said around them."""
    yield from dict.fromkeys((NAMES, agency.spoken or agency.name) for agency in config.agencies)


def makers_of(voice: VoiceAt) -> list[Maker]:
    """What can speak on this machine, best first."""
    found: list[Maker] = []
    if voice.kokoro is not None:
        command = (str(voice.kokoro), "-m", "sounds.kokoro", "--voices", str(voice.voices))
        found.append(Maker("kokoro", (*command, "--language", "{language}")))
    espeak = shutil.which(voice.espeak) if voice.espeak else None
    if espeak is not None:
        found.append(Maker("espeak-ng", (espeak, "-v", "{language}", "-s", "150", "--stdin", "--stdout")))
    return found
