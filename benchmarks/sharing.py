"""Copies of a corpus at 5,000 and 40,000 articles with planted ones; beside it datasketch's MinHash LSH at 5,000.

Each measurement is a process of its own.  Seconds are those of the processor, of all processes together, and by the
wall clock; the peak is that of the largest worker (resident, with what it maps).  Recall is of the planted pairs;
precision counts as right what was planted, and what `stemma.copies.runs` finds among the same articles before
anything is, boilerplate included (where a reprint takes the place of one of five articles with a line, it is no
longer any).
MinHash: 128 permutations over sets of five words in a row, pairs from the LSH index at an estimated Jaccard of 0.5.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from benchmarks import planted
from benchmarks.measure import TESTDATA
from benchmarks.planted import Pair, Pile

SIZES = (5000, 40000)
WORDS = int(os.environ.get("STEMMA_WORDS", "1000000"))
"""Words of an article at most: with few, growth is seen in a fifth of the time."""


def main() -> None:
    """Print what each way takes and finds."""
    if TESTDATA is None:
        print("not measured: STEMMA_TESTDATA is not set")
        return
    ways = [("corpus", size, workers) for workers in (1, 2) for size in SIZES]
    if importlib.util.find_spec("datasketch") is None:
        print("datasketch is not installed (pip install --group bench): only the copies of a corpus are measured")
    else:
        ways.append(("minhash", SIZES[0], 1))
    for way, size, workers in ways:
        command = [sys.executable, "-m", "benchmarks.sharing", way, str(size), str(workers)]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="", flush=True)


def measure(way: str, size: int, workers: int) -> None:
    """Make a pile, search it one way, and print what that took and found."""
    pile = planted.pile(size, WORDS)
    if way == "corpus":
        found, told = _corpus(pile, workers)
    else:
        begun, used = time.perf_counter(), time.process_time()
        found = _minhash(pile)
        told = _told(time.perf_counter() - begun, time.process_time() - used, size)
    print(f"{way:8}{size:6} articles, {workers} worker{'s' * (workers > 1)}: {told}")
    whole = pile.passages | pile.reprints
    recall = [len(found & some) / len(some) for some in (whole, pile.passages, pile.reprints)]
    told = f"{len(found)} pairs; of {len(whole)} planted {recall[0]:.4f}"
    print(f"         {told} (passages {recall[1]:.4f}, reprints {recall[2]:.4f})", end="")
    # a reprint has what its source shares with others, too
    natural, sources = _natural(size), _sources(pile)
    right = sum(pair in whole or _known(pair, natural, sources) for pair in found)
    print(f"; precision {right / max(1, len(found)):.4f}", flush=True)


def _corpus(pile: Pile, workers: int) -> tuple[set[Pair], str]:
    """The pairs of articles that share text, and what it took: in a process of its own, which is as small as it is."""
    with tempfile.TemporaryDirectory() as folder:
        given = planted.parts(Path(folder, "given"), pile.articles)
        Path(folder, "given.json").write_text(json.dumps([asdict(part) for part in given]))
        command = [sys.executable, "-m", "benchmarks.sharing", "search", folder, str(workers)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        found = json.loads(Path(folder, "found.json").read_bytes())
    return {(first, second) for first, second in found}, told


def search(folder: Path, workers: int) -> None:
    """Search the parts in a folder, write the pairs there, and print what it took."""
    from stemma.corpus import sharing
    from stemma.corpus.flow import Flow
    from stemma.corpus.parts import Part
    from stemma.engines.pool import Pool

    given = [Part(**each) for each in json.loads((folder / "given.json").read_bytes())]
    begun = time.perf_counter()
    with Pool(workers) as pool:
        found = sharing.copies(Flow(pool, folder / "made"), given)
    seconds = time.perf_counter() - begun
    pairs = {
        pair
        for part in found.copies
        for table in part.tables(["first", "second"])
        for pair in zip(*(table.column(name).to_pylist() for name in ("first", "second")), strict=True)
    }
    (folder / "found.json").write_text(json.dumps(sorted(pairs)))
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = time.process_time() + children.ru_utime + children.ru_stime
    disk = sum(path.stat().st_size for path in (folder / "made").rglob("*.arrow"))
    count = sum(part.rows for part in given)
    print(f"{_told(seconds, used, count)}, a worker {children.ru_maxrss / 1024:.0f} MB, {disk / 1e6:.0f} MB of parts")


def _told(seconds: float, used: float, count: int) -> str:
    return f"{seconds:6.1f} s, processor {used:6.1f} s ({1000 * used / count:.2f} ms each)"


def _minhash(pile: Pile) -> set[Pair]:
    from benchmarks.copies import minhash

    ids = [article.id for article in pile.articles]
    return {(ids[one], ids[other]) for one, other in minhash(pile.articles)}


def _natural(size: int) -> set[tuple[int, int]]:
    """Places in `load/` of the articles that share text before anything is planted."""
    from stemma.copies import runs

    count = min(size, planted.WORLD)
    records = islice(planted._records(), count)
    articles = [
        planted.article(str(n), planted.cut(r["text"], WORDS), r["outlet"], None) for n, (_, r) in enumerate(records)
    ]
    found = runs(articles, many=len(articles))
    return set(zip(found.first.tolist(), found.second.tolist(), strict=True))


def _known(pair: Pair, natural: set[tuple[int, int]], sources: dict[str, set[str]]) -> bool:
    """Do two articles, or those that they were planted from, share text in `load/`?"""
    places = [{name, *sources.get(name, ())} for name in pair]
    return any(
        one == other or (_world(one) == _world(other) and _place(one, other) in natural)
        for one in places[0]
        for other in places[1]
    )


def _sources(pile: Pile) -> dict[str, set[str]]:
    """For each article those it has planted text from, or they from it."""
    found: dict[str, set[str]] = {}
    for one, other in pile.passages | pile.reprints:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _world(name: str) -> int:
    return int(name[:6]) // planted.WORLD


def _place(one: str, other: str) -> tuple[int, int]:
    low, high = sorted(int(name[:6]) % planted.WORLD for name in (one, other))
    return low, high


if __name__ == "__main__":
    if sys.argv[1] == "search":
        search(Path(sys.argv[2]), int(sys.argv[3]))
        sys.exit()
    measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
