"""Fits what conflicts are found by: `python -m training.slots --stories FOLDER`; see training/README.md.

Logistic regressions over features made by hand, on the train stories and the marked ones: which numbers and which
dates and hours fill one slot, which clauses that oppose each other are of one thing, and whether time made the
difference.  Of the pair decision they use only which clauses are worth a look, so that they need not be fitted again
when that is.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.stories import readings
from stemma.comparing import entities, fitting, moments, polarity, units, values, weighing
from stemma.comparing.units import Side
from stemma.comparing.values import Value
from stemma.reading.quantities import numbers
from stemma.types import Reading, Span
from training import marked
from training.gold import meet

COMPARE = Path(__file__).parent.parent / "src/stemma/comparing"
FOLDS = 6
PENALTY = 8.0
MODELS = ("numbers", "times", "polarity", "moved")

Floats = NDArray[np.float64]
Passage = tuple[int, int, int]  # article, start, end
Row = tuple[NDArray[np.float32], bool]


@dataclass(frozen=True, slots=True)
class Slot:
    """A conflict or update of the gold.  kind: "number", "date", "time", or "" for anything else.

    readings: the value of each and its passages.
    """

    update: bool
    kind: str
    readings: tuple[tuple[str, tuple[Passage, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """A story laid out for training."""

    readings: tuple[Reading, ...]
    sides: tuple[Side, ...]
    telling: units.Numbers
    slots: tuple[Slot, ...]


def main() -> None:
    """Fit the models, print how they do on stories they were not fitted on, and write values.json."""
    parser = argparse.ArgumentParser(prog="python -m training.slots", description=__doc__)
    parser.add_argument("--stories", type=Path, required=True, help="folder with the stories and split.json")
    options = parser.parse_args()
    rows: dict[str, list[list[Row]]] = {name: [] for name in MODELS}
    for one in stories(options.stories):
        for name, some in examples(one).items():
            rows[name].append(some)
    fitted = {}
    for name, found in rows.items():
        report(name, found)
        fitted[name] = fit([row for each in found for row in each])
    kept = {name: {part: each.round(5).tolist() for part, each in one.items()} for name, one in fitted.items()}
    (COMPARE / "values.json").write_text(json.dumps(kept), encoding="utf-8")


# --- stories ---------------------------------------------------------------------------------------


def stories(folder: Path) -> Iterator[Story]:
    """The train stories, then the marked ones."""
    for name in json.loads((folder / "split.json").read_text(encoding="utf-8"))["train"]:
        gold = json.loads((folder / name / "gold.json").read_text(encoding="utf-8"))
        yield story(tuple(readings(folder / name)), list(_gold(gold)))
    for each in marked.stories():
        yield story(marked.readings(each), list(_marked(each)))


Told = tuple[bool, str, dict[str, list[tuple[str, str | tuple[int, int]]]]]
"""Update or not, kind, and for each value the reports with words or offsets."""


def _gold(gold: dict[str, list[dict[str, object]]]) -> Iterator[Told]:
    for key in ("conflicts", "updates"):
        for item in gold[key]:
            found: dict[str, list[tuple[str, str | tuple[int, int]]]] = {}
            for reading in item["readings"]:  # type: ignore[attr-defined]
                found.setdefault(reading["value"], []).extend(reading["evidence"].items())
            kind = str(item["kind"])
            yield key == "updates", kind if kind in ("number", "date", "time") else "", found


def _marked(one: marked.Marked) -> Iterator[Told]:
    found: dict[str, dict[str, list[tuple[str, str | tuple[int, int]]]]] = {}
    for mark in one.marks:
        if mark.id[0] in "xu":
            found.setdefault(mark.id, {}).setdefault(mark.value, []).append((mark.report, (mark.start, mark.end)))
    for name, of in found.items():
        yield name[0] == "u", kind_of(list(of)), of


def story(read: tuple[Reading, ...], told: Sequence[Told]) -> Story:
    """Lay out a story with its slots."""
    sides, telling = units.sides(read, entities.match(read).of)
    places = {Path(reading.article.file).stem: k for k, reading in enumerate(read)}
    slots = []
    for update, kind, of in told:
        found = []
        for value, evidence in of.items():
            passages = []
            for report, where in evidence:
                article = places[report]
                at = where if isinstance(where, tuple) else _find(read[article], where)
                passages.append((article, *at))
            found.append((value, tuple(passages)))
        slots.append(Slot(update, kind, tuple(found)))
    return Story(read, sides, telling, tuple(slots))


def _find(reading: Reading, words: str) -> tuple[int, int]:
    at = reading.article.text.find(words)
    return at, at + len(words)


_CLOCK = re.compile(r"\d\d?[:.]\d\d")
_AMOUNT = re.compile(r"[-$€£]?[\d.,]+ ?(?:%|m|k|bn|million|billion)?|none|zero")
_DATE = re.compile(
    r"\d{4}-\d\d.*|\d\d? ?[a-z]+|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* ?\d*"
)


def kind_of(written: Sequence[str]) -> str:
    """The kind of a slot by its values, as marks write them."""
    for kind, pattern in (("time", _CLOCK), ("number", _AMOUNT), ("date", _DATE)):
        if sum(bool(pattern.fullmatch(value.lower())) for value in written) >= 2:
            return kind
    return ""


# --- examples --------------------------------------------------------------------------------------


def examples(one: Story) -> dict[str, list[Row]]:
    """The examples of each model in one story.

    A pair that stands in the passages of a slot without being its two values is neither right nor wrong, and left out.
    """
    found: dict[str, list[Row]] = {name: [] for name in MODELS}
    all_values = [values.values(k, *both) for k, both in enumerate(zip(one.readings, one.sides, strict=True))]
    for met in fitting.met(one.readings, one.sides, all_values, one.telling):
        for (x, y), row in zip(met.rows, met.features, strict=True):
            if (values.agreed(x, y) and not values.differ(x, y)) or values.barred(x, y):
                continue
            hits = _hits(one, _in_slots(one, x), _in_slots(one, y))
            if not hits or any(right for _, right in hits):
                found["times" if x.quantity is None else "numbers"].append((row, bool(hits)))
                found["moved"] += [_moved(one, x, y, slot) for slot, right in sorted(hits) if right]
    _opposed(one, found)
    return found


def _opposed(one: Story, found: dict[str, list[Row]]) -> None:
    """Add the examples of opposed clauses; a pair whose sentences alone stand in two readings of a slot is left out."""
    verdicts = weighing.judged(one.sides, one.telling)
    near = [pair for pair, same in verdicts.same.items() if same + verdicts.apart[pair] >= polarity.NEAR]
    opposed = polarity.opposed(one.readings, one.sides, near, one.telling)
    for (a, b), row in zip(opposed.pairs, opposed.features, strict=True):
        slots = sorted(_between(one, _span(one, a), _span(one, b)))
        if slots:
            found["polarity"].append((row, True))
            told = [moments.told(one.readings[k], one.sides[k], u, _span(one, (k, u)), None) for k, u in (a, b)]
            found["moved"].append(
                (np.array(moments.features(told[0], told[1]), np.float32), one.slots[slots[0]].update)
            )
        elif not _between(one, _sentence(one, a), _sentence(one, b), numbers_too=True):
            found["polarity"].append((row, False))


def _between(one: Story, a: Span, b: Span, *, numbers_too: bool = False) -> set[int]:
    """The slots of which two passages give different readings."""
    found = set()
    for n, slot in enumerate(one.slots):
        held = [{m for m, (_, passages) in enumerate(slot.readings) if _in(one, span, passages)} for span in (a, b)]
        if held[0] and held[1] and held[0] != held[1] and (numbers_too or not slot.kind):
            found.add(n)
    return found


def _in(one: Story, span: Span, passages: Sequence[Passage]) -> bool:
    ids = [reading.article.id for reading in one.readings]
    return any(ids[passage[0]] == span.article and meet(span, passage) for passage in passages)


def _span(one: Story, place: tuple[int, int]) -> Span:
    return one.sides[place[0]].units[place[1]].span


def _sentence(one: Story, place: tuple[int, int]) -> Span:
    return one.readings[place[0]].sentences[one.sides[place[0]].units[place[1]].clause.sentence].span


Hit = tuple[int, int, bool]  # slot, reading, whether it is a value of this slot


def _hits(one: Story, left: set[Hit], right: set[Hit]) -> set[tuple[int, bool]]:
    return {(n, a and b) for n, m, a in left for k, other, b in right if n == k and m != other}


def _in_slots(one: Story, value: Value) -> set[Hit]:
    """The readings in whose passages a value stands."""
    found = set()
    for n, slot in enumerate(one.slots):
        for m, (written, passages) in enumerate(slot.readings):
            if any(
                value.article == a and value.span.start < end and value.span.end > start for a, start, end in passages
            ):
                found.add((n, m, _is(value, slot.kind, written)))
    return found


def _is(value: Value, kind: str, written: str) -> bool:
    if value.quantity is None:
        return value.time is not None and kind in ("date", "time")
    told = (value.quantity.low, value.quantity.high)
    return kind == "number" and any(abs(a - b) <= 1e-6 * max(1, abs(a)) for a in _numbers(written) for b in told)


def _moved(one: Story, x: Value, y: Value, slot: int) -> Row:
    told = [moments.told(one.readings[v.article], one.sides[v.article], v.unit, v.span, v.quantity) for v in (x, y)]
    return np.array(moments.features(told[0], told[1]), np.float32), one.slots[slot].update


_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|[a-z]+(?:[- ](?:hundred|thousand|million|billion))*")


def _numbers(written: str) -> set[float]:
    """The numbers of a value as written: "2.3 million (1 September)", "nine", "none"."""
    found = set()
    for match in _NUMBER.finditer(re.sub(r"\(.*?\)", "", written.lower())):
        try:
            found.add(numbers.parse(match[0]))
        except ValueError:
            found |= {0.0} if match[0] in ("none", "nobody", "zero", "no") else set()
    for word, factor in (("million", 1e6), ("billion", 1e9)):
        if word in written:
            found |= {value * factor for value in found}
    return found


# --- fitting ---------------------------------------------------------------------------------------


def fit(rows: Sequence[Row]) -> dict[str, Floats]:
    """Logistic regression by Newton's method, with a penalty on large weights: mean, scale, weights with the bias."""
    x = np.array([row for row, _ in rows], np.float64)
    y = np.array([right for _, right in rows], np.float64)
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-3)
    a = np.concatenate([np.clip((x - mean) / scale, -4, 4), np.ones((len(x), 1))], axis=1)
    penalty = np.eye(a.shape[1]) * PENALTY
    penalty[-1, -1] = 1e-6
    weights = np.zeros(a.shape[1])
    for _ in range(15):
        likely = 1 / (1 + np.exp(-a @ weights))
        slope = a.T @ (likely - y) + penalty @ weights
        weights -= np.linalg.solve((a * (likely * (1 - likely) + 1e-9)[:, None]).T @ a + penalty, slope)
    return {"mean": mean, "scale": scale, "weights": weights}


def score(fitted: dict[str, Floats], rows: Sequence[Row]) -> Floats:
    """How likely each row is right."""
    if not rows:
        return np.zeros(0)
    x = (np.array([row for row, _ in rows], np.float64) - fitted["mean"]) / fitted["scale"]
    scores: Floats = 1 / (1 + np.exp(-(np.clip(x, -4, 4) @ fitted["weights"][:-1] + fitted["weights"][-1])))
    return scores


def report(name: str, found: Sequence[Sequence[Row]]) -> None:
    """Print precision and recall on stories that the model was not fitted on, by folds over stories."""
    likely, right = [], []
    for fold in range(FOLDS):
        fitted = fit([row for k, some in enumerate(found) if k % FOLDS != fold for row in some])
        for some in found[fold::FOLDS]:
            likely.append(score(fitted, some))
            right.append(np.array([known for _, known in some], np.bool_))
    scores, truth = np.concatenate(likely), np.concatenate(right)
    figures = [f"{len(truth)} pairs, {truth.sum()} right"]
    for floor in (0.5, 0.6, 0.7, 0.8):
        taken = scores >= floor
        figures.append(f"at {floor}: P {truth[taken].mean():.3f} R {truth[taken].sum() / truth.sum():.3f}")
    print(name, "; ".join(figures), flush=True)


if __name__ == "__main__":
    main()
