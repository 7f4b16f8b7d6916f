"""What comes in to the library: known or new, read over the cores, stored in small batches.

A batch is one transaction: whatever stops the process, what was yielded is there, and nothing is there twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from stemma.engines import local
from stemma.errors import LibraryError
from stemma.library import articles, failures
from stemma.library.store import Store, now
from stemma.types import Article, Failure, Reading

BATCH = 8
"""Readings a transaction: about a second of work, which is all that a kill can cost."""

QUIET = 64
"""Inputs without anything to read before they are reported all the same."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input.

    status: "added", "revised" (a new text of a page that was there), "known", "removed" (for good, earlier),
    "failed" (kept with its reason) or "skipped" (left out on purpose).
    id: of the article, where one is there now; reason: where there is something to say.
    """

    status: Literal["added", "revised", "known", "removed", "failed", "skipped"]
    source: str
    id: str = ""
    reason: str = ""


@dataclass(slots=True)
class _Slot:
    """The place of one input in the order given.

    article: what was found, None where nothing was.  page: of a known article, 0 for one that is to be read.
    result: None until its reading arrives.
    """

    article: Article | None = None
    page: int = 0
    result: Reading | Failure | Outcome | None = None


def add(
    store: Store, items: Iterable[Article | Failure], *, again: bool = False, workers: int | None = None
) -> Iterator[Outcome]:
    """Take in what an ingest yields; each outcome is yielded, in order, after it is stored.

    An article that is known is not read again.  Failures are kept, and forgotten when their source succeeds.
    again: take in what was removed for good, too; its tombstone goes.
    workers: processes that read, by default one a core.
    Raises LibraryError where the library cannot be written; what was yielded before is there.
    """
    waiting: deque[_Slot] = deque()
    ready: list[_Slot] = []
    reading = local.readings(_unread(store, items, waiting, again), workers=workers, vectored="opening")
    for result in reading:
        while waiting:
            ready.append(waiting.popleft())
            if ready[-1].result is None:
                ready[-1].result = result
                break
        if sum(isinstance(slot.result, Reading) for slot in ready) >= BATCH or len(ready) >= QUIET:
            yield from _commit(store, ready, again)
            ready = []
    yield from _commit(store, [*ready, *waiting], again)


def keep(store: Store, items: Iterable[Reading | Failure], *, again: bool = False) -> Iterator[Outcome]:
    """Take in what was read before, as `add` does, without reading it again."""
    ready: list[_Slot] = []
    for item in items:
        slot = _Slot(result=item) if isinstance(item, Failure) else _slot(store, item.article, again)
        slot.result = slot.result or item
        ready.append(slot)
        if len(ready) == BATCH:
            yield from _commit(store, ready, again)
            ready = []
    yield from _commit(store, ready, again)


def _unread(store: Store, items: Iterable[Article | Failure], waiting: deque[_Slot], again: bool) -> Iterator[Article]:
    """The articles that have to be read; every input leaves its slot in `waiting`."""
    for item in items:
        if isinstance(item, Failure):
            waiting.append(_Slot(result=item))
            continue
        waiting.append(_slot(store, item, again))
        if waiting[-1].result is None:
            yield item


def _slot(store: Store, article: Article, again: bool) -> _Slot:
    """The slot of an article: decided already where it need not be read."""
    try:
        found = articles.standing(store, article)
    except LibraryError as error:
        return _Slot(result=Failure(article.source, str(error)))
    if found.standing == "known":
        return _Slot(article, found.page, Outcome("known", article.source, found.id))
    if found.standing == "removed" and not again:
        return _Slot(result=Outcome("removed", article.source, reason=found.told))
    return _Slot(article)


def _commit(store: Store, slots: list[_Slot], again: bool) -> list[Outcome]:
    if not slots:
        return []
    at = now()
    with store.transaction() as db:
        for slot in slots:
            if slot.article and slot.page:
                articles.also_at(db, slot.article, slot.page)
        return [_store(store, slot.result, at, again) for slot in slots if slot.result is not None]


def _store(store: Store, result: Reading | Failure | Outcome, at: str, again: bool) -> Outcome:
    """Write one result, within a transaction."""
    if isinstance(result, Outcome):
        if result.status == "known":
            failures.settle(store, result.source)
        return result
    if isinstance(result, Failure):
        if not result.skipped:
            failures.keep(store, result, at)
        return Outcome("skipped" if result.skipped else "failed", result.source, reason=result.reason)
    source = result.article.source
    if again:
        articles.lift(store, result.article)
    try:
        found = articles.insert(store, result, at)
    except LibraryError as error:
        failures.keep(store, Failure(source, str(error)), at)
        return Outcome("failed", source, reason=str(error))
    failures.settle(store, source)
    if found.standing == "removed":
        return Outcome("removed", source, reason=found.told)
    status: Literal["added", "revised", "known"] = "known"
    if found.standing != "known":
        status = "added" if found.standing == "new" else "revised"
    return Outcome(status, source, found.id)
