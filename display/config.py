"""The display's device file: which hub, which screen, which loudspeaker and voice, which way to counters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from balai.config import Section, Source, worded
from balai.errors import ConfigurationFaults
from balai.words.languages import SpokenLanguage
from balai.words.said import say
from display.picture.scene import Direction
from hardware.device_file import HubSettings, VirtualSettings, at_home, authority_faults, read_token
from hardware.registry import AUDIO, known_schemes, scheme_of

_CounterId = Annotated[str, worded(r"[a-z0-9][a-z0-9_-]{0,63}", "setting.counter_id")]
_ZoneId = Annotated[str, worded(r"[a-z0-9][a-z0-9_-]{0,63}", "setting.zone_id")]
_Engine = Annotated[str, worded(r"(espeak-ng:.*|none:)", "setting.engine")]


def _audio_url(url: str) -> str:
    if scheme_of(url) not in AUDIO:
        raise ValueError(say("setting.starts_with", schemes=known_schemes(AUDIO)))
    return url


class ScreenSettings(Section):
    """The picture: a window, the whole screen, or none, seen through the window to virtual hardware."""

    mode: Literal["window", "fullscreen", "virtual:"] = "fullscreen"
    # Pixels of a window or virtual screen; a whole screen has its own.
    width: Annotated[int, Field(ge=640, le=7680)] = 1920
    height: Annotated[int, Field(ge=360, le=4320)] = 1080
    # The panel's diagonal: it says how many counters stand on a page with numbers of 50 mm.
    panel_inches: Annotated[float, Field(ge=5, le=300)] = 43.0


class AudioSettings(Section):
    """The loudspeaker: "pygame:" the machine's usual sound card, "pygame:USB Audio" the one of that name,
    "virtual:" silence that takes its time, "none:"."""

    url: Annotated[str, AfterValidator(_audio_url)] = "pygame:"
    # So late it sounds after it was given a sound: a television may need 100 ms more than another loudspeaker
    # with which it is to keep step.
    latency_ms: Annotated[int, Field(ge=0, le=400)] = 0


class VoiceSettings(Section):
    """The spoken calls. `language` and `repeat` (how often a sentence is said) are the hall's, unless
    they are said here. A display that is no `speaker` never speaks."""

    language: SpokenLanguage | None = None
    engine: _Engine = "espeak-ng:"
    repeat: Annotated[int, Field(ge=1, le=3)] | None = None
    speaker: bool = True
    # Where spoken clips are kept between starts; from the device file's folder.
    clips: Path = Path("clips")
    # The hall's own recordings, as id/nomor-antrean-a.wav: they take the place of the clip of that name.
    recordings: Path = Path("suara")


class DisplayConfig(Section):
    """The whole device file. `zone` is the part of the hall that this display is for (all of it without
    one), `agencies` and `counters` leave out all others; `pictures` is a folder for the information
    panel, `logo` the hall's, a PNG or JPEG file; `directions` says where a counter lies, seen from here."""

    zone: _ZoneId | None = None
    agencies: tuple[_ZoneId, ...] = ()
    counters: tuple[_CounterId, ...] = ()
    pictures: Path | None = None
    logo: Path | None = None
    hub: HubSettings
    screen: ScreenSettings = ScreenSettings()
    audio: AudioSettings = AudioSettings()
    voice: VoiceSettings = VoiceSettings()
    directions: Mapping[_CounterId, Direction] = {}
    virtual: VirtualSettings = VirtualSettings()


def load_display_config(path: Path) -> DisplayConfig:
    """Read a device file; afterwards `hub.token` and the voice's folders are as they are to be used.

    Raises ConfigurationFaults with every fault of the file and its token file.
    """
    source = Source.read(path)
    token, faults = read_token(source, path)
    faults += authority_faults(source, path.parent)
    try:
        config = source.read_as(DisplayConfig)
    except ConfigurationFaults as wrong:
        raise ConfigurationFaults(str(path), wrong.faults + faults) from wrong
    if faults:
        raise ConfigurationFaults(str(path), faults)
    hub = at_home(config.hub, token, path)
    folders = {name: path.parent / getattr(config.voice, name) for name in ("clips", "recordings")}
    voice = config.voice.model_copy(update=folders)
    own = {name: path.parent / file for name in ("pictures", "logo") if (file := getattr(config, name))}
    return config.model_copy(update={"hub": hub, "voice": voice, **own})
