"""What the commands of the library share: which file, opening it, and what goes wrong with it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

import click

from stemma.cli.common import note
from stemma.errors import StemmaError

if TYPE_CHECKING:
    from stemma.library import Store

Command = TypeVar("Command", bound=Callable[..., object])
Item = TypeVar("Item")

LIBRARY = click.option(
    "--library",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The library's file; else $STEMMA_LIBRARY, else one in your data folder.",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON Lines (docs/library.md).")


def day(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """A day as YYYY-MM-DD, or so many days ago as 7d."""
    from datetime import timedelta

    if value is None:
        return None
    try:
        if ago := re.fullmatch(r"(\d{1,4})d", value):
            return (date.today() - timedelta(days=int(ago[1]))).isoformat()
        return date.fromisoformat(value).isoformat()
    except (ValueError, OverflowError):
        raise click.BadParameter(f"{value!r} is no day. Write 2026-03-09, or 7d for a week ago.") from None


def filters(command: Command) -> Command:
    """The options that choose articles: --person, --outlet, --speaker, --since, --until."""
    for option in (
        click.option("--until", callback=day, metavar="DAY", help="Published on this day or before."),
        click.option("--since", callback=day, metavar="DAY", help="Published on this day (2026-03-09, 7d) or after."),
        click.option("--speaker", metavar="NAME", help="Quotes this person."),
        click.option("--outlet", metavar="NAME", help="Published by this outlet."),
        click.option("--person", metavar="NAME", help="Names this person."),
    ):
        command = option(command)
    return command


@contextmanager
def opened(library: Path | None, *, create: bool = False) -> Iterator[Store]:
    """The library, closed at the end; what Stemma says no to is told on stderr, and the exit code is 1."""
    from stemma.library import open_library

    with told(), open_library(library, create=create) as store:
        yield store


@contextmanager
def told() -> Iterator[None]:
    """Turn an error of Stemma into a line on stderr and exit code 1."""
    try:
        yield
    except StemmaError as error:
        note(str(error))
        sys.exit(1)


def emit(value: dict[str, object]) -> None:
    """One line of JSON on stdout, written out at once."""
    from stemma.show.text import written

    click.echo(written(value, indent=None))
    sys.stdout.flush()


def counted(items: Iterable[Item], total: int | None, what: str = "Adding") -> Iterator[Item]:
    """The same items, with a bar on stderr where that is a terminal: how many, how fast, how long still.

    total: about how many there will be, None where nobody can tell.
    """
    with progress() as step:
        for done, item in enumerate(items, 1):
            step(what, done, max(total, done) if total is not None else None)
            yield item


def settle(store: Store) -> None:
    """Bring the stories up to date, with a bar where that takes long."""
    from stemma.library import stories

    if not (stories.waiting(store, 1) or stories.revised(store, 1) or stories.stale(store, 1)):
        return  # before numpy is loaded, which takes half the time of a listing
    from stemma.library.grouping import settling

    with progress() as step:
        for what, done, total in settling(store):
            step(what, done, total)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar on stderr, where that is a terminal, from the first step on; a step says what, how many, of how many."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    shown = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(TextColumn("{task.description}"), *shown, console=Console(stderr=True), transient=True) as bar:
        shown_at = 0.0

        def step(what: str, done: int, total: int | None) -> None:
            nonlocal shown_at
            if not bar.tasks or bar.tasks[-1].description != what:
                bar.add_task(what, total=total, rate="")
            elif done != total and monotonic() < shown_at + 0.1:
                return  # to draw it takes longer than to look at an article
            shown_at = monotonic()
            speed = bar.tasks[-1].speed
            rate = f"{speed:.1f}/s" if speed else ""
            bar.update(bar.tasks[-1].id, completed=done, total=total, rate=rate)

        yield step
