"""What a job does: takes in texts, files, pages and feeds.  It runs in a process of its own.

An import that needs all of a processor, or is ended by the system for what it read, leaves the server as it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import ClassVar, Literal

from stemma.errors import InputError, StemmaError
from stemma.library import open_library
from stemma.library.adding import Outcome
from stemma.library.store import Store
from stemma.library.updating import Checked
from stemma.show.text import number, series, shorten
from stemma.types import Article, Failure

Kind = Literal["text", "files", "urls", "feeds", "update", "settle"]

TITLE = 100
"""Characters of a job's title."""

RETELL_SECONDS = 20.0
"""In a long import, after so many the stories that it changed are told anew, and so are seen."""

RETELL_SHARE = 10
"""How many times longer the import goes on than that took the last time."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was pasted."""

    kind: ClassVar[Kind] = "text"
    text: str
    outlet: str = ""
    published: str = ""
    url: str = ""

    @property
    def title(self) -> str:
        """What is taken in, in words."""
        return shorten(self.text.strip().partition("\n")[0], TITLE) or "a text"


@dataclass(frozen=True, slots=True)
class Files:
    """Files that were sent.  folder: where they lie, under these names, until the job ends."""

    kind: ClassVar[Kind] = "files"
    folder: Path
    names: tuple[str, ...]
    outlet: str = ""

    @property
    def title(self) -> str:
        """What is taken in, in words."""
        return shorten(f"{number(len(self.names), 'file')}: {series(self.names)}", TITLE)


@dataclass(frozen=True, slots=True)
class Urls:
    """Pages to fetch."""

    kind: ClassVar[Kind] = "urls"
    urls: tuple[str, ...]
    outlet: str = ""

    @property
    def title(self) -> str:
        """What is taken in, in words."""
        return shorten(f"{number(len(self.urls), 'page')}: {series(self.urls)}", TITLE)


@dataclass(frozen=True, slots=True)
class Feeds:
    """Feeds to follow, or pages that name theirs; what is in them is taken in."""

    kind: ClassVar[Kind] = "feeds"
    urls: tuple[str, ...]

    @property
    def title(self) -> str:
        """What is taken in, in words."""
        return shorten(f"{number(len(self.urls), 'feed')}: {series(self.urls)}", TITLE)


@dataclass(frozen=True, slots=True)
class Update:
    """Fetch what is new in the feeds that are followed."""

    kind: ClassVar[Kind] = "update"

    @property
    def title(self) -> str:
        """What is taken in, in words."""
        return "what is new in the feeds"


@dataclass(frozen=True, slots=True)
class Settle:
    """Place what an import that was stopped left behind."""

    kind: ClassVar[Kind] = "settle"

    @property
    def title(self) -> str:
        """What is taken in, in words."""
        return "what an import left behind"


Work = Settle | Text | Files | Urls | Feeds | Update

Told = Outcome | Checked
"""What became of one input, or of one feed."""


@dataclass(frozen=True, slots=True)
class Expected:
    """About how many inputs there are; None where nobody can tell."""

    total: int | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a job could not go on."""

    reason: str


def run(library: Path, work: Work, told: Connection) -> None:
    """Do a job, and tell of each input as soon as it is stored; the last that is told is None or Stopped."""
    from stemma.engines.local import with_parent

    with_parent()
    try:
        with open_library(library) as store:
            _run(store, work, told)
        told.send(None)
    except StemmaError as error:
        told.send(Stopped(str(error)))
    except Exception as error:  # noqa: BLE001 - the fault is told by name, and the process ends
        told.send(Stopped(f"a fault of Stemma stopped it ({type(error).__name__}: {error}). Please report it."))


def _run(store: Store, work: Work, told: Connection) -> None:
    from stemma.library import grouping

    told.send(Expected(_expected(work)))
    retold, took = monotonic(), 0.0
    for outcome in grouping.as_they_come(store, outcomes(store, work)):
        told.send(outcome)
        if monotonic() - retold > max(RETELL_SECONDS, RETELL_SHARE * took):
            before = monotonic()
            grouping.retell(store)
            retold, took = monotonic(), monotonic() - before
    grouping.settle(store)


def outcomes(store: Store, work: Work) -> Iterator[Told]:
    """Do a job, input by input; each is stored when it is told."""
    from stemma.library import adding

    match work:
        case Text():
            yield from adding.add(store, _of_text(work))
        case Files():
            yield from adding.add(store, _of_files(work))
        case Urls():
            yield from adding.add(store, _of_urls(work))
        case Feeds():
            yield from _followed(store, work)
            yield from _updated(store)
        case Settle():
            pass  # that is what every job ends with
        case Update():
            yield from _updated(store)


def _expected(work: Work) -> int | None:
    from stemma.ingest.expected import count

    match work:
        case Text():
            return 1
        case Files():
            return count([str(work.folder / name) for name in work.names])
        case Urls():
            return len(work.urls)
    return None


def _of_text(work: Text) -> Iterator[Article | Failure]:
    from stemma.ingest import from_text

    try:
        yield from_text(work.text, name="pasted text", outlet=work.outlet, published=work.published, url=work.url)
    except InputError as error:
        yield Failure("pasted text", str(error).removeprefix("pasted text: "))


def _of_files(work: Files) -> Iterator[Article | Failure]:
    """The articles of the files, named as they were sent: this process works in their folder."""
    from stemma.ingest import articles

    os.chdir(work.folder)
    yield from articles(work.names, outlets=dict.fromkeys(work.names, work.outlet) if work.outlet else {})


def _of_urls(work: Urls) -> Iterator[Article | Failure]:
    """The pages: a browser's word is no command line, so their addresses have to be public."""
    from stemma.ingest import articles

    outlets = dict.fromkeys(work.urls, work.outlet) if work.outlet else {}
    for url in work.urls:
        if _is_address(url):
            yield from articles([url], outlets=outlets, trusted=False)
        else:
            yield Failure(url, "is no address of a page. Give one that begins with https:// or http://.")


def _followed(store: Store, work: Feeds) -> Iterator[Told]:
    from stemma.ingest.subscriptions import named
    from stemma.library import failures, feeds
    from stemma.library.store import now

    for url in work.urls:
        try:
            if not _is_address(url):
                raise InputError("is no address of a feed. Give one that begins with https:// or http://.")
            found = named(url, trusted=False)
        except InputError as error:
            with store.transaction():
                failures.keep(store, Failure(url, str(error)), now())
            yield Outcome("failed", url, reason=str(error))
            continue
        for feed, title in found:
            feeds.follow(store, feed, title, now())


def _updated(store: Store) -> Iterator[Told]:
    from stemma.ingest.manners import Manners
    from stemma.library.updating import update

    yield from update(store, Manners())


def _is_address(url: str) -> bool:
    return url.lower().startswith(("https://", "http://"))
