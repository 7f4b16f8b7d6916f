"""`stemma corpus` over articles of `load/` on two workers: by the process pool and by Ray, turn by turn.

Each run is a process of its own with an empty folder, from files to tables.  Seconds by the clock tell how busy the
machine was with other things, too; those of the processor do not, and count all of Ray's processes.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import subprocess
import sys
import tempfile
import threading
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.corpus import Meter
from benchmarks.measure import TESTDATA
from stemma.corpus import pipeline

ARTICLES = 300
ROUNDS = 2


def main(count: int = ARTICLES) -> None:
    """Print what each engine takes, and what Ray adds."""
    if TESTDATA is None:
        print("not measured: STEMMA_TESTDATA is not set")
        return
    if importlib.util.find_spec("ray") is None:
        print("not measured: ray is not installed (pip install 'stemma-news[ray]')")
        return
    done: dict[str, list[dict[str, float]]] = {"local": [], "ray": []}
    for _ in range(ROUNDS):
        for engine, runs in done.items():
            command = [sys.executable, "-m", "benchmarks.engines", engine, str(count)]
            runs.append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
            told = ", ".join(f"{name} {value:.1f}" for name, value in runs[-1].items())
            print(f"{engine:6} {count} articles, 2 workers, seconds: {told}", flush=True)
    for name in done["ray"][0]:
        local, ray = (median(run[name] for run in runs) for runs in done.values())
        print(f"{name}: ray takes {100 * (ray / max(local, 0.01) - 1):+.0f} % against local (medians of {ROUNDS})")


def measure(engine: str, count: int) -> None:
    """Make a corpus with an engine, and print the seconds it took."""
    meter = Meter()
    threading.Thread(target=meter.watch, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "given.jsonl")
        assert TESTDATA is not None
        with gzip.open(TESTDATA / "corpora" / "load" / "articles-5000.jsonl.gz", "rt", encoding="utf-8") as lines:
            given.write_text("".join(islice(lines, count)), encoding="utf-8")
        meter.turn("start")
        with _engine(engine) as running:
            meter.turn("work")
            pipeline.run([str(given)], Path(folder, "out"), running)
            meter.turn("end")
    meter.turn("")
    spent = {"clock": meter.clock["work"], "processor": meter.used["work"]}
    spent |= {f"{name} with the start": value + spent[name] for name, value in _starts(meter).items()}
    print(json.dumps(spent))


def _starts(meter: Meter) -> dict[str, float]:
    return {"clock": meter.clock["start"], "processor": meter.used["start"]}


def _engine(name: str) -> Any:
    if name == "ray":
        from stemma.engines.ray import Ray

        return Ray(workers=2)
    from stemma.engines.pool import Pool

    return Pool(2)


if __name__ == "__main__":
    measure(sys.argv[1], int(sys.argv[2]))
