"""The addresses by which this machine is reached in its own networks."""

from __future__ import annotations

import contextlib
import fcntl
import ipaddress
import socket
import struct
from collections.abc import Iterable
from pathlib import Path

from server.usecases.address.authority import PRIVATE

#: ioctl: the IPv4 address of an interface (netdevice(7)).
_SIOCGIFADDR = 0x8915


def own_addresses() -> tuple[str, ...]:
    """IPv4 addresses of private networks that this machine has, in the order of its interfaces."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            with contextlib.suppress(OSError):  # one that is down has none
                asked = struct.pack("256s", name.encode()[:15])
                answer = fcntl.ioctl(asking.fileno(), _SIOCGIFADDR, asked)
                found.append(socket.inet_ntoa(answer[20:24]))
    return private_ones(found)


def private_ones(addresses: Iterable[str]) -> tuple[str, ...]:
    """Those that an authority may sign for and that lead here from elsewhere."""
    told = dict.fromkeys(addresses)
    return tuple(one for one in told if _leads_here(ipaddress.ip_address(one)))


def has_six() -> bool:
    """Whether this machine has IPv6."""
    with contextlib.suppress(OSError):
        return bool(Path("/proc/net/if_inet6").read_text())
    return False


def _leads_here(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return not address.is_loopback and any(address in one for one in PRIVATE)
