"""The rules by which a machine names printers and lets the kiosk use them, and its pins."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"
#: What udev knows of devices: one on USB itself, and the kernel's printer on it.
USB = {"SUBSYSTEM": "usb", "ENV{DEVTYPE}": "usb_device", "ENV{ID_USB_INTERFACES}": ":070102:ff0000:"}
LP = {"SUBSYSTEM": "usbmisc", "ENV{ID_PATH}": "platform-fd500000.pcie-usb-0:1.3:1.0"}
RULES = (DEPLOY / "udev" / "70-balai-kiosk.rules").read_text()


def ruled(device: dict[str, str]) -> dict[str, list[str]]:
    """What the rules do to a device, by key."""
    done: dict[str, list[str]] = {}
    for line in filter(lambda line: line and not line.startswith("#"), RULES.splitlines()):
        rule = re.findall(r'([A-Z]+(?:\{\w+\})?)(==|\+=|=)"([^"]*)"(?:, |$)', line)
        assert ", ".join(f'{key}{how}"{value}"' for key, how, value in rule) == line
        if all(fnmatchcase(device.get(key, ""), value) for key, how, value in rule if how == "=="):
            for key, how, value in rule:
                if how != "==":
                    told = re.sub(r"\$env\{(\w+)\}", lambda name: device[f"ENV{{{name[1]}}}"], value)
                    done.setdefault(key, []).append(told)
    return done


def test_the_lines_of_buttons_and_lamps_are_the_kiosks() -> None:
    told = {"GROUP": ["gpio"], "MODE": ["0660"]}
    assert ruled({"SUBSYSTEM": "gpio", "KERNEL": "gpiochip4"}) == told
    # The older way to a line, which the kiosk does not take.
    assert ruled({"SUBSYSTEM": "gpio", "KERNEL": "gpio17"}) == {}


def test_printers_are_the_kiosks_and_have_names_that_stay() -> None:
    assert ruled(USB) == {"GROUP": ["lp"], "MODE": ["0660"]}
    assert ruled({**USB, "ENV{ID_USB_INTERFACES}": ":030101:"}) == {}
    at = "balai/printer-at-platform-fd500000.pcie-usb-0:1.3:1.0"
    for counted in ("lp0", "lp1"):
        alike = {**LP, "KERNEL": counted}
        assert ruled({**alike, "ENV{ID_SERIAL_SHORT}": "X7RF013245"})["SYMLINK"] == [
            "balai/printer-X7RF013245",
            at,
        ]
        assert ruled(alike)["SYMLINK"] == [at]
        assert ruled(alike)["IMPORT{builtin}"] == ["usb_id", "path_id"]
    assert ruled({**LP, "KERNEL": "hiddev0"}) == {}
