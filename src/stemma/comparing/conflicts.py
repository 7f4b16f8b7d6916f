"""Conflicts, updates and views: one slot whose readings cannot all be true of one moment."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

import numpy as np

from stemma.comparing import values
from stemma.comparing.evidence import Bench
from stemma.comparing.values import Place, Value
from stemma.reading.times import timex
from stemma.types import Conflict, Evidence, QuantityKind, SlotReading, Time

if TYPE_CHECKING:
    from stemma.comparing.units import Numbers

Pair = tuple[Place, Place]
Status = Literal["conflict", "update", "view"]

LIKELY = 0.75
"""Likelihood from which two values that cannot both be true fill one slot: set on the train stories for
precision.
"""

DISPUTED = 0.45
"""Likelihood from which two values keep their clauses from being one fact, shown as a conflict or not."""

ALIKE = 0.3
"""Likelihood of one fact from which the dates and hours of two clauses are compared."""

AGREED = 0.5
"""The same for values that agree, which then stand in one reading."""

_ROSE = re.compile(
    r"\b(?:risen|rose|rises|rising|climbed|climbs|jumped|increased|grown|grew|swelled|dropped"
    r"|new figure|revised|updated|corrected|correction|latest|so far|to date|now|no longer)\b",
    re.IGNORECASE,
)
_SHIFTED = re.compile(
    r"\b(?:postponed|delayed|delay|brought forward|put off|rescheduled|moved to|put back|extended|instead|now"
    r"|no earlier than|not before|will not start)\b",
    re.IGNORECASE,
)
_AS_OF = re.compile(
    r"\b(?:by|as of|until|up to)(?: (?:the|about|around|early|late|noon on|midnight on))?\s*$", re.IGNORECASE
)
_THINKS = re.compile(
    r"\b(?:believe[sd]?|think|thinks|thought|suspect(?:s|ed)?|doubt(?:s|ed)?|fear(?:s|ed)?|guess(?:es|ed)?"
    r"|reckon(?:s|ed)?|predict(?:s|ed)?)\b",
    re.IGNORECASE,
)


_TOLLS = frozenset(("dead", "hurt", "missing", "moved"))
"""States in which the count of people grows from report to report."""

_MOVING: frozenset[QuantityKind] = frozenset(("count", "money", "percent", "duration"))
"""Kinds of quantity that events move; a magnitude or a length is what it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """How likely two clauses state one fact, and how likely they differ about one."""

    same: Mapping[Pair, float]
    apart: Mapping[Pair, float]


@dataclass(frozen=True, slots=True)
class Edge:
    """Two values that fill one slot.  likely: how likely they do; agree: whether both can be true.

    floor: the likelihood from which it is shown.
    """

    x: Value
    y: Value
    likely: float
    agree: bool
    floor: float


def find(bench: Bench, edges: Sequence[Edge]) -> tuple[Conflict, ...]:
    """The conflicts, updates and views, surest first."""
    sure = [edge for edge in edges if edge.agree or edge.likely >= edge.floor]
    conflicts = [_conflict(bench, slot, sure) for slot in _slots(sure)]
    conflicts.sort(key=lambda one: (one.status != "conflict", -one.score, one.readings[0].evidence[0].span))
    return tuple(replace(one, id=f"x{number}") for number, one in enumerate(conflicts, 1))


def disputed(edges: Sequence[Edge]) -> frozenset[Pair]:
    """Clauses that may well give one slot two values: they do not state one fact."""
    return frozenset(_key(edge.x, edge.y) for edge in edges if not edge.agree)


def weigh(bench: Bench, verdicts: Verdicts, telling: Numbers) -> list[Edge]:
    """The values of two articles that may fill one slot, likeliest first."""
    found = [
        values.values(index, reading, side)
        for index, (reading, side) in enumerate(zip(bench.readings, bench.sides, strict=True))
    ]
    edges = _edges(bench, verdicts, telling, found)
    return sorted(edges, key=lambda edge: (-edge.likely, edge.x.span, edge.y.span))


def _edges(bench: Bench, verdicts: Verdicts, telling: Numbers, found: Sequence[Sequence[Value]]) -> Iterator[Edge]:
    mean, scale, weights = _fitted()
    for met in values.met(bench.sides, found, telling, verdicts.same, verdicts.apart):
        scores = np.clip((met.features - mean) / scale, -4, 4) @ weights[:-1] + weights[-1]
        for (x, y), score in zip(met.rows, (1 / (1 + np.exp(-scores))).tolist(), strict=True):
            one_fact = max(score, verdicts.same.get(_key(x, y), 0.0))
            if values.agreed(x, y):
                if x.marks == y.marks and one_fact >= AGREED:
                    yield Edge(x, y, one_fact, True, AGREED)
            elif score >= DISPUTED and not values.barred(x, y, found, bench.sides):
                yield Edge(x, y, score, False, _floor(x, y, verdicts))


def _floor(x: Value, y: Value, verdicts: Verdicts) -> float:
    """Dates and hours differ from sentence to sentence: they need clauses that may well state one fact."""
    if x.quantity is not None:
        return LIKELY
    return LIKELY if verdicts.same.get(_key(x, y), 0.0) >= ALIKE else 1.0


def _key(x: Value, y: Value) -> Pair:
    return (x.article, x.unit), (y.article, y.unit)


@cache
def _fitted() -> tuple[Numbers, Numbers, Numbers]:
    """Mean and scale of the features, and their weights with the bias last."""
    kept = json.loads(files("stemma.comparing").joinpath("values.json").read_text(encoding="utf-8"))
    mean, scale, weights = (np.array(kept[name], np.float32) for name in ("mean", "scale", "weights"))
    return mean, scale, weights


def _slots(edges: Sequence[Edge]) -> Iterator[list[Value]]:
    """The values of each slot, one an article: those of a likely pair, then all that fit both or agree with
    one.
    """
    taken: set[Value] = set()
    for edge in edges:
        if edge.agree or edge.x in taken or edge.y in taken:
            continue
        slot = [edge.x, edge.y]
        for other in edges:
            for mine, new in ((other.x, other.y), (other.y, other.x)):
                if mine in slot and new not in taken and all(new.article != each.article for each in slot):
                    slot.append(new)
        taken.update(slot)
        yield slot


def _conflict(bench: Bench, slot: Sequence[Value], edges: Sequence[Edge]) -> Conflict:
    groups: list[list[Value]] = []
    for value in sorted(slot, key=lambda value: (_published(bench, value), value.span)):
        fitting = [group for group in groups if all(values.agreed(value, each) for each in group)]
        if fitting:
            fitting[0].append(value)
        else:
            groups.append([value])
    inside = set(slot)
    score = max(edge.likely for edge in edges if not edge.agree and {edge.x, edge.y} <= inside)
    readings = tuple(
        SlotReading(_words(bench, group[0]), tuple(_evidence(bench, value, score) for value in group))
        for group in groups
    )
    status, why = _status(bench, groups)
    return Conflict(
        id="",
        kind=slot[0].kind,
        status=status,
        slot=_name(bench, slot[0]),
        readings=readings,
        score=round(score, 4),
        reason=f"{' and '.join(reading.value for reading in readings)} cannot both be true of one moment"
        f" (likelihood {score:.2f}); {why}",
    )


def _words(bench: Bench, value: Value) -> str:
    article = bench.readings[value.article].article
    return article.words(value.quantity.span if value.quantity is not None else value.span)


def _name(bench: Bench, value: Value) -> str:
    """What the slot is of: the clause without the value."""
    article = bench.readings[value.article].article
    unit = bench.sides[value.article].units[value.unit]
    before = article.words(replace(unit.span, end=max(unit.span.start, value.span.start)))
    after = article.words(replace(unit.span, start=min(value.span.end, unit.span.end)))
    return " ".join(f"{before}…{after}".split())


def _evidence(bench: Bench, value: Value, score: float) -> Evidence:
    return bench.evidence((value.article, value.unit), score)


def _status(bench: Bench, groups: Sequence[Sequence[Value]]) -> tuple[Status, str]:
    """Conflict, update or view, and why."""
    first, last = groups[0], groups[-1]
    moments = [time for group in (first, last) if (time := _as_of(bench, group)) is not None]
    if len(moments) == 2:
        told = " and ".join(bench.words(time.span) for time in moments)
        if not timex.agree(*moments):
            return "update", f"they are of different moments: {told}"
        return "conflict", f"both are of one moment: {told}"
    dates = [_published(bench, value) for group in groups for value in group if _published(bench, value)]
    if dates and _later(min(dates), max(dates)) and (moments or _moves(bench, groups)):
        return "update", f"reports from {min(dates)} to {max(dates)}, in this order"
    if any(_THINKS.search(_clause(bench, value)) for group in groups for value in group):
        return "view", "one of them is somebody's view"
    return "conflict", "nothing shows that time made the difference"


def _as_of(bench: Bench, group: Sequence[Value]) -> Time | None:
    """The moment a number is of, where its clause says so ("by six o'clock")."""
    for value in group if group[0].quantity is not None else ():
        text = bench.readings[value.article].article.text
        for time in bench.times((value.article, value.unit)):
            if _AS_OF.search(text[max(0, time.span.start - 16) : time.span.start]):
                return time
    return None


def _later(one: str, other: str) -> bool:
    """Was the other published later, as far as both are told?"""
    length = min(len(one), len(other), 16)
    return one[:length] < other[:length]


def _moves(bench: Bench, groups: Sequence[Sequence[Value]]) -> bool:
    """Is this a value that time moves: a report says so, or those counted are dead, hurt, found …?"""
    first, last = groups[0], groups[-1]
    if first[0].quantity is None:
        return any(_SHIFTED.search(_clause(bench, value)) for value in last)
    if first[0].quantity.kind not in _MOVING or first[0].quantity.thing == "age":
        return False
    if any(_ROSE.search(_clause(bench, value)) for value in last):
        return True
    told = [values.states(bench.sides[value.article].units[value.unit]) for group in groups for value in group]
    low = [group[0].quantity.normal_low for group in (first, last) if group[0].quantity is not None]
    return any(each & _TOLLS for each in told) and low[0] < low[-1]


def _clause(bench: Bench, value: Value) -> str:
    return bench.words(bench.sides[value.article].units[value.unit].span)


def _published(bench: Bench, value: Value) -> str:
    stated = bench.readings[value.article].article.published
    return "" if stated is None else stated.value
