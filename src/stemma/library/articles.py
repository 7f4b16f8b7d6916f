"""Articles in the library: what is already there, adding one with its reading, and getting them back.

A row is one revision and never changes.  A page is all revisions of one address; its key is that of the first.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec

from stemma.errors import LibraryError, MissingError
from stemma.library import outlets
from stemma.library.store import Store
from stemma.types import Article, Entity, Part, PartKind, Reading, Span, Stated

Standing = Literal["new", "revision", "known", "removed"]
"""How an article stands to the library: not there, a change of a page that is, there, or removed for good."""

_TRACKERS = re.compile(r"(?:utm_\w+|(?:fb|g|d|msclk|y|tw|cmp|oc)(?:cl)?id|mc_[ce]id|igshid)", re.IGNORECASE)
_STATED = ("outlet", "published", "updated", "family", "syndicated_from")
_COLUMNS = (
    "articles.key, articles.id, text, sha256, source, file, url, parts, stated, incomplete, notes, record,"
    " outlets.family"
)


@dataclass(frozen=True, slots=True)
class Found:
    """An article's standing.  page: of the page it belongs to; id: of the article that is there; told: in words."""

    standing: Standing
    page: int = 0
    id: str = ""
    told: str = ""


def address(url: str) -> str:
    """What makes a URL the same page: without scheme, default port, fragment, trackers, closing slash."""
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
        kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKERS.fullmatch(k)]
    except ValueError:
        return url.strip()
    query = f"?{urlencode(kept)}" if kept else ""
    return f"//{(parts.hostname or '').lower()}{port}{parts.path.rstrip('/')}{query}"


def lift(store: Store, article: Article) -> None:
    """Take away the tombstones that keep an article out, within the caller's transaction."""
    folded = outlets.folded(article.outlet.value) if article.outlet else ""
    known_by = marks(article, address(article.url) if article.url else "", folded)
    store.db.execute(
        "DELETE FROM tombstones WHERE key IN"
        f" (SELECT tombstone FROM tombstone_marks WHERE mark IN ({', '.join('?' * len(known_by))}))",
        known_by,
    )


def has_url(store: Store, url: str) -> bool:
    """Whether a page of this URL is in the library, or was removed for good."""
    place = address(url)
    found = store.db.execute(
        "SELECT EXISTS (SELECT 1 FROM addresses WHERE address = ?)"
        " OR EXISTS (SELECT 1 FROM tombstone_marks WHERE mark = ?)",
        (place, mark("address", place)),
    )
    return bool(found.fetchone()[0])


def standing(store: Store, article: Article) -> Found:
    """How an article stands to the library, before anything is read or written."""
    db = store.db
    folded = outlets.folded(article.outlet.value) if article.outlet else ""
    place = address(article.url) if article.url else ""
    if gone := _tombstone(db, marks(article, place, folded)):
        return Found("removed", told=gone)
    same = db.execute("SELECT id, page, sha256 FROM articles WHERE id = ?", (article.id,)).fetchone()
    if same and same[2] == article.sha256:
        return Found("known", same[1], same[0])
    if same:  # 48 bits of a hash: by chance never, by design perhaps
        raise LibraryError(f"{article.source}: another text has its id {article.id}. Give it under another name.")
    page = db.execute("SELECT page FROM addresses WHERE address = ?", (place,)).fetchone() if place else None
    if page:
        twin = db.execute("SELECT id FROM articles WHERE page = ? AND sha256 = ?", (page[0], article.sha256)).fetchone()
        return Found("known", page[0], twin[0]) if twin else Found("revision", page[0])
    if article.outlet and article.outlet.how != "file name":
        twin = db.execute(
            "SELECT id, page FROM articles JOIN outlets ON outlets.key = outlet WHERE sha256 = ? AND folded = ?",
            (article.sha256, folded),
        ).fetchone()
        if twin:
            return Found("known", twin[1], twin[0])
    return Found("new")


def insert(store: Store, reading: Reading, at: str) -> Found:
    """Add an article with its reading, within the caller's transaction; nothing where it is already there.

    at: the moment, as `store.now()` gives it.  Raises LibraryError where another text has its id.
    """
    from stemma.library import readings

    article, db = reading.article, store.db
    found = standing(store, article)
    if found.standing == "removed":
        return found
    if found.standing == "known":
        also_at(db, article, found.page)
        return found
    (key,) = db.execute("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'articles'").fetchone()
    page = found.page or key
    revision = 1
    if found.standing == "revision":
        (revision,) = db.execute("SELECT max(revision) + 1 FROM articles WHERE page = ?", (page,)).fetchone()
        db.execute("UPDATE articles SET latest = 0 WHERE page = ? AND latest = 1", (page,))
        db.execute(
            "UPDATE stories SET stale = 1, changed_at = ? WHERE key = (SELECT story FROM story_pages WHERE page = ?)",
            (at, page),
        )
    _insert_row(db, article, key, page, revision, at)
    also_at(db, article, page)
    db.execute("INSERT INTO readings VALUES (?, ?, ?)", (key, readings.FORMAT, readings.pack(reading)))
    index(db, key, reading)
    return Found(found.standing, page, article.id)


def index(db: sqlite3.Connection, key: int, reading: Reading) -> None:
    """Write what queries need of a reading, in place of what was there: names and quotations."""
    db.execute("DELETE FROM article_names WHERE article = ?", (key,))
    db.execute("DELETE FROM quotations WHERE article = ?", (key,))
    counted: Counter[int] = Counter()
    entities: dict[str, Entity] = {}
    for entity in reading.entities:
        entities[entity.id] = entity
        if entity.named:
            counted[_name(db, entity.name, entity.kind)] += len(entity.mentions)
    db.executemany("INSERT INTO article_names VALUES (?, ?, ?)", [(key, *pair) for pair in counted.items()])
    for number, quotation in enumerate(reading.quotations, 1):
        who = entities.get(quotation.entity or "")
        said_by = (who.name, who.kind) if who and who.named else (quotation.speaker, "other")
        speaker = _name(db, said_by[0], said_by[1]) if said_by[0] else None
        span = quotation.content[0].start, quotation.content[-1].end
        rest = quotation.type, speaker, quotation.unnamed, quotation.channel, quotation.relayed_from
        db.execute("INSERT INTO quotations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (key, number, *span, *rest))


def load(store: Store, keys: Iterable[int]) -> Iterator[Article]:
    """The articles with these keys, in this order; the family is the one set for the outlet, where one is.

    Raises LibraryError where there is none, or it is damaged.
    """
    for key in keys:
        yield _article(_row(store, key))


def load_readings(store: Store, keys: Iterable[int]) -> Iterator[Reading]:
    """The readings of the articles with these keys, in this order.

    One that is stored in another format, damaged or missing is read anew from its text, and stored when the
    library is not busy.  Raises LibraryError where there is no such article.
    """
    from stemma.library import readings

    for key in keys:
        article = _article(_row(store, key))
        stored = store.db.execute("SELECT format, data FROM readings WHERE article = ?", (key,)).fetchone()
        if stored and stored[0] == readings.FORMAT:
            try:
                yield readings.unpack(stored[1], article)
                continue
            except LibraryError:
                pass  # read anew below: the text is what counts, and it is there
        yield _read_anew(store, key, article)


def key_of(store: Store, name: str) -> int:
    """The key of the article with this id, or of the latest revision at this URL.  Raises LibraryError."""
    row = store.db.execute("SELECT key FROM articles WHERE id = ?", (name,)).fetchone()
    if not row and "://" in name:
        row = store.db.execute(
            "SELECT key FROM articles JOIN addresses USING (page) WHERE address = ? AND latest = 1", (address(name),)
        ).fetchone()
    if not row:
        raise MissingError(f"{name}: no article of the library has this id or URL. `stemma search` shows ids.")
    key: int = row[0]
    return key


def mark(kind: Literal["address", "text", "outlet"], words: str) -> str:
    """What a tombstone keeps of something removed: enough to know it again, nothing to read."""
    return hashlib.sha256(f"{kind}:{words}".encode()).hexdigest()


def marks(article: Article, place: str, folded: str) -> list[str]:
    """By what a tombstone knows an article again: its address, its text at its outlet, its outlet."""
    found = [mark("text", f"{folded}:{article.sha256}")]
    if place:
        found.append(mark("address", place))
    if folded:
        found.append(mark("outlet", folded))
    return found


def moment(published: str | None) -> int | None:
    """Seconds since 1970 of a date or time; a day alone stands for its first moment, no zone for UTC."""
    try:
        parsed = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    return int((parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp())


def _tombstone(db: sqlite3.Connection, known_by: list[str]) -> str:
    row = db.execute(
        "SELECT what, removed_at, reason FROM tombstones JOIN tombstone_marks ON tombstone = key"
        f" WHERE mark IN ({', '.join('?' * len(known_by))}) ORDER BY key LIMIT 1",
        known_by,
    ).fetchone()
    if not row:
        return ""
    what = "its outlet was" if row[0] == "outlet" else "was"
    return f"{what} removed on {row[1][:10]}" + (f" ({row[2]})" if row[2] else "")


def _insert_row(db: sqlite3.Connection, article: Article, key: int, page: int, revision: int, at: str) -> None:
    headline = article.first("headline")
    published = article.published.value if article.published else None
    when = moment(published)
    values = {
        "key": key,
        "id": article.id,
        "page": page,
        "revision": revision,
        "outlet": outlets.key(db, article.outlet.value) if article.outlet else None,
        "published": published,
        "day": published[:10] if published and when is not None else None,
        "moment": when,
        "updated": article.updated.value if article.updated else None,
        "added_at": at,
        "sha256": article.sha256,
        "headline": " ".join(article.words(headline.span).split())[:500] if headline else "",
        "url": article.url,
        "source": article.source,
        "file": article.file,
        "incomplete": _json(article.incomplete),
        "notes": _json(article.notes),
        "stated": _json(_stated(article)),
        "parts": _json([[part.kind, part.span.start, part.span.end] for part in article.parts]),
        "record": article.record or None,
        "text": article.text,
    }
    db.execute(
        f"INSERT INTO articles ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", tuple(values.values())
    )


def also_at(db: sqlite3.Connection, article: Article, page: int) -> None:
    """Remember, within the caller's transaction, that a page is found at this address too."""
    if article.url:
        db.execute("INSERT OR IGNORE INTO addresses VALUES (?, ?)", (address(article.url), page))


def _name(db: sqlite3.Connection, name: str, kind: str) -> int:
    from stemma.naming import fold

    db.execute("INSERT OR IGNORE INTO names (name, kind, folded) VALUES (?, ?, ?)", (name, kind, f" {fold(name)} "))
    key: int = db.execute("SELECT key FROM names WHERE name = ? AND kind = ?", (name, kind)).fetchone()[0]
    return key


def _row(store: Store, key: int) -> tuple[object, ...]:
    row: tuple[object, ...] | None = store.db.execute(
        f"SELECT {_COLUMNS} FROM articles LEFT JOIN outlets ON outlets.key = outlet WHERE articles.key = ?", (key,)
    ).fetchone()
    if row is None:
        raise LibraryError(f"{store.path}: article number {key} is not there any more. It was removed meanwhile.")
    return row


class _Row(msgspec.Struct, array_like=True, frozen=True):
    """A row of `articles` with its columns' types."""

    key: int
    id: str
    text: str
    sha256: str
    source: str
    file: str
    url: str | None
    parts: str
    stated: str
    incomplete: str
    notes: str
    record: str | None
    family: str | None


def _article(values: tuple[object, ...]) -> Article:
    try:
        return _built(values)
    except (msgspec.MsgspecError, ValueError) as error:
        raise LibraryError(
            f"article {values[1]} is damaged in the library ({error}). `stemma doctor` says what can be saved."
        ) from error


def _built(values: tuple[object, ...]) -> Article:
    row = msgspec.convert(values, _Row)
    said = msgspec.json.decode(row.stated, type=dict[str, tuple[str, str, int | None, int | None]])
    stated = {
        key: Stated(value, how, Span(row.id, start, end) if start is not None and end is not None else None)
        for key, (value, how, start, end) in said.items()
    }
    if row.family:
        stated["family"] = Stated(row.family, "option")
    parts = msgspec.json.decode(row.parts, type=tuple[tuple[PartKind, int, int], ...])
    return Article(
        row.id,
        row.text,
        row.sha256,
        row.source,
        row.file,
        tuple(Part(kind, Span(row.id, start, end)) for kind, start, end in parts),
        **stated,
        url=row.url,
        incomplete=msgspec.json.decode(row.incomplete, type=tuple[str, ...]),
        notes=msgspec.json.decode(row.notes, type=tuple[str, ...]),
        record=row.record or "",
    )


def _stated(article: Article) -> dict[str, tuple[str, str, int | None, int | None]]:
    found = ((name, getattr(article, name)) for name in _STATED)
    return {
        name: (said.value, said.how, said.span.start if said.span else None, said.span.end if said.span else None)
        for name, said in found
        if said
    }


def _read_anew(store: Store, key: int, article: Article) -> Reading:
    from stemma.library import readings
    from stemma.reading import read

    reading = read(article, vectored="opening")
    if not store.db.in_transaction:
        with store.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (key, readings.FORMAT, readings.pack(reading))
            )
            index(db, key, reading)
    return reading


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
