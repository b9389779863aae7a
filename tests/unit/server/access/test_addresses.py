"""Whose an address is: of IPv6 a network is one person's, however it is written."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.auth.addresses import place_of

HOSTS = st.integers(0, 2**64 - 1)


@given(st.integers(2, 2**64 - 1), HOSTS, HOSTS)
def test_a_network_is_one_place_however_its_addresses_are_written(network: int, one: int, other: int) -> None:
    first, second = (IPv6Address(network << 64 | host) for host in (one, other))
    assert place_of(str(first)) == place_of(second.exploded) == place_of(first.compressed.upper())
    assert place_of(str(first)) != place_of(str(IPv6Address((network ^ 1) << 64 | one)))


@given(st.integers(0, 2**32 - 1))
def test_an_address_of_version_4_is_itself_also_within_version_6(number: int) -> None:
    address = str(IPv4Address(number))
    assert place_of(address) == place_of(f"::ffff:{address}") == address


@pytest.mark.parametrize("said", ["", "unknown", "10.0.0.1:5000", "[::1]:80"])
def test_what_is_no_address_stands_for_itself(said: str) -> None:
    assert place_of(said) == said


def test_a_scope_names_a_cable_and_no_person() -> None:
    assert place_of("fe80::1%eth0") == place_of("fe80::2%wlan0")
