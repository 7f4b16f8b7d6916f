"""Whose age a number is: two ages of one person conflict whatever else is said, those of two persons never do."""

from __future__ import annotations

import re

from stemma.comparing.evidence import Bench
from stemma.comparing.units import inside
from stemma.comparing.values import Value
from stemma.types import Article, Span

_BEFORE = re.compile(r"[,(\s]*(?:an? [\w-]+,?\s*)?(?:(?:who )?(?:is|was|now|aged|turned)\s*){0,2}", re.IGNORECASE)
"""What stands between a person and an age: "Reis, 26", "Reis, a baker, was 26"."""

_AFTER = re.compile(r"[-\s]*years?[-\s]old (?:[\w-]+,?\s+){0,2}", re.IGNORECASE)
"""What stands between an age and a person: "26-year-old baker Ana Reis"."""

_ONCE = re.compile(r"\b(?:when|at (?:the )?age|as an?|then|since|until|from|was an?)\b[^.]{0,20}$", re.IGNORECASE)
"""Before an age of other days: "when he was 19", "hired at age 30"."""

ONE = 0.9
"""Likelihood that two ages of one person fill one slot: 8 of the 8 pairs in the train and the marked stories do."""


def any_of(x: Value, y: Value) -> bool:
    """Is one of two comparable values an age?  The other is one too, or a bare number."""
    return any(value.quantity is not None and value.quantity.thing == "age" for value in (x, y))


def of_one(bench: Bench, x: Value, y: Value) -> bool:
    """Are both values ages, known to be of one person and of these days?"""
    if not all(value.quantity is not None and value.quantity.thing == "age" for value in (x, y)):
        return False
    one = whose(bench, x)
    return one is not None and one == whose(bench, y)


def whose(bench: Bench, age: Value) -> str | None:
    """The id across articles of whom an age is of, by what stands between; None for an age of other days and where that
    does not tell.
    """
    reading = bench.readings[age.article]
    sentence = reading.sentences[bench.unit((age.article, age.unit)).clause.sentence].span
    if _ONCE.search(reading.article.text[max(sentence.start, age.span.start - 40) : age.span.start]):
        return None
    for entity in reading.entities:
        if entity.kind in ("place", "organisation", "event", "work"):
            continue
        if any(
            _beside(reading.article, age.span, each.span) for each in entity.mentions if inside(each.span, sentence)
        ):
            return bench.entity_of.get((reading.article.id, entity.id), entity.id)
    return None


def _beside(article: Article, age: Span, person: Span) -> bool:
    """Does an age belong to the person that a mention stands for, by the words between them?"""
    if person.start <= age.start < person.end:
        return True
    if person.end <= age.start:
        return bool(_BEFORE.fullmatch(article.text, person.end, age.start))
    return bool(_AFTER.fullmatch(article.text, age.end, person.start))
