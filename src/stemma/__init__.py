"""Stemma lays many outlets' reports of one event side by side.

    import stemma
    comparison = stemma.compare(["harbour-post.txt", "daily-coast.html"])
    for claim in comparison.claims:
        print(claim.status, claim.origins, comparison.words(claim.text))

Everything works on this machine; the network is used only for a URL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, TypeAlias

from stemma.errors import InputError, StemmaError, UsageError
from stemma.version import __version__

if TYPE_CHECKING:
    from stemma.types import Article, Comparison, Failure, Reading

    Source: TypeAlias = str | PathLike[str] | Article

__all__ = [
    "Article",
    "Comparison",
    "Failure",
    "InputError",
    "Reading",
    "StemmaError",
    "UsageError",
    "__version__",
    "articles",
    "compare",
    "read",
]

_TYPES = ("Article", "Comparison", "Failure", "Reading")


def __getattr__(name: str) -> Any:
    """The types, once they are asked for: loading them takes longer than listing the stories of a library."""
    if name not in _TYPES:
        raise AttributeError(f"module 'stemma' has no attribute {name!r}")
    from stemma import types

    return getattr(types, name)


def articles(source: Source, *, outlet: str | None = None) -> list[Article]:
    """The articles of a source: a path, a URL, a folder, or an Article as it is.

    outlet: names the outlet, over what the page says.
    Raises InputError where one could not be read, naming it and what to do.
    """
    from stemma import ingest
    from stemma.types import Article

    if isinstance(source, Article):
        return [source]

    name = fspath(source)
    found: list[Article] = []
    for item in ingest.articles([name], outlets={name: outlet} if outlet else {}):
        if isinstance(item, Article):
            found.append(item)
        elif not item.skipped:
            raise InputError(f"{item.source}: {item.reason}")
    return found


def read(source: Source, *, outlet: str | None = None) -> Reading:
    """Read one article.

    Raises InputError where the source cannot be read, UsageError where it holds several articles.
    """
    from stemma import reading

    found = articles(source, outlet=outlet)
    if len(found) != 1:
        raise UsageError(f"{source}: holds {len(found)} articles; use stemma.articles() and read each.")
    return reading.read(found[0])


def compare(sources: Sequence[Source | Reading]) -> Comparison:
    """Compare two or more articles of one event.

    A source that cannot be read is kept out and named in `Comparison.failures`.
    Raises UsageError where fewer than two articles could be read.
    """
    from stemma.comparing import compare as lay
    from stemma.engines import local
    from stemma.types import Article, Failure

    readings: list[Reading] = []
    failures: list[Failure] = []
    arrived = list(_arriving(sources))
    read = local.readings([item for item in arrived if isinstance(item, Article)], vectored="none")
    for item in arrived:
        result = next(read) if isinstance(item, Article) else item
        if isinstance(result, Failure):
            failures.append(result)
        else:
            readings.append(result)
    if len(readings) < 2:
        told = " ".join(f"{failure.source}: {failure.reason}" for failure in failures)
        raise UsageError(f"a comparison needs two or more articles; {len(readings)} could be read. {told}")
    return lay(readings, failures)


def _arriving(sources: Sequence[Source | Reading]) -> Iterator[Article | Reading | Failure]:
    """Sources in order; paths in a row are ingested together, so that one given twice is noticed."""
    from stemma import ingest
    from stemma.types import Article, Reading

    for ready, some in groupby(sources, key=lambda source: isinstance(source, Article | Reading)):
        if ready:
            yield from (item for item in some if isinstance(item, Article | Reading))
        else:
            yield from ingest.articles([fspath(item) for item in some if isinstance(item, str | PathLike)])
