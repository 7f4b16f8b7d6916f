"""Connections go to checked addresses only."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from time import monotonic
from typing import Any

import httpcore2
import pytest

from stemma.errors import InputError
from stemma.ingest import fetch
from stemma.ingest.fetch import Terms
from stemma.ingest.guard import Network, is_public

STRANGER = Terms(trusted=False)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "2002:7f00:1::1", "2001:0:7f00:1::1", "::7f00:1", "pell.example",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1", "64:ff9b::808:808"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


@pytest.fixture
def door() -> Iterator[socket.socket]:
    """A listening socket; nothing may ever come in."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        yield listening


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "0"])
def test_an_address_that_nobody_named_is_refused_before_anything_is_sent(door: socket.socket, host: str) -> None:
    with pytest.raises(InputError, match="private or reserved"):
        fetch.get(f"http://{host}:{door.getsockname()[1]}/", STRANGER, seconds=5)
    with pytest.raises(TimeoutError):
        door.accept()


def test_a_name_that_changes_its_address_meanwhile(monkeypatch: pytest.MonkeyPatch, door: socket.socket) -> None:
    """What was checked is what is connected to: the name is looked up once."""
    asked: list[str] = []

    def look_up(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        where = "203.0.114.1" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (where, port))]

    gone_to: list[str] = []

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        gone_to.append(address[0])
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(InputError, match="could not be reached"):
        fetch.get(f"http://rebind.example:{door.getsockname()[1]}/", STRANGER, seconds=5)
    assert (asked, gone_to) == (["rebind.example"], ["203.0.114.1"])


def test_of_several_addresses_only_public_ones_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("10.0.0.1", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(InputError, match="private or reserved"):
        Network(monotonic() + 5, checked=True).connect_tcp("two.example", 80)


def test_nothing_is_read_after_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        stream = Network(monotonic() + 0.3, checked=False).connect_tcp("127.0.0.1", port)
        with pytest.raises(httpcore2.ReadTimeout):
            stream.read(10, timeout=60)
        stream.close()
