"""The kiosk's device file: which hub, which printer, which button stands for which service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from balai.config import Section, Source, worded
from balai.errors import ConfigurationFaults, Fault
from balai.protocol.requests import Channel
from balai.words.said import say
from hardware.device_file import (
    HubSettings,
    VirtualSettings,
    at_home,
    authority_faults,
    read_token,
    state_folder,
)
from hardware.printers.profiles import GENERIC, NARROWEST, STEP, WIDEST, Profile, profiles
from hardware.registry import AUDIO, PINS, PRINTERS, SCANNERS, known_schemes, scheme_of

_Service = Annotated[str, worded(r"[a-z0-9][a-z0-9_-]{0,63}", "setting.service_id")]
# Broadcom numbers of the 40-pin header, as gpiozero has them.
_Keys = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=40)], ...], Field(max_length=20)]
_Pin = Annotated[int, Field(ge=0, le=27)]


def _printer_url(url: str) -> str:
    if scheme_of(url) not in PRINTERS:
        raise ValueError(say("setting.starts_with", schemes=known_schemes(PRINTERS)))
    return url


def _printer_model(name: str) -> str:
    if name not in profiles():
        raise ValueError(say("setting.one_of", known=", ".join(profiles())))
    return name


def _pins_url(url: str) -> str:
    if scheme_of(url) not in PINS:
        raise ValueError(say("setting.starts_with", schemes=known_schemes(PINS)))
    return url


def _audio_url(url: str) -> str:
    if scheme_of(url) not in AUDIO:
        raise ValueError(say("setting.starts_with", schemes=known_schemes(AUDIO)))
    return url


def _scanner_url(url: str) -> str:
    if scheme_of(url) not in SCANNERS:
        raise ValueError(say("setting.starts_with", schemes=known_schemes(SCANNERS)))
    return url


class PrinterSettings(Section):
    """The ticket printer."""

    url: Annotated[str, AfterValidator(_printer_url)]
    model: Annotated[str, AfterValidator(_printer_model)] = GENERIC
    # Dots across the paper, where it is not the model's: 576 on most 80 mm rolls, 384 on 58 mm.
    width_dots: Annotated[int, Field(ge=NARROWEST, le=WIDEST, multiple_of=STEP)] | None = None
    # How long a new roll is; the usual one of its width unless told.
    roll_metres: Annotated[float, Field(gt=0, le=300)] | None = None
    # "text" prints in the printer's own letters: a second instead of a minute on a slow serial line.
    mode: Literal["picture", "text"] = "picture"
    # Print vouchers of closing time and copies that are asked of no certain kiosk. Several kiosks share them.
    vouchers: bool = True

    @property
    def profile(self) -> Profile:
        """What kind of printer it is."""
        return profiles()[self.model].with_width(self.width_dots)

    @property
    def roll(self) -> float:
        """Metres of paper on a new roll: as sold for 80 mm, and for 58 mm."""
        return self.roll_metres or (80.0 if self.profile.width_dots >= 480 else 30.0)


class PanelSettings(Section):
    """The board that the buttons are wired to."""

    pins: Annotated[str, AfterValidator(_pins_url)]
    # After a press the same button gives nothing for so long (seconds of the kiosk's clock).
    lockout_seconds: Annotated[float, Field(ge=0, le=60)] = 3.0
    # The level of a button's pin while it is pressed, which way the pin's own resistor pulls it, and how long
    # (seconds) a contact has to rest between two presses.
    active: Literal["low", "high"] = "low"
    pull: Literal["up", "down", "none"] = "up"
    bounce_seconds: Annotated[float, Field(ge=0, le=0.5)] = 0.03
    # The level of a lamp's pin while it is lit.
    lit: Literal["low", "high"] = "high"
    # A button that is held so long (seconds of the kiosk's clock) gives a number with priority; 0: none does.
    priority_hold_seconds: Annotated[float, Field(ge=0, le=10)] = 0.0
    # Services pressed within several_seconds of each other become one number; a second press of one ends it.
    several: Annotated[bool, Field(strict=True)] = False
    several_seconds: Annotated[float, Field(ge=1, le=30)] = 4.0


class ButtonSettings(Section):
    """One button: the pin of its contact, of its lamp if it has one, and its service."""

    pin: _Pin
    lamp: _Pin | None = None
    service: _Service


class ExtraSettings(Section):
    """A button that says how the next number is wanted: each press one `person` more, or with `priority`
    (which needs no reason)."""

    pin: _Pin
    lamp: _Pin | None = None
    kind: Literal["person", "priority"]


class JournalSettings(Section):
    """Where the kiosk keeps what it gives out."""

    # From the device file's folder; without it the service's state folder, or the one that `kept` of [hub]
    # names, or one beside the device file.
    folder: Path | None = None


class KeySettings(Section):
    """The keys of a keypad beside the screen, by SDL's names of them; each may be several."""

    next: _Keys = ("right", "down", "tab")
    previous: _Keys = ("left", "up")
    choose: _Keys = ("return", "enter", "space")
    back: _Keys = ("backspace",)
    repeat: _Keys = ("r", "f5")
    louder: _Keys = ("+", "=", "[+]")
    language: _Keys = ("l", "f6")
    large: _Keys = ("1", "f1")
    contrast: _Keys = ("2", "f2")
    low: _Keys = ("3", "f3")


class GuideSettings(Section):
    """The voice that reads the screen: the sound card as a display's, and what speaks."""

    audio: Annotated[str, AfterValidator(_audio_url)] = "pygame:"
    engine: Annotated[str, worded(r"(espeak-ng:.*|none:)", "setting.engine")] = "espeak-ng:"
    # The hall's own recordings, from the device file's folder: they take the place of the clip of that name.
    recordings: Path = Path("suara")


class ScreenSettings(Section):
    """A touch screen, instead of buttons: a window, the whole screen, or none, seen and touched through the
    window to virtual hardware."""

    mode: Literal["window", "fullscreen", "virtual:"] = "fullscreen"
    # Pixels of a window or virtual screen, higher than wide for an upright one; a whole screen has its own.
    width: Annotated[int, Field(ge=480, le=7680)] = 1280
    height: Annotated[int, Field(ge=480, le=7680)] = 800
    # A visitor who touches nothing for so long is asked whether they are still there, and has 20 s to answer.
    idle_seconds: Annotated[float, Field(ge=20, le=600)] = 60.0
    # A guard's panel: numbers for others by two touches, told to the hub as given with help.
    assisted: Annotated[bool, Field(strict=True)] = False
    keys: KeySettings = KeySettings()
    guide: GuideSettings = GuideSettings()


class ScannerSettings(Section):
    """A reader of QR codes and barcodes, which types what it reads as a keyboard does: vouchers of closing
    and bookings become numbers, tickets are followed."""

    # evdev:/dev/input/by-id/usb-...-event-kbd, or virtual: for a rehearsal.
    url: Annotated[str, AfterValidator(_scanner_url)]


class KioskConfig(Section):
    """The whole device file; once read, the journal's folder is set. A kiosk has buttons on a panel, or a
    screen."""

    hub: HubSettings
    printer: PrinterSettings
    panel: PanelSettings | None = None
    button: tuple[ButtonSettings, ...] = ()
    extra: tuple[ExtraSettings, ...] = ()
    screen: ScreenSettings | None = None
    scanner: ScannerSettings | None = None
    journal: JournalSettings = JournalSettings()
    virtual: VirtualSettings = VirtualSettings()

    @property
    def channel(self) -> Channel:
        """The way by which its visitors come to their numbers."""
        return "assisted" if self.screen is not None and self.screen.assisted else "kiosk"

    @property
    def has_virtual_parts(self) -> bool:
        """Whether a part is `virtual:`."""
        pins = scheme_of(self.panel.pins) if self.panel else ""
        scanner = scheme_of(self.scanner.url) if self.scanner else ""
        virtual_screen = self.screen is not None and self.screen.mode == "virtual:"
        return virtual_screen or "virtual" in (pins, scanner, scheme_of(self.printer.url))


def load_kiosk_config(path: Path) -> KioskConfig:
    """Read a device file; afterwards `hub.token` is set, wherever it came from.

    Raises ConfigurationFaults with every fault of the file and its token file.
    """
    source = Source.read(path)
    token, faults = read_token(source, path)
    faults += authority_faults(source, path.parent)
    faults += [*_used_twice(source), *_front(source)]
    try:
        config = source.read_as(KioskConfig)
    except ConfigurationFaults as wrong:
        raise ConfigurationFaults(str(path), wrong.faults + faults) from wrong
    if faults:
        raise ConfigurationFaults(str(path), faults)
    hub = at_home(config.hub, token, path)
    journal = JournalSettings(folder=journal_folder(config, path))
    return config.model_copy(
        update={"hub": hub, "journal": journal, "screen": _screen_at_home(config, path.parent)}
    )


def _screen_at_home(config: KioskConfig, folder: Path) -> ScreenSettings | None:
    if config.screen is None:
        return None
    guide = config.screen.guide
    found = guide.model_copy(update={"recordings": folder / guide.recordings})
    return config.screen.model_copy(update={"guide": found})


def journal_folder(config: KioskConfig, path: Path) -> Path:
    """Where the journal of a device file lies."""
    if config.journal.folder is not None:
        return path.parent / config.journal.folder
    beside = path.with_suffix(".journal")
    # Whoever examines the machine by hand has no state folder: the file says where it is. A journal that was
    # begun beside the file goes on there.
    state = state_folder() or (config.hub.kept if not beside.exists() else None)
    return path.parent / state / path.stem if state else beside


def _used_twice(source: Source) -> list[Fault]:
    seen: dict[object, str] = {}
    faults: list[Fault] = []
    for location, value in (*_wired("button", source), *_wired("extra", source)):
        fault = source.fault(location, say("setting.pin_twice", value=value, place=seen.get(value)))
        if value in seen:
            faults.append(fault)
        seen.setdefault(value, fault.path)
    return faults


def _front(source: Source) -> Iterator[Fault]:
    """One way to choose, and all that belongs to it."""
    has_buttons = bool(source.data.get("button"))
    if "screen" in source.data:
        yield from (
            source.fault((table,), say("setting.screen_or_buttons"))
            for table in ("panel", "button", "extra")
            if source.data.get(table)
        )
    elif not has_buttons:
        yield source.fault(("button",), say("setting.buttons_or_screen"))
    elif "panel" not in source.data:
        yield source.fault(("panel",), say("setting.missing"))


def _wired(table: str, source: Source) -> Iterator[tuple[tuple[str | int, ...], int]]:
    buttons: Any = source.data.get(table)
    for index, button in enumerate(buttons if isinstance(buttons, list) else []):
        for key in ("pin", "lamp"):
            value = button.get(key) if isinstance(button, dict) else None
            if isinstance(value, int):
                yield (table, index, key), value
