"""Copies among 1,000 and 5,000 articles: exact maximal runs, and beside them datasketch's MinHash LSH.

Each measurement is a process of its own.  Seconds are those of the search alone, by the wall clock and of the
processor, after the articles are in memory; the peak is that of the whole process, articles included.
MinHash: 128 permutations over sets of five words in a row, pairs from the LSH index at an estimated Jaccard
of 0.5.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.measure import TESTDATA
from stemma.copies import Runs, runs
from stemma.types import Article, Part, Span, Stated

SIZES = (1000, 5000)
Pairs = set[tuple[int, int]]


def main() -> None:
    """Print time, memory and what each finds, at both sizes."""
    if TESTDATA is None:
        print("not measured: STEMMA_TESTDATA is not set")
        return
    ways = ["exact"]
    if importlib.util.find_spec("datasketch") is None:
        print("datasketch is not installed (pip install --group bench): only the exact search is measured")
    else:
        ways.append("minhash")
    for way in ways:
        for size in SIZES:
            command = [sys.executable, "-m", "benchmarks.copies", way, str(size)]
            print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="", flush=True)


def measure(way: str, size: int) -> None:
    """Run one search over the first `size` articles and print its line."""
    assert TESTDATA is not None
    articles = list(islice(_articles(TESTDATA), size))
    wall, processor = time.perf_counter(), time.process_time()
    if way == "exact":
        found = runs(articles)
    else:
        pairs = minhash(articles)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{way:8}{size:5} articles {wall:6.2f} s, processor {processor:6.2f} s", end="")
    print(f" ({1000 * processor / size:.2f} ms each), {peak:.0f} MB: ", end="")
    if way == "exact":
        print(f"{len(found.words)} runs in {len(_pairs(found))} pairs, {len(found.boilerplate)} of boilerplate apart")
    else:
        both = len(pairs & _pairs(runs(articles)))
        print(f"{len(pairs)} pairs, {both} of them with a run of 12 words; no passages")


def minhash(articles: list[Article]) -> Pairs:
    """Pairs of articles that MinHash LSH calls alike."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=128)
    sketches = []
    for number, article in enumerate(articles):
        words = article.text.lower().split()
        rows = {" ".join(words[at : at + 5]).encode() for at in range(max(1, len(words) - 4))}
        sketch = MinHash(num_perm=128)
        sketch.update_batch(sorted(rows))
        sketches.append(sketch)
        index.insert(number, sketch)
    return {
        (number, other) for number, sketch in enumerate(sketches) for other in index.query(sketch) if number < other
    }


def _pairs(found: Runs) -> Pairs:
    return set(zip(found.first.tolist(), found.second.tolist(), strict=True))


def _articles(testdata: Path) -> Iterator[Article]:
    path = testdata / "corpora" / "load" / "articles-5000.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text, name = record["text"], record["id"]
            body = Part("body", Span(name, 0, len(text)))
            outlet = Stated(record["outlet"], "metadata")
            yield Article(name, text, "", name, name, (body,), outlet=outlet)


if __name__ == "__main__":
    measure(sys.argv[1], int(sys.argv[2]))
