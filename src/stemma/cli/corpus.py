"""`stemma corpus`: whole archives to tables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemma.cli.common import note

if TYPE_CHECKING:
    from stemma.corpus.flow import Progress
    from stemma.engines import Engine

SHOWN = 12
"""Bars of earlier stages that stay on the terminal."""


@click.command("corpus")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option("--out", metavar="DIR", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder.")
@click.option(
    "--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="Where it runs."
)
@click.option("--address", metavar="HOST:PORT", help="Of a Ray cluster; else one is started on this machine.")
@click.option("--workers", metavar="N", type=click.IntRange(1, 10_000), help="Processes; else one a core.")
@click.option(
    "--words",
    metavar="N",
    type=click.IntRange(4, 100),
    default=12,
    show_default=True,
    help="The shortest run of words that counts as copied.",
)
@click.option(
    "--seconds",
    metavar="N",
    type=click.FloatRange(1, 86_400),
    default=60.0,
    show_default=True,
    help="What one document may take; long ones get more.",
)
def command(
    inputs: tuple[str, ...],
    out: Path,
    engine: str,
    address: str | None,
    workers: int | None,
    words: int,
    seconds: float,
) -> None:
    """Turn WARC, JSON Lines, CSV and Parquet files into tables of articles, readings, copies, origins, stories, claims.

    An INPUT is a file, a folder, or any URL that fsspec knows (s3://…, gs://…, https://…).  It can be stopped at any
    moment: the same command goes on where it was.  docs/corpus.md tells what the tables hold.
    """
    if address and engine != "ray":
        raise click.UsageError("--address belongs to --engine ray.")
    try:
        from stemma.corpus import pipeline
    except ImportError as error:
        raise click.UsageError(
            f"a corpus needs {error.name}, which is not installed: pip install 'stemma-news[corpus]'."
        ) from error
    from stemma.errors import StemmaError

    options = pipeline.Options(words, seconds)
    try:
        with started(engine, address, workers) as running, bars() as told:
            manifest = pipeline.run(inputs, out, running, options, told)
    except KeyboardInterrupt:
        note("stopped. What was finished is kept; the same command goes on where it was.")
        sys.exit(130)
    except StemmaError as error:
        note(str(error))
        sys.exit(1)
    counts = manifest["counts"]
    assert isinstance(counts, dict)
    click.echo(", ".join(f"{counts[name]} {name}" for name in ("articles", "copies", "stories", "claims", "failures")))


@contextmanager
def started(engine: str, address: str | None, workers: int | None) -> Iterator[Engine]:
    """The engine asked for, ended afterwards."""
    if engine == "ray":
        from stemma.engines.ray import Ray

        with Ray(address, workers) as ray:
            yield ray
        return
    from stemma.engines.pool import Pool

    with Pool(workers) as pool:
        yield pool


@contextmanager
def bars() -> Iterator[Callable[[Progress], object]]:
    """A bar for each stage on a terminal: how much is done, how much a second, and the time that is left."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:<20}"),
        BarColumn(bar_width=30),
        TaskProgressColumn(show_speed=True),
        TextColumn("{task.completed:.0f} of {task.total:.0f}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Bars(*columns, console=Console(stderr=True)) as shown:

        def told(progress: Progress) -> None:
            if progress.stage not in tasks:
                for old in list(tasks.values())[:-SHOWN]:
                    shown.update(old, visible=False)
                tasks[progress.stage] = shown.add_task(progress.stage, total=progress.total, rate="")
            task = tasks[progress.stage]
            elapsed = shown.tasks[task].elapsed or 0
            done = progress.done - progress.known
            rate = f"{done / elapsed:.1f}/s" if done and elapsed else ""
            shown.update(task, completed=progress.done, total=progress.total, rate=rate)

        yield told
