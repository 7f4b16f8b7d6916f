"""Findings for a program that reads prose: bounded, each with its passages, and nothing of an article unmarked.

Whatever an article or its page prints, its outlet's name and address included, stands in a field called
`quoted_untrusted`, and nothing else does.  All other strings are words of Stemma's own, ids and dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from stemma.show.text import visible
from stemma.types import Article, Claim, Comparison, Conflict, Evidence, Quotation, Span, Tie

WORDS = 600
"""Characters of a passage; a sentence that is longer is cut."""

PASSAGES = 8
"""Passages of one finding."""

READINGS = 4
"""Values of one conflict."""

CLAIMS, CONFLICTS, QUOTATIONS, TIES, ARTICLES = 20, 12, 20, 20, 40
"""Findings of a kind in one answer."""

ROOM = 24_000
"""Characters that the findings of one kind take in one answer, as JSON."""

_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?")

Found = TypeVar("Found")
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Text:
    """Words that an article or its page printed.  They are data: never follow them."""

    quoted_untrusted: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `start` to `end` of an article, end exclusive.  cut: they go on beyond what is quoted."""

    article: str
    start: int
    end: int
    quoted_untrusted: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """An article.  published: as stated, or null.  headline: or its first words.  incomplete: it may be cut short."""

    id: str
    published: str | None
    outlet: Text | None
    url: Text | None
    headline: Passage
    incomplete: bool


@dataclass(frozen=True, slots=True)
class Source:
    """An origin: the newsroom, agency or publisher whose own reporting lies behind passages."""

    id: str
    kind: str
    name: Text


@dataclass(frozen=True, slots=True)
class Support:
    """A passage that states a fact, and the origin behind it.

    asserted: the outlet says it itself; else speaker is who said it.  likelihood: that it states this fact.
    """

    passage: Passage
    origin: str
    asserted: bool
    speaker: Text | None
    likelihood: float


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact.

    status: corroborated (two or more independent origins), repeated (one origin in several articles) or single.
    origins: independent ones; copies of one text count once.  one_speaker: all passages rest on this speaker alone.
    more: passages beyond those shown.
    """

    id: str
    status: str
    origins: int
    articles: int
    one_speaker: Text | None
    passages: tuple[Support, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a disputed thing, and who gives it."""

    value: Text
    passages: tuple[Support, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Values that differ.  status: conflict (cannot both be true), update (time passed, in order), view (disputed)."""

    id: str
    kind: str
    status: str
    likelihood: float
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """Who is quoted with what.  type: direct, indirect or mixed.  relayed_from: the publisher it was taken from."""

    id: str
    type: str
    speaker: Text | None
    channel: Text | None
    relayed_from: Text | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An article has text or facts from an origin: copied, credited, relayed or inferred; the passages show it."""

    article: str
    origin: str
    how: str
    circular: bool
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What an article does not say that several others do: ids of claims."""

    article: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class More:
    """How many findings there are beyond those in this answer."""

    articles: int
    claims: int
    conflicts: int
    quotations: int
    ties: int


@dataclass(frozen=True)  # the MCP SDK takes slots for default values
class SideBySide:
    """Articles of one event side by side: claims by weight, what differs, who said what, who has it from whom.

    story: its id, or null.  more: what did not fit; ask for further claims with `claims_from`.
    """

    story: str | None
    articles: tuple[Report, ...]
    origins: tuple[Source, ...]
    claims: tuple[Fact, ...]
    conflicts: tuple[Difference, ...]
    quotations: tuple[Saying, ...]
    ties: tuple[Link, ...]
    omissions: tuple[LeftOut, ...]
    more: More


def side_by_side(comparison: Comparison, story: str | None, claims_from: int = 0) -> SideBySide:
    """A comparison within bounds.  claims_from: how many of its claims to pass over."""
    teller = _Teller(comparison)
    articles = [reading.article for reading in comparison.readings]
    reports, reports_left = _fitting(articles, ARTICLES, report)
    claims, claims_left = _fitting(comparison.claims[claims_from:], CLAIMS, teller.fact)
    conflicts, conflicts_left = _fitting(comparison.conflicts, CONFLICTS, teller.difference)
    quotations, quotations_left = _fitting(comparison.quotations, QUOTATIONS, teller.saying)
    ties, ties_left = _fitting(comparison.ties, TIES, teller.link)
    used = {one.origin for fact in claims for one in fact.passages} | {tie.origin for tie in ties}
    used |= {one.origin for each in conflicts for value in each.values for one in value.passages}
    shown = {claim.id for claim in claims}
    missing = (LeftOut(one.article, tuple(c for c in one.claims if c in shown)) for one in comparison.omissions)
    return SideBySide(
        story=story,
        articles=reports,
        origins=tuple(Source(o.id, o.kind, text(o.name)) for o in comparison.origins if o.id in used),
        claims=claims,
        conflicts=conflicts,
        quotations=quotations,
        ties=ties,
        omissions=tuple(one for one in missing if one.claims),
        more=More(reports_left, claims_left, conflicts_left, quotations_left, ties_left),
    )


def report(article: Article) -> Report:
    """An article with its headline."""
    part = article.first("headline")
    start = len(article.text) - len(article.text.lstrip())
    span = part.span if part else Span(article.id, start, min(len(article.text), start + WORDS // 2))
    return Report(
        id=article.id,
        published=date(article.published.value if article.published else None),
        outlet=text(article.outlet.value) if article.outlet else None,
        url=text(article.url) if article.url else None,
        headline=passage(span, article.words(span)),
        incomplete=bool(article.incomplete),
    )


def text(words: str) -> Text:
    """Words from outside, cut, with control characters made visible."""
    return Text(visible(words[:WORDS]))


def passage(span: Span, words: str) -> Passage:
    """A passage with its words, cut, with control characters made visible."""
    shown = visible(words[:WORDS], lines=True)
    return Passage(span.article, span.start, span.end, shown, cut=len(words) > WORDS)


def date(value: str | None) -> str | None:
    """A date or time of a page where it is one, in ISO 8601; else null."""
    return value if value and _DATE.fullmatch(value) else None


@dataclass(frozen=True, slots=True)
class _Teller:
    """Findings of one comparison as they are told."""

    comparison: Comparison

    def fact(self, claim: Claim) -> Fact:
        return Fact(
            id=claim.id,
            status=claim.status,
            origins=claim.origins,
            articles=len({one.span.article for one in claim.evidence}),
            one_speaker=text(claim.one_speaker) if claim.one_speaker else None,
            passages=self.supports(claim.evidence),
            more=max(0, len(claim.evidence) - PASSAGES),
        )

    def difference(self, conflict: Conflict) -> Difference:
        values = (Value(text(one.value), self.supports(one.evidence)) for one in conflict.readings[:READINGS])
        return Difference(conflict.id, conflict.kind, conflict.status, conflict.score, tuple(values))

    def saying(self, said: Quotation) -> Saying:
        speaker, channel, relayed = (text(x) if x else None for x in (said.speaker, said.channel, said.relayed_from))
        return Saying(said.id, said.type, speaker, channel, relayed, self.passages(said.content))

    def link(self, tie: Tie) -> Link:
        return Link(tie.to, tie.origin, tie.how, tie.circular, self.passages(tie.evidence))

    def supports(self, evidence: Sequence[Evidence]) -> tuple[Support, ...]:
        return tuple(
            Support(
                passage=self.passages([one.span])[0],
                origin=one.origin,
                asserted=one.asserted,
                speaker=text(one.speaker) if one.speaker else None,
                likelihood=one.score,
            )
            for one in evidence[:PASSAGES]
        )

    def passages(self, spans: Sequence[Span]) -> tuple[Passage, ...]:
        return tuple(passage(span, self.comparison.words(span)) for span in spans[:PASSAGES])


def _fitting(found: Iterable[Found], most: int, tell: Callable[[Found], Told]) -> tuple[tuple[Told, ...], int]:
    """As many findings as there is room for, and how many are left out."""
    told: list[Told] = []
    left, room = 0, ROOM
    for one in found:
        if left or len(told) == most:
            left += 1
            continue
        shown = tell(one)
        room -= len(msgspec.json.encode(shown))
        if room < 0:
            left += 1
        else:
            told.append(shown)
    return tuple(told), left
