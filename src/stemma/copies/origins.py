"""Where each sentence of each article comes from: copies, credit lines, relays, or the outlet itself.

A copied passage has one origin in all articles that carry it: the publisher its text names, else the agency
one of them credits, else the outlet that had it first.  Elsewhere the words of the sentence decide, then
the credit lines of the article, and what nothing speaks for is the outlet's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from stemma.copies import credits, passages, relays
from stemma.copies.descent import Descent, overlap
from stemma.copies.passages import Shared
from stemma.copies.publishers import UNKNOWN, Publisher, Register, key
from stemma.types import Article, Copy, Origin, Provenance, Reading, Sentence, Span, Tie

WHOLE = 0.5
"""Share of a sentence from which a copied passage speaks for all of it: what an editor
added to a sentence of an agency is seldom reporting of its own."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a run of text comes from, before origins have ids."""

    span: Span
    publisher: Publisher
    how: str
    evidence: tuple[Span, ...]
    reason: str


def trace(readings: Sequence[Reading], shared: Sequence[Shared]) -> Descent:
    """The copies, origins, provenance and ties of articles, given the passages that they share."""
    register = Register([reading.article for reading in readings])
    credited = {reading.article.id: credits.find(reading.article, register) for reading in readings}
    sources = {reading.article.id: _sources(reading, register, credited[reading.article.id]) for reading in readings}
    by_id = {reading.article.id: reading for reading in readings}
    ranks = _ranks(shared, by_id, register, sources)
    owners = [_owner(each, by_id, register, credited, sources, ranks) for each in shared]
    owners = _alike_owners(shared, owners)
    for each, owner in zip(shared, owners, strict=True):
        for passage in each.passages:
            copied = _copied(passage, each, owner, register.own(by_id[passage.article].article))
            sources[passage.article] = _laid_over(sources[passage.article], copied)
    doubts = passages.doubts(readings)
    for one, other in doubts.quoting:
        _exclusive(one, other, by_id, register, sources)
        _exclusive(other, one, by_id, register, sources)
    for reading in readings:
        sources[reading.article.id] = _headlines(reading, sources[reading.article.id])
    return _descent(readings, shared, owners, register, sources, doubts)


def _sources(reading: Reading, register: Register, credited: Sequence[credits.Credit]) -> list[_Source]:
    """What an article itself says of where its sentences come from."""
    article = reading.article
    own = register.own(article)
    found = []
    stated = {relay.span.start: relay for relay in relays.find(reading, register)}
    for sentence in reading.sentences:
        base = _base(article, sentence, own, credited)
        inside = [r for r in stated.values() if overlap(r.span, sentence.span)]
        if not inside:
            found.append(base)
            continue
        relay = inside[0]
        if relay.span.start > sentence.span.start:
            found.append(replace(base, span=Span(article.id, sentence.span.start, relay.span.start)))
        found.append(_relayed(article, relay, own))
    return found


def _base(article: Article, sentence: Sentence, own: Publisher, credited: Sequence[credits.Credit]) -> _Source:
    for credit in credited:
        scope = credit.scope
        if scope is not None and scope.start <= sentence.span.start and sentence.span.end <= scope.end + 2:
            said = f"credited in {credit.where}: {article.words(credit.evidence)}"
            return _Source(sentence.span, credit.publisher, "credited", (credit.evidence,), said)
    return _Source(sentence.span, own, "own", (), "nothing in the article credits anybody else")


def _relayed(article: Article, relay: relays.Relay, own: Publisher) -> _Source:
    words = " ".join(article.words(relay.evidence).split())
    if relay.publisher == own:
        return _Source(relay.span, own, "own", (relay.evidence,), f"said to the outlet itself: “{words}”")
    said = f"the sentence before hands it on: “{words}”" if relay.carried else f"the article says so: “{words}”"
    return _Source(relay.span, relay.publisher, "relayed", (relay.evidence,), said)


def _exclusive(
    told: Span,
    repeated: Span,
    by_id: dict[str, Reading],
    register: Register,
    sources: dict[str, list[_Source]],
) -> None:
    """Words said to one publisher, as one article states, are from there where another credits nobody."""
    stated = _at(sources[told.article], told)
    copy = _at(sources[repeated.article], repeated)
    if not stated.evidence or stated.how not in ("own", "relayed") or stated.publisher == UNKNOWN:
        return
    words = " ".join(by_id[span.article].article.words(span) for span in stated.evidence)
    if not relays.TOLD.search(words):
        return
    if copy.how != "own" or copy.evidence or copy.publisher == stated.publisher:
        return
    reason = f"the same words, said to {stated.publisher.name} as another article states"
    inferred = _Source(copy.span, stated.publisher, "inferred", (*stated.evidence, told), reason)
    sources[repeated.article] = [inferred if each is copy else each for each in sources[repeated.article]]


def _owner(
    shared: Shared,
    by_id: dict[str, Reading],
    register: Register,
    credited: dict[str, tuple[credits.Credit, ...]],
    sources: dict[str, list[_Source]],
    ranks: dict[str, _Rank],
) -> _Source:
    """Whose a shared passage is: the span is the passage that shows it best."""
    at = [(passage, _at(sources[passage.article], passage)) for passage in shared.passages]
    for how in ("relayed", "credited"):
        for passage, source in at:
            if source.how == how and source.publisher != UNKNOWN:
                return replace(source, span=passage)
    for passage, source in at:
        if source.how == "own" and source.evidence:
            return replace(source, span=passage)
    for passage in shared.passages:
        for credit in credited[passage.article]:
            said = f"credited in {credit.where}: {by_id[passage.article].article.words(credit.evidence)}"
            return _Source(passage, credit.publisher, "credited", (credit.evidence,), said)
    first = min(shared.passages, key=lambda passage: ranks[passage.article])
    own = register.own(by_id[first.article].article)
    reason = f"{own.name} had it first, as far as the dates and the texts show"
    families = [by_id[passage.article].article.family for passage in shared.passages]
    names = {family.value if family else "" for family in families}
    if len(names) == 1 and "" not in names:
        reason += f"; all of them belong to {names.pop()}"
    return _Source(first, own, "inferred", (), reason)


_Rank = tuple[int, str, int, int]


def _ranks(
    shared: Sequence[Shared], by_id: dict[str, Reading], register: Register, sources: dict[str, list[_Source]]
) -> dict[str, _Rank]:
    """Which of the articles that share text had it first, lowest first.

    The one that more of the others credit for anything; then the earlier one, by the clock where all state
    it and else by the day; then the one that shares more text; then the one that is given first.
    """
    fullness: Counter[str] = Counter()
    partners: dict[str, set[str]] = {}
    for each in shared:
        fullness.update({passage.article: len(passage) for passage in each.passages})
        for passage in each.passages:
            partners.setdefault(passage.article, set()).update(other.article for other in each.passages)
    named = {name: {s.publisher for s in found if s.how == "relayed"} for name, found in sources.items()}
    times = {name: stated.value for name in partners if (stated := by_id[name].article.published)}
    clock = len(times) == len(partners) and len({(len(t), t[16:]) for t in times.values()}) == 1
    ranks = {}
    for order, name in enumerate(by_id):
        own = register.own(by_id[name].article)
        credits_it = sum(own in named[other] for other in partners.get(name, ()) if other != name)
        when = times.get(name, "9999")
        ranks[name] = (-credits_it, when if clock else when[:10], -fullness[name], order)
    return ranks


def _alike_owners(shared: Sequence[Shared], owners: list[_Source]) -> list[_Source]:
    """Where articles share several passages and one shows whose it is, the others are from there as well."""
    shown: dict[frozenset[str], _Source] = {}
    for each, owner in zip(shared, owners, strict=True):
        if owner.how == "credited" or (owner.how == "relayed" and owner.publisher.kind == "agency"):
            shown.setdefault(frozenset(passage.article for passage in each.passages), owner)
    found = []
    for each, owner in zip(shared, owners, strict=True):
        known = shown.get(frozenset(passage.article for passage in each.passages))
        if known is not None and owner.how == "inferred":
            owner = replace(known, span=owner.span, reason=f"as other passages that they share: {known.reason}")
        found.append(owner)
    return found


def _copied(passage: Span, shared: Shared, owner: _Source, own: Publisher) -> _Source:
    others = tuple(each for each in shared.passages if each.article != passage.article)
    how = "copied" if owner.publisher != own else "own"
    return _Source(
        passage, owner.publisher, how, others, f"shared with another article: {shared.reason}; {owner.reason}"
    )


def _at(sources: Sequence[_Source], passage: Span) -> _Source:
    return max(sources, key=lambda source: overlap(source.span, passage))


def _laid_over(sources: list[_Source], copied: _Source) -> list[_Source]:
    """The sources with a copied passage put in place of what stood there."""
    found: list[_Source] = []
    for source in sources:
        common = overlap(source.span, copied.span)
        if not common:
            found.append(source)
        elif common >= WHOLE * len(source.span):
            found.append(replace(copied, span=source.span))
        else:
            found += _parted(source, copied)
    return found


def _parted(source: _Source, copied: _Source) -> list[_Source]:
    article, start, end = source.span.article, source.span.start, source.span.end
    first, last = max(start, copied.span.start), min(end, copied.span.end)
    pieces = [(start, first, source), (first, last, copied), (last, end, source)]
    return [replace(each, span=Span(article, a, b)) for a, b, each in pieces if b - a > 1 or each is copied]


def _headlines(reading: Reading, sources: list[_Source]) -> list[_Source]:
    """A headline or summary has what it says from the sentences of the body that say the same."""
    kinds = {sentence.span.start: sentence.part for sentence in reading.sentences}
    body = [source for source in sources if kinds.get(source.span.start, "body") == "body"]
    found = []
    for source in sources:
        if source.how == "own" and kinds.get(source.span.start) in ("headline", "standfirst") and body:
            words = _telling(reading.article, source.span)
            best = max(body, key=lambda each: len(words & _telling(reading.article, each.span)))
            if best.how != "own" and len(words & _telling(reading.article, best.span)) >= 2:
                source = replace(
                    best, span=source.span, how="inferred", reason="repeats the body; there " + best.reason
                )
        found.append(source)
    return found


def _telling(article: Article, span: Span) -> set[str]:
    return passages.telling(article.words(span))


def _descent(
    readings: Sequence[Reading],
    shared: Sequence[Shared],
    owners: Sequence[_Source],
    register: Register,
    sources: dict[str, list[_Source]],
    doubts: passages.Doubts,
) -> Descent:
    """The findings under the ids of origins, numbered in order of first place."""
    everywhere = [source for reading in readings for source in sources[reading.article.id]]
    publishers = dict.fromkeys([*(s.publisher for s in everywhere), *(o.publisher for o in owners)])
    ids = {publisher: f"o{number}" for number, publisher in enumerate(publishers, start=1)}
    copies = tuple(
        Copy(
            f"k{number}",
            each.passages,
            ids[owner.publisher],
            max(map(len, each.passages)),
            each.score,
            f"{each.reason}; {owner.reason}",
        )
        for number, (each, owner) in enumerate(zip(shared, owners, strict=True), start=1)
    )
    return Descent(
        copies,
        tuple(Origin(ids[p], p.name, p.kind) for p in publishers),
        tuple(_provenance(source, ids) for source in everywhere),
        _ties(readings, register, sources, ids),
        doubts.alike,
        _families(readings, register, ids),
    )


def _families(
    readings: Sequence[Reading], register: Register, ids: dict[Publisher, str]
) -> tuple[tuple[str, str], ...]:
    """The outlets of which a family is known, each spelling of one as it is met first."""
    names: dict[str, str] = {}
    found: dict[tuple[str, str], None] = {}
    for reading in readings:
        family, own = reading.article.family, ids.get(register.own(reading.article))
        if family and own is not None:
            found[own, names.setdefault(key(family.value) or family.value, family.value)] = None
    return tuple(found)


def _provenance(source: _Source, ids: dict[Publisher, str]) -> Provenance:
    how = source.how
    assert how in ("own", "copied", "credited", "relayed", "inferred")
    return Provenance(source.span, ids[source.publisher], how, source.evidence, source.reason)  # type: ignore[arg-type]


def _ties(
    readings: Sequence[Reading],
    register: Register,
    sources: dict[str, list[_Source]],
    ids: dict[Publisher, str],
) -> tuple[Tie, ...]:
    """One tie for each article and each origin other than itself that its text comes from."""
    stands_for: dict[Publisher, str] = {}
    for reading in readings:
        stands_for.setdefault(register.own(reading.article), reading.article.id)
    found = []
    for reading in readings:
        own = register.own(reading.article)
        by: dict[Publisher, list[_Source]] = {}
        for source in sources[reading.article.id]:
            if source.publisher != own:
                by.setdefault(source.publisher, []).append(source)
        found += [_tie(reading, publisher, each, stands_for, ids) for publisher, each in by.items()]
    return tuple(replace(tie, circular=_circles(tie, found, readings, register, sources, ids)) for tie in found)


def _tie(
    reading: Reading,
    publisher: Publisher,
    sources: list[_Source],
    stands_for: dict[Publisher, str],
    ids: dict[Publisher, str],
) -> Tie:
    strongest = next(how for how in ("copied", "credited", "relayed", "inferred") if any(s.how == how for s in sources))
    evidence = tuple(dict.fromkeys(span for s in sources if s.how == strongest for span in s.evidence))
    return Tie(
        reading.article.id,
        ids[publisher],
        stands_for.get(publisher),
        strongest,  # type: ignore[arg-type]
        sum(len(source.span) for source in sources),
        evidence[:8],
        next(source.reason for source in sources if source.how == strongest),
    )


def _circles(
    tie: Tie,
    ties: Sequence[Tie],
    readings: Sequence[Reading],
    register: Register,
    sources: dict[str, list[_Source]],
    ids: dict[Publisher, str],
) -> bool:
    """Does the credited outlet credit this article in turn, or unnamed reports for the same words?"""
    if tie.from_article is None:
        return False
    own = next(ids.get(register.own(r.article)) for r in readings if r.article.id == tie.to)
    if any(other.to == tie.from_article and other.origin == own and other.how != "copied" for other in ties):
        return True
    article = {reading.article.id: reading.article for reading in readings}
    mine = [s for s in sources[tie.to] if ids[s.publisher] == tie.origin and s.how == "relayed"]
    theirs = [s for s in sources[tie.from_article] if s.publisher == UNKNOWN]
    return any(_same_words(article, a.span, b.span) for a in mine for b in theirs)


def _same_words(articles: dict[str, Article], one: Span, other: Span) -> bool:
    first, second = _telling(articles[one.article], one), _telling(articles[other.article], other)
    common = len(first & second)
    return common >= 3 and 2 * common >= min(len(first), len(second))
