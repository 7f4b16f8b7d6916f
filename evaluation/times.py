"""Times against MEANTIME and WikiWars: expressions found (overlap, one to one), values right of those found.

`python -m evaluation.times` reads the corpora from the folder that STEMMA_TESTDATA names and prints both.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from stemma.reading import times
from stemma.types import Article, Part, Sentence, Span, Stated, Time


@dataclass(frozen=True, slots=True)
class Gold:
    """A time expression of a corpus: offsets in the text of its document."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    article: Article
    sentences: tuple[Sentence, ...]
    gold: tuple[Gold, ...]


def score(corpus: Path) -> dict[str, float]:
    """The figures of MEANTIME and WikiWars below a corpora folder, 0 to 1.

    found: F1 of expressions, overlap, one to one.  exact: F1 of exact spans.  value: share of those found (by
    overlap) whose value is right.
    """
    figures: dict[str, float] = {}
    for name, documents in (
        ("meantime", meantime(corpus / "meantime")),
        ("wikiwars", wikiwars(corpus / "wikiwars")),
    ):
        figures |= {f"times.{name}.{key}": value for key, value in compare(documents).items()}
    return figures


def compare(documents: Iterator[Document]) -> dict[str, float]:
    """Precision, recall and F1 of spans, and the share of values right, over documents together."""
    gold = guessed = found = exact = right = 0
    for document in documents:
        answers = times.find(document.article, document.sentences)
        pairs = match(document.gold, answers)
        gold, guessed, found = gold + len(document.gold), guessed + len(answers), found + len(pairs)
        exact += sum((g.start, g.end) == (t.span.start, t.span.end) for g, t in pairs)
        right += sum(same_value(g.value, t.value) for g, t in pairs)
    return {
        "P": found / max(guessed, 1),
        "R": found / max(gold, 1),
        "F1": 2 * found / max(gold + guessed, 1),
        "exact": 2 * exact / max(gold + guessed, 1),
        "value": right / max(found, 1),
    }


def match(gold: tuple[Gold, ...], answers: tuple[Time, ...]) -> list[tuple[Gold, Time]]:
    """Pairs that overlap, one to one, the largest overlap first."""
    overlaps = sorted(
        (-shared, i, j)
        for i, one in enumerate(gold)
        for j, time in enumerate(answers)
        if (shared := min(one.end, time.span.end) - max(one.start, time.span.start)) > 0
    )
    used_gold: set[int] = set()
    used: set[int] = set()
    pairs = []
    for _, i, j in overlaps:
        if i not in used_gold and j not in used:
            used_gold.add(i)
            used.add(j)
            pairs.append((gold[i], answers[j]))
    return pairs


def same_value(gold: str, answer: str) -> bool:
    """Equal but for the mark of a zone, which Stemma keeps apart from the value."""
    return _plain(gold) == _plain(answer)


def _plain(value: str) -> str:
    return re.sub(r"(T\d\d:\d\d)(?::00)?(?:Z|[+-]\d\d(?::?\d\d)?)?$", r"\1", value)


def meantime(folder: Path) -> Iterator[Document]:
    """MEANTIME's Airbus and Apple articles, annotated sentences 0 to 5, creation time left out."""
    for path in sorted(folder.glob("intra-doc_annotation/corpus_a*/*.xml")):
        root = ElementTree.parse(path).getroot()
        tokens = [token for token in root.findall("token") if int(token.get("sentence", "0")) <= 5]
        starts: dict[str, tuple[int, int]] = {}
        bounds: dict[int, tuple[int, int]] = {}
        at = 0
        for token in tokens:
            word, number = token.text or "", int(token.get("sentence", "0"))
            starts[token.get("t_id", "")] = (at, at + len(word))
            bounds[number] = (bounds.get(number, (at, at))[0], at + len(word))
            at += len(word) + 1
        text = " ".join(token.text or "" for token in tokens)
        gold, created, created_at = [], "", (-1, -1)
        markables = root.find("Markables")
        for mark in markables if markables is not None else ():
            anchors = [starts.get(a.get("t_id", "")) for a in mark.findall("token_anchor")]
            spans = [anchor for anchor in anchors if anchor]
            if mark.tag == "TIMEX3" and mark.get("functionInDocument") == "CREATION_TIME":
                created = mark.get("value", "")
                created_at = (spans[0][0], spans[-1][1]) if spans else created_at
            elif mark.tag == "TIMEX3" and spans and len(spans) == len(anchors):
                gold.append(Gold(spans[0][0], spans[-1][1], mark.get("value", "")))
        kept = {n: span for n, span in bounds.items() if not span[0] <= created_at[0] < span[1]}
        yield _document(path.stem, text, created, list(kept.values()), gold)


def wikiwars(folder: Path) -> Iterator[Document]:
    """WikiWars in its TimeML form; a paragraph is a sentence apart at each full stop."""
    for path in sorted(folder.glob("tml/*.tml")):
        root = ElementTree.parse(path).getroot()
        created = root.find("DCT/TIMEX3")
        body = root.find("TEXT")
        if body is None:
            continue
        text, gold = body.text or "", []
        for mark in body:
            words = mark.text or ""
            if mark.get("value", "null") != "null":
                gold.append(Gold(len(text), len(text) + len(words), mark.get("value", "")))
            text += words + (mark.tail or "")
        spans = [m.span() for m in re.finditer(r"\S[^\n]*?(?:[.!?](?=\s+[A-Z\"])|(?=\n)|\Z)", text)]
        yield _document(path.stem, text, (created.get("value", "") if created is not None else ""), spans, gold)


def _document(name: str, text: str, created: str, spans: list[tuple[int, int]], gold: list[Gold]) -> Document:
    whole = Part("body", Span(name, 0, len(text)))
    article = Article(name, text, "", name, name, (whole,), published=Stated(created, "metadata"))
    paragraphs = [text.count("\n", 0, start) for start, _ in spans]
    sentences = tuple(
        Sentence(Span(name, *span), paragraph, "body") for span, paragraph in zip(spans, paragraphs, strict=True)
    )
    return Document(name, article, sentences, tuple(gold))


def main() -> None:
    folder = os.environ.get("STEMMA_TESTDATA")
    if not folder:
        sys.exit("Set STEMMA_TESTDATA to the folder that holds corpora/.")
    for name, value in score(Path(folder) / "corpora").items():
        print(f"{name:24} {value:.3f}")


if __name__ == "__main__":
    main()
