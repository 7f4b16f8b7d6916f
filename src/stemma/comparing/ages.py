"""Whose age a number is: two ages of one person conflict whatever else is said, those of two persons never do."""

from __future__ import annotations

from stemma.comparing.evidence import Bench
from stemma.comparing.units import inside
from stemma.comparing.values import Value
from stemma.types import Mention

FAR = 40
"""Characters from an age to the person it is of at most."""

AFTER = 8
"""A name that follows an age ("26-year-old Ana Reis") counts as so many characters farther than one before it."""

ONE = 0.9
"""Likelihood that two ages of one person fill one slot: 8 of the 8 pairs in the train and the marked stories do."""


def both(x: Value, y: Value) -> bool:
    """Are both values ages?"""
    return all(value.quantity is not None and value.quantity.thing == "age" for value in (x, y))


def whose(bench: Bench, age: Value) -> str | None:
    """The id across articles of whoever is named or meant nearest to an age in its sentence."""
    reading = bench.readings[age.article]
    sentence = reading.sentences[bench.unit((age.article, age.unit)).clause.sentence].span
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
