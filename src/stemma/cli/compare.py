"""`stemma compare`: the main job."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from stemma.cli.common import AS_JSON, OUTLET, PRIVATE, SOURCES, VERBOSE, console, gather, note


@click.command("compare")
@SOURCES
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
@click.option("--open", "open_it", is_flag=True, help="Open the report in the browser.")
@AS_JSON
@VERBOSE
@OUTLET
@PRIVATE
def command(
    sources: tuple[str, ...],
    html: Path | None,
    open_it: bool,
    as_json: bool,
    verbose: bool,
    outlets: tuple[str, ...],
    private: bool,
) -> None:
    """Lay reports of one event side by side.

    A SOURCE is a text file, an HTML file, a URL, a folder, `-` for standard input, or JSON / JSON Lines
    (schema.org NewsArticle, or plain keys such as title, text, url, outlet, published).
    Nothing is stored, and the network is used only for a URL.
    """
    from stemma.comparing import compare

    readings, failures = gather(sources, outlets, private=private)
    if len(readings) < 2:
        note(missing(len(readings)))
        sys.exit(1 if failures else 2)
    comparison = compare(readings, failures)
    if html or open_it:
        from stemma.show.html import page

        target = write(page(comparison), html)
        note(f"report written to {target}")
        if open_it:
            click.launch(str(target))
    if as_json:
        from stemma.show.json import dumps

        click.echo(dumps(comparison))
    else:
        from stemma.show.terminal import sheet

        console().print(sheet(comparison, verbose=verbose))
    sys.exit(any(not failure.skipped for failure in failures))


def missing(readable: int) -> str:
    """What to do when there is nothing to lay beside anything."""
    have = "only one article" if readable else "no article"
    return (
        f"a comparison needs two or more articles of one event, and {have} could be read. "
        "Give another report, or see what one says by itself with `stemma read`."
    )


def write(text: str, html: Path | None) -> Path:
    """Write the report; without a name, to a new file in the temporary folder, for --open."""
    if html is None:
        import tempfile

        html = Path(tempfile.mkdtemp(prefix="stemma-")) / "report.html"
    try:
        html.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"--html {html}: {error.strerror}. Give a file in a folder that exists.") from error
    return html
