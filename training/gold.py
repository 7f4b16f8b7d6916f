"""Pairs of clauses of the gold stories with what they are to each other.

Only the stories listed under `train` are read here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stemma.comparing import entities, pairs, units
from stemma.comparing.units import Side
from stemma.types import Reading, Span

SAME, DIFFERS, UNRELATED = 0, 1, 2
LONGEST = 350  # characters of a passage that the scorer accepts

Readings = Sequence[Reading]
Passage = tuple[int, int, int]  # article, start, end


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """A story laid out for training.

    places: (pairs, 4) article and unit of both sides; features: (pairs, pairs.FEATURES); labels: (pairs,).
    """

    name: str
    readings: tuple[Reading, ...]
    sides: tuple[Side, ...]
    telling: units.Numbers
    places: NDArray[np.int64]
    features: NDArray[np.float32]
    labels: NDArray[np.int64]
    slots: tuple[tuple[tuple[Passage, ...], ...], ...]


def story(folder: Path, readings: Readings) -> Story:
    """Lay out one story with the labels of its gold.json."""
    sides, telling = units.sides(readings, entities.match(readings).of)
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    places = {Path(reading.article.file).stem: k for k, reading in enumerate(readings)}

    def evidence(item: Mapping[str, Mapping[str, str]]) -> tuple[Passage, ...]:
        found = []
        for report, words in item["evidence"].items():
            article = places[report]
            at = readings[article].article.text.find(words)
            found.append((article, at, at + len(words)))
        return tuple(found)

    slots = tuple(
        tuple(evidence(reading) for reading in item["readings"])
        for kind in ("conflicts", "updates")
        for item in gold[kind]
    )
    same = [evidence(item) for item in gold["claims"]] + [reading for slot in slots for reading in slot]
    found = list(pairs.candidates(sides, telling))
    rows = [(each.first, i, each.second, j) for each in found for i, j in each.rows.tolist()]
    marked = _labels(sides, found, same, slots)
    return Story(
        name=folder.name,
        readings=tuple(readings),
        sides=sides,
        telling=telling,
        places=np.array(rows, np.int64).reshape(-1, 4),
        features=np.concatenate([each.features for each in found]),
        labels=marked,
        slots=slots,
    )


def _labels(
    sides: Sequence[Side],
    found: Sequence[pairs.Candidates],
    same: Sequence[Sequence[Passage]],
    slots: Sequence[Sequence[Sequence[Passage]]],
) -> NDArray[np.int64]:
    agreeing = [pair for passages in same for pair in combinations(passages, 2)]
    differing = [(a, b) for slot in slots for one, other in combinations(slot, 2) for a in one for b in other]
    labels = []
    for each in found:
        yes, apart = (_meeting(sides, each, some) for some in (agreeing, differing))
        labels.append(np.where(yes, SAME, np.where(apart, DIFFERS, UNRELATED)))
    return np.concatenate(labels)


def _meeting(
    sides: Sequence[Side], each: pairs.Candidates, gold: Sequence[tuple[Passage, Passage]]
) -> NDArray[np.bool_]:
    """Which candidates meet a pair of gold passages."""
    result = np.zeros(len(each.rows), np.bool_)
    for a, b in (pair for both in gold for pair in permutations(both)):
        if (a[0], b[0]) == (each.first, each.second):
            left = np.array([meet(unit.span, a) for unit in sides[each.first].units], np.bool_)
            right = np.array([meet(unit.span, b) for unit in sides[each.second].units], np.bool_)
            result |= left[each.rows[:, 0]] & right[each.rows[:, 1]]
    return result


def meet(span: Span, gold: Passage) -> bool:
    """Do two passages share half of the shorter one, as the scorer asks?"""
    shared = min(span.end, gold[2]) - max(span.start, gold[1])
    return shared > 0 and 2 * shared >= min(len(span), gold[2] - gold[1]) and len(span) <= LONGEST
