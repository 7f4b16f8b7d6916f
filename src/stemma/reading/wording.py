"""Loaded wording: words of strong feeling outside quotations, and reporting verbs that do more than report.

Marked, never judged: a word is listed because it is strong, not because it is wrong.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from stemma.reading.lexicon import is_intense
from stemma.reading.lexicon import words as listed
from stemma.types import Article, Loaded, PartKind, Quotation, Sentence, Span

if TYPE_CHECKING:
    from stemma.reading.model.tagging import Tagging

_UNREAD: frozenset[PartKind] = frozenset(("byline", "dateline", "caption", "boilerplate", "correction"))
_OPEN = frozenset(("ADJ", "ADV", "NOUN", "VERB", "PROPN"))


def find(
    article: Article, sentences: tuple[Sentence, ...], tagging: Tagging, quotations: tuple[Quotation, ...]
) -> tuple[Loaded, ...]:
    """Strong words and telling cues in order.

    A cue carries the id of its quotation; strong words inside a quotation are left out.
    """
    cues = [found for quotation in quotations for found in _cues(article, quotation)]
    said = sorted((span.start, span.end) for quotation in quotations for span in quotation.content)
    taken = {found.words.start for found in cues}
    return tuple(
        sorted(
            [*cues, *(w for w in _intense(article, sentences, tagging, said) if w.words.start not in taken)],
            key=lambda found: (found.words.start, found.words.end),
        )
    )


def _cues(article: Article, quotation: Quotation) -> list[Loaded]:
    """The cue of a quotation where one of its words is more than "said"."""
    telling = listed("cues")
    return [
        Loaded(span, "cue", quotation.id)
        for span in quotation.cue
        if any(word.strip(".,;:").casefold() in telling for word in article.words(span).split())
    ]


def _intense(
    article: Article, sentences: tuple[Sentence, ...], tagging: Tagging, said: list[tuple[int, int]]
) -> list[Loaded]:
    found: list[Loaded] = []
    starts = [start for start, _ in said]
    furthest = _running_ends(said)
    columns = tagging.words
    rows = zip(columns.start.tolist(), columns.end.tolist(), columns.sentence.tolist(), columns.upos, strict=True)
    for start, end, sentence, upos in rows:
        if upos not in _OPEN or not is_intense(article.text[start:end].casefold()):
            continue
        i = bisect_right(starts, start) - 1
        inside = i >= 0 and furthest[i] > start
        if not inside and sentences[sentence].part not in _UNREAD:
            found.append(Loaded(Span(article.id, start, end), "intense"))
    return found


def _running_ends(said: list[tuple[int, int]]) -> list[int]:
    """For each span in order the furthest end so far."""
    ends: list[int] = []
    for _, end in said:
        ends.append(max(end, ends[-1]) if ends else end)
    return ends
