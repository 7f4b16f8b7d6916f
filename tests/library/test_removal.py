"""Removal for good: nothing of the text is left in any file, and it does not come back by itself."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from stemma.errors import LibraryError
from stemma.library import Store, adding, articles, listing, open_library, outlets, stories
from stemma.library.removal import overwrite, remove
from stemma.library.search import Filters, search
from stemma.library.store import now
from stemma.types import Failure
from tests.library.pages import BRIDGE, FERRY, article, bytes_of, put

PAGE = "https://pell.example/ferry"
SECRET = FERRY.replace("Ada Lorne", "Quillon Vastergaard").replace("hull", "zymotechnic hull")
TRACES = ("Vastergaard", "vastergaard", "zymotechn", "Divers will look", "pell.example/ferry")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library") / "a.stemma"
    with open_library(path, create=True) as library:
        put(library, article(BRIDGE, outlet="Sula Times"), article(SECRET, url=PAGE))
        put(library, article(SECRET.replace("61", "64"), url=PAGE))
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Store:
    return open_library(Path(shutil.copy(made, tmp_path)))


def in_a_story(store: Store) -> int:
    with store.transaction():
        story = stories.found(store, "s1", now())
        for key in (1, 2):
            stories.join(store, story, key, score=None, reason="first", at=now())
        stories.tell(store, story, stories.summarise(store, story))
    return story


def test_nothing_of_it_is_left_in_any_file(store: Store) -> None:
    put(store, Failure(PAGE, "was slow."))
    in_a_story(store)
    backup = store.path.with_name(store.path.name + ".v0.backup")
    shutil.copy(store.path, backup)
    shutil.copy(store.path, half := backup.with_name(backup.name + ".part"))  # as a kill in a migration leaves it
    gone = remove(store, PAGE, "asked to")
    assert (gone.what, len(gone.articles), gone.backups, gone.overwritten) == ("article", 2, 2, True)
    assert not backup.exists()
    assert not half.exists()
    store.close()
    for name, data in bytes_of(store.path.parent):
        for trace in TRACES:
            assert trace.encode() not in data, (name, trace)
        assert b"Tomas Eddery" in data or not name.endswith(".stemma")


def test_the_index_and_the_rest_are_sound_after_it(store: Store) -> None:
    remove(store, PAGE)
    assert [hit.outlet for hit in search(store, "council", Filters(), 10)] == ["Sula Times"]
    assert search(store, "ferry", Filters(), 10) == []
    assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []
    store.db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


def test_it_says_which_stories_changed_and_they_hold_no_word_of_it(store: Store) -> None:
    story = in_a_story(store)
    gone = remove(store, PAGE)
    assert (gone.changed, gone.gone) == (("s1",), ())
    (told,), _ = listing.page(store, listing.Query())
    assert told.summary.headline == "Council closes the Hob Bridge"
    assert told.summary.articles == 1
    assert "Quillon Vastergaard" not in {name for name, _, _ in told.summary.names}
    last = remove(store, "Sula Times")
    assert (last.what, last.changed, last.gone) == ("outlet", (), ("s1",))
    with pytest.raises(LibraryError, match="s1"):
        stories.resolve(store, "s1")
    assert stories.members(store, story) == []


def test_it_does_not_come_back_by_itself(store: Store) -> None:
    remove(store, PAGE, "asked to")
    changed = article(SECRET.replace("61", "70"), url=PAGE + "?utm_medium=feed")
    moved = article(SECRET, url="https://pell.example/elsewhere")
    (first, second) = put(store, changed, moved)
    assert {first.status, second.status} == {"removed"}
    assert "asked to" in first.reason
    assert articles.has_url(store, PAGE)
    other = article(SECRET, outlet="Sula Times", url="https://sula.example/1")  # another outlet's own report
    assert [outcome.status for outcome in put(store, other)] == ["added"]


def test_an_outlet_goes_with_all_its_articles_and_those_to_come(store: Store) -> None:
    gone = remove(store, "pell courier", "no licence")
    assert (gone.what, gone.name, len(gone.articles)) == ("outlet", "Pell Courier", 2)
    assert [outlet.name for outlet in outlets.listing(store)] == ["Sula Times"]
    (outcome,) = put(store, article(BRIDGE, url="https://pell.example/new"))
    assert outcome.status == "removed"
    assert "its outlet was removed" in outcome.reason


def test_what_was_removed_can_be_taken_in_again_on_purpose(store: Store) -> None:
    remove(store, PAGE)
    back = article(SECRET, url=PAGE)
    assert [one.status for one in adding.add(store, [back], again=True, workers=1)] == ["added"]
    assert [one.status for one in put(store, back)] == ["known"]


def test_what_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(LibraryError, match="Nowhere Post"):
        remove(store, "Nowhere Post")


def test_while_another_program_reads_the_rest_is_left_and_said(store: Store) -> None:
    reader = sqlite3.connect(store.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM articles").fetchone()
    store.db.execute("PRAGMA busy_timeout = 50")
    assert not remove(store, PAGE).overwritten
    reader.close()
    assert overwrite(store)
    store.close()
    assert all(b"Vastergaard" not in data for _, data in bytes_of(store.path.parent))
