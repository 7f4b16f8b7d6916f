"""Gold stories of our own: what a careful editor finds in them, as spans, to hold findings against."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import stemma
from stemma.types import Comparison, Evidence, Span

FOLDERS = [Path("examples/brandmoor-lock"), *sorted(Path("tests/stories").iterdir())]

Pair = tuple[Span, Span]


@dataclass(frozen=True)
class Story:
    """A comparison beside its gold."""

    seen: Comparison
    gold: dict[str, Any]

    def find(self, evidence: dict[str, str]) -> list[Span]:
        """The spans of the words that the gold quotes from each report."""
        articles = {Path(reading.article.file).stem: reading.article for reading in self.seen.readings}
        return [
            Span(articles[report].id, at, at + len(words))
            for report, words in evidence.items()
            if (at := articles[report].text.index(words)) >= 0
        ]

    def shared(self) -> list[tuple[dict[str, Any], list[Pair]]]:
        """The facts that two or more reports state, with their passages in pairs."""
        return [
            (claim, pairs(self.find(claim["evidence"]))) for claim in self.gold["claims"] if len(claim["evidence"]) > 1
        ]

    def agreeing(self) -> list[Pair]:
        """Passages that state one fact: of the claims, and of one value of a conflict or update."""
        values = [r for key in ("conflicts", "updates") for c in self.gold[key] for r in c["readings"]]
        return [pair for value in (*self.gold["claims"], *values) for pair in pairs(self.find(value["evidence"]))]


@cache
def story(folder: Path) -> Story:
    """The story in a folder, compared."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    return Story(stemma.compare(sorted(folder.glob("*.txt"))), gold)


def stories() -> Iterator[Story]:
    """All stories."""
    return map(story, FOLDERS)


def pairs(spans: Iterable[Span]) -> list[Pair]:
    """Passages of two reports."""
    return [(a, b) for a, b in combinations(spans, 2) if a.article != b.article]


def spans(evidence: Iterable[Evidence]) -> list[Span]:
    """The passages of some evidence."""
    return [one.span for one in evidence]


def meet(a: Span, b: Span) -> bool:
    """Whether two passages share at least half of the shorter one."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return a.article == b.article and shared * 2 >= min(len(a), len(b))


def hits(pair: Pair, other: Pair) -> bool:
    """Whether two pairs of passages are of the same two places."""
    (a, b), (c, d) = pair, other
    return (meet(a, c) and meet(b, d)) or (meet(a, d) and meet(b, c))
