"""`stemma export`: the library for other programs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemma.cli.common import note
from stemma.cli.stored import LIBRARY, counted, filters, opened
from stemma.errors import LibraryError

if TYPE_CHECKING:
    from stemma.library import Store
    from stemma.library.corrections import Listed

FORMATS = {
    "jsonl": (".jsonl", ".ndjson"),
    "parquet": (".parquet",),
    "annotations": (".jsonld", ".json"),
    "markdown": (".md", ".markdown"),
}


@click.command("export")
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Else stdout.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="Else by the name of FILE, else jsonl.")
@click.option("--story", metavar="ID", help="The articles of this story.")
@filters
@LIBRARY
def command(
    output: Path | None,
    form: str | None,
    story: str | None,
    person: str | None,
    outlet: str | None,
    speaker: str | None,
    since: str | None,
    until: str | None,
    library: Path | None,
) -> None:
    """Write articles as JSON Lines, Parquet, W3C Web Annotations (JSON-LD) or Markdown.

    JSON Lines carry the keys that an article came with, and `stemma add` reads them again.  Corrections are listed,
    those that speak of the articles written.
    """
    from stemma.library import corrections, stories
    from stemma.library.export import keys, parquet
    from stemma.library.search import Filters

    form = form or named_by(output)
    with opened(library) as store:
        at = stories.resolve(store, story) if story else None
        chosen = keys(store, Filters(person, outlet, speaker, since, until, at))
        some = any((person, outlet, speaker, since, until))
        said = corrections.listed(store, story, chosen if some else None)
        coming = counted(chosen, len(chosen), "Writing") if output else chosen
        if form != "parquet":
            write(pieces(store, form, coming, said), output)
        elif output is None:
            raise click.UsageError("Parquet goes to a file: give one with --output.")
        else:
            parquet(store, coming, output, said)
    if output:
        note(f"{len(chosen)} articles written to {output}")


def named_by(output: Path | None) -> str:
    """The format that a file's name asks for."""
    suffix = output.suffix.lower() if output else ""
    return next((form for form, suffixes in FORMATS.items() if suffix in suffixes), "jsonl")


def pieces(store: Store, form: str, chosen: Iterable[int], said: list[Listed]) -> Iterator[str]:
    """The export in pieces of text."""
    from stemma.library.export import json_lines, markdown, web_annotations

    if form == "jsonl":
        return (line + "\n" for line in json_lines(store, chosen, said))
    return web_annotations(store, chosen, said) if form == "annotations" else markdown(store, chosen, said)


def write(parts: Iterator[str], output: Path | None) -> None:
    """Write to a file, which appears when it is whole, or to stdout."""
    if output is None:
        for part in parts:
            click.echo(part, nl=False)
        return
    partial = output.with_name(f"{output.name}.{os.getpid()}.part")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(parts)
        partial.replace(output)
    except OSError as error:
        raise LibraryError(f"{output}: could not be written ({error.strerror}). Check the folder.") from error
    finally:
        partial.unlink(missing_ok=True)
