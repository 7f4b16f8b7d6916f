"""Origins of a corpus, against what one process traces among all articles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from stemma.copies import shared, trace
from stemma.corpus import guard, sharing, tracing
from stemma.corpus.flow import Flow
from stemma.types import Article
from tests.copies.written import article
from tests.copies.written import readings as read
from tests.corpus.parts import Here, articles, readings

WIRE = (
    "The lock at the old weir was shut on Tuesday because the river Orn rose by two feet in one night, and barges had "
    "to wait in three long rows below the town. The river board expects to open both gates again on Friday evening."
)
OWN = "Skippers of the barges complained that nobody had told them before they left the harbour of Tolm at noon."


@pytest.fixture
def pile() -> list[Article]:
    return [
        article("wire", f"TOLM (AP) — {WIRE}", outlet="Tolm Wire", day="2026-01-05"),
        article("post", f"{WIRE} {OWN}", outlet="Tolm Post", day="2026-01-06"),
        article("echo", WIRE, outlet="Orn Echo", day="2026-01-07"),
        article("else", "A cheese of eight hundred kilograms was shown at the fair of Pell.", outlet="Pell Courier"),
    ]


def traced(folder: Path, pile: Sequence[Article], homes: int = 2) -> list[dict[str, object]]:
    """The origins, in the order in which they come out."""
    flow = Flow(Here(), folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharing, "HOUSED", max(1, len(pile) // homes))
        runs = sharing.copies(flow, articles(folder / "a", pile, 2)).runs
        found = tracing.origins(flow, readings(folder / "r", pile, 3), runs)
    guard.release()
    return [row for part in found for row in part.table().to_pylist()]


def test_the_same_as_traced_among_all(pile: list[Article], tmp_path: Path) -> None:
    descent = trace(read(*pile), shared(read(*pile)))
    names = {origin.id: origin.name for origin in descent.origins}
    at_once = {(p.span.article, p.span.start, p.span.end, names[p.origin], p.how) for p in descent.provenance}
    rows = traced(tmp_path, pile)
    assert {(r["article"], r["start"], r["end"], r["origin"], r["how"]) for r in rows} == at_once
    by = {(row["article"], row["origin"]) for row in rows}
    assert {("wire", "AP"), ("post", "AP"), ("echo", "AP"), ("post", "Tolm Post"), ("else", "Pell Courier")} <= by


def test_homes_change_neither_what_is_traced_nor_its_order(pile: list[Article], tmp_path: Path) -> None:
    assert traced(tmp_path / "1", pile, homes=1) == traced(tmp_path / "4", pile, homes=4)


def test_of_many_partners_those_are_taken_that_show_most_and_share_most() -> None:
    of = {(rank, 100 + rank): 50 - rank for rank in range(10)} | {(8, 77): 90, (9, 66): 80}
    assert tracing.chosen(of) == [100, 101, 77, 66]
    assert tracing.chosen({(3, 9): 20}) == [9]
