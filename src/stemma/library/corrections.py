"""Corrections: what people say against what was found, made, listed and undone.

A correction is kept as passages of articles, which never change: a comparison's own ids would not outlive an
article that joins.  It holds for later revisions that have the same words, and for whatever else joins.
What it does to a comparison or a story is in `corrected`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from stemma.errors import BusyError, MissingError, UsageError
from stemma.library import articles, grouping, outlets, stories
from stemma.library.corrected import found_again
from stemma.library.store import Store, now
from stemma.types import Comparison, Mention, Reading, Span

Kind = Literal["one entity", "two entities", "not one fact", "not in story", "family"]

Place = tuple[int, int, int]  # key of an article, start and end

LATEST = 8
"""Stories of an outlet that are told anew at once: it may be in thousands."""

NAMES = 500
"""Passages of a side at most: one an article is enough, and no comparison has so many."""


@dataclass(frozen=True, slots=True)
class OneEntity:
    """All these passages name one person, organisation or place."""

    first: tuple[Span, ...]
    second: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TwoEntities:
    """The passages of `first` name somebody else than those of `second`."""

    first: tuple[Span, ...]
    second: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class NotOneFact:
    """Two passages of different articles, sentences or clauses, that do not state the same fact."""

    first: Span
    second: Span


@dataclass(frozen=True, slots=True)
class NotInStory:
    """An article, by its id, that is no part of the story with this id."""

    article: str
    story: str


@dataclass(frozen=True, slots=True)
class Family:
    """An outlet that belongs to a publisher: outlets of one family are one origin."""

    outlet: str
    family: str


Correction = OneEntity | TwoEntities | NotOneFact | NotInStory | Family


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage that a correction speaks of, as the library has it now.

    article: its id; None where it was removed for good, and its words with it.
    start, end: offsets in that article; both 0 where the whole article is meant.  words: what stands there.
    now: where the same words stand in the latest text of the page; None where they are there no more.
    """

    article: str | None
    start: int
    end: int
    words: str
    headline: str
    outlet: str | None
    now: Span | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A correction as it stands.

    id: to undo it by; never given twice.  made_at: UTC.  first, second: passages, as the kind has them; one in
    `first` for an article that is not in a story.  story: id of the story as it is called now.
    lost: why it does nothing any more, "" where it holds.
    """

    id: int
    kind: Kind
    made_at: str
    first: tuple[Quoted, ...]
    second: tuple[Quoted, ...]
    story: str | None
    outlet: str | None
    family: str | None
    lost: str


def anchors(comparison: Comparison, entity: str, among: Collection[str] | None = None) -> tuple[Span, ...]:
    """The passages to remember an entity of a comparison by: where each article first says its fullest name.

    among: ids of the articles to take, by default all.  Raises MissingError where it has no such entity, or none
    of these articles names it.
    """
    found = next((one for one in comparison.entities if one.id == entity), None)
    if found is None:
        raise MissingError(f"{entity}: the comparison has no entity of this id. It may have changed; look again.")
    best: dict[str, Mention] = {}
    for mention in found.mentions:
        at = mention.span.article
        if mention.form != "pronoun" and (among is None or at in among):
            best[at] = max(best.get(at, mention), mention, key=lambda one: (one.form == "name", len(one.span)))
    if not best:
        raise MissingError(f"{found.name}: is not named in these articles. Choose articles that name it.")
    return tuple(mention.span for mention in best.values())


def make(store: Store, correction: Correction) -> int:
    """Keep a correction, and give its id; one that stands already is kept once.

    The stories it touches are told anew at once, of those that a family touches the latest, the rest by the next
    `grouping.settle`; their comparisons are made anew when they are next asked for.
    Raises MissingError where it speaks of an article, story or outlet that the library does not have, UsageError
    where it cannot be meant: characters outside a text or that name nobody, both passages of one article, one
    article that is all of its story.
    """
    out: list[int] = []
    touched: list[int] = []
    with store.transaction():
        if isinstance(correction, Family):
            key = outlets.into_family(store, correction.outlet, correction.family)
            touched = _of_outlet(store, outlets.require(store, correction.outlet))
        elif isinstance(correction, NotInStory):
            key = _out_of_story(store, correction)
            out, touched = [articles.key_of(store, correction.article)], [stories.resolve(store, correction.story)]
        else:
            key = _of_passages(store, correction)
            _renew(store, key)
    _settle(store, out, touched)
    return key


def undo(store: Store, id: int) -> None:
    """Take a correction back: what it changed is again as it was found.

    An article goes back into its story, and what joined it since is placed anew.  Raises MissingError where there
    is no such correction.
    """
    out: list[int] = []
    touched: list[int] = []
    with store.transaction() as db:
        row = db.execute("SELECT kind, before, outlet, made_at FROM corrections WHERE key = ?", (id,)).fetchone()
        if not row:
            raise MissingError(f"{id}: the library has no correction of this number. `stemma corrections` lists them.")
        kind, before, outlet, made_at = row
        if kind == "not in story":
            out, touched = _back_into_story(store, id, before, made_at)
        _renew(store, id)
        db.execute("DELETE FROM corrections WHERE key = ?", (id,))
        if kind == "family" and outlet is not None:
            outlets.refamily(db, outlet)
            touched = _of_outlet(store, outlet)
    _settle(store, out, touched)


def listed(store: Store, story: str | None = None, among: Sequence[int] | None = None) -> list[Listed]:
    """The corrections in the order they were made, those that do nothing any more included.

    story: id of a story, for those alone that speak of it, its articles or their outlets.
    among: keys of articles, for those alone that speak of these (in any revision), their outlets, or the story.
    Raises MissingError where there is no such story.
    """
    at = None if story is None else stories.resolve(store, story)
    if at is not None and among is None:
        among = [member.key for member in stories.members(store, at)]
    query = "SELECT key, kind, story, outlet, family, made_at FROM corrections ORDER BY key"
    with store.reading() as db:
        told = [_listed(store, row) for row in db.execute(query).fetchall()]
        if among is None:
            return told
        names, publishers = _about(db, among)
    here = None if at is None else _story_id(store, at)
    return [
        one
        for one in told
        if names & {each.article for each in (*one.first, *one.second)}
        or (one.kind == "family" and one.outlet in publishers)
        or (here is not None and one.story == here)
    ]


# --- making and undoing ----------------------------------------------------------------------------


def _of_passages(store: Store, said: OneEntity | TwoEntities | NotOneFact) -> int:
    """Keep what is said of passages, once."""
    sides: tuple[tuple[Span, ...], tuple[Span, ...]]
    if isinstance(said, NotOneFact):
        kind: Kind = "not one fact"
        sides = (said.first,), (said.second,)
        if said.first.article == said.second.article:
            raise UsageError(f"both passages are of article {said.first.article}. Give passages of two articles.")
    else:
        kind = "one entity" if isinstance(said, OneEntity) else "two entities"
        sides = tuple(dict.fromkeys(said.first)), tuple(dict.fromkeys(said.second))
        if not all(0 < len(side) <= NAMES for side in sides):
            raise UsageError(f"give 1 to {NAMES} passages for each of the two that are named.")
    places = [[(_article(store, span), span.start, span.end) for span in side] for side in sides]
    if kind != "not one fact":
        _check_named(store, kind, *places)
    for id, *kept in _kept(store, kind):
        if sorted(map(set, kept), key=sorted) == sorted(map(set, places), key=sorted):
            return id
    return _insert(store, kind, places)


def _kept(store: Store, kind: Kind) -> Iterator[tuple[int, list[Place], list[Place]]]:
    """The corrections of a kind with the passages of both sides."""
    rows = store.db.execute(
        'SELECT corrections.key, side, article, "start", "end" FROM corrections'
        " JOIN correction_passages ON correction = corrections.key WHERE kind = ? AND article IS NOT NULL"
        " ORDER BY corrections.key, side",
        (kind,),
    )
    found: dict[int, tuple[list[Place], list[Place]]] = {}
    for id, side, *place in rows:
        found.setdefault(id, ([], []))[side - 1].append(tuple(place))
    for id, (first, second) in found.items():
        yield id, first, second


def _insert(
    store: Store, kind: Kind, sides: Sequence[Sequence[Place]], story: str | None = None, before: str | None = None
) -> int:
    key: int = store.db.execute(
        "INSERT INTO corrections (kind, story, before, made_at) VALUES (?, ?, ?, ?) RETURNING key",
        (kind, story, before, now()),
    ).fetchone()[0]
    store.db.executemany(
        "INSERT INTO correction_passages VALUES (?, ?, ?, ?, ?, ?)",
        [(key, side, n, *place) for side, places in enumerate(sides, 1) for n, place in enumerate(places)],
    )
    return key


def _article(store: Store, span: Span) -> int:
    """The key of the article of a passage.  Raises MissingError, or UsageError where it is outside the text."""
    row = store.db.execute("SELECT key, text FROM articles WHERE id = ?", (span.article,)).fetchone()
    if not row:
        raise MissingError(f"{span.article}: no article of the library has this id. `stemma search` shows ids.")
    if not 0 <= span.start < span.end <= len(row[1]):
        raise UsageError(
            f"characters {span.start} to {span.end} are no passage of article {span.article}, which has {len(row[1])}."
        )
    key: int = row[0]
    return key


def _check_named(store: Store, kind: Kind, first: Sequence[Place], second: Sequence[Place]) -> None:
    """Raises UsageError where a passage names nobody, or articles themselves say what a correction would."""
    keys = sorted({key for key, _, _ in (*first, *second)})
    readings = dict(zip(keys, articles.load_readings(store, keys), strict=True))
    named = [
        {_named(readings[key], Span(readings[key].article.id, a, b)) for key, a, b in side} for side in (first, second)
    ]
    if kind == "one entity" and len(named[0] | named[1]) < 2:
        raise UsageError("the article itself takes both for one. There is nothing to correct.")
    if kind == "two entities" and (both := named[0] & named[1]):
        raise UsageError(
            f"article {min(both)[0]} itself takes both for one. A correction parts what stands in different articles."
        )


def _named(reading: Reading, span: Span) -> tuple[str, str]:
    from stemma.comparing.corrected import named_at

    found = named_at(reading, span)
    if found is None:
        words = reading.article.words(span)
        raise UsageError(f"“{words[:80]}” in article {span.article} names nobody. Give the characters of a name.")
    return span.article, found


def _out_of_story(store: Store, said: NotInStory) -> int:
    """Take the page of an article out of its story, into none."""
    db, key, story = store.db, articles.key_of(store, said.article), stories.resolve(store, said.story)
    page, at = stories.place_of(store, key)
    if at != story:
        raise UsageError(f"article {said.article} is not in story {said.story}. `stemma show` lists its articles.")
    if len(stories.members(store, story)) < 2:
        raise UsageError(f"article {said.article} is all of story {said.story}. There is nothing to take it out of.")
    name = _story_id(store, story)
    stood = db.execute("SELECT score, reason, joined_at FROM story_pages WHERE page = ?", (page,)).fetchone()
    db.execute("DELETE FROM story_pages WHERE page = ?", (page,))
    stories.changed(store, [story], now())
    return _insert(store, "not in story", [[(key, 0, 0)], []], name, json.dumps([name, *stood]))


def _story_id(store: Store, key: int) -> str:
    id: str = store.db.execute("SELECT id FROM stories WHERE key = ?", (key,)).fetchone()[0]
    return id


def _back_into_story(store: Store, id: int, before: str, made_at: str) -> tuple[list[int], list[int]]:
    """Put an article back where it stood; gives what joined its story since, now in none, and the stories touched.

    Nothing where the article or the story is no more.  What took it out of where it went instead goes on from here.
    """
    db = store.db
    row = db.execute(
        "SELECT articles.key FROM articles JOIN correction_passages ON article = articles.key WHERE correction = ?",
        (id,),
    ).fetchone()
    story, *stood = json.loads(before)
    if not row or not stories.known(store, story):
        return [], []
    db.execute(
        "UPDATE corrections SET before = ? WHERE key = (SELECT min(corrections.key) FROM corrections"
        " JOIN correction_passages ON correction = corrections.key JOIN articles ON articles.key = article"
        " WHERE kind = 'not in story' AND corrections.key > ? AND page = (SELECT page FROM articles WHERE key = ?))",
        (before, id, row[0]),
    )
    home = stories.resolve(store, story)
    page, away = stories.place_of(store, row[0])
    out: list[int] = []
    if away is not None and away != home:
        since = "story = ? AND joined_at >= ? AND page <> ?"
        query = f"SELECT key FROM articles JOIN story_pages USING (page) WHERE latest = 1 AND {since} ORDER BY key"
        out = [key for (key,) in db.execute(query, (away, made_at, page))]
        db.execute("DELETE FROM story_pages WHERE story = ? AND (page = ? OR joined_at >= ?)", (away, page, made_at))
        if stories.members(store, away):
            stories.changed(store, [away], now())
        else:
            db.execute("DELETE FROM story_merges WHERE into_id = ?", (_story_id(store, away),))
            db.execute("DELETE FROM stories WHERE key = ?", (away,))
    db.execute("INSERT OR REPLACE INTO story_pages VALUES (?, ?, ?, ?, ?)", (page, home, *stood))
    stories.changed(store, [home], now())
    return out, [home] if away is None else [home, away]


def _of_outlet(store: Store, outlet: int) -> list[int]:
    """The latest stories that have an article of an outlet."""
    rows = store.db.execute(
        "SELECT DISTINCT stories.key FROM stories JOIN story_pages ON story = stories.key JOIN articles USING (page)"
        " WHERE outlet = ? ORDER BY last DESC, stories.key DESC LIMIT ?",
        (outlet, LATEST),
    )
    return [key for (key,) in rows]


def _settle(store: Store, out: Sequence[int], touched: Sequence[int]) -> None:
    """Place articles that are in no story now, and tell anew of the stories that this and a correction touch."""
    with suppress(BusyError):  # then whoever holds the library does it, or the next to settle
        if out:
            grouping.Desk(store).place(out)
        placed = [stories.place_of(store, key)[1] for key in out]
        there = "SELECT key FROM stories WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key"
        found = store.db.execute(there, (json.dumps([*touched, *placed]),)).fetchall()
        grouping.retell_these(store, [key for (key,) in found])


def _renew(store: Store, id: int) -> None:
    """Let the stories that a correction touches be compared anew."""
    touched = (
        "(SELECT story FROM story_pages JOIN articles USING (page) JOIN correction_passages ON article = articles.key"
        " WHERE correction = ?)"
    )
    store.db.execute(f"DELETE FROM comparisons WHERE story IN {touched}", (id,))
    store.db.execute(f"UPDATE stories SET conflicts = NULL WHERE key IN {touched}", (id,))


# --- listing ---------------------------------------------------------------------------------------


def _about(db: sqlite3.Connection, keys: Sequence[int]) -> tuple[set[str | None], set[str | None]]:
    """Ids of all revisions of the pages of these articles, and names of their outlets."""
    rows = db.execute(
        "SELECT DISTINCT articles.id, name FROM articles AS chosen JOIN articles ON articles.page = chosen.page"
        " LEFT JOIN outlets ON outlets.key = articles.outlet"
        " WHERE chosen.key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    ).fetchall()
    return {id for id, _ in rows}, {name for _, name in rows}


def _listed(store: Store, row: tuple[int, Kind, str | None, int | None, str | None, str]) -> Listed:
    id, kind, story, outlet, family, made_at = row
    passages = store.db.execute(
        'SELECT side, article, "start", "end" FROM correction_passages WHERE correction = ? ORDER BY side, number',
        (id,),
    ).fetchall()
    quoted = [(side, _quoted(store, *place)) for side, *place in passages]
    first, second = (tuple(one for side, one in quoted if side == wanted) for wanted in (1, 2))
    name = store.db.execute("SELECT name FROM outlets WHERE key = ?", (outlet,)).fetchone()
    known = story is not None and stories.known(store, story)
    told = _story_id(store, stories.resolve(store, story)) if story is not None and known else story
    if kind == "family":
        lost = _family_lost(store, id, outlet)
    elif kind == "not in story" and not known:
        lost = "the story is no more"
    else:
        lost = _passages_lost(kind, first, second)
    return Listed(id, kind, made_at, first, second, told, name[0] if name else None, family, lost)


def _quoted(store: Store, key: int | None, start: int, end: int) -> Quoted:
    if key is None:
        return Quoted(None, start, end, "", "", None, None)
    name, text, headline, outlet, latest, now_text = store.db.execute(
        "SELECT articles.id, articles.text, articles.headline, outlets.name, latest.id, latest.text FROM articles"
        " JOIN articles AS latest ON latest.page = articles.page AND latest.latest = 1"
        " LEFT JOIN outlets ON outlets.key = articles.outlet WHERE articles.key = ?",
        (key,),
    ).fetchone()
    words = text[start:end]
    at: int | None = start
    if name != latest and words:
        at = found_again(words, start, now_text)
    return Quoted(name, start, end, words, headline, outlet, None if at is None else Span(latest, at, at + end - start))


def _family_lost(store: Store, id: int, outlet: int | None) -> str:
    if outlet is None:
        return "the outlet was removed"
    (last,) = store.db.execute("SELECT max(key) FROM corrections WHERE outlet = ?", (outlet,)).fetchone()
    return f"said anew by correction {last}" if last != id else ""


def _passages_lost(kind: Kind, first: Sequence[Quoted], second: Sequence[Quoted]) -> str:
    """Why nothing is left that a correction could act on."""
    holds = [[one for one in side if one.now is not None] for side in (first, second)]
    enough = {
        "one entity": len(holds[0]) + len(holds[1]) > 1,
        "not in story": bool(holds[0]),
    }.get(kind, bool(holds[0] and holds[1]))
    if enough:
        return ""
    if any(one.article is None for one in (*first, *second)):
        return "an article was removed"
    return "the latest text has these words no more"
