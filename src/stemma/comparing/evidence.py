"""Evidence: passages with their origin, and whether the outlet asserts them or says who said so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stemma.comparing.claims import Pair, Place
from stemma.comparing.units import Side, Unit, inside, overlap
from stemma.copies import Descent, families, independent
from stemma.reading.times import timex
from stemma.types import Claim, Evidence, Quotation, Reading, Span, Status, Time

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OPEN_YEAR = re.compile(r"XXXX-\d\d-\d\d")
LONGEST = 340
"""Characters of a passage that is shown as evidence."""


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """All that passages are weighed by.

    said: quotations by article and id in its reading.  names: of entities by id.
    entity_of: ids of entities across articles by article and id in its reading.
    apart: pairs of clauses that people say do not state one fact.
    """

    readings: tuple[Reading, ...]
    sides: tuple[Side, ...]
    descent: Descent
    said: Mapping[tuple[str, str], Quotation]
    names: Mapping[str, str]
    entity_of: Mapping[tuple[str, str], str]
    apart: frozenset[Pair] = frozenset()

    def unit(self, place: Place) -> Unit:
        """The unit at a place."""
        return self.sides[place[0]].units[place[1]]

    def holding(self, span: Span) -> list[Place]:
        """The places of the clauses that hold a span, the shortest first."""
        found = [
            (len(unit.span), (index, k))
            for index, side in enumerate(self.sides)
            for k, unit in enumerate(side.units)
            if unit.span.article == span.article and inside(span, unit.span)
        ]
        return [place for _, place in sorted(found)]

    def words(self, span: Span) -> str:
        """The characters of a span."""
        return next(r.article.words(span) for r in self.readings if r.article.id == span.article)

    def sentence(self, place: Place) -> Span:
        """The sentence of a place, or its clause where the sentence is too long to show."""
        unit = self.unit(place)
        span = self.readings[place[0]].sentences[unit.clause.sentence].span
        return span if len(span) <= LONGEST else unit.span

    def evidence(self, place: Place, score: float, borrowed: str = "") -> Evidence:
        """The sentence of a place as evidence; who says so, and from where, is that of its clause."""
        return self.passage(self.unit(place).span, self.sentence(place), score, borrowed)

    def passage(self, span: Span, shown: Span, score: float, borrowed: str = "") -> Evidence:
        """A span as evidence, of which more is shown; who says so, and from where, is that of the span."""
        told = max(
            (said for (article, _), said in self.said.items() if article == span.article and _covers(said, span)),
            key=lambda said: _held(said, span),
            default=None,
        )
        speaker = None if told is None else self.speaker(told)
        return Evidence(
            span=shown,
            origin=self.descent.of(span).origin,
            asserted=speaker is None,
            speaker=speaker,
            quotation=None if told is None else told.id,
            score=round(score, 4),
            borrowed=borrowed,
        )

    def times(self, place: Place) -> list[Time]:
        """The dates and times in the sentence of a place."""
        span = self.sentence(place)
        return [time for time in self.readings[place[0]].times if time.type != "DURATION" and inside(time.span, span)]

    def borrowed(self, place: Place, others: Sequence[Place]) -> str:
        """What a time of this passage, open in its own article, takes from those of the others."""
        for time in self.times(place):
            for other in others if time.value.startswith("XXXX") else ():
                if any(_DAY.match(full.value) and timex.agree(time, full) for full in self.times(other)):
                    article = self.readings[other[0]].article
                    whose = article.file if article.outlet is None else article.outlet.value
                    return f"{'the year' if _OPEN_YEAR.match(time.value) else 'the date'}, from {whose}"
        return ""

    def speaker(self, quotation: Quotation) -> str | None:
        """The speaker by the fullest name in all articles."""
        return self.names.get(quotation.entity or "", quotation.speaker)


def _held(said: Quotation, span: Span) -> int:
    return sum(overlap(content, span) for content in said.content if content.article == span.article)


def _covers(said: Quotation, span: Span) -> bool:
    return _held(said, span) * 2 > len(span)


def claim(bench: Bench, clauses: Sequence[Span], evidence: Sequence[Evidence], sure: Sequence[Span], why: str) -> Claim:
    """The claim of some evidence, without its id and weight.

    clauses: what of each passage states it.  sure: those of them whose origins count.  why: they state one fact.
    """
    origins = independent(bench.descent, sure)
    status: Status = "single" if len(evidence) == 1 else "corroborated" if len(origins) > 1 else "repeated"
    speakers = tuple(dict.fromkeys(one.speaker for one in evidence if one.speaker is not None))
    one_speaker = speakers[0] if len(speakers) == 1 and not any(one.asserted for one in evidence) else None
    best = max(range(len(evidence)), key=lambda k: (evidence[k].asserted, -len(clauses[k])))
    return Claim(
        id="",
        text=clauses[best],
        status=status,
        origins=max(1, len(origins)),
        evidence=tuple(evidence),
        speakers=speakers,
        one_speaker=one_speaker if len(evidence) > 1 else None,
        weight=0.0,
        reason=why if len(evidence) == 1 else _reason(bench, origins, sure, why, doubtful=len(clauses) - len(sure)),
    )


def _reason(bench: Bench, origins: Sequence[str], sure: Sequence[Span], why: str, *, doubtful: int) -> str:
    names = {origin.id: origin.name for origin in bench.descent.origins}
    behind = " and ".join(names[origin] for origin in origins)
    told = [why, f"{'independent origins' if len(origins) > 1 else 'counted as one origin'}: {behind}"]
    for family, some in families(bench.descent, sure).items():
        told.append(f"{' and '.join(names[origin] for origin in some)} are of one family, {family}")
    if doubtful:
        told.append("passages that may state another fact add none")
    return "; ".join(told)
