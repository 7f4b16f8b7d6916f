"""Conflict or update: what tells that two values differ because time passed between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stemma.comparing.units import Side, Unit, inside, stem
from stemma.reading.times import timex
from stemma.types import Quantity, QuantityKind, Reading, Span, Time

if TYPE_CHECKING:
    pass

FEATURES = (
    "days apart", "same day", "order unknown", "grows", "shrinks", "toll", "toll grows", "moving kind", "age",
    "measure", "date or hour", "rose later", "rose earlier", "shifted later", "still earlier", "still later",
    "ahead earlier", "ahead later", "denied", "other speaker", "same speaker", "moments apart", "moments agree",
    "news later", "old later", "bounded earlier", "days and rose", "days and tolls",
)  # fmt: skip

_ROSE = re.compile(
    r"\b(?:risen|rose|rises|rising|climbed|climbs|jumped|increased|grown|grew|swelled|dropped|raised|taking|passed|hit"
    r"|new figure|revised|updated|corrected|correction|latest|so far|to date|now|no longer|since|later|finally)\b",
    re.IGNORECASE,
)
_SHIFTED = re.compile(
    r"\b(?:postponed|delayed|delay|brought forward|put off|rescheduled|moved to|put back|extended|instead|now"
    r"|no earlier than|not before|will not start|reopened|resumed|lifted|suspended|revoked|replaced)\b",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"\b(?:still|yet|so far|remain(?:s|ed)?|until further notice|for now|at present|as yet|too early)\b", re.I
)
_AHEAD = re.compile(r"\b(?:will|would|to be|expected|plans?|planned|due|may|might|intends?|means to)\b|[’']ll\b", re.I)
_DENIED = re.compile(r"\b(?:den(?:y|ies|ied|ying|ial)|disput\w+|contradict\w*|rejected|false|untrue)\b", re.I)
_AS_OF = re.compile(
    r"\b(?:by|as of|until|up to)(?: (?:the|about|around|early|late|noon on|midnight on))?\s*$", re.IGNORECASE
)
_MOVING: frozenset[QuantityKind] = frozenset(("count", "money", "percent", "duration", "ratio"))
"""Kinds of quantity that events move; a magnitude or a length is what it is."""
_TOLLED = (
    "dead death die died dies killed kill kills killing toll fatalities bodies injured hurt wounded injuries missing"
    " arrested detained arrests evacuated displaced homeless cases treated sightings tickets signatures moved"
)
_TOLLS = frozenset(map(stem, _TOLLED.split()))
"""Words of counts that grow from report to report."""


@dataclass(frozen=True, slots=True)
class Told:
    """A value as an article tells it.  text: its sentence; unit: its clause; speakers: of the clause."""

    published: str
    text: str
    unit: Unit
    quantity: Quantity | None
    as_of: Time | None
    times: tuple[Time, ...]


def told(reading: Reading, side: Side, unit: int, span: Span, quantity: Quantity | None) -> Told:
    """A value with what its article says of when it held."""
    clause = side.units[unit]
    sentence = reading.sentences[clause.clause.sentence].span
    times = tuple(time for time in reading.times if time.type != "DURATION" and inside(time.span, sentence))
    text = reading.article.text
    as_of = next((t for t in times if _AS_OF.search(text[max(0, t.span.start - 16) : t.span.start])), None)
    published = reading.article.published
    return Told(
        "" if published is None else published.value,
        reading.article.words(sentence),
        clause,
        quantity,
        as_of if quantity is not None else None,
        tuple(time for time in times if time.span != span),
    )


def later(one: str, other: str) -> bool:
    """Was the other published later, as far as both are told?"""
    length = min(len(one), len(other), 16)
    return one[:length] < other[:length]


def features(x: Told, y: Told) -> tuple[float, ...]:
    """What speaks for time having passed from one value to the other, whichever came first."""
    if later(y.published, x.published):
        x, y = y, x
    days = _days(x, y)
    rose = [bool(_ROSE.search(one.text)) for one in (x, y)]
    if days == 0 and rose[0] and not rose[1]:
        x, y, rose = y, x, rose[::-1]
    grows, shrinks = _moves(x, y)
    toll = any(_TOLLS & set(one.unit.stems) for one in (x, y)) and x.quantity is not None
    speakers = [{q.entity or q.speaker for q in one.unit.quotations} - {None} for one in (x, y)]
    moments = [one.as_of for one in (x, y) if one.as_of is not None]
    apart = len(moments) == 2 and not timex.agree(*moments)
    news = _news(x, y)
    quantity = x.quantity
    return (
        min(days, 5.0) if days is not None else 0.0,
        float(days == 0),
        float(days is None),
        float(grows),
        float(shrinks),
        float(toll),
        float(toll and grows),
        float(quantity is not None and quantity.kind in _MOVING and quantity.thing != "age"),
        float(quantity is not None and quantity.thing == "age"),
        float(quantity is not None and quantity.kind not in _MOVING),
        float(quantity is None),
        float(rose[1]),
        float(rose[0]),
        float(bool(_SHIFTED.search(y.text))),
        float(bool(_STILL.search(x.text))),
        float(bool(_STILL.search(y.text))),
        float(bool(_AHEAD.search(x.text))),
        float(bool(_AHEAD.search(y.text))),
        float(any(_DENIED.search(one.text) for one in (x, y))),
        float(bool(speakers[0] and speakers[1] and not speakers[0] & speakers[1])),
        float(bool(speakers[0] & speakers[1])),
        float(apart),
        float(len(moments) == 2 and not apart),
        float(news == 1),
        float(news == -1),
        float(x.quantity is not None and x.quantity.modifier in ("at least", "more than")),
        float(bool(days) and rose[1]),
        float(bool(days) and toll and grows),
    )


def _days(x: Told, y: Told) -> float | None:
    try:
        return float((date.fromisoformat(y.published[:10]) - date.fromisoformat(x.published[:10])).days)
    except ValueError:
        return None


def _moves(x: Told, y: Told) -> tuple[bool, bool]:
    if x.quantity is None or y.quantity is None:
        return False, False
    return x.quantity.normal_low < y.quantity.normal_low, x.quantity.normal_low > y.quantity.normal_low


def _news(x: Told, y: Told) -> int:
    """1 where the later sentence tells of a day after the earlier report, -1 where all its days lie before."""
    days = [time.value[:10] for time in y.times if re.match(r"\d{4}-\d\d-\d\d", time.value)]
    if not days or not x.published:
        return 0
    if max(days) > x.published[:10]:
        return 1
    return -1 if max(days) < x.published[:10] else 0
