"""The feeds that a library follows, and what is known of their entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from stemma.errors import MissingError
from stemma.library.articles import address, mark
from stemma.library.store import Store

State = Literal["new", "ok", "failing", "gone"]

FIRST_RETRY = 15 * 60.0
LONGEST_RETRY = 86_400.0
"""Seconds to the first try after a failure, doubled with each, up to this."""

TRIES = 6
"""After so many, a page is not asked for again by itself; a feed always is."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed that is followed.

    state: "new" (not fetched yet), "ok", "failing" (with reason) or "gone" (its server says for good).
    etag, modified: to ask for changes only.  due_at: not before.  Times are ISO 8601 in UTC.
    """

    key: int
    url: str
    title: str | None
    etag: str | None
    modified: str | None
    state: State
    reason: str | None
    tries: int
    followed_at: str
    checked_at: str | None
    due_at: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How the page of an entry stands to the library.

    known: it is there, or was removed for good.  added_at: of its latest revision, "" where it is not there.
    tries: how often it failed.  waits: it failed, and is not to be tried now.
    """

    known: bool
    added_at: str
    tries: int
    waits: bool


def follow(store: Store, url: str, title: str, at: str) -> bool:
    """Follow a feed; False where it is followed already (a feed that was gone is tried again)."""
    with store.transaction() as db:
        new = db.execute(
            "INSERT OR IGNORE INTO feeds (url, title, followed_at, due_at) VALUES (?, ?, ?, ?)",
            (url, title or None, at, at),
        ).rowcount
        db.execute("UPDATE feeds SET state = 'new', due_at = ? WHERE url = ? AND state = 'gone'", (at, url))
    return bool(new)


def unfollow(store: Store, url: str) -> None:
    """Follow a feed no longer; its articles stay.  Raises MissingError where it is not followed."""
    with store.transaction() as db:
        if not db.execute("DELETE FROM feeds WHERE url = ?", (url,)).rowcount:
            raise MissingError(f"{url}: is not followed. `stemma follow` lists the feeds that are.")


def unfollow_key(store: Store, key: int) -> None:
    """Follow the feed with this key no longer.  Raises MissingError where there is none."""
    with store.transaction() as db:
        if not db.execute("DELETE FROM feeds WHERE key = ?", (key,)).rowcount:
            raise MissingError(f"{key}: no feed that is followed has this number. `stemma follow` lists them.")


def listing(store: Store, *, due: str | None = None) -> list[Followed]:
    """The feeds, in the order they were followed in; with `due`, those to look at by that moment."""
    where, values = ("WHERE due_at <= ? AND state <> 'gone'", (due,)) if due else ("", ())
    rows = store.db.execute(
        "SELECT key, url, title, etag, modified, state, reason, tries, followed_at, checked_at, due_at FROM feeds"
        f" {where} ORDER BY key",
        values,
    )
    return [Followed(*row) for row in rows]


def fetched(store: Store, feed: Followed, at: str, *, title: str = "", etag: str = "", modified: str = "") -> None:
    """A feed was read, and all that is new in it is stored; within the caller's transaction."""
    store.db.execute(
        "UPDATE feeds SET state = 'ok', reason = NULL, tries = 0, title = coalesce(?, title), etag = ?, modified = ?,"
        " checked_at = ?, due_at = ? WHERE key = ?",
        (title or None, etag or None, modified or None, at, at, feed.key),
    )


def failed(store: Store, feed: Followed, reason: str, at: str, due: str, *, gone: bool = False) -> None:
    """A feed could not be read; within the caller's transaction."""
    store.db.execute(
        "UPDATE feeds SET state = ?, reason = ?, tries = tries + 1, checked_at = ?, due_at = ? WHERE key = ?",
        ("gone" if gone else "failing", reason, at, due, feed.key),
    )


def standing(store: Store, link: str, source: str, at: str) -> Standing:
    """How an entry stands to the library.  link: its page, "" for none; source: what failures call it."""
    db, place = store.db, address(link) if link else ""
    row = db.execute(
        "SELECT added_at FROM addresses JOIN articles USING (page) WHERE address = ? AND latest = 1", (place,)
    ).fetchone()
    gone = (
        not row
        and link
        and db.execute("SELECT 1 FROM tombstone_marks WHERE mark = ?", (mark("address", place),)).fetchone()
    )
    kept = db.execute("SELECT tries, retry_after FROM failures WHERE source = ?", (source,)).fetchone()
    waits = bool(kept) and (kept[1] is None or kept[1] > at)
    return Standing(bool(row or gone), row[0] if row else "", kept[0] if kept else 0, waits)


def has_retries(store: Store, feed: Followed, at: str) -> bool:
    """Whether pages of a feed failed and are to be tried again by now: then it is read whole."""
    row = store.db.execute(
        "SELECT EXISTS (SELECT 1 FROM failures WHERE feed = ? AND retry_after <= ? AND source <> ?)",
        (feed.key, at, feed.url),
    ).fetchone()
    return bool(row[0])


def retries(store: Store, at: str) -> Iterator[tuple[str, int, Followed]]:
    """Pages of feeds to try again by now, with how often they failed and the feed they are of, the oldest first."""
    by_key = {feed.key: feed for feed in listing(store)}
    rows = store.db.execute(
        "SELECT source, failures.tries, feed FROM failures JOIN feeds ON feeds.key = feed"
        " WHERE retry_after <= ? AND source <> feeds.url ORDER BY retry_after, source",
        (at,),
    ).fetchall()
    for source, tries, feed in rows:
        yield source, tries, by_key[feed]


def asked_to_wait(store: Store, at: str) -> Iterator[tuple[str, float]]:
    """Addresses whose servers asked to come back later than now, and in how many seconds."""
    rows = store.db.execute(
        "SELECT source, (julianday(retry_after) - julianday(?)) * 86400 FROM failures"
        " WHERE retry_after > ? AND reason LIKE '%(HTTP 429)%'",
        (at, at),
    )
    yield from rows.fetchall()


def found_at(store: Store, link: str, article: str) -> None:
    """The page of an article is found at this address too: a feed's links may lead there by another."""
    with store.transaction() as db:
        db.execute(
            "INSERT OR IGNORE INTO addresses SELECT ?, page FROM articles WHERE id = ?", (address(link), article)
        )


def later(at: str, tries: int, wait: float | None) -> str:
    """When to try again after so many failures; not before the server asks, in seconds."""
    pause = max(wait or 0.0, min(FIRST_RETRY * 2.0 ** min(tries, 20), LONGEST_RETRY))
    moment = datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) + timedelta(seconds=pause + 1)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
