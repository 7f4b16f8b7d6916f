"""Article to reading: what one article says by itself, whatever other articles are read."""

from __future__ import annotations

from typing import Literal

from stemma.reading import clauses, labels, names, quantities, quotations, sentences, times, wording
from stemma.types import Article, Reading, Sentence

__all__ = ["Vectored", "read"]

Vectored = Literal["all", "opening", "none"]
"""Which sentences get vectors: all; as far as stories are grouped by (see sentences.opening); none, since a comparison
makes its own.
"""


def read(article: Article, *, vectored: Vectored = "all") -> Reading:
    """Read one article: one pass of the encoder, then rules over what it found.

    The result depends on the article alone and is the same byte for byte on one machine.
    """
    from stemma.reading.model.encoder import vectors
    from stemma.reading.model.tagging import tag

    split = sentences.split(article)
    tagging = tag(article.text, [(sentence.span.start, sentence.span.end) for sentence in split])
    entities = names.resolve(article, split, tagging)
    said = quotations.find(article, split, tagging, entities)
    when = times.find(article, split)
    return Reading(
        article=article,
        sentences=split,
        words=tagging.words,
        clauses=clauses.split(split, tagging.words, article.text),
        entities=entities,
        quotations=said,
        times=when,
        quantities=quantities.find(article, split, tagging.words, when),
        labels=labels.find(article, tagging.words, entities, said),
        loaded=wording.find(article, split, tagging, said),
        vectors=vectors([article.words(sentence.span) for sentence in _vectored(split, vectored)]),
    )


def _vectored(split: tuple[Sentence, ...], which: Vectored) -> tuple[Sentence, ...]:
    if which == "opening":
        heads, rest = sentences.opening(split)
        return split[: max(heads + rest, default=-1) + 1]
    return split if which == "all" else ()
