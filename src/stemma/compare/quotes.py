"""Quotations across articles: one row of ids, and the same words told in two ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from stemma.compare.units import stem, telling_words
from stemma.types import Label, Quotation, Reading, Variant

if TYPE_CHECKING:
    from stemma.compare.units import Numbers

Key = tuple[str, str]  # article id, id in its reading

ALIKE = 0.6
"""Cosine of what is said from which two quotations of one speaker may be one utterance."""

SHARED = 2
"""Telling words that two such quotations share at least, where they are not the same words throughout."""

SAME = 0.95
"""Share of equal words from which two tellings do not differ."""


def numbered(readings: Sequence[Reading], of: Mapping[Key, str]) -> dict[Key, Quotation]:
    """All quotations, numbered through the comparison and with its entities."""
    found: dict[Key, Quotation] = {}
    for reading in readings:
        article = reading.article.id
        for quotation in reading.quotations:
            entity = None if quotation.entity is None else of[article, quotation.entity]
            found[article, quotation.id] = replace(quotation, id=f"q{len(found) + 1}", entity=entity)
    return found


def labels(readings: Sequence[Reading], of: Mapping[Key, str], said: Mapping[Key, Quotation]) -> list[Label]:
    """All labels, with the entities and quotations of the comparison."""
    return [
        replace(
            label,
            entity=of[reading.article.id, label.entity],
            quotation=None if label.quotation is None else said[reading.article.id, label.quotation].id,
        )
        for reading in readings
        for label in reading.labels
    ]


def variants(readings: Sequence[Reading], said: Sequence[Quotation]) -> list[Variant]:
    """Direct quotations of one speaker in two articles that are one utterance in other words."""
    from stemma.reading.encoder import vectors

    texts = {reading.article.id: reading.article for reading in readings}
    direct = [quotation for quotation in said if quotation.type != "indirect" and quotation.entity]
    words = [" ".join(texts[span.article].words(span) for span in quotation.content) for quotation in direct]
    if not words:
        return []
    found: list[Variant] = []
    taken: set[str] = set()
    alike: Numbers = np.asarray(vectors(words)) @ np.asarray(vectors(words)).T
    order = sorted(combinations(range(len(direct)), 2), key=lambda pair: (-alike[pair], pair))
    for a, b in order:
        one, other = direct[a], direct[b]
        if one.entity != other.entity or one.content[0].article == other.content[0].article:
            continue
        if {one.id, other.id} & taken or not _one_utterance(words[a], words[b], float(alike[a, b])):
            continue
        taken |= {one.id, other.id}
        found.append(Variant((one.id, other.id), f"{one.speaker}, in words that are {alike[a, b]:.0%} alike"))
    return sorted(found, key=lambda variant: variant.quotations)


def _one_utterance(one: str, other: str, alike: float) -> bool:
    """Are these the same words in part but not throughout?"""
    left, right = ([stem(word) for word in telling_words(words)] for words in (one, other))
    shared = set(left) & set(right)
    if not left or not right or len(shared) >= SAME * max(len(set(left)), len(set(right))):
        return False
    return alike >= ALIKE and len(shared) >= min(SHARED, len(set(left)), len(set(right)))
