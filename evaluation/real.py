"""Precision on real reports, from labels: `python -m evaluation.real`.

Every event of events/dev.jsonl that `counts` and has three or more articles is compared.  A sample of the pairs of
passages shown as one claim, all conflicts and updates, and all copies are held against `evaluation/labels/`: two
verdicts an item, right only where both are.  New labels, for what has none yet:

    python -m evaluation.real --sheet A.jsonl --seed 1      a sheet for one judge, outside the repository
    python -m evaluation.real --sheet B.jsonl --seed 2      the same in another order, for the other
    python -m evaluation.real --verdicts A.out B.out        lines {"number": …, "verdict": "yes" or "no"} back

Write both sheets from the same code.  STEMMA_TESTDATA names the folder that holds corpora/; STEMMA_CACHE one for
readings, comparisons and the keys of sheets (default: in the system's temporary one).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from evaluation import labelled, sheets
from evaluation.shown import KINDS, Event, Item, Kind, cache, drawn, events

REACH: dict[Kind, float] = {"claims": 0.90, "conflicts": 0.85, "copies": 0.95}
FRESH = 0.80  # share of what is shown that has a label; below it the figure is stale


def score(corpora: Path) -> dict[str, float]:
    """Precision of each kind that has labels, 0 to 1; prints how much of today's output they cover."""
    return measured(list(events(corpora)), labelled.FOLDER)


def measured(found: list[Event], folder: Path) -> dict[str, float]:
    """The same for events compared already, against the labels of a folder."""
    items, labels = drawn(found), labelled.load(folder)
    precision = {}
    for kind in KINDS:
        one = labelled.figure(kind, items, labels)
        print(f"real.{kind}: {one.labelled} of {shown(kind, found, items)} labelled ({one.share:.2f}){stale(one)}")
        if one.labelled:
            precision[f"real.{kind}"] = one.precision
    return precision


def shown(kind: Kind, found: Iterable[Event], items: Iterable[Item]) -> str:
    """How many items there are, and of how many they were drawn."""
    some = sum(item.kind == kind for item in items)
    every = sum(item.kind == kind for each in found for item in each.items)
    return f"{some}" if some == every else f"{some} drawn from {every}"


def stale(one: labelled.Figure) -> str:
    """A warning where too little is labelled."""
    return f"  STALE: below {FRESH:.2f}, judge a new sheet" if one.share < FRESH else ""


def main() -> None:
    """Print the figures, write a sheet, or take verdicts in."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sheet", type=Path, metavar="OUT", help="write a sheet of what has no label yet")
    parser.add_argument("--seed", type=int, default=0, help="of the order of the sheet")
    parser.add_argument("--verdicts", type=Path, nargs=2, metavar=("A", "B"), help="two judges' answers")
    args = parser.parse_args()
    keys = cache() / "keys"
    if args.verdicts:
        take(args.verdicts[0], args.verdicts[1], keys, labelled.FOLDER)
        return
    data = os.environ.get("STEMMA_TESTDATA")
    if not data:
        sys.exit("Set STEMMA_TESTDATA to the folder that holds corpora/.")
    if args.sheet:
        sheets.outside(args.sheet)
    found = list(events(Path(data) / "corpora"))
    if args.sheet:
        ask(args.sheet, args.seed, found, keys, labelled.FOLDER)
        return
    precision = measured(found, labelled.FOLDER)
    for kind, reach in REACH.items():
        if f"real.{kind}" in precision:
            print(f"real.{kind:12} {precision[f'real.{kind}']:.4f}  reach {reach:.2f}")


def ask(out: Path, seed: int, found: list[Event], keys: Path, folder: Path) -> None:
    """Write a sheet and its key."""
    lines = sheets.asked(found, labelled.load(folder))
    if not lines:
        print("Everything drawn has a label: no sheet written")
        return
    sheets.write(out, lines, found, seed)
    sheets.keep(keys, lines)
    real = [each.item.kind for each in lines if not each.decoy]
    kinds = ", ".join(f"{real.count(kind)} {kind}" for kind in KINDS)
    print(f"{out}: {kinds}, and {len(lines) - len(real)} decoys among them")


def take(first: Path, second: Path, keys: Path, folder: Path) -> None:
    """Two judges' answers into the labels.  Raises SystemExit where one is missing or damaged; then nothing changes."""
    one, other = sheets.answers(first), sheets.answers(second)
    lines = sheets.key(keys, set(one) | set(other))
    labels = sheets.judged(lines, one, other)
    labelled.save(folder, [*labelled.load(folder), *labels])
    for line in sheets.told(lines, one, other):
        print(line)


if __name__ == "__main__":
    main()
