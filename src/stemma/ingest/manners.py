"""How Stemma behaves towards a host: what robots.txt allows, one request after the other, not before it is asked back.

One `Manners` is shared by everything that fetches, from several threads.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from stemma.errors import InputError, UnavailableError
from stemma.ingest import fetch
from stemma.ingest.decode import clean
from stemma.ingest.fetch import Download, Terms
from stemma.ingest.limits import FETCH_SECONDS

if TYPE_CHECKING:
    from protego import Protego

NAME = "stemma"
"""What robots.txt calls this program."""

INTERVAL = 1.0
"""Seconds between two requests to one host, where its robots.txt asks for no more."""

LONGEST_INTERVAL = 60.0
ROBOTS_BYTES = 500_000
ROBOTS_SECONDS = 3600.0
"""For how long a robots.txt is believed; RFC 9309 allows a day."""


@dataclass(slots=True)
class _Host:
    """What is known of a host.  free_at, closed_until, read_at: of `time.monotonic`."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    closed_until: float = 0.0
    read_at: float = -ROBOTS_SECONDS
    rules: Protego | None = None
    fault: InputError | None = None


@dataclass(slots=True)
class Manners:
    """What is remembered of the hosts.

    private: fetch from private addresses, too.  interval: seconds between two requests to one host.
    seconds: for one page, waiting aside.
    stop: set, nobody waits any longer, and every request is refused.
    """

    private: bool = False
    interval: float = INTERVAL
    seconds: float = FETCH_SECONDS
    stop: threading.Event = field(default_factory=threading.Event)
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, url: str, terms: Terms) -> Download:
        """Fetch a page when its host's turn comes.

        Raises InputError where robots.txt or `fetch` say no, UnavailableError where it may work later.
        """
        asked = ""

        def before(address: str) -> None:
            nonlocal asked
            asked = address
            self._admit(address)

        try:
            return fetch.get(url, terms, seconds=self.seconds, before=before)
        except UnavailableError as error:
            if error.wait:
                self.close(asked, error.wait)
            raise

    def close(self, url: str, seconds: float) -> None:
        """Ask nothing of the host of this address for a time."""
        self._host(url).closed_until = monotonic() + seconds

    def _admit(self, url: str) -> None:
        """Wait for the turn of a request.  Raises where it is not allowed, or not now."""
        host = self._host(url)
        with host.lock:
            self._require_open(host)
            if monotonic() - host.read_at > ROBOTS_SECONDS:
                self._read_robots(host, url)
            if host.fault:
                raise type(host.fault)(str(host.fault))
            if host.rules and not host.rules.can_fetch(url, NAME):
                raise InputError("is closed to programs by its host's robots.txt. Save the page and give the file.")
        self._wait_turn(host)
        self._require_open(host)

    def _wait_turn(self, host: _Host) -> None:
        asked_for = host.rules.crawl_delay(NAME) if host.rules else None
        pause = max(self.interval, min(asked_for or 0.0, LONGEST_INTERVAL))
        with self._lock:
            turn = max(monotonic(), host.free_at)
            host.free_at = turn + pause
        if self.stop.wait(max(0.0, turn - monotonic())):
            raise UnavailableError("was not asked for: Stemma was stopped.")

    def _require_open(self, host: _Host) -> None:
        left = host.closed_until - monotonic()
        if left > 0:
            raise UnavailableError("is on a host that asked programs to come back later.", left)

    def _host(self, url: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(_site(url), _Host())

    def _read_robots(self, host: _Host, url: str) -> None:
        """Fetch the rules: none where there are none (4xx), nothing is allowed while they cannot be had (RFC 9309)."""
        from protego import Protego

        where = f"{_site(url)}/robots.txt"
        self._wait_turn(host)
        host.read_at, host.rules, host.fault = monotonic(), None, None
        terms = Terms(trusted=False, private=self.private, pages=False, largest=ROBOTS_BYTES)
        try:
            page = fetch.get(where, terms, seconds=self.seconds)
        except fetch.StatusError:
            return
        except UnavailableError as error:
            host.read_at -= ROBOTS_SECONDS * 0.9  # asked for again soon
            host.fault = UnavailableError(f"is not asked for while its host's robots.txt cannot be had: it {error}")
            if error.wait:
                host.closed_until = monotonic() + error.wait
        except InputError as error:
            host.fault = type(error)(f"is not asked for: its host's robots.txt {error}")
        else:
            host.rules = Protego.parse(clean(page.data.decode("utf-8", "replace")))


def _site(url: str) -> str:
    """Scheme, host and port of an address, without the name of a user."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()
