"""Is a library sound, what can be saved of one that is not, and what waits or failed in it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from stemma.errors import LibraryError
from stemma.library import readings
from stemma.library import store as stored
from stemma.library.progress import Step, count_articles, count_rows, quiet, watched
from stemma.library.rescue import readable

PROBLEMS = 20
"""Problems told of one library; more say nothing new."""

_COUNTED = ("articles", "outlets", "names", "quotations", "stories", "corrections", "feeds", "failures", "tombstones")


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    version: of the schema, 0 where it cannot be told.  counts: rows of the tables that people ask about.
    unread: articles without a reading this release can use (they are read anew when needed).
    bereft: corrections that speak of an article or outlet that was removed.
    problems: empty where the library is sound.  savable: articles whose text is whole, where there are problems.
    backups: files made before migrations.
    """

    path: Path
    size: int
    version: int
    counts: dict[str, int]
    unread: int
    bereft: int
    problems: tuple[str, ...]
    savable: int | None
    backups: tuple[Path, ...]


def check(path: Path, step: Step = quiet) -> Report:
    """Check a library as it lies there; nothing in it is changed.

    step: told how far it is.
    Raises LibraryError where there is no file, it cannot be opened, or a newer release made it.
    """
    if not path.is_file():
        raise LibraryError(f"{path}: there is no library here. Start one with `stemma add`, or use --library.")
    size = path.stat().st_size
    kept = tuple(stored.backups(path))
    try:
        with closing(stored.connect(path)) as db:
            version = stored.schema_version(path, db)
            problems = _problems(db, step)
            counts = {} if problems else _counts(db)
            unread = 0 if problems else _unread(db)
            bereft = 0 if problems else _bereft(db, version)
    except sqlite3.OperationalError as error:
        raise LibraryError(f"{path}: cannot be opened ({error}). Check who owns the file and its folder.") from error
    except sqlite3.DatabaseError as error:
        version, counts, unread, bereft, problems = 0, {}, 0, 0, [str(error)]
    savable = len(readable(path, step)) if problems else None
    return Report(path, size, version, counts, unread, bereft, tuple(problems[:PROBLEMS]), savable, kept)


def _problems(db: sqlite3.Connection, step: Step) -> list[str]:
    """What SQLite finds in its own structures, then whether index and texts are what they were."""
    rows, articles = count_rows(db), count_articles(db)
    with watched(db, step, "Checking rows", rows, 20):
        found = [str(row[0]) for row in db.execute(f"PRAGMA integrity_check({PROBLEMS})") if row[0] != "ok"]
    if found:
        return found
    with watched(db, step, "Checking references", rows, 8):
        for table, row, parent, _ in db.execute("PRAGMA foreign_key_check").fetchmany(PROBLEMS):
            found.append(f"a row of {table} ({row}) points at a row of {parent} that is not there")
    try:
        with watched(db, step, "Checking the index", articles, 22):
            db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        found.append(f"the search index does not fit the texts ({error})")
    found += _damaged(db, step, articles)
    query = "SELECT id, data FROM readings JOIN articles ON key = article WHERE format = ?"
    for number, (name, data) in enumerate(db.execute(query, (readings.FORMAT,)), 1):
        step("Checking readings", number, articles)
        if not readings.sound(data):
            found.append(f"the reading of article {name} is damaged; it is made anew when it is needed")
    return found


def _damaged(db: sqlite3.Connection, step: Step, articles: int | None) -> Iterator[str]:
    """Articles whose text is not what was added, or of which something else cannot be read."""
    columns = ("parts", "stated", "incomplete", "notes")
    rows = db.execute(f"SELECT id, text, sha256, {', '.join(columns)} FROM articles")
    for number, (name, text, sha256, *rest) in enumerate(rows, 1):
        step("Checking texts", number, articles)
        if hashlib.sha256(str(text).encode("utf-8", "replace")).hexdigest() != sha256:
            yield f"the text of article {name} is not what was added"
        for column, value in zip(columns, rest, strict=True):
            try:
                json.loads(value)
            except (TypeError, ValueError):
                yield f"{column} of article {name} cannot be read; --save-to saves the article without"


def _counts(db: sqlite3.Connection) -> dict[str, int]:
    there = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}  # an older library has fewer
    return {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED if table in there}


def _unread(db: sqlite3.Connection) -> int:
    row = db.execute(
        "SELECT count(*) FROM articles WHERE NOT EXISTS"
        " (SELECT 1 FROM readings WHERE article = articles.key AND format = ?)",
        (readings.FORMAT,),
    ).fetchone()
    count: int = row[0]
    return count


def _bereft(db: sqlite3.Connection, version: int) -> int:
    if version < 2:
        return 0
    row = db.execute(
        "SELECT count(*) FROM corrections WHERE (kind = 'family' AND outlet IS NULL)"
        " OR key IN (SELECT correction FROM correction_passages WHERE article IS NULL)"
    ).fetchone()
    count: int = row[0]
    return count
