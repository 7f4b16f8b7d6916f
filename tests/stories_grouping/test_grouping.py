"""Which invented reports become one story, read by the real reader."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from stemma.errors import LibraryError
from stemma.reading import read
from stemma.stories import Grouping, Traits, group, traits_of
from stemma.stories.grouping import agglomerate
from stemma.stories.likeness import APART, FEATURES, Likeness
from stemma.stories.traits import Terms, pack, rounded, unpack
from tests.stories_grouping.written import CHEESE, QUIRA, VARDE, article

DAY = 86_400
EVENTS = [0] * len(VARDE) + [1] * len(QUIRA) + [2] * len(CHEESE)


@pytest.fixture(scope="module")
def week() -> list[Traits]:
    return [traits_of(read(article(report))) for report in (*VARDE, *QUIRA, *CHEESE)]


def partition(stories: Sequence[int]) -> set[frozenset[int]]:
    return {frozenset(i for i, s in enumerate(stories) if s == story) for story in stories}


def test_two_earthquakes_of_one_week_stay_apart_and_each_is_whole(week: list[Traits]) -> None:
    assert partition(group(week)) == partition(EVENTS)


def test_without_dates_they_are_told_apart_by_what_they_say(week: list[Traits]) -> None:
    assert partition(group(replace(one, moment=None) for one in week)) == partition(EVENTS)


def test_any_order_of_arrival_gives_the_same_stories(week: list[Traits]) -> None:
    for seed in range(12):
        order = list(range(len(week)))
        random.Random(seed).shuffle(order)
        found = dict(zip(order, group(week[i] for i in order), strict=True))
        assert partition([found[i] for i in range(len(week))]) == partition(EVENTS)


def test_the_same_words_eleven_days_later_are_another_story(week: list[Traits]) -> None:
    first = week[0]
    assert first.moment is not None
    later = replace(first, id="later", moment=first.moment + APART + 1)
    assert len(set(group([first, later]))) == 2
    assert len(set(group([first, replace(later, moment=first.moment + APART)]))) == 1


def test_a_story_never_spans_more_than_ten_days_however_it_grows(week: list[Traits]) -> None:
    first = week[0]
    daily = [replace(first, id=f"{day:02}", moment=(first.moment or 0) + day * DAY) for day in range(25)]
    for order in (daily, daily[::-1], daily[::2] + daily[1::2]):
        found = group(order)
        for (a, s), (b, t) in itertools.combinations(zip(order, found, strict=True), 2):
            assert s != t or abs((a.moment or 0) - (b.moment or 0)) <= APART


def test_an_undated_report_joins_the_story_it_tells_of(week: list[Traits]) -> None:
    found = group([*week[:-1], replace(week[1], id="undated", moment=None)])
    assert found[-1] == found[0]


# --- by hand ---------------------------------------------------------------------------------------


def told(name: str, *terms: int, moment: int | None = 0) -> Traits:
    """An article of nothing but words."""
    flat = np.zeros(384, np.float32)
    keys = np.array(sorted(terms), np.uint32)
    words = Terms(keys, np.full(len(keys), len(keys) ** -0.5, np.float32))
    none = Terms(np.array([], np.uint32), np.array([], np.float32))
    return Traits(name, moment, flat, flat, words, none, np.array([], np.uint32))


WORDS_ALONE = Likeness(np.array([20.0 * (name == "words") for name in FEATURES], np.float32), -8.0)


def test_a_late_article_joins_two_stories_to_one_and_says_so() -> None:
    stories: Grouping[str] = Grouping(model=WORDS_ALONE)
    stories.add("a", told("a", 1, 2, 3, 4, 9))
    stories.add("b", told("b", 5, 6, 7, 8, 9))
    assert stories.story("a") != stories.story("b")
    older, younger = stories.story("a"), stories.story("b")
    placed = stories.add("c", told("c", 1, 2, 3, 5, 6, 7, 9))
    assert placed.merged == ((younger, older),)
    assert {stories.story(key) for key in "abc"} == {older} == {placed.story}


def test_a_story_keeps_its_number_when_an_article_joins() -> None:
    stories: Grouping[str] = Grouping(model=WORDS_ALONE)
    first = stories.add("a", told("a", 1, 2, 3)).story
    placed = stories.add("b", told("b", 1, 2, 3))
    assert (placed.story, placed.nearest, placed.merged, placed.moved) == (first, "a", (), ())
    assert placed.score is not None
    assert placed.score > 0.9


def test_an_article_moves_where_it_fits_better_and_that_is_told() -> None:
    stories: Grouping[str] = Grouping(model=WORDS_ALONE)
    stories.add("a", told("a", *range(1, 13)))
    stories.add("x", told("x", *range(1, 6), *range(13, 20)))
    assert stories.story("a") == stories.story("x")
    placed = stories.add("y", told("y", *range(13, 25)))
    assert stories.story("x") == placed.story != stories.story("a")
    assert placed.moved == (("x", placed.story),)


def test_a_great_story_takes_in_more_without_looking_at_all_of_it() -> None:
    stories: Grouping[int] = Grouping(model=WORDS_ALONE)
    for key in range(80):
        stories.add(key, told(f"{key:03}", 1, 2, 3, 100 + key))
    assert len({stories.story(key) for key in range(80)}) == 1


def test_blocks_are_joined_by_mean_likelihood_not_by_one_link() -> None:
    chain = np.eye(3, dtype=np.float32) + np.array([[0, 0.7, 0.0], [0.7, 0, 0.7], [0.0, 0.7, 0]], np.float32)
    assert agglomerate(chain, [1, 1, 1], [None, None, None]) == [[0, 1], [2]]
    assert agglomerate(chain, [1, 1, 1], [(0, 0), (APART + 1, APART + 1), None]) == [[0], [1, 2]]


def test_traits_come_back_from_their_bytes(week: list[Traits]) -> None:
    for one in week:
        kept = unpack(pack(one))
        assert (kept.id, kept.moment) == (one.id, one.moment)
        assert (kept.words.keys == one.words.keys).all()
        assert float(kept.lead @ one.lead) > 0.999
        assert pack(kept) == pack(rounded(kept))
    with pytest.raises(LibraryError, match="damaged"):
        unpack(pack(week[0])[:-7])
