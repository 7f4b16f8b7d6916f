"""One page from the web: http and https alone, bounded in size, in redirects, and in time as a whole."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from stemma.errors import InputError
from stemma.ingest.limits import FETCH_SECONDS, FILE_BYTES, REDIRECTS
from stemma.version import __version__

if TYPE_CHECKING:
    import httpx2

_KINDS = {
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


@dataclass(frozen=True, slots=True)
class Download:
    """What came back.  url: where it was found in the end.  kind: "html", "json", "text" or ""."""

    url: str
    data: bytes
    kind: str
    charset: str


def get(url: str, *, seconds: float = FETCH_SECONDS) -> Download:
    """Fetch one page.

    seconds: for all of it, redirects and name look-up included.
    Raises InputError, saying what failed and what to do, for anything but a readable page.
    """
    results: list[Download | InputError] = []
    worker = threading.Thread(target=lambda: results.append(_outcome(url, seconds)), daemon=True)
    worker.start()  # a look-up of a name, or a server that sends a byte at a time, can only be left behind
    worker.join(seconds + 0.5)
    if not results:
        raise InputError(_SLOW.format(seconds))
    if isinstance(results[0], InputError):
        raise results[0]
    return results[0]


_SLOW = "did not answer in full within {:.0f} seconds. Try again, or save the page and give the file."


def _outcome(url: str, seconds: float) -> Download | InputError:
    import httpx2

    try:
        return _follow(url, monotonic() + seconds)
    except InputError as error:
        return error
    except httpx2.TimeoutException:
        return InputError(_SLOW.format(seconds))
    except httpx2.ConnectError as error:
        return InputError(f"could not be reached ({_brief(error)}). Check the address and the connection.")
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, OSError) as error:
        return InputError(f"could not be fetched ({_brief(error)}). Save the page and give the file.")


def _follow(url: str, deadline: float) -> Download:
    import httpx2

    headers = {
        "User-Agent": f"stemma/{__version__}",
        "Accept": "text/html,*/*;q=0.5",
        "Accept-Encoding": "gzip",
    }
    seen: set[str] = set()
    with httpx2.Client(headers=headers, follow_redirects=False) as client:
        for _ in range(REDIRECTS + 1):
            if urlsplit(url).scheme.lower() not in ("http", "https"):
                raise InputError(f"leads to {url[:100]}, and only http and https are fetched. Save it as a file.")
            if url in seen:
                raise InputError("redirects in a loop. Open it in a browser and save the page.")
            seen.add(url)
            left = max(0.1, deadline - monotonic())
            with client.stream("GET", url, timeout=left) as response:
                if response.has_redirect_location:
                    url = urljoin(url, response.headers["location"])
                    continue
                return _download(response, deadline)
    raise InputError(f"redirects more than {REDIRECTS} times. Give the address of the article itself.")


def _download(response: httpx2.Response, deadline: float) -> Download:
    status = response.status_code
    if status != 200:
        what = _STATUS.get(status, "is not served")
        raise InputError(f"{what} (HTTP {status}). Check the address, or save the page and give the file.")
    content_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if content_type not in _KINDS:
        raise InputError(f"is {content_type[:60]}, not a page of text. Give the article's page or its text.")
    if "," in response.headers.get("content-encoding", ""):
        raise InputError("is compressed several times over, which pages are not. Save the page and give the file.")
    if int(response.headers.get("content-length") or 0) > FILE_BYTES:
        raise InputError(_LARGE)
    data = bytearray()
    for piece in response.iter_bytes(65_536):
        data += piece
        if len(data) > FILE_BYTES:
            raise InputError(_LARGE)
        if monotonic() > deadline:
            raise InputError(_SLOW.format(FETCH_SECONDS))
    return Download(str(response.url), bytes(data), _KINDS[content_type], response.charset_encoding or "")


_LARGE = f"is larger than {FILE_BYTES // 1_000_000} MB. Give the article's own page or its text."


def _brief(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:160] or type(error).__name__
