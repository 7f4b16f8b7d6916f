"""Articles that met, laid over each other word by word: every maximal run of words that two of them share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy import int64, uint64
from numpy.typing import NDArray

from stemma.copies.pile import SHORTEST
from stemma.corpus.windows import WORDS, Numbers, Pile, number, pile, windows

REPEATED = 64
"""Times that a row of words stands in one article, beyond which it is a pattern and no text."""

WANTED = pa.schema([("article", pa.uint64()), ("bucket", pa.uint64())])
"""An article is laid over others in this bucket of pairs."""

SENT = WORDS.append(pa.field("boilerplate", pa.list_(pa.int32()))).append(pa.field("bucket", pa.uint64()))
"""WORDS on their way to a bucket.  boilerplate: words at which a row begins that is to be left out."""

RUNS = pa.schema(
    [
        ("home", pa.uint64()),
        ("key", pa.uint64()),
        ("first", pa.string()),
        ("first_start", pa.int32()),
        ("first_end", pa.int32()),
        ("second", pa.string()),
        ("second_start", pa.int32()),
        ("second_end", pa.int32()),
        ("words", pa.int32()),
        ("other", pa.uint64()),
        ("rank", pa.int64()),
        ("other_rank", pa.int64()),
    ]
)
"""Maximal runs of equal words in two articles, that of the lesser id first; start and end: offsets in their texts.

key, other: hashes of `first` and `second`; rank, other_rank: of WORDS.  home: where it is put in order.
"""

BOILERPLATE = pa.schema(
    [
        ("article", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("words", pa.int32()),
        ("outlet", pa.string()),
    ]
)
"""Runs of words that are boilerplate.  outlet: the article's own where it is the one that prints them, else ""."""


def wanted(pairs: pa.Table, into: int) -> pa.Table:
    """Which articles the PAIRS of one bucket of `into` need."""
    articles = np.unique(np.concatenate([pairs.column(name).to_numpy() for name in ("first", "second")]))
    bucket = pairs.column("at").to_numpy()[:1] % uint64(into)
    return pa.table([articles, np.repeat(bucket, len(articles))], schema=WANTED)


def sent(words: pa.Table, owned: pa.Table, wanted: pa.Table) -> pa.Table:
    """The WORDS of each article as often as it is WANTED, with where OWNED rows of words begin in it."""
    article, place = (owned.column(name).to_numpy() for name in ("article", "place"))
    order = np.lexsort((place, article))
    article, place = article[order], place[order]
    here = words.column("article").to_numpy()
    low, high = (np.searchsorted(article, here, side) for side in ("left", "right"))
    lists = pa.array([place[a:b] for a, b in zip(low.tolist(), high.tolist(), strict=True)], pa.list_(pa.int32()))
    by = np.argsort(here, kind="stable")
    asked = wanted.column("article").to_numpy()
    rows = by[np.searchsorted(here[by], asked)] if len(asked) else np.zeros(0, int64)
    taken = words.append_column(SENT.field("boilerplate"), lists).take(pa.array(rows))
    return taken.append_column(SENT.field("bucket"), wanted.column("bucket")).cast(SENT)


def furniture(words: pa.Table, owned: pa.Table, shortest: int = SHORTEST) -> pa.Table:
    """The BOILERPLATE of articles: OWNED rows of words of one outlet that follow each other, joined."""
    of = pile(words)
    here = {number: row for row, number in enumerate(words.column("article").to_pylist())}
    start, end = of.flat("start"), of.flat("end")
    order = np.lexsort([owned.column(name).to_numpy() for name in ("place", "article")])
    article, place, outlet = (owned.column(name).to_numpy()[order] for name in OWNED_NAMES)
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(article) != 0) | (np.diff(place) != 1) | (np.diff(outlet) != 0)
    firsts = np.flatnonzero(new)
    rows = []
    names, outlets, numbers = (words.column(name).to_pylist() for name in ("id", "outlet_name", "outlet"))
    for at, size in zip(firsts.tolist(), np.diff(np.append(firsts, len(new))).tolist(), strict=True):
        row = here[article[at].item()]
        word = of.first[row] + place[at]
        owner = outlets[row] if numbers[row] == outlet[at] else ""
        count = size + shortest - 1
        rows.append((names[row], int(start[word]), int(end[word + count - 1]), count, owner))
    rows.sort(key=lambda row: (number(row[0]), *row[:3]))
    return pa.table([list(column) for column in zip(*rows, strict=True)] or [[]] * 5, schema=BOILERPLATE)


OWNED_NAMES = ("article", "place", "outlet")


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """Rows of words of one article, by hash: the hashes and where each begins."""

    hash: Numbers
    at: NDArray[int64]


def laid(pairs: pa.Table, words: pa.Table, shortest: int = SHORTEST) -> pa.Table:
    """The RUNS that every two of these PAIRS share, given the SENT words of all."""
    numbers, rows = np.unique(words.column("article").to_numpy(), return_index=True)
    of = pile(words.take(pa.array(rows)))
    each = _each(of, shortest)
    one, other = (np.searchsorted(numbers, pairs.column(name).to_numpy()).tolist() for name in ("first", "second"))
    found: list[tuple[int, int, int, int, int]] = []
    for first, second in dict.fromkeys(zip(one, other, strict=True)):
        for a, b, size in _runs(of, each[first], each[second], shortest):
            found.append((first, second, a, b, size))
    return _table(of, np.array(found, int64).reshape(-1, 5))


def _each(of: Pile, shortest: int) -> list[_Laid]:
    """The rows of words of each article, without boilerplate and what it repeats too often."""
    at, hashes = windows(of, shortest)
    row = of.row[at]
    left_out = np.zeros(len(of.word) + 1, bool)
    masks = of.table.column("boilerplate").combine_chunks()
    left_out[np.repeat(of.first[:-1], masks.value_lengths().to_numpy()) + masks.flatten().to_numpy()] = True
    kept = ~left_out[at]
    at, hashes, row = at[kept], hashes[kept], row[kept]
    order = np.lexsort((at, hashes, row))
    at, hashes, row = at[order], hashes[order], row[order]
    new = np.ones(len(at), bool)
    new[1:] = (hashes[1:] != hashes[:-1]) | (row[1:] != row[:-1])
    sizes = np.diff(np.append(np.flatnonzero(new), len(new)))
    seldom = np.repeat(sizes <= REPEATED, sizes)
    at, hashes, row = at[seldom], hashes[seldom], row[seldom]
    ends = np.searchsorted(row, np.arange(len(of.first)))
    return [_Laid(hashes[a:b], at[a:b]) for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]


def _runs(of: Pile, one: _Laid, other: _Laid, shortest: int) -> Iterator[tuple[int, int, int]]:
    """Maximal runs of two articles: where each begins, and how many words are the same."""
    low = np.searchsorted(one.hash, other.hash, "left")
    counts = np.searchsorted(one.hash, other.hash, "right") - low
    hits = np.flatnonzero(counts)
    if not len(hits):
        return
    counts = counts[hits]
    steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    first, second = one.at[np.repeat(low[hits], counts) + steps], np.repeat(other.at[hits], counts)
    order = np.lexsort((first, second - first))
    first, second = first[order], second[order]
    new = np.ones(len(first), bool)
    new[1:] = (np.diff(first) != 1) | (np.diff(second) != 1)
    new[1:] |= (of.run[first[1:]] != of.run[first[:-1]]) | (of.run[second[1:]] != of.run[second[:-1]])
    starts = np.flatnonzero(new)
    sizes = np.diff(np.append(starts, len(first))) + shortest - 1
    for a, b, size in zip(first[starts].tolist(), second[starts].tolist(), sizes.tolist(), strict=True):
        if np.array_equal(of.word[a : a + size], of.word[b : b + size]):
            yield a, b, size


def _table(of: Pile, found: NDArray[int64]) -> pa.Table:
    ids = np.array(of.table.column("id").to_pylist(), dtype=object)
    start, end, article, rank = of.flat("start"), of.flat("end"), of.column("article"), of.column("rank")
    first, second, a, b, size = found.T
    turned = ids[first] > ids[second]
    first, second = np.where(turned, second, first), np.where(turned, first, second)
    a, b = np.where(turned, b, a), np.where(turned, a, b)
    columns = [
        article[first],
        article[first],
        ids[first],
        start[a],
        end[a + size - 1],
        ids[second],
        start[b],
        end[b + size - 1],
        size,
        article[second],
        rank[first],
        rank[second],
    ]
    return pa.table([pa.array(each, field.type) for each, field in zip(columns, RUNS, strict=True)], schema=RUNS)


def housed(runs: pa.Table, homes: int) -> pa.Table:
    """RUNS with a home of `homes`, in order of their keys, so that one home after the other all are in order."""
    return runs.set_column(0, RUNS.field("home"), pa.array(home(runs.column("key").to_numpy(), homes)))


def home(hashes: Numbers, homes: int) -> Numbers:
    """The home of each hash: those in the first are less than those in the second …"""
    found: Numbers = (hashes >> uint64(32)) * uint64(homes) >> uint64(32)
    return found


def ordered(runs: pa.Table) -> pa.Table:
    """RUNS in order, each once: two articles that met in two buckets were laid over each other twice."""
    once = runs.group_by(RUNS.names, use_threads=False).aggregate([]).select(RUNS.names)
    return once.sort_by([(name, "ascending") for name in RUNS.names]).cast(RUNS)
