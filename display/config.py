"""The display's device file: which hub, which screen, which loudspeaker and voice, which way to counters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from balai.config import Section, Source, worded
from balai.errors import ConfigurationFaults, Fault
from display.words import Direction
from hardware.registry import AUDIO, known_schemes, scheme_of

_HubUrl = Annotated[
    str,
    worded(r"https?://[^/\s]+/?", "must be the hub's address without a path, like http://192.168.1.10:8080"),
]
_CounterId = Annotated[str, worded(r"[a-z0-9][a-z0-9_-]{0,63}", "must be a counter id of the hall's file")]
_Engine = Annotated[str, worded(r"(espeak-ng:.*|none:)", 'must be "espeak-ng:" or "none:"')]


def _audio_url(url: str) -> str:
    if scheme_of(url) not in AUDIO:
        raise ValueError(f"must start with one of {known_schemes(AUDIO)}")
    return url


class HubSettings(Section):
    """Where the hub is, and who we are to it. Exactly one of ``token`` and ``token_file``."""

    url: _HubUrl
    token: str | None = None
    # The path is taken from the folder that the device file lies in.
    token_file: Path | None = None


class ScreenSettings(Section):
    """The picture: a window, the whole screen, or none, seen through the window to virtual hardware."""

    mode: Literal["window", "fullscreen", "virtual:"] = "fullscreen"
    # Pixels of a window or virtual screen; a whole screen has its own.
    width: Annotated[int, Field(ge=640, le=7680)] = 1920
    height: Annotated[int, Field(ge=360, le=4320)] = 1080


class AudioSettings(Section):
    """The loudspeaker: "pygame:" the sound card, "virtual:" silence that takes its time, "none:"."""

    url: Annotated[str, AfterValidator(_audio_url)] = "pygame:"


class VoiceSettings(Section):
    """The spoken calls. ``repeat`` is how often a sentence is said."""

    language: Literal["id", "en"] = "id"
    engine: _Engine = "espeak-ng:"
    repeat: Annotated[int, Field(ge=1, le=3)] = 2
    # Where spoken clips are kept between starts; from the device file's folder.
    clips: Path = Path("clips")


class VirtualSettings(Section):
    """The window to virtual hardware, on loopback; used only where the screen is ``virtual:``."""

    # 0 takes any free port, which the display says when it is ready.
    port: Annotated[int, Field(ge=0, le=65535)] = 0


class DisplayConfig(Section):
    """The whole device file. ``directions`` says where a counter lies, seen from this wall."""

    hub: HubSettings
    screen: ScreenSettings = ScreenSettings()
    audio: AudioSettings = AudioSettings()
    voice: VoiceSettings = VoiceSettings()
    directions: Mapping[_CounterId, Direction] = {}
    virtual: VirtualSettings = VirtualSettings()


def load_display_config(path: Path) -> DisplayConfig:
    """Read a device file; afterwards ``hub.token`` and ``voice.clips`` are as they are to be used.

    Raises ConfigurationFaults with every fault of the file and its token file.
    """
    source = Source.read(path)
    token, faults = _read_token(source, path.parent)
    try:
        config = source.read_as(DisplayConfig)
    except ConfigurationFaults as wrong:
        raise ConfigurationFaults(str(path), wrong.faults + faults) from wrong
    if faults:
        raise ConfigurationFaults(str(path), faults)
    hub = config.hub.model_copy(update={"token": token})
    voice = config.voice.model_copy(update={"clips": path.parent / config.voice.clips})
    return config.model_copy(update={"hub": hub, "voice": voice})


def _read_token(source: Source, folder: Path) -> tuple[str, list[Fault]]:
    hub = source.data.get("hub")
    if not isinstance(hub, dict):
        return "", []
    token, file = hub.get("token"), hub.get("token_file")
    if (token is None) == (file is None):
        return "", [source.fault(("hub",), "needs either token or token_file, as `balai device add` gave it")]
    if not isinstance(file, str):
        return str(token).strip(), []
    try:
        return (folder / file).read_text(encoding="utf-8").strip(), []
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        return "", [source.fault(("hub", "token_file"), f"cannot be read: {reason} ({folder / file})")]
