"""`stemma add`: take articles into the library."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemma.cli.common import OUTLET, PRIVATE, SOURCES, named_outlets, note
from stemma.cli.stored import AS_JSON, LIBRARY, counted, emit, opened

if TYPE_CHECKING:
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

    A SOURCE is a file, a folder, a URL, `-`, or JSON / JSON Lines, as for `stemma compare`.  It can be stopped at
    any moment: what was reported is there, and the same command goes on where it was.
    """
    from stemma import ingest
    from stemma.ingest.expected import count
    from stemma.library import adding, grouping

    articles = ingest.articles(sources, outlets=named_outlets(outlets, sources), private=private)
    found = counted(articles, count(sources))
    counts: Counter[str] = Counter()
    try:
        with opened(library, create=True) as store:
            for outcome in adding.add(store, found, again=again):
                counts[outcome.status] += 1
                tell(outcome, as_json)
            grouping.settle(store)
    except KeyboardInterrupt:
        note("stopped. What was reported is kept; the same command goes on where it was.")
        sys.exit(130)
    finally:
        if not as_json:
            said = [f"{counts[status]} {words}" for status, words in TOLD.items() if counts[status]]
            click.echo(", ".join(said) or "nothing added")
    sys.exit(bool(counts["failed"]))


def tell(outcome: Outcome, as_json: bool) -> None:
    """Say what became of one input: as JSON, or where it was not taken in, in words."""
    if as_json:
        from dataclasses import asdict

        emit(asdict(outcome))
    elif outcome.reason:
        note(f"{outcome.source}: {outcome.reason}")
