"""What a wire text of 2,000 outlets does to the shuffles: 10,000 articles, a fifth of them with that text.

The real stages run over short invented articles, in several homes; then the parts they wrote are looked at.  For
each shuffle: rows, those of the largest home against the mean, and what laying every two carriers over each other
would have made.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from benchmarks import planted
from stemma.corpus import sharing
from stemma.corpus.flow import Flow
from stemma.engines.pool import Pool
from stemma.types import Article

ARTICLES = 10_000
CARRIERS = 2_000
HOMES = 16
WORDS = 100  # of an article's own; the text of the agency has as many
STAGES = ("words", "marks", "crowded", "places", "pairs", "crowds", "sent", "runs")


def main() -> None:
    """Print the shuffles with and without the wire text."""
    print(f"{ARTICLES} articles of {WORDS} words; of these {CARRIERS} carry one text of {WORDS} words; {HOMES} homes")
    for carriers in (0, CARRIERS):
        with tempfile.TemporaryDirectory() as folder, Pool() as pool:
            given = planted.parts(Path(folder, "given"), list(articles(carriers)))
            sharing.HOUSED = ARTICLES // HOMES + 1
            begun = time.perf_counter()
            sharing.copies(Flow(pool, Path(folder, "made")), given)
            seconds = time.perf_counter() - begun
            print(f"with {carriers} carriers: {seconds:.1f} s on {pool.workers} workers")
            for stage in STAGES:
                rows, sizes = shuffled(Path(folder, "made", f"copies-{stage}"))
                most, mean = max(rows), sum(rows) / len(rows)
                told = f"{sum(rows):9} rows, {sum(sizes) / 1e6:7.1f} MB; largest home {most:7} rows"
                print(f"  {stage:8} {told}, {most / max(mean, 1):.2f} of the mean")
    square = CARRIERS * (CARRIERS - 1) // 2
    print(f"every two carriers: {square} pairs, {square / CARRIERS:.0f} for each carrier")


def articles(carriers: int) -> Iterator[Article]:
    """Articles of their own words, the first `carriers` of them with the same text of an agency before those."""
    chance = random.Random(7)
    words = [f"word{number}" for number in range(20_000)]
    wire = " ".join(chance.choices(words, k=WORDS))
    for number in range(ARTICLES):
        own = " ".join(chance.choices(words, k=WORDS))
        text = f"{wire}. {own}" if number < carriers else own
        yield planted.article(f"a{number:05}", text, f"outlet {number}", "2031-05-05")


def shuffled(folder: Path) -> tuple[list[int], list[int]]:
    """Rows and bytes that each home gets of a shuffle."""
    rows, sizes = [0] * HOMES, [0] * HOMES
    for path in folder.glob("*.arrow"):
        with pa.OSFile(str(path)) as file, pa.ipc.open_file(file) as reader:
            for home in range(reader.num_record_batches):
                batch = reader.get_batch(home)
                rows[home] += batch.num_rows
                sizes[home] += batch.nbytes
    return rows, sizes


if __name__ == "__main__":
    main()
