"""What a person asks to follow: a feed, a page that names its feed, or a list of feeds (OPML)."""

from __future__ import annotations

from pathlib import Path

from stemma.errors import InputError
from stemma.ingest import feeds, fetch
from stemma.ingest.fetch import Terms
from stemma.ingest.limits import FEED_BYTES


def named(source: str, *, private: bool = False, trusted: bool = True) -> list[tuple[str, str]]:
    """The feeds that a source stands for, each an address and a title ("" where it is not known).

    source: the address of a feed or page, or an OPML file.  private: follow redirects to private addresses, too.
    trusted: it was named at the command line, and may itself be private.
    Raises InputError where there is none, saying why.
    """
    if "://" not in source[:12]:
        return _of_file(Path(source))
    page = fetch.get(source, Terms(trusted=trusted, private=private, pages=False, largest=FEED_BYTES))
    if feeds.is_opml(page.data):
        return feeds.outlines(page.data)
    try:
        return [(source, feeds.read(page.data, page.charset, page.url).title)]
    except InputError:
        address = feeds.named_by(page.data, page.url)
        if not address:
            raise
    page = fetch.get(address, Terms(trusted=False, private=private, pages=False, largest=FEED_BYTES))
    return [(address, feeds.read(page.data, page.charset, page.url).title)]


def _of_file(path: Path) -> list[tuple[str, str]]:
    try:
        with path.open("rb") as file:
            data = file.read(FEED_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(
            f"could not be opened ({getattr(error, 'strerror', None) or error}). "
            "Give the address of a feed (https://…), or an OPML file."
        ) from error
    if len(data) > FEED_BYTES:
        raise InputError(f"is larger than {FEED_BYTES // 1_000_000} MB. Split it.")
    found = feeds.outlines(data)
    if not found:
        raise InputError("names no feed. Give a list of feeds as other readers export it.")
    return found
