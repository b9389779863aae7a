"""What the Debian package of each part holds and stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_HUB_UNITS = (
    "balai-hub.service", "balai-estimate.service", "balai-backup.service", "balai-backup.timer",
    "balai-archive.service", "balai-archive.timer", "balai-certificate.service", "balai-certificate.timer",
)  # fmt: skip
#: By them a device finds balai.local (multicast DNS): what programs ask, and what asks the network for it.
_NAMES = ("libnss-mdns", "avahi-daemon")
#: Pictures, sound and what SDL opens without a desktop (DRM, GBM, GLES).
_SCREEN = (
    "espeak-ng", "fonts-dejavu-core", "alsa-utils", "libsndfile1", "libdrm2", "libgbm1", "libegl1",
    "libgles2", "libgl1-mesa-dri", *_NAMES,
)  # fmt: skip
#: With video.
_WALL = (*_SCREEN, "ffmpeg")


@dataclass(frozen=True, slots=True)
class Part:
    """`lists` are the hashed lists of its libraries, `settings` the programs with a file in /etc/balai,
    `groups` those of the devices that its units open. Where it `has_screen` a kiosk has a touch screen: its
    settings are those of the example kiosk-screen.toml, its unit has the drop-in for one."""

    lists: tuple[str, ...]
    settings: tuple[str, ...]
    units: tuple[str, ...]
    depends: tuple[str, ...]
    groups: tuple[str, ...] = ()
    recommends: tuple[str, ...] = ()
    udev: bool = False
    has_screen: bool = False

    def example(self, program: str) -> str:
        """The file in deploy/examples that the settings of a program begin with."""
        return "kiosk-screen.toml" if self.has_screen and program == "kiosk" else f"{program}.toml"


#: With what several hubs share (PostgreSQL, Redis), since a hall that grows changes no package; and what its
#: address stands on (`balai hub init`).
_HUB = Part(
    ("scale",), ("hub",), _HUB_UNITS, ("espeak-ng", "openssl", "nginx", "avahi-daemon", "libsndfile1"),
    # Videos for the walls are made small where they are sent.
    recommends=("ffmpeg",),
)  # fmt: skip
_KIOSK = Part(
    ("kiosk",), ("kiosk",), ("balai-kiosk.service",), ("libusb-1.0-0", *_NAMES),
    ("gpio", "lp", "dialout", "input"), ("fonts-dejavu-core",), udev=True,
)  # fmt: skip
#: With a touch screen instead of buttons: the same program, and what draws and speaks.
_TOUCH = Part(
    ("kiosk", "display"), ("kiosk",), ("balai-kiosk.service",), ("libusb-1.0-0", *_SCREEN),
    (*_KIOSK.groups, "video", "render", "audio", "tty"), udev=True, has_screen=True,
)  # fmt: skip
_DISPLAY = Part(
    ("display",), ("display",), ("balai-display.service",), _WALL,
    ("video", "render", "audio", "input", "tty"),
)  # fmt: skip


def _together(*parts: Part) -> Part:
    """A machine that is everything: one hub with a kiosk and a wall."""

    def every(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for part in parts for value in getattr(part, name)))

    return Part(
        every("lists"), every("settings"), every("units"), every("depends"), every("groups"),
        every("recommends"), udev=True,
    )  # fmt: skip


#: By the end of the package's name: balai-hub, balai-kiosk, balai-kiosk-screen, balai-display, balai-all.
PARTS: Mapping[str, Part] = MappingProxyType({
    "hub": _HUB, "kiosk": _KIOSK, "kiosk-screen": _TOUCH, "display": _DISPLAY,
    "all": _together(_HUB, _KIOSK, _DISPLAY),
})  # fmt: skip


def control(name: str, version: str, architecture: str, python: str, kilobytes: int) -> str:
    """The control file of a package; `python` is the interpreter that its environment was made with, such as
    "python3.11": a newer one beside it changes nothing."""
    part = PARTS[name]
    others = ", ".join(f"balai-{other}" for other in PARTS if other != name)
    rows = {
        "Package": f"balai-{name}",
        "Version": version,
        "Architecture": architecture,
        "Maintainer": "Balai <balai@localhost>",
        "Section": "misc",
        "Priority": "optional",
        "Installed-Size": str(kilobytes),
        "Depends": ", ".join((python, "passwd", *part.depends)),
        "Recommends": ", ".join(part.recommends),
        # All lie in /opt/balai; one machine has one of them.
        "Conflicts": others,
        "Replaces": others,
        "Description": f"queue of a public service hall: {', '.join(part.settings)}",
    }
    return "".join(f"{key}: {value}\n" for key, value in rows.items() if value)
