"""`stemma stories`: the stories of the library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemma.cli.common import listed
from stemma.cli.stored import AS_JSON, LIBRARY, day, emit, opened, settle

if TYPE_CHECKING:
    from stemma.library import Store
    from stemma.library.listing import Told
    from stemma.show.styled import Run

SHOWN = 50
NAMES = 8  # names of a story on the terminal


@click.command("stories")
@click.option("--since", callback=day, metavar="DAY", help="With an article of this day (2026-03-09, 7d) or after.")
@click.option("--min-origins", type=click.IntRange(1), default=1, help="At least so many independent origins.")
@click.option("--about", metavar="NAME", help="Names this person, organisation or place.")
@click.option(
    "--limit", type=click.IntRange(1), help=f"Stories at most, the latest first: {SHOWN}, with --json by default all."
)
@LIBRARY
@AS_JSON
def command(
    since: str | None, min_origins: int, about: str | None, limit: int | None, library: Path | None, as_json: bool
) -> None:
    """List the stories: which articles report one event, and how many origins they have.

    `stemma show` lays the articles of one side by side.
    """
    from stemma.library import listing

    with opened(library) as store:
        settle(store)
        query = listing.Query(since=since, about=about, min_origins=min_origins)
        found, _ = listing.page(store, query, limit=limit or (None if as_json else SHOWN))
        if as_json:
            for told in found:
                emit(document(store, told))
            return
    if not found:
        click.echo("no story found")
    listed(map(sheet, found))


def document(store: Store, told: Told) -> dict[str, object]:
    """A story as plain values, with its articles and the keys they came with."""
    from stemma.library import stories

    summary = told.summary
    return {
        "id": told.id,
        "headline": summary.headline,
        "first": summary.first,
        "last": summary.last,
        "counts": {"articles": summary.articles, "outlets": summary.outlets, "origins": summary.origins},
        "names": [{"name": name, "kind": kind, "articles": count} for name, kind, count in summary.names],
        "articles": [
            {
                "id": member.id,
                "headline": member.headline,
                "outlet": member.outlet,
                "published": member.published,
                "url": member.url,
                "source": member.source,
                "record": json.loads(member.record) if member.record else None,
                "reason": member.reason,
            }
            for member in stories.members(store, told.key)
        ],
        "merged": [{"id": id, "at": at, "reason": reason} for id, at, reason in stories.merges(store, told.key)],
    }


def sheet(told: Told) -> list[Run]:
    """A story for the terminal: headline, counts and dates, whom it names."""
    from stemma.show.text import line, number, series

    summary = told.summary
    days = list(dict.fromkeys(when[:10] for when in (summary.first, summary.last) if when))
    counts = [number(summary.articles, "article"), number(summary.outlets, "outlet")]
    if summary.origins is not None:
        counts.append(number(summary.origins, "origin"))
    about = " · ".join([*counts, " to ".join(days) or "undated", told.id])
    out: list[Run] = [(line(summary.headline) or "(no headline)", "bold"), (f"\n{about}\n", "dim")]
    if names := [line(name) for name, _, _ in summary.names[:NAMES]]:
        out.append((f"  {series(names)}\n", ""))
    return out
