"""One page from the web: http and https alone, bounded in size, in redirects, and in time as a whole.

An address that was not named on the command line, and every redirect, has to be public (`guard`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from stemma.errors import InputError, UnavailableError
from stemma.ingest import unpack
from stemma.ingest.limits import FETCH_SECONDS, FILE_BYTES, REDIRECTS
from stemma.version import __version__

if TYPE_CHECKING:
    import httpx2

AGENT = f"stemma/{__version__}"
LONGEST_WAIT = 7 * 86_400.0
"""Seconds that a server can put Stemma off for at most."""

PAGES: Mapping[str, str] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "text",
    "application/json": "json",
    "application/ld+json": "json",
    "application/x-ndjson": "json",
    "application/jsonl": "json",
    "": "",
    "application/octet-stream": "",
}
"""What is read of each content type; "" looks at the content."""

_STATUS = {
    401: "asks for a login",
    402: "asks for payment",
    403: "refuses programs or asks for a login",
    404: "does not exist",
    410: "has been removed",
    429: "is refused for now: too many requests",
    451: "is withheld for legal reasons",
}
_LATER = frozenset((408, 425, 429, 500, 502, 503, 504))


class StatusError(InputError):
    """A server that says no.  status: of HTTP."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Download:
    """What came back.

    url: where it was found in the end.  kind: "html", "json", "text" or "".  etag, modified: as the server states.
    unchanged: it is what the caller had (HTTP 304).  redirect: where it sends on to, "" where it does not.
    """

    url: str
    data: bytes = b""
    kind: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""
    unchanged: bool = False
    redirect: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms something is fetched.

    trusted: its address was named on the command line, and may be private; where it redirects to may not.
    private: nothing is checked.  pages: only content types that can be a page; else any.
    largest: bytes, after decompression.  headers: sent besides those of every request.
    """

    trusted: bool = True
    private: bool = False
    pages: bool = True
    largest: int = FILE_BYTES
    headers: Mapping[str, str] = field(default_factory=dict)


DEFAULT = Terms()


def get(
    url: str, terms: Terms = DEFAULT, *, seconds: float = FETCH_SECONDS, before: Callable[[str], None] | None = None
) -> Download:
    """Fetch one page.

    seconds: for all of it, redirects and name look-up included.
    before: called with each address before it is asked for; its time is not counted.
    Raises InputError, saying what failed and what to do; UnavailableError where it may work later.
    """
    left = seconds
    seen: set[str] = set()
    for hop in range(REDIRECTS + 1):
        if _scheme(url) not in ("http", "https"):
            raise InputError(f"leads to {url[:100]}, and only http and https are fetched. Save it as a file.")
        if url in seen:
            raise InputError("redirects in a loop. Open it in a browser and save the page.")
        seen.add(url)
        if before:
            before(url)
        started = monotonic()
        checked = not terms.private and (hop > 0 or not terms.trusted)
        found = _within(url, terms, left, checked=checked)
        if not found.redirect:
            return found
        left -= monotonic() - started
        if left <= 0:
            raise UnavailableError(_SLOW)
        url = found.redirect
    raise InputError(f"redirects more than {REDIRECTS} times. Give the address of the article itself.")


_SLOW = "did not answer in full within the time allowed. Try again, or save the page and give the file."


def _within(url: str, terms: Terms, seconds: float, *, checked: bool) -> Download:
    """One request in a thread of its own: the look-up of a name can only be left behind."""
    results: list[Download | InputError] = []
    worker = threading.Thread(target=lambda: results.append(_outcome(url, terms, seconds, checked)), daemon=True)
    worker.start()
    worker.join(seconds + 0.5)
    if not results:
        raise UnavailableError(_SLOW)
    if isinstance(results[0], InputError):
        raise results[0]
    return results[0]


def _outcome(url: str, terms: Terms, seconds: float, checked: bool) -> Download | InputError:
    import httpx2

    try:
        return _request(url, terms, monotonic() + seconds, checked)
    except InputError as error:
        return error
    except httpx2.TimeoutException:
        return UnavailableError(_SLOW)
    except httpx2.ConnectError as error:
        return UnavailableError(f"could not be reached ({_brief(error)}). Check the address and the connection.")
    except httpx2.TransportError as error:
        return UnavailableError(f"could not be fetched ({_brief(error)}). Save the page and give the file.")
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, OSError) as error:
        return InputError(f"could not be fetched ({_brief(error)}). Save the page and give the file.")


def _request(url: str, terms: Terms, deadline: float, checked: bool) -> Download:
    import httpx2

    headers = {
        "User-Agent": AGENT,
        "Accept": "text/html,*/*;q=0.5",
        "Accept-Encoding": "gzip",
        **terms.headers,
    }
    with (
        httpx2.Client(headers=headers, follow_redirects=False, transport=_transport(deadline, checked)) as client,
        client.stream("GET", url, timeout=max(0.1, deadline - monotonic())) as response,
    ):
        if response.has_redirect_location:
            return Download(url, redirect=urljoin(url, response.headers["location"]))
        return _download(url, response, terms, deadline)


def _transport(deadline: float, checked: bool) -> httpx2.BaseTransport | None:
    """None leaves it to the proxy that the environment names, for addresses that need no check."""
    from urllib.request import getproxies

    from stemma.ingest import guard

    return None if not checked and getproxies() else guard.Transport(deadline, checked=checked)


def _download(url: str, response: httpx2.Response, terms: Terms, deadline: float) -> Download:
    status = response.status_code
    if status == 304 and any(name.startswith("If-") for name in terms.headers):
        return Download(url, unchanged=True)
    if status != 200:
        said = f"{_STATUS.get(status, 'is not served')} (HTTP {status})."
        if status in _LATER:
            raise UnavailableError(f"{said} Try again later.", _wait(response.headers.get("retry-after", "")))
        raise StatusError(f"{said} Check the address, or save the page and give the file.", status)
    content_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if terms.pages and content_type not in PAGES:
        raise InputError(f"is {content_type[:60]}, not a page of text. Give the article's page or its text.")
    return Download(
        url,
        _body(response, terms.largest, deadline),
        PAGES.get(content_type, ""),
        response.charset_encoding or "",
        response.headers.get("etag", "")[:500],
        response.headers.get("last-modified", "")[:100],
    )


def _body(response: httpx2.Response, largest: int, deadline: float) -> bytes:
    """The body without its compression, and never more of it than may be."""
    if int(response.headers.get("content-length") or 0) > largest:
        raise InputError(unpack.TOO_LARGE.format(largest // 1_000_000))
    data = bytearray()
    for piece in response.iter_raw():
        data += piece
        if len(data) > largest:
            raise InputError(unpack.TOO_LARGE.format(largest // 1_000_000))
        if monotonic() > deadline:
            raise UnavailableError(_SLOW)
    return unpack.content(bytes(data), response.headers.get("content-encoding", ""), largest)


def _wait(value: str) -> float | None:
    """Seconds that a Retry-After asks for: a number, or a date."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), LONGEST_WAIT)


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme.lower()
    except ValueError as error:
        raise InputError(f"is no address ({error}). Correct it.") from error


def _brief(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:160] or type(error).__name__
