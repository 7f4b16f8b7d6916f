"""How likely two articles are reports of one event: a logistic model over what their traits have in common.

Fitted by `training/likeness.py`, which also tells on what, and how well it does on the rest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from stemma.stories.traits import DAYS, NAMES, WORDS, Traits

if TYPE_CHECKING:
    from numpy import float32, float64
    from numpy.typing import NDArray

    Numbers = NDArray[float32]

APART = 10 * 86_400
"""Seconds beyond which two articles are never of one story."""

FEATURES = ("words", "names", "headlines", "leads", "crossed", "days", "gap", "undated")
"""Of a pair: cosines of words, of names, of headlines, of leads, of the headline of one and the lead of the
other; share of the days they speak of; time between them, 1 for APART; 1 where a date is missing."""

_ROW = np.dtype(
    [
        ("moment", "f8"),
        ("headline", "f2", 384),
        ("lead", "f2", 384),
        ("words", "u4", WORDS),
        ("word_weights", "f2", WORDS),
        ("names", "u4", NAMES),
        ("name_weights", "f2", NAMES),
        ("days", "u4", DAYS),
        ("day_weights", "f2", DAYS),
    ]
)


class Columns:
    """The traits of many articles in columns, a row each, so that one meets many in a few steps."""

    def __init__(self) -> None:
        self._rows: NDArray[Any] = np.zeros(64, _ROW)
        self._count = 0

    def append(self, traits: Traits) -> int:
        """Add an article, and give its row."""
        if self._count == len(self._rows):
            self._rows = np.concatenate((self._rows, np.zeros_like(self._rows)))
        row = self._rows[self._count]
        row["moment"] = np.nan if traits.moment is None else traits.moment
        row["headline"], row["lead"] = traits.headline, traits.lead
        for name, terms in (("word", traits.words), ("name", traits.names)):
            row[f"{name}s"][: len(terms.keys)] = terms.keys
            row[f"{name}_weights"][: len(terms.keys)] = terms.weights
        row["days"][: len(traits.days)] = traits.days
        row["day_weights"][: len(traits.days)] = 1
        self._count += 1
        return self._count - 1

    def features(self, some: Sequence[int], others: Sequence[int]) -> Numbers:
        """(some, others, FEATURES): what each row of the first has in common with each of the second."""
        a, b = self._rows[list(some)], self._rows[list(others)]
        heads, other_heads, leads, other_leads = (
            rows[name].astype(np.float32) for name in ("headline", "lead") for rows in (a, b)
        )
        days = np.minimum(a["day_weights"].sum(axis=1)[:, None], b["day_weights"].sum(axis=1)[None, :])
        gaps = self.gaps(some, others)
        found = (
            _common(a, b, "words", "word_weights"),
            _common(a, b, "names", "name_weights"),
            heads @ other_heads.T,
            leads @ other_leads.T,
            np.maximum(heads @ other_leads.T, leads @ other_heads.T),
            _common(a, b, "days", "day_weights") / np.maximum(days, 1),
            np.nan_to_num(gaps / APART),
            np.isnan(gaps),
        )
        return np.stack(found, axis=-1, dtype=np.float32)

    def gaps(self, some: Sequence[int], others: Sequence[int]) -> NDArray[float64]:
        """Seconds between rows, (some, others); NaN where one is undated."""
        moments = self._rows["moment"]
        gaps: NDArray[float64] = np.abs(moments[list(some)][:, None] - moments[list(others)][None, :])
        return gaps


def _common(a: NDArray[Any], b: NDArray[Any], keys: str, weights: str) -> Numbers:
    """Products of the weighted terms of rows: spread over all terms that these rows have, then multiplied."""
    rows = np.concatenate((a[keys], b[keys]))
    terms, places = np.unique(rows, return_inverse=True)
    spread = np.zeros((len(rows), len(terms)), np.float32)
    spread[np.arange(len(rows))[:, None], places.reshape(rows.shape)] = np.concatenate((a[weights], b[weights]))
    product: Numbers = spread[: len(a)] @ spread[len(a) :].T
    return product


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
