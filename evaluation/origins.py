"""Copies and origins on the gold stories: `python -m evaluation.origins [--each]`.

Copies are scored as stories/score.py scores them.  For origins the gold evidence of each fact that two or
more reports state is given, and the number of independent origins is asked for: `acc` is the share with the
right number, `over` the share with more than there are, which shows copies of one text as two sources.
STEMMA_TESTDATA names the folder that holds `stories/`; stories of the project's own are scored as a third
part.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from stemma import ingest
from stemma.copies import Descent, Shared, independent, shared, trace
from stemma.reading import sentences
from stemma.types import Article, Reading, Span, Words

OWN = Path(__file__).resolve().parent.parent / "tests" / "stories"
LONGEST = 350  # characters; score.py passes over longer passages


def main() -> None:
    """Print the scores of each part; with --each also what is wrong, but for check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", action="store_true", help="what is wrong, but never of check")
    args = parser.parse_args()
    folder = Path(os.environ["STEMMA_TESTDATA"]) / "stories"
    split = json.loads((folder / "split.json").read_text(encoding="utf-8"))
    parts = {name: [folder / story for story in split[name]] for name in ("train", "check")}
    parts["own"] = sorted(path.parent for path in OWN.glob("*/gold.json"))
    for name, stories in parts.items():
        counts: Counter[str] = Counter()
        for story in stories:
            score(story, counts, args.each and name != "check")
        print(f"{name:6}", *(f"{key} {value:.3f}" for key, value in rates(counts).items()))


def rates(n: Counter[str]) -> dict[str, float]:
    """Counts as rates."""
    return {
        "copies.P": n["pairs right"] / max(n["pairs"], 1),
        "copies.R": n["copied found"] / max(n["copied"], 1),
        "origins.acc": n["right"] / max(n["facts"], 1),
        "origins.over": n["over"] / max(n["facts"], 1),
    }


def score(story: Path, counts: Counter[str], show: bool) -> None:
    """Add what one story scores to the counts."""
    gold = json.loads((story / "gold.json").read_text(encoding="utf-8"))
    readings = [reading(article) for article in articles(story)]
    names = {each.article.id: each.article.file.rpartition(".")[0] for each in readings}
    texts = {names[each.article.id]: each.article for each in readings}
    found = shared(readings)
    _copies(gold, names, texts, found, counts, f"{story.name}: " if show else "")
    descent = trace(readings, found)
    for claim in gold["claims"]:
        if len(claim["evidence"]) > 1:
            spans = [find(texts[report], words) for report, words in claim["evidence"].items()]
            count = len(independent(descent, spans))
            counts.update({"facts": 1, "right": count == claim["origins"], "over": count > claim["origins"]})
            if show and count != claim["origins"]:
                _explain(story.name, claim, count, descent, spans)


def articles(story: Path) -> Iterator[Article]:
    """The reports of a story."""
    for article in ingest.articles(sorted(str(path) for path in story.glob("*.txt"))):
        assert isinstance(article, Article), article
        yield article


def reading(article: Article) -> Reading:
    """As much of a reading as copies and origins need."""
    none = np.zeros(0, dtype=np.int32)
    words = Words(none, none, none, (), none, ())
    vectors = np.zeros((0, 384), dtype=np.float32)
    return Reading(article, sentences.split(article), words, (), (), (), (), (), (), (), vectors)


def find(article: Article, words: str) -> Span:
    """Where evidence stands in its report."""
    at = article.text.index(words)
    return Span(article.id, at, at + len(words))


def _copies(
    gold: dict[str, Any],
    names: dict[str, str],
    texts: dict[str, Article],
    found: tuple[Shared, ...],
    counts: Counter[str],
    show: str,
) -> None:
    """Pairs of reports shown as sharing text, and copied sentences found, pair by pair."""
    shown: dict[frozenset[str], list[Span]] = {}
    for each in found:
        for two in combinations(sorted({names[span.article] for span in each.passages}), 2):
            shown.setdefault(frozenset(two), []).extend(each.passages)
    copied = [
        (frozenset(two), [find(texts[report], entry["evidence"][report]) for report in two])
        for entry in gold.get("copied", [])
        for two in combinations(sorted(entry["reports"]), 2)
    ]
    wanted = {pair for pair, _ in copied}
    counts.update({"pairs": len(shown), "pairs right": len(wanted & set(shown))})
    for pair, spans in copied:
        hit = any(meet(one, other) for one in spans for other in shown.get(pair, []))
        counts.update({"copied": 1, "copied found": hit})
        if show and not hit:
            print(f"{show}not found in {sorted(pair)}")
    for pair in set(shown) - wanted:
        if show:
            print(f"{show}no copy in {sorted(pair)}")


def meet(one: Span, other: Span) -> bool:
    """Do two passages share at least half of the shorter one, neither being longer than 350 characters?"""
    if one.article != other.article:
        return False
    common = min(one.end, other.end) - max(one.start, other.start)
    return common > 0 and 2 * common >= min(len(one), len(other)) and max(len(one), len(other)) <= LONGEST


def _explain(story: str, claim: dict[str, Any], count: int, descent: Descent, spans: list[Span]) -> None:
    names = {origin.id: origin.name for origin in descent.origins}
    print(f"{story}: {count} origins, not {claim['origins']}: {claim['says']}")
    for span in spans:
        source = descent.of(span)
        print(f"    {names[source.origin]}, {source.how}: {source.reason}")


if __name__ == "__main__":
    main()
