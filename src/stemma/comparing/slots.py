"""Slots: the values two passages give, and whether they can both be true."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import floor, log10
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from stemma.comparing.units import Unit, stem
from stemma.reading.times import timex
from stemma.types import Quantity, Span, Time

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


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What the units of one article tell, in columns.  said: whether a unit is quoted."""

    numbers: tuple[tuple[Number, ...], ...]
    times: tuple[tuple[Time, ...], ...]
    entities: Held
    speakers: Held
    negated: NDArray[bool_]
    said: NDArray[bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """A quantity with the lowest and highest value it allows and the stems of what it counts."""

    quantity: Quantity
    low: float
    high: float
    thing: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What each unit holds.  rows: (units, names), 1 where it holds one; places: the column of each name."""

    rows: Numbers
    places: Mapping[str, int]

    def common(self, other: Held) -> Numbers:
        """(units, units): how many each two have in common."""
        both = sorted(self.places.keys() & other.places.keys())
        mine, theirs = ([held.places[name] for name in both] for held in (self, other))
        common: Numbers = self.rows[:, mine] @ other.rows[:, theirs].T
        return common


def told(units: Sequence[Unit]) -> Told:
    """What units tell."""
    return Told(
        numbers=tuple(tuple(number(quantity) for quantity in unit.quantities) for unit in units),
        times=tuple(unit.times for unit in units),
        entities=held([unit.entities for unit in units]),
        speakers=held([_speakers(unit) for unit in units]),
        negated=np.array([unit.negated for unit in units], np.bool_),
        said=np.array([bool(unit.quotations) for unit in units], np.bool_),
    )


def held(names: Sequence[Collection[str]]) -> Held:
    """What each of some units holds, none of it twice."""
    places: dict[str, int] = {}
    for some in names:
        for name in some:
            places.setdefault(name, len(places))
    rows = np.zeros((len(names), len(places)), np.float32)
    for row, some in zip(rows, names, strict=True):
        row[[places[name] for name in some]] = 1
    return Held(rows, places)


def number(quantity: Quantity) -> Number:
    """A quantity with what it allows."""
    return Number(quantity, *bounds(quantity), frozenset(stem(word) for word in quantity.thing.split()))


def typed(left: Told, right: Told, rows: NDArray[int64]) -> Numbers:
    """(rows, TYPED): what the values of pairs of units say: numbers, times and entities shared, apart or on one side,
    negation, speaker.  rows: (pairs, 2), places in the units of each side.
    """
    i, j = rows.T
    columns = np.zeros((len(rows), TYPED), np.float32)
    one, other = _counts(left.numbers)[i], _counts(right.numbers)[j]
    columns[:, 2] = one + other
    for k in np.flatnonzero((one > 0) & (other > 0)).tolist():
        columns[k, :3] = _numbers(left.numbers[i[k]], right.numbers[j[k]])
    one, other = _counts(left.times)[i], _counts(right.times)[j]
    columns[:, 5] = (one > 0) != (other > 0)
    for k in np.flatnonzero((one > 0) & (other > 0)).tolist():
        columns[k, 3:5] = _times(left.times[i[k]], right.times[j[k]])
    shared = left.entities.common(right.entities)[i, j]
    columns[:, 6] = shared
    columns[:, 7] = left.entities.rows.sum(axis=1)[i] + right.entities.rows.sum(axis=1)[j] - 2 * shared
    columns[:, 8] = left.negated[i] != right.negated[j]
    columns[:, 9] = (left.said[i] & right.said[j]).astype(np.float32) - (left.said[i] != right.said[j])
    columns[:, 10] = left.speakers.common(right.speakers)[i, j] > 0
    return columns


def _counts(values: Sequence[Sequence[object]]) -> NDArray[int64]:
    return np.array([len(some) for some in values], np.int64)


def _speakers(unit: Unit) -> set[str]:
    return {who for q in unit.quotations if (who := q.entity or q.speaker) is not None}


def _numbers(a: Sequence[Number], b: Sequence[Number]) -> tuple[float, float, float]:
    """Values that agree, pairs of one kind and thing that do not, values on one side alone."""
    agreed = [(x, y) for x in a for y in b if agree(x, y)]
    left = [x for x in a if all(x is not one for one, _ in agreed)]
    right = [y for y in b if all(y is not other for _, other in agreed)]
    apart = sum(any(_alike(x, y) for y in right) for x in left)
    return float(min(len(agreed), 3)), float(apart), float(len(left) + len(right) - 2 * apart)


def _times(a: Sequence[Time], b: Sequence[Time]) -> tuple[float, float]:
    """Times that agree; where none does, pairs of them."""
    agreed = sum(same_time(x, y) for x in a for y in b)
    return float(min(agreed, 3)), 0.0 if agreed else float(min(len(a) * len(b), 2))


def agree(x: Number, y: Number) -> bool:
    """Can two quantities be the same: one kind, units that convert, and values that modifiers reconcile?"""
    return x.low <= y.high and y.low <= x.high and comparable(x.quantity, y.quantity)


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
    return _alike(number(x), number(y))


def _alike(x: Number, y: Number) -> bool:
    if not comparable(x.quantity, y.quantity):
        return False
    return x.quantity.kind != "count" or not x.thing or not y.thing or bool(x.thing & y.thing)


def same_time(x: Time, y: Time) -> bool:
    """Can two time expressions be one time?"""
    return _same_time(
        (x.type, x.value, x.mod, x.zone, x.zone_from),
        (y.type, y.value, y.mod, y.zone, y.zone_from),
    )


_When: TypeAlias = tuple[
    Literal["DATE", "TIME", "DURATION", "SET"], str, str | None, str | None, Literal["stated", "dateline", "unknown"]
]


@lru_cache(maxsize=65536)
def _same_time(x: _When, y: _When) -> bool:
    nowhere = Span("", 0, 0)
    return timex.agree(Time(nowhere, *x), Time(nowhere, *y))
