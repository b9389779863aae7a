"""A printer on USB as libusb shows it: its end points are found, and every trouble is one that is told."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from typing import Any

import pytest
import usb.core
import usb.util

from hardware.printers.escpos_printer import EscposPrinter, Patience
from hardware.printers.profiles import GENERIC, profiles
from hardware.printers.usb_line import UsbLine


@dataclass
class End:
    bEndpointAddress: int  # noqa: N815  # libusb's name
    bmAttributes: int = 2  # noqa: N815  # libusb's name


class Interface(list[End]):
    def __init__(self, kind: int, *ends: End) -> None:
        super().__init__(ends)
        self.bInterfaceClass, self.bInterfaceNumber = kind, kind


@dataclass
class Device:
    """A composite device: its printer is the second interface, with end points of its own."""

    takes: int = 1 << 20
    busy: bool = False
    written: bytearray = field(default_factory=bytearray)
    detached: list[int] = field(default_factory=list)
    iSerialNumber: int = 3  # noqa: N815  # libusb's name

    def get_active_configuration(self) -> list[Interface]:
        return [Interface(3, End(0x83, 3)), Interface(7, End(0x81), End(0x02), End(0x84, 3))]

    def is_kernel_driver_active(self, _number: int) -> bool:
        return True

    def detach_kernel_driver(self, number: int) -> None:
        self.detached.append(number)

    def write(self, end: int, data: bytes, _milliseconds: int) -> int:
        assert end == 0x02
        taken = min(self.takes, len(data))
        self.takes -= taken
        if not taken:
            raise usb.core.USBTimeoutError("timed out", errno=errno.ETIMEDOUT)
        self.written += data[:taken]
        return taken

    def read(self, end: int, _most: int, _milliseconds: int) -> bytes:
        assert end == 0x81
        raise usb.core.USBTimeoutError("timed out", errno=errno.ETIMEDOUT)


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> Device:
    device = Device()

    def claim(_device: Device, _number: int) -> None:
        if device.busy:
            raise usb.core.USBError("Resource busy", errno=errno.EBUSY)

    monkeypatch.setattr(usb.core, "find", lambda **_asked: [device])
    monkeypatch.setattr(usb.util, "claim_interface", claim)
    monkeypatch.setattr(usb.util, "dispose_resources", lambda _device: None)
    monkeypatch.setattr(usb.util, "get_string", lambda _device, _index: "X7")
    return device


def _printer(**more: Any) -> EscposPrinter:
    patience = Patience(answer=0.05, stall=0.2, done=0.05)
    return EscposPrinter(UsbLine(0x04B8, 0x0E15, **more), profiles()[GENERIC], patience)


def test_the_end_points_are_those_that_the_printer_names(plugged: Device) -> None:
    assert _printer(serial="X7").status().ok
    assert plugged.detached == [7]
    assert plugged.written


def test_a_printer_of_another_serial_number_is_another(plugged: Device) -> None:
    assert not _printer(serial="Y8").status().ok
    assert not plugged.written


def test_one_that_is_held_and_one_that_takes_nothing_are_told(plugged: Device) -> None:
    plugged.busy = True
    assert _printer().status().code == "printer_busy"
    plugged.busy, plugged.takes = False, 100
    assert "takes nothing" in _printer().status().detail


def test_a_machine_without_libusb_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(**_asked: object) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", find)
    status = _printer().status()
    assert (status.code, "libusb-1.0-0" in status.detail) == ("printer_denied", True)
