"""Articles to stories, one article at a time.

An article brings a small neighbourhood with it: the few stories that have an article like it.  Their articles
and the new one are grouped afresh, by the mean likelihood between groups, which is what all of them at once
would give: so the order in which they came matters little, and a late article can join two stories to one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Generic, TypeVar
from zlib import crc32

import numpy as np

from stemma.stories.index import Index
from stemma.stories.likeness import APART, Columns, Likeness, likeness
from stemma.stories.traits import Traits

if TYPE_CHECKING:
    from stemma.stories.likeness import Numbers

Key = TypeVar("Key", bound=Hashable)

ONE = 0.4
"""Mean likelihood from which two groups of articles are one story."""

TOUCHED = 0.2
"""Likelihood of one article from which its story is grouped afresh with the new one."""

STORIES = 6  # stories grouped afresh at most: those of the likeliest articles
NEVER = -1e6  # as a likelihood: no mean that it is part of comes near ONE
SAMPLE = 24  # articles that stand for a story; in one that has more, none is moved by itself


@dataclass(frozen=True, slots=True)
class Placed(Generic[Key]):
    """What an article brought about.

    story: the one it is in.  score: mean likelihood that it is one with the others there, None where it is
    alone.  nearest: the article most like it, None where none is near; likely: how likely the two are one.
    merged: (story that is no more, story its articles are in now).
    moved: articles that went from one story to another otherwise, with their story now.
    """

    story: int
    score: float | None
    nearest: Key | None
    likely: float
    merged: tuple[tuple[int, int], ...] = ()
    moved: tuple[tuple[Key, int], ...] = ()


class Grouping(Generic[Key]):
    """Stories as they grow.  Articles go by keys of the caller's, stories by numbers that `number` gives."""

    def __init__(self, number: Callable[[], int] | None = None, model: Likeness | None = None) -> None:
        self._number = number or count(1).__next__
        self._likeness = model or likeness()
        self._columns, self._index = Columns(), Index()
        self._traits: list[tuple[Key, str, int | None]] = []  # key, id and moment of each row
        self._row: dict[Key, int] = {}
        self._story: list[int] = []
        self._rows: dict[int, list[int]] = {}
        self._out: dict[Key, set[int]] = {}

    def __len__(self) -> int:
        return len(self._row)

    def __contains__(self, key: Key) -> bool:
        return key in self._row

    def story(self, key: Key) -> int:
        """The story an article is in."""
        return self._story[self._row[key]]

    def keep_out(self, key: Key, story: int) -> None:
        """Let an article be in no story with those of this one, or of what that one is merged into."""
        self._out.setdefault(key, set()).add(story)

    def restore(self, key: Key, traits: Traits, story: int) -> None:
        """Put an article back where it was; nothing is grouped."""
        row = self._columns.append(traits)
        self._index.put(row, traits)
        self._row[key] = row
        self._traits.append((key, traits.id, traits.moment))
        self._story.append(story)
        self._rows.setdefault(story, []).append(row)

    def add(self, key: Key, traits: Traits) -> Placed[Key]:
        """Place an article that is not there yet."""
        near = self._index.near(traits)
        self.restore(key, traits, 0)
        row = self._row[key]
        likely = self._likeness(self._columns, [row], near)[0].tolist() if near else []
        best = max(zip(likely, near, strict=True), default=(0.0, -1))
        nearest = self._traits[best[1]][0] if best[1] >= 0 else None
        touched = self._touched(key, near, likely)
        groups, score = self._grouped(row, touched)
        merged, moved = self._settle(row, touched, groups)
        return Placed(self._story[row], score, nearest, best[0], merged, moved)

    # --- the neighbourhood ---

    def _touched(self, key: Key, near: Sequence[int], likely: Sequence[float]) -> list[int]:
        """The stories with an article like the new one, the likeliest first; none that it is kept out of."""
        best: dict[int, float] = {}
        for row, score in zip(near, likely, strict=True):
            if score >= TOUCHED and self._story[row] not in self._out.get(key, ()):
                best[self._story[row]] = max(best.get(self._story[row], 0.0), score)
        return sorted(best, key=lambda story: (-best[story], story))[:STORIES]

    def _sample(self, story: int) -> list[int]:
        """The rows that stand for a story: by chance, but the same in any order of arrival."""
        rows = self._rows[story]
        if len(rows) <= SAMPLE:
            return rows
        return sorted(rows, key=lambda row: (crc32(self._traits[row][1].encode()), row))[:SAMPLE]

    def _grouped(self, row: int, touched: Sequence[int]) -> tuple[list[list[int]], float | None]:
        """The rows of the touched stories and the new one, grouped afresh; each story with all its rows.

        Also the mean likelihood of the new one with the others of its group, None where it is alone.
        """
        if not touched:
            return [[row]], None
        blocks = [[row]]
        for story in touched:
            sample = self._sample(story)
            blocks.extend([sample] if len(self._rows[story]) > SAMPLE else [[one] for one in sample])
        blocks.sort(key=lambda rows: min(self._traits[one][1] for one in rows))
        flat = [one for rows in blocks for one in rows]
        likely = self._likeness(self._columns, flat, flat)
        self._part(likely, blocks)
        groups = agglomerate(likely, [len(rows) for rows in blocks], [self._span(rows) for rows in blocks])
        own = blocks.index([row])
        home = {one for group in groups if own in group for block in group for one in blocks[block]}
        beside = [i for i, one in enumerate(flat) if one in home and one != row]
        score = float(likely[flat.index(row), beside].mean()) if beside else None
        return [[one for block in group for one in self._whole(blocks[block])] for group in groups], score

    def _part(self, likely: Numbers, blocks: Sequence[list[int]]) -> None:
        """Take all likelihood from blocks of which one holds an article that is kept out of the other's story."""
        out = [set[int]().union(*(self._out.get(self._traits[row][0], ()) for row in self._whole(b))) for b in blocks]
        ends = np.cumsum([len(block) for block in blocks]).tolist()
        for i, stories in enumerate(out):
            for j, block in enumerate(blocks):
                if stories and self._story[block[0]] in stories:
                    mine, theirs = (slice(ends[k] - len(blocks[k]), ends[k]) for k in (i, j))
                    likely[mine, theirs] = likely[theirs, mine] = NEVER

    def _whole(self, block: list[int]) -> list[int]:
        """All rows of a story, where a block is the sample of one."""
        return block if len(block) == 1 else self._rows[self._story[block[0]]]

    def _span(self, rows: list[int]) -> Span:
        moments = [moment for one in self._whole(rows) if (moment := self._traits[one][2]) is not None]
        return (min(moments), max(moments)) if moments else None

    # --- what changes ---

    def _settle(
        self, new: int, touched: Sequence[int], groups: list[list[int]]
    ) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[Key, int], ...]]:
        """Give each group its story's number again: the one of most of its rows, of two the older story."""
        shares = Counter((self._story[row], i) for i, rows in enumerate(groups) for row in rows if row != new)
        given: dict[int, int] = {}
        for story, i in sorted(shares, key=lambda pair: (-shares[pair], pair)):
            if i not in given and story not in given.values():
                given[i] = story
        numbers = [given[i] if i in given else self._number() for i in range(len(groups))]
        gone = [story for story in touched if story not in given.values()]
        merged = tuple((story, numbers[max(range(len(groups)), key=lambda i: shares[story, i])]) for story in gone)
        into = dict(merged)
        for stories in self._out.values():
            stories |= {into[story] for story in stories if story in into}
        moved: list[tuple[Key, int]] = []
        for number, rows in zip(numbers, groups, strict=True):
            for row in rows:
                if self._story[row] != number:
                    if row != new and into.get(self._story[row]) != number:
                        moved.append((self._traits[row][0], number))
                    self._move(row, number)
        return merged, tuple(moved)

    def _move(self, row: int, story: int) -> None:
        old = self._rows[self._story[row]]
        old.remove(row)
        if not old:
            del self._rows[self._story[row]]
        self._story[row] = story
        self._rows.setdefault(story, []).append(row)


Span = tuple[int, int] | None


def agglomerate(likely: Numbers, sizes: Sequence[int], spans: Sequence[Span]) -> list[list[int]]:
    """Join blocks while the two likeliest have a mean likelihood of ONE, and lie within APART.

    likely: between single rows, block after block; sizes: rows of each block; spans: its first and last
    moment.  Returns the blocks of each group.
    """
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    total = np.add.reduceat(np.add.reduceat(likely.astype(np.float64), starts, axis=0), starts, axis=1)
    weight = np.array(sizes, np.float64)
    groups: dict[int, list[int]] = {i: [i] for i in range(len(sizes))}
    within, alive = list(spans), np.ones(len(sizes), bool)
    means = np.where(np.triu(np.ones(total.shape, bool), 1), total / (weight[:, None] * weight[None, :]), -1.0)
    while True:
        i, j = divmod(int(means.argmax()), len(sizes))
        if means[i, j] < ONE:
            return list(groups.values())
        both = _union(within[i], within[j])
        if both is not None and both[1] - both[0] > APART:
            means[i, j] = -1.0
            continue
        groups[i] += groups.pop(j)
        within[i] = both
        total[i] += total[j]
        total[:, i] += total[:, j]
        weight[i] += weight[j]
        alive[j] = False
        means[j] = means[:, j] = -1.0
        after = slice(i + 1, None)
        means[i, after] = np.where(alive[after], total[i, after] / (weight[i] * weight[after]), -1.0)
        means[:i, i] = np.where(alive[:i], total[:i, i] / (weight[:i] * weight[i]), -1.0)


def _union(one: Span, other: Span) -> Span:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def group(articles: Iterable[Traits]) -> list[int]:
    """The story of each article, numbered from 1, when they arrive in this order."""
    stories: Grouping[int] = Grouping()
    for key, traits in enumerate(articles):
        stories.add(key, traits)
    return [stories.story(key) for key in range(len(stories))]
