"""Pairs of clauses of two articles: candidates, what speaks for and against their stating one fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Protocol

import numpy as np

from stemma.comparing import slots
from stemma.comparing.units import Side
from stemma.cores import each

if TYPE_CHECKING:
    from numpy import bool_, float32, float64, int64
    from numpy.typing import NDArray

    from stemma.comparing.units import Indices, Numbers

FLOOR, NEAR, COVERED = 0.3, 0.5, 0.4
"""Cosine of two clauses, cosine of their sentences, and mean share of the words that each answers in the
other, below all of which two clauses are not looked at: 0.99 of what the judge takes for one fact lies above.
"""

FEATURES = (
    "cosine", "sentence cosine", "cover a", "cover b", "cover a in sentence", "cover b in sentence",
    "stems a", "stems b", "stems a in sentence", "stems b in sentence", "rare shared", "rarest shared",
    "numbers shared", "numbers apart", "numbers one side", "times shared", "times apart", "times one side",
    "entities shared", "entities apart", "negation apart", "length a", "length b", "length ratio",
    "lead cosine", "lead cover", "rank a", "rank b", "place apart", "both said", "same speaker",
    "before", "after", "sentence lead",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Pairs of units of two articles.  rows: (pairs, 2) places in the units of each; features: (pairs,
    FEATURES).
    """

    first: int
    second: int
    rows: NDArray[int64]
    features: NDArray[float32]


def candidates(sides: Sequence[Side], telling: Numbers) -> Iterator[Candidates]:
    """The pairs worth a look, for each two articles."""
    place = np.argsort(np.argsort(telling, kind="stable"), kind="stable")
    laid = [_laid(side, telling, place) for side in sides]
    yield from each(lambda ab: _between(*ab, laid[ab[0]], laid[ab[1]]), combinations(range(len(sides)), 2))


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """An article as it is laid beside each of the others.

    sentence: of each unit.  starts, ends: runs of words that are a unit or its sentence, each once; unit, whole: the
    run of each unit and that of its sentence.  weight: how much each word tells; total: those of each unit in sum.
    holds: the stems that each run holds.
    """

    side: Side
    told: slots.Told
    sentence: NDArray[int64]
    starts: NDArray[int64]
    ends: NDArray[int64]
    unit: NDArray[int64]
    whole: NDArray[int64]
    weight: Numbers
    total: NDArray[float64]
    holds: _Stems


@dataclass(frozen=True, slots=True, eq=False)
class _Stems:
    """Stems that runs of words hold, those that tell least first.

    rank: of the stem by how much it tells; weight: how much; run: what holds it; times: how often.
    """

    rank: NDArray[int64]
    weight: Numbers
    run: NDArray[int64]
    times: NDArray[int64]


def _laid(side: Side, telling: Numbers, place: NDArray[int64]) -> _Laid:
    sentence = np.array([unit.clause.sentence for unit in side.units], np.int64)
    around = np.searchsorted(side.word_sentence, np.stack([sentence, sentence + 1], axis=1))
    clauses = np.stack([side.first, side.last], axis=1)
    runs, at = np.unique(np.concatenate([clauses, around]), axis=0, return_inverse=True)
    starts, ends = runs.T.astype(np.int64)
    weight: Numbers = telling[side.word_stem]
    sums = np.concatenate([[0.0], np.cumsum(weight, dtype=np.float64)])
    run = np.repeat(np.arange(len(runs)), ends - starts)
    word = np.concatenate([np.arange(start, end) for start, end in runs.tolist()]) if len(run) else run
    held, first, times = np.unique(place[side.word_stem[word]] * len(runs) + run, return_index=True, return_counts=True)
    return _Laid(
        side=side,
        told=slots.told(side.units),
        sentence=sentence,
        starts=starts,
        ends=ends,
        unit=at[: len(sentence)],
        whole=at[len(sentence) :],
        weight=weight,
        total=np.maximum(sums[side.last] - sums[side.first], 1e-6),
        holds=_Stems(held // max(1, len(runs)), weight[word[first]], held % max(1, len(runs)), times),
    )


def _between(first: int, second: int, a: _Laid, b: _Laid) -> Candidates:
    one, other = a.side, b.side
    cosine = one.vectors @ other.vectors.T
    whole = one.sentence_vectors @ other.sentence_vectors.T
    sentence = whole[np.ix_(a.sentence, b.sentence)]
    soft = _answered(word_fit(one, other), a, b)
    hard, rare = _shared(a, b)
    mean: Numbers = ((soft[0] + soft[1]) / 2).astype(np.float32)
    rows = np.argwhere((cosine >= FLOOR) | (sentence >= NEAR) | (mean >= COVERED))
    i, j = rows.T
    in_a, in_b = a.sentence[i], b.sentence[j]
    typed = slots.typed(a.told, b.told, rows)
    size_a = np.log1p(one.last - one.first)[i]
    size_b = np.log1p(other.last - other.first)[j]
    around = _around(whole)
    columns = [
        cosine[i, j], sentence[i, j], *(part[i, j] for part in (*soft, *hard, *rare)),
        *typed.T[:9], size_a, size_b, np.abs(size_a - size_b),
        _lead(cosine)[i, j], _lead(mean)[i, j], rank(mean)[i, j], rank(mean.T)[j, i],
        np.abs(i / max(len(one.units), 1) - j / max(len(other.units), 1)),
        *typed.T[9:],
        around[0][in_a, in_b], around[1][in_a, in_b], _lead(whole)[in_a, in_b],
    ]  # fmt: skip
    return Candidates(first, second, rows, np.stack(columns, axis=1).astype(np.float32))


class Worded(Protocol):
    """Telling words in columns, as those of a `Side`."""

    @property
    def word_vectors(self) -> Numbers: ...
    @property
    def word_stem(self) -> Indices: ...
    @property
    def digits(self) -> NDArray[bool_]: ...


def word_fit(one: Worded, other: Worded) -> Numbers:
    """How well each word of one article answers each of the other; 1 for one stem, 0 for two numbers."""
    fit: Numbers = one.word_vectors @ other.word_vectors.T
    same = one.word_stem[:, None] == other.word_stem
    np.clip(fit, 0, 1, out=fit)
    np.maximum(fit, same, out=fit)
    numbers = np.ix_(np.flatnonzero(one.digits), np.flatnonzero(other.digits))
    fit[numbers] = same[numbers]
    return fit


def _answered(fit: Numbers, a: _Laid, b: _Laid) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """What share of the weight of each unit the other answers: a in b, b in a, a in b's sentence, b in a's
    sentence.
    """
    forth, back = _within(fit, a, b), _within(fit.T, b, a).T
    return forth[:, b.unit], back[a.unit], forth[:, b.whole], back[a.whole]


def _within(fit: Numbers, a: _Laid, b: _Laid) -> Numbers:
    """(units of one, runs of the other): weighted mean, over the words of a unit, of the best fit in a run."""
    rows = np.ascontiguousarray(fit.T)
    best = np.zeros((len(b.starts), len(fit)), np.float32)
    for k, (start, end) in enumerate(zip(b.starts.tolist(), b.ends.tolist(), strict=True)):
        if end > start:
            np.maximum.reduce(rows[start:end], axis=0, out=best[k])
    best *= a.weight
    sums = np.zeros((len(best), len(fit) + 1), np.float64)
    np.cumsum(best, axis=1, out=sums[:, 1:])
    covered: Numbers = ((sums[:, a.side.last] - sums[:, a.side.first]) / a.total).T.astype(np.float32)
    return covered


def _shared(a: _Laid, b: _Laid) -> tuple[tuple[Numbers, Numbers, Numbers, Numbers], tuple[Numbers, Numbers]]:
    """What share of the weight of each unit is of stems that the other has, in the order of `_answered`; the weight of
    the stems that two units share, and the greatest of them.
    """
    held, its = a.holds, b.holds
    low, high = (np.searchsorted(its.rank, held.rank, side) for side in ("left", "right"))
    count = high - low
    x = np.repeat(np.arange(len(count)), count)
    y = np.arange(len(x)) - np.repeat(np.cumsum(count) - count - low, count)
    weight, shape = held.weight[x], (len(a.starts), len(b.starts))
    at = held.run[x] * shape[1] + its.run[y]
    forth, back = (
        np.bincount(at, times * weight, shape[0] * shape[1]).reshape(shape) for times in (held.times[x], its.times[y])
    )
    total, greatest = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    np.add.at(total.ravel(), at, weight)
    greatest.ravel()[at] = weight  # the last holds: that of the stem that tells most
    mine, theirs = a.total[:, None], b.total
    hard = [
        forth[np.ix_(a.unit, b.unit)] / mine, back[np.ix_(a.unit, b.unit)] / theirs,
        forth[np.ix_(a.unit, b.whole)] / mine, back[np.ix_(a.whole, b.unit)] / theirs,
    ]  # fmt: skip
    one, two, three, four = (part.astype(np.float32) for part in hard)
    units = np.ix_(a.unit, b.unit)
    return (one, two, three, four), (np.log1p(total[units]), greatest[units])


def _lead(scores: Numbers) -> Numbers:
    """By how much a pair beats the best other pair of either side."""
    if min(scores.shape) < 2:
        return np.zeros_like(scores)
    rows = np.partition(scores, -2, axis=1)[:, -2:]
    columns = np.partition(scores.T, -2, axis=1)[:, -2:].T
    rival_a = np.where(scores >= rows[:, 1:], rows[:, :1], rows[:, 1:])
    rival_b = np.where(scores >= columns[1:], columns[:1], columns[1:])
    lead: Numbers = scores - np.maximum(rival_a, rival_b)
    return lead


def rank(scores: Numbers) -> Numbers:
    """The place of a pair among those of its row, best 1, falling to 0."""
    order = np.argsort(-scores, axis=1, kind="stable")
    places = (1 / np.arange(1, scores.shape[1] + 1)).astype(np.float32)
    ranks = np.empty_like(scores)
    np.put_along_axis(ranks, order, places[None], axis=1)
    return ranks


def _around(whole: Numbers) -> tuple[Numbers, Numbers]:
    """How alike the sentences before two sentences are, and those after."""
    before, after = np.zeros_like(whole), np.zeros_like(whole)
    before[1:, 1:], after[:-1, :-1] = whole[:-1, :-1], whole[1:, 1:]
    return before, after
