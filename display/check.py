"""`balai display --check`: what a wall needs on this machine, a sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from balai.clock import Clock, parse_clock
from balai.errors import BalaiError
from balai.program.claim import runs
from balai.program.finding import Finding
from balai.program.looking import in_use, libraries, looked_at, program_there, room
from balai.words.said import say
from display.config import DisplayConfig, load_display_config
from hardware.hub.looking import way_to
from hardware.registry import open_audio
from hardware.screen.screen import open_screen

_LIBRARIES = ("PIL", "numpy", "pygame", "soundfile", "qrcode")


def findings(config_path: Path, clock_spec: str) -> list[Finding]:
    """Everything that was looked at; where the settings do not read, they alone."""
    try:
        config, clock = load_display_config(config_path), parse_clock(clock_spec)
    except BalaiError as faults:
        return [Finding("settings", False, say("doctor.settings_wrong", faults=faults))]
    busy = runs("display", config_path)
    return [
        Finding("settings", True, say("doctor.settings", file=config_path)),
        *looked_at(
            [
                ("libraries", partial(_libraries, config)),
                ("disk", partial(room, config.voice.clips)),
                ("hub", partial(way_to, config.hub, "board", clock)),
                ("screen", partial(in_use, "screen", "balai display") if busy else partial(_screen, config)),
                (
                    "sound",
                    partial(in_use, "sound", "balai display") if busy else partial(_sound, config, clock),
                ),
            ]
        ),
    ]


def _libraries(config: DisplayConfig) -> Iterator[Finding]:
    yield from libraries(_LIBRARIES)
    if config.voice.engine.startswith("espeak-ng:"):
        yield from program_there("espeak-ng", "espeak-ng")
    if config.pictures is not None:
        yield from program_there("ffmpeg", "ffmpeg")


def _screen(config: DisplayConfig) -> Iterator[Finding]:
    with closing(open_screen(config.screen.mode, (config.screen.width, config.screen.height))) as screen:
        width, height = screen.surface.get_size()
        well = screen.seen or config.screen.mode == "virtual:"
    words = "doctor.screen" if well else "doctor.screen_none"
    yield Finding("screen", well, say(words, width=width, height=height))


def _sound(config: DisplayConfig, clock: Clock) -> Iterator[Finding]:
    with closing(open_audio(config.audio.url, clock=clock)):
        yield Finding("sound", True, say("doctor.sound", url=config.audio.url))
