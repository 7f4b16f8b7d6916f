"""Readings written for a test: enough of them for copies and origins."""

from __future__ import annotations

import numpy as np

from stemma.reading import sentences
from stemma.types import Article, Part, PartKind, Reading, Span, Stated, Words


def article(
    name: str,
    body: str,
    *,
    outlet: str | None = None,
    day: str | None = None,
    byline: str = "",
    headline: str = "",
) -> Article:
    """An article with this id: headline and byline where given, then the body, each on lines of its own."""
    parts: list[Part] = []
    text = ""
    pieces: list[tuple[PartKind, str]] = [("headline", headline), ("byline", byline), ("body", body)]
    for kind, words in pieces:
        if words:
            parts.append(Part(kind, Span(name, len(text), len(text) + len(words))))
            text += words + "\n\n"
    return Article(
        id=name,
        text=text,
        sha256="",
        source=name,
        file="",
        parts=tuple(parts),
        outlet=Stated(outlet, "metadata") if outlet else None,
        published=Stated(day, "metadata") if day else None,
    )


def reading(of: Article) -> Reading:
    """Its sentences, and nothing else."""
    none = np.zeros(0, dtype=np.int32)
    vectors = np.zeros((0, 384), dtype=np.float32)
    words = Words(none, none, none, (), none, ())
    return Reading(of, sentences.split(of), words, (), (), (), (), (), (), (), vectors)


def readings(*articles: Article) -> list[Reading]:
    """A reading of each."""
    return [reading(each) for each in articles]


def place(of: Article, words: str) -> Span:
    """Where words stand in an article."""
    at = of.text.index(words)
    return Span(of.id, at, at + len(words))
