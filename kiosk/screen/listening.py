"""What a screen is read aloud with: a program that speaks, and a loudspeaker, or the headphones in its
place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial

import structlog

from balai.clock import Clock
from hardware.ports import AudioOut
from hardware.registry import open_audio, scheme_of
from hardware.sound.audio import VirtualAudio, card_of, cards
from hardware.sound.jacks import Headphones, Socket
from hardware.sound.lasting import LastingAudio
from kiosk.config import GuideSettings
from kiosk.screen.keys import Guide
from voice.engine import Espeak
from voice.reader import Reader
from voice.ready import ReadyClips

log = structlog.get_logger(__name__)


class Ear:
    """A `voice.reader.Loudspeaker`: the card that the file names, or else, while headphones are in, the card
    of their socket. Where both are one card, the card itself silences its loudspeaker."""

    def __init__(
        self, url: str, clock: Clock, *, open_: Callable[[str], AudioOut] | None = None,
        names: Callable[[], Sequence[str]] = cards,
    ) -> None:  # fmt: skip
        """`url` names the loudspeaker; `names` are those of the cards that can be opened."""
        self._url, self._names = url, names
        self._open = open_ or partial(open_audio, clock=clock)
        self._socket: Socket | None = None
        self._moved = False
        self._audio = LastingAudio(self._opened, VirtualAudio(clock))

    def move(self, socket: Socket | None) -> None:
        """What is said from now on is to be heard there; from any thread."""
        self._socket, self._moved = socket, True

    def play(self, samples: bytes, rate: int) -> None:
        """Start playing."""
        if self._moved:
            self._moved = False
            self._audio.card_changed()
        self._audio.retry()
        self._audio.play(samples, rate)

    def busy(self) -> bool:
        """Whether something still sounds."""
        return self._audio.busy()

    def stop(self) -> None:
        """Fall silent at once."""
        self._audio.stop()

    def close(self) -> None:
        """Give the card back."""
        self._audio.close()

    def _opened(self) -> AudioOut:
        return self._open(self._there() or self._url)

    def _there(self) -> str:
        """The address of the card that the headphones are in, where the file names none."""
        socket = self._socket
        if socket is None or not socket.card or scheme_of(self._url) != "pygame" or card_of(self._url):
            return ""
        named = next((name for name in self._names() if name.startswith(socket.card)), "")
        return f"pygame:{named}" if named else ""


def open_guide(parts: ExitStack, settings: GuideSettings, clock: Clock) -> tuple[Guide, Ear] | None:
    """The voice, and where it is heard; None where the device file wants none, or the machine has no program
    that speaks."""
    scheme, _, program = settings.engine.partition(":")
    found = None if scheme == "none" else Espeak.find(program or scheme)
    if found is None:
        if scheme != "none":
            log.warning("speech_missing", program=program or scheme, effect="the screen is not read aloud")
        return None
    ear = Ear(settings.audio, clock)
    parts.callback(ear.close)
    reader = Reader(ear, Espeak(found), ReadyClips(settings.recordings, None))
    parts.callback(reader.close)
    return Guide(reader), ear


def open_headphones(
    parts: ExitStack, settings: GuideSettings, ear: Ear, tell: Callable[[bool], None]
) -> Headphones | None:
    """What finds headphones; `tell` hears whether they are in. None where nothing sounds."""

    def told(socket: Socket | None) -> None:
        ear.move(socket)
        tell(socket is not None)

    scheme = scheme_of(settings.audio)
    if scheme == "none":
        return None
    headphones = _virtual(told) if scheme == "virtual" else Headphones(told)
    parts.callback(headphones.close)
    headphones.start()
    return headphones


def _virtual(told: Callable[[Socket | None], None]) -> Headphones:
    from hardware.virtual.headphones import VirtualHeadphones  # only a rehearsal needs them

    return VirtualHeadphones(told)
