"""Quotations across articles: one row of ids, and the same words told in two ways."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import combinations

from stemma.comparing.entities import Matched
from stemma.comparing.units import telling_words
from stemma.types import Article, Label, Quotation, Reading, Span, Variant

Key = tuple[str, str]  # article id, id in its reading

RUN = 3
"""Words in a row, one of them telling, that two tellings of one utterance share at least."""

PART = 0.6
"""Share of the shorter telling that the words in a row make up."""

CUT = 5
"""A telling of so many words that stands whole in another is a cut of it, not told in another way."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Told:
    """An utterance told in two ways, with the words in a row that both have."""

    variant: Variant
    runs: tuple[Span, Span]


def numbered(readings: Sequence[Reading], of: Mapping[Key, str]) -> dict[Key, Quotation]:
    """All quotations, numbered through the comparison and with its entities."""
    found: dict[Key, Quotation] = {}
    for reading in readings:
        article = reading.article.id
        for quotation in reading.quotations:
            entity = None if quotation.entity is None else of[article, quotation.entity]
            found[article, quotation.id] = replace(quotation, id=f"q{len(found) + 1}", entity=entity)
    return found


def labels(readings: Sequence[Reading], matched: Matched, said: Mapping[Key, Quotation]) -> list[Label]:
    """All labels of somebody with a name, with the entities and quotations of the comparison."""
    named = {entity.id for entity in matched.entities if entity.named}
    return [
        replace(
            label,
            entity=matched.of[reading.article.id, label.entity],
            quotation=None if label.quotation is None else said[reading.article.id, label.quotation].id,
        )
        for reading in readings
        for label in reading.labels
        if matched.of[reading.article.id, label.entity] in named
    ]


def variants(readings: Sequence[Reading], said: Sequence[Quotation]) -> list[Told]:
    """Quotations of one speaker in two articles that are one utterance in other words."""
    texts = {reading.article.id: reading.article for reading in readings}
    direct = [quotation for quotation in said if quotation.type != "indirect" and quotation.entity]
    words = [_words(texts, quotation) for quotation in direct]
    found: list[Told] = []
    taken: set[str] = set()
    for a, b in combinations(range(len(direct)), 2):
        one, other = direct[a], direct[b]
        if one.entity != other.entity or one.content[0].article == other.content[0].article:
            continue
        run = _shared(words[a], words[b])
        if run is None or {one.id, other.id} & taken:
            continue
        taken |= {one.id, other.id}
        told = texts[run[0].article].words(run[0])
        variant = Variant((one.id, other.id), f"{one.speaker}, both with \u201c{told}\u201d")
        found.append(Told(variant, run))
    return found


def _words(texts: Mapping[str, Article], quotation: Quotation) -> list[tuple[str, Span]]:
    return [
        (found[0].lower().replace("’", "'"), Span(span.article, found.start(), found.end()))
        for span in quotation.content
        for found in _WORD.finditer(texts[span.article].text, span.start, span.end)
    ]


def _shared(one: list[tuple[str, Span]], other: list[tuple[str, Span]]) -> tuple[Span, Span] | None:
    """The words in a row that make two quotations one utterance, where they are not the same throughout."""
    left, right = ([word for word, _ in words] for words in (one, other))
    match = SequenceMatcher(None, left, right, autojunk=False).find_longest_match()
    shorter = min(len(left), len(right))
    if match.size < max(RUN, PART * shorter) or left == right or (match.size == shorter and shorter >= CUT):
        return None
    if not telling_words(" ".join(left[match.a : match.a + match.size])):
        return None
    first, second = one[match.a :][: match.size], other[match.b :][: match.size]
    return _from_to(first), _from_to(second)


def _from_to(words: list[tuple[str, Span]]) -> Span:
    return Span(words[0][1].article, words[0][1].start, words[-1][1].end)
