"""One kind for all places of one name, as most of them and the words beside it say.

A name of one word that is new to the model is often taken for a person's.  Whoever bears no title, and no fuller
name in the article, is none where the text says so: "in Karsa", "the oil firm Petra", "Aurelia Airways … Aurelia".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from stemma.naming import fold
from stemma.reading.lexicon import words
from stemma.reading.names.grid import Grid
from stemma.reading.names.titles import gender_of_name

if TYPE_CHECKING:
    from stemma.reading.names.mentions import Name
    from stemma.types import EntityKind

_WITHIN = frozenset("in into across near outside throughout inside around".split())  # noqa: SIM905


def agree(grid: Grid, names: list[Name]) -> list[Name]:
    """The names, each of the commonest kind of its folded words; a surname alone is of the kind of the full name."""
    votes: dict[str, Counter[EntityKind]] = {}
    surnames: Counter[str] = Counter()
    alone: set[str] = set()  # people's names of one word
    for name in names:
        key = _key(grid, name)
        votes.setdefault(key, Counter())[name.kind] += 1
        if name.kind == "person" and " " in key:
            surnames[key.split()[-1]] += 1
        elif " " not in key and name.kind == "person":
            alone.add(key)
    unlike = _unlike_people(grid, names)
    agreed: list[Name] = []
    for name in names:
        key = _key(grid, name)
        kind = max(votes[key].items(), key=lambda vote: (vote[1], vote[0] == "person", vote[0]))[0]
        if kind in ("place", "other", "organisation") and surnames[key] and votes[key]["person"]:
            kind = "person"
        if kind in ("place", "organisation") and key.partition(" ")[2] in alone and gender_of_name(key.split()[0]):
            kind = "person"  # "Preston Aldway" where "Aldway" is somebody
        if kind == "person":
            kind = unlike.get(key, kind)
        agreed.append(replace(name, kind=kind) if kind != name.kind else name)
    return agreed


def _key(grid: Grid, name: Name) -> str:
    return fold(grid.text[name.start : name.end])


def _unlike_people(grid: Grid, names: list[Name]) -> Mapping[str, EntityKind]:
    """Names of one word that are nobody's, with what they are instead."""
    whole: dict[str, EntityKind] = {}
    theirs: set[str] = set()  # words of people's full names, and names with a title
    for name in names:
        parts = _key(grid, name).split()
        if name.kind == "person" and (len(parts) > 1 or name.titles):
            theirs.update(parts)
        elif name.kind in ("organisation", "place") and len(parts) > 1:
            whole.setdefault(parts[0], name.kind)
    small = {word for word in grid.word if word.islower()}
    found: dict[str, EntityKind] = {}
    for name in names:
        key = _key(grid, name)
        if name.kind == "person" and " " not in key and key not in theirs and key not in found:
            kind = _beside(grid, name, small) or whole.get(key)
            if kind is not None:
                found[key] = kind
    return found


def _beside(grid: Grid, name: Name, small: set[str]) -> EntityKind | None:
    """The kind that the words beside a name give it, None where they leave it open; small: words in small letters."""
    first, last = grid.covers(name.start, name.end)
    if not grid.capital(first) or (grid.upos[first] == "NOUN" and grid.low[first] in small):
        return "other"  # "jeers", "Burglars" where "burglars" stands too
    if last + 2 < len(grid) and grid.low[last + 1] in ("'s", "’s"):
        owned = grid.phrase_after(last + 2)
        if owned is not None and grid.low[owned[1]] in words("public"):
            return "place"
    if first < 1 or last + 1 >= len(grid) or not grid.joined(first - 1, first):
        return None
    before = grid.low[first - 1]
    if before in _WITHIN and grid.head[first - 1] in range(first, last + 1):
        return "place"
    noun = grid.upos[first - 1] == "NOUN" and (grid.head[first - 1] == first or grid.head[first] == first - 1)
    if noun and (before in words("bodies") or before in words("companies")):
        return "organisation"
    if noun and before in words("things"):
        return "other"
    follows = grid.joined(last, last + 1) and grid.upos[last + 1] == "NOUN" and grid.head[last] == last + 1
    if before == "the" and not follows and grid.head[first - 1] == first:
        return "organisation"
    return None
