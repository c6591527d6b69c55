"""Which addresses of the network may be connected to, judged on the socket itself; it resolves no name.

A name may be at another address each time that it is asked for. So nothing is judged by its name or by an earlier
answer: the address that a socket is about to be connected to is the one that is looked at.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class PrivateAddressError(OSError):
    """The address is a private, loopback, link-local or otherwise special one."""


def is_public(address: str) -> bool:
    """Whether the address belongs to the public internet; also looked at is the one that is wrapped in it."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if found in _NAT64:
            inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        if any(address is not None and not is_public(str(address)) for address in inner):
            return False
        if found.ipv4_mapped is not None or found in _NAT64:
            return True
    return found.is_global and not found.is_multicast and not found.is_reserved


class AddressGuard:
    """Makes sockets for one reading, and none towards an address that is not allowed."""

    def __init__(self, *, allows_private: bool) -> None:
        self._allows_private = allows_private
        #: Whether a socket was refused.
        self.has_refused = False

    def socket(self, found: tuple[Any, Any, int, str, tuple[Any, ...]]) -> socket.socket:
        """A socket for what `getaddrinfo` found. Raises PrivateAddressError where it is not allowed."""
        family, kind, protocol, _, address = found
        if not self._allows_private and not is_public(str(address[0])):
            self.has_refused = True
            raise PrivateAddressError(f"{address[0]} is no public address")
        return socket.socket(family=family, type=kind, proto=protocol)
