"""An article that is kept out of a story, whatever arrives and in whatever order."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from stemma.reading import read
from stemma.stories import Grouping, Traits, traits_of
from stemma.stories.grouping import SAMPLE
from tests.stories_grouping.written import QUIRA, VARDE, article


@pytest.fixture(scope="module")
def quake() -> list[Traits]:
    return [traits_of(read(article(report))) for report in VARDE]


def twin(traits: Traits, number: int) -> Traits:
    """The same report again, under another id."""
    return replace(traits, id=f"{traits.id}{number}")


def test_it_stays_out_and_what_is_like_both_goes_to_one_of_them(quake: list[Traits]) -> None:
    for seed in range(8):
        stories: Grouping[str] = Grouping()
        stories.add("a", quake[0])
        stories.add("b", quake[1])
        assert stories.story("a") == stories.story("b")
        again: Grouping[str] = Grouping(iter(range(100, 200)).__next__)
        again.keep_out("out", 1)
        for key, traits in (("a", quake[0]), ("b", quake[1])):
            again.restore(key, traits, 1)
        again.add("out", quake[2])
        arriving = [(f"{n}{i}", twin(quake[i], n)) for n in range(3) for i in range(3)]
        random.Random(seed).shuffle(arriving)
        for key, traits in arriving:
            again.add(key, traits)
        assert again.story("a") == again.story("b") == 1
        assert again.story("out") != 1
        assert {again.story(key) for key, _ in arriving} <= {1, again.story("out")}


def test_two_large_stories_are_not_merged_over_it(quake: list[Traits]) -> None:
    stories: Grouping[str] = Grouping(iter(range(100, 200)).__next__)
    stories.keep_out("2-0", 1)
    for story in (1, 2):
        for number in range(SAMPLE + 6):
            stories.restore(f"{story}-{number}", twin(quake[0], 100 * story + number), story)
    placed = stories.add("new", twin(quake[0], 999))
    assert placed.merged == ()
    assert placed.story in (1, 2)
    free: Grouping[str] = Grouping(iter(range(100, 200)).__next__)
    for story in (1, 2):
        for number in range(SAMPLE + 6):
            free.restore(f"{story}-{number}", twin(quake[0], 100 * story + number), story)
    assert free.add("new", twin(quake[0], 999)).merged


def test_it_stays_out_of_what_its_story_is_merged_into(quake: list[Traits]) -> None:
    other = traits_of(read(article(QUIRA[0])))
    stories: Grouping[str] = Grouping(iter(range(100, 200)).__next__)
    stories.keep_out("out", 1)
    stories.restore("a", quake[0], 1)
    stories.restore("b", quake[1], 2)
    stories.restore("c", twin(quake[1], 1), 2)
    stories.restore("d", other, 3)
    assert stories.add("e", twin(quake[0], 2)).merged == ((1, 2),)
    stories.add("out", quake[2])
    assert stories.story("out") not in (1, 2)
