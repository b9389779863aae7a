"""A printer on USB, driven by libusb without the kernel's printer driver, by the end points that it names."""

from __future__ import annotations

import errno
import os
import threading
from typing import Any

import usb.core
import usb.util

from hardware.printers.lines import LineBusy

#: USB's class of printers, and how long one transfer may wait (milliseconds): none holds up the program.
_PRINTER, _WRITE_MS, _READ_MS = 7, 200, 1
_CHUNK, _READ = 4096, 512
_TIMED_OUT = frozenset({errno.ETIMEDOUT, 60, 10060})


class UsbLine:
    """One device by vendor, product and, where two are alike, its serial number."""

    def __init__(
        self, vendor: int, product: int, serial: str = "", ends: tuple[int | None, int | None] = (None, None)
    ) -> None:
        """`ends` are the end points (out, in) where the device does not name them."""
        self.where = f"USB {vendor:04x}:{product:04x}" + (f" {serial}" if serial else "")
        self._id, self._serial, self._given = (vendor, product), serial, ends
        self._moment = threading.Event()
        self._device: Any = None
        self._out: Any = None
        self._in: Any = None

    def open(self) -> None:
        """Find the device and take it from the kernel's driver."""
        self.close()
        vendor, product = self._id
        found = usb.core.find(idVendor=vendor, idProduct=product, find_all=True)
        device = next((one for one in found or () if self._is_it(one)), None)
        if device is None:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
        try:
            interface = self._claimed(device)
        except usb.core.USBError as fault:
            if fault.errno == errno.EBUSY:
                raise LineBusy(errno.EBUSY, os.strerror(errno.EBUSY)) from fault
            raise
        self._out = self._given[0] or _end(interface, usb.util.ENDPOINT_OUT)
        self._in = self._given[1] or _end(interface, usb.util.ENDPOINT_IN)
        self._device = device
        if self._out is None:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))

    def close(self) -> None:
        """Give the device back; never raises."""
        device, self._device = self._device, None
        if device is not None:
            try:
                usb.util.dispose_resources(device)
            except (usb.core.USBError, ValueError):
                return

    def write(self, data: bytes) -> int:
        """Hand over what the device takes within a moment."""
        try:
            return int(self._device.write(self._out, data[:_CHUNK], _WRITE_MS))
        except usb.core.USBError as fault:
            if fault.errno in _TIMED_OUT:
                return 0
            raise

    def read(self) -> bytes:
        """What has come in."""
        if self._in is None:
            return b""
        try:
            return bytes(self._device.read(self._in, _READ, _READ_MS))
        except usb.core.USBError as fault:
            if fault.errno in _TIMED_OUT:
                return b""
            raise

    def unsent(self) -> int:
        """Nothing: what was written is in the device."""
        return 0

    def wait(self, seconds: float, *, writing: bool) -> None:
        """Let a moment pass; reading and writing wait for themselves."""
        if not writing:
            self._moment.wait(min(seconds, 0.02))

    def _is_it(self, device: Any) -> bool:
        return not self._serial or usb.util.get_string(device, device.iSerialNumber) == self._serial

    def _claimed(self, device: Any) -> Any:
        try:
            configuration = device.get_active_configuration()
        except usb.core.USBError:
            device.set_configuration()
            configuration = device.get_active_configuration()
        printers = [one for one in configuration if one.bInterfaceClass == _PRINTER]
        interface = (printers or list(configuration))[0]
        number = interface.bInterfaceNumber
        if device.is_kernel_driver_active(number):
            device.detach_kernel_driver(number)
        usb.util.claim_interface(device, number)
        return interface


def _end(interface: Any, direction: int) -> int | None:
    for end in interface:
        bulk = usb.util.endpoint_type(end.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        if bulk and usb.util.endpoint_direction(end.bEndpointAddress) == direction:
            return int(end.bEndpointAddress)
    return None
