"""Stories in a library, as its commands show them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from stemma.errors import LibraryError
from stemma.library import Store, grouping, listing, open_library, outlets, removal, stories
from stemma.library.grouping import Desk, settle
from stemma.types import Article
from tests.library.pages import lines, put, stemma
from tests.stories_grouping.written import CHEESE, QUIRA, VARDE, article

DOCUMENTED = Path("docs/library.md").read_text(encoding="utf-8")
NAMES_OF_FAMILIES = ("Lorne", "Eddery", "Morvan", "Fenn", "Harsk", "Dorvik", "Pym", "Stroud")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_library(tmp_path / "a.stemma", create=True)


def take(store: Store, *some: Article) -> None:
    put(store, *some)
    settle(store)


def listed(store: Store, limit: int | None = None, **query: object) -> list[listing.Told]:
    return listing.page(store, listing.Query(**query), limit=limit)[0]  # type: ignore[arg-type]


def test_a_story_tells_its_articles_outlets_dates_and_names(store: Store) -> None:
    take(store, article(VARDE[1], outlet="Tervik Post"), article(VARDE[0]), article(CHEESE[0]))
    quake, cheese = sorted(listed(store), key=lambda told: -told.summary.articles)
    assert (quake.summary.articles, quake.summary.outlets, quake.summary.origins) == (2, 2, 2)
    assert (quake.summary.first, quake.summary.last) == ("2031-05-05T09:10", "2031-05-05T17:30")
    assert quake.summary.headline == VARDE[0][0]
    assert "Ilka Morvan" in [name for name, _, _ in quake.summary.names]
    assert (cheese.summary.articles, cheese.summary.origins) == (1, 1)


def test_one_text_in_three_outlets_is_one_origin(store: Store) -> None:
    take(store, *(article(VARDE[0], outlet=outlet) for outlet in ("Pell Courier", "Tervik Post", "Lomna Day")))
    (told,) = listed(store)
    assert (told.summary.articles, told.summary.outlets, told.summary.origins) == (3, 3, 1)


def test_ids_stay_when_articles_join_in_later_runs(store: Store) -> None:
    take(store, article(VARDE[0]), article(QUIRA[0]))
    before = {told.id for told in listed(store)}
    take(store, article(VARDE[1]), article(QUIRA[1]), article(QUIRA[2]))
    assert {told.id for told in listed(store)} == before
    assert sorted(told.summary.articles for told in listed(store)) == [2, 3]


def test_filters_of_the_listing(store: Store) -> None:
    take(store, article(VARDE[0]), article(VARDE[1], outlet="Tervik Post"), article(QUIRA[2]), article(CHEESE[0]))
    assert [told.summary.headline for told in listed(store, since="2031-05-07")] == [QUIRA[2][0]]
    assert [told.summary.headline for told in listed(store, about="tarquez")] == [QUIRA[2][0]]
    assert [told.summary.headline for told in listed(store, min_origins=2)] == [VARDE[0][0]]
    assert len(listed(store, limit=1)) == 1
    assert len(listed(store, limit=None)) == 3


def test_what_an_interrupted_import_left_is_placed_by_the_next(store: Store) -> None:
    put(store, article(VARDE[0]), article(VARDE[1]))
    assert listed(store) == []
    assert Desk(store).group() == 2
    grouping.retell(store)
    assert [told.summary.articles for told in listed(store)] == [2]
    assert Desk(store).group() == 0


def test_a_comparison_is_kept_until_the_articles_of_its_story_change(store: Store) -> None:
    take(store, article(VARDE[0]), article(VARDE[1], outlet="Tervik Post"))
    (told,) = listed(store)
    first = grouping.comparison(store, told.id)
    kept = store.db.execute("SELECT made_from FROM comparisons").fetchall()
    assert grouping.comparison(store, told.id).claims == first.claims
    assert store.db.execute("SELECT made_from FROM comparisons").fetchall() == kept
    take(store, article(VARDE[2], outlet="Lomna Day"))
    assert len(grouping.comparison(store, told.id).readings) == 3
    assert store.db.execute("SELECT made_from FROM comparisons").fetchall() != kept


def test_a_merged_story_is_found_by_its_old_id_and_the_merge_is_told(store: Store) -> None:
    take(store, article(VARDE[0]), article(QUIRA[0]))
    one, other = listed(store)
    with store.transaction():
        stories.merge(store, one.key, other.key, article=None, reason="a test", at="2031-05-09T00:00:00Z")
    assert stories.resolve(store, one.id) == stories.resolve(store, other.id) == other.key
    assert stories.merges(store, other.key) == [(one.id, "2031-05-09T00:00:00Z", "a test")]
    settle(store)
    assert [told.summary.articles for told in listed(store)] == [2]


def test_a_new_revision_stands_where_its_page_stood(store: Store) -> None:
    from tests.library.pages import article as page

    take(store, page(url="https://pell.example/a"))
    (before,) = listed(store)
    take(store, page(url="https://pell.example/a", text="Ferry freed\n\nThe ferry Sula was pulled off the rocks."))
    (after,) = listed(store)
    assert (after.id, after.summary.articles, after.summary.headline) == (before.id, 1, "Ferry freed")


def test_a_removed_article_leaves_its_story(store: Store) -> None:
    take(store, article(VARDE[0]), article(VARDE[1]))
    (told,) = listed(store)
    gone = stories.members(store, told.key)[0].id
    removal.remove(store, gone)
    settle(store)
    (told,) = listed(store)
    assert (told.summary.articles, told.summary.headline) == (1, VARDE[1][0])


def test_two_programs_place_articles_in_one_library(store: Store, tmp_path: Path) -> None:
    with open_library(tmp_path / "a.stemma") as other:
        desk, beside = Desk(store), Desk(other)
        for number, report in enumerate((*VARDE, *QUIRA)):
            put(store, article(report))
            (desk, beside)[number % 2].group()
    grouping.retell(store)
    assert [told.summary.articles for told in listed(store)] == [3, 3]


def test_an_unknown_story_is_refused(store: Store) -> None:
    with pytest.raises(LibraryError, match="no story of this id"):
        grouping.comparison(store, "s0")


def test_commands(tmp_path: Path) -> None:
    file, library = tmp_path / "week.jsonl", tmp_path / "a.stemma"
    records = [
        {"id": number, "title": headline, "text": text, "outlet": outlet, "published": when}
        for number, (outlet, (headline, text, when)) in enumerate(
            zip(("Pell Courier", "Tervik Post", "Lomna Day"), VARDE, strict=True)
        )
    ]
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    assert stemma("add", file, library=library).returncode == 0
    (told,) = lines(stemma("stories", "--json", library=library).stdout)
    documented = DOCUMENTED.split("`stemma stories --json`", 1)[1].split("\n\n", 2)[1]
    assert list(told) == re.findall(r"^\| `(\w+)` \|", documented, re.MULTILINE)
    for key, value in (("counts", told["counts"]), ("names", told["names"][0]), ("articles", told["articles"][0])):
        assert f"`{{{', '.join(value)}}}`" in next(row for row in documented.splitlines() if f"`{key}`" in row)
    assert [one["record"]["id"] for one in told["articles"]] == [0, 1, 2]
    assert told["counts"]["articles"] == 3
    listing = stemma("stories", "--about", "Ilka Morvan", library=library).stdout.decode()
    assert VARDE[0][0] in listing
    assert told["id"] in listing
    assert b"no story found" in stemma("stories", "--about", "Nobody", library=library).stdout
    shown = json.loads(stemma("show", told["id"], "--json", library=library).stdout)
    assert len(shown["articles"]) == 3
    missing = stemma("show", "s0", library=library)
    assert (missing.returncode, b"no story of this id" in missing.stderr) == (1, True)


def test_the_headline_is_of_the_outlet_that_weighs_most(store: Store) -> None:
    take(store, article(VARDE[0]), article(VARDE[1], outlet="Tervik Post"))
    assert [told.summary.headline for told in listed(store)] == [VARDE[0][0]]
    outlets.change(store, "Tervik Post", weight=2)
    assert [told.summary.headline for told in listed(store)] == [VARDE[1][0]]
    outlets.change(store, "Tervik Post", weight=1)
    outlets.change(store, "Pell Courier", hidden=True)
    assert [(told.summary.headline, told.summary.origins) for told in listed(store)] == [(VARDE[1][0], 2)]


def test_a_story_of_hidden_outlets_alone_is_listed_for_them_alone(store: Store) -> None:
    take(store, article(VARDE[0]), article(CHEESE[0], outlet="Lomna Day"), article(CHEESE[1]))
    outlets.change(store, "Pell Courier", hidden=True)
    assert [told.summary.articles for told in listed(store)] == [2]
    assert sorted(told.summary.articles for told in listed(store, outlet="Pell Courier")) == [1, 2]


def test_every_name_is_found_and_its_spellings_are_one(store: Store) -> None:
    people = [f"{given} {family}" for given in ("Ada", "Tomas", "Ilka", "Oda", "Piet") for family in NAMES_OF_FAMILIES]
    crowd = ". ".join(f"{person}, a baker from Pell, was at the fair on Tuesday" for person in people)
    take(store, article(("Bakers fill the fair", f"{crowd}.", "2031-05-06")))
    (told,) = listed(store)
    assert len(told.summary.names) == listing.NAMES
    assert all(listed(store, about=person) for person in people)


def test_a_surname_alone_counts_for_the_one_who_bears_it(store: Store) -> None:
    headline, text, when = VARDE[1]
    later = (headline, text.replace("Mayor Ilka Morvan", "Ms Morvan").replace("Ilka ", ""), when)
    take(store, article(VARDE[0]), article(later, outlet="Tervik Post"))
    (told,) = listed(store)
    people = {name: count for name, kind, count in told.summary.names if kind == "person"}
    assert (people["Ilka Morvan"], "Morvan" in people) == (2, False)
    folded = [name.casefold() for name, _, _ in told.summary.names]
    assert len(folded) == len(set(folded))
