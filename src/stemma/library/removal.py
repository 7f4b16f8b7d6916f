"""Removal for good: text, revisions, readings, index, caches and backups, with a tombstone in their place."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from stemma.errors import LibraryError
from stemma.library import articles, outlets, stories
from stemma.library.progress import Step, count_articles, count_rows, quiet, watched
from stemma.library.store import Store, backups, now

_PAGES = "(SELECT page FROM temp.removing)"


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed.

    articles: ids of every revision.  changed, gone: ids of stories that lost articles, and that lost all.
    corrections: numbers of those that spoke of it; they stay, without its words, and are told as such.
    backups: how many files were deleted.  overwritten: False while another program still reads the file, so
    that its write-ahead log or free pages may hold the text.
    """

    what: str
    name: str
    articles: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    corrections: tuple[int, ...]
    backups: int
    overwritten: bool


def remove(store: Store, name: str, reason: str = "", step: Step = quiet) -> Removal:
    """Remove an article (by id or URL) with all its revisions, or an outlet (by name) with all its articles.

    reason: kept in the tombstone, with the date.  step: told how far the file is rewritten.
    Raises LibraryError where there is no such thing.
    """
    at = now()
    with store.transaction() as db:
        what, shown, marks = _chosen(store, name)
        rows = db.execute(f"SELECT id FROM articles WHERE page IN {_PAGES} ORDER BY key").fetchall()
        affected = db.execute(
            f"SELECT DISTINCT story FROM story_pages WHERE page IN {_PAGES} ORDER BY story"
        ).fetchall()
        spoken = db.execute(
            "SELECT DISTINCT correction FROM correction_passages JOIN articles ON articles.key = article"
            f" WHERE page IN {_PAGES} UNION SELECT key FROM corrections WHERE outlet ="
            " (SELECT key FROM outlets WHERE folded = ? AND ? = 'outlet') ORDER BY 1",
            (outlets.folded(shown), what),
        ).fetchall()
        _bury(db, what, shown, marks, at, reason)
        _delete(db)
        changed, gone = _retell(store, [key for (key,) in affected], at)
        if what == "outlet":
            db.execute("DELETE FROM outlets WHERE folded = ?", (outlets.folded(shown),))
        _sweep(db)
        kept = backups(store.path)
        for backup in kept:  # before the removal is told: a kill in between must not leave them
            backup.unlink(missing_ok=True)
    ids, numbers = (tuple(one for (one,) in some) for some in (rows, spoken))
    return Removal(what, shown, ids, changed, gone, numbers, len(kept), overwrite(store, step))


def overwrite(store: Store, step: Step = quiet) -> bool:
    """Rewrite the file so that nothing removed is left in it; False where another program holds it.

    step: told how far it is.  Stopped, the file is as it was.
    Raises LibraryError where there is no room: for a moment the library stands on the disk twice.
    """
    try:
        with watched(store.db, step, "Rewriting the index", count_articles(store.db), 28):
            store.db.execute("INSERT INTO search (search) VALUES ('optimize')")  # or the index keeps old words
        with watched(store.db, step, "Rewriting the file", count_rows(store.db), 8):
            store.db.execute("VACUUM")
        busy, *_ = store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return False
        raise LibraryError(
            f"{store.path}: removed, but its file could not be rewritten ({error}). "
            "Make room on the disk, and run `stemma doctor --compact`."
        ) from error
    return not busy


def _chosen(store: Store, name: str) -> tuple[str, str, list[str]]:
    """What a name stands for: its pages in temp.removing, and the marks to know them by again."""
    db = store.db
    db.execute("CREATE TEMP TABLE IF NOT EXISTS removing (page INTEGER PRIMARY KEY)")
    db.execute("DELETE FROM temp.removing")
    row = db.execute("SELECT key, name FROM outlets WHERE folded = ?", (outlets.folded(name),)).fetchone()
    try:
        key = articles.key_of(store, name)
    except LibraryError:
        if not row:
            raise LibraryError(
                f"{name}: the library has no article of this id or URL and no outlet of this name. "
                "`stemma search` shows ids, `stemma outlets` names."
            ) from None
        db.execute("INSERT INTO temp.removing SELECT DISTINCT page FROM articles WHERE outlet = ?", (row[0],))
        return "outlet", row[1], [*_marks(db), articles.mark("outlet", outlets.folded(row[1]))]
    db.execute("INSERT INTO temp.removing SELECT page FROM articles WHERE key = ?", (key,))
    (shown,) = db.execute("SELECT id FROM articles WHERE key = ?", (key,)).fetchone()
    return "article", shown, _marks(db)


def _marks(db: sqlite3.Connection) -> list[str]:
    texts = db.execute(
        "SELECT ifnull(folded, '') || ':' || sha256 FROM articles LEFT JOIN outlets ON outlets.key = outlet"
        f" WHERE page IN {_PAGES}"
    )
    found = [articles.mark("text", text) for (text,) in texts]
    places = db.execute(f"SELECT address FROM addresses WHERE page IN {_PAGES}")
    return found + [articles.mark("address", place) for (place,) in places]


def _bury(db: sqlite3.Connection, what: str, shown: str, marks: list[str], at: str, reason: str) -> None:
    (key,) = db.execute(
        "INSERT INTO tombstones (what, name, removed_at, reason) VALUES (?, ?, ?, ?) RETURNING key",
        (what, shown, at, reason),
    ).fetchone()
    db.executemany("INSERT OR IGNORE INTO tombstone_marks VALUES (?, ?)", [(mark, key) for mark in marks])


def _delete(db: sqlite3.Connection) -> None:
    """The articles and all that hangs on them; what else speaks of their sources too."""
    db.execute(
        "DELETE FROM failures WHERE source IN"
        f" (SELECT source FROM articles WHERE page IN {_PAGES} UNION SELECT url FROM articles WHERE page IN {_PAGES})"
    )
    db.execute(f"DELETE FROM comparisons WHERE story IN (SELECT story FROM story_pages WHERE page IN {_PAGES})")
    db.execute(f"DELETE FROM articles WHERE page IN {_PAGES} AND key <> page")
    db.execute(f"DELETE FROM articles WHERE page IN {_PAGES}")


def _retell(store: Store, affected: list[int], at: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Summaries of the stories that lost articles, without their words; a story without articles goes."""
    changed: list[str] = []
    gone: list[str] = []
    for key in affected:
        (name,) = store.db.execute("SELECT id FROM stories WHERE key = ?", (key,)).fetchone()
        if stories.members(store, key):
            stories.tell(store, key, stories.summarise(store, key))
            stories.changed(store, [key], at)
            changed.append(name)
        else:
            store.db.execute("DELETE FROM story_merges WHERE into_id = ?", (name,))
            store.db.execute("DELETE FROM stories WHERE key = ?", (key,))
            gone.append(name)
    return tuple(changed), tuple(gone)


def _sweep(db: sqlite3.Connection) -> None:
    """Names that nothing speaks of any more, and outlets without articles for which nothing is set."""
    db.execute(
        "DELETE FROM names WHERE key NOT IN (SELECT name FROM article_names)"
        " AND key NOT IN (SELECT speaker FROM quotations WHERE speaker IS NOT NULL)"
    )
    db.execute(
        "DELETE FROM outlets WHERE key NOT IN (SELECT outlet FROM articles WHERE outlet IS NOT NULL)"
        " AND family IS NULL AND weight = 1 AND hidden = 0"
    )
    db.execute("DELETE FROM temp.removing")
