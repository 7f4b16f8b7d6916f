"""Which articles of a pile carry the same rows of words: pairs to lay over each other, and boilerplate.

Two rounds.  In the first, articles meet in marks, a third as many as words.  Marks that few carry give pairs at once.
Those that many carry, or several articles of one outlet, are looked at again as whole rows of words: what one
outlet prints again and again is boilerplate, and the rest gives pairs.  So every two articles with SHORTEST words in
a row outside boilerplate meet, and nothing grows with the square of how many carry a text: a text of more than
CROWD articles is laid against one of them, which stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy import int64, uint64
from numpy.typing import NDArray

from stemma.copies import grams
from stemma.copies.pile import MANY, SHORTEST
from stemma.corpus.windows import Numbers, Pile, marks, mixed, windows

CROWD = 32
"""Articles up to which every two that carry a text are laid over each other; of more, each meets one of them."""

SLICES = 64
"""Jobs over which the articles of a crowd are spread."""

TWICE = 2
"""Articles an outlet on average, from which what a crowd carries is boilerplate and no text of an agency."""

CHUNK = 1 << 21  # pairs at hand at once

MARKS = pa.schema([("key", pa.uint64()), ("article", pa.uint64()), ("outlet", pa.uint64()), ("rank", pa.int64())])
"""An article carries a row of words.  key: its mark, or its hash."""

CROWDED = pa.schema([("article", pa.uint64()), ("key", pa.uint64())])
"""Marks of an article that the second round looks at."""

PLACES = MARKS.append(pa.field("place", pa.int32()))
"""MARKS of the second round, with the number of the word in its article where the row begins."""

PAIRS = pa.schema([("at", pa.uint64()), ("first", pa.uint64()), ("second", pa.uint64())])
"""Two articles that share a row of words, the one of lower rank first.  at: the same for those that meet often."""

OWNED = pa.schema([("article", pa.uint64()), ("place", pa.int32()), ("outlet", pa.uint64())])
"""Rows of words that are boilerplate: the word where they begin, and whose they are."""


def marked(pile: Pile, shortest: int = SHORTEST) -> pa.Table:
    """The MARKS of articles, each once."""
    at, key = marks(pile, shortest)
    new = np.ones(len(at), bool)
    row = pile.row[at]
    new[1:] = (key[1:] != key[:-1]) | (row[1:] != row[:-1])  # neighbours share theirs: less to sort
    return _carried(pile, row[new], key[new])


def _carried(pile: Pile, row: NDArray[np.int32], key: Numbers) -> pa.Table:
    order = np.lexsort((key, row))
    row, key = row[order], key[order]
    once = np.ones(len(row), bool)
    once[1:] = (key[1:] != key[:-1]) | (row[1:] != row[:-1])
    row, key = row[once], key[once]
    columns = [pile.column(name)[row] for name in ("article", "outlet", "rank")]
    return pa.table([key, *columns], schema=MARKS)


def placed(pile: Pile, crowded: pa.Table, shortest: int = SHORTEST) -> pa.Table:
    """The PLACES of every row of words whose mark is among the CROWDED ones of its article."""
    at, key = marks(pile, shortest)
    article = pile.column("article")[pile.row[at]]
    asked = _both(crowded.column("article").to_numpy(), crowded.column("key").to_numpy())
    kept = np.flatnonzero(np.isin(_both(article, key), asked))
    whole, hashes = windows(pile, shortest)
    at, row = at[kept], pile.row[at[kept]]
    columns = [pile.column(name)[row] for name in ("article", "outlet", "rank")]
    place = (at - pile.first[row]).astype(np.int32)
    return pa.table([hashes[np.searchsorted(whole, at)], *columns, place], schema=PLACES)


def _both(article: Numbers, key: Numbers) -> Numbers:
    return mixed(article ^ mixed(key))


@dataclass(frozen=True, slots=True, eq=False)
class _Met:
    """Articles by what they carry, the lowest rank first; each once a key, keys that one carries left out.

    begins: where each key begins, and the end.  most: articles of the outlet with the most, whose number is owner.
    outlets: how many.
    """

    key: Numbers
    article: Numbers
    begins: NDArray[int64]
    most: NDArray[int64]
    owner: Numbers
    outlets: NDArray[int64]

    @property
    def sizes(self) -> NDArray[int64]:
        return np.diff(self.begins)

    def owned(self, crowd: int, many: int) -> NDArray[np.bool_]:
        """Is each key boilerplate of an outlet?

        Of what a crowd carries only where outlets print it more than once on average: among thousands that carry
        one report there is always one that printed it five times.
        """
        return (self.most >= many) & ((self.sizes <= crowd) | (self.sizes >= TWICE * self.outlets))


def _met(table: pa.Table) -> _Met:
    key, article, outlet = (table.column(name).to_numpy() for name in ("key", "article", "outlet"))
    rank = table.column("rank").to_numpy()
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    twice = np.zeros(len(ranked) + 1, bool)
    twice[1:-1] = ranked[1:] == ranked[:-1]
    order = order[twice[1:] | twice[:-1]]
    order = order[np.lexsort((article[order], rank[order], key[order]))]
    key, article, outlet = key[order], article[order], outlet[order]
    once = np.ones(len(key), bool)
    once[1:] = (key[1:] != key[:-1]) | (article[1:] != article[:-1])
    key, article, outlet = key[once], article[once], outlet[once]
    starts = np.flatnonzero(np.concatenate((np.ones(min(len(key), 1), bool), key[1:] != key[:-1])))
    sizes = np.diff(np.append(starts, len(key)))
    several = np.repeat(sizes > 1, sizes)
    key, article, outlet, sizes = key[several], article[several], outlet[several], sizes[sizes > 1]
    begins = np.concatenate((np.zeros(1, int64), np.cumsum(sizes, dtype=int64)))
    return _Met(key, article, begins, *_outlets(outlet, begins))


def _outlets(outlet: Numbers, begins: NDArray[int64]) -> tuple[NDArray[int64], Numbers, NDArray[int64]]:
    """For each key: articles of the outlet with the most, which one, how many outlets; those unknown are none."""
    group = np.repeat(np.arange(len(begins) - 1), np.diff(begins))[outlet > 0]
    outlet = outlet[outlet > 0]
    order = np.lexsort((outlet, group))
    group, outlet = group[order], outlet[order]
    new = np.ones(len(group), bool)
    new[1:] = (group[1:] != group[:-1]) | (outlet[1:] != outlet[:-1])
    starts = np.flatnonzero(new)
    count, group, outlet = np.diff(np.append(starts, len(group))), group[starts], outlet[starts]
    best = np.lexsort((outlet, -count, group))
    best = best[np.unique(group[best], return_index=True)[1]]
    most, owner = np.zeros(len(begins) - 1, int64), np.zeros(len(begins) - 1, uint64)
    most[group[best]], owner[group[best]] = count[best], outlet[best]
    return most, owner, np.bincount(group, minlength=len(begins) - 1)


def crowded(table: pa.Table, crowd: int = CROWD, many: int = MANY) -> pa.Table:
    """Of MARKS those that the second round looks at."""
    met = _met(table)
    again = np.repeat((met.sizes > crowd) | (met.most >= many), met.sizes)
    return pa.table([met.article[again], met.key[again]], schema=CROWDED)


def few(table: pa.Table, crowd: int = CROWD, many: int = MANY) -> pa.Table:
    """The PAIRS of all other MARKS."""
    met = _met(table)
    return _pairs(met, (met.sizes <= crowd) & (met.most < many), crowd)


def rest(table: pa.Table, crowd: int = CROWD, many: int = MANY) -> pa.Table:
    """The PAIRS of PLACES that are no boilerplate."""
    met = _met(table)
    return _pairs(met, ~met.owned(crowd, many), crowd)


def owned(table: pa.Table, crowd: int = CROWD, many: int = MANY) -> pa.Table:
    """Of PLACES those that are boilerplate."""
    met = _met(table)
    keys = met.key[met.begins[:-1]]
    boilerplate = met.owned(crowd, many)
    keys, owner = keys[boilerplate], met.owner[boilerplate]
    key = table.column("key").to_numpy()
    at = np.flatnonzero(np.isin(key, keys))
    columns = [table.column(name).to_numpy()[at] for name in ("article", "place")]
    return pa.table([*columns, owner[np.searchsorted(keys, key[at])]], schema=OWNED)


def _pairs(met: _Met, which: NDArray[np.bool_], crowd: int) -> pa.Table:
    """Every two articles of a key that few carry, and for others each with the first; every pair once."""
    found = [np.zeros((0, 3), uint64)]
    held = 0
    for each in (*_of_few(met, which & (met.sizes <= crowd)), _of_crowds(met, which & (met.sizes > crowd))):
        found.append(each)
        held += len(each)
        if held > CHUNK:
            found, held = [_once(np.concatenate(found))], 0
    at, first, second = _once(np.concatenate(found)).T
    return pa.table([at, first, second], schema=PAIRS)


def _of_few(met: _Met, which: NDArray[np.bool_]) -> Iterator[Numbers]:
    groups = np.flatnonzero(which)
    made = np.cumsum(met.sizes[groups] * (met.sizes[groups] - 1) // 2)
    for some in np.split(groups, np.searchsorted(made, np.arange(CHUNK, made[-1] if len(made) else 0, CHUNK))):
        places = np.concatenate([np.arange(met.begins[g], met.begins[g + 1]) for g in some] or [np.zeros(0, int64)])
        begins = np.concatenate((np.zeros(1, int64), np.cumsum(met.sizes[some], dtype=int64)))
        heads = np.repeat(met.begins[some], met.sizes[some])
        one, other = grams.pairs(np.arange(len(places)), begins, len(met.article))
        first, second = met.article[places[one]], met.article[places[other]]
        yield np.stack((mixed(met.article[heads[one]]), first, second), axis=1)


def _of_crowds(met: _Met, which: NDArray[np.bool_]) -> Numbers:
    member = np.repeat(which, met.sizes)
    head = np.repeat(met.begins[:-1], met.sizes)
    member[met.begins[:-1]] = False
    first, second = met.article[head[member]], met.article[member]
    return np.stack((mixed(first ^ mixed(second % uint64(SLICES))), first, second), axis=1)


def _once(rows: Numbers) -> Numbers:
    rows = rows[np.lexsort(rows.T[::-1])]
    new = np.ones(len(rows), bool)
    new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return rows[new]
