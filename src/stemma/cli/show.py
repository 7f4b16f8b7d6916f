"""`stemma show`: a story of the library, its articles side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemma.cli.common import AS_JSON, VERBOSE, console, note
from stemma.cli.compare import write
from stemma.cli.stored import LIBRARY, opened, settle

if TYPE_CHECKING:
    from stemma.types import Comparison


@click.command("show")
@click.argument("story")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
@click.option("--open", "open_it", is_flag=True, help="Open the report in the browser.")
@AS_JSON
@VERBOSE
@LIBRARY
def command(story: str, html: Path | None, open_it: bool, as_json: bool, verbose: bool, library: Path | None) -> None:
    """Lay the articles of a STORY side by side, as `stemma compare` does.

    The comparison is kept in the library until the articles of the story change.  `stemma stories` lists ids; one
    that was merged into another still names it.  Of a story of one article, the sheet shows what that says by itself.
    """
    from stemma.library import grouping, listing, stories

    with opened(library) as store:
        settle(store)
        found = grouping.comparison(store, story)
        origins = listing.one(store, stories.resolve(store, story)).summary.origins
    tell(found, origins, html, open_it, as_json, verbose)


def tell(
    found: Comparison, origins: int | None, html: Path | None, open_it: bool, as_json: bool, verbose: bool
) -> None:
    """A comparison as it was asked for."""
    if html or open_it:
        from stemma.show.html import page

        target = write(page(found, origins), html)
        note(f"report written to {target}")
        if open_it:
            click.launch(str(target))
    if as_json:
        from stemma.show.json import dumps

        click.echo(dumps(found))
    elif len(found.readings) == 1:
        from stemma.show.terminal import marked

        note("the story has one article: this is what it says by itself")
        console().print(marked(found.readings[0]))
    else:
        from stemma.show.terminal import sheet

        console().print(sheet(found, verbose=verbose, origins=origins))
