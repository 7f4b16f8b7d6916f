"""What is known, what is new, what is a revision; readings as they were; outlets and failures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import stemma
from stemma.errors import LibraryError
from stemma.library import Store, articles, failures, open_library, outlets, readings, stories
from stemma.library.store import now
from stemma.reading import read
from stemma.show.json import dumps, dumps_reading
from stemma.stories.traits import traits_of
from stemma.types import Failure
from tests.library.pages import BRIDGE, FERRY, article, put

EXAMPLE = sorted(Path("examples/brandmoor-lock").glob("*.txt"))
PAGE = "https://pell.example/ferry"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_library(tmp_path / "a.stemma", create=True)


def test_an_article_and_its_reading_come_back_as_they_went_in(store: Store) -> None:
    for source in EXAMPLE:
        reading = stemma.read(source)
        put(store, reading.article)
        (back,) = articles.load_readings(store, [articles.key_of(store, reading.article.id)])
        assert back.article == reading.article
        assert dumps_reading(back) == dumps_reading(reading)
        assert back.clauses == reading.clauses
        assert back.words.upos == reading.words.upos
        for column in ("start", "end", "sentence", "head"):
            assert np.array_equal(getattr(back.words, column), getattr(reading.words, column))
        opening = reading.vectors[: len(back.vectors)]
        assert np.abs(back.vectors @ back.vectors.T - opening @ opening.T).max() < 1e-3


def test_what_is_kept_for_grouping_is_what_a_whole_reading_gives() -> None:
    for source in EXAMPLE:
        (one,) = stemma.articles(source)
        kept, whole = read(one, vectored="opening"), read(one)
        assert len(kept.vectors) < len(whole.vectors) == len(whole.sentences)
        assert np.allclose(traits_of(kept).lead, traits_of(whole).lead, atol=1e-6)
        assert np.allclose(traits_of(kept).headline, traits_of(whole).headline, atol=1e-6)


def test_a_comparison_of_stored_readings_is_that_of_the_files(store: Store) -> None:
    direct = stemma.compare(EXAMPLE)
    put(store, *(reading.article for reading in direct.readings))
    again = stemma.compare(list(articles.load_readings(store, [1, 2, 3, 4])))
    assert dumps(again) == dumps(direct)
    kept = readings.unpack_comparison(readings.pack_comparison(direct), direct.readings)
    assert dumps(kept) == dumps(direct)


def test_what_is_known_is_not_added_twice(store: Store) -> None:
    first = article(url=PAGE)
    assert [outcome.status for outcome in put(store, first, first)] == ["added", "known"]
    again = [
        article(url=f"{PAGE}/?utm_source=post#top"),  # the same page, as trackers spell it
        article(url=PAGE.replace("https", "http")),
        article(url="https://m.pell.example/other"),  # the same text of the same outlet
    ]
    assert {(outcome.status, outcome.id) for outcome in put(store, *again)} == {("known", first.id)}
    assert articles.has_url(store, "https://m.pell.example/other")
    assert not articles.has_url(store, "https://pell.example/ferry?page=2")


def test_one_text_at_two_outlets_is_two_articles(store: Store) -> None:
    outcomes = put(store, article(outlet="Pell Courier"), article(outlet="Sula Times"))
    assert [outcome.status for outcome in outcomes] == ["added", "added"]


def test_a_changed_page_is_a_new_revision_and_the_old_text_stays(store: Store) -> None:
    before, after = article(url=PAGE), article(FERRY.replace("61", "64"), url=PAGE)
    assert [outcome.status for outcome in put(store, before, after, before)] == ["added", "revised", "known"]
    old, new = articles.load(store, [articles.key_of(store, before.id), articles.key_of(store, after.id)])
    assert "61 people" in old.text
    assert "64 people" in new.text
    rows = store.db.execute("SELECT id, page, revision, latest FROM articles ORDER BY key").fetchall()
    assert rows == [(before.id, 1, 1, 0), (after.id, 1, 2, 1)]
    assert articles.key_of(store, PAGE) == articles.key_of(store, after.id)


def test_an_article_cannot_be_changed_by_any_tool(store: Store) -> None:
    put(store, article())
    with pytest.raises(Exception, match="never changes"):
        store.db.execute("UPDATE articles SET text = 'Another text'")


def test_a_revision_stays_in_its_story_and_the_story_is_renewed(store: Store) -> None:
    put(store, article(url=PAGE))
    with store.transaction():
        story = stories.found(store, "s1", now())
        stories.join(store, story, 1, score=None, reason="first of its story", at=now())
        stories.tell(store, story, stories.summarise(store, story))
    assert stories.stale(store) == []
    assert stories.waiting(store) == []
    revised = article(FERRY.replace("61", "64"), url=PAGE)
    put(store, revised)
    assert [member.id for member in stories.members(store, story)] == [revised.id]
    assert stories.stale(store) == [story]
    assert stories.waiting(store) == []


def test_stories_merge_and_the_old_id_still_finds_them(store: Store) -> None:
    put(store, article(url=PAGE), article(BRIDGE, outlet="Sula Times", published="2031-03-05T10:00"))
    with store.transaction():
        for number, name in enumerate(("s1", "s2", "s3"), 1):
            key = stories.found(store, name, now())
            if number < 3:
                stories.join(store, key, number, score=0.5, reason="alike", at=now())
        stories.merge(store, 2, 1, article=2, reason="a later article joins them", at=now())
        stories.merge(store, 1, 3, article=None, reason="and again", at=now())
    assert [stories.resolve(store, name) for name in ("s1", "s2", "s3")] == [3, 3, 3]
    assert [member.key for member in stories.members(store, 3)] == [1, 2]
    told = stories.summarise(store, 3)
    assert (told.headline, told.articles, told.outlets) == ("Ferry runs aground off Pell Harbour", 2, 2)
    assert (told.first, told.last) == ("2031-03-04", "2031-03-05T10:00")
    assert ("Ada Lorne", "person", 1) in told.names


def test_a_cached_comparison_is_given_for_what_it_was_made_from_alone(store: Store) -> None:
    direct = stemma.compare(EXAMPLE)
    put(store, *(reading.article for reading in direct.readings))
    with store.transaction():
        story = stories.found(store, "s1", now())
        basis = stories.made_from(store, [1, 2, 3, 4])
        stories.cache(store, story, basis, direct, now())
    held = stories.cached(store, story, basis, direct.readings)
    assert held is not None
    assert dumps(held) == dumps(direct)
    assert stories.cached(store, story, stories.made_from(store, [1, 2, 3]), direct.readings[:3]) is None
    outlets.change(store, "Daily Lantern", family="Lantern Group")
    assert stories.cached(store, story, stories.made_from(store, [1, 2, 3, 4]), direct.readings) is None


def test_a_family_set_for_an_outlet_is_the_family_of_its_articles(store: Store) -> None:
    put(store, article())
    outlets.change(store, "the pell courier", family="Coast Media", weight=2, hidden=True)
    (loaded,) = articles.load(store, [1])
    assert loaded.family is not None
    assert (loaded.family.value, loaded.family.how) == ("Coast Media", "option")
    (outlet,) = outlets.listing(store)
    assert (outlet.name, outlet.family, outlet.weight, outlet.hidden, outlet.articles) == (
        "Pell Courier", "Coast Media", 2, True, 1,
    )  # fmt: skip
    outlets.change(store, "Pell Courier", family="")
    assert next(articles.load(store, [1])).family is None


def test_an_outlet_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(LibraryError, match="Nowhere Post"):
        outlets.change(store, "Nowhere Post", hidden=True)


@pytest.mark.parametrize(
    "harm", ["DELETE FROM readings", "UPDATE readings SET data = x'00ff00'", "UPDATE readings SET format = 0"]
)
def test_a_reading_that_is_lost_is_made_anew_from_the_text(store: Store, harm: str) -> None:
    put(store, article())
    (before,) = articles.load_readings(store, [1])
    with store.transaction() as db:
        db.execute(harm)
        db.execute("DELETE FROM quotations")
    (after,) = articles.load_readings(store, [1])
    assert dumps_reading(after) == dumps_reading(before)
    assert store.db.execute("SELECT count(*) FROM quotations").fetchone() == (len(before.quotations),)


def test_failures_are_kept_counted_and_forgotten_when_it_works(store: Store) -> None:
    fault = Failure(PAGE, "is refused for now: too many requests (HTTP 429).")
    left_out = Failure("logo.png", "is no article.", skipped=True)
    assert [outcome.status for outcome in put(store, fault, left_out, fault)] == ["failed", "skipped", "failed"]
    (kept,) = failures.listing(store)
    assert (kept.source, kept.reason, kept.tries) == (PAGE, fault.reason, 2)
    put(store, article(url=PAGE))
    assert list(failures.listing(store)) == []


def test_failures_that_are_due_are_told(store: Store) -> None:
    with store.transaction():
        failures.keep(store, Failure("a", "later"), now(), retry_after="2031-01-01T00:00:00Z")
        failures.keep(store, Failure("b", "soon"), now(), retry_after="2030-01-01T00:00:00Z")
        failures.keep(store, Failure("c", "never"), now())
    assert [kept.source for kept in failures.listing(store, due="2030-06-01T00:00:00Z")] == ["b"]


def test_another_text_under_a_taken_id_is_refused_and_stops_nothing(store: Store) -> None:
    first = article()
    forged = replace(article(BRIDGE), id=first.id)
    outcomes = put(store, first, forged, article(BRIDGE))
    assert [outcome.status for outcome in outcomes] == ["added", "failed", "added"]
    assert first.id in outcomes[1].reason


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("1970-01-02", 86_400),
        ("1970-01-01T01:00", 3_600),
        ("1970-01-01T09:00+08:00", 3_600),
        ("XXXX-01-02", None),
        ("", None),
        (None, None),
    ],
)
def test_the_moment_of_a_date(stated: str | None, seconds: int | None) -> None:
    assert articles.moment(stated) == seconds
