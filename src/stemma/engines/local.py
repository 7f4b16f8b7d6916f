"""Read articles on this machine: in this process, or over its cores when there are many.

A reading is a function of its article alone, so the result is the same byte for byte either way.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from stemma.types import Article, Failure, Reading

POOL_FROM = 24
"""Articles from which a pool pays: each process takes about half a second to start and load the weights."""


def readings(
    articles: Sequence[Article], *, workers: int | None = None, progress: bool = False
) -> tuple[list[Reading], list[Failure]]:
    """Read every article, in order; one that cannot be read becomes a Failure and stops none of the others."""
    count = workers or os.cpu_count() or 1
    results: Iterable[Reading | Failure]
    results = _pool(articles, count) if count > 1 and len(articles) >= POOL_FROM else map(_one, articles)
    done: list[Reading] = []
    failed: list[Failure] = []
    for result in _shown(results, len(articles)) if progress else results:
        if isinstance(result, Failure):
            failed.append(result)
        else:
            done.append(result)
    return done, failed


def _one(article: Article) -> Reading | Failure:
    from stemma.reading import read

    try:
        return read(article)
    except Exception as error:  # noqa: BLE001 - one article's fault is reported by name, never the run's end
        reason = f"could not be read: {type(error).__name__}: {error}. This is a fault of Stemma; please report it."
        return Failure(article.source, reason)


def _pool(articles: Sequence[Article], workers: int) -> Iterator[Reading | Failure]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # "spawn": a forked child would inherit the encoder's locks in an unknown state.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_one, articles, chunksize=4)


def _shown(results: Iterable[Reading | Failure], total: int) -> Iterator[Reading | Failure]:
    from rich.console import Console
    from rich.progress import track

    yield from track(
        results, description="Reading", total=total, console=Console(stderr=True), transient=True, disable=total < 4
    )
