"""Which values of two articles fill one slot: what speaks for that, as features for the weights in values.json."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from stemma import naming
from stemma.comparing import meeting
from stemma.comparing.units import Side, Unit, overlap
from stemma.comparing.values import Value, agreed, comparable, differ, states
from stemma.cores import each
from stemma.types import Reading

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from stemma.comparing.units import Numbers

NEAR = 0.25
"""Cosine of two sentences below which their values are not looked at."""

TYPED = (
    "thing shared", "thing fit", "thing missing", "count", "money", "percent", "age", "other measure", "date",
    "time", "day and hour", "ratio", "state apart", "state shared", "past apart", "base apart", "more apart",
    "irreal apart", "part apart", "past", "irreal", "part", "rounded", "bounded", "implied", "soft", "direct",
    "both direct", "places apart", "places shared", "same speaker", "other speaker", "days apart", "grows",
    "same day", "digits", "year", "in sentence a", "in sentence b", "answered a", "answered b", "others agree",
    "others apart", "one form", "one digit apart", "both clocks",
)  # fmt: skip
FEATURES = (*meeting.FEATURES, *TYPED)


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """Values of two articles that may fill one slot.  rows: the two of each pair; features: (pairs,
    FEATURES).
    """

    rows: tuple[tuple[Value, Value], ...]
    features: NDArray[float32]


# --- two articles beside each other ----------------------------------------------------------------


def met(
    readings: Sequence[Reading], sides: Sequence[Side], found: Sequence[Sequence[Value]], telling: Numbers
) -> Iterator[Met]:
    """For each two articles the pairs of values of one kind whose sentences are near."""

    laid = [_Laid(*some, telling) for some in zip(readings, sides, found, strict=True)]

    def of(ab: tuple[int, int]) -> Met:
        return _Between(laid[ab[0]], laid[ab[1]]).met()

    yield from each(of, [(a, b) for a, b in combinations(range(len(sides)), 2) if found[a] and found[b]])


class _Laid:
    """The values of an article as they are laid beside those of each other."""

    def __init__(self, reading: Reading, side: Side, values: Sequence[Value], telling: Numbers) -> None:
        self.reading, self.side, self.values = reading, side, values
        things = [word for value in values for word in value.thing]
        self.around = meeting.Places(side, [value.spot for value in values], telling, things)
        self.things = [self.around.local[list(value.thing)] for value in values]
        self.places = _places(reading)


class _Between:
    """The values of two articles beside each other."""

    def __init__(self, one: _Laid, other: _Laid) -> None:
        self.one, self.other, self.left, self.right = one, other, one.values, other.values
        self.sides = one.side, other.side
        self.laid = meeting.meet(one.around, other.around)
        cosine = self.laid.features[:, :, meeting.FEATURES.index("sentence cosine")]
        near = np.argwhere(cosine >= NEAR).tolist()
        self.rows = [(i, j) for i, j in near if comparable(self.left[i], self.right[j])]
        self.agree = [agreed(self.left[i], self.right[j]) for i, j in self.rows]
        self.days = days_between(one.reading, other.reading)

    def met(self) -> Met:
        """The pairs worth a look with their features."""
        at = np.array(self.rows, np.int64).reshape(-1, 2)
        general = self.laid.features[at[:, 0], at[:, 1]]
        typed = [
            (*self._typed(i, j, same), *rest, *form(self.left[i], self.right[j]))
            for (i, j), same, rest in zip(self.rows, self.agree, self._rivals(general), strict=True)
        ]
        columns = np.array(typed, np.float32).reshape(-1, len(TYPED))
        pairs = tuple((self.left[i], self.right[j]) for i, j in self.rows)
        return Met(pairs, np.concatenate([general, columns], axis=1).astype(np.float32))

    def _typed(self, i: int, j: int, same: bool) -> tuple[float, ...]:
        x, y = self.left[i], self.right[j]
        a, b = self.sides[0].units[x.unit], self.sides[1].units[y.unit]
        marks, told = x.marks ^ y.marks, (states(a), states(b))
        both = x.marks & y.marks
        return (
            *self._thing(i, j),
            *_kind(x, y),
            _ratio(x, y),
            float(bool(told[0] and told[1] and not told[0] & told[1])),
            float(bool(told[0] & told[1])),
            *(float(mark in marks) for mark in ("past", "base", "more", "irreal", "part")),
            *(float(mark in both) for mark in ("past", "irreal", "part")),
            *_modifiers(x, y),
            float("implied" in x.marks) + float("implied" in y.marks),
            float(same and differ(x, y)),
            *self._places(a, b),
            *_said(x, y, a, b),
            *_order(x, y, self.days),
            *_printed(x, y),
        )

    def _places(self, a: Unit, b: Unit) -> tuple[float, float]:
        """Do both sentences name places, and none in common; do they name one in common?"""
        one, other = (laid.places.get(unit.clause.sentence, set()) for laid, unit in ((self.one, a), (self.other, b)))
        return float(bool(one and other and not one & other)), float(bool(one & other))

    def _thing(self, i: int, j: int) -> tuple[float, float, float]:
        mine, theirs = self.one.things[i], self.other.things[j]
        if not len(mine) or not len(theirs):
            return 0.0, 0.0, float(self.left[i].quantity is not None)
        part = self.laid.fit[np.ix_(mine, theirs)]
        return float((part >= 1).any()), float(part.max()), 0.0

    def _rivals(self, general: Numbers) -> list[tuple[float, ...]]:
        """For each pair: does the other sentence give this value as well, how well do values that agree with
        one of the two fit, and what do the other values of both sentences say?
        """
        names = ("near a in b", "near b in a", "sentence a in b", "sentence b in a", "head fit", "clause cosine")
        fit = general[:, [meeting.FEATURES.index(name) for name in names]].sum(axis=1).tolist()
        best: dict[tuple[int, int], float] = {}
        inside: set[tuple[int, int, int]] = set()
        met: dict[tuple[int, int], list[tuple[int, int, bool]]] = {}
        for (i, j), same, score in zip(self.rows, self.agree, fit, strict=True):
            at = self._sentences(i, j)
            met.setdefault(at, []).append((i, j, same))
            if same and not differ(self.left[i], self.right[j]):
                inside |= {(0, i, at[1]), (1, j, at[0])}
                for key in ((0, i), (1, j)):
                    best[key] = max(best.get(key, 0.0), score)
        found: list[tuple[float, ...]] = []
        for (i, j), score in zip(self.rows, fit, strict=True):
            at = self._sentences(i, j)
            others = [same for k, m, same in met[at] if k != i and m != j]
            found.append(
                (
                    float((0, i, at[1]) in inside), float((1, j, at[0]) in inside),
                    best.get((0, i), 0.0) - score, best.get((1, j), 0.0) - score,
                    float(min(3, sum(others))), float(min(3, len(others) - sum(others))),
                )
            )  # fmt: skip
        return found

    def _sentences(self, i: int, j: int) -> tuple[int, int]:
        a, b = self.sides[0].units[self.left[i].unit], self.sides[1].units[self.right[j].unit]
        return a.clause.sentence, b.clause.sentence


def _places(reading: Reading) -> dict[int, set[str]]:
    """The places that each sentence names, folded."""
    starts = [sentence.span.start for sentence in reading.sentences]
    found: dict[int, set[str]] = {}
    for entity in reading.entities:
        for mention in entity.mentions if entity.kind == "place" else ():
            at = int(np.searchsorted(starts, mention.span.start, side="right")) - 1
            found.setdefault(at, set()).add(naming.fold(entity.name))
    return found


# --- features --------------------------------------------------------------------------------------


def _kind(x: Value, y: Value) -> tuple[float, ...]:
    kind = None if x.quantity is None else x.quantity.kind
    age = any(value.quantity is not None and value.quantity.thing == "age" for value in (x, y))
    return (
        float(kind == "count" and not age),
        float(kind == "money"),
        float(kind in ("percent", "ratio")),
        float(age),
        float(kind not in (None, "count", "money", "percent", "ratio") and not age),
        float(x.kind == y.kind == "date"),
        float(x.kind == y.kind == "time"),
        float({x.kind, y.kind} == {"date", "time"}),
    )


def _ratio(x: Value, y: Value) -> float:
    """How far two numbers lie apart, in powers of e, at most 3."""
    if x.quantity is None or y.quantity is None:
        return 0.0
    a, b = abs(x.quantity.normal_low), abs(y.quantity.normal_low)
    return float(min(3.0, abs(np.log((a + 0.5) / (b + 0.5)))))


def _modifiers(x: Value, y: Value) -> tuple[float, float]:
    """Is a value rounded, is one a bound?"""
    told = {value.quantity.modifier for value in (x, y) if value.quantity is not None}
    told |= {"about" for value in (x, y) if value.time is not None and value.time.mod}
    return float("about" in told), float(bool(told - {"about", "exact"}))


def _said(x: Value, y: Value, a: Unit, b: Unit) -> tuple[float, ...]:
    """In whose direct words the values stand, and whether their clauses have one speaker or two."""
    direct = [
        any(q.type == "direct" and any(overlap(c, value.span) for c in q.content) for q in unit.quotations)
        for value, unit in ((x, a), (y, b))
    ]
    speakers = [{q.entity or q.speaker for q in unit.quotations} - {None} for unit in (a, b)]
    return (
        float(any(direct)),
        float(all(direct)),
        float(bool(speakers[0] & speakers[1])),
        float(bool(speakers[0] and speakers[1] and not speakers[0] & speakers[1])),
    )


def days_between(one: Reading, other: Reading) -> float | None:
    """Days from the publication of one article to that of the other; None where not stated."""
    at = [reading.article.published for reading in (one, other)]
    try:
        first, last = (np.datetime64(stated.value[:10], "D") for stated in at if stated is not None)
    except ValueError:
        return None
    return float((last - first).astype(int))


def _order(x: Value, y: Value, days: float | None) -> tuple[float, float, float]:
    """Days between the two articles, whether the later gives more, and whether they are of one day."""
    if days is None:
        return 0.0, 0.0, 0.0
    grows = 0.0
    if x.quantity is not None and y.quantity is not None and days:
        grows = float(np.sign(y.quantity.normal_low - x.quantity.normal_low) * np.sign(days))
    return min(abs(days), 5.0), grows, float(days == 0)


def _printed(x: Value, y: Value) -> tuple[float, float]:
    """Are the values written with the same digits, or all but one (48, 84; 3, 30); is one a year alone?"""
    if x.quantity is not None and y.quantity is not None:
        a, b = (f"{value.quantity.low:g}" for value in (x, y) if value.quantity is not None)
        near = sorted(a) == sorted(b) or (len(a) == len(b) > 1 and sum(p != q for p, q in zip(a, b, strict=True)) == 1)
        return float(near), 0.0
    told = [value.time.value for value in (x, y) if value.time is not None]
    return 0.0, float(any(re.fullmatch(r"\d{4}", one) for one in told)) if told else 0.0


def form(x: Value, y: Value) -> tuple[float, float, float]:
    """Are two times told alike (both a day of a month, both a year, both an hour), and but one digit apart?"""
    if x.time is None or y.time is None:
        return 0.0, 0.0, 0.0
    told = [value.time.value for value in (x, y) if value.time is not None]
    a, b = (text.rpartition("T")[2] if ":" in text else text for text in told)
    shape = [re.sub(r"\d", "0", text) for text in (a, b)]
    off = sum(p != q for p, q in zip(a, b, strict=False))
    clocks = all(":" in text for text in (a, b))
    return float(shape[0] == shape[1]), float(len(a) == len(b) and off == 1), float(clocks)
