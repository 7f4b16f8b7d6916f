"""Claims: clauses of several articles that state one fact, and what only one article says.

Pairs are joined from the likeliest down, and only while every passage of the claim still fits the others on
the whole: a chain of passages that each fit their neighbour alone does not become one claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Place = tuple[int, int]  # article and unit

SAME = 0.6
"""Likelihood from which two clauses state one fact.

On the train stories 0.5 gives agree.F1 0.711 and false.corrob 0.160; 0.6 gives 0.703 and 0.131; 0.65 gives 0.689
and 0.126.  A false corroboration costs more than a missed one.
"""

JOIN = 0.4
"""Mean likelihood of all pairs of a claim below which two groups stay apart; set on the train stories."""

SURE = 0.6
"""Mean likelihood beside passages of other origins from which one adds its own: in doubt two are one."""


@dataclass(frozen=True, slots=True)
class Group:
    """Passages of one fact, one an article, in order.  score: mean likelihood of its pairs."""

    places: tuple[Place, ...]
    score: float


def groups(likely: Mapping[tuple[Place, Place], float]) -> list[Group]:
    """Groups of clauses of different articles that state one fact; a clause is in one group at most.

    likely: for pairs of places, in order, how likely they state one fact; a pair that is missing has no
    chance.
    """
    of: dict[Place, int] = {}
    members: dict[int, list[Place]] = {}
    for (a, b), score in sorted(likely.items(), key=lambda item: (-item[1], item[0])):
        if score < SAME:
            break
        for place in (a, b):
            if place not in of:
                of[place] = len(of)
                members[of[place]] = [place]
        one, other = members[of[a]], members[of[b]]
        if one is not other and _fit(one, other, likely):
            _join(of[a], of[b], of, members)
    found = [Group(tuple(sorted(some)), _mean(some, likely)) for some in members.values() if len(some) > 1]
    return sorted(found, key=lambda group: group.places)


def sure(group: Group, likely: Mapping[tuple[Place, Place], float], origin: Mapping[Place, str]) -> list[Place]:
    """The places of a group whose origins count; at least one."""
    found = []
    for place in group.places:
        scores = [_score(place, other, likely) for other in group.places if origin[other] != origin[place]]
        if not scores or sum(scores) / len(scores) >= SURE:
            found.append(place)
    return found or list(group.places[:1])


def _fit(one: list[Place], other: list[Place], likely: Mapping[tuple[Place, Place], float]) -> bool:
    """May two groups be one?  Not where an article would state the fact twice."""
    if {article for article, _ in one} & {article for article, _ in other}:
        return False
    scores = [_score(a, b, likely) for a in one for b in other]
    return sum(scores) / len(scores) >= JOIN


def _join(one: int, other: int, of: dict[Place, int], members: dict[int, list[Place]]) -> None:
    for place in members[other]:
        of[place] = one
    members[one] += members.pop(other)


def _mean(places: list[Place], likely: Mapping[tuple[Place, Place], float]) -> float:
    scores = [_score(a, b, likely) for k, a in enumerate(places) for b in places[k + 1 :]]
    return sum(scores) / len(scores)


def _score(a: Place, b: Place, likely: Mapping[tuple[Place, Place], float]) -> float:
    return likely.get((a, b) if a < b else (b, a), 0.0)
