"""How likely two articles are reports of one event: a logistic model over what their traits have in common.

Fitted by `training/likeness.py`, which also tells on what, and how well it does on the rest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from stemma.stories.traits import DAYS, NAMES, WORDS, Traits

if TYPE_CHECKING:
    from numpy import float32, float64, uint32
    from numpy.typing import NDArray

    Numbers = NDArray[float32]

APART = 10 * 86_400
"""Seconds beyond which two articles are never of one story."""

FEATURES = ("words", "names", "headlines", "leads", "crossed", "days", "gap", "undated")
"""Of a pair: cosines of words, of names, of headlines, of leads, of the headline of one and the lead of the
other; share of the days they speak of; time between them, 1 for APART; 1 where a date is missing."""

WIDTH = 384  # numbers in a vector
_TERMS = WORDS + NAMES + DAYS
_STARTS = np.array([0, WORDS, WORDS + NAMES])  # of words, names and days among the terms of a row


class Columns:
    """The traits of many articles in columns, a row each, so that one meets many in a few steps.

    Terms are numbered as they come, words, names and days apart; 0 is none.
    """

    def __init__(self) -> None:
        self._count = 0
        self._numbers: dict[int, int] = {}
        self._spread = np.zeros(1024, np.float32)  # of one row: the weight of each term, by its number
        self._moments = np.zeros(64)
        self._headlines, self._leads = np.zeros((64, WIDTH), np.float16), np.zeros((64, WIDTH), np.float16)
        self._terms, self._weights = np.zeros((64, _TERMS), np.int32), np.zeros((64, _TERMS), np.float32)
        self._days = np.zeros(64, np.float32)  # how many days each speaks of

    def append(self, traits: Traits) -> int:
        """Add an article, and give its row."""
        row = self._count
        if row == len(self._moments):
            self._grow()
        self._moments[row] = np.nan if traits.moment is None else traits.moment
        self._headlines[row], self._leads[row] = traits.headline, traits.lead
        self._days[row] = len(traits.days)
        words, names = traits.words, traits.names
        self._put(row, 0, words.keys, words.weights)
        self._put(row, 1, names.keys, names.weights)
        self._put(row, 2, traits.days, np.ones(len(traits.days), np.float32))
        self._count += 1
        return row

    def _put(self, row: int, kind: int, keys: NDArray[uint32], weights: Numbers) -> None:
        numbers, place = self._numbers, slice(_STARTS[kind], _STARTS[kind] + len(keys))
        self._terms[row, place] = [numbers.setdefault(kind << 32 | key, len(numbers) + 1) for key in keys.tolist()]
        self._weights[row, place] = weights.astype(np.float16)

    def _grow(self) -> None:
        for name in ("_moments", "_headlines", "_leads", "_terms", "_weights", "_days"):
            column = getattr(self, name)
            setattr(self, name, np.concatenate((column, np.zeros_like(column))))

    def features(self, some: Sequence[int], others: Sequence[int]) -> Numbers:
        """(some, others, FEATURES): what each row of the first has in common with each of the second."""
        a, b = list(some), list(others)
        heads, other_heads = self._headlines[a].astype(np.float32), self._headlines[b].astype(np.float32)
        leads, other_leads = self._leads[a].astype(np.float32), self._leads[b].astype(np.float32)
        most = np.maximum(np.minimum(self._days[a][:, None], self._days[b][None, :]), 1)
        words, names, days = self._common(a, b)
        gaps = self.gaps(some, others)
        found = (
            words,
            names,
            heads @ other_heads.T,
            leads @ other_leads.T,
            np.maximum(heads @ other_leads.T, leads @ other_heads.T),
            days / most,
            np.nan_to_num(gaps / APART),
            np.isnan(gaps),
        )
        return np.stack(found, axis=-1, dtype=np.float32)

    def _common(self, some: list[int], others: list[int]) -> Numbers:
        """(3, some, others): products of the weighted words, names and days of rows.

        One row after the other is spread over all terms there are, and read at the terms of the others.
        """
        if len(self._spread) <= len(self._numbers):
            self._spread = np.zeros(2 * len(self._numbers), np.float32)
        terms, weights, spread = self._terms[others], self._weights[others], self._spread
        found = np.empty((3, len(some), len(others)), np.float32)
        same = some == others  # then each pair is met once
        for i, row in enumerate(some):
            own, rest = self._terms[row], slice(i if same else 0, None)
            spread[own] = self._weights[row]
            found[:, i, rest] = np.add.reduceat(spread[terms[rest]] * weights[rest], _STARTS, axis=1).T
            spread[own] = 0
            if same:
                found[:, rest, i] = found[:, i, rest]
        return found

    def gaps(self, some: Sequence[int], others: Sequence[int]) -> NDArray[float64]:
        """Seconds between rows, (some, others); NaN where one is undated."""
        moments = self._moments
        gaps: NDArray[float64] = np.abs(moments[list(some)][:, None] - moments[list(others)][None, :])
        return gaps


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """The model: a weight for each of FEATURES, and what is added."""

    weights: Numbers
    bias: float

    def __call__(self, columns: Columns, some: Sequence[int], others: Sequence[int]) -> Numbers:
        """(some, others): how likely two rows are of one story; 0 where they are too far apart in time."""
        scores = columns.features(some, others) @ self.weights + np.float32(self.bias)
        likely = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        likely[columns.gaps(some, others) > APART] = 0.0
        found: Numbers = likely.astype(np.float32)
        return found


@cache
def likeness() -> Likeness:
    """The model as fitted."""
    kept = json.loads(files("stemma.stories").joinpath("likeness.json").read_text(encoding="utf-8"))
    return Likeness(np.array([kept["weights"][name] for name in FEATURES], np.float32), float(kept["bias"]))
