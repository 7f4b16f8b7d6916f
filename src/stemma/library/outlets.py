"""Outlets and what is set for them: a family (which is a correction), a weight, whether they are shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from stemma.errors import LibraryError, MissingError, UsageError
from stemma.library.store import Store, now
from stemma.naming import outlet_key


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet of the library.

    family: the publisher set for it, whose outlets stand for one origin where they share a text.
    weight: 0 to 10, 1 by default: search multiplies how well its articles fit by it, and a story has its headline
    from the outlet that weighs most.  It adds no origin and takes none away.
    hidden: left out of search, exports, and listings of stories that are its alone; its articles stay in stories.
    articles: pages, each counted once.  first, last: days of its first and last article.
    """

    name: str
    family: str | None
    weight: float
    hidden: bool
    articles: int
    first: str | None
    last: str | None


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """An outlet's name without what its spellings differ in."""
    return outlet_key(name) or name.strip().casefold()


def key(db: sqlite3.Connection, name: str) -> int:
    """The key of an outlet, which is made where it is new; the first spelling stays."""
    db.execute("INSERT OR IGNORE INTO outlets (name, folded) VALUES (?, ?)", (name, folded(name)))
    found: int = db.execute("SELECT key FROM outlets WHERE folded = ?", (folded(name),)).fetchone()[0]
    return found


def require(store: Store, name: str) -> int:
    """The key of the outlet with this name, in any spelling.  Raises MissingError."""
    row = store.db.execute("SELECT key FROM outlets WHERE folded = ?", (folded(name),)).fetchone()
    if not row:
        raise MissingError(f"{name}: the library has no outlet of this name. `stemma outlets` lists them.")
    found: int = row[0]
    return found


def like(store: Store, words: str, limit: int) -> list[str]:
    """Outlets whose name holds these characters, those that begin with them first."""
    rows = store.db.execute(
        "SELECT name FROM outlets WHERE hidden = 0 AND instr(lower(name), lower(?1))"
        " ORDER BY instr(lower(name), lower(?1)), folded LIMIT ?2",
        (words.strip(), limit),
    )
    return [name for (name,) in rows]


def listing(store: Store) -> Iterator[Outlet]:
    """Every outlet, those with most articles first."""
    rows = store.db.execute(
        "SELECT name, family, weight, hidden, count(articles.key) AS pages, min(day), max(day) FROM outlets"
        " LEFT JOIN articles ON outlet = outlets.key AND latest = 1 GROUP BY outlets.key ORDER BY pages DESC, folded"
    )
    for name, family, weight, hidden, pages, first, last in rows:
        yield Outlet(name, family, weight, bool(hidden), pages, first, last)


def change(
    store: Store, name: str, *, family: str | None = None, weight: float | None = None, hidden: bool | None = None
) -> None:
    """Set what is given; an empty family takes back all that was said of it.  Its stories are compared anew where
    that matters.

    Raises LibraryError where no outlet is called so, or the weight is not between 0 and 10.
    """
    if weight is not None and not 0 <= weight <= 10:
        raise LibraryError(f"a weight is between 0 and 10, not {weight:g}.")
    with store.transaction() as db:
        found = require(store, name)
        if family is not None:
            if family.strip():
                into_family(store, name, family)
            else:
                db.execute("DELETE FROM corrections WHERE outlet = ?", (found,))
                refamily(db, found)
        if weight is not None:
            db.execute("UPDATE outlets SET weight = ? WHERE key = ?", (weight, found))
        if hidden is not None:
            db.execute("UPDATE outlets SET hidden = ? WHERE key = ?", (hidden, found))
        if weight is not None or hidden is not None:
            rehead(db, found)


def rehead(db: sqlite3.Connection, key: int) -> None:
    """Choose the headlines of an outlet's stories anew, by what is set for it now."""
    from stemma.library.stories import HEADLINE

    db.execute(
        f"UPDATE stories SET headline = ifnull({HEADLINE}, '') WHERE stories.key IN"
        " (SELECT story FROM story_pages JOIN articles USING (page) WHERE outlet = ?)",
        (key,),
    )


def into_family(store: Store, name: str, family: str) -> int:
    """Keep, within the caller's transaction, that an outlet belongs to a family; the id of the correction.

    Raises MissingError where no outlet is called so, UsageError where the family has no name.
    """
    found, family = require(store, name), " ".join(family.split())
    if not family:
        raise UsageError(f"{name}: give the family a name. To take one back, undo the correction.")
    last = store.db.execute(
        "SELECT key, family FROM corrections WHERE outlet = ? ORDER BY key DESC LIMIT 1", (found,)
    ).fetchone()
    if last and last[1] == family:
        return int(last[0])
    row = store.db.execute(
        "INSERT INTO corrections (kind, outlet, family, made_at) VALUES ('family', ?, ?, ?) RETURNING key",
        (found, family, now()),
    ).fetchone()
    refamily(store.db, found)
    return int(row[0])


def refamily(db: sqlite3.Connection, key: int) -> None:
    """Give an outlet the family that was said of it last, or none; its stories are told anew."""
    db.execute(
        "UPDATE outlets SET family = (SELECT family FROM corrections WHERE outlet = ?1 ORDER BY key DESC LIMIT 1)"
        " WHERE key = ?1",
        (key,),
    )
    db.execute(
        "UPDATE stories SET stale = 1 WHERE key IN"
        " (SELECT story FROM story_pages JOIN articles USING (page) WHERE outlet = ?)",
        (key,),
    )
