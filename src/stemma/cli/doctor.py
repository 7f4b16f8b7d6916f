"""`stemma doctor`: is the library sound, what failed, what can be saved."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemma.cli.common import note
from stemma.cli.stored import AS_JSON, LIBRARY, emit, opened, progress, told
from stemma.show.text import line, number

if TYPE_CHECKING:
    from stemma.library.doctor import Report


@click.command("doctor")
@click.option("--failures", is_flag=True, help="List what could not be taken in, with the reasons.")
@click.option("--save-to", "target", metavar="FILE", type=click.Path(path_type=Path), help="Save what can be read.")
@click.option("--compact", is_flag=True, help="Rewrite the file: nothing removed is left in it.")
@LIBRARY
@AS_JSON
def command(failures: bool, target: Path | None, compact: bool, library: Path | None, as_json: bool) -> None:
    """Check the library; the exit code is 1 where it is damaged."""
    from stemma.library import default_path

    path = (library or default_path()).expanduser()
    try:
        if failures:
            list_failures(path, as_json)
        elif target:
            save(path, target, as_json)
        elif compact:
            rewrite(path)
        else:
            examine(path, as_json)
    except KeyboardInterrupt:
        note("stopped. The library is as it was.")
        sys.exit(130)


def examine(path: Path, as_json: bool) -> None:
    """Check and say what was found."""
    from stemma.library.doctor import check

    with told(), progress() as step:
        report = check(path, step)
    if as_json:
        emit({**asdict(report), "path": str(report.path), "backups": [str(backup) for backup in report.backups]})
    else:
        for words in lines(report):
            click.echo(words)
    sys.exit(bool(report.problems))


def lines(report: Report) -> list[str]:
    """A report in words."""
    out = [f"{report.path}: {report.size / 1e6:.1f} MB, schema {report.version}"]
    out += [f"{count:>9,} {table}" for table, count in report.counts.items()]
    if report.unread:
        out.append(f"{report.unread:>9,} articles will be read anew when they are needed")
    if report.bereft:
        out.append(f"{report.bereft:>9,} corrections speak of what was removed: stemma corrections lists them")
    out += [f"backup: {backup}" for backup in report.backups]
    if not report.problems:
        return [*out, "sound"]
    out += [f"damaged: {line(problem)}" for problem in report.problems]
    if report.savable:
        saved = number(report.savable, "article")
        return [*out, f"{saved} can be saved into a new library: stemma doctor --save-to FILE"]
    return [*out, "No article in it can be read. Use a backup, or add the articles again."]


def list_failures(path: Path, as_json: bool) -> None:
    """What could not be taken in, the latest first."""
    from stemma.library import failures

    with opened(path) as store:
        kept = list(failures.listing(store))
    for failure in kept:
        if as_json:
            emit(asdict(failure))
            continue
        again = f", to be tried again after {failure.retry_after}" if failure.retry_after else ""
        click.echo(f"{line(failure.source)}: {line(failure.reason)}")
        click.echo(f"    {failure.last_at}, {number(failure.tries, 'try', 'tries')}{again}")
    if not kept and not as_json:
        click.echo("no failure")


def save(path: Path, target: Path, as_json: bool) -> None:
    """Write what can be read into a new library."""
    from stemma.library.rescue import rescue

    with told(), progress() as step:
        saved = rescue(path, target, step)
    if as_json:
        emit(asdict(saved))
    else:
        click.echo(f"{number(saved.articles, 'article')} saved to {target}, {saved.readings} with their readings")


def rewrite(path: Path) -> None:
    """Rewrite the file."""
    from stemma.library.removal import overwrite

    with opened(path) as store, progress() as step:
        done = overwrite(store, step)
    if not done:
        note("another program has the library open. Close it, and run this again.")
        sys.exit(1)
