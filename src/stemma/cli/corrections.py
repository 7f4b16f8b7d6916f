"""`stemma corrections`: what people said against what was found, and taking it back."""

from __future__ import annotations

from pathlib import Path

import click

from stemma.cli.stored import AS_JSON, LIBRARY, emit, opened


@click.command("corrections")
@click.option("--story", metavar="ID", help="Those that speak of this story, its articles or their outlets.")
@click.option("--undo", "undone", metavar="NUMBER", type=int, help="Take this one back.")
@LIBRARY
@AS_JSON
def command(story: str | None, undone: int | None, library: Path | None, as_json: bool) -> None:
    """List the corrections, or take one back.

    They are made where the passages are seen, in the reading room (`stemma serve`); `stemma outlets NAME --family`
    makes one, too.
    """
    from stemma.library import corrections
    from stemma.show.corrections import document, sentence

    with opened(library) as store:
        if undone is not None:
            corrections.undo(store, undone)
        found = corrections.listed(store, story)
    for one in found:
        if as_json:
            emit(document(one))
        else:
            click.echo(f"{one.id:>4}  {one.made_at[:10]}  {sentence(one)}")
    if not found and not as_json:
        click.echo("no correction")
