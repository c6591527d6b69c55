"""Addresses that are not of the public internet are told from those that are."""

from __future__ import annotations

import socket

import pytest

from bot.sources.addresses import AddressGuard, PrivateAddressError, is_public

PRIVATE = (
    *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "198.18.0.1", "192.0.2.1"),
    *("::1", "::", "fe80::1", "fe80::1%lo", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a9fe:a9fe"),
)
PUBLIC = ("1.1.1.1", "8.8.8.8", "172.32.0.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_told(address: str) -> None:
    assert is_public(address)


def test_no_socket_is_made_towards_an_address_that_is_not_allowed() -> None:
    found = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 1))
    guard = AddressGuard(allows_private=False)
    with pytest.raises(PrivateAddressError, match=r"127\.0\.0\.1 is no public address"):
        guard.socket(found)
    assert guard.has_refused
    AddressGuard(allows_private=True).socket(found).close()
