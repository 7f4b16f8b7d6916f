"""How a comparison grows: 5, 10, 20 and 40 articles of about 600 words, reading included.

The articles are those of `load/`, cut at the end of the paragraph in which the 600th word stands; the
harder case, many articles about one thing, is made by taking those that share most words with the first.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.measure import TESTDATA, once, stemma

WORDS = 600


def main() -> None:
    """Print the wall time and memory of `stemma compare` at each size."""
    if TESTDATA is None:
        print("not measured: STEMMA_TESTDATA is not set")
        return
    print("articles, wall time, time for each article, peak memory")
    texts = [cut(text) for text in load(TESTDATA, 1500)]
    texts = [text for text in texts if len(text.split()) > WORDS * 0.9]
    alike = nearest(texts, 40)
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(alike):
            (Path(folder) / f"outlet-{number:02}.txt").write_text(text, encoding="utf-8")
        files = sorted(str(path) for path in Path(folder).glob("*.txt"))
        for size in (5, 10, 20, 30, 40):
            run = once(stemma("compare", "--json", *files[:size]))
            print(f"{size:3} {run.seconds:6.2f} s, {run.seconds / size:.3f} s each, {run.megabytes:4.0f} MB")


def load(testdata: Path, count: int) -> list[str]:
    """The texts of the first articles of `load/`."""
    with gzip.open(testdata / "corpora" / "load" / "articles-5000.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for _, line in zip(range(count), lines, strict=False)]
    return [record.get("text") or record.get("content") or "" for record in records]


def cut(text: str) -> str:
    """The paragraphs up to the one that holds the 600th word."""
    kept: list[str] = []
    words = 0
    for paragraph in text.split("\n"):
        if words >= WORDS:
            break
        kept.append(paragraph)
        words += len(paragraph.split())
    return "\n".join(kept)


def nearest(texts: list[str], count: int) -> list[str]:
    """The texts that share most long words with the first."""
    first = Counter(word for word in texts[0].lower().split() if len(word) > 5)
    shared = [sum(first[word] for word in set(text.lower().split())) for text in texts]
    order = sorted(range(len(texts)), key=lambda i: (-shared[i], i))
    return [texts[i] for i in order[:count]]
