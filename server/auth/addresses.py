"""Whose an address is, for whatever is counted by address."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

_HOST_BITS = 64


@lru_cache(maxsize=4096)
def place_of(address: str) -> str:
    """An address as it is counted: of IPv6 its network of 64 bits, all of which one person has, however the
    address is written. What is no address stands for itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found) >> _HOST_BITS << _HOST_BITS, 128 - _HOST_BITS)))
