"""What the commands share: sources in, notes on stderr, exit codes out.

Exit codes: 0, 1 (some inputs failed), 2 (usage).  Results go to stdout, everything else to stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from stemma.show.styled import Run
    from stemma.types import Article, Failure, Reading

SOURCES = click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
OUTLET = click.option(
    "--outlet",
    "outlets",
    metavar="SOURCE=NAME",
    multiple=True,
    help="Name the outlet of a source, over what the page says. Repeatable.",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON (docs/json.md) instead of the sheet.")
PRIVATE = click.option(
    "--allow-private", "private", is_flag=True, help="Fetch from private and loopback addresses, too."
)
VERBOSE = click.option("-v", "--verbose", is_flag=True, help="Show every finding, with passages and reasons.")


def named_outlets(pairs: Sequence[str], sources: Sequence[str]) -> dict[str, str]:
    """`SOURCE=NAME` options as a mapping; with one source, the name alone will do.

    Raises click.UsageError where a name is given to a source that is not among them.
    """
    named: dict[str, str] = {}
    for pair in pairs:
        source, equals, name = pair.rpartition("=")
        if not equals and len(sources) == 1:
            source, name = sources[0], pair
        if source not in sources:
            raise click.UsageError(f"--outlet {pair}: write SOURCE=NAME with one of the sources given.")
        named[source] = name.strip()
    return named


def gather(
    sources: Sequence[str], outlets: Sequence[str], *, private: bool = False
) -> tuple[list[Reading], list[Failure]]:
    """Read every source; what cannot be read is said on stderr at once, and kept as a failure.

    private: a URL may redirect to a private address, too.
    """
    from stemma import ingest
    from stemma.engines import local
    from stemma.types import Failure

    articles: list[Article] = []
    failures: list[Failure] = []
    for found in ingest.articles(sources, outlets=named_outlets(outlets, sources), private=private):
        if isinstance(found, Failure):
            failures.append(found)
        else:
            articles.append(found)
    readings: list[Reading] = []
    for result in _progress(local.readings(articles, vectored="none"), len(articles)):
        if isinstance(result, Failure):
            failures.append(result)
        else:
            readings.append(result)
    for failure in failures:
        note(f"{failure.source}: {failure.reason}")
    for article in articles:
        for text in article.notes:
            note(f"{article.file}: {text}")
    return readings, failures


def _progress(results: Iterator[Reading | Failure], total: int) -> Iterable[Reading | Failure]:
    """The same results with a bar on stderr, where that is a terminal and the wait is worth one."""
    if total < 8 or not sys.stderr.isatty():
        return results
    from rich.console import Console
    from rich.progress import track

    return track(results, description="Reading", total=total, console=Console(stderr=True), transient=True)


def note(text: str) -> None:
    """A line for the person at the terminal, with control characters made visible."""
    from stemma.show.text import visible

    click.echo(f"stemma: {visible(text)}", err=True)


def listed(sheets: Iterable[Sequence[Run]]) -> None:
    """Print a listing on standard output, a blank line after each sheet, as `console` would."""
    from stemma.show.styled import laid, room

    width, styled = room()
    click.echo("".join(laid(runs, width, styled=styled) for runs in sheets), nl=False, color=styled)


def console() -> Console:
    """Standard output: styled on a terminal, plain when piped or with NO_COLOR; 80 to 120 columns."""
    from rich.console import Console

    out = Console(highlight=False, soft_wrap=False)
    out.width = max(80, min(120, out.width if out.is_terminal else 100))
    return out
