"""The way from readings to a comparison, stage by stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stemma.comparing import claims, conflicts, entities, omissions, pairs, posts, quotes, roles, timeline, units
from stemma.comparing.claims import Group, Place
from stemma.comparing.conflicts import Verdicts
from stemma.comparing.corrected import NONE, Corrections, places_apart, stated_apart, without
from stemma.comparing.evidence import Bench, claim
from stemma.comparing.judge import as_common, judge
from stemma.copies import behind, shared, trace
from stemma.types import Claim, Comparison, Failure, Reading, Span

SINGLES = 16
"""Facts of one article alone that are listed at most: the weightiest, more would bury the rest."""

ALONE = 0.35
"""Likelihood of any partner from which a clause is not listed as said by one article alone."""


SPOKEN = 0.9
"""Likelihood of one fact given to two tellings of one utterance."""


def compare(
    readings: Sequence[Reading],
    failures: Sequence[Failure] = (),
    notes: Sequence[str] = (),
    said_otherwise: Corrections = NONE,
) -> Comparison:
    """Lay the readings of two or more articles of one event side by side.

    said_otherwise: corrections, in passages of these articles; they hold over what is found.
    The same readings in the same order, with the same corrections, give the same comparison, byte for byte.
    """
    apart = said_otherwise.apart
    matched = entities.match(readings, said_otherwise.identities)
    descent = trace(readings, shared(readings))
    said = quotes.numbered(readings, matched.of)
    sides, telling = units.sides(readings, matched.of)
    names = {entity.id: entity.name for entity in matched.entities}
    bench = Bench(tuple(readings), sides, descent, said, names, matched.of, places_apart(apart, sides))
    verdicts = judged(sides, telling, bench.apart)
    told = [one for one in quotes.variants(readings, list(said.values())) if not stated_apart(apart, *one.runs)]
    edges = conflicts.weigh(bench, verdicts, telling)
    facts = [_description(bench, shared, apart) for shared in roles.find(readings, matched)]
    facts += [_post(bench, posted, apart) for posted in posts.find(readings, matched)]
    facts = [fact for fact in facts if len(fact.evidence) > 1]
    spoken = _spoken(bench, told)
    found = _claims(bench, _settled(verdicts, edges, spoken), spoken, facts)
    return Comparison(
        readings=tuple(readings),
        entities=matched.entities,
        quotations=tuple(said.values()),
        variants=tuple(one.variant for one in told),
        labels=tuple(quotes.labels(readings, matched, said)),
        copies=descent.copies,
        origins=descent.origins,
        provenance=descent.provenance,
        ties=descent.ties,
        claims=found,
        conflicts=conflicts.find(bench, edges),
        omissions=omissions.find(readings, found),
        timeline=timeline.find(bench, found),
        failures=tuple(failures),
        notes=tuple(notes),
        independent=behind(descent, readings),
    )


def judged(
    sides: Sequence[units.Side], telling: units.Numbers, apart: frozenset[claims.Pair] = frozenset()
) -> Verdicts:
    """What the judge says of every pair of clauses worth a look, but for those that people say are apart."""
    same: dict[claims.Pair, float] = {}
    differing: dict[claims.Pair, float] = {}
    for each in pairs.candidates(sides, telling):
        clauses = (len(sides[each.first].units) + len(sides[each.second].units)) / 2
        likely = as_common(judge()(each.features), clauses)
        places = [((each.first, i), (each.second, j)) for i, j in each.rows.tolist()]
        same.update(zip(places, likely[:, 0].tolist(), strict=True))
        differing.update(zip(places, likely[:, 1].tolist(), strict=True))
    for pair in apart & same.keys():
        del same[pair], differing[pair]
    return Verdicts(same, differing)


def _spoken(bench: Bench, told: Sequence[quotes.Told]) -> frozenset[claims.Pair]:
    """The clauses that tell one utterance in two ways."""
    places = [sorted(place for run in one.runs for place in bench.holding(run)[:1]) for one in told]
    return frozenset((some[0], some[1]) for some, one in zip(places, told, strict=True) if len(some) == len(one.runs))


def _settled(verdicts: Verdicts, edges: Sequence[conflicts.Edge], spoken: frozenset[claims.Pair]) -> Verdicts:
    """The verdicts less the pairs whose values are disputed, plus what one speaker said in two ways."""
    apart = conflicts.disputed(edges)
    same = {pair: score for pair, score in verdicts.same.items() if pair not in apart}
    same |= {pair: max(same.get(pair, 0.0), SPOKEN) for pair in sorted(spoken)}
    return Verdicts(same, verdicts.apart)


def _claims(
    bench: Bench, verdicts: Verdicts, spoken: frozenset[claims.Pair], facts: Sequence[Claim]
) -> tuple[Claim, ...]:
    """Shared facts in order of weight, then what each article alone says.  facts: found without the judge."""
    found = claims.groups(verdicts.same)
    shown = [frozenset(one.span for one in fact.evidence) for fact in facts]
    weighed = [_fact(bench, group, verdicts, spoken) for group in _distinct(bench, found, shown)] + list(facts)
    weighed = [replace(one, weight=_weight(one)) for one in weighed]
    weighed.sort(key=lambda one: (-one.weight, one.text))
    busy = _busy(verdicts)
    alone = [one for index in range(len(bench.sides)) for one in _alone(bench, busy, found, index)]
    alone = [one for one in alone if not any(one.evidence[0].span in spans for spans in shown)]
    return tuple(replace(one, id=f"c{number}") for number, one in enumerate([*weighed, *alone], 1))


def _fact(bench: Bench, group: Group, verdicts: Verdicts, spoken: frozenset[claims.Pair]) -> Claim:
    evidence = [bench.evidence(place, group.score, bench.borrowed(place, group.places)) for place in group.places]
    origin = {place: one.origin for place, one in zip(group.places, evidence, strict=True)}
    sure = [bench.unit(place).span for place in claims.sure(group, verdicts.same, origin)]
    one_utterance = group.places in spoken and verdicts.same[group.places] == SPOKEN
    why = "tell one utterance in two ways" if one_utterance else f"state one fact (likelihood {group.score:.2f})"
    why = f"{len(evidence)} articles {why}"
    return claim(bench, [bench.unit(place).span for place in group.places], evidence, sure, why)


def _description(bench: Bench, shared: roles.Shared, apart: Sequence[tuple[Span, Span]]) -> Claim:
    spans = [role.span for role in shared.roles]
    spans = [spans[k] for k in without(apart, spans)]
    why = f"{len(spans)} articles say who {shared.entity.name} is in like words"
    return claim(bench, spans, [bench.passage(span, span, roles.LIKELY) for span in spans], spans, why)


def _post(bench: Bench, posted: posts.Posted, apart: Sequence[tuple[Span, Span]]) -> Claim:
    tellings = [posted.tellings[k] for k in without(apart, [post.span for post in posted.tellings])]
    spans = [post.span for post in tellings]
    why = f"{len(spans)} articles say that {posted.entity.name} posted one thing on one platform"
    return claim(bench, spans, [bench.passage(post.told, post.span, posts.LIKELY) for post in tellings], spans, why)


def _distinct(bench: Bench, found: Sequence[Group], shown: Sequence[frozenset[Span]]) -> list[Group]:
    """Groups without those that rest on the sentences of another, or on passages shown already: the reader would see
    the same twice.
    """
    kept: list[tuple[frozenset[Span], Group]] = []
    for group in sorted(found, key=lambda group: (-len(group.places), -group.score, group.places)):
        sentences = frozenset(bench.sentence(place) for place in group.places)
        if not any(sentences <= other for other in [*shown, *(other for other, _ in kept)]):
            kept.append((sentences, group))
    return [group for _, group in kept]


def _weight(one: Claim) -> float:
    """Origins first, then articles, then how sure it is."""
    return round(one.origins + 0.3 * len(one.evidence) + one.evidence[0].score, 4)


def _busy(verdicts: Verdicts) -> frozenset[Place]:
    """The clauses that have a likely partner in another article."""
    likely = [pair for scores in (verdicts.same, verdicts.apart) for pair, score in scores.items() if score >= ALONE]
    return frozenset(place for pair in likely for place in pair)


def _alone(bench: Bench, busy: frozenset[Place], found: Sequence[Group], index: int) -> list[Claim]:
    """What one article alone says: its weightiest clauses without a likely partner, in order of the text."""
    grouped = {place for group in found for place in group.places if place[0] == index}
    sentences = {bench.unit(place).clause.sentence for place in grouped}
    best: dict[int, tuple[float, int]] = {}
    for k, unit in enumerate(bench.sides[index].units):
        at = unit.clause.sentence
        facts = 1.0 * len(unit.stems) + 2 * (len(unit.entities) + len(unit.quantities) + len(unit.times))
        if at not in sentences and (index, k) not in busy and len(unit.stems) >= 3:
            best[at] = max(best.get(at, (0.0, 0)), (facts, -k))
    kept = sorted(sorted(best.values(), reverse=True)[:SINGLES], key=lambda item: -item[1])
    singles = []
    for facts, k in kept:
        place = (index, -k)
        span = bench.unit(place).span
        one = claim(bench, [span], [bench.evidence(place, 1.0)], [span], "no other article says so")
        singles.append(replace(one, weight=min(facts / 100, 0.99)))
    return singles
