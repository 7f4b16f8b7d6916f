"""The verdicts on what was shown, kept without a word of text: `labels/{claims,conflicts,copies}.jsonl`.

A line has the event, the id of both articles' records, start and end of both passages, and two verdicts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.shown import KINDS, Item, Kind, shared
from stemma.types import Span

FOLDER = Path(__file__).parent / "labels"
OVERLAP = 0.5  # of intersection over union from which a passage is the one that was judged
VERDICTS = ("right", "wrong")


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """What two judges said of an item, "right" or "wrong" each."""

    item: Item
    verdicts: tuple[str, str]

    @property
    def right(self) -> bool:
        """A disagreement counts as wrong."""
        return self.verdicts == ("right", "right")


@dataclass(frozen=True, slots=True)
class Figure:
    """How many items are shown, how many of them have a label, how many are right."""

    shown: int
    labelled: int
    right: int

    @property
    def precision(self) -> float:
        """Of those with a label."""
        return self.right / max(1, self.labelled)

    @property
    def share(self) -> float:
        """Of what is shown that has a label; 1 where nothing is."""
        return self.labelled / self.shown if self.shown else 1.0


def load(folder: Path) -> list[Label]:
    """All labels.  Raises SystemExit, with file and line, for one that is damaged."""
    found = []
    for kind in KINDS:
        path = folder / f"{kind}.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        for number, line in enumerate(lines, 1):
            try:
                found.append(_label(kind, json.loads(line)))
            except (KeyError, TypeError, ValueError) as error:
                raise SystemExit(f"{path}:{number}: not a label ({error!r}); restore the line from git") from None
    return found


def save(folder: Path, labels: Iterable[Label]) -> None:
    """Write all labels, in order; of two on one item the later stays."""
    of = {label.item: label for label in labels}
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        lines = [json.dumps(_line(label)) + "\n" for item, label in sorted(of.items()) if item.kind == kind]
        (folder / f"{kind}.jsonl").write_text("".join(lines), encoding="utf-8")


def _label(kind: Kind, line: dict[str, object]) -> Label:
    first, second = (_span(line[side]) for side in ("first", "second"))
    verdicts = line["verdicts"]
    if not isinstance(verdicts, list) or len(verdicts) != 2 or not set(verdicts) <= set(VERDICTS):
        raise ValueError("verdicts")
    item = Item(kind, int(str(line["event"])), first, second, str(line.get("status", "")), str(line.get("about", "")))
    return Label(item, (verdicts[0], verdicts[1]))


def _span(value: object) -> Span:
    if not isinstance(value, list) or len(value) != 3:
        raise ValueError("a passage is [article, start, end]")
    return Span(str(value[0]), int(value[1]), int(value[2]))


def _line(label: Label) -> dict[str, object]:
    return {**bare(label.item), "verdicts": list(label.verdicts)}


def bare(item: Item) -> dict[str, object]:
    """An item without its text, as JSON."""
    first, second = ([span.article, span.start, span.end] for span in (item.first, item.second))
    what = {"status": item.status, "about": item.about} if item.kind == "conflicts" else {}
    return {"event": item.event, "first": first, "second": second, **what}


# --- today's output against them ---------------------------------------------------------------------


def matched(item: Item, labels: Iterable[Label]) -> Label | None:
    """The label on an item: of the same kind, with passages that overlap enough on both sides, the nearest."""
    near = [(nearness(item, label.item), label) for label in labels]
    near = [(score, label) for score, label in near if score >= OVERLAP]
    return max(near, key=lambda pair: (pair[0], pair[1]))[1] if near else None


def nearness(one: Item, other: Item) -> float:
    """The lesser of the two overlaps (intersection over union); 0 for items of different kind or event."""
    if (one.kind, one.event, one.status, one.about) != (other.kind, other.event, other.status, other.about):
        return 0.0
    return max(
        min(_overlap(one.first, other.first), _overlap(one.second, other.second)),
        min(_overlap(one.first, other.second), _overlap(one.second, other.first)),
    )


def _overlap(one: Span, other: Span) -> float:
    both = max(0, shared(one, other)) if one.article == other.article else 0
    return both / max(1, len(one) + len(other) - both)


def figure(kind: Kind, items: Sequence[Item], labels: Sequence[Label]) -> Figure:
    """The figure of one kind."""
    some = [item for item in items if item.kind == kind]
    known = [label for item in some if (label := matched(item, labels))]
    return Figure(len(some), len(known), sum(label.right for label in known))
