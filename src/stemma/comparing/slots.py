"""Slots: the values two passages give, and whether they can both be true."""

from __future__ import annotations

from math import floor, log10

from stemma.comparing.units import Unit, stem
from stemma.reading.times import timex
from stemma.types import Quantity, Time

TYPED = 11
ABOUT = 0.1
"""How far a number said to be "about" another may be off: "about 200" and 213 agree, and 230 does not."""
DOZENS = 2
"""How far it may be off at least, from ten on: "about a dozen" and 14 agree."""
ROUNDED = 1000
"""Counts from here on may be rounded to the digits they are printed with: 28,000 and 27,850 agree."""


def typed(a: Unit, b: Unit) -> tuple[float, ...]:
    """What the values of two units say: numbers, times and entities shared, apart or on one side, negation,
    speaker.
    """
    numbers = _numbers(a, b)
    times = _times(a, b)
    shared = set(a.entities) & set(b.entities)
    apart = len(set(a.entities) ^ set(b.entities))
    speakers = {q.entity or q.speaker for q in a.quotations} & {q.entity or q.speaker for q in b.quotations} - {None}
    return (
        *numbers,
        *times,
        float(len(shared)),
        float(apart),
        float(a.negated != b.negated),
        float(bool(a.quotations) and bool(b.quotations)) - float(bool(a.quotations) != bool(b.quotations)),
        float(bool(speakers)),
    )


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
