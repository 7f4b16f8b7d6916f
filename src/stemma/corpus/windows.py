"""Words of many articles as numbers in Arrow columns, and the rows of words by which articles meet.

A word is the first eight bytes of its BLAKE2b hash, a row of words a hash of these: the same on every machine.
Hashes only bring articles together; what they share is compared word by word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy import int32, int64, uint64
from numpy.typing import NDArray

from stemma.copies import words
from stemma.copies.credits import names_agency
from stemma.stories.traits import moment
from stemma.types import Article

Numbers = NDArray[uint64]

UNDATED = 1 << 40
"""Seconds since 1970 that stand for no date: behind every other."""

CREDITED = 1 << 42
"""Taken from the rank of an article that credits an agency, so that it stands before those that do not."""

WORDS = pa.schema(
    [
        ("article", pa.uint64()),
        ("id", pa.string()),
        ("outlet", pa.uint64()),
        ("outlet_name", pa.string()),
        ("rank", pa.int64()),
        ("word", pa.list_(pa.uint64())),
        ("start", pa.list_(pa.int32())),
        ("end", pa.list_(pa.int32())),
        ("new", pa.list_(pa.bool_())),
    ]
)
"""The words outside quotation marks.  article: hash of its id; outlet: of its name, 0 for none; rank: which of those
that carry a text stands for it, the lowest; start, end: offsets; new: a run of words begins."""


@lru_cache(maxsize=1 << 18)
def number(text: str) -> int:
    """A number of 64 bits for a word, an id or a name; never 0."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()) or 1


def lined(articles: Sequence[Article]) -> pa.Table:
    """A row of WORDS for each article."""
    columns: dict[str, list[object]] = {name: [] for name in WORDS.names}
    for article in articles:
        runs = list(words.unquoted(article))
        outlet = article.outlet.value if article.outlet else ""
        columns["article"].append(number(article.id))
        columns["id"].append(article.id)
        columns["outlet"].append(number(outlet) if outlet else 0)
        columns["outlet_name"].append(outlet)
        columns["rank"].append(rank(article))
        columns["word"].append([number(word) for run in runs for word in run.words])
        columns["start"].append([at for run in runs for at in run.start])
        columns["end"].append([at for run in runs for at in run.end])
        columns["new"].append([place == 0 for run in runs for place in range(len(run.words))])
    return pa.table(columns, schema=WORDS)


def rank(article: Article) -> int:
    """Lowest for the article that best shows whose text it carries: one that credits an agency, then the earliest."""
    stated = moment(article.published.value if article.published else None)
    at = UNDATED if stated is None else min(max(stated, 0), UNDATED - 1)
    return at - CREDITED if names_agency(article) else at


@dataclass(frozen=True, slots=True, eq=False)
class Pile:
    """A table of WORDS as flat columns.  row: the row each word is of; run: a number for the run it is in."""

    table: pa.Table
    word: Numbers
    row: NDArray[int32]
    run: NDArray[int32]
    first: NDArray[int64]

    def column(self, name: str) -> Numbers:
        """A column with one number a row."""
        found: Numbers = self.table.column(name).to_numpy()
        return found

    def flat(self, name: str) -> NDArray[int32]:
        """A column of lists, one value a word."""
        found: NDArray[int32] = _flat(self.table, name).to_numpy()
        return found


def pile(table: pa.Table) -> Pile:
    """The words of a table in one row."""
    table = table.combine_chunks()
    sizes = table.column("word").combine_chunks().value_lengths().to_numpy(zero_copy_only=False) if len(table) else []
    first = np.concatenate((np.zeros(1, int64), np.cumsum(sizes, dtype=int64)))
    row = np.repeat(np.arange(len(table), dtype=int32), np.diff(first))
    new = _flat(table, "new").to_numpy(zero_copy_only=False).astype(np.bool_)
    return Pile(table, _flat(table, "word").to_numpy(), row, np.cumsum(new, dtype=int32), first)


def _flat(table: pa.Table, name: str) -> pa.Array:
    return table.column(name).combine_chunks().flatten()


def windows(of: Pile, size: int) -> tuple[NDArray[int64], Numbers]:
    """Where every row of `size` words begins that lies in one run, and its hash."""
    hashes = _hashes(of.word, size)
    whole = np.flatnonzero(of.run[: len(hashes)] == of.run[size - 1 : size - 1 + len(hashes)])
    return whole, hashes[whole]


def marks(of: Pile, size: int) -> tuple[NDArray[int64], Numbers]:
    """Where every row of `size` words begins that lies in one run, and the mark that stands for it.

    The mark is the least hash of the shorter rows of words in it (winnowing; Schleimer, Wilkerson and Aiken, 2003):
    equal rows of words have equal marks, and neighbouring ones mostly share theirs, so that there are three times
    fewer marks than words.
    """
    short = max(1, size * 2 // 3)
    hashes = _hashes(of.word, short)
    count = max(len(of.word) - size + 1, 0)
    least = hashes[:count].copy()
    for step in range(1, size - short + 1):
        np.minimum(least, hashes[step : step + count], out=least)
    whole = np.flatnonzero(of.run[:count] == of.run[size - 1 : size - 1 + count])
    return whole, least[whole]


def _hashes(word: Numbers, size: int) -> Numbers:
    """A hash of the `size` words that begin at each place."""
    count = max(len(word) - size + 1, 0)
    found = np.zeros(count, uint64)
    for step in range(size):
        found *= uint64(0x9E3779B97F4A7C15)
        found += word[step : step + count]
    return mixed(found)


def mixed(numbers: Numbers) -> Numbers:
    """The same numbers spread evenly over all 64 bits (the finaliser of SplitMix64)."""
    found = numbers ^ (numbers >> uint64(30))
    found *= uint64(0xBF58476D1CE4E5B9)
    found ^= found >> uint64(27)
    found *= uint64(0x94D049BB133111EB)
    found ^= found >> uint64(31)
    return found
