"""Corrections: each kind acts on what is shown, holds through later runs, and can be undone as if it had not been."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from stemma.cli.stories import document
from stemma.errors import MissingError, UsageError
from stemma.library import (
    Store,
    adding,
    articles,
    corrections,
    grouping,
    listing,
    open_library,
    outlets,
    store,
    stories,
)
from stemma.library.corrections import Correction, Family, NotInStory, NotOneFact, OneEntity, TwoEntities, anchors
from stemma.library.doctor import check
from stemma.library.removal import remove
from stemma.show.json import dumps
from stemma.show.view import View
from stemma.types import Span
from tests.library.pages import bytes_of, put
from tests.library.quake import PAGE, THIRD, at_page, claim, entity, people, quake, shown, split, together
from tests.stories_grouping.written import CHEESE, QUIRA, VARDE, article

# --- who is who ------------------------------------------------------------------------------------


def test_two_people_stay_two_when_articles_join_and_pages_change(library: Store) -> None:
    before = dumps(shown(library))
    id = split(library)
    assert sorted(people(shown(library), "Ilka Morvan"), key=len) == [{THIRD}, {"Pell Courier", "Tervik Post"}]
    revised = replace_in(VARDE[2], "a second day", "a second cold day")
    put(library, at_page(revised), article(VARDE[1], outlet="Sula Times"))
    grouping.settle(library)
    apart = people(shown(library), "Ilka Morvan")
    assert {THIRD} in apart
    assert not any(THIRD in one and len(one) > 1 for one in apart)
    assert {"Pell Courier", "Tervik Post"} <= max(apart, key=len)
    remove(library, PAGE)
    remove(library, "Sula Times")
    (told,) = corrections.listed(library)
    assert (told.id, told.lost) == (id, "an article was removed")
    corrections.undo(library, id)
    assert corrections.listed(library) == []
    list(adding.add(library, [at_page(VARDE[2])], again=True, workers=1))
    grouping.settle(library)
    assert dumps(shown(library)) == before


def replace_in(report: tuple[str, str, str], old: str, new: str) -> tuple[str, str, str]:
    assert old in report[1]
    return report[0], report[1].replace(old, new), report[2]


def test_one_entity_under_two_names(library: Store) -> None:
    seen = shown(library)
    before = dumps(seen)
    valley, short = entity(seen, "Varde valley"), entity(seen, "Varde")
    id = corrections.make(library, OneEntity(anchors(seen, valley.id), anchors(seen, short.id)))
    joined = entity(shown(library), "Varde valley")
    assert len(joined.mentions) == len(valley.mentions) + len(short.mentions)
    assert not any(one.name == "Varde" for one in shown(library).entities)
    put(library, article(VARDE[1], outlet="Sula Times"))
    grouping.settle(library)
    after = entity(shown(library), "Varde valley")
    assert len({mention.span.article for mention in after.mentions}) == 4
    assert not any(one.name == "Varde" for one in shown(library).entities)
    corrections.undo(library, id)
    remove(library, "Sula Times")
    grouping.settle(library)
    assert dumps(shown(library)) == before


def test_of_two_that_contradict_the_later_holds(library: Store) -> None:
    first = split(library)
    seen = shown(library)
    one, other = (anchors(seen, each.id) for each in seen.entities if each.name == "Ilka Morvan")
    second = corrections.make(library, OneEntity(one, other))
    assert people(shown(library), "Ilka Morvan") == [{"Pell Courier", "Tervik Post", THIRD}]
    corrections.undo(library, second)
    assert len(people(shown(library), "Ilka Morvan")) == 2
    corrections.undo(library, first)
    assert len(people(shown(library), "Ilka Morvan")) == 1


# --- what states one fact --------------------------------------------------------------------------


def test_passages_that_state_no_one_fact_are_in_no_claim_and_add_no_origin(library: Store) -> None:
    seen = shown(library)
    before = dumps(seen)
    deaths = claim(seen, "killing three people", "three people were killed".capitalize())
    first, second = (one.span for one in deaths.evidence[:2])
    id = corrections.make(library, NotOneFact(first, second))
    after = shown(library)
    assert not together(after, seen.words(first), seen.words(second))
    assert claim(after, seen.words(first)).origins < deaths.origins
    put(library, article(QUIRA[0]), article(VARDE[1], outlet="Sula Times"))
    grouping.settle(library)
    held = [{e.span for e in one.evidence} for one in shown(library).claims]
    assert not any({first, second} <= spans for spans in held)
    corrections.undo(library, id)
    remove(library, "Sula Times")
    grouping.settle(library)
    assert dumps(shown(library)) == before


def test_it_holds_for_descriptions_and_for_a_revised_page(library: Store) -> None:
    seen = shown(library)
    mayor = claim(seen, "Mayor Ilka Morvan")
    for one in mayor.evidence[:2]:
        corrections.make(library, NotOneFact(one.span, mayor.evidence[2].span))
    after = claim(shown(library), "Mayor Ilka Morvan")
    assert [one.span for one in after.evidence] == [one.span for one in mayor.evidence[:2]]
    put(library, at_page(replace_in(VARDE[2], "“Every hour counts now,”", "It rained. “Every hour counts now,”")))
    grouping.settle(library)
    later = claim(shown(library), "Mayor Ilka Morvan")
    assert len(later.evidence) == 2
    for told in corrections.listed(library):
        (passage,) = told.second
        assert told.lost == ""
        assert passage.now is not None
        assert passage.now.start > passage.start


def test_a_passage_that_a_page_has_no_more_is_told(library: Store) -> None:
    seen = shown(library)
    deaths = claim(seen, "killing three people", "for a second day")
    spans = {seen.article(one.span.article).url: one.span for one in deaths.evidence}
    corrections.make(library, NotOneFact(spans[None], spans[PAGE]))
    put(library, at_page(replace_in(VARDE[2], "for a second day", "on and on")))
    grouping.settle(library)
    (told,) = corrections.listed(library)
    assert told.lost == "the latest text has these words no more"
    assert "for a second day" in told.second[0].words
    assert (told.first[0].now, told.second[0].now) == (spans[None], None)


def test_a_value_said_to_be_of_another_fact_is_in_no_conflict(tmp_path: Path) -> None:
    reports = (
        ("Fire at mill", "Six workers were hurt in a fire at the Holm paper mill on Tuesday.\n\nIt has 340 employees."),
        ("Mill burns", "Eleven workers were hurt in a fire at the Holm paper mill on Tuesday.\n\nIt stands in Tarn."),
    )
    with open_library(tmp_path / "b.stemma", create=True) as library:
        put(
            library,
            *(
                article((headline, text, "2031-03-04"), outlet=outlet)
                for (headline, text), outlet in zip(reports, ("Pell Courier", "Tervik Post"), strict=True)
            ),
        )
        keys = [1, 2]
        from stemma.comparing import compare
        from stemma.library.corrected import bearing

        readings = list(articles.load_readings(library, keys))
        seen = compare(readings, said_otherwise=bearing(library, keys))
        first, second = (one.evidence[0].span for one in seen.conflicts[0].readings)
        id = corrections.make(library, NotOneFact(first, second))
        assert compare(readings, said_otherwise=bearing(library, keys)).conflicts == ()
        corrections.undo(library, id)
        assert dumps(compare(readings, said_otherwise=bearing(library, keys))) == dumps(seen)


# --- which articles are of a story -----------------------------------------------------------------


def told(library: Store) -> str:
    """What is told of every story, but for when it was."""
    found = listing.page(library, listing.Query())[0]
    return repr(sorted((document(library, one) for one in found), key=lambda one: str(one["id"])))


def test_an_article_stays_out_of_a_story_and_comes_back(library: Store) -> None:
    before, listed = dumps(shown(library)), told(library)
    third = articles.key_of(library, PAGE)
    name = next(r.article.id for r in shown(library).readings if r.article.url == PAGE)
    id = corrections.make(library, NotInStory(name, quake(library)))
    assert [m.outlet for m in stories.members(library, stories.resolve(library, quake(library)))] == [
        "Pell Courier",
        "Tervik Post",
    ]
    _, alone = stories.place_of(library, third)
    assert alone is not None
    (out,) = stories.members(library, alone)
    assert (out.id, out.reason) == (name, f"by a correction no part of story {quake(library)}")
    # another report, a revision, and all of them placed anew: it stays out
    put(library, article(VARDE[0], outlet="Sula Times"), at_page(replace_in(VARDE[2], "second day", "second cold day")))
    grouping.settle(library)
    later = [m.outlet for m in stories.members(library, stories.resolve(library, quake(library)))]
    assert THIRD not in later
    assert "Sula Times" in later
    remove(library, "Sula Times")
    corrections.undo(library, id)
    library.db.execute("DELETE FROM articles WHERE revision = 2")
    library.db.execute("UPDATE articles SET latest = 1")
    grouping.settle(library)
    assert (dumps(shown(library)), told(library)) == (before, listed)


def test_what_came_to_an_article_while_it_was_out_goes_back_with_it(library: Store) -> None:
    name = next(r.article.id for r in shown(library).readings if r.article.url == PAGE)
    id = corrections.make(library, NotInStory(name, quake(library)))
    put(library, at_page(VARDE[2], "https://sula.example/1", "Sula Times"))
    grouping.settle(library)
    corrections.undo(library, id)
    assert len(shown(library).readings) == 4
    assert library.db.execute("SELECT count(*) FROM stories").fetchone() == (1,)


def test_it_stays_out_of_what_the_story_is_merged_into(library: Store) -> None:
    name = next(r.article.id for r in shown(library).readings if r.article.url == PAGE)
    corrections.make(library, NotInStory(name, quake(library)))
    put(library, article(CHEESE[0]))
    grouping.settle(library)
    old = quake(library)
    (cheese,) = library.db.execute("SELECT key FROM stories WHERE headline = ?", (CHEESE[0][0],)).fetchone()
    with library.transaction():
        stories.merge(library, stories.resolve(library, old), cheese, article=None, reason="a test", at=store.now())
    with library.transaction() as db:  # as if it came now
        key = articles.key_of(library, PAGE)
        db.execute("DELETE FROM stories WHERE key = ?", (stories.place_of(library, key)[1],))
    grouping.settle(library)
    assert stories.place_of(library, key)[1] not in (None, cheese)
    (listed,) = corrections.listed(library)
    (into,) = library.db.execute("SELECT id FROM stories WHERE key = ?", (cheese,)).fetchone()
    assert (listed.story, listed.lost) == (into, "")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_taken_out_twice_it_comes_back_in_any_order(library: Store, order: tuple[int, int]) -> None:
    put(library, article(CHEESE[0]), article(CHEESE[1], outlet="Sula Times"))
    grouping.settle(library)
    before = told(library)
    name = next(r.article.id for r in shown(library).readings if r.article.url == PAGE)
    ids = [corrections.make(library, NotInStory(name, quake(library)))]
    key = articles.key_of(library, PAGE)
    (fair,) = library.db.execute("SELECT id, key FROM stories WHERE headline = ?", (CHEESE[0][0],)).fetchall()
    with library.transaction():  # as if it had fitted there
        library.db.execute("DELETE FROM stories WHERE key = ?", (stories.place_of(library, key)[1],))
        stories.join(library, fair[1], key, score=None, reason="a test", at=store.now())
    ids.append(corrections.make(library, NotInStory(name, fair[0])))
    assert stories.place_of(library, key)[1] not in (None, fair[1], stories.resolve(library, quake(library)))
    for which in order:
        corrections.undo(library, ids[which])
    assert told(library) == before


def test_the_only_article_of_a_story_is_not_taken_out(library: Store) -> None:
    put(library, article(CHEESE[0]))
    grouping.settle(library)
    (name, story) = library.db.execute(
        "SELECT articles.id, stories.id FROM articles JOIN story_pages USING (page) JOIN stories ON stories.key = story"
        " WHERE articles.headline = ?",
        (CHEESE[0][0],),
    ).fetchone()
    with pytest.raises(UsageError, match="all of story"):
        corrections.make(library, NotInStory(name, story))
    with pytest.raises(UsageError, match="not in story"):
        corrections.make(library, NotInStory(name, quake(library)))


# --- families --------------------------------------------------------------------------------------


def origins(library: Store) -> int | None:
    grouping.settle(library)
    count: int | None = library.db.execute("SELECT origins FROM stories WHERE id = ?", (quake(library),)).fetchone()[0]
    return count


def test_outlets_of_one_family_are_one_origin(library: Store) -> None:
    before = dumps(shown(library))
    deaths = claim(shown(library), "killing three people", "for a second day")
    assert (deaths.origins, origins(library)) == (3, 3)
    ids = [corrections.make(library, Family(name, "Coast Media")) for name in ("pell courier", "Tervik Post")]
    after = claim(shown(library), "killing three people", "for a second day")
    assert (after.origins, origins(library)) == (2, 2)
    assert "one family, Coast Media" in after.reason
    assert View(shown(library)).independent == 2
    put(library, article(VARDE[1], outlet="The Tervik Post", published="2031-05-05T20:00"))
    grouping.settle(library)
    assert origins(library) == 2
    library.db.execute("DELETE FROM articles WHERE key = 4")
    for id in ids:
        corrections.undo(library, id)
    assert origins(library) == 3
    assert dumps(shown(library)) == before


def test_a_family_is_said_in_one_way_and_the_last_holds(library: Store) -> None:
    outlets.change(library, "Pell Courier", family="Coast Media")
    outlets.change(library, "Pell Courier", family="Coast Media")
    second = corrections.make(library, Family("Pell Courier", "Sula Group"))
    first, last = corrections.listed(library)
    assert (first.outlet, first.family, first.lost) == (
        "Pell Courier",
        "Coast Media",
        f"said anew by correction {second}",
    )
    assert (last.id, last.family, last.lost) == (second, "Sula Group", "")
    family = "SELECT family FROM outlets WHERE folded = 'pellcourier'"
    assert library.db.execute(family).fetchone() == ("Sula Group",)
    corrections.undo(library, second)
    assert library.db.execute(family).fetchone() == ("Coast Media",)
    outlets.change(library, "Pell Courier", family="")
    assert library.db.execute(family).fetchone() == (None,)
    assert corrections.listed(library) == []


def test_families_of_a_library_of_version_1_are_corrections(tmp_path: Path) -> None:
    path = tmp_path / "old.stemma"
    with sqlite3.connect(path) as db:
        for statement in store.statements(1):
            db.execute(statement)
        db.execute("INSERT INTO outlets (name, folded, family) VALUES ('Pell Courier', 'pellcourier', 'Coast Media')")
        db.execute("INSERT INTO outlets (name, folded) VALUES ('Tervik Post', 'tervikpost')")
        db.execute(f"PRAGMA application_id = {store.APPLICATION}")
        db.execute("PRAGMA user_version = 1")
    db.close()
    assert check(path).problems == ()
    with open_library(path) as library:
        (told,) = corrections.listed(library)
        assert (told.kind, told.outlet, told.family, told.lost) == ("family", "Pell Courier", "Coast Media", "")
        corrections.undo(library, told.id)
        assert [one.family for one in outlets.listing(library)] == [None, None]
    (backup,) = store.backups(path)
    with sqlite3.connect(backup) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (1,)
        assert old.execute("SELECT family FROM outlets").fetchall() == [("Coast Media",), (None,)]
    old.close()


# --- the list --------------------------------------------------------------------------------------


def test_what_cannot_be_meant_is_refused(library: Store) -> None:
    seen = shown(library)
    first, second = (reading.article.id for reading in seen.readings[:2])
    whole = len(seen.readings[0].article.text)
    mayor = anchors(seen, entity(seen, "Ilka Morvan").id)
    for wrong, error, words in (
        (NotOneFact(Span(first, 0, 10), Span(first, 20, 30)), UsageError, "of two articles"),
        (NotOneFact(Span(first, 0, whole + 1), Span(second, 0, 5)), UsageError, "no passage"),
        (NotOneFact(Span(first, 5, 5), Span(second, 0, 5)), UsageError, "no passage"),
        (NotOneFact(Span("0" * 12, 0, 5), Span(second, 0, 5)), MissingError, "000000000000"),
        (OneEntity(mayor, ()), UsageError, "passages"),
        (OneEntity(mayor[:1], mayor[:1]), UsageError, "nothing to correct"),
        (TwoEntities(mayor[:1], mayor), UsageError, "itself takes both for one"),
        (TwoEntities((Span(first, 0, 3),), mayor[1:]), UsageError, "names nobody"),
        (NotInStory("0" * 12, quake(library)), MissingError, "000000000000"),
        (NotInStory(first, "s0"), MissingError, "s0"),
        (Family("Nowhere Post", "Coast Media"), MissingError, "Nowhere Post"),
        (Family("Pell Courier", " "), UsageError, "name"),
    ):
        with pytest.raises(error, match=words):
            corrections.make(library, wrong)
    with pytest.raises(MissingError, match="no correction"):
        corrections.undo(library, 1)
    assert corrections.listed(library) == []


def test_one_that_stands_already_is_kept_once_and_numbers_are_not_given_twice(library: Store) -> None:
    seen = shown(library)
    first, second = (one.span for one in claim(seen, "killing three people", "second day").evidence[:2])
    id = corrections.make(library, NotOneFact(first, second))
    assert corrections.make(library, NotOneFact(second, first)) == id
    assert len(corrections.listed(library)) == 1
    corrections.undo(library, id)
    assert corrections.make(library, NotOneFact(first, second)) == id + 1


def test_the_list_of_a_story_has_what_speaks_of_it(library: Store) -> None:
    put(library, article(CHEESE[0], outlet="Sula Times"))
    grouping.settle(library)
    mine = [split(library), corrections.make(library, Family("Lomna Day", "Coast Media"))]
    name = next(r.article.id for r in shown(library).readings if r.article.url == PAGE)
    mine.append(corrections.make(library, NotInStory(name, quake(library))))
    other = corrections.make(library, Family("Sula Times", "Sula Group"))
    assert [one.id for one in corrections.listed(library, quake(library))] == [mine[0], mine[2]]
    assert [one.id for one in corrections.listed(library)] == [*mine, other]


def test_a_removed_article_takes_its_words_along_and_the_correction_is_told(library: Store) -> None:
    text = replace_in(VARDE[2], "“Every hour counts now,”", "Zymotechnic Vastergaard spoke. “Every hour counts now,”")
    put(library, at_page(text, "https://sula.example/2", "Sula Times"))
    grouping.settle(library)
    seen = shown(library)
    gone = next(r for r in seen.readings if r.article.url == "https://sula.example/2").article
    start = gone.text.index("Zymotechnic")
    (kept,) = anchors(seen, entity(seen, "Ilka Morvan").id, [seen.readings[0].article.id])
    corrections.make(library, NotOneFact(Span(gone.id, start, start + 30), replace(kept)))
    corrections.make(library, NotInStory(gone.id, quake(library)))
    corrections.make(library, Family("Sula Times", "Sula Group"))
    assert "Zymotechnic" in corrections.listed(library)[0].first[0].words
    remove(library, "Sula Times")
    passages, story, family = corrections.listed(library)
    assert (passages.first[0].article, passages.first[0].words) == (None, "")
    assert passages.second[0].words == "Ilka Morvan"
    assert passages.lost == story.lost == "an article was removed"
    assert (family.outlet, family.lost) == (None, "the outlet was removed")
    library.close()
    for file, data in bytes_of(library.path.parent):
        assert b"Zymotechnic" not in data, file
    with open_library(library.path) as again:
        for one in (passages, story, family):
            corrections.undo(again, one.id)
        assert corrections.listed(again) == []


# --- all together ----------------------------------------------------------------------------------


def any_correction(library: Store, dice: random.Random) -> Correction:
    """A correction of some kind, of what is shown of some story."""
    story = dice.choice(listing.page(library, listing.Query())[0]).id
    seen = grouping.comparison(library, story)
    facts = [[one.span for one in fact.evidence] for fact in seen.claims if len(fact.evidence) > 1]
    who = [one for one in seen.entities if any(mention.form != "pronoun" for mention in one.mentions)]
    kind = dice.randrange(5)
    if kind == 0 and len(who) > 1:
        one, other = dice.sample(who, 2)
        return OneEntity(anchors(seen, one.id), anchors(seen, other.id))
    if kind == 1 and (passages := [found for one in who if len(found := anchors(seen, one.id)) > 1]):
        first, *rest = dice.choice(passages)
        return TwoEntities((first,), tuple(rest))
    if kind == 2 and facts:
        return NotOneFact(*dice.sample(dice.choice(facts), 2))
    if kind == 3 and len(seen.readings) > 1:
        return NotInStory(dice.choice(seen.readings).article.id, story)
    return Family(dice.choice(["Pell Courier", "Tervik Post", THIRD]), dice.choice(["Coast Media", "Sula Group"]))


@pytest.mark.parametrize("seed", range(3))
def test_undone_in_any_order_all_is_as_if_nothing_had_been_said(library: Store, seed: int) -> None:
    put(library, article(QUIRA[0]), article(QUIRA[1], outlet="Tervik Post"), article(VARDE[0], outlet=THIRD))
    grouping.settle(library)
    dice = random.Random(seed)

    def all_shown() -> list[str]:
        found = listing.page(library, listing.Query())[0]
        return sorted(dumps(grouping.comparison(library, one.id)) for one in found)

    before = told(library), all_shown()
    made = {corrections.make(library, any_correction(library, dice)) for _ in range(5)}
    assert (told(library), all_shown()) != before
    for id in dice.sample(sorted(made), len(made)):
        corrections.undo(library, id)
    assert (told(library), all_shown()) == before


# --- commands and exports --------------------------------------------------------------------------
