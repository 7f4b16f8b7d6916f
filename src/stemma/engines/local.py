"""Read articles on this machine: over its cores, in processes of their own when there are many.

A reading is a function of its article alone, so the result is the same byte for byte either way.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from stemma import cores
from stemma.types import Article, Failure, Reading

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from stemma.reading import Vectored

One = Callable[[Article], Reading | Failure]

POOL_FROM = 24
"""Articles from which processes pay: each takes about half a second to start and load the weights.

Fewer are read by threads, which take two thirds of the time of one (ten articles of 600 words on two cores).
"""

BATCH = 4
"""Articles handed to a process at once."""


def readings(
    articles: Iterable[Article], *, workers: int | None = None, vectored: Vectored = "all"
) -> Iterator[Reading | Failure]:
    """Read every article, in order; one that cannot be read becomes a Failure and stops none of the others.

    workers: processes to use, by default one a core.  Only a few batches are in memory at a time, however
    many articles there are.  vectored: as for `reading.read`.
    """
    count = workers or cores.count()
    one = partial(_one, vectored=vectored)
    rest = iter(articles)
    first = list(islice(rest, POOL_FROM))
    if count > 1 and len(first) == POOL_FROM:
        return _pool(chain(first, rest), count, one)
    several = map(one, chain(first[1:], rest)) if count == 1 else cores.each(one, first[1:])
    return chain(map(one, first[:1]), several)  # the first loads the weights, once


def _one(article: Article, *, vectored: Vectored) -> Reading | Failure:
    from stemma.reading import read

    try:
        return read(article, vectored=vectored)
    except Exception as error:  # noqa: BLE001 - one article's fault is reported by name, never the run's end
        fault = f"{type(error).__name__}: {error}"
        return Failure(article.source, f"a fault of Stemma stopped its reading ({fault}). Please report it.")


def _batch(articles: list[Article], one: One) -> list[Reading | Failure]:
    return [one(article) for article in articles]


def with_parent() -> None:
    """A process of the pool: the terminal's Ctrl-C is its parent's to handle, and it ends when its parent does."""
    import signal
    import threading
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()  # a parent that was killed closes no queue: its workers would wait for ever
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _pool(articles: Iterator[Article], workers: int, one: One) -> Iterator[Reading | Failure]:
    from concurrent.futures import Future
    from concurrent.futures.process import BrokenProcessPool

    batches: deque[list[Article]] = deque()
    futures: deque[Future[list[Reading | Failure]]] = deque()
    try:
        with _processes(workers) as pool:
            while batch := list(islice(articles, BATCH)):
                batches.append(batch)
                futures.append(pool.submit(_batch, batch, one))
                if len(futures) > 2 * workers:
                    done = futures.popleft().result()
                    batches.popleft()
                    yield from done
            while futures:
                done = futures.popleft().result()
                batches.popleft()
                yield from done
        return
    except BrokenProcessPool:
        pass  # a process was killed, by the system or by what it read
    yield from (_alone(article, one) for batch in batches for article in batch)
    yield from _pool(articles, workers, one)


def _alone(article: Article, one: One) -> Reading | Failure:
    """Read an article that was at hand when a process was killed, in a process of its own: it may kill that too."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        with _processes(1) as pool:
            return pool.submit(one, article).result()
    except BrokenProcessPool:
        return Failure(article.source, "ended the process that read it: out of memory? Give it alone, or shorter.")


def _processes(workers: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # "spawn": a forked child would inherit the encoder's locks in an unknown state.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=with_parent)
