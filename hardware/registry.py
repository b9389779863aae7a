"""Plug-in registry: opens parts by URL; the scheme names the kind, the rest says where it is.

A part's library is imported only when a URL asks for it, so that a kiosk without sound loads none.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import SplitResult, urlsplit

from balai.words.said import say
from hardware.ports import AudioOut, PartUnavailable, ReceiptPrinter, Scanner

if TYPE_CHECKING:
    from balai.clock import Clock
    from hardware.panel.pins import Pins
    from hardware.printers.profiles import Profile

#: scheme -> "module:function"; each function takes the split URL and keyword options.
PRINTERS: Mapping[str, str] = MappingProxyType(
    {
        "tcp": "hardware.printers.opening:open_tcp",
        "usb": "hardware.printers.opening:open_usb",
        "serial": "hardware.printers.opening:open_serial",
        "file": "hardware.printers.opening:open_file",
        "virtual": "hardware.virtual.printer:open_virtual",
    }
)
PINS: Mapping[str, str] = MappingProxyType(
    {"gpio": "hardware.panel.pins:open_gpio", "virtual": "hardware.virtual.panel:open_virtual"}
)
AUDIO: Mapping[str, str] = MappingProxyType(
    {
        "pygame": "hardware.sound.audio:open_pygame",
        "virtual": "hardware.sound.audio:open_virtual",
        "none": "hardware.sound.audio:open_none",
    }
)

SCANNERS: Mapping[str, str] = MappingProxyType(
    {"evdev": "hardware.scanner.reader:open_evdev", "virtual": "hardware.virtual.scanner:open_virtual"}
)


def open_printer(url: str, *, profile: Profile) -> ReceiptPrinter:
    """A ticket printer of that kind; nothing is connected before its first use.

    Raises PartUnavailable for an unknown scheme, a missing library or an unusable URL.
    """
    return cast("ReceiptPrinter", _open("printer", PRINTERS, url, profile=profile))


def open_pins(url: str) -> Pins:
    """The pins that buttons and lamps hang on. Raises PartUnavailable."""
    return cast("Pins", _open("pins", PINS, url))


def open_audio(url: str, *, clock: Clock) -> AudioOut:
    """A loudspeaker; `clock` times one that plays to nothing. Raises PartUnavailable."""
    return cast("AudioOut", _open("audio", AUDIO, url, clock=clock))


def open_scanner(url: str) -> Scanner:
    """A reader of codes; one that is not there is looked for. Raises PartUnavailable."""
    return cast("Scanner", _open("scanner", SCANNERS, url))


def scheme_of(url: str) -> str:
    """The scheme of a part's URL, in lower case ("virtual" of "virtual:")."""
    return urlsplit(url).scheme.lower()


def known_schemes(table: Mapping[str, str]) -> str:
    """The schemes of one table as a sentence's list, for messages."""
    return ", ".join(f"{scheme}:" for scheme in table)


def _open(kind: str, table: Mapping[str, str], url: str, **options: Any) -> object:
    parts = _split(kind, url)
    target = table.get(parts.scheme.lower())
    if target is None:
        raise PartUnavailable(
            "unknown_scheme",
            say("error.unknown_scheme", kind=kind, url=repr(url), known=known_schemes(table)),
        )
    module, _, function = target.partition(":")
    try:
        opener = getattr(import_module(module), function)
        return cast("object", opener(parts, **options))
    except ModuleNotFoundError as error:
        raise PartUnavailable(
            "missing_library",
            say("error.missing_library", kind=kind, url=repr(url), library=repr(error.name)),
        ) from error


def _split(kind: str, url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise PartUnavailable(
            "bad_url", say("error.bad_address", kind=kind, url=repr(url), error=error)
        ) from error
