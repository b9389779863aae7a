"""Opens a printer by its address. Nothing is connected before its first use."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qs

from balai.words.said import say
from hardware.ports import PartUnavailable
from hardware.printers.escpos_printer import EscposPrinter
from hardware.printers.lines import FileLine, SerialLine, TcpLine
from hardware.printers.profiles import Profile

#: How a serial printer says that its buffer is full, by the name in the address: pyserial's options.
_FLOWS = {"none": {}, "dtr": {"dsrdtr": True}, "rts": {"rtscts": True}, "xon": {"xonxoff": True}}


def open_tcp(parts: SplitResult, *, profile: Profile) -> EscposPrinter:
    """`tcp://host[:9100]`."""
    if not parts.hostname:
        raise PartUnavailable("bad_url", say("error.printer_tcp"))
    try:
        port = parts.port or 9100
    except ValueError as error:
        raise PartUnavailable(
            "bad_url", say("error.printer_url", url=repr(parts.geturl()), error=error)
        ) from error
    return EscposPrinter(TcpLine(parts.hostname, port), profile)


def open_usb(parts: SplitResult, *, profile: Profile) -> EscposPrinter:
    """`usb://04b8:0202[/serial number][?out=0x01&in=0x82]`: vendor and product in hexadecimal; end points
    where the device does not name them."""
    from hardware.printers.usb_line import UsbLine  # its library is loaded for who has such a printer

    vendor, product = _hexadecimal(parts)
    ends = (_number(parts, "out"), _number(parts, "in"))
    return EscposPrinter(UsbLine(vendor, product, parts.path.strip("/"), ends), profile)


def open_serial(parts: SplitResult, *, profile: Profile) -> EscposPrinter:
    """`serial:///dev/ttyUSB0[?baud=9600&flow=dtr]`."""
    flow = parse_qs(parts.query).get("flow", ["none"])[0]
    if not parts.path or flow not in _FLOWS:
        raise PartUnavailable("bad_url", say("error.printer_serial"))
    return EscposPrinter(SerialLine(parts.path, _number(parts, "baud") or 9600, **_FLOWS[flow]), profile)


def open_file(parts: SplitResult, *, profile: Profile) -> EscposPrinter:
    """`file:///dev/usb/lp0`: a device of the kernel's own printer driver."""
    if not parts.path:
        raise PartUnavailable("bad_url", say("error.printer_file"))
    return EscposPrinter(FileLine(parts.path), profile)


def _hexadecimal(parts: SplitResult) -> tuple[int, int]:
    vendor, _, product = parts.netloc.partition(":")
    try:
        return int(vendor, 16), int(product, 16)
    except ValueError:
        raise PartUnavailable("bad_url", say("error.printer_usb", url=repr(parts.geturl()))) from None


def _number(parts: SplitResult, name: str) -> int | None:
    values = parse_qs(parts.query).get(name)
    try:
        return int(values[0], 0) if values else None
    except ValueError:
        raise PartUnavailable("bad_url", say("error.printer_number", name=name, value=repr(values))) from None
