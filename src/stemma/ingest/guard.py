"""The way to the network: every connection ends in time, and goes where it may.

A name is looked up once, its addresses are checked, and the connection is made to a checked address, so that a
name cannot stand for another address a moment later.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Iterable
from functools import lru_cache
from time import monotonic
from typing import Any

import httpcore2
import httpx2

from stemma.errors import AddressError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")


class Transport(httpx2.HTTPTransport):
    """HTTP over connections that `Network` makes; proxies are left aside, as they would hide where it goes.

    deadline: of `time.monotonic`; nothing is read or written after it.
    checked: refuse what is not a public address.
    """

    def __init__(self, deadline: float, *, checked: bool) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_tls(), max_connections=1, network_backend=Network(deadline, checked=checked)
        )


class Network(httpcore2.NetworkBackend):
    """Connections to checked addresses, within a time."""

    def __init__(self, deadline: float, *, checked: bool) -> None:
        self._deadline = deadline
        self._checked = checked
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of a host that answers.

        Raises AddressError where it may not be connected to.
        """
        fault: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in self._addresses(host, port):
            try:
                stream = self._plain.connect_tcp(address, port, _left(self._deadline), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                fault = error
                continue
            if self._checked and not is_public(stream.get_extra_info("server_addr")[0]):
                stream.close()
                raise AddressError(_REFUSED.format(host))
            return _Bounded(stream, self._deadline)
        raise fault

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(str(error)) from error
        addresses = list(dict.fromkeys(str(where[0]) for *_, where in found))
        allowed = [address for address in addresses if not self._checked or is_public(address)]
        if addresses and not allowed:
            raise AddressError(_REFUSED.format(host))
        return allowed[:4]


class _Bounded(httpcore2.NetworkStream):
    """A connection that ends at a time, however slowly bytes keep coming."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _Bounded(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local or reserved.

    An address that carries another one (IPv4 in IPv6, NAT64, 6to4, Teredo) is as public as that one.
    """
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    inner: list[ipaddress.IPv4Address | None] = []
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if ip in _LOCAL_NAT64 or ip.is_site_local:
            return False
        inner = [ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    if any(part and not is_public(str(part)) for part in inner):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


_REFUSED = (
    "is at a private or reserved address ({}), and was not named on the command line itself. "
    "Name it there if you trust it, or allow private addresses with --allow-private."
)


def _left(deadline: float) -> float:
    """Seconds until the deadline.  Raises ReadTimeout where there are none."""
    left = deadline - monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("out of time")
    return left


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context()
