"""Stories found in windows of time, against all at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from stemma.corpus import sharing, storying
from stemma.corpus.flow import Flow
from stemma.stories import Traits, group
from stemma.stories.likeness import APART
from stemma.stories.traits import Terms, rounded
from tests.corpus.parts import Here, traits

DAY = 86_400


def of_event(event: int, number: int, moment: int | None) -> Traits:
    """An article that has its words, its names and its vectors from one event."""
    chance = np.random.default_rng(event)
    words, names = (np.sort(chance.choice(1 << 31, size, replace=False)).astype(np.uint32) for size in (40, 8))
    vector = chance.normal(size=384).astype(np.float32)
    vector /= np.linalg.norm(vector)
    even = [np.full(len(keys), len(keys) ** -0.5, np.float32) for keys in (words, names)]
    terms = Terms(words, even[0]), Terms(names, even[1])
    return rounded(Traits(f"e{event}-{number:02}", moment, vector, vector, *terms, np.zeros(0, np.uint32)))


def pile() -> list[Traits]:
    """Twelve events of eight reports within two days, one event starting each day."""
    return [of_event(event, n, event * DAY + n * DAY // 4) for event in range(12) for n in range(8)]


def grouped(folder: Path, every: Sequence[Traits], *, least: int, lead: int, part: int = 10) -> list[tuple[str, str]]:
    """(story, article) in the order in which they come out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharing, "HOUSED", 30)
        patch.setattr(sharing, "GATHERED", 20)
        found = storying.stories(Flow(Here(), folder), traits(folder, every, part), least, lead)
    return [(row["story"], row["article"]) for one in found for row in one.table().to_pylist()]


def stories(members: Sequence[tuple[str, str]]) -> set[frozenset[str]]:
    return {frozenset(article for name, article in members if name == story) for story, _ in members}


def test_one_window_gives_what_the_grouping_gives(tmp_path: Path) -> None:
    every = pile()
    every.sort(key=lambda one: one.moment or 0)
    numbers = group(every)
    at_once = {frozenset(one.id for one, n in zip(every, numbers, strict=True) if n == story) for story in numbers}
    assert stories(grouped(tmp_path, every, least=1000, lead=100)) == at_once
    assert len(at_once) == 12


def test_many_windows_give_the_same_stories_under_the_same_names(tmp_path: Path) -> None:
    once = grouped(tmp_path / "1", pile(), least=1000, lead=100)
    cut = grouped(tmp_path / "2", pile(), least=9, lead=12)
    assert len(list((tmp_path / "2" / "stories-grouped").glob("*.arrow"))) > 4
    assert cut == once


def test_neither_parts_nor_their_order_change_anything(tmp_path: Path) -> None:
    every = pile()
    once = grouped(tmp_path / "1", every, least=9, lead=12)
    random.Random(3).shuffle(every)
    assert grouped(tmp_path / "2", every, least=9, lead=12, part=7) == once


def test_articles_of_a_story_stand_next_to_each_other_and_every_article_once(tmp_path: Path) -> None:
    members = grouped(tmp_path, pile(), least=9, lead=12)
    runs = [name for n, (name, _) in enumerate(members) if n == 0 or members[n - 1][0] != name]
    assert len(runs) == len(set(runs))
    assert sorted(article for _, article in members) == sorted(one.id for one in pile())


def test_a_story_goes_on_through_windows_but_for_ten_days_at_most(tmp_path: Path) -> None:
    daily = [of_event(1, day, day * DAY) for day in range(30)]
    found = stories(grouped(tmp_path, daily, least=4, lead=2))
    days = [sorted(int(article[3:]) for article in story) for story in found]
    assert all(max(story) - min(story) <= APART // DAY for story in days)
    assert len(found) < 12


def test_articles_without_a_date_are_grouped_too(tmp_path: Path) -> None:
    every = [*pile(), *(of_event(40, n, None) for n in range(3))]
    found = stories(grouped(tmp_path, every, least=9, lead=12))
    assert frozenset({"e40-00", "e40-01", "e40-02"}) in found


def test_no_articles_no_stories(tmp_path: Path) -> None:
    assert grouped(tmp_path, [], least=9, lead=12) == []
