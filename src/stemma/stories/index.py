"""Which articles may be of one story with another: those that share its weightiest terms, near it in time.

Every look is bounded, so that a pile eight times as dense takes no longer.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from stemma.stories.likeness import APART
from stemma.stories.traits import Traits

WORDS = 12  # terms an article is found by
NAMES = 6
LOOKED_AT = 32  # articles looked at for one term: those nearest in time
NEAR = 40  # articles found at most


class _Posting:
    """The rows that hold a term: dated ones in order of time, and undated ones in the order they came."""

    __slots__ = ("dated", "moments", "undated")

    def __init__(self) -> None:
        self.moments, self.dated, self.undated = array("q"), array("q"), array("q")

    def put(self, row: int, moment: int | None) -> None:
        if moment is None:
            self.undated.append(row)
            return
        place = bisect_right(self.moments, moment)
        self.moments.insert(place, moment)
        self.dated.insert(place, row)

    def near(self, moment: int | None) -> Iterator[int]:
        yield from self.undated[-LOOKED_AT:]
        if moment is None:
            yield from self.dated[-LOOKED_AT:]
            return
        first = bisect_left(self.moments, moment - APART)
        last = bisect_right(self.moments, moment + APART)
        if last - first > LOOKED_AT:
            middle = bisect_left(self.moments, moment)
            first = max(first, min(middle - LOOKED_AT // 2, last - LOOKED_AT))
            last = first + LOOKED_AT
        yield from self.dated[first:last]


class Index:
    """Rows by the terms that weigh most in them."""

    def __init__(self) -> None:
        self._postings: dict[int, _Posting] = defaultdict(_Posting)

    def put(self, row: int, traits: Traits) -> None:
        """Add an article."""
        for term in _chosen(traits):
            self._postings[term].put(row, traits.moment)

    def near(self, traits: Traits) -> list[int]:
        """The rows that share most with an article, most first; at most NEAR."""
        votes: dict[int, float] = defaultdict(float)
        for term, weight in _chosen(traits).items():
            if (posting := self._postings.get(term)) is not None:
                for row in posting.near(traits.moment):
                    votes[row] += weight
        rows, sums = np.fromiter(votes, np.int64, len(votes)), np.fromiter(votes.values(), np.float64, len(votes))
        nearest: list[int] = rows[np.lexsort((rows, -sums))[:NEAR]].tolist()
        return nearest


def _chosen(traits: Traits) -> dict[int, float]:
    """The terms an article is found by, with their weights, the weightiest first."""
    found: dict[int, float] = {}
    for terms, most in ((traits.words, WORDS), (traits.names, NAMES)):
        first = np.lexsort((terms.keys, terms.weights))[: -most - 1 : -1]
        for weight, term in zip(terms.weights[first].tolist(), terms.keys[first].tolist(), strict=True):
            found[term] = max(found.get(term, 0.0), weight)
    return found
