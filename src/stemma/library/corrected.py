"""What the corrections of a library mean for some articles, and for the stories."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stemma.library.store import Store
from stemma.span import Span

if TYPE_CHECKING:
    from stemma.comparing.corrected import Corrections


def bearing(store: Store, keys: Sequence[int]) -> Corrections:
    """What corrections say of these articles, in passages of these; a revision has those of its page."""
    from stemma.comparing.corrected import Corrections, Identity

    identities: list[Identity] = []
    apart: list[tuple[Span, Span]] = []
    for kind, first, second in _sides(store, keys):
        if kind == "not one fact":
            apart += [(one, other) for one in first for other in second]
        elif kind == "one entity" or (first and second):
            identities.append(Identity(first, second, kind == "one entity"))
    return Corrections(tuple(identities), tuple(apart))


def kept_out(store: Store) -> list[tuple[int, int, str]]:
    """(latest revision of a page, story that it is no part of), as keys, with the id of the story."""
    rows = store.db.execute(
        "SELECT latest.key, stories.key, stories.id FROM corrections"
        " JOIN correction_passages ON correction = corrections.key JOIN articles ON articles.key = article"
        " JOIN articles AS latest ON latest.page = articles.page AND latest.latest = 1"
        " JOIN stories ON stories.id = coalesce("
        "(SELECT into_id FROM story_merges WHERE story_merges.id = corrections.story), corrections.story)"
        " WHERE kind = 'not in story' ORDER BY corrections.key"
    )
    return rows.fetchall()


def found_again(words: str, at: int, text: str) -> int | None:
    """Where the words of an earlier revision stand in a text, as words of their own, nearest to `at`; or None."""
    best: int | None = None
    start = text.find(words) if words else -1
    while start >= 0:
        if not (_runs_on(text, start, words[0]) or _runs_on(text, start + len(words), words[-1])):
            if best is not None and abs(start - at) >= abs(best - at):
                break
            best = start
        start = text.find(words, start + 1)
    return best


def _runs_on(text: str, at: int, edge: str) -> bool:
    """Does a word go on across this offset?"""
    return edge.isalnum() and 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _sides(store: Store, keys: Sequence[int]) -> Iterator[tuple[str, tuple[Span, ...], tuple[Span, ...]]]:
    """The kind of each correction of passages, and its passages as these articles have them."""
    rows = store.db.execute(
        'SELECT corrections.key, kind, side, articles.key, articles.page, "start", "end" FROM articles AS compared'
        " JOIN articles ON articles.page = compared.page JOIN correction_passages ON article = articles.key"
        " JOIN corrections ON corrections.key = correction"
        " WHERE compared.key IN (SELECT value FROM json_each(?)) AND kind IN ('one entity', 'two entities',"
        " 'not one fact') GROUP BY correction, side, number ORDER BY correction, side, number",
        (json.dumps(list(keys)),),
    ).fetchall()
    if not rows:
        return
    at = {page: key for key, page in _pages(store, keys)}
    found: dict[int, tuple[str, tuple[list[Span], list[Span]]]] = {}
    for correction, kind, side, key, page, start, end in rows:
        span = _there(store, key, key if key in keys else at[page], start, end)
        if span is not None:
            found.setdefault(correction, (kind, ([], [])))[1][side - 1].append(span)
    for kind, (first, second) in found.values():
        yield kind, tuple(first), tuple(second)


def _pages(store: Store, keys: Sequence[int]) -> list[tuple[int, int]]:
    query = "SELECT key, page FROM articles WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key"
    return store.db.execute(query, (json.dumps(list(keys)),)).fetchall()


def _there(store: Store, key: int, now: int, start: int, end: int) -> Span | None:
    """A passage of one revision in another of its page, or None where that has not these words."""
    name, text = store.db.execute("SELECT id, text FROM articles WHERE key = ?", (now,)).fetchone()
    if key == now:
        return Span(name, start, end)
    (before,) = store.db.execute("SELECT text FROM articles WHERE key = ?", (key,)).fetchone()
    at = found_again(before[start:end], start, text)
    return None if at is None else Span(name, at, at + end - start)
