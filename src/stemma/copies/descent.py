"""Who has it from whom: the findings of `origins.trace`, and how many origins stand behind some passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from stemma.types import Copy, Origin, Provenance, Reading, Span, Tie


@dataclass(frozen=True, slots=True)
class Descent:
    """Copies, origins, provenance and ties of a set of articles.

    provenance: covers every sentence of every article, in order, without overlap.
    alike: pairs of passages so near in wording that they count as one origin, though no proof of copying.
    families: outlets, by the id of their origin, with the publisher that they belong to.
    """

    copies: tuple[Copy, ...]
    origins: tuple[Origin, ...]
    provenance: tuple[Provenance, ...]
    ties: tuple[Tie, ...]
    alike: tuple[tuple[Span, Span], ...] = ()
    families: tuple[tuple[str, str], ...] = ()
    _of: dict[str, list[Provenance]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        of: dict[str, list[Provenance]] = {}
        for each in self.provenance:
            of.setdefault(each.span.article, []).append(each)
        object.__setattr__(self, "_of", of)

    def of(self, span: Span) -> Provenance:
        """The provenance that holds for most of a passage, the earlier of two; the nearest where none does.

        Raises KeyError for a passage of an article that was not traced.
        """
        return min(
            self._of[span.article],
            key=lambda each: (-overlap(each.span, span), _gap(each.span, span), each.span.start),
        )


def independent(descent: Descent, spans: Sequence[Span]) -> tuple[str, ...]:
    """Ids of the independent origins behind passages that state one fact, in order of the passages.

    In doubt two are one: unnamed reports add none; a publisher that is credited is the same as whoever its
    own article has the fact from; passages that are alike in wording share one, and outlets of one family.
    """
    behind = [descent.of(span) for span in spans]
    unknown = {origin.id for origin in descent.origins if origin.kind == "unknown"}
    agencies = {origin.id for origin in descent.origins if origin.kind == "agency"}
    same = {each.origin: each.origin for each in behind}

    def root(origin: str) -> str:
        while same.setdefault(origin, origin) != origin:
            origin = same[origin]
        return origin

    for one, other in _joined(descent, spans, behind):
        first, second = sorted((root(one), root(other)), key=lambda each: (each in unknown, each not in agencies))
        same[second] = first
    roots = tuple(dict.fromkeys(root(each.origin) for each in behind))
    return tuple(each for each in roots if each not in unknown) or roots[:1]


def behind(descent: Descent, readings: Sequence[Reading]) -> tuple[str, ...]:
    """Ids of the independent origins behind whole articles: each is taken by where most of it is from."""
    ends = [(reading.article.id, reading.sentences) for reading in readings if reading.sentences]
    whole = [Span(article, some[0].span.start, some[-1].span.end) for article, some in ends]
    return independent(descent, whole) if whole else ()


def families(descent: Descent, spans: Sequence[Span]) -> dict[str, list[str]]:
    """The publishers to which two or more of the origins behind these passages belong, with these origins."""
    behind = dict.fromkeys(descent.of(span).origin for span in spans)
    found: dict[str, list[str]] = {}
    for origin, family in descent.families:
        if origin in behind:
            found.setdefault(family, []).append(origin)
    return {family: origins for family, origins in found.items() if len(origins) > 1}


def _joined(descent: Descent, spans: Sequence[Span], behind: Sequence[Provenance]) -> Iterator[tuple[str, str]]:
    """Origins behind these passages that are in truth, or in doubt, one."""
    outlets = {tie.from_article: tie.origin for tie in descent.ties if tie.from_article is not None}
    origins = {each.origin for each in behind}
    for span, each in zip(spans, behind, strict=True):
        # another passage credits this article, which has it from elsewhere: perhaps from the other (a circle)
        if outlets.get(span.article) in origins - {each.origin}:
            yield outlets[span.article], each.origin
    credited = {each.origin for each in behind if each.how in ("relayed", "credited")}
    for tie in descent.ties:
        # the credited outlet has text or facts from a third that stands behind this fact as well
        if outlets.get(tie.to) in credited and tie.origin in origins:
            yield outlets[tie.to], tie.origin
    for related in families(descent, spans).values():
        yield from ((related[0], origin) for origin in related[1:])
    for one, other in descent.alike:
        near = [
            each.origin for span, each in zip(spans, behind, strict=True) if overlap(span, one) or overlap(span, other)
        ]
        yield from ((near[0], origin) for origin in near[1:])


def overlap(one: Span, other: Span) -> int:
    """Characters that two passages share."""
    if one.article != other.article:
        return 0
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
