"""`stemma watch`: look at the feeds again and again."""

from __future__ import annotations

import re
import signal
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from stemma.cli.common import PRIVATE, note
from stemma.cli.stored import AS_JSON, LIBRARY, opened
from stemma.cli.update import once
from stemma.errors import LibraryError

if TYPE_CHECKING:
    from stemma.ingest.manners import Manners

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
LEAST = 60
"""Seconds between two looks at least: no feed is asked more often."""


def interval(context: click.Context, option: click.Parameter, value: str) -> int:
    """A time such as 90s, 10m, 2h in seconds."""
    found = re.fullmatch(r"(\d{1,6})([smhd])", value.strip())
    if not found:
        raise click.BadParameter(f"{value!r} is no time. Write 10m, 2h or 90s.")
    seconds = int(found[1]) * SECONDS[found[2]]
    if not LEAST <= seconds <= 7 * 86_400:
        raise click.BadParameter(f"{value} is too often or too seldom. From a minute (1m) to a week (7d).")
    return seconds


@click.command("watch")
@click.option("--every", "seconds", default="10m", show_default=True, callback=interval, help="Time between two looks.")
@PRIVATE
@LIBRARY
@AS_JSON
def command(seconds: int, private: bool, library: Path | None, as_json: bool) -> None:
    """Do what `stemma update` does, again and again, until Ctrl-C."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        watch(library, seconds, private=private, as_json=as_json)
    except KeyboardInterrupt:
        note("stopped. What was reported is kept.")


def watch(library: Path | None, seconds: float, *, private: bool, as_json: bool, rounds: int = 0) -> None:
    """Look at the feeds, wait, look again.

    rounds: how often, 0 for ever.  The library is open only while there is something to do; where it cannot be
    written for a time (the disk is full, another program holds it), that is said, and the next look tries again.
    """
    from stemma.ingest.manners import Manners

    manners = Manners(private=private)
    with opened(library):
        pass  # a library that is not there is said at once
    done = 0
    while True:
        try:
            _look(library, manners, as_json)
        except LibraryError as error:
            note(str(error))
        done += 1
        if done == rounds:
            return
        time.sleep(seconds)


def _look(library: Path | None, manners: Manners, as_json: bool) -> None:
    from stemma.library import open_library

    with open_library(library) as store:
        once(store, manners, as_json)


def _stop(number: int, frame: FrameType | None) -> None:
    """End as with Ctrl-C: service managers send SIGTERM."""
    raise KeyboardInterrupt
