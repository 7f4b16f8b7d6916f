"""What people say of articles, over what is found in them: plain values that `compare` takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from stemma.comparing.claims import Pair, Place
from stemma.comparing.units import Side, inside, overlap
from stemma.types import Reading, Span


@dataclass(frozen=True, slots=True)
class Identity:
    """Passages that name somebody.  one: `first` and `second` name one; else they name two."""

    first: tuple[Span, ...]
    second: tuple[Span, ...]
    one: bool


@dataclass(frozen=True, slots=True)
class Corrections:
    """What holds whatever is found.

    identities: in the order in which they were said; where two contradict each other the later holds.
    apart: pairs of passages that do not state one fact.
    """

    identities: tuple[Identity, ...] = ()
    apart: tuple[tuple[Span, Span], ...] = ()


NONE = Corrections()


def named_at(reading: Reading, span: Span) -> str | None:
    """The id of the entity that a passage of this reading's article names; of several the one named most of it."""
    found = [
        (overlap(mention.span, span), -len(mention.span), entity.id)
        for entity in reading.entities
        for mention in entity.mentions
        if overlap(mention.span, span)
    ]
    return max(found)[2] if found else None


def stated_apart(apart: Sequence[tuple[Span, Span]], one: Span, other: Span) -> bool:
    """Do people say that two passages do not state one fact?  What is said of a passage holds for what it is part of
    and for its parts.
    """
    return any(
        (_same(one, first) and _same(other, second)) or (_same(one, second) and _same(other, first))
        for first, second in apart
    )


def places_apart(apart: Sequence[tuple[Span, Span]], sides: Sequence[Side]) -> frozenset[Pair]:
    """The pairs of clauses that people say do not state one fact."""
    found: set[Pair] = set()
    for first, second in apart:
        for a, b in product(_places(sides, first), _places(sides, second)):
            found.add((min(a, b), max(a, b)))
    return frozenset(found)


def without(apart: Sequence[tuple[Span, Span]], spans: Sequence[Span]) -> list[int]:
    """Indices of the passages that may stand in one claim: of two that are said apart the later goes."""
    kept: list[int] = []
    for k, span in enumerate(spans):
        if not any(stated_apart(apart, spans[other], span) for other in kept):
            kept.append(k)
    return kept


def _places(sides: Sequence[Side], span: Span) -> list[Place]:
    return [
        (index, k) for index, side in enumerate(sides) for k, unit in enumerate(side.units) if _same(unit.span, span)
    ]


def _same(one: Span, other: Span) -> bool:
    return one.article == other.article and (inside(one, other) or inside(other, one))
