"""The pair decision: do two clauses state one fact, differ about one, or have nothing to do with each other?

A network of one hidden layer over the features of `pairs`, fitted on the pairs of the train stories by
`training/pairs.py`, which also tells how well it does on stories it was not fitted on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from stemma.comparing.units import Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """mean, scale: of the features.  hidden, out: weights of the two layers; each with its bias as the last
    row.
    """

    mean: Numbers
    scale: Numbers
    hidden: tuple[Numbers, ...]
    out: tuple[Numbers, ...]

    def __call__(self, features: Numbers) -> Numbers:
        """(pairs, 3): how likely each pair states one fact, differs about one, or is unrelated."""
        if not len(features):
            return np.zeros((0, 3), np.float32)
        x = np.clip((features - self.mean) / self.scale, -5, 5)
        scores = sum(
            np.tanh(x @ hidden[:-1] + hidden[-1]) @ out[:-1] + out[-1]
            for hidden, out in zip(self.hidden, self.out, strict=True)
        ) / len(self.out)
        return _shares(scores)


CLAUSES = 37
"""Clauses of an article of the stories that the judge is fitted on, in the mean."""


def as_common(likely: Numbers, clauses: float) -> Numbers:
    """What a judge says of pairs of two articles of so many clauses, of which the more there are the fewer meet.

    likely: (pairs, 3), as a judge gives it.  A fact has at most one partner in an article however long that is,
    so that the odds of any two clauses fall with the length.  Real reports (evaluation/labels) are 1.6 times as long
    as the stories; of 240 pairs in them 0.52 of those from 0.7 to 0.75 were right without this, 0.80 from 0.75 to 0.85.
    """
    odds = likely * np.array([CLAUSES, CLAUSES, max(CLAUSES, clauses)], np.float32)
    shares: Numbers = odds / odds.sum(axis=1, keepdims=True)
    return shares


def _shares(scores: Numbers) -> Numbers:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Numbers = powers / powers.sum(axis=1, keepdims=True)
    return shares


@cache
def judge() -> Judge:
    """The judge as fitted."""
    kept = json.loads(files("stemma.comparing").joinpath("judge.json").read_text(encoding="utf-8"))
    return Judge(
        np.array(kept["mean"], np.float32),
        np.array(kept["scale"], np.float32),
        tuple(np.array(each, np.float32) for each in kept["hidden"]),
        tuple(np.array(each, np.float32) for each in kept["out"]),
    )
