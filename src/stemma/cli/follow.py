"""`stemma follow`: which feeds the library looks at."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemma.cli.common import PRIVATE, console, note
from stemma.cli.stored import AS_JSON, LIBRARY, emit, opened
from stemma.errors import InputError
from stemma.show.text import line

if TYPE_CHECKING:
    from rich.table import Table

    from stemma.library import Store
    from stemma.library.feeds import Followed


@click.command("follow")
@click.argument("sources", metavar="[FEED|OPML]...", nargs=-1)
@click.option("--stop", is_flag=True, help="Follow these feeds no longer; their articles stay.")
@PRIVATE
@LIBRARY
@AS_JSON
def command(sources: tuple[str, ...], stop: bool, private: bool, library: Path | None, as_json: bool) -> None:
    """Follow feeds (RSS, Atom, JSON Feed), or list those that are followed.

    A FEED is its address, or that of a page that names it; OPML is a list as other readers export it, a file or an
    address.  `stemma update` fetches what is new.
    """
    from stemma.library import feeds

    if stop and not sources:
        raise click.UsageError("name the feeds that --stop is for.")
    failed = False
    with opened(library, create=bool(sources)) as store:
        for source in sources:
            try:
                if stop:
                    feeds.unfollow(store, source)
                else:
                    follow(store, source, private, as_json)
            except InputError as error:
                note(f"{source}: {error}")
                failed = True
        listed = [] if sources else feeds.listing(store)
    if not sources:
        show(listed, as_json)
    sys.exit(failed)


def follow(store: Store, source: str, private: bool, as_json: bool) -> None:
    """Follow what a source stands for, and say so."""
    from stemma.ingest.subscriptions import named
    from stemma.library import feeds
    from stemma.library.store import now

    for url, title in named(source, private=private):
        new = feeds.follow(store, url, title, now())
        if as_json:
            emit({"feed": url, "title": title or None, "new": new})
        else:
            click.echo(f"{'following' if new else 'followed before:'} {line(title or url)}")


def show(listed: list[Followed], as_json: bool) -> None:
    """The feeds that are followed."""
    if as_json:
        for feed in listed:
            shown = asdict(feed)
            for inner in ("key", "etag", "modified"):
                del shown[inner]
            emit(shown)
    elif listed:
        console().print(table(listed))
    else:
        click.echo("no feed")


def table(listed: list[Followed]) -> Table:
    """The feeds for the terminal."""
    from rich.table import Table
    from rich.text import Text

    out = Table(box=None, pad_edge=False)
    for heading in ("feed", "title", "state", "checked", ""):
        out.add_column(heading, overflow="fold")
    for feed in listed:
        why = f"{feed.reason} Again after {feed.due_at}." if feed.state == "failing" else feed.reason or ""
        cells = (feed.url, feed.title or "", feed.state, feed.checked_at or "", why)
        out.add_row(*(Text(line(cell)) for cell in cells))
    return out
