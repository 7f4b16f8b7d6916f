"""Article to reading: what one article says by itself, whatever other articles are read."""

from __future__ import annotations

from stemma.reading import clauses, labels, names, quantities, quotations, sentences, times, wording
from stemma.types import Article, Reading

__all__ = ["read"]


def read(article: Article, *, with_vectors: bool = True) -> Reading:
    """Read one article: one pass of the encoder, then rules over what it found.

    with_vectors: whether the vectors of its sentences are wanted too; a comparison makes its own.

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
        vectors=vectors([article.words(sentence.span) for sentence in split] if with_vectors else []),
    )
