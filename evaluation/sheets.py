"""Sheets for a judge, and verdicts back into labels.

A sheet asks about passages alone, in an order mixed by a seed, with decoys in between: passages of other events, or
of the same event but not shown together, near in meaning.  Which they are stands in a key, without text, beside the
cached readings.  Numbers do not depend on the seed, so that two judges' sheets hold the same items.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.labelled import Label, bare, matched
from evaluation.shown import KINDS, Event, Item, Kind, drawn, hashed, row, sentence, shared
from evaluation.stories import ROOT
from stemma.types import Reading, Span

DECOYS = 4  # items for each decoy
NEAREST = 0.65  # cosine up to which a passage of the same event is a decoy: nearer ones often state the same
LEAST = 40  # characters of a decoy

_ABOUT = {
    "number": "in a number",
    "date": "in a date",
    "time": "in a time",
    "name": "in a name",
    "place": "in a place",
    "polarity": "in whether it happened",
}
_QUESTIONS = {
    "claims": "Do both passages state the same fact? Yes where a fact that the one states, the other states too, in "
    "whatever words, of the same thing and moment; what only one adds does no harm, what differs does.",
    "conflict": "Do these contradict each other {about}, at the same moment? Yes where it is the same thing in the "
    "same scope at the same moment, and both cannot be true.",
    "update": "Did the value change with time, {about}? Yes where it is the same thing in the same scope, told as of "
    "two moments, and differs because time passed.",
    "copies": "Is one text behind both? Yes where one took its words from the other or both from a third, cut or "
    "edited or not; no where they only report the same in their own words, or only quote the same words of somebody "
    "while nothing around the quotation is the same.",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of a sheet: its number there, and whether it is a decoy."""

    number: int
    item: Item
    decoy: bool


def asked(found: Sequence[Event], labels: Sequence[Label]) -> list[Asked]:
    """What a judge is asked: the items drawn that have no label yet, and decoys; in order of their numbers.

    Raises SystemExit where two of them have one number.
    """
    new = [item for item in drawn(found) if not matched(item, labels)]
    lines = [Asked(_number(item), item, False) for item in new]
    lines += [Asked(_number(item), item, True) for kind in KINDS for item in decoys(found, new, kind)]
    if len({each.number for each in lines}) < len(lines):
        raise SystemExit("Two items of the sheet have the same number: lengthen evaluation.sheets._number")
    return sorted(lines, key=lambda each: each.number)


def _number(item: Item) -> int:
    """Nine digits that tell nothing."""
    return 10**8 + int(hashed("number", *_whole(item)), 16) % (9 * 10**8)


def _whole(item: Item) -> tuple[object, ...]:
    return item.kind, item.event, item.first, item.second, item.status, item.about


# --- the sheet -------------------------------------------------------------------------------------


def write(out: Path, lines: Sequence[Asked], found: Sequence[Event], seed: int) -> None:
    """Write a sheet.  Raises SystemExit for a path inside the repository: it holds text of the corpus."""
    outside(out)
    readings = {name: reading for each in found for name, reading in each.readings.items()}
    mixed = list(lines)
    random.Random(seed).shuffle(mixed)
    texts = [json.dumps(_line(each, readings), ensure_ascii=False) + "\n" for each in mixed]
    out.write_text("".join(texts), encoding="utf-8")


def outside(out: Path) -> None:
    """Raises SystemExit for a path inside the repository."""
    if out.resolve().is_relative_to(ROOT):
        raise SystemExit(f"{out} lies in the repository, and a sheet holds text of the corpus: give a path outside")


def _line(each: Asked, readings: dict[str, Reading]) -> dict[str, object]:
    item = each.item
    question = _QUESTIONS[item.status or item.kind].format(about=_ABOUT.get(item.about, ""))
    dated = item.kind == "conflicts"  # what "yesterday" is depends on it
    sides = {
        name: _side(readings[span.article], span, dated)
        for name, span in (("first", item.first), ("second", item.second))
    }
    return {"number": each.number, "question": question, "verdict": "yes or no", **sides}


def _side(reading: Reading, span: Span, dated: bool) -> dict[str, str]:
    """A passage with the sentence before and after it, and the rest of its own sentence."""
    text, spans = reading.article.text, [each.span for each in reading.sentences]
    holding = [k for k, each in enumerate(spans) if shared(each, span) > 0] or [row(reading, span)]
    start = min(spans[max(0, holding[0] - 1)].start, span.start)
    end = max(spans[min(len(spans) - 1, holding[-1] + 1)].end, span.end)
    side = {"before": text[start : span.start], "passage": text[span.start : span.end], "after": text[span.end : end]}
    if dated and reading.article.published:
        side["published"] = reading.article.published.value
    return side


# --- decoys ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Passage:
    event: int
    span: Span
    vector: NDArray[np.float32]


def decoys(found: Sequence[Event], items: Sequence[Item], kind: Kind) -> Iterator[Item]:
    """One for every DECOYS items of a kind: one passage of an item, with another that it was never shown with."""
    some = sorted((item for item in items if item.kind == kind), key=lambda item: hashed("decoy", *_whole(item)))
    of = {each.number: each for each in found}
    passages = [one for each in found for one in _passages(each, kind)]
    vectors = np.array([one.vector for one in passages])
    used: set[Span] = set()
    pairs: set[tuple[Span, Span]] = set()
    for count, item in enumerate(some[: -(-len(some) // DECOYS)]):
        event = of[item.event]
        stays = (item.first, item.second)[int(hashed("side", *_whole(item)), 16) % 2]
        near = vectors @ _vector(event.readings[stays.article], stays)
        for k in np.argsort(-near, kind="stable").tolist():
            one = passages[k]
            inside = one.event == item.event
            fits = inside == bool(count % 2) and one.span not in used and _like(of[one.event], one.span, item.about)
            first, second = sorted((stays, one.span))
            fits = fits and (first, second) not in pairs  # the same two from the other side
            if fits and not (inside and (near[k] > NEAREST or _together(event, stays, one.span))):
                used.add(one.span)
                pairs.add((first, second))
                yield Item(kind, item.event, first, second, item.status, item.about)
                break


def _passages(event: Event, kind: Kind) -> Iterator[_Passage]:
    """What can stand in a decoy: for copies any sentence of the body, else evidence of claims."""
    if kind == "copies":
        spans = [
            Span(name, each.span.start, each.span.end)
            for name, reading in event.readings.items()
            for each in reading.sentences
            if each.part == "body"
        ]
    else:
        spans = sorted(event.stated)
    for span in spans:
        if len(span) >= LEAST:
            yield _Passage(event.number, span, _vector(event.readings[span.article], span))


def _vector(reading: Reading, span: Span) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = reading.vectors[row(reading, span)]
    return vector


def _like(event: Event, span: Span, about: str) -> bool:
    """Whether a passage has a number or a time, where that is what the question is about."""
    reading = event.readings[span.article]
    held: dict[str, Sequence[Any]] = {"number": reading.quantities, "date": reading.times, "time": reading.times}
    return about not in held or any(shared(each.span, span) > 0 for each in held[about])


def _together(event: Event, one: Span, other: Span) -> bool:
    """Whether two passages of an event are of one article or claim, or are shown together in any way."""
    if one.article == other.article or event.stated.get(one, frozenset()) & event.stated.get(other, frozenset()):
        return True
    here, there = (_wide(event, span) for span in (one, other))
    return any(
        (_meet(item.first, here) and _meet(item.second, there))
        or (_meet(item.first, there) and _meet(item.second, here))
        for item in event.items
    )


def _wide(event: Event, span: Span) -> Span:
    """The whole sentence."""
    whole = sentence(event.readings[span.article], span).span
    return Span(span.article, whole.start, whole.end)


def _meet(one: Span, other: Span) -> bool:
    return one.article == other.article and shared(one, other) > 0


# --- the key, and verdicts -----------------------------------------------------------------------------


def keep(folder: Path, lines: Sequence[Asked]) -> None:
    """Keep the key of a sheet, under its numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [{"number": each.number, "kind": each.item.kind, "decoy": each.decoy, **bare(each.item)} for each in lines]
    name = hashed(*(each.number for each in lines))[:16]
    (folder / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")


def key(folder: Path, numbers: set[int]) -> list[Asked]:
    """The newest key that holds all these numbers.  Raises SystemExit where there is none."""
    paths = sorted(folder.glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    for path in paths:
        lines = [_asked(row) for row in json.loads(path.read_text(encoding="utf-8"))]
        if numbers <= {each.number for each in lines}:
            return lines
    raise SystemExit(f"No sheet whose key is in {folder} holds all the numbers answered; write the sheet again")


def _asked(row: dict[str, Any]) -> Asked:
    first, second = Span(*row["first"]), Span(*row["second"])
    item = Item(row["kind"], row["event"], first, second, row.get("status", ""), row.get("about", ""))
    return Asked(row["number"], item, row["decoy"])


def answers(path: Path) -> dict[int, str]:
    """One judge's verdicts.  Raises SystemExit, with file and line, for a line that is none, or a number twice."""
    found: dict[int, str] = {}
    for place, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not text.strip():
            continue
        try:
            line = json.loads(text)
            number, verdict = int(line["number"]), {"yes": "right", "no": "wrong"}[str(line["verdict"]).strip().lower()]
        except (KeyError, TypeError, ValueError):
            raise SystemExit(f'{path}:{place}: not {{"number": …, "verdict": "yes" or "no"}}') from None
        if number in found:
            raise SystemExit(f"{path}:{place}: number {number} is answered a second time")
        found[number] = verdict
    return found


def judged(lines: Sequence[Asked], one: dict[int, str], other: dict[int, str]) -> list[Label]:
    """Labels of a sheet's items, decoys left out.  Raises SystemExit, naming them, where answers are missing."""
    for name, given in (("first", one), ("second", other)):
        missing = [each.number for each in lines if each.number not in given]
        if missing:
            some = ", ".join(map(str, missing[:10])) + (" …" if len(missing) > 10 else "")
            raise SystemExit(f"The {name} judge left {len(missing)} of {len(lines)} numbers unanswered: {some}")
    return [Label(each.item, (one[each.number], other[each.number])) for each in lines if not each.decoy]


def told(lines: Sequence[Asked], one: dict[int, str], other: dict[int, str]) -> Iterator[str]:
    """For each kind how far the judges agree, and how many decoys each took for the real thing."""
    for kind in KINDS:
        real = [each.number for each in lines if each.item.kind == kind and not each.decoy]
        false = [each.number for each in lines if each.item.kind == kind and each.decoy]
        if real:
            agreed = sum(one[k] == other[k] for k in real)
            both = sum(one[k] == other[k] == "right" for k in real)
            first, second = (sum(given[k] == "wrong" for k in false) for given in (one, other))
            yield (
                f"{kind}: {len(real)} judged, agreement {agreed / len(real):.3f} (kappa {kappa(real, one, other):.2f}),"
                f" {both} right for both; decoys seen through: {first} and {second} of {len(false)}"
            )


def kappa(numbers: Sequence[int], one: dict[int, str], other: dict[int, str]) -> float:
    """Cohen's kappa: agreement beyond what chance brings; 1 where nothing but one verdict is given."""
    n = len(numbers)
    p, q = (sum(given[k] == "right" for k in numbers) / n for given in (one, other))
    chance = p * q + (1 - p) * (1 - q)
    agreed = sum(one[k] == other[k] for k in numbers) / n
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)
