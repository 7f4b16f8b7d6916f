"""Invented piles of articles, and corpora made of them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from stemma.corpus import pipeline
from stemma.engines.pool import Pool

QUICK = Path(__file__).parent / "quick"

SYLLABLES = [
    a + b for a in ("b", "d", "f", "g", "kl", "m", "n", "pr", "s", "st", "v") for b in ("an", "el", "or", "ish", "im")
]
AGENCY = (
    "The bridge over the Sarn will stay closed until the middle of June because engineers found cracks in four of its "
    "eleven piers, the transport office said on Wednesday after a week of inspections by divers."
)


def articles(count: int, seed: int = 1) -> list[dict[str, str]]:
    """So many reports, each in invented words of its own and days from the next; every tenth has an agency's text."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(12)]
        place = words[0].title()
        lines = []
        for days in range(2, 7):
            what, who, why, when = chance.sample(words[3:], 4)
            lines.append(
                f"In {place} the {what} was {who}ed by the {why}, and {words[1].title()} has {when} for {days} days."
            )
        if number % 10 == 0:
            lines.insert(2, AGENCY)
        day = date(2031, 1, 1) + timedelta(days=3 * number)
        outlet = f"{words[2].title()} Courier"
        found.append(
            {
                "title": f"{place} waits for its {words[3]} and its {words[4]}",
                "text": "\n\n".join(lines),
                "outlet": outlet,
                "url": f"https://{words[2]}.example/{number}",
                "published": day.isoformat(),
            }
        )
    return found


def pile(path: Path, records: Sequence[dict[str, str]]) -> Path:
    """A file of JSON Lines."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every process that is started reads without a model."""
    monkeypatch.setenv("PYTHONPATH", str(QUICK))


def made(inputs: Sequence[Path | str], out: Path, *, workers: int = 2, **options: float) -> dict[str, object]:
    """A corpus, and its manifest."""
    with Pool(workers) as pool:
        return pipeline.run([str(each) for each in inputs], out, pool, pipeline.Options(**options))  # type: ignore[arg-type]


def files(folder: Path) -> dict[str, bytes]:
    """All that a corpus holds, by path, without its parts."""
    return dict(_files(folder))


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and inside.parts[0] != "parts":
            yield str(inside), path.read_bytes()


def asked(query: str) -> list[tuple[Any, ...]]:
    """The rows that DuckDB finds."""
    return duckdb.execute(query).fetchall()
