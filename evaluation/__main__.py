"""All scores against their pinned floors: `python -m evaluation [--only NAME…] [--pin]`.

Data is read from the folder that STEMMA_TESTDATA names.  Fails where a score is below its floor, or where the
data is not what the floors were pinned on.  --pin raises the floors to the scores now, and never lowers one.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path

FLOORS = Path(__file__).parent / "floors.json"
PARTS = {  # part of the evaluation: the folder of its data and what it reads there
    "vectors": ("corpora", ("load/articles-5000.jsonl.gz",)),
    "names": ("corpora", ("ewt/dev.conllu", "uner-ewt/dev.iob2", "meantime/intra-doc_annotation")),
    "polnear": ("corpora", ("polnear/dev",)),
    "times": ("corpora", ("meantime/intra-doc_annotation", "wikiwars/tml")),
    "entities": ("corpora", ("ecbplus", "meantime/intra_cross-doc_annotation")),
    "events": ("corpora", ("events/dev.jsonl", "ecbplus")),
    "quotations": ("stories", (".",)),
    "stories": ("stories", (".",)),
    "real": ("corpora", ("events/dev.jsonl",)),
}
MARGIN = 0.0005  # what a score may lose to another processor or library version before it counts as dropped

Floors = dict[str, dict[str, float | str]]


def main() -> int:
    """Returns how many scores fell below their floor."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="NAME")
    parser.add_argument("--pin", action="store_true", help="raise the floors to the scores found")
    options = parser.parse_args()
    data = os.environ.get("STEMMA_TESTDATA")
    if not data:
        sys.exit("Set STEMMA_TESTDATA to the folder that holds corpora/ and stories/.")
    floors: Floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    dropped = 0
    for part in options.only:
        folder, names = Path(data) / PARTS[part][0], PARTS[part][1]
        digest = fingerprint(folder, names)
        known = floors.setdefault(part, {"data": digest})
        if known["data"] != digest:
            sys.exit(f"{part}: the data under {data} is not what its floors were pinned on")
        scores = importlib.import_module(f"evaluation.{part}").score(folder)
        dropped += sum(compare(scores, known))
        if options.pin:
            pin(scores, known)
            FLOORS.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return dropped


def compare(scores: dict[str, float], floors: dict[str, float | str]) -> Iterator[bool]:
    """Print each score beside its floor; true where it is below."""
    for name, value in scores.items():
        floor = float(floors.get(name, 0.0))
        low = value < floor - MARGIN
        print(f"{name:28} {value:.4f}  floor {floor:.4f}{'  BELOW' if low else ''}", flush=True)
        yield low


def pin(scores: dict[str, float], floors: dict[str, float | str]) -> None:
    """Raise floors to scores, rounded down to four places."""
    for name, value in scores.items():
        floors[name] = max(float(floors.get(name, 0.0)), math.floor(value * 10_000) / 10_000)


def fingerprint(folder: Path, names: tuple[str, ...]) -> str:
    """SHA-256 of all files below the named files and folders, names and bytes."""
    digest = hashlib.sha256()
    for name in names:
        path = folder / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
