"""The parts of a display, put together and taken apart again."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from balai.clock import Clock
from balai.program.lean import spare_the_collector, take_short_turns
from balai.program.shell import Shell
from display.config import DisplayConfig
from display.picture.scope import Scope
from display.slides.fetching import FetchedSlides
from display.slides.gallery import Gallery
from display.speaking.announcer import Announcer
from display.speaking.free_speech import free_voice
from display.tending.thumbnails import Thumbnails
from display.tending.upkeep import Upkeep
from display.video.player import Player
from display.wall import Wall
from hardware.hub.call_reports import CallReports
from hardware.hub.link import LiveHubLink
from hardware.hub.reporter import Reporter
from hardware.hub.requests import HubRequests
from hardware.registry import open_audio
from hardware.screen.screen import HiddenScreen, open_screen
from hardware.sound.audio import VirtualAudio
from hardware.sound.lasting import LastingAudio
from hardware.virtual.screen import show_screen
from hardware.virtual.window import VirtualHardware
from voice.voice import open_voice

log = structlog.get_logger(__name__)


def run(shell: Shell, config: DisplayConfig, clock: Clock) -> None:
    """Run a display until it is told to end. Raises PartUnavailable if it cannot start."""
    take_short_turns()
    parts = shell.parts
    screen = open_screen(config.screen.mode, (config.screen.width, config.screen.height))
    parts.callback(screen.close)
    audio = LastingAudio(partial(open_audio, config.audio.url, clock=clock), VirtualAudio(clock))
    parts.callback(audio.close)
    link = LiveHubLink(config.hub.url, config.hub.token or "", clock, ca=config.hub.ca)
    link.restart = shell.restart
    parts.callback(link.stop)
    announcer = _announcer(parts, config, clock, audio)
    reports = CallReports(link, config.voice.clips / "call-reports.jsonl", lambda: wall.zone)
    parts.callback(reports.stop)
    fetched = _fetched(parts, config)
    wall = Wall(
        clock, screen, announcer, config.directions, announcer.voice.warm, link,
        Scope.of(config.zone, config.agencies, config.counters), config.screen.panel_inches,
        _gallery(parts, config, fetched), link.ask_anew, reports.tell,
        lambda: screen.seen or config.screen.mode == "virtual:",
        _player(parts, config, clock, fetched.folder), lambda: link.tried_at, link.cue, lambda: link.hears,
    )  # fmt: skip
    parts.callback(wall.close)
    upkeep = Upkeep(config, wall, link, audio, Reporter(link, clock), Thumbnails(screen, link), shell)
    parts.callback(upkeep.stop)
    wall.step()
    upkeep()
    link.start()
    reports.start()
    upkeep.start()
    fetched.start()
    spare_the_collector()
    shell.ready(virtual=_window(parts, config, wall, upkeep))
    wall.run(link.events, shell.ended.is_set, upkeep)
    log.info("display_ends")


def _fetched(parts: ExitStack, config: DisplayConfig) -> FetchedSlides:
    hub = HubRequests(config.hub.url, config.hub.token or "", ca=config.hub.ca)
    parts.callback(hub.close)
    fetched = FetchedSlides(config.voice.clips / "slides", hub)
    parts.callback(fetched.stop)
    return fetched


def _gallery(parts: ExitStack, config: DisplayConfig, fetched: FetchedSlides) -> Gallery:
    gallery = Gallery(config.pictures, config.logo, config.voice.clips / "pictures", fetched=fetched.folder)
    gallery.start()
    parts.callback(gallery.close)
    fetched.changed = gallery.look_soon
    return gallery


def _player(parts: ExitStack, config: DisplayConfig, clock: Clock, fetched: Path) -> Player:
    player = Player([folder for folder in (config.pictures, fetched) if folder], clock)
    parts.callback(player.close)
    return player


def _announcer(parts: ExitStack, config: DisplayConfig, clock: Clock, audio: LastingAudio) -> Announcer:
    names = HubRequests(config.hub.url, config.hub.token or "", ca=config.hub.ca)
    parts.callback(names.close)
    voice = open_voice(config.voice.engine, config.voice.clips, config.voice.recordings, names.clip)
    parts.callback(voice.close)
    own: dict[str, Any] = {}
    if config.voice.language is not None:
        own["languages"] = (config.voice.language,)
    if config.voice.repeat is not None:
        own["repeat"] = config.voice.repeat
    # Nothing is said before the hub says who speaks.
    announcer = Announcer(
        clock, audio, voice, own=own, zones=frozenset(), say=free_voice(config.voice.engine),
        audible=lambda: audio.able, latency=config.audio.latency_ms / 1000,
    )  # fmt: skip
    parts.callback(announcer.silence)
    return announcer


def _window(parts: ExitStack, config: DisplayConfig, wall: Wall, upkeep: Upkeep) -> str | None:
    """Open the window to a virtual screen, if there is one; its address."""
    screen = wall.screen
    if config.screen.mode != "virtual:" or not isinstance(screen, HiddenScreen):
        return None
    window = VirtualHardware(port=config.virtual.port)
    show_screen(window, screen)
    window.show("display", upkeep.state)
    window.start()
    parts.callback(window.stop)
    return window.url
