"""Fit how likely two articles are of one event: `python -m training.likeness` writes stories/likeness.json.

Fitted on every other event of events/dev.jsonl and every other topic of ECB+ (`evaluation.events.fitted`); the
evaluation gives the figures on the rest.  Pairs of dev are shown twice, with their dates (those at most ten days
apart) and without (all), so that undated articles are weighed by content alone.  Every pair counts by its corpus,
by its answer, and less the larger its event, so that no event outweighs the others.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from evaluation.events import Report, dev, ecbplus, fitted
from stemma.stories import likeness
from stemma.stories.likeness import APART, FEATURES, Columns

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Numbers = NDArray[float64]

PAIRS = 1000.0  # what the pairs of one event weigh in each corpus
RIDGE = 1.0  # what keeps the weights small
ALIKE, OTHERS = 0.35, 1.0  # what pairs of two events of one kind weigh beside that, and all other pairs
STEPS = 50


def main() -> None:
    """Fit and write; prints the weights."""
    corpora = Path(os.environ["STEMMA_TESTDATA"]) / "corpora"
    events, plus = ([r for r in reports if fitted(r)] for reports in (dev(corpora), ecbplus(corpora)))
    shown = [table(events, dated=True), table(events, dated=False), table(plus, dated=False)]
    weights = fit(*(np.concatenate(part) for part in zip(*shown, strict=True)))
    kept = {"weights": dict(zip(FEATURES, weights[:-1].round(4).tolist(), strict=True)), "bias": round(weights[-1], 4)}
    Path(likeness.__file__).with_suffix(".json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(kept, indent=1))


def table(reports: Sequence[Report], *, dated: bool) -> tuple[Numbers, Numbers, Numbers]:
    """Features, answers (1: one event, and not too far apart) and weights of the pairs of some reports.

    dated: with their dates, and only pairs that these do not rule out; else without any.
    """
    columns = Columns()
    rows = [columns.append(r.traits if dated else replace(r.traits, moment=None)) for r in reports]
    moments = np.array([np.nan if r.traits.moment is None else r.traits.moment for r in reports])
    first, second = np.triu_indices(len(reports), 1)
    far = np.abs(moments[first] - moments[second]) > APART
    if dated:
        first, second, far = first[~far], second[~far], far[~far]
    events, topics = (np.array([getattr(r, name) for r in reports]) for name in ("event", "topic"))
    same = (events[first] == events[second]) & ~far
    alike = (topics[first] == topics[second]) & ~same
    sizes = Counter(events.tolist())
    size = np.array([sizes[event] for event in events.tolist()], np.float64)
    weights = 1 / np.sqrt(size[first] * size[second])
    for some, total in ((same, PAIRS), (alike, PAIRS * ALIKE), (~same & ~alike, PAIRS * OTHERS)):
        weights[some] *= total / max(1.0, weights[some].sum())
    return columns.features(rows, rows)[first, second].astype(np.float64), same.astype(np.float64), weights


def fit(features: Numbers, answers: Numbers, weights: Numbers) -> Numbers:
    """Weights of a logistic model by Newton's method, the bias last."""
    x = np.column_stack((features, np.ones(len(features))))
    found = np.zeros(x.shape[1])
    ridge = np.diag([RIDGE] * (x.shape[1] - 1) + [0.0])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(x @ found, -30, 30)))
        slope = x.T @ (weights * (likely - answers)) + ridge @ found
        bend = (x * (weights * likely * (1 - likely))[:, None]).T @ x + ridge
        found -= np.linalg.solve(bend, slope)
    return found


if __name__ == "__main__":
    main()
