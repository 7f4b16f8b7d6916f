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

from stemma.comparing import ages, fitting, moments, polarity, values
from stemma.comparing.evidence import Bench
from stemma.comparing.judge import CLAUSES
from stemma.comparing.meeting import Spot
from stemma.comparing.values import Value
from stemma.types import Conflict, SlotReading

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from stemma.comparing.units import Numbers

Place = tuple[int, int]
Pair = tuple[Place, Place]
Status = Literal["conflict", "update", "view"]

LIKELY = {"number": 0.6, "date": 0.75, "time": 0.75, "polarity": 0.55}
"""Likelihood from which two values that cannot both be true fill one slot, by kind: set on the train and the marked
stories, each judged by weights fitted on the others, for precision.
"""

DISPUTED = 0.4
"""Likelihood from which two readings keep their clauses from being one fact, shown as a conflict or not."""

ALIKE = {"number": 0.5, "date": 0.5, "time": 0.5, "polarity": 0.2}
"""Likelihood that two clauses are of one fact, told alike or not, below which their values are shown as no conflict.

On real events 0, 0.3, 0.5 and 0.7 leave 47, 39, 29 and 17 shown, of which 0.17, 0.22, 0.28 and 0.29 are right; on the
train stories conflict.R stays at 0.135 up to 0.5 and update.R falls from 0.333 to 0.267.
"""

AGREED = 0.5
"""Likelihood of one fact from which readings that agree stand together."""

MOVED = 0.4
"""Likelihood from which time made the difference."""

_THINKS = re.compile(
    r"\b(?:believe[sd]?|think|thinks|thought|suspect(?:s|ed)?|doubt(?:s|ed)?|fear(?:s|ed)?|guess(?:es|ed)?"
    r"|reckon(?:s|ed)?|predict(?:s|ed)?)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:den(?:y|ies|ied|ying|ial)|reject\w*|dismiss\w*|false|untrue|never)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """How likely two clauses state one fact, and how likely they differ about one."""

    same: Mapping[Pair, float]
    apart: Mapping[Pair, float]


@dataclass(frozen=True, slots=True)
class Edge:
    """Two values that fill one slot.

    likely: how likely they do.  agree: whether both can be true.  alike: whether their clauses are likely of one fact.
    """

    x: Value
    y: Value
    likely: float
    agree: bool
    alike: bool = True


def find(bench: Bench, edges: Sequence[Edge]) -> tuple[Conflict, ...]:
    """The conflicts, updates and views, surest first."""
    found = [_conflict(bench, slot, edges) for slot in _slots(bench, edges)]
    conflicts = [one for one, alike in found if len(one.readings) > 1 and (alike or one.status == "update")]
    conflicts.sort(key=lambda one: (one.status != "conflict", -one.score, one.readings[0].evidence[0].span))
    return tuple(replace(one, id=f"x{number}") for number, one in enumerate(conflicts, 1))


def disputed(edges: Sequence[Edge]) -> frozenset[Pair]:
    """Clauses that may well give one slot two values: they do not state one fact."""
    return frozenset(_key(edge.x, edge.y) for edge in edges if not edge.agree and edge.likely >= DISPUTED)


def weigh(bench: Bench, verdicts: Verdicts, telling: Numbers) -> list[Edge]:
    """The readings of two articles that may fill one slot, likeliest first."""
    edges = [*_edges(bench, verdicts, telling), *_opposed(bench, verdicts, telling)]
    return sorted(edges, key=lambda edge: (-edge.likely, edge.x.span, edge.y.span))


def _edges(bench: Bench, verdicts: Verdicts, telling: Numbers) -> Iterator[Edge]:
    found = [values.values(index, *both) for index, both in enumerate(zip(bench.readings, bench.sides, strict=True))]
    for met in fitting.met(bench.readings, bench.sides, found, telling):
        scores = {model: likely(model, met.features) for model in ("numbers", "times")}
        for k, (x, y) in enumerate(met.rows):
            if _key(x, y) in bench.apart:
                continue
            score = scores["times" if x.quantity is None else "numbers"][k]
            if ages.any_of(x, y):
                score = ages.ONE if ages.of_one(bench, x, y) else 0.0
            if values.agreed(x, y) and not values.differ(x, y):
                one_fact = max(score, verdicts.same.get(_key(x, y), 0.0))
                if x.marks == y.marks and one_fact >= AGREED:
                    yield Edge(x, y, one_fact, True)
            elif score >= DISPUTED and not values.barred(x, y):
                alike = _alike(verdicts, x, y) and not _gives_both(found, x, y)
                yield Edge(x, y, score, False, ages.any_of(x, y) or alike)


def _gives_both(found: Sequence[Sequence[Value]], x: Value, y: Value) -> bool:
    """Does an article of two values give the other too, of the same thing?  Then they are two numbers to it."""
    return any(
        z.unit != mine.unit and values.same(z, other) for mine, other in ((x, y), (y, x)) for z in found[mine.article]
    )


def _opposed(bench: Bench, verdicts: Verdicts, telling: Numbers) -> Iterator[Edge]:
    """Clauses of which one negates the other, and those of other articles that say the same as one of the two."""
    near = [pair for pair, same in verdicts.same.items() if same + verdicts.apart.get(pair, 0.0) >= polarity.NEAR]
    found = polarity.opposed(bench.readings, bench.sides, near, telling)
    against = set(found.pairs)
    stating: dict[Place, Value] = {}
    for pair, alone in zip(found.pairs, likely("polarity", found.features), strict=True):
        score = _as_common(alone, [len(bench.sides[article].units) for article, _ in pair])
        if score >= DISPUTED:
            x, y = (stating.setdefault(place, _stating(bench, place)) for place in pair)
            yield Edge(x, y, score, False, _alike(verdicts, x, y))
    for pair, same in verdicts.same.items():
        if same >= AGREED and pair not in against and (pair[0] in stating or pair[1] in stating):
            yield Edge(_stating(bench, pair[0]), _stating(bench, pair[1]), same, True)


def _as_common(likelihood: float, clauses: Sequence[int]) -> float:
    """A likelihood by the length of two articles, as `judge.as_common` has it: the longer, the rarer a pair."""
    odds = likelihood / (1 - likelihood) * CLAUSES / max(CLAUSES, sum(clauses) / len(clauses))
    return odds / (1 + odds)


def _stating(bench: Bench, place: Place) -> Value:
    """A clause as a value: what it says is so."""
    span = bench.unit(place).span
    spot = Spot(place[1], (0, 0), ())
    return Value(place[0], "polarity", span, place[1], None, None, spot, (), frozenset(), bench.words(span))


def likely(model: str, features: NDArray[float32]) -> list[float]:
    """How likely each pair fills one slot, by one of the models of values.json."""
    mean, scale, weights = _fitted()[model]
    if not len(features):
        return []
    scores = np.clip((features - mean) / scale, -4, 4) @ weights[:-1] + weights[-1]
    found: list[float] = (1 / (1 + np.exp(-scores))).tolist()
    return found


@cache
def _fitted() -> dict[str, tuple[Numbers, Numbers, Numbers]]:
    """Of each model the mean and scale of its features, and their weights with the bias last."""
    kept = json.loads(files("stemma.comparing").joinpath("values.json").read_text(encoding="utf-8"))
    fitted = {}
    for name, one in kept.items():
        mean, scale, weights = (np.array(one[part], np.float32) for part in ("mean", "scale", "weights"))
        fitted[name] = mean, scale, weights
    return fitted


def _alike(verdicts: Verdicts, x: Value, y: Value) -> bool:
    """Are the clauses of two values likely to be of one fact?"""
    return verdicts.same.get(_key(x, y), 0.0) + verdicts.apart.get(_key(x, y), 0.0) >= ALIKE[x.kind]


def _key(x: Value, y: Value) -> Pair:
    return _place(x), _place(y)


def _place(value: Value) -> Place:
    return value.article, value.unit


# --- slots -----------------------------------------------------------------------------------------


def _slots(bench: Bench, edges: Sequence[Edge]) -> Iterator[list[Value]]:
    """The readings of each slot, one an article: those of a likely pair, then all that agree with one or that
    fit both.  Two sentences are shown as one slot once.
    """
    near = [edge for edge in edges if edge.agree or edge.likely >= LIKELY[edge.x.kind]]
    joining = [edge for edge in near if edge.agree or edge.x.kind != "polarity"]
    taken: set[Value] = set()
    shown: set[Pair] = set()
    for edge in near:
        if (
            edge.agree
            or edge.likely < LIKELY[edge.x.kind]
            or edge.x in taken
            or edge.y in taken
            or _sentences(bench, edge.x, edge.y) in shown
        ):
            continue
        slot = [edge.x, edge.y]
        for other in joining:
            for one, new in ((other.x, other.y), (other.y, other.x)):
                free = new not in taken and all(
                    new.article != each.article and _key(*sorted((new, each), key=_place)) not in bench.apart
                    for each in slot
                )
                if one in slot and free:
                    slot.append(new)
        taken.update(slot)
        shown |= {_sentences(bench, x, y) for x in slot for y in slot if x is not y}
        yield slot


def _sentences(bench: Bench, x: Value, y: Value) -> Pair:
    """The sentences of two values, in order."""
    at = sorted((value.article, bench.unit((value.article, value.unit)).clause.sentence) for value in (x, y))
    return at[0], at[1]


def _conflict(bench: Bench, slot: Sequence[Value], edges: Sequence[Edge]) -> tuple[Conflict, bool]:
    """What a slot shows, and whether the clauses of two values that differ are likely of one fact."""
    inside = set(slot)
    among = [edge for edge in edges if edge.x in inside and edge.y in inside]
    groups = _groups(bench, slot, among)
    score = max(edge.likely for edge in among if not edge.agree)
    readings = tuple(
        SlotReading(_words(bench, group[0]), tuple(bench.evidence((each.article, each.unit), score) for each in group))
        for group in groups
    )
    status, why = _status(bench, groups)
    values_ = " and ".join(f"“{reading.value}”" for reading in readings)
    conflict = Conflict(
        id="",
        kind=slot[0].kind,
        status=status,
        slot=_name(bench, slot[0]),
        readings=readings,
        score=round(score, 4),
        reason=f"{values_} cannot both be true of one moment (likelihood {score:.2f}); {why}",
    )
    return conflict, any(edge.alike and edge.likely >= LIKELY[edge.x.kind] for edge in among if not edge.agree)


def _groups(bench: Bench, slot: Sequence[Value], among: Sequence[Edge]) -> list[list[Value]]:
    """The values that agree, in order of publication."""
    agree = {frozenset((edge.x, edge.y)): edge.agree for edge in reversed(among)}
    groups: list[list[Value]] = []
    for value in sorted(slot, key=lambda value: (_published(bench, value), value.span)):
        fits = [
            group
            for group in groups
            if any(agree.get(frozenset((value, each)), False) for each in group)
            and all(agree.get(frozenset((value, each)), True) for each in group)
        ]
        free = [group for group in groups if all(_one(value, each) for each in group)]
        if fits or free:
            (fits or free)[0].append(value)
        else:
            groups.append([value])
    return groups


def _one(x: Value, y: Value) -> bool:
    return values.agreed(x, y) and not values.differ(x, y)


def _words(bench: Bench, value: Value) -> str:
    article = bench.readings[value.article].article
    return " ".join(article.words(value.quantity.span if value.quantity is not None else value.span).split())


def _name(bench: Bench, value: Value) -> str:
    """What the slot is of: the clause without the value."""
    article = bench.readings[value.article].article
    unit = bench.sides[value.article].units[value.unit]
    if value.kind == "polarity":
        return " ".join(f"whether or not: {value.printed}".split())
    before = article.words(replace(unit.span, end=max(unit.span.start, value.span.start)))
    after = article.words(replace(unit.span, start=min(value.span.end, unit.span.end)))
    return " ".join(f"{before}…{after}".split())


# --- what it is ------------------------------------------------------------------------------------


def _status(bench: Bench, groups: Sequence[Sequence[Value]]) -> tuple[Status, str]:
    """Conflict, update or view, and why."""
    told = [[_told(bench, value) for value in group] for group in groups]
    first, last = told[0][0], told[-1][-1]
    features = np.array([moments.features(first, last)], np.float32)
    aged = all(one.quantity is not None and one.quantity.thing == "age" for one in (first, last))
    moved = 0.0 if aged else likely("moved", features)[0]
    dates = [one.published for some in told for one in some if one.published]
    as_of = [one.as_of for one in (first, last) if one.as_of is not None]
    words = " and ".join(bench.words(time.span) for time in as_of)
    if moved >= MOVED and dates and moments.later(min(dates), max(dates)):
        of = f"they are of different moments ({words}); " if len(as_of) == 2 else ""
        return "update", f"{of}reports from {min(dates)} to {max(dates)}, in this order (likelihood {moved:.2f})"
    if moved >= MOVED and len(as_of) == 2 and words:
        return "update", f"they are of different moments: {words} (likelihood {moved:.2f})"
    text = [" ".join(one.text for one in some) for some in told]
    if any(_THINKS.search(one) for one in text) and not any(_DENIED.search(one) for one in text):
        return "view", "one of them is somebody's view"
    return "conflict", "nothing shows that time made the difference"


def _told(bench: Bench, value: Value) -> moments.Told:
    at = value.article
    return moments.told(bench.readings[at], bench.sides[at], value.unit, value.span, value.quantity)


def _published(bench: Bench, value: Value) -> str:
    stated = bench.readings[value.article].article.published
    return "" if stated is None else stated.value
