"""The library at size: adding the 5,000 articles of `load/`, grouping and searching a pile of 40,000.

`python -m benchmarks library` measures all of it and takes an hour; `python -m benchmarks.library --adding 500` adds so
many, and `--pile FILE` groups and searches a library that `benchmarks.pile` wrote.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import sqlite3
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks import pile
from benchmarks.measure import once, several, stemma
from stemma.library import articles, open_library
from stemma.stories import Grouping, Traits, traits_of
from stemma.stories.traits import rounded

BASE, PILE = 5_000, 40_000


def adding(count: int, keep: Path | None = None) -> None:
    """Add the first articles of `load/` to an empty library, and print what that took.

    keep: where to leave the library.
    """
    with tempfile.TemporaryDirectory() as folder:
        some, library = Path(folder) / "load.jsonl", Path(folder) / "library.stemma"
        with gzip.open(pile.load(), "rt", encoding="utf-8") as lines:
            some.write_text("".join(islice(lines, count)), encoding="utf-8")
        before = os.getloadavg()[0]
        run = once(stemma("add", "--library", str(library), str(some)), allowed=(0, 1))  # one text is no English
        with sqlite3.connect(library) as db:
            (added,) = db.execute("SELECT count(*) FROM articles").fetchone()
            (stories,) = db.execute("SELECT count(*) FROM stories WHERE stale = 0").fetchone()
        print(f"adding {added} of {count} articles, read and grouped into {stories} stories: {run.seconds:.0f} s,")
        print(
            f"  {added / run.seconds:.1f} a second, {run.megabytes:.0f} MB at the peak; processor {run.processor:.0f} s"
        )
        print(f"  of {os.cpu_count()} cores; load of the machine {before:.1f} before, {os.getloadavg()[0]:.1f} after")
        print(f"  the file: {library.stat().st_size / 1e6:.0f} MB")
        if keep:
            shutil.move(library, keep)


def grouping(library: Path, counts: tuple[int, ...]) -> None:
    """Group the first so many articles of a library by date, readings given, and print the time of each.

    Nothing is stored: it is the stage alone, first what it keeps of a reading, then the placing.
    """
    first = 0.0
    with open_library(library) as store:
        keys = [key for (key,) in store.db.execute("SELECT key FROM articles ORDER BY key")]
        traits: list[Traits] = []
        reduced = 0.0
        for reading in articles.load_readings(store, keys):
            start = time.process_time()
            traits.append(rounded(traits_of(reading)))
            reduced += time.process_time() - start
    for count in counts:
        order = sorted(range(count), key=lambda i: (traits[i].moment or 0, traits[i].id))
        stories: Grouping[int] = Grouping()
        start = time.process_time()
        for i in order:
            stories.add(i, traits[i])
        each = (time.process_time() - start) / count + reduced / len(keys)
        first = first or each
        found = len({stories.story(i) for i in order})
        print(f"grouping {count:6} articles into {found:6} stories: {1000 * each:.2f} ms each, of it", end="")
        print(f" {1000 * reduced / len(keys):.2f} ms for its traits; {each / first:.2f} times the first", flush=True)


def asking(library: Path) -> None:
    """Search a library and list its stories, whole processes."""
    with sqlite3.connect(library) as db:
        (count,) = db.execute("SELECT count(*) FROM articles").fetchone()
        (word,) = db.execute("SELECT headline FROM articles WHERE headline <> '' LIMIT 1").fetchone()
        (speaker,) = db.execute(
            "SELECT name FROM quotations JOIN names ON key = speaker GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()
    print(f"of {count} articles, at the library's {library.stat().st_size / 1e9:.1f} GB:")
    asked = (
        ("search", "immigration", "reform"),
        ("search", "president"),  # in most articles
        ("search", "prim*", "white house"),
        ("search", word),
        ("search", "--speaker", speaker),
        ("search", "--person", speaker, "--since", "2016-01-01", "--until", "2016-12-31"),
        ("search", "--outlet", "Politico"),
        ("stories",),
        ("stories", "--since", "2020-01-01", "--min-origins", "2"),
        ("stories", "--about", speaker),
    )
    for arguments in asked:
        print(f"{several(stemma(*arguments, '--library', str(library)))}  stemma {' '.join(arguments)}", flush=True)


def main() -> None:
    """Measure all of it."""
    adding(BASE)
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "pile.stemma"
        pile.library(library, PILE)
        piled(library)


def piled(library: Path) -> None:
    """Measure what is done with a pile."""
    grouping(library, (BASE, PILE))
    asking(library)


def asked_for() -> None:
    """Measure what the command line names."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.library", description=__doc__)
    options.add_argument("--adding", type=int, metavar="COUNT")
    options.add_argument("--keep", type=Path, metavar="FILE", help="leave the library there")
    options.add_argument("--pile", type=Path, metavar="FILE")
    asked = options.parse_args()
    if asked.adding:
        adding(asked.adding, asked.keep)
    if asked.pile:
        piled(asked.pile)


if __name__ == "__main__":
    asked_for()
