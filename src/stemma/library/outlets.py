"""Outlets and what is set for them: a family, a weight, whether they are shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from stemma.errors import LibraryError, MissingError
from stemma.library.store import Store


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet of the library.

    family: the publisher set for it, whose outlets stand for one origin where they share a text.
    weight: 0 to 10, 1 by default: what its articles count where stories are ranked.
    hidden: left out of listings; its articles stay, and stay in their stories.
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
    from stemma.ingest.outlets import key as fold

    return fold(name) or name.strip().casefold()


def key(db: sqlite3.Connection, name: str) -> int:
    """The key of an outlet, which is made where it is new; the first spelling stays."""
    db.execute("INSERT OR IGNORE INTO outlets (name, folded) VALUES (?, ?)", (name, folded(name)))
    found: int = db.execute("SELECT key FROM outlets WHERE folded = ?", (folded(name),)).fetchone()[0]
    return found


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
    """Set what is given; an empty family takes it away.  Its stories are compared anew where that matters.

    Raises LibraryError where no outlet is called so, or the weight is not between 0 and 10.
    """
    if weight is not None and not 0 <= weight <= 10:
        raise LibraryError(f"a weight is between 0 and 10, not {weight:g}.")
    with store.transaction() as db:
        row = db.execute("SELECT key FROM outlets WHERE folded = ?", (folded(name),)).fetchone()
        if not row:
            raise MissingError(f"{name}: the library has no outlet of this name. `stemma outlets` lists them.")
        if family is not None:
            db.execute("UPDATE outlets SET family = ? WHERE key = ?", (family.strip() or None, row[0]))
            db.execute(
                "UPDATE stories SET stale = 1 WHERE key IN"
                " (SELECT story FROM story_pages JOIN articles USING (page) WHERE outlet = ?)",
                row,
            )
        if weight is not None:
            db.execute("UPDATE outlets SET weight = ? WHERE key = ?", (weight, row[0]))
        if hidden is not None:
            db.execute("UPDATE outlets SET hidden = ? WHERE key = ?", (hidden, row[0]))
