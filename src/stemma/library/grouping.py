"""Articles into stories as they come: `stemma.stories` over what the library holds.

An article is placed in the transaction that keeps its traits, so a stop at any moment loses nothing.  Only what
can matter is in memory: articles near in time to those that come, and undated ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from stemma.errors import BusyError
from stemma.library import articles, corrected, stories
from stemma.library.store import Store, now
from stemma.stories.likeness import APART
from stemma.stories.traits import FORMAT, Traits, pack, rounded, traits_of, unpack

if TYPE_CHECKING:
    from stemma.stories import Grouping, Placed
    from stemma.types import Comparison, Reading

BATCH = 16
"""Articles placed in one transaction."""

EVERY = 64
"""Inputs after which what came in is placed, while more comes in."""

Item = TypeVar("Item")


class Desk:
    """Places the articles of one library, and remembers what it has seen of it from call to call."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._forget()

    def group(self) -> int:
        """Place every article that is in no story yet; returns how many.

        Raises LibraryError where the library cannot be written; what was placed before is there.
        """
        return sum(self.batches())

    def batches(self) -> Iterator[int]:
        """The same, a transaction at a time: how many it placed."""
        while keys := stories.waiting(self._store) or stories.revised(self._store):
            for start in range(0, len(keys), BATCH):  # to look for them goes through all articles, so it is done seldom
                some = stories.unplaced(self._store, keys[start : start + BATCH])
                yield self._batch(some, list(articles.load_readings(self._store, some)))

    def place(self, keys: Sequence[int]) -> None:
        """Place these articles, where they are in no story."""
        self._batch(keys, list(articles.load_readings(self._store, keys)))

    def _batch(self, keys: Sequence[int], readings: Sequence[Reading]) -> int:
        try:
            with self._store.transaction():
                self._refresh()
                at = now()
                for key, reading in zip(keys, readings, strict=True):
                    self._place(key, rounded(traits_of(reading)), at)
        except BaseException:
            self._forget()  # what is in memory is ahead of what was stored
            raise
        return len(keys)

    def _place(self, key: int, traits: Traits, at: str) -> None:
        """Put one article into a story, and write down all that this changes."""
        store = self._store
        self._load(traits.moment)
        _, story = stories.place_of(store, key)
        stories.keep_features(store, key, FORMAT, pack(traits))
        if story is not None:  # a new revision stands where its page stood; the old one is still in memory
            self._outdated = True
            return
        self._naming, self._at = traits.id, at
        placed = self._grouping.add(key, traits)
        reason = self._reason(key, placed)
        stories.join(store, placed.story, key, score=placed.score, reason=reason, at=at)
        for gone, into in placed.merged:
            why = f"article {traits.id} belongs to both"
            stories.merge(store, gone, into, article=key, reason=why, at=at)
        for other, into in placed.moved:
            left = stories.place_of(store, other)[1]
            why = f"fits better since article {traits.id} came"
            stories.join(store, into, other, score=None, reason=why, at=at)
            stories.changed(store, [left] if left is not None else [], at)

    def _reason(self, key: int, placed: Placed[int]) -> str:
        if key in self._kept_out:
            return f"by a correction no part of story {', '.join(self._kept_out[key])}"
        if placed.nearest is None:
            return "no article near in time and content"
        (nearest,) = articles.load(self._store, [placed.nearest])
        near = f"article {nearest.id} with a likelihood of {placed.likely:.2f}"
        return f"nearest is {near}" + ("" if placed.score is not None else ", which is too little")

    # --- what is in memory ---

    def _forget(self) -> None:
        from stemma.stories import Grouping

        self._grouping: Grouping[int] = Grouping(self._found)
        self._kept_out: dict[int, list[str]] = {}
        for key, story, name in corrected.kept_out(self._store):
            self._grouping.keep_out(key, story)
            self._kept_out.setdefault(key, []).append(name)
        self._windows: set[int | None] = set()
        self._version: int = -1
        self._outdated = False
        self._naming, self._at = "", ""

    def _refresh(self) -> None:
        """Forget all where another program changed the library meanwhile, or a page has a new revision."""
        (version,) = self._store.db.execute("PRAGMA data_version").fetchone()
        if self._outdated or self._version not in (-1, version):
            self._forget()
        self._version = version

    def _load(self, when: int | None) -> None:
        """Have in memory whatever may be in a story with an article of this moment, None for undated.

        That is what lies within twice the reach of a story, undated articles, and the stories these are in.
        """
        if _ALL in self._windows:
            return
        if None not in self._windows:
            self._windows.add(None)
            self._restore(stories.undated(self._store, FORMAT))
        if when is None:
            self._windows.add(_ALL)
            self._restore(stories.features(self._store, FORMAT))
            return
        for window in range(when // APART - 2, when // APART + 3):
            if window not in self._windows:
                self._windows.add(window)
                self._restore(stories.features(self._store, FORMAT, window * APART, (window + 1) * APART - 1))

    def _restore(self, found: Iterator[stories.Feature]) -> None:
        for one in list(found):
            if one.story is not None and one.article not in self._grouping:
                self._grouping.restore(one.article, unpack(one.data), one.story)

    def _found(self) -> int:
        """A new story, named after the article that brought it about."""
        for turn in count():
            name = "s" + hashlib.sha256(f"{self._naming} {turn}".encode()).hexdigest()[:10]
            if not stories.known(self._store, name):
                break
        return stories.found(self._store, name, self._at)


_ALL = 1 << 60  # no window of any date


def settle(store: Store) -> None:
    """Place what is in no story yet, and tell anew of the stories that changed; quick where there is nothing.

    Raises LibraryError where the library cannot be written.
    """
    for _ in settling(store):
        pass


def settling(store: Store) -> Iterator[tuple[str, int, int]]:
    """The same, step by step: what is being done, how much of it is, and of how much in all."""
    done, (waiting, _) = 0, stories.pending(store)
    if waiting or stories.revised(store, 1):
        for placed in Desk(store).batches():
            done += placed
            yield "Grouping", done, max(done, waiting)
    done, (_, stale) = 0, stories.pending(store)
    for told in retelling(store):
        done += told
        yield "Counting origins", done, max(done, stale)


def as_they_come(store: Store, taken_in: Iterable[Item]) -> Iterator[Item]:
    """The same items, while what they brought into the library is placed in stories, a few at a time.

    What is told of the stories is left to `settle`.
    """
    desk = Desk(store)
    for number, item in enumerate(taken_in, 1):
        yield item
        if number % EVERY == 0:
            desk.group()


def retell(store: Store) -> None:
    """Make anew what is told of every story whose articles changed: headline, dates, names, counts, origins."""
    for _ in retelling(store):
        pass


def retelling(store: Store) -> Iterator[int]:
    """The same, a transaction at a time, the latest first: of how many stories it was for."""
    while keys := stories.stale(store, BATCH):
        retell_these(store, keys)
        yield len(keys)


def retell_these(store: Store, keys: Iterable[int]) -> None:
    """Make anew what is told of these stories; one that changes meanwhile is left for the next time."""
    counted = [(key, *_counted(store, key)) for key in keys]
    with store.transaction():
        for key, members, origins in counted:
            if members == _members(store, key):
                stories.tell(store, key, stories.summarise(store, key, origins))


def _members(store: Store, story: int) -> list[int]:
    return [member.key for member in stories.members(store, story)]


def _counted(store: Store, story: int) -> tuple[list[int], int]:
    """The articles of a story, and how many independent origins stand behind them.

    Each article is taken by where most of it is from.
    """
    keys = _members(store, story)
    readings = [reading for reading in articles.load_readings(store, keys) if reading.sentences] if keys[1:] else []
    if len(readings) < 2:
        return keys, min(1, len(keys))
    from stemma.copies import behind, shared, trace

    return keys, len(behind(trace(readings, shared(readings)), readings))


def comparison(store: Store, name: str) -> Comparison:
    """The comparison of the story with this id: as it was kept where its articles and what people say of them are
    the same, else made and kept.

    A story of one article has a comparison with its reading and no findings.  Where another program holds the
    library for writing, it is made and not kept.  Raises LibraryError where there is no such story.
    """
    from stemma.comparing import compare

    story = stories.resolve(store, name)
    keys = _members(store, story)
    readings = list(articles.load_readings(store, keys))
    basis = stories.made_from(store, keys)
    found = stories.cached(store, story, basis, readings)
    if found is None:
        found = compare(readings, said_otherwise=corrected.bearing(store, keys))
        with suppress(BusyError), store.transaction():
            if keys == _members(store, story) and basis == stories.made_from(store, keys):
                stories.cache(store, story, basis, found, now())
    return found


def basis(store: Store, story: int) -> tuple[str, bool]:
    """What the comparison of the story with this key rests on, and whether one that does is kept."""
    found = stories.made_from(store, _members(store, story))
    return found, stories.is_cached(store, story, found)
