"""How the machine itself is: its heat, its power, the room on its disk. Linux tells it in files."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SYSTEM = Path("/sys")
#: From so many degrees on a Raspberry Pi slows down; below so many MiB a journal has soon no room.
HOT_CELSIUS, LOW_MIB = 80, 50
#: Bits of the firmware's answer: the voltage is too low now, or was since the machine was switched on.
_LOW_NOW, _LOW_SINCE = 0x1, 0x10000


@dataclass(frozen=True)
class MachineState:
    """`celsius` of its processor and `free_mib` on the disk (None: not known); whether its power supply is
    too `weak`, now or since it was switched on."""

    celsius: int | None = None
    free_mib: int | None = None
    weak: bool = False

    @property
    def trouble(self) -> str:
        """The code of the worst that is wrong; empty where nothing is."""
        if self.free_mib is not None and self.free_mib < LOW_MIB:
            return "disk_low"
        if self.weak:
            return "power_weak"
        return "hot" if self.celsius is not None and self.celsius >= HOT_CELSIUS else ""


def look_at(folder: Path, system: Path = _SYSTEM) -> MachineState:
    """How the machine is that keeps things in `folder`; what it does not tell is left out."""
    return MachineState(_celsius(system), _free(folder), _is_weak(system))


def _celsius(system: Path) -> int | None:
    found = [_number(file) for file in sorted(system.glob("class/thermal/thermal_zone*/temp"))]
    return max((round(value / 1000) for value in found if value is not None), default=None)


def _is_weak(system: Path) -> bool:
    for name in sorted(system.glob("class/hwmon/hwmon*/name")):
        if _text(name) == "rpi_volt" and _number(name.with_name("in0_lcrit_alarm")):
            return True
    for file in sorted(system.glob("devices/platform/soc/*/get_throttled")):
        with suppress(ValueError):
            if int(_text(file) or "0", 16) & (_LOW_NOW | _LOW_SINCE):
                return True
    return False


def _free(folder: Path) -> int | None:
    with suppress(OSError):
        return shutil.disk_usage(folder).free // 2**20
    return None


def _number(file: Path) -> int | None:
    with suppress(ValueError):
        return int(_text(file) or "")
    return None


def _text(file: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return file.read_text("ascii").strip()
    return ""
