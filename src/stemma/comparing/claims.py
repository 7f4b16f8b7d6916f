"""Claims: clauses of several articles that state one fact.

A claim grows from a pair, the likeliest first, by passages that fit all it holds.  A clause may stand in several
claims, since it may state several facts: of "the minister, 58, resigned on Monday" one article confirms the age and
another the day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Place = tuple[int, int]  # article and unit
Pair = tuple[Place, Place]  # in order

SAME = 0.6
"""Likelihood from which two clauses are shown as one fact.

With judges that had not seen the story (six folds of the train stories), before the correction for length: 0.45 gave
agree.F1 0.721 (precision 0.80), 0.5 0.712 (0.82), 0.6 0.692 (0.85).
"""

JOIN = 0.3
"""Likelihood beside each passage of a claim, and SAME in the mean, from which another joins it."""

SURE = 0.85
"""Mean likelihood beside passages of other origins from which one adds its own: in doubt two are one.

`python -m training.unseen`: 0.6 gives false.corrob 0.154 and origins.acc 0.529; 0.75 0.110 and 0.489; 0.8 0.096 and
0.473; 0.85 0.077 and 0.437; 0.9 0.082 and 0.375.  A false corroboration costs more than a missed one.
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Passages of one fact, one an article, in order.  score: mean likelihood of its pairs."""

    places: tuple[Place, ...]
    score: float


def groups(likely: Mapping[Pair, float]) -> list[Group]:
    """Groups of clauses of different articles that state one fact, in order.

    likely: for pairs of places, in order, how likely they state one fact; a pair that is missing has no
    chance.
    """
    near: dict[Place, set[Place]] = {}
    for (a, b), score in likely.items():
        if score >= JOIN:
            near.setdefault(a, set()).add(b)
            near.setdefault(b, set()).add(a)
    kept: list[frozenset[Place]] = []
    of: dict[Place, list[int]] = {}
    for pair, score in sorted(likely.items(), key=lambda item: (-item[1], item[0])):
        if score < SAME:
            break
        if not any(pair[1] in kept[k] for k in of.get(pair[0], ())):
            grown = _grown(pair, near, likely)
            if not any(len(grown & kept[k]) >= max(2, len(grown) - 1) for place in grown for k in of.get(place, ())):
                for place in grown:
                    of.setdefault(place, []).append(len(kept))
                kept.append(grown)
    found = [Group(tuple(sorted(some)), _mean(sorted(some), likely)) for some in kept]
    return sorted(found, key=lambda group: group.places)


def _grown(pair: Pair, near: Mapping[Place, set[Place]], likely: Mapping[Pair, float]) -> frozenset[Place]:
    """A pair with all that fits it: one passage an article, the best fitting first."""
    members = list(pair)
    open_to = near[pair[0]] & near[pair[1]]
    while True:
        taken = {article for article, _ in members}
        fits = [(_fit(place, members, likely), place) for place in open_to if place[0] not in taken]
        best = min(((-fit, place) for fit, place in fits if fit >= SAME), default=None)
        if best is None:
            return frozenset(members)
        members.append(best[1])
        open_to &= near[best[1]]


def _fit(place: Place, members: Sequence[Place], likely: Mapping[Pair, float]) -> float:
    """Mean likelihood of a place beside the members of a group."""
    return sum(_score(place, other, likely) for other in members) / len(members)


def sure(group: Group, likely: Mapping[Pair, float], origin: Mapping[Place, str]) -> list[Place]:
    """The places of a group whose origins count; at least one.  The least likely goes first, of two
    the later.
    """
    kept = list(group.places)
    while len(kept) > 1:
        doubts = {place: _beside(place, kept, likely, origin) for place in reversed(kept)}
        worst = min(doubts, key=doubts.__getitem__)
        if doubts[worst] >= SURE:
            break
        kept.remove(worst)
    return kept


def _beside(place: Place, kept: Sequence[Place], likely: Mapping[Pair, float], origin: Mapping[Place, str]) -> float:
    """Mean likelihood of a place beside those of other origins; 1 where there are none."""
    scores = [_score(place, other, likely) for other in kept if origin[other] != origin[place]]
    return sum(scores) / len(scores) if scores else 1.0


def _mean(places: Sequence[Place], likely: Mapping[Pair, float]) -> float:
    scores = [_score(a, b, likely) for k, a in enumerate(places) for b in places[k + 1 :]]
    return sum(scores) / len(scores)


def _score(a: Place, b: Place, likely: Mapping[Pair, float]) -> float:
    return likely.get((a, b) if a < b else (b, a), 0.0)
