"""Where the sentences of one article come from: done in the process beside (`guarded`)."""

from __future__ import annotations

import msgspec
import numpy as np

from stemma.copies import shared, trace
from stemma.corpus import values
from stemma.reading import sentences
from stemma.types import Article, Reading, Words


def origins(data: bytes) -> bytes:
    """The rows of `schemas.ORIGINS` of the first of some articles, traced among all of them."""
    articles = [values.article(each) for each in msgspec.msgpack.decode(data, type=list[bytes])]
    own = articles[0].id
    readings = [_split(article) for article in sorted(articles, key=_moment)]
    descent = trace(readings, shared(readings) if readings[1:] else ())
    origin = {one.id: one for one in descent.origins}
    standing = {tie.origin: tie.from_article for tie in descent.ties if tie.to == own}
    rows = [
        {
            "article": own,
            "start": each.span.start,
            "end": each.span.end,
            "origin": origin[each.origin].name,
            "kind": origin[each.origin].kind,
            "how": each.how,
            "from_article": standing.get(each.origin),
            "reason": each.reason,
        }
        for each in descent.provenance
        if each.span.article == own
    ]
    return msgspec.msgpack.encode(rows)


def _moment(article: Article) -> tuple[bool, str, str]:
    return article.published is None, article.published.value if article.published else "", article.id


def _split(article: Article) -> Reading:
    """An article in sentences: all that tracing looks at."""
    none = np.zeros(0, np.int32)
    words = Words(none, none, none, (), none, ())
    vectors = np.zeros((0, 0), np.float32)
    return Reading(article, sentences.split(article), words, (), (), (), (), (), (), (), vectors)
