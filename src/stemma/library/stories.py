"""Stories as they are kept: which pages belong to which, merges, what is told of each, cached comparisons.

The grouping itself is `stemma.stories`, which knows nothing of storage.  Functions that write run within the
caller's transaction.  An article stands in a story by its page, so a new revision takes the place of the old.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stemma.errors import LibraryError, MissingError
from stemma.library.store import Store

if TYPE_CHECKING:
    from stemma.types import Comparison, Reading


@dataclass(frozen=True, slots=True)
class Member:
    """An article in a story: its latest revision.  record: the keys it came with, a JSON object or ""."""

    key: int
    id: str
    page: int
    revision: int
    headline: str
    outlet: str | None
    published: str | None
    url: str | None
    source: str
    record: str
    reason: str


@dataclass(frozen=True, slots=True)
class Feature:
    """What the grouping kept of an article.  moment: seconds since 1970; story: key of the one it is in."""

    article: int
    moment: int | None
    story: int | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Summary:
    """What is told of a story.  first, last: when its articles were published.

    names: people, organisations and places as (name, kind, articles that name it).
    origins: None until they are counted.
    """

    headline: str
    first: str | None
    last: str | None
    articles: int
    outlets: int
    origins: int | None
    names: tuple[tuple[str, str, int], ...] = ()


def waiting(store: Store, limit: int = 1000) -> list[int]:
    """Keys of the articles that are in no story yet, in the order they came."""
    if not pending(store)[0]:
        return []  # as a rule, and an eighth of the time
    # by this index, or SQLite would walk through all texts
    query = f"SELECT key FROM articles INDEXED BY articles_latest WHERE latest = 1 AND {_WAITING} ORDER BY key LIMIT ?"
    return [key for (key,) in store.db.execute(query, (limit,))]


def revised(store: Store, limit: int = 1000) -> list[int]:
    """Keys of new revisions of which no features are kept yet."""
    query = f"SELECT key FROM articles INDEXED BY articles_latest WHERE latest = 1 AND {_REVISED} ORDER BY key LIMIT ?"
    return [key for (key,) in store.db.execute(query, (limit,))]


def unplaced(store: Store, keys: Sequence[int]) -> list[int]:
    """Those of these articles that are still `waiting` or `revised`: another program may have placed some."""
    query = (
        "SELECT key FROM articles WHERE key IN (SELECT value FROM json_each(?)) AND latest = 1"
        f" AND ({_WAITING} OR {_REVISED}) ORDER BY key"
    )
    return [key for (key,) in store.db.execute(query, (json.dumps(list(keys)),))]


_WAITING = "NOT EXISTS (SELECT 1 FROM story_pages WHERE story_pages.page = articles.page)"
_REVISED = "(key <> page AND NOT EXISTS (SELECT 1 FROM features WHERE article = articles.key))"


def place_of(store: Store, article: int) -> tuple[int, int | None]:
    """The page of an article, and the story that is in, or None."""
    page, story = store.db.execute(
        "SELECT articles.page, story FROM articles LEFT JOIN story_pages USING (page) WHERE key = ?", (article,)
    ).fetchone()
    return page, story


def keep_features(store: Store, key: int, form: int, data: bytes) -> None:
    """Keep what the grouping knows of an article.  form: a number for how `data` is written."""
    store.db.execute("INSERT OR REPLACE INTO features VALUES (?, ?, ?)", (key, form, data))


def features(store: Store, form: int, first: int | None = None, last: int | None = None) -> Iterator[Feature]:
    """The features of the latest revisions, in the order they came; those written in another form are left out.

    first, last: seconds since 1970, and only dated articles; without them, all.
    """
    where = "moment >= ? AND moment <= ?" if first is not None else "? IS ?"
    return _features(store, form, where, (first, last))


def undated(store: Store, form: int) -> Iterator[Feature]:
    """The features of undated articles, and of all that are in a story with one."""
    where = (
        "(moment IS NULL OR story IN (SELECT story FROM story_pages JOIN articles AS a USING (page)"
        " WHERE a.latest = 1 AND a.moment IS NULL))"
    )
    return _features(store, form, where, ())


def _features(store: Store, form: int, where: str, values: tuple[int | None, ...]) -> Iterator[Feature]:
    rows = store.db.execute(
        "SELECT articles.key, moment, story, data FROM features JOIN articles ON articles.key = article"
        f" LEFT JOIN story_pages USING (page) WHERE latest = 1 AND format = ? AND {where} ORDER BY articles.key",
        (form, *values),
    )
    return (Feature(*row) for row in rows)


def known(store: Store, name: str) -> bool:
    """Whether a story has this id, or had it before it was merged."""
    row = store.db.execute(
        "SELECT EXISTS (SELECT 1 FROM stories WHERE id = ?1) OR EXISTS (SELECT 1 FROM story_merges WHERE id = ?1)",
        (name,),
    ).fetchone()
    return bool(row[0])


def found(store: Store, name: str, at: str) -> int:
    """Make a story with this id, and give its key."""
    row = store.db.execute("INSERT INTO stories (id, changed_at) VALUES (?, ?) RETURNING key", (name, at)).fetchone()
    key: int = row[0]
    return key


def join(store: Store, story: int, article: int, *, score: float | None, reason: str, at: str) -> None:
    """Put the page of an article into a story, out of the one it was in."""
    store.db.execute(
        "INSERT OR REPLACE INTO story_pages VALUES ((SELECT page FROM articles WHERE key = ?), ?, ?, ?, ?)",
        (article, story, score, reason, at),
    )
    changed(store, [story], at)


def merge(store: Store, story: int, into: int, *, article: int | None, reason: str, at: str) -> None:
    """Move all of one story into another, and keep that it was so.  article: the one that joined them."""
    (old,) = store.db.execute("SELECT id FROM stories WHERE key = ?", (story,)).fetchone()
    (new,) = store.db.execute("SELECT id FROM stories WHERE key = ?", (into,)).fetchone()
    store.db.execute("UPDATE story_pages SET story = ? WHERE story = ?", (into, story))
    store.db.execute("UPDATE story_merges SET into_id = ? WHERE into_id = ?", (new, old))
    store.db.execute(
        "INSERT OR REPLACE INTO story_merges VALUES (?, ?, (SELECT page FROM articles WHERE key = ?), ?, ?)",
        (old, new, article, reason, at),
    )
    store.db.execute("DELETE FROM stories WHERE key = ?", (story,))
    changed(store, [into], at)


def changed(store: Store, stories: Iterable[int], at: str) -> None:
    """Mark stories whose articles changed: what is told of them is to be made anew."""
    store.db.executemany("UPDATE stories SET stale = 1, changed_at = ? WHERE key = ?", [(at, key) for key in stories])


def pending(store: Store) -> tuple[int, int]:
    """How many articles are in no story yet, and of how many stories what is told is to be made anew."""
    row = store.db.execute(  # every page has one latest revision, and stands in one story at most
        "SELECT (SELECT count(*) FROM articles INDEXED BY articles_latest WHERE latest = 1)"
        " - (SELECT count(*) FROM story_pages), (SELECT count(*) FROM stories WHERE stale = 1)"
    ).fetchone()
    return row[0], row[1]


def stale(store: Store, limit: int = 1000) -> list[int]:
    """Keys of the stories whose summary is to be made anew, the latest first."""
    return [
        key
        for (key,) in store.db.execute("SELECT key FROM stories WHERE stale = 1 ORDER BY key DESC LIMIT ?", (limit,))
    ]


def tell(store: Store, story: int, summary: Summary) -> None:
    """Write what is told of a story.  Its names must be names of its articles' readings."""
    store.db.execute(
        "UPDATE stories SET headline = ?, first = ?, last = ?, articles = ?, outlets = ?, origins = ?, stale = 0,"
        " conflicts = NULL WHERE key = ?",
        (summary.headline, summary.first, summary.last, summary.articles, summary.outlets, summary.origins, story),
    )
    store.db.execute("DELETE FROM story_names WHERE story = ?", (story,))
    store.db.executemany(
        "INSERT INTO story_names SELECT ?, key, ? FROM names WHERE name = ? AND kind = ?",
        [(story, count, name, kind) for name, kind, count in summary.names],
    )


def summarise(store: Store, story: int, origins: int | None = None) -> Summary:
    """A summary from what is stored: its headline (`HEADLINE`), and whom most articles name.

    origins: as counted; None for not yet.
    """
    rows = members(store, story)
    dated = [member.published for member in rows if member.published]
    (headline,) = store.db.execute(f"SELECT {HEADLINE} FROM stories WHERE key = ?", (story,)).fetchone()
    return Summary(
        headline or "",
        min(dated, default=None),
        max(dated, default=None),
        len(rows),
        len({member.outlet for member in rows if member.outlet}),
        origins,
        _named(store, story),
    )


HEADLINE = (
    "(SELECT headline FROM story_pages JOIN articles AS told USING (page) LEFT JOIN outlets ON outlets.key = outlet"
    " WHERE story = stories.key AND latest = 1 AND told.headline <> ''"
    " ORDER BY ifnull(hidden, 0), ifnull(weight, 1) DESC, moment IS NULL, moment, told.key LIMIT 1)"
)
"""The headline of a row of `stories`, as SQL: of the earliest article of the outlet that weighs most."""


def _named(store: Store, story: int) -> tuple[tuple[str, str, int], ...]:
    """The people, organisations and places of a story, those in most articles first.

    Spellings of one name count together, and so does a surname alone where one person of the story bears it.
    """
    rows = store.db.execute(
        "SELECT names.name, kind, folded, article, mentions FROM story_pages JOIN articles USING (page)"
        " JOIN article_names ON article = articles.key JOIN names ON names.key = article_names.name"
        " WHERE story = ? AND latest = 1 AND kind IN ('person', 'organisation', 'place')",
        (story,),
    ).fetchall()
    spelled: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    within: dict[tuple[str, str], set[int]] = defaultdict(set)
    for name, kind, folded, article, mentions in rows:
        spelled[kind, folded][name] += mentions
        within[kind, folded].add(article)
    bearers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind, folded in spelled:
        if kind == "person" and len(folded.split()) > 1:
            bearers[f" {folded.split()[-1]} "].append((kind, folded))
    for surname, people in bearers.items():
        if len(people) == 1 and (alone := ("person", surname)) in spelled:
            within[people[0]] |= within.pop(alone)
            del spelled[alone]
    best = {key: min(told, key=lambda name: (name.isupper(), -told[name], name)) for key, told in spelled.items()}
    order = sorted(spelled, key=lambda key: (-len(within[key]), -spelled[key].total(), key))
    return tuple((best[key], key[0], len(within[key])) for key in order)


def resolve(store: Store, name: str) -> int:
    """The key of the story with this id, or of the one it was merged into.  Raises LibraryError."""
    row = store.db.execute(
        "SELECT key FROM stories WHERE id = coalesce((SELECT into_id FROM story_merges WHERE id = ?1), ?1)", (name,)
    ).fetchone()
    if not row:
        raise MissingError(f"{name}: the library has no story of this id. `stemma stories` lists them.")
    key: int = row[0]
    return key


def members(store: Store, story: int) -> list[Member]:
    """The articles of a story, by date, undated ones last."""
    rows = store.db.execute(
        "SELECT articles.key, id, page, revision, headline, name, published, url, source, ifnull(record, ''), reason"
        " FROM story_pages JOIN articles USING (page) LEFT JOIN outlets ON outlets.key = outlet"
        " WHERE story = ? AND latest = 1 ORDER BY moment IS NULL, moment, articles.key",
        (story,),
    )
    return [Member(*row) for row in rows]


def merges(store: Store, story: int) -> list[tuple[str, str, str]]:
    """(id of the story that was merged into this one, when, why), the first first."""
    rows = store.db.execute(
        "SELECT story_merges.id, merged_at, reason FROM story_merges JOIN stories ON stories.id = into_id"
        " WHERE key = ? ORDER BY merged_at, story_merges.id",
        (story,),
    )
    return rows.fetchall()


def made_from(store: Store, keys: Sequence[int]) -> str:
    """What a comparison of these articles rests on: their ids, families and corrections, the release of Stemma."""
    import hashlib

    import msgspec

    from stemma.library import articles, corrected, readings
    from stemma.version import __version__

    found = [(article.id, article.family.value if article.family else "") for article in articles.load(store, keys)]
    basis = (__version__, readings.FORMAT, found, corrected.bearing(store, keys))
    return hashlib.sha256(msgspec.json.encode(basis)).hexdigest()


def cached(store: Store, story: int, basis: str, over: Sequence[Reading]) -> Comparison | None:
    """The comparison of a story where it rests on `basis` (`made_from`); None where there is none such.

    over: the readings of its articles.
    """
    from stemma.library import readings

    row = store.db.execute(
        "SELECT data FROM comparisons WHERE story = ? AND made_from = ? AND format = ?",
        (story, basis, readings.FORMAT),
    ).fetchone()
    try:
        return readings.unpack_comparison(row[0], over) if row else None
    except LibraryError:
        return None  # a damaged cache is no loss: it is made anew


def is_cached(store: Store, story: int, basis: str) -> bool:
    """Whether a comparison is kept that rests on `basis`."""
    from stemma.library import readings

    row = store.db.execute(
        "SELECT EXISTS (SELECT 1 FROM comparisons WHERE story = ? AND made_from = ? AND format = ?)",
        (story, basis, readings.FORMAT),
    ).fetchone()
    return bool(row[0])


def cache(store: Store, story: int, basis: str, comparison: Comparison, at: str) -> None:
    """Keep the comparison of a story, in place of the one before, and how many conflicts it has.

    A story has as many independent origins as any of its facts, so that a list never tells fewer than its page.
    """
    from stemma.library import readings

    conflicts = sum(one.status == "conflict" for one in comparison.conflicts)
    origins = max((claim.origins for claim in comparison.claims), default=0)
    store.db.execute(
        "UPDATE stories SET conflicts = ?, origins = max(origins, ?) WHERE key = ?", (conflicts, origins, story)
    )
    store.db.execute(
        "INSERT OR REPLACE INTO comparisons VALUES (?, ?, ?, ?, ?)",
        (story, basis, readings.FORMAT, readings.pack_comparison(comparison), at),
    )
