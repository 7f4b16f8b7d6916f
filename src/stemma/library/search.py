"""Articles by words, person, outlet, speaker and date; each hit with the characters that made it one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stemma.errors import QueryError
from stemma.library import cursors
from stemma.library.outlets import require
from stemma.library.store import Store
from stemma.naming import fold
from stemma.span import Span

WINDOW = 180
"""Characters of a passage shown for a hit, before it is widened to whole words."""

MATCHES = 500
"""Matches of an article that are looked at: one word can stand in it a million times."""

QUOTATIONS = 3
"""Quotations shown of an article where a speaker is asked for."""

_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: no text prints them; one that does gets no passages
_TERM = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles.  since, until: days ("2026-03-09"), both included; undated articles then stay out.

    person, speaker: words of a name; outlet: a name in any spelling.  Outlets that are hidden stay out unless
    asked for by name.  story: key of a story.
    """

    person: str | None = None
    outlet: str | None = None
    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    story: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation of the speaker asked for, from its first to its last character."""

    span: Span
    words: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found.

    passage: the run of text to show, with `words`, its characters; matches: where the words asked for stand in
    it.  record: the keys it came with, as JSON or "".
    """

    key: int
    id: str
    headline: str
    outlet: str | None
    published: str | None
    url: str | None
    source: str
    record: str
    passage: Span
    words: str
    matches: tuple[Span, ...]
    said: tuple[Said, ...]


def search(store: Store, words: str, filters: Filters, limit: int) -> list[Hit]:
    """The articles that hold all of the words: the best first, or the newest where no words are given.

    The best is what fits best, times the weight of its outlet.

    words: "a phrase in quotation marks" stands together, a star ends the start of a word.
    Raises QueryError where the words hold no letter or number, MissingError where no outlet has the name.
    """
    return page(store, words, filters, limit=limit)[0]


def page(
    store: Store, words: str, filters: Filters, *, limit: int, after: str | None = None
) -> tuple[list[Hit], str | None]:
    """The same, a page at a time, with the cursor of the next, None for no more.

    after: a cursor.  Articles that came after the first page was asked for are not in the later ones, so that
    nothing stands in two.
    """
    conditions, values = where(store, filters)
    newest, passed = (_newest(store), 0) if after is None else cursors.decoded(after, int, int)
    conditions.append("articles.key <= ?")
    values.append(newest)
    asked = expression(words)
    if asked:
        table = "search JOIN articles ON articles.key = search.rowid"
        conditions, values = ["search MATCH ?", *conditions], [asked, *values]
        order = f"{_FIT} * ifnull(weight, 1), articles.key"  # the best is the least
        if not store.db.execute("SELECT 1 FROM outlets WHERE weight <> 1").fetchone():
            conditions.insert(1, f"rank MATCH '{_FIT.replace('search, ', '')}'")
            order = "rank"  # sorted within the index: of a word in most articles, few rows are then looked at
    else:
        table, order = "articles", "moment DESC, articles.key DESC"  # by the index; undated ones come last
    # Keys alone are sorted: with the texts in it, the sort would carry every match's text.
    chosen = (
        f"SELECT articles.key FROM {table} LEFT JOIN outlets ON outlets.key = outlet"
        f" WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ? OFFSET ?"
    )
    found = [key for (key,) in store.db.execute(chosen, (*values, limit + 1, passed))]
    following = cursors.encoded((newest, passed + limit)) if len(found) > limit else None
    return [_hit(store, key, _marked(store, key, asked), filters.speaker) for key in found[:limit]], following


_FIT = "bm25(search, 4.0, 1.0)"
"""How well an article fits, the less the better; a word in the headline counts four times."""


def _newest(store: Store) -> int:
    newest: int = store.db.execute("SELECT ifnull(max(key), 0) FROM articles").fetchone()[0]
    return newest


def where(store: Store, filters: Filters) -> tuple[list[str], list[object]]:
    """The conditions of an SQL query over `articles` joined to `outlets`, and their values."""
    # CROSS JOIN: names first, or SQLite walks through all that is said, of which there is several times as much
    conditions, values = ["latest = 1"], list[object]()
    if filters.outlet:
        conditions.append("outlet = ?")
        values.append(require(store, filters.outlet))
    else:
        conditions.append("ifnull(hidden, 0) = 0")
    if filters.person:
        conditions.append(
            "articles.key IN (SELECT article FROM names CROSS JOIN article_names ON article_names.name = names.key"
            " WHERE kind = 'person' AND instr(folded, ?))"
        )
        values.append(name_words(filters.person))
    if filters.speaker:
        conditions.append(
            "articles.key IN"
            " (SELECT article FROM names CROSS JOIN quotations ON speaker = names.key WHERE instr(folded, ?))"
        )
        values.append(name_words(filters.speaker))
    for day, sign in ((filters.since, ">="), (filters.until, "<=")):
        if day:
            conditions.append(f"day {sign} ?")
            values.append(day)
    if filters.story is not None:
        conditions.append("page IN (SELECT page FROM story_pages WHERE story = ?)")
        values.append(filters.story)
    return conditions, values


def expression(words: str) -> str:
    """What a person types as a query of FTS5: every word and every quoted phrase must be there."""
    terms: list[str] = []
    for phrase, word in _TERM.findall(words):
        star = "*" if word.endswith("*") else ""
        plain = phrase or word.rstrip("*")
        if any(character.isalnum() for character in plain):
            terms.append('"' + plain.replace('"', '""').replace("\0", " ") + '"' + star)
    if words.strip() and not terms:
        raise QueryError(f"“{words.strip()[:80]}” holds no word to search for. Give letters or numbers.")
    return " AND ".join(terms)


def unfinished(words: str) -> str:
    """The same words with the last one open at its end, as somebody types them; "" for less than two letters."""
    if sum(character.isalnum() for character in words) < 2:
        return ""
    if words.count('"') % 2:
        return words.replace('"', " ")
    return f"{words}*" if words[-1].isalnum() else words


def latest(store: Store, words: str, limit: int) -> list[Hit]:
    """The articles that came in last and hold all of the words; unlike `search`, in the time of a keystroke.

    Raises QueryError where the words hold no letter or number.
    """
    asked = expression(words)
    found = store.db.execute(
        "SELECT articles.key, highlight(search, 1, ?, ?) FROM search JOIN articles ON articles.key = search.rowid"
        " LEFT JOIN outlets ON outlets.key = outlet WHERE search MATCH ? AND latest = 1 AND ifnull(hidden, 0) = 0"
        " ORDER BY search.rowid DESC LIMIT ?",
        (_OPEN, _CLOSE, asked, limit),
    ).fetchall()
    return [_hit(store, key, marked, None) for key, marked in found]


def name_words(words: str) -> str:
    """Words of a name as they stand in `names.folded`."""
    plain = fold(words)
    if not plain:
        raise QueryError(f"“{words[:80]}” is no name to search for. Give letters.")
    return f" {plain} "


def _marked(store: Store, key: int, asked: str) -> str:
    """The text of an article with the words asked for between _OPEN and _CLOSE; "" where none are."""
    query = "SELECT highlight(search, 1, ?, ?) FROM search WHERE search MATCH ? AND rowid = ?"
    row = store.db.execute(query, (_OPEN, _CLOSE, asked, key)).fetchone() if asked else None
    return row[0] if row else ""


def _hit(store: Store, key: int, marked: str, speaker: str | None) -> Hit:
    name, headline, outlet, published, url, source, record, text = store.db.execute(
        "SELECT id, headline, name, published, url, source, ifnull(record, ''), text FROM articles"
        " LEFT JOIN outlets ON outlets.key = outlet WHERE articles.key = ?",
        (key,),
    ).fetchone()
    found = list(_matches(marked, text))
    start, end = _window(text, found) if found else _opening(text, headline)
    inside = tuple(Span(name, a, b) for a, b in found if start <= a and b <= end)
    said = tuple(_said(store, key, name, text, speaker, found)) if speaker else ()
    passage = Span(name, start, end)
    about = (key, name, headline, outlet, published, url, source, record)
    return Hit(*about, passage, text[start:end], inside, said)


def _matches(marked: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the words asked for stand in the text."""
    if _OPEN in text or _CLOSE in text:
        return
    at = 0
    for number, piece in enumerate(marked.split(_OPEN)[1:]):
        before = marked.index(_OPEN, at)
        start = before - 2 * number
        yield start, start + piece.index(_CLOSE)
        at = before + 1


def _window(text: str, found: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The run of text that holds most of the matches, on whole words.  found: in order, apart from each other."""
    ends = [b for _, b in found]
    held = [bisect_right(ends, a + WINDOW) - k for k, (a, _) in enumerate(found)]
    best = max(range(len(found)), key=lambda k: (held[k], -k))
    first, last = found[best][0], ends[best + max(held[best], 1) - 1]
    room = max(0, WINDOW - (last - first)) // 2
    return _widened(text, max(0, first - room), min(len(text), last + room))


def _opening(text: str, headline: str) -> tuple[int, int]:
    """The beginning of the text below its headline."""
    start = len(headline) if headline and text.startswith(headline) else 0
    start += len(text[start:]) - len(text[start:].lstrip())
    return _widened(text, start, min(len(text), start + WINDOW))


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and end - start < 3 * WINDOW and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and end - start < 3 * WINDOW and not text[end].isspace():
        end += 1
    return start, end


def _said(
    store: Store, key: int, article: str, text: str, speaker: str, found: Sequence[tuple[int, int]]
) -> Iterator[Said]:
    """The quotations of a speaker, those that hold words asked for first."""
    rows = store.db.execute(
        'SELECT "start", "end", name FROM quotations JOIN names ON names.key = speaker'
        " WHERE article = ? AND instr(folded, ?) ORDER BY number",
        (key, name_words(speaker)),
    ).fetchall()
    rows.sort(key=lambda row: not any(row[0] <= a and b <= row[1] for a, b in found))
    for start, end, name in rows[:QUOTATIONS]:
        yield Said(Span(article, start, end), text[start:end], name)
