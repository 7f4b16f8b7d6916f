"""`stemma remove`: delete for good."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from stemma.cli.common import note
from stemma.cli.stored import AS_JSON, LIBRARY, emit, opened, progress
from stemma.show.text import line, number, series


@click.command("remove")
@click.argument("name", metavar="ARTICLE|OUTLET")
@click.option("--reason", default="", help="Kept with the date, so that it is known why it is gone.")
@LIBRARY
@AS_JSON
def command(name: str, reason: str, library: Path | None, as_json: bool) -> None:
    """Delete an article (id or URL) or an outlet with all its articles, for good.

    Text, revisions, index, vectors, caches and backups are deleted, and the file is rewritten.  What remains is a
    tombstone, so that it does not come back with the next feed; `stemma add --again` takes it in after all.
    """
    from stemma.library.removal import remove

    try:
        with opened(library) as store, progress() as step:
            gone = remove(store, name, reason, step)
    except KeyboardInterrupt:
        note("stopped. What was removed may still stand in the file: run `stemma doctor --compact`.")
        sys.exit(130)
    if not gone.overwritten:
        note("another program has the library open. Close it, and run `stemma doctor --compact` to overwrite the rest.")
    if as_json:
        emit(asdict(gone))
        return
    click.echo(f"removed {gone.what} {line(gone.name)}: {number(len(gone.articles), 'text')}")
    if gone.changed:
        click.echo(f"changed: {series(gone.changed)}")
    if gone.gone:
        click.echo(f"without articles now, and gone: {series(gone.gone)}")
    if gone.corrections:
        click.echo(f"without its words now: {number(len(gone.corrections), 'correction')} (stemma corrections)")
    if gone.backups:
        click.echo(f"deleted: {number(gone.backups, 'backup')}")
