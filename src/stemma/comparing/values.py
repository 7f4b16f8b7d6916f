"""Values in their places: numbers and times of two articles that may fill one slot, and why they may."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np

from stemma.comparing import slots
from stemma.comparing.pairs import roles, word_fit
from stemma.comparing.units import Side, Unit, stem
from stemma.reading.times import timex
from stemma.types import Quantity, Reading, Span, Time

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from stemma.comparing.units import Numbers

Kind = Literal["number", "date", "time"]
Place = tuple[int, int]

NEAR = 0.3
"""Cosine of two sentences below which their values are not looked at."""

AROUND = 3
"""Telling words on each side of a value that are its near context."""

FEATURES = (
    "same", "apart", "clause cosine", "sentence cosine", "clause context", "near context", "sentence context",
    "value vectors", "thing shared", "thing fit", "thing missing", "count", "money", "percent",
    "other measure", "date", "time", "ratio", "state apart", "state shared", "answered a", "answered b",
    "rank a", "rank b", "entities shared", "values agree", "length", "predicates", "predicate a in b",
    "predicate b in a",
)  # fmt: skip


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# What happened to those counted: people in different states are never one number.
_STATES = {
    "dead": "dead death die died dies killed kill kills killing toll fatality fatalities bodies body perished"
    " martyrs lives victims slain",
    "hurt": "injured hurt wounded injuries injury wounds treated hospital hospitalised hospitalized burns bruises",
    "missing": "missing unaccounted disappeared trapped",
    "held": "arrested detained arrests held custody detention charged",
    "moved": "evacuated displaced evacuees homeless fled moved shelters shelter",
    "saved": "rescued saved survivors survived alive",
    "freed": "released freed",
}
_STATE_OF = {stem(word): state for state, words in _STATES.items() for word in words.split()}


# What stands before a number, or in its clause, and makes it another number than the one now in force.
_BEFORE = {
    "past": re.compile(
        r"\b(?:against|compared (?:with|to)|up from|down from|previously|earlier|instead of|rather than)"
        r"(?: (?:an?|the|just|only|some|about|around|\w+ly)){0,3}\s*\W?$",
        re.IGNORECASE,
    ),
    "base": re.compile(
        r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|some|most|half|many|each|none|all"
        r"|out))\s+of(?: (?:the|its|their|his|her|all|those|these)){0,2}\s*$",
        re.IGNORECASE,
    ),
    "more": re.compile(
        r"\b(?:another|further|additional|extra|other|next|last|first|remaining|(?:up|down|rose|fell) by)"
        r"(?: (?:the|some|about)){0,2}\s*$",
        re.IGNORECASE,
    ),
}
_FROM = re.compile(r"\bfrom(?: \w+){0,2}\s*\W?$", re.IGNORECASE)
_TO = re.compile(r"^(?:\W{0,2}\w+){0,3}? to\b")
_AFTER_MORE = re.compile(r"^\s*(?:\w+ )?(?:more|further|other|others|fewer|less|higher|lower)\b")
_IRREAL = _words(
    """
    maximum minimum asked asking ask demanded demanding demand demands sought seeking expected expects planned
    plans forecast forecasts target targets proposed feared capacity limit usual usually normally average
    """
)


@dataclass(frozen=True, slots=True)
class Value:
    """A number or time in place.

    unit: its clause.  quantity or time holds the value.  words, thing: places among the words of the side.
    marks: what makes it another number than the one in force ("past", "base", "more", "irreal").
    """

    article: int
    kind: Kind
    span: Span
    unit: int
    quantity: Quantity | None
    time: Time | None
    words: tuple[int, int]
    thing: tuple[int, ...]
    marks: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """Values of two articles that may fill one slot.  rows: the two of each pair; features: (pairs,
    FEATURES).
    """

    rows: tuple[tuple[Value, Value], ...]
    features: NDArray[float32]


def values(index: int, reading: Reading, side: Side) -> list[Value]:
    """The numbers and times of an article in order, each with the shortest clause that holds it."""
    found: dict[Span, Value] = {}
    for k, unit in sorted(enumerate(side.units), key=lambda each: -len(each[1].span)):
        for quantity in unit.quantities:
            if quantity.kind != "ordinal":
                found[quantity.number] = _value(index, reading, "number", quantity.number, k, side, quantity, None)
        for time in unit.times:
            kind = _time_kind(time)
            if kind:
                found[time.span] = _value(index, reading, kind, time.span, k, side, None, time)
    return [found[span] for span in sorted(found)]


def _time_kind(time: Time) -> Kind | None:
    if time.type == "DATE" and "_REF" not in time.value:
        return "date"
    return "time" if time.type == "TIME" else None


def _value(
    index: int,
    reading: Reading,
    kind: Kind,
    span: Span,
    unit: int,
    side: Side,
    quantity: Quantity | None,
    time: Time | None,
) -> Value:
    first, last = np.searchsorted(side.word_start, [span.start, span.end]).tolist()
    thing: tuple[int, ...] = ()
    if quantity is not None:
        a, b = np.searchsorted(side.word_start, [quantity.span.start, quantity.span.end]).tolist()
        thing = tuple(k for k in range(a, b) if not first <= k < last)
    marks = _marks(reading, span, side.units[unit].clause.sentence) if quantity is not None else frozenset[str]()
    return Value(index, kind, span, unit, quantity, time, (first, last), thing, marks)


def _marks(reading: Reading, span: Span, sentence: int) -> frozenset[str]:
    text, bounds = reading.article.text, reading.sentences[sentence].span
    before = text[max(bounds.start, span.start - 40) : span.start]
    after = text[span.end : min(bounds.end, span.end + 30)]
    found = {name for name, pattern in _BEFORE.items() if pattern.search(before)}
    if _AFTER_MORE.match(after):
        found.add("more")
    if _FROM.search(before) and _TO.match(after):
        found.add("past")
    near = re.findall(r"[a-z]+", text[max(bounds.start, span.start - 60) : min(bounds.end, span.end + 40)].lower())
    if _IRREAL & set(near):
        found.add("irreal")
    return frozenset(found)


def met(
    sides: Sequence[Side],
    found: Sequence[Sequence[Value]],
    telling: Numbers,
    same: Mapping[tuple[Place, Place], float],
    apart: Mapping[tuple[Place, Place], float],
) -> Iterator[Met]:
    """For each two articles the pairs of values of one kind whose sentences are near."""
    for a, b in combinations(range(len(sides)), 2):
        yield _Between(sides[a], sides[b], telling, same, apart).meet(found[a], found[b])


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """Two values with what their contexts share."""

    x: Value
    y: Value
    row: list[float]
    agree: bool


class _Between:
    """Two articles beside each other."""

    def __init__(
        self,
        one: Side,
        other: Side,
        telling: Numbers,
        same: Mapping[tuple[Place, Place], float],
        apart: Mapping[tuple[Place, Place], float],
    ) -> None:
        self.one, self.other, self.telling = one, other, telling
        self.same, self.apart = same, apart
        self.whole = one.sentence_vectors @ other.sentence_vectors.T

    def meet(self, left: Sequence[Value], right: Sequence[Value]) -> Met:
        near = [
            (x, y)
            for x in left
            for y in right
            if x.kind == y.kind
            and self._sentence_cosine(x, y) >= NEAR
            and (x.quantity is None or y.quantity is None or slots.comparable(x.quantity, y.quantity))
        ]
        self.fit = word_fit(self.one, self.other) if near else np.zeros((0, 0), np.float32)
        pairs = [self._pair(x, y) for x, y in near]
        rows = _ranked(pairs)
        features = np.array(rows, np.float32).reshape(len(rows), len(FEATURES))
        return Met(tuple((pair.x, pair.y) for pair in pairs), features)

    def _sentence_cosine(self, x: Value, y: Value) -> float:
        return float(self.whole[self.one.units[x.unit].clause.sentence, self.other.units[y.unit].clause.sentence])

    def _pair(self, x: Value, y: Value) -> _Pair:
        a, b = self.one.units[x.unit], self.other.units[y.unit]
        key = (x.article, x.unit), (y.article, y.unit)
        thing = self._shared_thing(x, y)
        told = states(a), states(b)
        row = [
            self.same.get(key, 0.0),
            self.apart.get(key, 0.0),
            float(self.one.vectors[x.unit] @ self.other.vectors[y.unit]),
            self._sentence_cosine(x, y),
            self._context(_clause(self.one, x), _clause(self.other, y)),
            self._context(_near(self.one, x), _near(self.other, y)),
            self._context(_sentence(self.one, x), _sentence(self.other, y)),
            self._vectors(x.words, y.words),
            *thing,
            *_kind(x),
            _ratio(x, y),
            float(bool(told[0] and told[1] and not told[0] & told[1])),
            float(bool(told[0] & told[1])),
        ]
        entities = len(set(a.entities) & set(b.entities))
        agree = agreed(x, y)
        row += [0.0, 0.0, 0.0, 0.0, min(entities, 3), float(agree), min(len(a.stems), len(b.stems)) / 10]
        fits = list(roles(self.fit, self.one, self.other, np.array([[x.unit, y.unit]], np.int64)))
        row += [float(fits[k][0]) for k in (0, 3, 4)]
        return _Pair(x, y, row, agree)

    def _context(self, left: list[int], right: list[int]) -> float:
        """Mean of how much of the weight of each side the other answers."""
        if not left or not right:
            return 0.0
        part = self.fit[np.ix_(left, right)]
        a, b = self.telling[self.one.word_stem[left]], self.telling[self.other.word_stem[right]]
        return float((part.max(axis=1) @ a / a.sum() + part.max(axis=0) @ b / b.sum()) / 2)

    def _vectors(self, left: tuple[int, int], right: tuple[int, int]) -> float:
        a, b = self.one.word_vectors[slice(*left)], self.other.word_vectors[slice(*right)]
        return float(np.max(a @ b.T)) if len(a) and len(b) else 0.0

    def _shared_thing(self, x: Value, y: Value) -> tuple[float, float, float]:
        if not x.thing or not y.thing:
            return 0.0, 0.0, float(x.quantity is not None)
        part = self.fit[np.ix_(x.thing, y.thing)]
        return float((part >= 1).any()), float(part.max()), 0.0


def _ranked(pairs: Sequence[_Pair]) -> list[list[float]]:
    """Fill in how a pair stands among its rivals: is a value answered by an equal one, and is this its best
    place?
    """
    at = {name: place for place, name in enumerate(FEATURES)}

    def fit(pair: _Pair) -> float:
        return pair.row[at["near context"]] + pair.row[at["sentence context"]] + pair.row[at["thing fit"]]

    best: dict[tuple[int, Span, bool], float] = {}
    for pair in pairs:
        for side, value in enumerate((pair.x, pair.y)):
            key = (side, value.span, pair.agree)
            best[key] = max(best.get(key, 0.0), fit(pair))
    for pair in pairs:
        mine = fit(pair)
        for side, value, name in ((0, pair.x, "a"), (1, pair.y, "b")):
            pair.row[at[f"answered {name}"]] = best.get((side, value.span, True), 0.0) - mine
            pair.row[at[f"rank {name}"]] = mine - max(
                best.get((side, value.span, agree), 0.0) for agree in (True, False)
            )
    return [pair.row for pair in pairs]


def barred(x: Value, y: Value, found: Sequence[Sequence[Value]], sides: Sequence[Side]) -> bool:
    """Is it plain that two values do not fill one slot, whatever their contexts?

    Where one is marked otherwise than the other; where the other sentence gives this value too; where those
    counted are in other states; ages of different people; times in somebody's direct words.
    """
    a, b = sides[x.article].units[x.unit], sides[y.article].units[y.unit]
    if x.marks != y.marks or "past" in x.marks:
        return True
    told = states(a), states(b)
    if told[0] and told[1] and not told[0] & told[1]:
        return True
    if _answered(x, b, found[y.article], sides) or _answered(y, a, found[x.article], sides):
        return True
    if x.quantity is not None and x.quantity.thing == "age":
        return not set(a.entities) & set(b.entities)
    return x.time is not None and any(q.type == "direct" for q in (*a.quotations, *b.quotations))


def _answered(x: Value, other: Unit, values: Sequence[Value], sides: Sequence[Side]) -> bool:
    """Does the sentence of the other unit give this value as well?"""
    return any(
        y.kind == x.kind
        and sides[y.article].units[y.unit].clause.sentence == other.clause.sentence
        and (x.quantity is None or y.quantity is None or slots.comparable(x.quantity, y.quantity))
        and agreed(x, y)
        for y in values
    )


def agreed(x: Value, y: Value) -> bool:
    """Can both values be true of one thing?"""
    if x.quantity is not None and y.quantity is not None:
        return slots.values_agree(x.quantity, y.quantity)
    return x.time is not None and y.time is not None and timex.agree(x.time, y.time)


def _clause(side: Side, value: Value) -> list[int]:
    return _but(range(int(side.first[value.unit]), int(side.last[value.unit])), value)


def _sentence(side: Side, value: Value) -> list[int]:
    at = side.units[value.unit].clause.sentence
    first, last = np.searchsorted(side.word_sentence, [at, at + 1]).tolist()
    return _but(range(first, last), value)


def _near(side: Side, value: Value) -> list[int]:
    words = _sentence(side, value)
    before = [k for k in words if k < value.words[0]][-AROUND:]
    after = [k for k in words if k >= value.words[1]][:AROUND]
    return before + after


def _but(words: range, value: Value) -> list[int]:
    return [k for k in words if not value.words[0] <= k < value.words[1]]


def states(unit: Unit) -> set[str]:
    """What happened to those counted in a clause: "dead", "hurt", "missing" …"""
    return {_STATE_OF[word] for word in unit.stems if word in _STATE_OF}


def _kind(x: Value) -> tuple[float, ...]:
    kind = None if x.quantity is None else x.quantity.kind
    return (
        float(kind == "count"),
        float(kind == "money"),
        float(kind == "percent"),
        float(kind not in (None, "count", "money", "percent")),
        float(x.kind == "date"),
        float(x.kind == "time"),
    )


def _ratio(x: Value, y: Value) -> float:
    """How far two numbers lie apart, in powers of e, at most 3."""
    if x.quantity is None or y.quantity is None:
        return 0.0
    a, b = abs(x.quantity.normal_low), abs(y.quantity.normal_low)
    return float(min(3.0, abs(np.log((a + 1e-6) / (b + 1e-6)))))
