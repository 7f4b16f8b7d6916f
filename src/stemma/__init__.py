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

from stemma.errors import InputError, StemmaError, UsageError
from stemma.types import Article, Comparison, Failure, Reading
from stemma.version import __version__

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

Source = str | PathLike[str] | Article


def articles(source: Source, *, outlet: str | None = None) -> list[Article]:
    """The articles of a source: a path, a URL, a folder, or an Article as it is.

    outlet: names the outlet, over what the page says.
    Raises InputError where one could not be read, naming it and what to do.
    """
    if isinstance(source, Article):
        return [source]
    from stemma import ingest

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

    readings: list[Reading] = []
    failures: list[Failure] = []
    arrived = list(_arriving(sources))
    read = local.readings([item for item in arrived if isinstance(item, Article)], with_vectors=False)
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

    for ready, some in groupby(sources, key=lambda source: isinstance(source, Article | Reading)):
        if ready:
            yield from (item for item in some if isinstance(item, Article | Reading))
        else:
            yield from ingest.articles([fspath(item) for item in some if isinstance(item, str | PathLike)])
