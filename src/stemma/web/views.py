"""What the pages and the API show of a library: plain functions from an open library to frozen values.

Both faces are given the same values, so that neither can show what the other does not.  Nothing here knows of HTTP.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import msgspec

from stemma.library import articles, failures, feeds, grouping, listing, outlets, stories
from stemma.library import search as finding
from stemma.library.failures import Kept
from stemma.library.feeds import Followed, State
from stemma.library.listing import Query
from stemma.library.outlets import Outlet
from stemma.library.search import Filters, Hit
from stemma.library.store import Store
from stemma.types import Comparison, Reading, Span

TYPED = 6
"""Of each kind, what is offered while somebody types."""


@dataclass(frozen=True, slots=True)
class Named:
    """A person, organisation or place, and how many articles name it."""

    name: str
    kind: str
    articles: int


@dataclass(frozen=True, slots=True)
class Card:
    """A story as it stands in a list.

    first, last: when its first and last article were published, ISO 8601, as exact as the page is.
    origins: independent ones; null until they are counted.  conflicts: how many; null until it is compared.
    """

    id: str
    headline: str
    first: str | None
    last: str | None
    articles: int
    outlets: int
    origins: int | None
    conflicts: int | None
    names: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Stories:
    """A page of stories, the latest first.  next: the cursor of the page after it, or null."""

    items: tuple[Card, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story.  reason: why it is there.  record: the other keys it came with."""

    id: str
    headline: str
    outlet: str | None
    published: str | None
    url: str | None
    source: str
    revision: int
    reason: str
    record: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Merged:
    """A story that is in this one now."""

    id: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """A story with its articles side by side; with one article the comparison has no findings."""

    card: Card
    members: tuple[Member, ...]
    merged: tuple[Merged, ...]
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Standing:
    """How a story stands: whether its comparison is kept, and a digest of all that its page is drawn from."""

    id: str
    compared: bool
    digest: bytes


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of a page; the last is the latest."""

    id: str
    revision: int
    added_at: str


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """An article by itself.  story: the id of the one that its page is in."""

    reading: Reading
    story: str | None
    revisions: tuple[Revision, ...]
    added_at: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters of an article: Unicode code points, end exclusive."""

    article: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation of the speaker asked for."""

    article: str
    start: int
    end: int
    words: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Found:
    """An article found.  matches: where the words asked for stand in the passage."""

    id: str
    headline: str
    outlet: str | None
    published: str | None
    url: str | None
    source: str
    story: str | None
    record: dict[str, Any] | None
    passage: Passage
    matches: tuple[Span, ...]
    quotations: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of articles found: the best first, or the latest where no words were given."""

    items: tuple[Found, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What is offered while somebody types: a few of each kind."""

    stories: tuple[Card, ...]
    articles: tuple[Found, ...]
    names: tuple[Named, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failures:
    """A page of what could not be taken in."""

    items: tuple[Kept, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is followed.  state: "new", "ok", "failing" (with reason) or "gone".  Times are ISO 8601 in UTC."""

    id: int
    url: str
    title: str | None
    state: State
    reason: str | None
    tries: int
    followed_at: str
    checked_at: str | None
    due_at: str


def stories_page(store: Store, query: Query, *, limit: int = 50, after: str | None = None) -> Stories:
    """A page of stories.  after: the cursor of the page before.

    Raises QueryError where the cursor is none of ours or a filter cannot be meant.
    """
    found, following = listing.page(store, query, limit=limit, after=after)
    return Stories(tuple(map(_card, found)), following)


def standing(store: Store, name: str) -> Standing:
    """How a story stands, without its comparison; one that was merged gives the other.  Raises MissingError."""
    key = stories.resolve(store, name)
    basis, compared = grouping.basis(store, key)
    card = _card(listing.one(store, key))
    members = [(member.id, member.reason) for member in stories.members(store, key)]
    told = msgspec.msgpack.encode((card, members, stories.merges(store, key), basis))
    return Standing(card.id, compared, sha256(told).digest())


def story(store: Store, name: str) -> Story:
    """The story with this id, or the one it was merged into.  Raises MissingError."""
    comparison = grouping.comparison(store, name)
    key = stories.resolve(store, name)
    members = tuple(_member(member) for member in stories.members(store, key))
    merged = tuple(Merged(*one) for one in stories.merges(store, key))
    return Story(_card(listing.one(store, key)), members, merged, comparison)


def article(store: Store, name: str) -> Article:
    """The article with this id.  Raises MissingError."""
    key = articles.key_of(store, name)
    (reading,) = articles.load_readings(store, [key])
    page, added_at = store.db.execute("SELECT page, added_at FROM articles WHERE key = ?", (key,)).fetchone()
    revisions = store.db.execute(
        "SELECT id, revision, added_at FROM articles WHERE page = ? ORDER BY revision", (page,)
    ).fetchall()
    return Article(reading, _story_of(store, key), tuple(Revision(*row) for row in revisions), added_at)


def headlines(store: Store, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The ids of these articles with their headlines, in this order; what was removed meanwhile is left out."""
    marks = ", ".join("?" * len(names))
    found = dict(store.db.execute(f"SELECT id, headline FROM articles WHERE id IN ({marks})", tuple(names)).fetchall())
    return tuple((name, found[name]) for name in dict.fromkeys(names) if name in found)


def search(
    store: Store, words: str, filters: Filters, *, story: str | None = None, limit: int = 20, after: str | None = None
) -> Hits:
    """A page of articles that hold all of the words.  story: the id of one, to search in it alone.

    Raises QueryError, and MissingError where no story or outlet is called so.
    """
    if story is not None:
        filters = replace(filters, story=stories.resolve(store, story))
    hits, following = finding.page(store, words, filters, limit=limit, after=after)
    return Hits(tuple(_found(store, hit) for hit in hits), following)


def typed(store: Store, words: str) -> Typed:
    """What is offered while somebody types: what came in last; the last word may be unfinished."""
    asked = finding.unfinished(words)
    if not asked:
        return Typed((), (), (), ())
    found = [_found(store, hit) for hit in finding.latest(store, asked, 3 * TYPED)]
    told = list(dict.fromkeys(one.story for one in found if one.story))[:TYPED]
    shown = tuple(_card(listing.one(store, stories.resolve(store, name))) for name in told)
    names = listing.names_like(store, words, TYPED)
    return Typed(shown, tuple(found[:TYPED]), _named(names), tuple(outlets.like(store, words, TYPED)))


def outlet_list(store: Store) -> tuple[Outlet, ...]:
    """Every outlet, those with most articles first."""
    return tuple(outlets.listing(store))


def failure_list(store: Store, *, limit: int = 100, after: str | None = None) -> Failures:
    """A page of what could not be taken in, the latest first.  Raises QueryError."""
    return Failures(*failures.page(store, limit=limit, after=after))


def feed_list(store: Store) -> tuple[Feed, ...]:
    """The feeds that are followed, in the order they were followed in."""
    return tuple(map(_feed, feeds.listing(store)))


def _card(told: listing.Told) -> Card:
    about = told.summary
    counts = about.articles, about.outlets, about.origins, told.conflicts
    return Card(told.id, about.headline, about.first, about.last, *counts, _named(about.names))


def _named(names: Iterable[tuple[str, str, int]]) -> tuple[Named, ...]:
    return tuple(Named(*one) for one in names)


def _member(member: stories.Member) -> Member:
    about = member.id, member.headline, member.outlet, member.published, member.url, member.source
    return Member(*about, member.revision, member.reason, _record(member.record))


def _found(store: Store, hit: Hit) -> Found:
    about = hit.id, hit.headline, hit.outlet, hit.published, hit.url, hit.source, _story_of(store, hit.key)
    shown = Passage(hit.passage.article, hit.passage.start, hit.passage.end, hit.words)
    said = tuple(Said(one.span.article, one.span.start, one.span.end, one.words, one.speaker) for one in hit.said)
    return Found(*about, _record(hit.record), shown, hit.matches, said)


def _record(keys: str) -> dict[str, Any] | None:
    return json.loads(keys) if keys else None


def _story_of(store: Store, key: int) -> str | None:
    row = store.db.execute(
        "SELECT stories.id FROM articles JOIN story_pages USING (page) JOIN stories ON stories.key = story"
        " WHERE articles.key = ?",
        (key,),
    ).fetchone()
    return row[0] if row else None


def _feed(feed: Followed) -> Feed:
    when = feed.followed_at, feed.checked_at, feed.due_at
    return Feed(feed.key, feed.url, feed.title, feed.state, feed.reason, feed.tries, *when)
