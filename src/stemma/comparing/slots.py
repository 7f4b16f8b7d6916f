"""Slots: the values two passages give, and whether they can both be true."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np

from stemma.comparing.units import Unit, stem
from stemma.reading.times import timex
from stemma.types import Quantity, Time

if TYPE_CHECKING:
    from numpy import bool_, int64
    from numpy.typing import NDArray

    from stemma.comparing.units import Numbers

TYPED = 11
ABOUT = 0.1
"""How far a number said to be "about" another may be off: "about 200" and 213 agree, and 230 does not."""
DOZENS = 2
"""How far it may be off at least, from ten on: "about a dozen" and 14 agree."""
ROUNDED = 1000
"""Counts from here on may be rounded to the digits they are printed with: 28,000 and 27,850 agree."""


def typed(left: Sequence[Unit], right: Sequence[Unit], rows: NDArray[int64]) -> Numbers:
    """(rows, TYPED): what the values of pairs of units say: numbers, times and entities shared, apart or on one side,
    negation, speaker.  rows: (pairs, 2), places in the units of each side.
    """
    i, j = rows.T
    columns = np.zeros((len(rows), TYPED), np.float32)
    numbers, times = ([_flags(units, name) for units in (left, right)] for name in ("quantities", "times"))
    for k in np.flatnonzero(numbers[0][i] | numbers[1][j]).tolist():
        columns[k, :3] = _numbers(left[i[k]], right[j[k]])
    for k in np.flatnonzero(times[0][i] | times[1][j]).tolist():
        columns[k, 3:6] = _times(left[i[k]], right[j[k]])
    shared = _common([u.entities for u in left], [u.entities for u in right])[i, j]
    sizes = [np.array([len(u.entities) for u in units], np.float32) for units in (left, right)]
    negated, said = ([_flags(units, name) for units in (left, right)] for name in ("negated", "quotations"))
    columns[:, 6] = shared
    columns[:, 7] = sizes[0][i] + sizes[1][j] - 2 * shared
    columns[:, 8] = negated[0][i] != negated[1][j]
    columns[:, 9] = (said[0][i] & said[1][j]).astype(np.float32) - (said[0][i] != said[1][j])
    columns[:, 10] = _common([_speakers(u) for u in left], [_speakers(u) for u in right])[i, j] > 0
    return columns


def _flags(units: Sequence[Unit], name: str) -> NDArray[bool_]:
    """Which of the units have any of a thing."""
    return np.array([bool(getattr(unit, name)) for unit in units], np.bool_)


def _speakers(unit: Unit) -> set[str]:
    return {who for q in unit.quotations if (who := q.entity or q.speaker) is not None}


def _common(left: Sequence[Collection[str]], right: Sequence[Collection[str]]) -> Numbers:
    """(left, right): how many each two have in common; none holds anything twice."""
    names: dict[str, int] = {}
    for some in (*left, *right):
        for name in some:
            names.setdefault(name, len(names))
    held = [np.zeros((len(side), len(names)), np.float32) for side in (left, right)]
    for rows, side in zip(held, (left, right), strict=True):
        for row, some in zip(rows, side, strict=True):
            row[[names[name] for name in some]] = 1
    common: Numbers = held[0] @ held[1].T
    return common


def _numbers(a: Unit, b: Unit) -> tuple[float, float, float]:
    """Values that agree, pairs of one kind and thing that do not, values on one side alone."""
    agreed = {(i, j) for i, x in enumerate(a.quantities) for j, y in enumerate(b.quantities) if agree(x, y)}
    left = [x for i, x in enumerate(a.quantities) if all(i != k for k, _ in agreed)]
    right = [y for j, y in enumerate(b.quantities) if all(j != k for _, k in agreed)]
    apart = sum(any(alike(x, y) for y in right) for x in left)
    return float(min(len(agreed), 3)), float(apart), float(len(left) + len(right) - 2 * apart)


def _times(a: Unit, b: Unit) -> tuple[float, float, float]:
    pairs = [(x, y, timex.agree(x, y)) for x in a.times for y in b.times]
    agreed = sum(same for *_, same in pairs)
    apart = 0 if agreed else len(pairs)
    return float(min(agreed, 3)), float(min(apart, 2)), float(not pairs and bool(a.times or b.times))


def agree(x: Quantity, y: Quantity) -> bool:
    """Can two quantities be the same: one kind, units that convert, and values that modifiers reconcile?"""
    return comparable(x, y) and values_agree(x, y)


def comparable(x: Quantity, y: Quantity) -> bool:
    """Are two quantities of one kind and unit?"""
    return x.kind == y.kind and (x.normal_unit == y.normal_unit or x.kind == "count")


def values_agree(x: Quantity, y: Quantity) -> bool:
    """Do the ranges that two quantities allow meet?"""
    (a, b), (c, d) = bounds(x), bounds(y)
    return a <= d and c <= b


def bounds(x: Quantity) -> tuple[float, float]:
    """The lowest and highest value a quantity allows."""
    low, high = x.normal_low, x.normal_high
    if x.thing == "age":
        return low, high
    slack = _rounding(low) if x.kind != "count" or abs(low) >= ROUNDED else 1e-9 * max(abs(low), abs(high))
    if x.modifier == "about":
        least = DOZENS if x.kind == "count" and low >= 10 else 0
        return low - max(least, ABOUT * abs(low)), high + max(least, ABOUT * abs(high))
    if x.modifier in ("at least", "more than"):
        return low - slack, max(high, low * 1.5)
    if x.modifier in ("at most", "less than"):
        return min(low, high * 0.6), high + slack
    return low - slack, high + slack


def _rounding(value: float) -> float:
    """Half a unit of the last digit that a number is printed to, leading zeros at its end left out."""
    if value == 0:
        return 0.0
    exponent = floor(log10(abs(value)))
    digits = f"{abs(value) / 10.0**exponent:.6f}".rstrip("0").rstrip(".")
    return 0.5 * 10.0 ** (exponent - max(0, len(digits) - 2)) * 0.999


def alike(x: Quantity, y: Quantity) -> bool:
    """Do two quantities measure one kind of thing, as far as the words at them tell?"""
    if not comparable(x, y):
        return False
    if x.kind != "count":
        return True
    one, other = _thing(x), _thing(y)
    return not one or not other or bool(one & other)


def _thing(x: Quantity) -> set[str]:
    return {stem(word) for word in x.thing.split()}


def same_time(x: Time, y: Time) -> bool:
    """Can two time expressions be one time?"""
    return timex.agree(x, y)
