"""Every maximal run of words that two articles of a large pile share, exactly; boilerplate apart.

Nothing is sampled and nothing is hashed: windows of words are named by sorting (`grams`), equal windows are
paired, and pairs that follow each other in both articles are joined.  Time and memory are n log n in the
words of the pile and linear in the pairs of equal windows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy import int32, int64
from numpy.typing import NDArray

from stemma.copies import grams, words
from stemma.types import Article, Span

SHORTEST = 12
"""Words in a row, outside quotation marks, from which two articles of a pile share text."""

CROWD = 1000
"""Places beyond which a window is boilerplate, whoever publishes it: it would make half a million pairs."""

MANY = 5
"""Articles of one outlet from which what they share is boilerplate, such as a newsletter line."""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A run of words that many articles of one outlet carry.

    passage: the first place where it stands; words: its length; articles: ids of all that carry it, in order.
    """

    outlet: str
    passage: Span
    words: int
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Maximal runs of equal words in two articles, in columns of one length, by first article and place.

    first, second: indices of the articles, first < second.  first_span, second_span: offsets, shape (n, 2).
    words: lengths.  boilerplate: what belongs to no run because many articles of one outlet carry it.
    """

    first: NDArray[int32]
    second: NDArray[int32]
    first_span: NDArray[int32]
    second_span: NDArray[int32]
    words: NDArray[int32]
    boilerplate: tuple[Boilerplate, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Pile:
    """The words of all articles in one row: their number, article and offsets; new: a run begins."""

    word: NDArray[int32]
    article: NDArray[int32]
    start: NDArray[int32]
    end: NDArray[int32]
    new: NDArray[np.bool_]


def runs(articles: Sequence[Article], shortest: int = SHORTEST, many: int = MANY) -> Runs:
    """Every maximal run of `shortest` or more lower-cased words outside quotation marks that two articles
    share.

    A run ends where a quotation stands or the part of the page changes.  A window of `shortest` words that
    `many` articles of one outlet carry is boilerplate and belongs to no run.
    """
    pile = _pile(articles)
    at, begins = grams.groups(grams.names(pile.word, pile.new, shortest))
    owner = _owners(articles, pile, at, begins, many)
    boilerplate = _boilerplate(articles, pile, at, begins, owner, shortest)
    sizes = np.diff(begins)
    kept = at[np.repeat(owner < 0, sizes)]
    first, second = grams.pairs(kept, np.append(0, np.cumsum(sizes[owner < 0])), CROWD)
    apart = pile.article[first] != pile.article[second]
    return _maximal(pile, first[apart], second[apart], shortest, boilerplate)


def _pile(articles: Sequence[Article]) -> _Pile:
    numbers: dict[str, int] = {}
    word, article, start, end, new = [], [], [], [], []
    for number, each in enumerate(articles):
        for run in words.unquoted(each):
            word.append(np.array([numbers.setdefault(w, len(numbers)) for w in run.words], dtype=int32))
            start.append(np.array(run.start, dtype=int32))
            end.append(np.array(run.end, dtype=int32))
            article.append(np.full(len(run.words), number, dtype=int32))
            new.append(np.arange(len(run.words)) == 0)
    if not word:
        none = np.zeros(0, dtype=int32)
        return _Pile(none, none, none, none, np.zeros(0, dtype=np.bool_))
    return _Pile(
        np.concatenate(word),
        np.concatenate(article),
        np.concatenate(start),
        np.concatenate(end),
        np.concatenate(new),
    )


def _owners(
    articles: Sequence[Article], pile: _Pile, at: NDArray[int64], begins: NDArray[int64], many: int
) -> NDArray[int64]:
    """For each group of equal windows the number of the first article of the outlet that owns it, or -1.

    An outlet owns a window that `many` of its articles carry; what stands in a CROWD of places has an owner
    too.
    """
    outlets: dict[str, int] = {}
    outlet = np.array(
        [outlets.setdefault(a.outlet.value, n) if a.outlet else -1 for n, a in enumerate(articles)],
        dtype=int64,
    )
    found = np.full(len(begins) - 1, -1, dtype=int64)
    sizes = np.diff(begins)
    for group in np.flatnonzero(sizes >= many):
        carriers = np.unique(pile.article[at[begins[group] : begins[group + 1]]])
        known = outlet[carriers]
        owners, counts = np.unique(known[known >= 0], return_counts=True)
        if len(owners) and counts.max() >= many:
            found[group] = owners[counts.argmax()]
        elif sizes[group] > CROWD:
            found[group] = carriers[0]
    return found


def _boilerplate(
    articles: Sequence[Article],
    pile: _Pile,
    at: NDArray[int64],
    begins: NDArray[int64],
    owner: NDArray[int64],
    shortest: int,
) -> tuple[Boilerplate, ...]:
    """Windows with an owner, joined to the next one where the same articles carry both."""
    windows = sorted((int(at[begins[group]]), int(group)) for group in np.flatnonzero(owner >= 0))
    joined: list[tuple[int, int, bytes, int]] = []  # first window, last window, carriers, owner
    for window, group in windows:
        carriers = np.unique(pile.article[at[begins[group] : begins[group + 1]]]).tobytes()
        if joined and joined[-1][1:3] == (window - 1, carriers):
            joined[-1] = (joined[-1][0], window, carriers, joined[-1][3])
        else:
            joined.append((window, window, carriers, int(owner[group])))
    found = []
    for first, last, carriers, number in joined:
        stated = articles[number].outlet
        place = Span(articles[pile.article[first]].id, int(pile.start[first]), int(pile.end[last + shortest - 1]))
        carry = tuple(articles[n].id for n in np.frombuffer(carriers, dtype=int32))
        found.append(Boilerplate(stated.value if stated else "", place, last - first + shortest, carry))
    return tuple(found)


def _maximal(
    pile: _Pile,
    first: NDArray[int64],
    second: NDArray[int64],
    shortest: int,
    boilerplate: tuple[Boilerplate, ...],
) -> Runs:
    """Pairs of equal windows that follow each other in both articles, joined."""
    order = np.lexsort((first, second - first))
    first, second = first[order], second[order]
    begins = np.ones(len(first), dtype=np.bool_)
    begins[1:] = (np.diff(first) != 1) | (np.diff(second) != 1) | pile.new[first[1:]] | pile.new[second[1:]]
    starts = np.flatnonzero(begins)
    sizes = np.diff(np.append(starts, len(first))) + shortest - 1
    first, second = first[starts], second[starts]
    order = np.lexsort((second, first))
    first, second, sizes = first[order], second[order], sizes[order]
    return Runs(
        pile.article[first],
        pile.article[second],
        np.stack((pile.start[first], pile.end[first + sizes - 1]), axis=1),
        np.stack((pile.start[second], pile.end[second + sizes - 1]), axis=1),
        sizes.astype(int32),
        boilerplate,
    )
