"""What can be saved of a damaged library: every row that can still be read, into a new file.

A text is saved only where it is, byte for byte, what was added; names, quotations and the index are made anew
from the readings, and a reading that is lost is made anew from its text when it is needed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stemma.errors import LibraryError
from stemma.library import articles, outlets, readings
from stemma.library import store as stored
from stemma.library.progress import Step, quiet
from stemma.library.store import Store

MISSES = 20_000
"""Article numbers tried in a row without finding one, where the last number cannot be told."""

_OTHERS = (
    "tombstones", "tombstone_marks", "addresses", "feeds", "failures", "stories", "story_pages", "story_merges",
    "corrections", "correction_passages",
)  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rescue:
    """What was saved: articles, how many of them with their reading, and rows of the other tables."""

    articles: int
    readings: int
    others: dict[str, int]


def readable(path: Path, step: Step = quiet) -> list[int]:
    """Keys of the articles whose text can be read and is what was added.  step: told how far it is."""
    try:
        with closing(_opened(path)) as db:
            return [key for key, _ in _keys(db, step)]
    except sqlite3.DatabaseError:
        return []


def rescue(path: Path, target: Path, step: Step = quiet) -> Rescue:
    """Write what can be read of a library into a new one, which gets its name when all of it is there.

    step: told how far it is.
    Raises LibraryError where the target exists or nothing can be read.
    """
    if target.exists():
        raise LibraryError(f"{target}: is there already. Name a new file.")
    partial = target.with_name(target.name + ".part")
    beside = [partial.with_name(partial.name + end) for end in ("", "-wal", "-shm", "-journal")]
    for left in beside:  # by a run that was stopped
        left.unlink(missing_ok=True)
    try:
        with closing(_opened(path)) as db:
            found = list(_keys(db, step))
            if not found:
                raise LibraryError(f"{path}: nothing in it can be read. Use a backup, or add the articles again.")
            with stored.open_library(partial, create=True) as new, new.transaction():
                saved = _copy(db, new, found, step)
        partial.rename(target)
    except sqlite3.DatabaseError as error:
        raise LibraryError(f"{path}: nothing in it can be read ({error}). Use a backup.") from error
    finally:
        for left in beside:
            left.unlink(missing_ok=True)
    return saved


def sound_rows(db: sqlite3.Connection, table: str) -> Iterator[Row]:
    """The rows of a table from its start to the first damage, then from its end back to the last."""
    seen: set[tuple[Any, ...]] = set()
    for direction in ("ASC", "DESC"):
        order = ", ".join(f"{number} {direction}" for number in (1, 2))
        try:
            for row in db.execute(f"SELECT * FROM {table} ORDER BY {order}"):
                if tuple(row) not in seen:
                    seen.add(tuple(row))
                    yield dict(row)
            return
        except sqlite3.DatabaseError:
            continue


def _opened(path: Path) -> sqlite3.Connection:
    """A connection that reads on where the file is cut short."""
    db = sqlite3.connect(path, timeout=stored.BUSY_SECONDS, isolation_level=None)
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA writable_schema = ON")  # first of all: SQLite then takes file and schema as they are
    db.execute("PRAGMA query_only = ON")
    return db


def _keys(db: sqlite3.Connection, step: Step) -> Iterator[tuple[int, int]]:
    """(key, page) of every article that can be read, by its number, whatever lies damaged between."""
    last = _last_key(db)
    key = misses = 0
    while misses < MISSES if last is None else key < last:
        key += 1
        step("Looking for articles", key, last and max(last, key))
        row = _article(db, key)
        misses = 0 if row else misses + 1
        if row:
            yield key, row["page"]


def _article(db: sqlite3.Connection, key: int) -> Row | None:
    """The row of an article where it can be read and its text is what was added; broken notes are left out."""
    try:
        row = db.execute("SELECT * FROM articles WHERE key = ?", (key,)).fetchone()
    except sqlite3.DatabaseError:
        return None
    if not row or hashlib.sha256(str(row["text"]).encode("utf-8", "replace")).hexdigest() != row["sha256"]:
        return None
    sound = dict(row)
    for column, empty in (("parts", "[]"), ("stated", "{}"), ("incomplete", "[]"), ("notes", "[]")):
        try:
            json.loads(sound[column])
        except (TypeError, ValueError):
            sound[column] = empty
    return sound


def _last_key(db: sqlite3.Connection) -> int | None:
    for query in ("SELECT seq FROM sqlite_sequence WHERE name = 'articles'", "SELECT max(key) FROM articles"):
        try:
            row = db.execute(query).fetchone()
        except sqlite3.DatabaseError:
            continue
        if row and isinstance(row[0], int):
            return row[0]
    return None


def _copy(db: sqlite3.Connection, new: Store, found: list[tuple[int, int]], step: Step) -> Rescue:
    """Parents before what points at them: what points at something lost is then refused, row by row."""
    known: set[int] = set()
    for outlet in sound_rows(db, "outlets"):
        _insert(new.db, "outlets", outlet)
        known.add(outlet["key"])
    first: dict[int, int] = {}
    latest: dict[int, int] = {}
    for key, page in found:
        first.setdefault(page, key)
        latest[page] = key
    read = 0
    for number, (key, page) in enumerate(found, 1):
        step("Saving", number, len(found))
        row = _article(db, key)
        if row is None:
            raise LibraryError(f"{new.path}: article number {key} was there a moment ago. Is the disk failing?")
        fixed = {"page": first[page], "latest": int(latest[page] == key), "outlet": _outlet(new.db, row, known)}
        _insert(new.db, "articles", {**row, **fixed})
        read += _copy_reading(db, new, key)
    return Rescue(len(found), read, _copy_others(db, new, first))


def _outlet(db: sqlite3.Connection, row: Row, known: set[int]) -> int | None:
    """The outlet of an article; where its row is lost, made anew by the name that the article has of it."""
    if row["outlet"] in known:
        return int(row["outlet"])
    said = json.loads(row["stated"]).get("outlet")
    return outlets.key(db, said[0]) if said else None


def _copy_reading(db: sqlite3.Connection, new: Store, key: int) -> bool:
    try:
        row = db.execute("SELECT format, data FROM readings WHERE article = ?", (key,)).fetchone()
        if not row or row["format"] != readings.FORMAT:
            return False
        (article,) = articles.load(new, [key])
        reading = readings.unpack(row["data"], article)
    except (sqlite3.DatabaseError, LibraryError):
        return False  # counted as lost; it is made anew from the text
    new.db.execute("INSERT INTO readings VALUES (?, ?, ?)", (key, row["format"], row["data"]))
    articles.index(new.db, key, reading)
    return True


def _copy_others(db: sqlite3.Connection, new: Store, first: dict[int, int]) -> dict[str, int]:
    """The other tables, but for rows that speak of what is lost; a correction stays, without what is."""
    kept: dict[str, int] = {}
    there, outlets_there = ({key for (key,) in new.db.execute(f"SELECT key FROM {t}")} for t in ("articles", "outlets"))
    for table in _OTHERS:
        kept[table] = 0
        for row in sound_rows(db, table):
            if "page" in row and row["page"] is not None:
                if row["page"] not in first:
                    continue
                row["page"] = first[row["page"]]
            if table == "stories":
                row["stale"] = 1
            elif table == "corrections" and row["outlet"] not in outlets_there:
                row["outlet"] = None
            elif table == "correction_passages" and row["article"] not in there:
                row["article"] = None
            try:
                _insert(new.db, table, row)
            except sqlite3.IntegrityError:
                continue  # it speaks of a row that is lost
            kept[table] += 1
    new.db.execute(  # whose correction is lost, or whose library was older than corrections
        "INSERT INTO corrections (kind, outlet, family, made_at) SELECT 'family', key, family, ? FROM outlets"
        " WHERE family IS NOT NULL AND key NOT IN (SELECT outlet FROM corrections WHERE outlet IS NOT NULL)"
        " ORDER BY key",
        (stored.now(),),
    )
    return kept


def _insert(db: sqlite3.Connection, table: str, row: Row) -> None:
    columns = ", ".join(f'"{name}"' for name in row)
    db.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
