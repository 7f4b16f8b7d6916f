"""Whose age a number is: two ages of one person conflict whatever else is said, those of two persons never do."""

from __future__ import annotations

import re

from stemma.comparing.evidence import Bench
from stemma.comparing.units import inside
from stemma.comparing.values import Value
from stemma.types import Mention

FAR = 25
"""Characters from an age to the person it is of at most."""

AFTER = 8
"""A name that follows an age ("26-year-old Ana Reis") counts as so many characters farther than one before it."""

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
    """The id across articles of whoever is named or meant nearest to an age in its sentence; None for one of other days
    and where nobody is near.
    """
    reading = bench.readings[age.article]
    sentence = reading.sentences[bench.unit((age.article, age.unit)).clause.sentence].span
    if _ONCE.search(reading.article.text[max(sentence.start, age.span.start - 40) : age.span.start]):
        return None
    near = [
        (_distance(age, mention), entity.id)
        for entity in reading.entities
        if entity.kind not in ("place", "organisation", "event", "work")
        for mention in entity.mentions
        if inside(mention.span, sentence)
    ]
    distance, found = min(near, default=(FAR, ""))
    return bench.entity_of.get((reading.article.id, found), found) if distance < FAR else None


def _distance(age: Value, mention: Mention) -> int:
    if mention.span.start <= age.span.start < mention.span.end:
        return 0
    if mention.span.end <= age.span.start:
        return age.span.start - mention.span.end
    return mention.span.start - age.span.end + AFTER
