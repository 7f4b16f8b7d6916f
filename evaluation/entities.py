"""Entities across articles against ECB+ and MEANTIME: B-cubed over the annotated mentions of each topic.

`python -m evaluation.entities` reads the corpora from the folder that STEMMA_TESTDATA names.  A gold mention
belongs to the found entity that has the mention nearest to it (intersection over union of at least a half, or
the one inside the other with the same last word); a mention found nowhere is an entity of its own.  Articles
of one topic are matched together, and the figures are averaged over all mentions of all topics.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from stemma.comparing import entities
from stemma.reading import names, sentences
from stemma.reading.model.tagging import tag
from stemma.types import Article, Part, Reading, Span

_PEOPLE_AND_PLACES = ("HUMAN_PART", "LOC")
_NO_SPACE_BEFORE = frozenset((".", ",", ";", ":", "!", "?", ")", "'s", "’s", "n't", "''", "%"))
_NO_SPACE_AFTER = frozenset(("(", "``", "$", "#"))


@dataclass(frozen=True, slots=True)
class Document:
    """An article of a corpus.  gold: start, end and chain of every annotated mention of an entity."""

    article: Article
    gold: tuple[tuple[int, int, str], ...]


def score(corpora: Path) -> dict[str, float]:
    """B-cubed precision, recall and F1, 0 to 1, on both corpora below a folder."""
    figures: dict[str, float] = {}
    for name, topics in (
        ("ecbplus", ecbplus(corpora / "ecbplus")),
        ("meantime", meantime(corpora / "meantime")),
    ):
        p, r, n = 0.0, 0.0, 0
        for documents in topics:
            pairs = assigned(documents)
            precise, recalled = b_cubed(pairs)
            p, r, n = p + precise, r + recalled, n + len(pairs)
        p, r = p / max(1, n), r / max(1, n)
        figures |= {
            f"entities.{name}.P": p,
            f"entities.{name}.R": r,
            f"entities.{name}.F1": 2 * p * r / (p + r),
        }
    return figures


def assigned(documents: list[Document]) -> list[tuple[str, str]]:
    """For each gold mention its chain and the found entity it belongs to."""
    readings = [_reading(document.article) for document in documents]
    matched = entities.match(readings)
    pairs: list[tuple[str, str]] = []
    for document, read in zip(documents, readings, strict=True):
        found = _found(read)
        for number, (start, end, chain) in enumerate(document.gold):
            own = f"none {document.article.id} {number}"
            best = max(((_near(document.article.text, start, end, s), e) for s, e in found), default=(0.0, ""))
            pairs.append((chain, matched.of[document.article.id, best[1]] if best[0] >= 0.5 else own))
    return pairs


def _reading(article: Article) -> Reading:
    """A reading with nothing but names, which is all that matching looks at."""
    split = sentences.split(article)
    tagging = tag(article.text, [(s.span.start, s.span.end) for s in split])
    found = names.resolve(article, split, tagging)
    vectors = np.zeros((0, 384), np.float32)
    return Reading(article, split, tagging.words, (), found, (), (), (), (), (), vectors)


def _found(read: Reading) -> list[tuple[Span, str]]:
    return [(mention.span, entity.id) for entity in read.entities for mention in entity.mentions]


def _near(text: str, start: int, end: int, span: Span) -> float:
    """How near a found span is to a gold one: intersection over union, a half where both end in one head."""
    shared = min(end, span.end) - max(start, span.start)
    if shared <= 0:
        return 0.0
    over = shared / (end - start + len(span) - shared)
    return max(over, 0.5) if end == span.end and shared == min(end - start, len(span)) else over


def b_cubed(pairs: Iterable[tuple[str, str]]) -> tuple[float, float]:
    """Sums over mentions of precision and of recall.  pairs: gold chain and found entity of each mention."""
    listed = list(pairs)
    both = Counter(listed)
    gold, found = Counter(g for g, _ in listed), Counter(f for _, f in listed)
    precise = sum(n * n / found[f] for (_, f), n in both.items())
    recalled = sum(n * n / gold[g] for (g, _), n in both.items())
    return precise, recalled


def ecbplus(folder: Path) -> Iterator[list[Document]]:
    """The topics: mentions of people, organisations and places that stand in a chain across documents."""
    for topic in sorted(folder.iterdir(), key=lambda p: int(p.name) if p.name.isdecimal() else 0):
        if topic.is_dir():
            yield [_document(path, _ecb_chains) for path in sorted(topic.glob("*.xml"))]


def meantime(folder: Path) -> Iterator[list[Document]]:
    """The two topics: mentions of entities with an instance of their own."""
    for topic in sorted((folder / "intra_cross-doc_annotation").iterdir()):
        yield [_document(path, _meantime_chains) for path in sorted(topic.glob("*.xml"))]


Chains = dict[str, str]  # id of a mention to its chain


def _ecb_chains(root: ElementTree.Element) -> Chains:
    kinds = {m.get("m_id", ""): m.tag for m in root.iterfind("Markables/*")}
    chains: Chains = {}
    for relation in root.iterfind("Relations/CROSS_DOC_COREF"):
        for source in relation.iterfind("source"):
            mention = source.get("m_id", "")
            if kinds.get(mention, "").startswith(_PEOPLE_AND_PLACES):
                chains[mention] = relation.get("note", "")
    return chains


def _meantime_chains(root: ElementTree.Element) -> Chains:
    wanted = {
        m.get("m_id", ""): m.get("instance_id", "")
        for m in root.iterfind("Markables/ENTITY")
        if m.get("ent_type") in ("PER", "PERSON", "ORG", "ORGANIZATION", "LOC", "LOCATION") and m.get("instance_id")
    }
    chains: Chains = {}
    for relation in root.iterfind("Relations/REFERS_TO"):
        target = relation.find("target")
        instance = wanted.get(target.get("m_id", "")) if target is not None else None
        if instance:
            chains |= {source.get("m_id", ""): instance for source in relation.iterfind("source")}
    return chains


def _document(path: Path, chains_of: object) -> Document:
    """One file: its text with a line a sentence, and the gold mentions in it."""
    root = ElementTree.parse(path).getroot()
    text, places = _text(root)
    chains: Chains = chains_of(root)  # type: ignore[operator]
    gold: list[tuple[int, int, str]] = []
    for markable in root.iterfind("Markables/*"):
        anchors = [places[a.get("t_id", "")] for a in markable.iterfind("token_anchor")]
        if anchors and (chain := chains.get(markable.get("m_id", ""))):
            gold.append((min(a for a, _ in anchors), max(b for _, b in anchors), chain))
    parts = (Part("body", Span(path.name, 0, len(text))),)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(Article(path.name, text, digest, str(path), path.name, parts), tuple(sorted(gold)))


def _text(root: ElementTree.Element) -> tuple[str, dict[str, tuple[int, int]]]:
    """The tokens as running text, and where each stands in it."""
    pieces: list[str] = []
    places: dict[str, tuple[int, int]] = {}
    at, before, sentence = 0, "", ""
    for token in root.iterfind("token"):
        word = token.text or ""
        if before:
            changed = token.get("sentence") != sentence
            tight = word in _NO_SPACE_BEFORE or before in _NO_SPACE_AFTER
            gap = "\n" if changed else "" if tight else " "
            pieces.append(gap)
            at += len(gap)
        places[token.get("t_id", "")] = (at, at + len(word))
        pieces.append(word)
        at += len(word)
        before, sentence = word, token.get("sentence", "")
    return "".join(pieces), places


def main() -> int:
    """Prints the figures."""
    folder = os.environ.get("STEMMA_TESTDATA")
    if not folder:
        print("STEMMA_TESTDATA names no folder with the corpora", file=sys.stderr)
        return 2
    for name, value in score(Path(folder) / "corpora").items():
        print(f"{name:24}{value:7.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
