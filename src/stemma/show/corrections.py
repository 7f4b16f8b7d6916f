"""Corrections of a library as plain values and as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stemma.show.text import line, series, shorten

if TYPE_CHECKING:
    from stemma.library.corrections import Listed, Quoted

SHOWN = 120
"""Characters of a passage in a sentence."""


def document(one: Listed) -> dict[str, object]:
    """A correction as plain values (docs/library.md)."""
    return {
        "id": one.id,
        "kind": one.kind,
        "made_at": one.made_at,
        "first": [_passage(quoted) for quoted in one.first],
        "second": [_passage(quoted) for quoted in one.second],
        "story": one.story,
        "outlet": one.outlet,
        "family": one.family,
        "lost": one.lost,
    }


def sentence(one: Listed) -> str:
    """What a correction says, on one line."""
    first, second = _side(one.first), _side(one.second)
    said = {
        "one entity": f"{first} and {second} are one",
        "two entities": f"{first} and {second} are two",
        "not one fact": f"{first} and {second} do not state one fact",
        "not in story": f"{_article(one.first)} is no part of story {one.story}",
        "family": f"{line(one.outlet or 'an outlet that was removed')} belongs to {line(one.family or '')}",
    }[one.kind]
    return f"{said} (does nothing any more: {one.lost})" if one.lost else said


def _passage(quoted: Quoted) -> dict[str, object]:
    now = quoted.now
    return {
        "article": quoted.article,
        "start": quoted.start,
        "end": quoted.end,
        "words": quoted.words,
        "headline": quoted.headline,
        "outlet": quoted.outlet,
        "now": None if now is None else {"article": now.article, "start": now.start, "end": now.end},
    }


def _side(quoted: Sequence[Quoted]) -> str:
    """The first words of a side that are there, and where they stand."""
    there = [one for one in quoted if one.article is not None]
    if not there:
        return "a passage that was removed"
    outlets = series(list(dict.fromkeys(line(one.outlet or one.headline or one.article or "") for one in there)))
    return f"“{shorten(line(there[0].words), SHOWN)}” ({outlets})"


def _article(quoted: Sequence[Quoted]) -> str:
    there = next((one for one in quoted if one.article is not None), None)
    if there is None:
        return "an article that was removed"
    return f"“{shorten(line(there.headline), SHOWN)}” ({line(there.outlet or there.article or '')})"
