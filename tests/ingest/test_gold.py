"""Outlet, date and parts on the gold stories' reports, with floors just under what was measured."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from stemma.ingest import from_text
from stemma.types import Article

DATA = os.environ.get("STEMMA_TESTDATA")
pytestmark = pytest.mark.skipif(not DATA, reason="STEMMA_TESTDATA does not name the folder of stories and seeds")


def reports(split: str) -> list[tuple[Article, dict[str, str], dict[str, object]]]:
    root = Path(DATA or "") / "stories"
    found = []
    for story in json.loads((root / "split.json").read_text())[split]:
        gold = json.loads((root / story / "gold.json").read_text())
        for file in sorted((root / story).glob("*.txt")):
            article = from_text(file.read_text(encoding="utf-8"), name=file.name)
            found.append((article, gold["reports"][file.stem], gold))
    return found


@pytest.mark.parametrize(("split", "outlets", "dates"), [("train", 0.98, 0.95), ("check", 0.88, 0.95)])
def test_outlets_and_dates_of_the_reports(split: str, outlets: float, dates: float) -> None:
    found = reports(split)
    named = sum(article.outlet is not None and article.outlet.value == gold["outlet"] for article, gold, _ in found)
    dated = [(article.published.value[:10], gold["published"]) for article, gold, _ in found if article.published]
    assert named >= outlets * len(found)
    assert all(value == gold for value, gold in dated), "a date that is stated is the right one"
    assert len(dated) >= dates * len(found)


@pytest.mark.parametrize("split", ["train", "check"])
def test_no_passage_that_matters_is_kept_apart(split: str) -> None:
    for article, _, gold in reports(split):
        aside = [
            article.words(part.span) for part in article.parts if part.kind in ("boilerplate", "caption", "correction")
        ]
        stem = article.source.removesuffix(".txt")
        for claim in gold["claims"]:  # type: ignore[attr-defined]
            passage = claim["evidence"].get(stem)
            assert not passage or not any(passage in words for words in aside), passage
