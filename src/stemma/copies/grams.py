"""Equal n-grams in a long row of words, exactly: every window gets a number, equal windows the same one.

Windows of 2n words are named by the pair of names of their halves (Karp, Miller and Rosenberg, 1972): a few
sorts, no hash and so no collision, n log n in the number of words.
"""

from __future__ import annotations

import numpy as np
from numpy import int64
from numpy.typing import NDArray


def names(words: NDArray[np.integer], breaks: NDArray[np.bool_], size: int) -> NDArray[int64]:
    """One number for each window of `size` words, by the word it begins at; -1 where none fits.

    words: a number of 0 or more for each word, equal for equal words; shape (n,).
    breaks: true where a new run begins, which no window crosses; shape (n,).
    Names are dense from 0, but those of windows that stand once are left out: they are -1 too.
    """
    count = len(words)
    run = np.cumsum(breaks, dtype=int64)
    named, width = words.astype(int64), 1
    while width < size:
        step = min(width, size - width)
        joined = np.full(count, -1, dtype=int64)
        fits = max(count - width - step + 1, 0)
        left, right = named[:fits], named[step : step + fits]
        whole = (left >= 0) & (right >= 0) & (run[:fits] == run[width + step - 1 :][:fits])
        at = np.flatnonzero(whole)
        joined[at] = _repeated(left[at] * (named.max(initial=0) + 1) + right[at])
        named, width = joined, width + step
    return named


def _repeated(keys: NDArray[int64]) -> NDArray[int64]:
    """A dense number for each key that stands twice or more, -1 for the others."""
    if not len(keys):
        return keys
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    new = np.concatenate(([True], ranked[1:] != ranked[:-1]))
    group = np.cumsum(new) - 1
    often = np.bincount(group) > 1
    dense = np.where(often, np.cumsum(often) - 1, -1)
    found = np.empty(len(keys), dtype=int64)
    found[order] = dense[group]
    return found


def groups(named: NDArray[int64]) -> tuple[NDArray[int64], NDArray[int64]]:
    """The windows with a name, sorted by name and place; where each name begins among them, and the end."""
    at = np.flatnonzero(named >= 0)
    at = at[np.argsort(named[at], kind="stable")]
    ranked = named[at]
    if not len(at):
        return at, np.zeros(1, dtype=int64)
    begins = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1])))
    return at, np.append(begins, len(at))


def pairs(at: NDArray[int64], begins: NDArray[int64], most: int) -> tuple[NDArray[int64], NDArray[int64]]:
    """Every two windows of one name, the earlier first; of names with more than `most` windows none."""
    sizes = np.diff(begins)
    firsts, seconds = [np.zeros(0, dtype=int64)], [np.zeros(0, dtype=int64)]
    for size in np.unique(sizes[sizes <= most]):
        rows = begins[:-1][sizes == size][:, None] + np.arange(size)
        left, right = np.triu_indices(size, 1)
        firsts.append(at[rows[:, left]].ravel())
        seconds.append(at[rows[:, right]].ravel())
    return np.concatenate(firsts), np.concatenate(seconds)
