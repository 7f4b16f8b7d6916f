"""Statements that run long in SQLite: how far they are, and a stop at any moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Step = Callable[[str, int, int | None], None]
"""Told what is being done, how much of it is, and of how much in all; None where nobody can tell."""

EVERY = 10_000
"""Instructions of SQLite between two looks, which take a few milliseconds."""


def quiet(what: str, done: int, total: int | None) -> None:
    """A step that tells nobody."""


@contextmanager
def watched(db: sqlite3.Connection, step: Step, what: str, total: int | None, each: float) -> Iterator[None]:
    """Tell how far a statement is while it runs, and let Ctrl-C stop it: SQLite looks at no signal by itself.

    total: rows that it goes through; each: instructions that SQLite takes for one, about: it does not say where it is.
    Raises KeyboardInterrupt where it was stopped.
    """
    done = 0
    raised: list[BaseException] = []

    def look() -> int:
        nonlocal done
        done += EVERY
        rows = int(done / each)
        try:
            step(what, rows, None if total is None else max(rows, total))
        except BaseException as error:  # noqa: BLE001 - SQLite would swallow it; it is raised below
            raised.append(error)
        return len(raised)

    step(what, 0, total)
    db.set_progress_handler(look, EVERY)
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            raise (raised[0] if raised else KeyboardInterrupt()) from None
        raise
    finally:
        db.set_progress_handler(None, 0)
    if raised:
        raise raised[0]


def count_rows(db: sqlite3.Connection) -> int | None:
    """How many rows the library has in all; None where that cannot be read."""
    try:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'search*'"
        tables = [name for (name,) in db.execute(query).fetchall()]
        return sum(int(db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in tables)
    except sqlite3.DatabaseError:
        return None


def count_articles(db: sqlite3.Connection) -> int | None:
    """How many articles; None where that cannot be read."""
    try:
        count: int = db.execute("SELECT count(*) FROM articles").fetchone()[0]
    except sqlite3.DatabaseError:
        return None
    return count
