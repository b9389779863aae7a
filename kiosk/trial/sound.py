"""`balai kiosk test sound`: a sentence in each language, as the voice that reads the screen says it."""

from __future__ import annotations

from contextlib import closing

from balai.clock import SystemClock
from balai.speech import Unit
from balai.words import words_in
from balai.words.languages import SpokenLanguage
from balai.words.said import say
from hardware.ports import AudioOut, PartUnavailable
from hardware.registry import open_audio
from hardware.sound.audio import card_of
from kiosk.config import ScreenSettings
from kiosk.trial.telling import Tell, Wait, until
from voice.engine import Espeak
from voice.reader import Reader
from voice.ready import ReadyClips

LANGUAGES: tuple[SpokenLanguage, ...] = ("id", "en")


def tried(settings: ScreenSettings | None, tell: Tell, seconds: float, wait: Wait) -> bool:
    """Say a sentence in each language; whether card and voice are there."""
    if settings is None:
        tell(say("trial.no_sound"))
        return False
    guide = settings.guide
    scheme, _, program = guide.engine.partition(":")
    engine = None if scheme == "none" else Espeak.find(program or scheme)
    if engine is None:
        tell(say("trial.no_voice", engine=guide.engine))
        return False
    try:
        audio = open_audio(guide.audio, clock=SystemClock())
    except PartUnavailable as fault:
        tell(str(fault))
        return False
    with closing(audio):
        tell(say("trial.sound_do", card=card_of(guide.audio) or "-"))
        return heard(
            audio, Reader(audio, Espeak(engine), ReadyClips(guide.recordings, None)), seconds, tell, wait
        )


def heard(audio: AudioOut, reader: Reader, seconds: float, tell: Tell, wait: Wait) -> bool:
    """The same with what is open; whether it was said to its end."""
    with closing(reader):
        for language in LANGUAGES:
            words = words_in(language)("touch.sound_trial")
            tell(words)
            reader.read([Unit(words, language)])
            if not until(lambda: not reader.busy, seconds, wait):
                audio.stop()
                tell(say("trial.sound_stuck"))
                return False
    tell(say("trial.sound_wrong"))
    return True
