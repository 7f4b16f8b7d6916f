"""The library at size: adding, grouping, search.

`python -m benchmarks.library --adding 500` measures adding so many articles of `load/`, all of them by default.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import sqlite3
import tempfile
from itertools import islice
from pathlib import Path

from benchmarks import pile
from benchmarks.measure import once, stemma


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


def main() -> None:
    """Measure what is asked for."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.library", description=__doc__)
    options.add_argument("--adding", type=int, default=5_000, metavar="COUNT")
    options.add_argument("--keep", type=Path, metavar="FILE", help="leave the library there")
    asked = options.parse_args()
    adding(asked.adding, asked.keep)


if __name__ == "__main__":
    main()
