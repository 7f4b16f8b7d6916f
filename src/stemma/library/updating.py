"""Look at the feeds that are due, and take in what is new in them.

Feeds and pages are fetched by threads, one request a host at a time, and taken in in the order of the feeds: what
is stored does not depend on who answers first.  A feed counts as read when all that is new in it is stored; stopped
before, it is read again, and what is there already is not fetched again.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice, zip_longest
from typing import Literal, TypeVar

from stemma.errors import AddressError, InputError, UnavailableError
from stemma.ingest import entries, feeds
from stemma.ingest.entries import Origin
from stemma.ingest.feeds import Entry, Feed
from stemma.ingest.fetch import Download, StatusError, Terms
from stemma.ingest.limits import FEED_BYTES
from stemma.ingest.manners import Manners
from stemma.library import adding, failures
from stemma.library import feeds as followed
from stemma.library.adding import Outcome
from stemma.library.feeds import TRIES, Followed
from stemma.library.store import Store, now
from stemma.types import Article, Failure

WAVE = 16
"""Feeds whose entries are in memory at a time."""

AT_ONCE = 8
"""Requests under way at a time, each to another host: two of one host wait for each other."""

_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"

In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one feed.  entries: how many were fetched or taken in; reason: where there is something to say."""

    feed: str
    state: Literal["ok", "unchanged", "failing", "gone"]
    entries: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Job:
    """An entry to take in.  tries: how often that failed before."""

    entry: Entry
    feed: Followed
    origin: Origin
    tries: int


@dataclass(frozen=True, slots=True)
class _Fault:
    """Why something could not be had; wait: seconds the server asks for; later: whether to try again.

    gone: for good.  refused: its address is private, and nothing was asked for.
    """

    reason: str
    later: bool
    wait: float | None = None
    gone: bool = False
    refused: bool = False


@dataclass(slots=True)
class _Run:
    """One update under way: what it works with, and what is to be told before the next article."""

    store: Store
    manners: Manners
    at: str
    expect: Callable[[int], None]
    known: int = 0
    told: deque[Outcome | Checked] = field(default_factory=deque)
    links: set[str] = field(default_factory=set)

    def ahead(self, results: int) -> None:
        """So many results more are to come."""
        self.known += results
        self.expect(self.known)


def update(
    store: Store, manners: Manners, *, workers: int | None = None, expect: Callable[[int], None] = lambda known: None
) -> Iterator[Outcome | Checked]:
    """Look at every feed that is due, and try again what failed and is due; each result is stored when it is told.

    workers: processes that read, by default one a core.  expect: told how many results there will be, each time
    that more are known: first of the feeds, then of their entries, too.
    Raises LibraryError where the library cannot be written.
    """
    run = _Run(store, manners, now(), expect)
    for source, seconds in followed.asked_to_wait(store, run.at):
        manners.close(source, seconds)
    due = followed.listing(store, due=run.at)
    run.ahead(len(due))
    rest = iter(due)
    while wave := list(islice(rest, WAVE)):
        yield from _wave(run, wave, workers)
    left = [_orphan(*found) for found in followed.retries(store, run.at) if found[0] not in run.links]
    run.ahead(len(left))
    yield from _taken(run, left, workers)


def _wave(run: _Run, wave: Sequence[Followed], workers: int | None) -> Iterator[Outcome | Checked]:
    conditional = {feed.key: not followed.has_retries(run.store, feed, run.at) for feed in wave}
    results = _in_order(lambda feed: _fetch(run.manners, feed, conditional[feed.key]), wave)
    read: list[tuple[Followed, Download, Feed]] = []
    for feed, result in results:
        if isinstance(result, _Fault):
            _keep_fault(run, feed, result)
        elif isinstance(result, Download):
            with run.store.transaction():
                followed.fetched(run.store, feed, run.at, etag=feed.etag or "", modified=feed.modified or "")
                failures.settle(run.store, feed.url)
            run.told.append(Checked(feed.url, "unchanged"))
        else:
            read.append((feed, *result))
    jobs = [_jobs(run, feed, found) for feed, _, found in read]
    run.ahead(sum(map(len, jobs)))
    turns = (job for turn in zip_longest(*jobs) for job in turn if job)  # one of each feed: their hosts differ
    yield from _taken(run, turns, workers)
    for (feed, page, found), some in zip(read, jobs, strict=True):
        with run.store.transaction():
            followed.fetched(run.store, feed, run.at, title=found.title, etag=page.etag, modified=page.modified)
            failures.settle(run.store, feed.url)
        beyond = f"Its {found.beyond} older entries were not looked at." if found.beyond else ""
        yield Checked(feed.url, "ok", len(some), beyond)


def _fetch(manners: Manners, feed: Followed, conditional: bool) -> tuple[Download, Feed] | Download | _Fault:
    """A feed with what came back; what came back alone where nothing changed."""
    headers = {"Accept": _ACCEPT}
    if conditional and feed.etag:
        headers["If-None-Match"] = feed.etag
    if conditional and feed.modified:
        headers["If-Modified-Since"] = feed.modified
    try:
        page = _get(manners, feed.url, headers)
        return page if page.unchanged else (page, feeds.read(page.data, page.charset, page.url))
    except InputError as error:
        return _fault(error)
    except Exception as error:  # noqa: BLE001 - one feed's fault is reported by name, never the run's end
        return _Fault(_OWN_FAULT.format(type(error).__name__, error), False)


_OWN_FAULT = "a fault of Stemma stopped it ({}: {}). Please report it."


def _get(manners: Manners, url: str, headers: dict[str, str]) -> Download:
    terms = Terms(trusted=False, private=manners.private, pages=False, largest=FEED_BYTES, headers=headers)
    return manners.get(url, terms)


def _fault(error: InputError) -> _Fault:
    if isinstance(error, UnavailableError):
        return _Fault(str(error), True, error.wait)
    gone = isinstance(error, StatusError) and error.status == 410
    return _Fault(str(error), False, gone=gone, refused=isinstance(error, AddressError))


def _keep_fault(run: _Run, feed: Followed, fault: _Fault) -> None:
    """A feed that cannot be read now is tried again whatever the reason is: it may be mended."""
    due = now() if fault.refused else followed.later(now(), feed.tries, fault.wait)
    with run.store.transaction():
        followed.failed(run.store, feed, fault.reason, run.at, due, gone=fault.gone)
        failure = Failure(feed.url, fault.reason)
        failures.keep(run.store, failure, run.at, feed=feed.key, retry_after=None if fault.gone else due)
    run.told.append(Checked(feed.url, "gone" if fault.gone else "failing", reason=fault.reason))


def _jobs(run: _Run, feed: Followed, found: Feed) -> list[_Job]:
    """The entries of a feed that are new, changed, or to be tried again; each page once in a run."""
    origin = Origin(feed.url, found.title or feed.title or "", found.link)
    same_time = Counter(entry.updated for entry in found.entries)
    jobs: list[_Job] = []
    for entry in found.entries:
        source = entries.source(entry, origin)
        if source in run.links:
            continue
        run.links.add(source)
        standing = followed.standing(run.store, entry.link, source, run.at)
        since = max(standing.added_at, feed.checked_at or "")
        changed = standing.added_at and same_time[entry.updated] < 3 and _after(entry.updated, since)
        if not standing.waits and (changed or not standing.known):
            jobs.append(_Job(entry, feed, origin, standing.tries))
    return jobs


def _after(updated: str, since: str) -> bool:
    """Whether an entry says that it may have changed after a moment; without a time zone it does not say when."""
    try:
        moment = datetime.fromisoformat(updated)  # to the minute, as `records.iso` gives it
        return moment.tzinfo is not None and moment + timedelta(seconds=59) > datetime.fromisoformat(since)
    except ValueError:
        return False


def _orphan(source: str, tries: int, feed: Followed) -> _Job:
    """A page that failed and that its feed holds no longer."""
    return _Job(Entry(source), feed, Origin(feed.url, feed.title or "", ""), tries)


def _taken(run: _Run, jobs: Iterable[_Job], workers: int | None) -> Iterator[Outcome | Checked]:
    """Fetch what has to be, and take it in; failures are kept at once, and told in between."""
    other: dict[str, str] = {}

    def articles() -> Iterator[Article]:
        for job, result in _in_order(lambda job: _article(run.manners, job), jobs):
            if isinstance(result, _Fault):
                _keep_page_fault(run, job, result)
                continue
            if result.url and result.url != job.entry.link:
                other[result.source] = job.entry.link
            yield result

    for outcome in adding.add(run.store, articles(), workers=workers):
        yield from _drained(run)
        link = other.get(outcome.source)
        if link and outcome.id:
            followed.found_at(run.store, link, outcome.id)
        yield outcome
    yield from _drained(run)


def _drained(run: _Run) -> Iterator[Outcome | Checked]:
    while run.told:
        yield run.told.popleft()


def _article(manners: Manners, job: _Job) -> Article | _Fault:
    """The article of an entry, or why there is none now."""
    try:
        return _from_entry(manners, job)
    except Exception as error:  # noqa: BLE001 - one entry's fault is reported by name, never the run's end
        return _Fault(_OWN_FAULT.format(type(error).__name__, error), False)


def _from_entry(manners: Manners, job: _Job) -> Article | _Fault:
    """The article of an entry: from the feed where it is whole, else from its page, else the summary as it is."""
    try:
        own, fault = entries.own_text(job.entry, job.origin), None
    except InputError as error:
        own, fault = None, error
    if own and (entries.is_whole(own) or not job.entry.link):
        return own
    if not job.entry.link:
        return _fault(fault or InputError("has no text."))
    try:
        page = manners.get(job.entry.link, Terms(trusted=False, private=manners.private))
        return entries.from_page(job.entry, job.origin, page, own)
    except UnavailableError as error:
        if own and job.tries + 1 >= TRIES:
            return entries.with_reason(own, f"its page {error}")
        return _fault(error)
    except InputError as error:
        return entries.with_reason(own, f"its page {error}") if own else _fault(error)


def _keep_page_fault(run: _Run, job: _Job, fault: _Fault) -> None:
    source = entries.source(job.entry, job.origin)
    again = fault.later and job.tries + 1 < TRIES
    due = followed.later(now(), job.tries, fault.wait) if again else None
    with run.store.transaction():
        failures.keep(run.store, Failure(source, fault.reason), run.at, feed=job.feed.key, retry_after=due)
    run.told.append(Outcome("failed", source, reason=fault.reason))


def _in_order(call: Callable[[In], Out], items: Iterable[In]) -> Iterator[tuple[In, Out]]:
    """Each item with what a call makes of it, several at a time, in the order given.

    Threads are daemons: a stop of the program does not wait for a host that does not answer.
    """
    rest = iter(items)
    waiting: deque[tuple[In, Future[Out]]] = deque()
    for item in islice(rest, AT_ONCE):
        waiting.append((item, _started(call, item)))
    while waiting:
        item, future = waiting.popleft()
        result = future.result()
        for following in islice(rest, 1):
            waiting.append((following, _started(call, following)))
        yield item, result


def _started(call: Callable[[In], Out], item: In) -> Future[Out]:
    future: Future[Out] = Future()

    def work() -> None:
        try:
            future.set_result(call(item))
        except BaseException as error:  # noqa: BLE001 - it is raised again where the result is asked for
            future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return future
