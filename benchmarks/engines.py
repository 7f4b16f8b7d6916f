"""`stemma corpus` over articles of `load/` on two workers: by the process pool and by Ray, turn by turn.

Each run is a process of its own with an empty folder, from files to tables, start of the engine included.
"""

from __future__ import annotations

import gzip
import importlib.util
import sys
import tempfile
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.measure import TESTDATA, Run, once, stemma

ARTICLES = 600
ROUNDS = 2


def main(count: int = ARTICLES) -> None:
    """Print what each engine takes, and what Ray adds."""
    if TESTDATA is None:
        print("not measured: STEMMA_TESTDATA is not set")
        return
    if importlib.util.find_spec("ray") is None:
        print("not measured: ray is not installed (pip install 'stemma-news[ray]')")
        return
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "given.jsonl")
        with gzip.open(TESTDATA / "corpora" / "load" / "articles-5000.jsonl.gz", "rt", encoding="utf-8") as lines:
            given.write_text("".join(islice(lines, count)), encoding="utf-8")
        done: dict[str, list[Run]] = {"local": [], "ray": []}
        for number in range(ROUNDS):
            for engine, runs in done.items():
                out = Path(folder, f"{engine}-{number}")
                command = stemma("corpus", str(given), "--out", str(out), "--engine", engine, "--workers", "2")
                runs.append(once(command))
                print(
                    f"{engine:6} {count} articles: {runs[-1].seconds:6.1f} s, {runs[-1].megabytes:.0f} MB", flush=True
                )
    local, ray = (median(run.seconds for run in runs) for runs in done.values())
    print(f"ray takes {100 * (ray / local - 1):+.0f} % against local (medians of {ROUNDS})")


if __name__ == "__main__":
    main(int(sys.argv[1]))
