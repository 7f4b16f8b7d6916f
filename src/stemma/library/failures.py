"""What could not be taken in: kept with its reason, so that it can be looked at and tried again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stemma.library import cursors
from stemma.library.store import Store
from stemma.types import Failure


@dataclass(frozen=True, slots=True)
class Kept:
    """A failure of the library.  retry_after: when to try again; None where that makes no sense by itself."""

    source: str
    reason: str
    feed: str | None
    first_at: str
    last_at: str
    tries: int
    retry_after: str | None


def keep(store: Store, failure: Failure, at: str, *, feed: int | None = None, retry_after: str | None = None) -> None:
    """Keep a failure, or count one more try, within the caller's transaction.  at: as `store.now()` gives it."""
    store.db.execute(
        "INSERT INTO failures (source, reason, feed, first_at, last_at, retry_after) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (source) DO UPDATE SET reason = excluded.reason, last_at = excluded.last_at,"
        " tries = tries + 1, retry_after = excluded.retry_after, feed = coalesce(excluded.feed, feed)",
        (failure.source, failure.reason, feed, at, at, retry_after),
    )


def settle(store: Store, source: str) -> None:
    """Forget the failure of a source that was taken in after all, within the caller's transaction."""
    store.db.execute("DELETE FROM failures WHERE source = ?", (source,))


def page(store: Store, *, limit: int, after: str | None = None) -> tuple[tuple[Kept, ...], str | None]:
    """The kept failures, the latest first, and the cursor of the next page, None for no more.

    Raises QueryError where `after` is no cursor.
    """
    where, values = "", tuple[str, ...]()
    if after is not None:
        where, values = "WHERE (last_at, source) < (?, ?)", cursors.decoded(after, str, str)
    rows = store.db.execute(
        f"{_KEPT} {where} ORDER BY last_at DESC, source DESC LIMIT ?", (*values, limit + 1)
    ).fetchall()
    following = cursors.encoded((rows[limit - 1][4], rows[limit - 1][0])) if len(rows) > limit else None
    return tuple(Kept(*row) for row in rows[:limit]), following


_KEPT = (
    "SELECT source, failures.reason, feeds.url, first_at, last_at, failures.tries, retry_after FROM failures"
    " LEFT JOIN feeds ON feeds.key = feed"
)


def listing(store: Store, *, due: str | None = None) -> Iterator[Kept]:
    """The kept failures, the latest first; with `due`, those to try again by that moment, the oldest first."""
    where, values, order = ("", (), "last_at DESC, source")
    if due is not None:
        where, values, order = "WHERE retry_after <= ?", (due,), "retry_after, source"  # type: ignore[assignment]
    rows = store.db.execute(
        f"{_KEPT} {where} ORDER BY {order}",
        values,
    )
    return (Kept(*row) for row in rows)
