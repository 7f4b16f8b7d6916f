"""`stemma add`: take articles into the library."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemma.cli.common import OUTLET, PRIVATE, SOURCES, named_outlets, note
from stemma.cli.stored import AS_JSON, LIBRARY, counted, emit, opened, settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stemma.library import Store
    from stemma.library.adding import Outcome

TOLD = {
    "added": "added",
    "revised": "revised",
    "known": "known before",
    "removed": "removed before",
    "failed": "failed",
}


@click.command("add")
@SOURCES
@LIBRARY
@OUTLET
@click.option("--again", is_flag=True, help="Take in what was removed for good, too.")
@PRIVATE
@AS_JSON
def command(
    sources: tuple[str, ...],
    library: Path | None,
    outlets: tuple[str, ...],
    again: bool,
    private: bool,
    as_json: bool,
) -> None:
    """Take articles into the library, and read them.

    A SOURCE is a file, a folder, a URL, `-`, or JSON / JSON Lines, as for `stemma compare`; or a folder that
    `stemma corpus` made, whose readings are taken as they are.  It can be stopped at any moment: what was reported
    is there, and the same command goes on where it was.
    """
    from stemma import ingest
    from stemma.ingest.expected import count
    from stemma.library import adding, grouping

    plain = [source for source in sources if not is_corpus(source)]
    articles = ingest.articles(plain, outlets=named_outlets(outlets, sources), private=private)
    found = counted(articles, count(plain))
    counts: Counter[str] = Counter()
    try:
        with opened(library, create=True) as store:
            outcomes = chain(adding.add(store, found, again=again), corpora(store, sources, again))
            for outcome in grouping.as_they_come(store, outcomes):
                counts[outcome.status] += 1
                tell(outcome, as_json)
            settle(store)
    except KeyboardInterrupt:
        note("stopped. What was reported is kept; the same command goes on where it was.")
        sys.exit(130)
    finally:
        if not as_json:
            said = [f"{counts[status]} {words}" for status, words in TOLD.items() if counts[status]]
            click.echo(", ".join(said) or "nothing added")
    sys.exit(bool(counts["failed"]))


def is_corpus(source: str) -> bool:
    """Whether a source is a folder that `stemma corpus` made."""
    return "://" not in source and (Path(source) / "manifest.json").is_file() and (Path(source) / "articles").is_dir()


def corpora(store: Store, sources: Sequence[str], again: bool) -> Iterator[Outcome]:
    """Take in the corpora among some sources."""
    from stemma.library import adding

    for source in filter(is_corpus, sources):
        from stemma.corpus import stored

        found = counted(stored.found(Path(source)), stored.count(Path(source)))
        yield from adding.keep(store, found, again=again)


def tell(outcome: Outcome, as_json: bool) -> None:
    """Say what became of one input: as JSON, or where it was not taken in, in words."""
    if as_json:
        from dataclasses import asdict

        emit(asdict(outcome))
    elif outcome.reason:
        note(f"{outcome.source}: {outcome.reason}")
