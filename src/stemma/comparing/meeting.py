"""Two articles laid beside each other place by place: how well what stands around one answers the other.

A place is a number, a time, a name or a whole clause; what is asked is whether two of them tell of one thing,
whatever they themselves say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stemma.comparing.pairs import rank, word_fit
from stemma.comparing.slots import held

if TYPE_CHECKING:
    from numpy import float32, int64
    from numpy.typing import NDArray

    from stemma.comparing.units import Numbers, Side

    Indices = NDArray[int64]

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

    fit: how well each word kept of one article answers each of the other.
    """

    features: NDArray[float32]
    fit: Numbers


class Places:
    """The places of one article with the words around them.

    Of the words of the side only those of their sentences are kept: `local` gives the number of a word among these, -1
    for none.  others: words beside them that are asked for.
    """

    def __init__(self, side: Side, spots: Sequence[Spot], telling: Numbers, others: Sequence[int] = ()) -> None:
        self.side = side
        self.unit = np.array([spot.unit for spot in spots], np.int64)
        self.sentence = np.array([side.units[spot.unit].clause.sentence for spot in spots], np.int64)
        self.position = np.array([spot.unit / max(len(side.units), 1) for spot in spots], np.float32)
        self.size = np.log1p(np.array([side.last[spot.unit] - side.first[spot.unit] for spot in spots], np.float32))
        clause, sentence = self._around(spots)
        sets = {
            "own": [np.arange(*spot.words) for spot in spots],
            "clause": clause,
            "sentence": sentence,
            "near": [_near(words, spot) for words, spot in zip(sentence, spots, strict=True)],
        }
        heads = np.array([[*spot.heads[:2], -1, -1][:2] for spot in spots], np.int64).reshape(-1, 2)
        roles = side.roles[self.unit].astype(np.int64)
        asked = np.concatenate([*sets["own"], *sentence, *clause, heads.ravel(), roles.ravel(), np.asarray(others)])
        words = np.unique(asked[asked >= 0].astype(np.int64))
        self.word_vectors: Numbers = side.word_vectors[words]
        self.word_stem = side.word_stem[words]
        self.digits = side.digits[words]
        self.local = np.full(len(side.word_stem) + 1, -1, np.int64)  # the last stands for no word
        self.local[words] = np.arange(len(words))
        self.heads, self.roles = self.local[heads], self.local[roles]
        self.sets = {name: [self.local[some] for some in found] for name, found in sets.items()}
        self.shares = {name: self._shares(name, telling) for name in ("clause", "sentence", "near")}
        self._hold(telling)

    def _around(self, spots: Sequence[Spot]) -> tuple[list[Indices], list[Indices]]:
        """The words of the clause, and of the sentence, of each place but for its own."""
        side = self.side
        clauses = [(int(side.first[spot.unit]), int(side.last[spot.unit])) for spot in spots]
        sentences = np.searchsorted(side.word_sentence, [self.sentence, self.sentence + 1]).T.tolist()
        clause, sentence = (
            [_but(a, b, spot) for (a, b), spot in zip(bounds, spots, strict=True)] for bounds in (clauses, sentences)
        )
        return clause, sentence

    def _shares(self, name: str, telling: Numbers) -> Numbers:
        """(places, words): the share of each word in the weight of a set."""
        weight = telling[self.word_stem]
        rows = np.zeros((len(self.unit), len(weight)), np.float32)
        for row, words in zip(rows, self.sets[name], strict=True):
            row[words] = weight[words]
        shares: Numbers = (rows / np.maximum(rows.sum(axis=1, keepdims=True), 1e-6)).astype(np.float32)
        return shares

    def _hold(self, telling: Numbers) -> None:
        """The entities of clauses and of sentences, and the stems of sentences with what each tells."""
        together: dict[int, set[str]] = {}
        for unit in self.side.units:
            together.setdefault(unit.clause.sentence, set()).update(unit.entities)
        self.named = held([self.side.units[unit].entities for unit in self.unit.tolist()])
        self.named_around = held([together[sentence] for sentence in self.sentence.tolist()])
        self.stems, place = np.unique(self.word_stem, return_inverse=True)
        self.holds = np.zeros((len(self.unit), len(self.stems)), np.float32)
        for row, words in zip(self.holds, self.sets["sentence"], strict=True):
            row[place[words]] = 1
        self.tells: Numbers = telling[self.stems]


def meet(a: Places, b: Places) -> Meeting:
    """Lay all places of one article beside all of the other."""
    fit = word_fit(a, b)
    whole: Numbers = a.side.sentence_vectors @ b.side.sentence_vectors.T
    near = np.ix_(a.sentence, b.sentence)
    forth, back = _highest(fit, b), _highest(fit.T, a)
    covers = [
        each
        for mine, theirs in (("clause", "clause"), ("sentence", "sentence"), ("clause", "sentence"), ("near", "near"))
        for each in (a.shares[mine] @ forth[theirs], (b.shares[mine] @ back[theirs]).T)
    ]
    before, after = np.zeros_like(whole), np.zeros_like(whole)
    before[1:, 1:], after[:-1, :-1] = whole[:-1, :-1], whole[1:, 1:]
    columns = [
        a.side.vectors[a.unit] @ b.side.vectors[b.unit].T, whole[near], *covers,
        _best(forth["own"], a.sets["own"]),
        _one(fit, a.heads[:, 0], b.heads[:, 0]), _one(fit, a.heads[:, 1], b.heads[:, 1]),
        _any(forth["sentence"], a.heads[:, 0]), _any(back["sentence"], b.heads[:, 0]).T,
        *(_one(fit, a.roles[:, role], b.roles[:, role]) for role in range(3)),
        _any(forth["clause"], a.roles[:, 0]), _any(back["clause"], b.roles[:, 0]).T,
        *_entities(a, b), _rare(a, b), before[near], after[near],
        np.abs(a.position[:, None] - b.position), np.tile(a.size[:, None], (1, len(b.unit))),
        np.tile(b.size, (len(a.unit), 1)),
    ]  # fmt: skip
    score: Numbers = columns[2] + columns[3] + columns[8] + columns[9] + columns[4] + columns[5]
    columns += [rank(score), rank(score.T).T, *_leads(score)]
    return Meeting(np.stack(columns, axis=2).astype(np.float32), fit)


def _but(first: int, last: int, spot: Spot) -> Indices:
    words = np.arange(first, last)
    if first <= spot.words[0] and spot.words[1] - spot.words[0] < last - first:
        return words[(words < spot.words[0]) | (words >= spot.words[1])]
    return words


def _near(words: Indices, spot: Spot) -> Indices:
    return np.concatenate([words[words < spot.words[0]][-AROUND:], words[words >= spot.words[1]][:AROUND]])


def _highest(fit: Numbers, b: Places) -> dict[str, Numbers]:
    """(words of one, places of the other) for each set of words around a place: the best fit of a word to any of them;
    0 where there are none.
    """
    rows = np.ascontiguousarray(fit.T)
    return {name: _best(rows, sets).T for name, sets in b.sets.items()}


def _best(rows: Numbers, sets: Sequence[Indices]) -> Numbers:
    """(sets, columns): the highest of the rows of each set, 0 for an empty one."""
    found = np.zeros((len(sets), rows.shape[1]), np.float32)
    for highest, words in zip(found, sets, strict=True):
        if len(words):
            np.maximum.reduce(rows[words], axis=0, out=highest)
    return found


def _one(fit: Numbers, i: Indices, j: Indices) -> Numbers:
    """How well the word of each place answers that of each other, 0 where one has none."""
    return np.where((i >= 0)[:, None] & (j >= 0), fit[np.ix_(i, j)], 0.0).astype(np.float32)


def _any(highest: Numbers, i: Indices) -> Numbers:
    """How well the word of each place answers any around each other, 0 where there is none."""
    return np.where((i >= 0)[:, None], highest[i], 0.0).astype(np.float32)


def _entities(a: Places, b: Places) -> tuple[Numbers, Numbers, Numbers]:
    """Entities that both clauses name, that both sentences name, and that one clause names alone."""
    shared, wide = a.named.common(b.named), a.named_around.common(b.named_around)
    alone: Numbers = a.named.rows.sum(axis=1)[:, None] + b.named.rows.sum(axis=1) - 2 * shared
    return np.minimum(shared, 3), np.minimum(wide, 4), np.minimum(alone, 4)


def _rare(a: Places, b: Places) -> Numbers:
    """The weight of the words that both sentences have but for the places themselves."""
    _, i, j = np.intersect1d(a.stems, b.stems, assume_unique=True, return_indices=True)
    shared: Numbers = np.log1p((a.holds[:, i] * a.tells[i]) @ b.holds[:, j].T).astype(np.float32)
    return shared


def _leads(score: Numbers) -> list[Numbers]:
    """By how much a pair beats, or misses, the best other pair of its row, and of its column."""
    found = []
    for rows in (score, score.T):
        if rows.shape[1] < 2:
            found.append(np.zeros_like(rows))
            continue
        top = np.partition(rows, -2, axis=1)[:, -2:]
        found.append(rows - np.where(rows >= top[:, 1:], top[:, :1], top[:, 1:]))
    return [found[0], found[1].T]
