"""The parts of a display, put together and taken apart again."""

from __future__ import annotations

import json
import signal
import sys
import threading
from contextlib import ExitStack
from functools import partial

import structlog

from balai.clock import Clock
from display.announcer import Announcer
from display.config import DisplayConfig
from display.screen import Frames, HiddenScreen, Screen, open_screen
from display.status import state_of, status_of
from display.voice import open_voice
from display.wall import Wall
from hardware.audio import VirtualAudio
from hardware.hub_link import HubLink
from hardware.ports import AudioOut, PartUnavailable
from hardware.registry import open_audio
from hardware.reporter import Reporter
from hardware.virtual import Reply, VirtualHardware

log = structlog.get_logger(__name__)


def run(config: DisplayConfig, clock: Clock) -> None:
    """Run a display until it is told to end. Raises PartUnavailable if it cannot start."""
    ended = _end_on_signals()
    with ExitStack() as parts:
        faults: list[str] = []
        screen = open_screen(config.screen.mode, (config.screen.width, config.screen.height))
        parts.callback(screen.close)
        if config.screen.mode != "virtual:" and not screen.seen:
            faults.append("There is no screen.")
        audio = _loudspeaker(config.audio.url, clock, faults)
        parts.callback(audio.close)
        voice = open_voice(config.voice.engine, config.voice.clips)
        parts.callback(voice.close)
        announcer = Announcer(clock, audio, voice, config.voice.language, config.voice.repeat)
        parts.callback(announcer.silence)
        wall = Wall(clock, screen, announcer, config.directions, voice.warm)
        link = HubLink(config.hub.url, config.hub.token or "", clock)
        parts.callback(link.stop)
        reporter = Reporter(link, clock)
        parts.callback(reporter.stop)
        wall.step()
        link.start()
        reporter.start()
        _say_ready(parts, config, screen, wall, faults)
        wall.run(link.events, ended.is_set, lambda: reporter.tell(status_of(wall, faults)))
        log.info("display_ends")


def _loudspeaker(url: str, clock: Clock, faults: list[str]) -> AudioOut:
    try:
        return open_audio(url, clock=clock)
    except PartUnavailable as error:
        if error.code != "no_sound_card":
            raise
        log.warning("no_sound_card", reason=error.detail, effect="calls are shown, not heard")
        faults.append("There is no sound card.")
        return VirtualAudio(clock)


def _say_ready(
    parts: ExitStack, config: DisplayConfig, screen: Screen, wall: Wall, faults: list[str]
) -> None:
    url = None
    if config.screen.mode == "virtual:" and isinstance(screen, HiddenScreen):
        window = VirtualHardware(port=config.virtual.port)
        frames = Frames(screen)
        window.get(r"/frame\.png", lambda _match: Reply(frames.png(), "image/png"))
        window.show("display", partial(state_of, wall, faults))
        window.start()
        parts.callback(window.stop)
        url = window.url
    sys.stdout.write(json.dumps({"ready": True, "virtual": url}) + "\n")
    sys.stdout.flush()


def _end_on_signals() -> threading.Event:
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    return ended
