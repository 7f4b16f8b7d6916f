"""Stories listed: by time, name, outlet, origins, conflicts and words, a page of them at a time.

A page ends with a cursor that names its last story, so that pages neither repeat nor skip one when stories come in
between.  One that an article joined meanwhile moves to the top, as it should.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import NoneType
from typing import Any

from stemma.library import cursors
from stemma.library.outlets import require
from stemma.library.search import expression, name_words
from stemma.library.store import Store
from stemma.library.stories import Summary

NAMES = 24
"""People, organisations and places shown of a story; all are kept, and found."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story of a listing.  conflicts: how many; None until it is compared."""

    key: int
    id: str
    summary: Summary
    stale: bool
    conflicts: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """Which stories to list; those of hidden outlets alone stay out unless such an outlet is asked for.

    since, until: days, of its last and first article.  about: words of any name; person, place: of one of that kind.
    outlet: a name in any spelling.  words: as for `search`, in any of its articles.
    conflicts: only those in which some were found.
    """

    since: str | None = None
    until: str | None = None
    about: str | None = None
    person: str | None = None
    place: str | None = None
    outlet: str | None = None
    words: str | None = None
    min_origins: int = 0
    min_articles: int = 0
    conflicts: bool = False


_COLUMNS = "stories.key, stories.id, stories.headline, first, last, articles, outlets, origins, stale, conflicts"


def page(
    store: Store, query: Query, *, limit: int | None = None, after: str | None = None
) -> tuple[list[Told], str | None]:
    """Stories, the latest first and undated ones last, and the cursor of the page after them, None for no more.

    limit: None for all.  after: a cursor.
    Raises QueryError where words or cursor cannot be meant, MissingError where no outlet is called so.
    """
    where, values = _where(store, query)
    if after is not None:
        last, key = cursors.decoded(after, (str, NoneType), int)
        if last is None:
            where.append("last IS NULL AND stories.key < ?")
            values.append(key)
        else:
            where.append("(last < ? OR last IS NULL OR (last = ? AND stories.key < ?))")
            values += [last, last, key]
    rows = store.db.execute(
        f"SELECT {_COLUMNS} FROM stories WHERE {' AND '.join(where)} ORDER BY last DESC, stories.key DESC LIMIT ?",
        (*values, -1 if limit is None else limit + 1),
    ).fetchall()
    shown = rows if limit is None else rows[:limit]
    following = cursors.encoded((shown[-1][4], shown[-1][0])) if len(rows) > len(shown) else None
    return [_told(store, row) for row in shown], following


def one(store: Store, key: int) -> Told:
    """The story with this key."""
    return _told(store, store.db.execute(f"SELECT {_COLUMNS} FROM stories WHERE key = ?", (key,)).fetchone())


def uncompared(store: Store, among: int) -> list[tuple[str, str]]:
    """(id, when it changed) of the stories that have no comparison, of so many latest ones, the latest first."""
    rows = store.db.execute(
        "SELECT id, changed_at FROM (SELECT id, changed_at, conflicts, articles, stale FROM stories"
        " ORDER BY last DESC, key DESC LIMIT ?) WHERE conflicts IS NULL AND articles > 1 AND stale = 0",
        (among,),
    )
    return rows.fetchall()


def names_like(store: Store, words: str, limit: int) -> list[tuple[str, str, int]]:
    """People, organisations and places with a word that begins so, those in most articles first.

    Each as (name, kind, articles that name it).
    """
    rows = store.db.execute(
        "SELECT names.name, kind, count(*) FROM names JOIN article_names ON article_names.name = names.key"
        " WHERE kind IN ('person', 'organisation', 'place') AND instr(folded, ?)"
        " GROUP BY names.key ORDER BY count(*) DESC, names.name LIMIT ?",
        (name_words(words).rstrip(), limit),
    )
    return rows.fetchall()


def _where(store: Store, query: Query) -> tuple[list[str], list[object]]:
    where = ["articles >= ?", "ifnull(origins, max(1, outlets)) >= ?"]
    values: list[object] = [max(1, query.min_articles), query.min_origins]
    if query.since:
        where.append("last >= ?")
        values.append(query.since)
    if query.until:
        where.append("substr(first, 1, 10) <= ?")
        values.append(query.until)
    for words, kind in ((query.about, ""), (query.person, "person"), (query.place, "place")):
        if words:
            of_kind = f" AND kind = '{kind}'" if kind else ""  # names first, or SQLite walks through those of all
            where.append(
                "stories.key IN (SELECT story FROM names CROSS JOIN story_names ON story_names.name = names.key"
                f" WHERE instr(folded, ?){of_kind})"
            )
            values.append(name_words(words))
    if query.outlet:
        where.append(
            "stories.key IN (SELECT story FROM articles JOIN story_pages USING (page) WHERE latest = 1 AND outlet = ?)"
        )
        values.append(require(store, query.outlet))
    elif store.db.execute("SELECT 1 FROM outlets WHERE hidden").fetchone():
        where.append(
            "EXISTS (SELECT 1 FROM story_pages JOIN articles USING (page) LEFT JOIN outlets ON outlets.key = outlet"
            " WHERE story = stories.key AND latest = 1 AND ifnull(hidden, 0) = 0)"
        )
    if query.conflicts:
        where.append("conflicts > 0")
    if query.words and (asked := expression(query.words)):
        where.append(
            "stories.key IN (SELECT story FROM search JOIN articles ON articles.key = search.rowid"
            " JOIN story_pages USING (page) WHERE search MATCH ? AND latest = 1)"
        )
        values.append(asked)
    return where, values


def _told(store: Store, row: tuple[Any, ...]) -> Told:
    key, name, headline, first, last, count, outlets, origins, stale, conflicts = row
    summary = Summary(headline, first, last, count, outlets, origins, _names(store, key))
    return Told(key, name, summary, bool(stale), conflicts)


def _names(store: Store, story: int) -> tuple[tuple[str, str, int], ...]:
    rows = store.db.execute(
        "SELECT names.name, kind, articles FROM story_names JOIN names ON names.key = story_names.name"
        " WHERE story = ? ORDER BY articles DESC, names.name, kind LIMIT ?",
        (story, NAMES),
    )
    return tuple(rows.fetchall())
