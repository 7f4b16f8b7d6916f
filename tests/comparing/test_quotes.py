"""One utterance told in two ways."""

from __future__ import annotations

import numpy as np

from stemma.comparing.quotes import variants
from stemma.types import Article, Part, Quotation, Reading, Span, Words

_NONE = np.zeros(0, np.int32)


def reading(id: str, said: str, speaker: str = "e1") -> Reading:
    span = Span(id, 0, len(said))
    article = Article(id, said, "0" * 64, id, id, (Part("body", span),))
    words = Words(_NONE, _NONE, _NONE, (), _NONE, ())
    quotation = Quotation(f"q-{id}", (span,), (), (), "direct", "Ana Roos", speaker)
    return Reading(article, (), words, (), (), (quotation,), (), (), (), (), np.zeros((0, 384), np.float32))


def told(*readings: Reading) -> list[tuple[str, ...]]:
    found = variants(readings, [quotation for one in readings for quotation in one.quotations])
    return [one.variant.quotations for one in found]


def test_the_same_words_told_in_two_ways() -> None:
    one, other = reading("a", "“The catch of a lifetime”"), reading("b", "“I made the haul of a lifetime”")
    assert told(one, other) == [("q-a", "q-b")]


def test_the_same_words_throughout_are_told_in_one_way() -> None:
    assert told(reading("a", "“We hold the receipt.”"), reading("b", '"We hold the receipt"')) == []


def test_a_cut_is_not_told_in_another_way() -> None:
    whole = reading("a", "“We hold the receipt and we will show it to the court.”")
    assert told(whole, reading("b", "“We hold the receipt and we will show it”")) == []


def test_two_speakers_may_use_the_same_words() -> None:
    one, other = reading("a", "“The catch of a lifetime”"), reading("b", "“The haul of a lifetime”", "e2")
    assert told(one, other) == []
