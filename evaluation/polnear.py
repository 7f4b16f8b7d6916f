"""Attributions against PolNeAR: exact spans of source, cue and content, and whole attributions."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from stemma.reading import sentences
from stemma.reading.model.tagging import Attribution, tag
from stemma.types import Article, Part, Span
from training.corpora import Said, polnear

Offsets = tuple[int, int]
ROLES = ("source", "cue", "content")


def score(corpora: Path) -> dict[str, float]:
    """F1 over the articles of PolNeAR's dev part, of an article with several annotators the first one's file.

    source, cue, content: each fragment on its own, the same characters once outer quotation marks,
    punctuation and space are trimmed.  whole content: all fragments of a content the same.  attribution:
    contents with IoU of characters of at least 0.5 and overlapping sources (or none in both), one to one.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for document in polnear(corpora / "polnear/dev"):
        gold, found = document.said[0], attributions(document.text)
        for role in ROLES:
            _count(counts, role, _fragments(document.text, gold, role), _fragments(document.text, found, role))
        _count(counts, "whole content", _wholes(document.text, gold), _wholes(document.text, found))
        counts["attribution", "gold"] += len(gold)
        counts["attribution", "found"] += len(found)
        counts["attribution", "same"] += sum(1 for _ in pairs(gold, found))
    names = (*ROLES, "whole content", "attribution")
    return {
        f"polnear.{name}": 2 * counts[name, "same"] / max(counts[name, "gold"] + counts[name, "found"], 1)
        for name in names
    }


def attributions(text: str) -> tuple[Attribution, ...]:
    """What Stemma finds in a text that is body throughout."""
    part = Part("body", Span("", 0, len(text)))
    split = sentences.split(Article("", text, "", "", "", (part,)))
    return tag(text, [(sentence.span.start, sentence.span.end) for sentence in split]).attributions


def pairs(gold: Sequence[Said], found: Sequence[Attribution]) -> Iterator[tuple[Said, Attribution]]:
    """Attributions that count as the same, one to one, the best overlap of contents first."""
    ranked = sorted(
        (-overlap, i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(found)
        if (overlap := iou(one.content, other.content)) >= 0.5 and _same_source(one.source, other.source)
    )
    used: set[tuple[str, int]] = set()
    for _, i, j in ranked:
        if not used & {("gold", i), ("found", j)}:
            used |= {("gold", i), ("found", j)}
            yield gold[i], found[j]


def iou(one: Sequence[Offsets], other: Sequence[Offsets]) -> float:
    """Characters in both, of those in either; the spans of each do not overlap."""
    both = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)
    return both / max(sum(end - start for start, end in (*one, *other)) - both, 1)


def _same_source(one: Sequence[Offsets], other: Sequence[Offsets]) -> bool:
    return iou(one, other) > 0 if one or other else True


def _count(counts: Counter[tuple[str, str]], name: str, gold: Counter[object], found: Counter[object]) -> None:
    counts[name, "gold"] += gold.total()
    counts[name, "found"] += found.total()
    counts[name, "same"] += (gold & found).total()


def _fragments(text: str, some: Iterable[Said | Attribution], role: str) -> Counter[object]:
    return Counter(span for one in some for span in _trimmed(text, getattr(one, role)))


def _wholes(text: str, some: Iterable[Said | Attribution]) -> Counter[object]:
    return Counter(_trimmed(text, one.content) for one in some)


def _trimmed(text: str, spans: Iterable[Offsets]) -> tuple[Offsets, ...]:
    return tuple(span for start, end in spans if (span := trim(text, start, end))[0] < span[1])


def trim(text: str, start: int, end: int) -> Offsets:
    """A span without the quotation marks, punctuation and space at its ends."""
    while start < end and _outer(text[start]):
        start += 1
    while start < end and _outer(text[end - 1]):
        end -= 1
    return start, end


def _outer(character: str) -> bool:
    return character.isspace() or unicodedata.category(character)[0] == "P" or character in "`´"
