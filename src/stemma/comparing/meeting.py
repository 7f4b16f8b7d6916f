"""Two articles laid beside each other place by place: how well what stands around one answers the other.

A place is a number, a time, a name or a whole clause; what is asked is whether two of them tell of one thing,
whatever they themselves say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stemma.comparing.pairs import word_fit

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from stemma.comparing.units import Numbers, Side

AROUND = 3
"""Telling words on each side of a place that are its near context."""

FEATURES = (
    "clause cosine", "sentence cosine", "clause a in b", "clause b in a", "sentence a in b", "sentence b in a",
    "clause a in sentence b", "clause b in sentence a", "near a in b", "near b in a", "place fit",
    "head fit", "next head fit", "head in sentence a", "head in sentence b", "predicate fit", "subject fit",
    "object fit", "predicate a in b", "predicate b in a", "entities shared", "entities shared in sentence",
    "entities apart", "rare shared", "before cosine", "after cosine", "position apart", "length a", "length b",
    "rank a", "rank b", "lead a", "lead b",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in an article.  unit: the clause that holds it.  words: its own telling words, first and last
    (exclusive) among those of the side.  heads: the words it hangs on, nearest first.
    """

    unit: int
    words: tuple[int, int]
    heads: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Meeting:
    """How the places of two articles answer each other.  features: (places of one, of the other, FEATURES).

    fit: how well each word of one article answers each of the other.
    """

    features: NDArray[float32]
    fit: Numbers


def meet(one: Side, other: Side, left: Sequence[Spot], right: Sequence[Spot], telling: Numbers) -> Meeting:
    """Lay all places of one article beside all of the other."""
    fit = word_fit(one, other)
    a, b = _Places(one, left, telling), _Places(other, right, telling)
    whole: Numbers = one.sentence_vectors @ other.sentence_vectors.T
    near = np.ix_(a.sentence, b.sentence)
    back: Numbers = fit.T
    covers = [
        each
        for mine, theirs in (
            ("clause", "clause"),
            ("sentence", "sentence"),
            ("clause", "sentence"),
            ("near", "near"),
        )
        for each in (_cover(fit, a, b, mine, theirs), _cover(back, b, a, mine, theirs).T)
    ]
    before, after = np.zeros_like(whole), np.zeros_like(whole)
    before[1:, 1:], after[:-1, :-1] = whole[:-1, :-1], whole[1:, 1:]
    shared, wide, apart = _entities(a, b)
    columns = [
        (one.vectors @ other.vectors.T)[np.ix_(a.unit, b.unit)], whole[near], *covers,
        _best(fit, [range(*spot.words) for spot in left], [range(*spot.words) for spot in right]),
        *_heads(fit, a, b),
        *_roles(fit, a, b),
        shared, wide, apart, _rare(a, b, telling), before[near], after[near],
        np.abs(a.position[:, None] - b.position), np.tile(a.size[:, None], (1, len(right))),
        np.tile(b.size, (len(left), 1)),
    ]  # fmt: skip
    score: Numbers = columns[2] + columns[3] + columns[8] + columns[9] + columns[4] + columns[5]
    columns += [_rank(score), _rank(score.T).T, *_leads(score)]
    return Meeting(np.stack(columns, axis=2).astype(np.float32), fit)


class _Places:
    """The places of one article with the words around them, each set of words once."""

    def __init__(self, side: Side, spots: Sequence[Spot], telling: Numbers) -> None:
        self.side, self.spots = side, spots
        self.unit = np.array([spot.unit for spot in spots], np.int64)
        self.sentence = np.array([side.units[spot.unit].clause.sentence for spot in spots], np.int64)
        self.position = np.array([spot.unit / max(len(side.units), 1) for spot in spots], np.float32)
        self.size = np.log1p(np.array([side.last[spot.unit] - side.first[spot.unit] for spot in spots], np.float32))
        self.weight: Numbers = telling[side.word_stem]
        bounds = np.searchsorted(side.word_sentence, [self.sentence, self.sentence + 1]).T.tolist()
        clauses = [(int(side.first[spot.unit]), int(side.last[spot.unit])) for spot in spots]
        self.sets: dict[str, list[NDArray[np.int64]]] = {
            "clause": [_but(a, b, spot) for (a, b), spot in zip(clauses, spots, strict=True)],
            "sentence": [_but(a, b, spot) for (a, b), spot in zip(bounds, spots, strict=True)],
        }
        self.sets["near"] = [
            np.concatenate([words[words < spot.words[0]][-AROUND:], words[words >= spot.words[1]][:AROUND]])
            for words, spot in zip(self.sets["sentence"], spots, strict=True)
        ]

    def shares(self, name: str) -> Numbers:
        """(places, words): the share of each word in the weight of a set."""
        rows = np.zeros((len(self.spots), len(self.weight)), np.float32)
        for k, words in enumerate(self.sets[name]):
            rows[k, words] = self.weight[words]
        shares: Numbers = (rows / np.maximum(rows.sum(axis=1, keepdims=True), 1e-6)).astype(np.float32)
        return shares


def _but(first: int, last: int, spot: Spot) -> NDArray[np.int64]:
    words = np.arange(first, last)
    if first <= spot.words[0] and spot.words[1] - spot.words[0] < last - first:
        return words[(words < spot.words[0]) | (words >= spot.words[1])]
    return words


def _cover(fit: Numbers, a: _Places, b: _Places, mine: str, theirs: str) -> Numbers:
    """What share of the weight of the words around each place the other answers."""
    kept: dict[bytes, Numbers] = {}
    best = np.zeros((len(fit), len(b.spots)), np.float32)
    for k, words in enumerate(b.sets[theirs]):
        if len(words):
            key = words.tobytes()
            if key not in kept:
                kept[key] = fit[:, words].max(axis=1)
            best[:, k] = kept[key]
    covered: Numbers = a.shares(mine) @ best
    return covered


def _best(fit: Numbers, left: Sequence[Sequence[int]], right: Sequence[Sequence[int]]) -> Numbers:
    """The best fit of any word of one set to any of the other; 0 where one is empty."""
    found = np.zeros((len(left), len(right)), np.float32)
    top = np.zeros((len(left), fit.shape[1]), np.float32)
    for i, words in enumerate(left):
        if len(words):
            top[i] = fit[list(words)].max(axis=0)
    for j, words in enumerate(right):
        if len(words):
            found[:, j] = top[:, list(words)].max(axis=1)
    return found


def _heads(fit: Numbers, a: _Places, b: _Places) -> list[Numbers]:
    """Nearest heads, next heads, and the nearest head of one anywhere in the other's sentence."""
    near = [[spot.heads[:1] for spot in side.spots] for side in (a, b)]
    next_ = [[spot.heads[1:2] for spot in side.spots] for side in (a, b)]
    wide_a, wide_b = ([words.tolist() for words in side.sets["sentence"]] for side in (a, b))
    return [_best(fit, *near), _best(fit, *next_), _best(fit, near[0], wide_b), _best(fit, wide_a, near[1])]


def _roles(fit: Numbers, a: _Places, b: _Places) -> list[Numbers]:
    """How well predicates, subjects and objects answer each other, and predicates anything in the other."""
    columns = []
    words = [[[w] if w >= 0 else [] for w in side.side.roles[side.unit, 0].tolist()] for side in (a, b)]
    for role in range(3):
        i, j = a.side.roles[a.unit, role], b.side.roles[b.unit, role]
        columns.append(np.where((i >= 0)[:, None] & (j >= 0), fit[np.ix_(i, j)], 0.0).astype(np.float32))
    clause_a, clause_b = ([w.tolist() for w in side.sets["clause"]] for side in (a, b))
    return [*columns, _best(fit, words[0], clause_b), _best(fit, clause_a, words[1])]


def _entities(a: _Places, b: _Places) -> tuple[Numbers, Numbers, Numbers]:
    """Entities that both clauses name, that both sentences name, and that one clause names alone."""
    names: dict[str, int] = {}
    for side in (a, b):
        for unit in side.side.units:
            for entity in unit.entities:
                names.setdefault(entity, len(names))
    rows, wide = [], []
    for side in (a, b):
        held = np.zeros((len(side.side.units), max(1, len(names))), np.float32)
        for k, unit in enumerate(side.side.units):
            held[k, [names[entity] for entity in unit.entities]] = 1
        of = np.array([unit.clause.sentence for unit in side.side.units], np.int64)
        together = np.zeros((len(side.side.sentence_vectors), held.shape[1]), np.float32)
        np.maximum.at(together, of, held)
        rows.append(held[side.unit])
        wide.append(together[side.sentence])
    shared: Numbers = rows[0] @ rows[1].T
    sizes = [np.asarray(each.sum(axis=1), np.float32) for each in rows]
    alone = np.asarray(sizes[0][:, None] + sizes[1] - 2 * shared, np.float32)
    return np.minimum(shared, 3), np.minimum(wide[0] @ wide[1].T, 4), np.minimum(alone, 4)


def _rare(a: _Places, b: _Places, telling: Numbers) -> Numbers:
    """The weight of the words that both sentences have but for the places themselves."""
    stems = [np.zeros((len(side.spots), len(telling)), np.float32) for side in (a, b)]
    for rows, side in zip(stems, (a, b), strict=True):
        for k, words in enumerate(side.sets["sentence"]):
            rows[k, side.side.word_stem[words]] = 1
    shared: Numbers = np.log1p((stems[0] * telling) @ stems[1].T).astype(np.float32)
    return shared


def _rank(score: Numbers) -> Numbers:
    """The place of each pair among those of its row, best 1, falling to 0."""
    order = np.argsort(np.argsort(-score, axis=1, kind="stable"), axis=1, kind="stable")
    return (1 / (1 + order)).astype(np.float32)


def _leads(score: Numbers) -> list[Numbers]:
    """By how much a pair beats, or misses, the best other pair of its row, and of its column."""
    found = []
    for rows in (score, score.T):
        if rows.shape[1] < 2:
            found.append(np.zeros_like(rows))
            continue
        top = np.sort(rows, axis=1)[:, -2:]
        found.append(rows - np.where(rows >= top[:, 1:], top[:, :1], top[:, 1:]))
    return [found[0], found[1].T]
