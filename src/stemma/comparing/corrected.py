"""What people say of articles, over what is found in them: plain values that `compare` takes."""

from __future__ import annotations

from dataclasses import dataclass

from stemma.comparing.units import overlap
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


def named_at(reading: Reading, span: Span) -> str | None:
    """The id of the entity that a passage of this reading's article names; of several the one named most of it."""
    found = [
        (overlap(mention.span, span), -len(mention.span), entity.id)
        for entity in reading.entities
        for mention in entity.mentions
        if overlap(mention.span, span)
    ]
    return max(found)[2] if found else None
