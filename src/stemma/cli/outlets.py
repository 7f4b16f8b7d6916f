"""`stemma outlets`: who publishes what is in the library, and what is set for them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemma.cli.common import console
from stemma.cli.stored import AS_JSON, LIBRARY, emit, opened

if TYPE_CHECKING:
    from rich.table import Table

    from stemma.library.outlets import Outlet


@click.command("outlets")
@click.argument("name", required=False)
@click.option("--family", metavar="PUBLISHER", help="The publisher it belongs to; empty for none.")
@click.option(
    "--weight",
    type=click.FloatRange(0, 10),
    help="0 to 10, 1 at first: how high search ranks its articles.",
)
@click.option(
    "--hide/--unhide", "hidden", default=None, help="Leave it out of search and listings; it stays in stories."
)
@LIBRARY
@AS_JSON
def command(
    name: str | None, family: str | None, weight: float | None, hidden: bool | None, library: Path | None, as_json: bool
) -> None:
    """List the outlets, or set something for the one called NAME.

    Outlets of one family stand for one origin.  A story has its headline from the outlet that weighs most; no weight
    adds an origin or takes one away.
    """
    from stemma.library import outlets

    if name is None and (family, weight, hidden) != (None, None, None):
        raise click.UsageError("name the outlet that this is for: stemma outlets NAME --weight 2.")
    with opened(library) as store:
        if name is not None and (family, weight, hidden) != (None, None, None):
            outlets.change(store, name, family=family, weight=weight, hidden=hidden)
        wanted = outlets.folded(name) if name else None
        found = [one for one in outlets.listing(store) if wanted in (None, outlets.folded(one.name))]
    if as_json:
        for outlet in found:
            emit(asdict(outlet))
        return
    if not found:
        click.echo("no outlet")
        return
    console().print(table(found))


def table(found: list[Outlet]) -> Table:
    """The outlets for the terminal."""
    from rich.table import Table
    from rich.text import Text

    from stemma.show.text import line

    out = Table(box=None, pad_edge=False)
    for heading in ("outlet", "articles", "first", "last", "family", "weight", ""):
        out.add_column(heading, justify="right" if heading in ("articles", "weight") else "left")
    for one in found:
        cells = (one.name, str(one.articles), one.first or "", one.last or "", one.family or "", f"{one.weight:g}")
        out.add_row(*(Text(line(cell)) for cell in cells), Text("hidden" if one.hidden else ""))
    return out
