"""Stories against the gold events: `python -m evaluation.events` prints the figures.

dev: the articles of events/dev.jsonl in order of date, one pass; figures are over those whose event `counts`.
The model was fitted on every other event (`fitted`); "check" is over the rest.  ecbplus: topics 1 to 35, all in one
pile in order of their names; each of the two look-alike events of a topic is an event; "check" is over the topics
whose pairs the model was not fitted on.  "any order": 1 less the largest difference of B-cubed F1 over ORDERS
shuffles.  "within ten days": the share of joined pairs, dated both, that lie no further apart.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

from evaluation.entities import _text, b_cubed
from evaluation.stories import _cached
from stemma import ingest
from stemma.stories import Traits, group, traits_of
from stemma.stories.likeness import APART
from stemma.types import Article, Failure

ORDERS = 5


@dataclass(frozen=True, slots=True)
class Report:
    """An article with the event it is of.  counts: part of the figures; topic: of look-alike events."""

    traits: Traits
    event: str
    counts: bool
    topic: str


def score(corpora: Path) -> dict[str, float]:
    """The figures, 0 to 1, on the corpora below a folder."""
    figures: dict[str, float] = {}
    for name, reports in (("dev", dev(corpora)), ("ecbplus", ecbplus(corpora))):
        found = group(report.traits for report in reports)
        counted = [(r, s) for r, s in zip(reports, found, strict=True) if r.counts]
        check = [(r, s) for r, s in counted if not fitted(r)]
        figures |= {
            f"events.{name}.b-cubed": f1(*b3(pairs(counted))),
            f"events.{name}.b-cubed.P": b3(pairs(counted))[0],
            f"events.{name}.b-cubed.R": b3(pairs(counted))[1],
            f"events.{name}.pairwise": f1(*pairwise(pairs(counted))),
            f"events.{name}.check.b-cubed": f1(*b3(pairs(check))),
            f"events.{name}.check.pairwise": f1(*pairwise(pairs(check))),
            f"events.{name}.any order": 1 - spread(reports),
        }
        if name == "dev":
            figures["events.dev.within ten days"] = near(reports, found)
    return figures


def fitted(report: Report) -> bool:
    """Whether the model was fitted on this event: every other one by number, for ECB+ every other topic."""
    return int(report.topic) % 2 == 0


# --- the corpora -----------------------------------------------------------------------------------


def dev(corpora: Path) -> list[Report]:
    """The reports of the dev events by date."""
    found = []
    for article in _articles(corpora / "events/dev.jsonl"):
        record = json.loads(article.record)
        found.append(Report(traits_of(_cached(article)), record["event"], bool(record["counts"]), record["event"]))
    return sorted(found, key=lambda report: (report.traits.moment or 0, report.traits.id))


def ecbplus(corpora: Path) -> list[Report]:
    """The reports of ECB+ by name; they are undated."""
    files = sorted((corpora / "ecbplus").glob("*/*.xml"), key=lambda file: (int(file.parent.name), file.stem))
    with tempfile.TemporaryDirectory() as folder:
        pile = Path(folder) / "ecbplus.jsonl"
        with pile.open("w", encoding="utf-8") as out:
            for file in files:
                text, _ = _text(ElementTree.parse(file).getroot())
                out.write(json.dumps({"id": file.stem, "text": text}) + "\n")
        articles = list(_articles(pile))
    found = []
    for article in articles:
        topic, _, rest = json.loads(article.record)["id"].partition("_")
        event = f"{topic} {'plus' if rest.endswith('plus') else 'ecb'}"
        found.append(Report(traits_of(_cached(article)), event, True, topic))
    return found


def _articles(path: Path) -> Iterator[Article]:
    for article in ingest.articles([str(path)]):
        if isinstance(article, Failure):
            raise SystemExit(f"{article.source}: {article.reason}")
        yield article


# --- the figures -----------------------------------------------------------------------------------

Pairs = list[tuple[str, str]]


def pairs(found: Iterable[tuple[Report, int]]) -> Pairs:
    """For each report its event and the story found."""
    return [(report.event, str(story)) for report, story in found]


def b3(found: Pairs) -> tuple[float, float]:
    """B-cubed precision and recall."""
    precise, recalled = b_cubed(found)
    return precise / len(found), recalled / len(found)


def pairwise(found: Pairs) -> tuple[float, float]:
    """Precision and recall over pairs of reports in one story."""

    def joined(sizes: Iterable[int]) -> int:
        return sum(n * (n - 1) // 2 for n in sizes)

    both = joined(Counter(found).values())
    gold, stories = (joined(Counter(each[i] for each in found).values()) for i in (0, 1))
    return both / max(1, stories), both / max(1, gold)


def f1(precise: float, recalled: float) -> float:
    """The harmonic mean."""
    return 2 * precise * recalled / max(1e-9, precise + recalled)


def spread(reports: Sequence[Report]) -> float:
    """The largest difference of B-cubed F1 between the order given and shuffled ones."""
    scores = []
    for seed in range(ORDERS + 1):
        some = list(reports)
        if seed:
            random.Random(seed).shuffle(some)
        found = group(report.traits for report in some)
        scores.append(f1(*b3(pairs((r, s) for r, s in zip(some, found, strict=True) if r.counts))))
    return max(abs(one - scores[0]) for one in scores)


def near(reports: Sequence[Report], found: Sequence[int]) -> float:
    """The share of joined pairs, dated both, that are at most ten days apart."""
    gaps = [
        abs(a.traits.moment - b.traits.moment)
        for (a, s), (b, t) in combinations(zip(reports, found, strict=True), 2)
        if s == t and a.traits.moment is not None and b.traits.moment is not None
    ]
    return sum(gap <= APART for gap in gaps) / max(1, len(gaps))


def main() -> int:
    """Prints the figures."""
    folder = os.environ.get("STEMMA_TESTDATA")
    if not folder:
        print("STEMMA_TESTDATA names no folder with the corpora", file=sys.stderr)
        return 2
    for name, value in score(Path(folder) / "corpora").items():
        print(f"{name:32}{value:7.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
