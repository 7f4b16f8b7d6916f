"""`stemma show`: a story of the library, its articles side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemma.cli.common import VERBOSE, console, note
from stemma.cli.compare import write
from stemma.cli.stored import LIBRARY, opened

if TYPE_CHECKING:
    from stemma.types import Comparison, Reading


@click.command("show")
@click.argument("story")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
@click.option("--open", "open_it", is_flag=True, help="Open the report in the browser.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (docs/json.md) instead of the sheet.")
@VERBOSE
@LIBRARY
def command(story: str, html: Path | None, open_it: bool, as_json: bool, verbose: bool, library: Path | None) -> None:
    """Lay the articles of a STORY side by side, as `stemma compare` does.

    The comparison is kept in the library until the articles of the story change.  `stemma stories` lists ids; one
    that was merged into another still names it.
    """
    from stemma.library import grouping

    with opened(library) as store:
        grouping.settle(store)
        found = grouping.comparison(store, story)
    if len(found.readings) == 1:
        note("the story has one article: this is what it says by itself")
        alone(found.readings[0], as_json)
        return
    tell(found, html, open_it, as_json, verbose)


def tell(found: Comparison, html: Path | None, open_it: bool, as_json: bool, verbose: bool) -> None:
    """A comparison as it was asked for."""
    if html or open_it:
        from stemma.show.html import page

        target = write(page(found), html)
        note(f"report written to {target}")
        if open_it:
            click.launch(str(target))
    if as_json:
        from stemma.show.json import dumps

        click.echo(dumps(found))
    else:
        from stemma.show.terminal import sheet

        console().print(sheet(found, verbose=verbose))


def alone(reading: Reading, as_json: bool) -> None:
    """What the only article of a story says."""
    if as_json:
        from stemma.show.json import dumps_reading

        click.echo(dumps_reading(reading))
    else:
        from stemma.show.terminal import marked

        console().print(marked(reading))
