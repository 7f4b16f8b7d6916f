"""Pairs of clauses of two articles: candidates, what speaks for and against their stating one fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from stemma.comparing import slots
from stemma.comparing.units import Side
from stemma.cores import each

if TYPE_CHECKING:
    from numpy import float32, int64
    from numpy.typing import NDArray

    from stemma.comparing.units import Numbers

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
    yield from each(lambda ab: _between(*ab, sides[ab[0]], sides[ab[1]], telling), combinations(range(len(sides)), 2))


def _between(first: int, second: int, one: Side, other: Side, telling: Numbers) -> Candidates:
    cosine = one.vectors @ other.vectors.T
    at_a, at_b = _sentences(one), _sentences(other)
    whole = one.sentence_vectors @ other.sentence_vectors.T
    sentence = whole[np.ix_(at_a, at_b)]
    words = word_fit(one, other)
    same = (one.word_stem[:, None] == other.word_stem).astype(np.float32)
    soft = _cover(words, one, other, telling)
    hard = _cover(same, one, other, telling)
    mean: Numbers = ((soft[0] + soft[1]) / 2).astype(np.float32)
    rows = np.argwhere((cosine >= FLOOR) | (sentence >= NEAR) | (mean >= COVERED))
    i, j = rows.T
    columns = [
        cosine[i, j], sentence[i, j], *(part[i, j] for part in soft), *(part[i, j] for part in hard),
    ]  # fmt: skip
    typed = slots.typed(one.units, other.units, rows)
    size_a = np.log1p(one.last - one.first)[i]
    size_b = np.log1p(other.last - other.first)[j]
    around = _around(whole)
    columns += [
        *(part[i, j] for part in _rare(one, other, telling)),
        *typed.T[:9],
        size_a,
        size_b,
        np.abs(size_a - size_b),
    ]
    columns += [
        _lead(cosine)[i, j], _lead(mean)[i, j], _rank(mean, 1)[i, j], _rank(mean, 0)[i, j],
        np.abs(i / max(len(one.units), 1) - j / max(len(other.units), 1)),
        *typed.T[9:],
        around[0][at_a[i], at_b[j]], around[1][at_a[i], at_b[j]], _lead(whole)[at_a[i], at_b[j]],
    ]  # fmt: skip
    return Candidates(first, second, rows, np.stack(columns, axis=1).astype(np.float32))


def _sentences(side: Side) -> NDArray[int64]:
    return np.array([unit.clause.sentence for unit in side.units], np.int64)


def word_fit(one: Side, other: Side) -> Numbers:
    """How well each word of one article answers each of the other; 1 for one stem, 0 for two numbers."""
    fit: Numbers = one.word_vectors @ other.word_vectors.T
    same = one.word_stem[:, None] == other.word_stem
    np.clip(fit, 0, 1, out=fit)
    np.maximum(fit, same, out=fit)
    numbers = np.ix_(np.flatnonzero(one.digits), np.flatnonzero(other.digits))
    fit[numbers] = same[numbers]
    return fit


def _cover(fit: Numbers, one: Side, other: Side, telling: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """What share of the weight of each unit the other holds: a in b, b in a, a in b's sentence, b in a's
    sentence.
    """
    back = fit.T
    return (
        _within(fit, one, other, telling, sentences=False),
        _within(back, other, one, telling, sentences=False).T,
        _within(fit, one, other, telling, sentences=True),
        _within(back, other, one, telling, sentences=True).T,
    )


def _within(fit: Numbers, one: Side, other: Side, telling: Numbers, *, sentences: bool) -> Numbers:
    """(units, units): weighted mean, over the words of a unit, of the best fit in a unit or its sentence."""
    if not len(one.units) or not len(other.units):
        return np.zeros((len(one.units), len(other.units)), np.float32)
    if sentences:
        at = _sentences(other)
        starts = np.searchsorted(other.word_sentence, at, side="left")
        ends = np.searchsorted(other.word_sentence, at, side="right")
    else:
        starts, ends = other.first.astype(np.int64), other.last.astype(np.int64)
    best = _highest(fit, starts, ends)
    weight = telling[one.word_stem]
    sums = np.zeros((len(fit) + 1, best.shape[1]), np.float64)
    np.cumsum(best * weight[:, None], axis=0, out=sums[1:])
    weights = np.concatenate([[0.0], np.cumsum(weight, dtype=np.float64)])
    total = weights[one.last] - weights[one.first]
    covered: Numbers = ((sums[one.last] - sums[one.first]) / np.maximum(total, 1e-6)[:, None]).astype(np.float32)
    return covered


def _highest(fit: Numbers, starts: NDArray[int64], ends: NDArray[int64]) -> Numbers:
    """(words, runs): the highest fit of each word in runs of the other's words, 0 in an empty run."""
    rows = np.ascontiguousarray(fit.T)
    kept: dict[tuple[int, int], int] = {}  # several clauses lie in one sentence
    at = [kept.setdefault(run, len(kept)) for run in zip(starts.tolist(), ends.tolist(), strict=True)]
    found = np.zeros((len(kept), len(fit)), np.float32)
    for k, (start, end) in enumerate(kept):
        if end > start:
            np.maximum.reduce(rows[start:end], axis=0, out=found[k])
    highest: Numbers = found[at].T
    return highest


def _lead(scores: Numbers) -> Numbers:
    """By how much a pair beats the best other pair of either side."""
    if min(scores.shape) < 2:
        return np.zeros_like(scores)
    rows = np.sort(scores, axis=1)[:, -2:]
    columns = np.sort(scores, axis=0)[-2:]
    rival_a = np.where(scores >= rows[:, 1:], rows[:, :1], rows[:, 1:])
    rival_b = np.where(scores >= columns[1:], columns[:1], columns[1:])
    lead: Numbers = scores - np.maximum(rival_a, rival_b)
    return lead


def _rank(scores: Numbers, axis: int) -> Numbers:
    """The place of a pair among those of one side, best 1, falling to 0."""
    order = np.argsort(np.argsort(-scores, axis=axis, kind="stable"), axis=axis, kind="stable")
    return (1 / (1 + order)).astype(np.float32)


def _around(whole: Numbers) -> tuple[Numbers, Numbers]:
    """How alike the sentences before two sentences are, and those after."""
    before, after = np.zeros_like(whole), np.zeros_like(whole)
    before[1:, 1:], after[:-1, :-1] = whole[:-1, :-1], whole[1:, 1:]
    return before, after


def _rare(one: Side, other: Side, telling: Numbers) -> tuple[Numbers, Numbers]:
    """(units, units), twice: the weight of the stems that two units share, and the greatest of them."""
    holding: list[dict[str, list[int]]] = []
    for side in (one, other):
        holds: dict[str, list[int]] = {}
        for k, unit in enumerate(side.units):
            for word in unit.stems:
                holds.setdefault(word, []).append(k)
        holding.append(holds)
    total = np.zeros((len(one.units), len(other.units)), np.float32)
    greatest = np.zeros_like(total)
    both = [(float(telling[one.number[word]]), word) for word in holding[0].keys() & holding[1].keys()]
    for weight, word in sorted(both):
        at = np.ix_(holding[0][word], holding[1][word])
        total[at] += weight
        greatest[at] = weight
    return np.log1p(total), greatest
