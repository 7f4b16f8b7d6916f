"""`stemma read`: what one article says by itself."""

from __future__ import annotations

import sys

import click

from stemma.cli.common import AS_JSON, OUTLET, PRIVATE, SOURCES, console, gather


@click.command("read")
@SOURCES
@AS_JSON
@OUTLET
@PRIVATE
def command(sources: tuple[str, ...], as_json: bool, outlets: tuple[str, ...], private: bool) -> None:
    """Show what one article says by itself: names, quotations, times, quantities, labels.

    Also what was taken for headline, byline, date, caption and boilerplate.
    With --json, one line an article.
    """
    readings, failures = gather(sources, outlets, private=private)
    if as_json:
        from stemma.show.json import dumps_reading

        for reading in readings:
            click.echo(dumps_reading(reading))
    else:
        from stemma.show.terminal import marked

        out = console()
        for reading in readings:
            out.print(marked(reading))
    sys.exit(any(not failure.skipped for failure in failures))
