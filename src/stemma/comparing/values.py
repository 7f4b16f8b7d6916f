"""Values in their places: the numbers, dates and hours of an article, and whether two of them can both be true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from stemma.comparing import slots
from stemma.comparing.meeting import Spot
from stemma.comparing.units import Side, Unit, stem
from stemma.types import Quantity, Reading, Span, Time

if TYPE_CHECKING:
    pass

Kind = Literal["number", "date", "time", "polarity"]


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# What happened to those counted: people in different states are never one number.
_STATES = {
    "dead": "dead death die died dies killed kill kills killing toll fatality fatalities bodies body perished"
    " martyrs lives victims slain drowned",
    "hurt": "injured hurt wounded injuries injury wounds treated hospital hospitalised hospitalized burns bruises",
    "missing": "missing unaccounted disappeared trapped",
    "held": "arrested detained arrests arrest held custody detention charged detainees",
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
    "aged": re.compile(
        r"\b(?:them|most|mostly|people|those|aged|all|anyone|aged) (?:over|under|above|below)\s*$", re.I
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
_PART = re.compile(r"^(?: \w+){0,2} of (?:them|whom|which|those|the|its|their|his|her|these)\b")
_IRREAL = _words(
    """
    maximum minimum asked asking ask demanded demanding demand demands sought seeking expected expects planned
    plans forecast forecasts target targets proposed feared capacity limit usual usually normally average
    """
)
_NEARLY = re.compile(
    r"\b(?:shortly|just|soon|moments|minutes|not long|a (?:little|few minutes)) (?:before|after|past)\s*$",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:(?P<body>nobody|no one|no-one|none)|(?:not (?:a|one)(?: single)?|no)"
    r"(?: (?P<thing>[a-z-]+(?: (?!\w*(?:ed|was|were|had|has|have|is|are|of|in|to|at)\b)[a-z-]+s\b)?)))\b",
    re.IGNORECASE,
)
_LONE = re.compile(r"\b(?:an?|one|the) (?:single|lone|sole|solitary) (?P<thing>[a-z]+)\b", re.IGNORECASE)
_IMPLIED = re.compile(r"no|(?:an?|the|one) \w+ \w")
_NO_NOUN = _words("longer more doubt matter less sooner idea way such reason other further sign signs wonder secret")
"""What follows "no" and leaves nothing to count."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number, a time, or a clause that says whether something is so, in place.

    unit: its clause.  quantity or time holds the value.  spot: it among the words of the side; thing: places
    of the words for what is counted.  marks: what makes it another number than the one in force ("past",
    "base", "more", "irreal"), and "implied" where no digits or number words give it ("nobody").
    """

    article: int
    kind: Kind
    span: Span
    unit: int
    quantity: Quantity | None
    time: Time | None
    spot: Spot
    thing: tuple[int, ...]
    marks: frozenset[str]
    printed: str


# --- the values of an article ----------------------------------------------------------------------


def values(index: int, reading: Reading, side: Side) -> list[Value]:
    """The numbers, dates and hours of an article in order, each with the shortest clause that holds it."""
    found: dict[Span, Value] = {}
    heads = Heads(reading, side)
    for k, unit in sorted(enumerate(side.units), key=lambda each: -len(each[1].span)):
        for quantity in (*unit.quantities, *_implied(reading, unit)):
            counted = _counting(quantity)
            if counted is not None and (quantity.number not in found or found[quantity.number].quantity is not None):
                found[quantity.number] = _value(index, reading, "number", quantity.number, k, side, heads, counted)
        for time in unit.times:
            kind = _time_kind(time)
            if kind:
                found[time.span] = _value(index, reading, kind, time.span, k, side, heads, time=_exact(reading, time))
    return [found[span] for span in sorted(found)]


def _counting(quantity: Quantity) -> Quantity | None:
    """A quantity that fills a slot; "the third death" counts three."""
    if quantity.kind != "ordinal":
        return quantity
    return replace(quantity, kind="count") if stem(quantity.thing) in _STATE_OF else None


def _implied(reading: Reading, unit: Unit) -> Iterator[Quantity]:
    """Numbers that no number word gives: "nobody was hurt", "no arrests", "a lone guard"."""
    text, span = reading.article.text, unit.span
    for pattern, number in ((_NONE, 0.0), (_LONE, 1.0)):
        for match in pattern.finditer(text, span.start, span.end):
            thing = (match["thing"] or "").lower()
            if thing.split(" ")[0] in _NO_NOUN or (not thing and not match["body"]):
                continue
            at = Span(span.article, match.start(), match.end())
            yield Quantity(at, at, "count", number, number, "exact", thing, thing, number, number, thing)


def _exact(reading: Reading, time: Time) -> Time:
    """A time told as shortly before or after an hour is near it, not anywhere on its side of the hour."""
    before = reading.article.text[max(0, time.span.start - 20) : time.span.start]
    first = reading.article.words(time.span)[:30]
    if time.type == "TIME" and (_NEARLY.search(before) or re.match(r"(?:shortly|just|soon) (?:before|after)", first)):
        return replace(time, mod="APPROX")
    return time


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
    heads: Heads,
    quantity: Quantity | None = None,
    time: Time | None = None,
) -> Value:
    printed = reading.article.words(span).lower()
    first, last = np.searchsorted(side.word_start, [span.start, span.end]).tolist()
    thing: tuple[int, ...] = ()
    marks: frozenset[str] = frozenset()
    if quantity is not None:
        a, b = np.searchsorted(side.word_start, [quantity.span.start, quantity.span.end]).tolist()
        thing = tuple(k for k in range(a, b) if not first <= k < last)
        marks = _marks(reading, span, side.units[unit].clause.sentence)
        if quantity.number == quantity.span and _IMPLIED.match(printed):
            marks |= {"implied"}
            thing = tuple(range(first, last))
    return Value(
        index,
        kind,
        span,
        unit,
        quantity,
        time,
        Spot(unit, (first, last), heads.of(span)),
        thing,
        marks,
        printed,
    )


class Heads:
    """The words that a place hangs on, by the syntax of its article."""

    def __init__(self, reading: Reading, side: Side) -> None:
        self.words = reading.words
        self.at = {start: place for place, start in enumerate(side.word_start.tolist())}

    def of(self, span: Span) -> tuple[int, ...]:
        """Telling words above a span, nearest first, at most three."""
        words = self.words
        first, last = np.searchsorted(words.start, [span.start, span.end]).tolist()
        top = next((k for k in range(first, last) if not first <= words.head[k] < last), -1)
        found: list[int] = []
        for _ in range(5):
            top = int(words.head[top]) if top >= 0 else -1
            if top < 0 or len(found) == 3:
                break
            place = self.at.get(int(words.start[top]))
            if place is not None:
                found.append(place)
        return tuple(found)


def _marks(reading: Reading, span: Span, sentence: int) -> frozenset[str]:
    text, bounds = reading.article.text, reading.sentences[sentence].span
    before = text[max(bounds.start, span.start - 40) : span.start]
    after = text[span.end : min(bounds.end, span.end + 30)]
    found = {name for name, pattern in _BEFORE.items() if pattern.search(before)}
    if _AFTER_MORE.match(after):
        found.add("more")
    if _PART.match(after):
        found.add("part")
    if _FROM.search(before) and _TO.match(after):
        found.add("past")
    near = re.findall(r"[a-z]+", text[max(bounds.start, span.start - 60) : min(bounds.end, span.end + 40)].lower())
    irreal = _IRREAL & set(near)
    found |= irreal
    return frozenset(found | {"irreal"} if irreal else found)


# --- two values ----------------------------------------------------------------------------------


def comparable(x: Value, y: Value) -> bool:
    """Are two values of one kind and unit?  A bare number may be an age, and a day may have an hour."""
    if x.quantity is None or y.quantity is None:
        return x.time is not None and y.time is not None
    ages = [value.quantity.thing == "age" for value in (x, y) if value.quantity is not None]
    if ages[0] != ages[1]:
        bare = y.quantity if ages[0] else x.quantity
        return bare.kind == "count" and not bare.thing and bare.high < 120
    return slots.comparable(x.quantity, y.quantity)


def agreed(x: Value, y: Value) -> bool:
    """Can both values be true of one thing?"""
    if x.quantity is not None and y.quantity is not None:
        if (x.quantity.thing == "age") != (y.quantity.thing == "age"):
            return x.quantity.low == y.quantity.low
        return slots.values_agree(x.quantity, y.quantity)
    return x.time is not None and y.time is not None and slots.same_time(x.time, y.time)


def barred(x: Value, y: Value) -> bool:
    """Is it plain that two values do not fill one slot, or are one: one is marked otherwise, both are past, or two
    times are printed alike ("midnight on Friday", read against two days of publication)?
    """
    if x.time is not None and x.printed == y.printed:
        return True
    marks = (x.marks ^ y.marks) - {"implied", "base"}
    return bool(marks) or "past" in x.marks


def differ(x: Value, y: Value) -> bool:
    """Are two values that may both be true printed as different numbers ("at least eight", "eleven")?"""
    if x.quantity is None or y.quantity is None:
        return False
    a, b = x.quantity, y.quantity
    bounded = {"at least", "more than", "at most", "less than"} & {a.modifier, b.modifier}
    return bool(bounded) and abs(a.normal_low - b.normal_low) > 0.1 * max(abs(a.normal_low), abs(b.normal_low))


def same(x: Value, y: Value) -> bool:
    """Are two values one number of one thing, as printed?"""
    a, b = x.quantity, y.quantity
    return a is not None and b is not None and a.normal_low == b.normal_low and slots.alike(a, b)


def states(unit: Unit) -> set[str]:
    """What happened to those counted in a clause: "dead", "hurt", "missing" …"""
    return {_STATE_OF[word] for word in unit.stems if word in _STATE_OF}
