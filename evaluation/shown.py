"""What Stemma shows of the real events: pairs of passages that a judge can call right or wrong.

The events are those of events/dev.jsonl that `counts` and have three or more articles.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Literal

from evaluation.stories import ROOT, _cached
from stemma import ingest
from stemma.comparing import compare
from stemma.types import Article, Comparison, Failure, Reading, Sentence, Span

Kind = Literal["claims", "conflicts", "copies"]
KINDS: tuple[Kind, ...] = ("claims", "conflicts", "copies")
FEWEST = 3  # articles of an event
SAMPLE = 240  # pairs of claims that are judged; all conflicts and copies are
SEED = "2026"  # of the sample


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """Two passages shown together, in order of their articles, which go by the id of their record.

    status: of a conflict, "conflict" or "update"; about: its kind ("number"); both "" for claims and copies.
    """

    kind: Kind
    event: int
    first: Span
    second: Span
    status: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """One event: its readings by the id of the record, in the order of the file, and what is shown of it.

    stated: for each passage that is evidence of a claim, which claims; those of one article are among them.
    """

    number: int
    readings: dict[str, Reading]
    items: tuple[Item, ...]
    stated: dict[Span, frozenset[str]]


def events(corpora: Path) -> Iterator[Event]:
    """Each event compared, or taken from the cache where neither code nor text has changed.

    Raises SystemExit where a record cannot be read or two share an id.
    """
    code = _code()
    for number, articles in sorted(_articles(corpora / "events/dev.jsonl").items()):
        if len(articles) >= FEWEST:
            texts = [(name, article.id, article.sha256) for name, article in articles.items()]
            path = cache() / f"{hashed(code, number, *texts)}.event"
            if path.exists():
                kept: Event = pickle.loads(path.read_bytes())
                yield kept
                continue
            one = event(number, {name: _cached(article) for name, article in articles.items()})
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pickle.dumps(one))
            yield one


def cache() -> Path:
    """The folder for what is kept between runs, readings beside it."""
    return Path(os.environ.get("STEMMA_CACHE", Path(tempfile.gettempdir()) / "stemma-readings")) / "real"


def _code() -> str:
    """A hash of the code and weights that make a comparison, and of this file."""
    digest = hashlib.sha256()
    for path in [Path(__file__), *sorted((ROOT / "src/stemma").rglob("*"))]:
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()


def event(number: int, readings: dict[str, Reading]) -> Event:
    """The comparison of an event's readings as items, without doubles and in order."""
    seen = compare(tuple(readings.values()))
    names = {reading.article.id: name for name, reading in readings.items()}
    stated: dict[Span, set[str]] = {}
    for claim in seen.claims:
        for one in claim.evidence:
            stated.setdefault(_named(one.span, names), set()).add(claim.id)
    found = sorted(set(_claims(number, seen, names)) | set(_conflicts(number, seen, names)))
    found += sorted(set(_copies(number, seen, names)))
    return Event(number, readings, tuple(found), {span: frozenset(ids) for span, ids in stated.items()})


def _articles(path: Path) -> dict[int, dict[str, Article]]:
    found: dict[int, dict[str, Article]] = {}
    ids: set[str] = set()
    for article in ingest.articles([str(path)]):
        if isinstance(article, Failure):
            raise SystemExit(f"{article.source}: {article.reason}")
        record = json.loads(article.record)
        if record["counts"]:
            if record["id"] in ids:
                raise SystemExit(f"{path}: two records have the id {record['id']}, and labels go by it")
            ids.add(record["id"])
            found.setdefault(int(record["event"]), {})[record["id"]] = article
    return found


def _named(span: Span, names: dict[str, str]) -> Span:
    return Span(names[span.article], span.start, span.end)


def _item(kind: Kind, number: int, pair: Iterable[Span], names: dict[str, str], *what: str) -> Item:
    first, second = sorted(_named(span, names) for span in pair)
    return Item(kind, number, first, second, *what)


def _claims(number: int, seen: Comparison, names: dict[str, str]) -> Iterator[Item]:
    for claim in seen.claims:
        for one, other in combinations([one.span for one in claim.evidence], 2):
            if one.article != other.article:
                yield _item("claims", number, (one, other), names)


def _conflicts(number: int, seen: Comparison, names: dict[str, str]) -> Iterator[Item]:
    """Every two readings of a slot, each by the passage shown first."""
    for conflict in seen.conflicts:
        if conflict.status != "view":
            for one, other in combinations([reading.evidence[0].span for reading in conflict.readings], 2):
                yield _item("conflicts", number, (one, other), names, conflict.status, conflict.kind)


def _copies(number: int, seen: Comparison, names: dict[str, str]) -> Iterator[Item]:
    """Each article's passage beside that of the first, by id of the record; of several the two most alike."""
    for copy in seen.copies:
        of: dict[str, list[Span]] = {}
        for span in copy.passages:
            of.setdefault(span.article, []).append(span)
        first, *others = (of[article] for article in sorted(of, key=lambda article: names[article]))
        for other in others:
            pairs = [(a, b) for a in first for b in other]
            yield _item("copies", number, max(pairs, key=lambda pair: _alike(seen, *pair)), names)


def _alike(seen: Comparison, one: Span, other: Span) -> int:
    a, b = (Counter(re.findall(r"\w+", seen.words(span).lower())) for span in (one, other))
    return (a & b).total()


# --- the sample ------------------------------------------------------------------------------------


def drawn(found: Sequence[Event]) -> list[Item]:
    """All conflicts and copies, and the SAMPLE pairs of claims with the lowest hash of their sentences.

    So a pair stays in the sample whatever else is shown, and also where its passages become a little longer.
    """
    of = {each.number: each for each in found}
    items = [item for each in found for item in each.items]
    claims = sorted((item for item in items if item.kind == "claims"), key=lambda item: (_lot(item, of), item))
    return [*claims[:SAMPLE], *(item for item in items if item.kind != "claims")]


def _lot(item: Item, of: dict[int, Event]) -> str:
    """A number drawn for two sentences."""
    starts = [sentence(of[item.event].readings[span.article], span).span.start for span in (item.first, item.second)]
    return hashed(SEED, item.event, item.first.article, starts[0], item.second.article, starts[1])


def hashed(*parts: object) -> str:
    """SHA-256 of some values, the same in every run."""
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()


def sentence(reading: Reading, span: Span) -> Sentence:
    """The sentence that holds most of a passage."""
    return reading.sentences[row(reading, span)]


def row(reading: Reading, span: Span) -> int:
    """Its index."""
    return max(range(len(reading.sentences)), key=lambda k: (shared(reading.sentences[k].span, span), -k))


def shared(one: Span, other: Span) -> int:
    """Characters from the later start to the earlier end, whichever article; negative: a gap."""
    return min(one.end, other.end) - max(one.start, other.start)
