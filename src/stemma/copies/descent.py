"""Who has it from whom: the findings of `origins.trace`, and how many origins stand behind some passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stemma.types import Copy, Origin, Provenance, Span, Tie


@dataclass(frozen=True, slots=True)
class Descent:
    """Copies, origins, provenance and ties of a set of articles.

    provenance: covers every sentence of every article, in order, without overlap.
    alike: pairs of passages so near in wording that they count as one origin, though no proof of copying.
    """

    copies: tuple[Copy, ...]
    origins: tuple[Origin, ...]
    provenance: tuple[Provenance, ...]
    ties: tuple[Tie, ...]
    alike: tuple[tuple[Span, Span], ...] = ()

    def of(self, span: Span) -> Provenance:
        """The provenance that holds for most of a passage, the earlier of two.

        Raises KeyError for a passage of an article that was not traced.
        """
        of_article = [each for each in self.provenance if each.span.article == span.article]
        if not of_article:
            raise KeyError(span.article)
        return min(
            of_article, key=lambda each: (-overlap(each.span, span), _gap(each.span, span), each.span.start)
        )


def independent(descent: Descent, spans: Sequence[Span]) -> tuple[str, ...]:
    """Ids of the independent origins behind passages that state one fact, in order of the passages.

    In doubt two are one: unnamed reports add none; a publisher that is credited is the same as whoever its
    own article has the fact from; passages that are alike in wording share one.
    """
    behind = [descent.of(span) for span in spans]
    same = {each.origin: each.origin for each in behind}

    def root(origin: str) -> str:
        while same.setdefault(origin, origin) != origin:
            origin = same[origin]
        return origin

    def join(one: str, other: str) -> None:
        first, second = root(one), root(other)
        same[second] = first

    outlets = {tie.from_article: tie.origin for tie in descent.ties if tie.from_article is not None}
    for span, each in zip(spans, behind, strict=True):
        if span.article in outlets and any(
            b.origin == outlets[span.article] for b in behind if b is not each
        ):
            join(outlets[span.article], each.origin)
    credited = {each.origin for each in behind if each.how in ("relayed", "credited")}
    for tie in descent.ties:
        if outlets.get(tie.to) in credited and tie.origin in same:
            join(outlets[tie.to], tie.origin)
    for one, other in descent.alike:
        near = [
            b.origin
            for span, b in zip(spans, behind, strict=True)
            if overlap(span, one) or overlap(span, other)
        ]
        for origin in near[1:]:
            join(near[0], origin)
    unknown = {origin.id for origin in descent.origins if origin.kind == "unknown"}
    roots = tuple(dict.fromkeys(root(each.origin) for each in behind))
    named = tuple(each for each in roots if each not in unknown)
    return named or roots[:1]


def overlap(one: Span, other: Span) -> int:
    """Characters that two passages share."""
    if one.article != other.article:
        return 0
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
