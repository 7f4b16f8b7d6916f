"""`stemma update`: fetch what is new in the feeds that are followed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemma.cli.add import TOLD
from stemma.cli.common import PRIVATE, note
from stemma.cli.stored import AS_JSON, LIBRARY, emit, opened, progress, settle
from stemma.show.text import number

if TYPE_CHECKING:
    from stemma.ingest.manners import Manners
    from stemma.library import Store
    from stemma.library.adding import Outcome
    from stemma.library.updating import Checked


@click.command("update")
@PRIVATE
@LIBRARY
@AS_JSON
def command(private: bool, library: Path | None, as_json: bool) -> None:
    """Fetch what is new in the feeds that are followed, and try again what failed and is due.

    Feeds are asked for changes only, robots.txt is kept to, and a host gets one request a second.  It can be stopped
    at any moment: what was reported is there.  The exit code is 1 where something failed.
    """
    from stemma.ingest.manners import Manners

    try:
        with opened(library) as store:
            failed = once(store, Manners(private=private), as_json)
    except KeyboardInterrupt:
        note("stopped. What was reported is kept; the same command goes on where it was.")
        sys.exit(130)
    sys.exit(failed)


def once(store: Store, manners: Manners, as_json: bool) -> bool:
    """One look at all feeds that are due; whether something failed."""
    from stemma.library import feeds
    from stemma.library.updating import Checked

    counts: Counter[str] = Counter()
    try:
        for result in _counted(store, manners):
            counts["feed" if isinstance(result, Checked) else result.status] += 1
            counts["failing"] += isinstance(result, Checked) and result.state in ("failing", "gone")
            tell(result, as_json)
        settle(store)
    finally:
        if not as_json:
            said = [f"{counts[status]} {words}" for status, words in TOLD.items() if counts[status]]
            failing = f" ({counts['failing']} failing)" if counts["failing"] else ""
            click.echo(f"{number(counts['feed'], 'feed')}{failing}: {', '.join(said) or 'nothing new'}")
    waiting = [feed.due_at for feed in feeds.listing(store) if feed.state == "failing"]
    if waiting and not counts["feed"]:
        note(f"{number(len(waiting), 'feed')} failed before; again from {min(waiting)} on. `stemma follow` says why.")
    return bool(counts["failed"] or counts["failing"])


def _counted(store: Store, manners: Manners) -> Iterator[Outcome | Checked]:
    """What `update` tells, while what it brings is grouped; with a bar of feeds, then of pages, too."""
    from stemma.library import grouping
    from stemma.library.updating import update

    done = known = 0
    with progress() as step:

        def expect(count: int) -> None:
            nonlocal known
            known = count
            step("Fetching", done, known)

        for result in grouping.as_they_come(store, update(store, manners, expect=expect)):
            done += 1
            step("Fetching", done, known)
            yield result


def tell(result: Outcome | Checked, as_json: bool) -> None:
    """Say what became of a feed or an entry: as JSON, or where something went wrong, in words."""
    if as_json:
        emit(asdict(result))
    elif result.reason:
        note(f"{getattr(result, 'feed', '') or getattr(result, 'source', '')}: {result.reason}")
