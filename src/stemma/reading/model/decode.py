"""Scores to structures: tags by Viterbi, trees, and which cue a source or a content belongs to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32, int32, int64
    from numpy.typing import NDArray

    from stemma.types import EntityKind

    Scores = NDArray[float32]

KINDS: tuple[EntityKind, ...] = ("person", "organisation", "place", "group", "event", "work")
ROLES = ("source", "cue", "content")
UPOS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
    "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip
SUBTYPES = ("acl:relcl", "aux:pass", "compound:prt", "nmod:poss", "nsubj:pass", "obl:agent")
RELATIONS = (
    "acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "compound", "conj", "cop",
    "csubj", "dep", "det", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list",
    "mark", "nmod", "nsubj", "nummod", "obj", "obl", "orphan", "parataxis", "punct", "reparandum", "root",
    "vocative", "xcomp", *SUBTYPES,
)  # fmt: skip


# --- tags ------------------------------------------------------------------------------------------
# A tag is 0 outside, 2k+1 where a span of kind k begins, 2k+2 inside one.


@cache
def forbidden(kinds: int) -> Scores:
    """What a step from a tag (row) to a tag (column) costs when only validity counts; 2·kinds+1 squared."""
    tags = 2 * kinds + 1
    cost = np.zeros((tags, tags), np.float32)
    for inside in range(2, tags, 2):
        cost[:, inside] = -1e4
        cost[[inside - 1, inside], inside] = 0
    return cost


def viterbi(scores: Scores, lengths: Sequence[int], steps: Scores) -> NDArray[int64]:
    """The best valid row of tags for each window and head.

    scores: (windows, words, heads, tags), of which the first `lengths` words of a window count; steps:
    (heads, tags, tags), what a step from one tag to the next adds.  Returns (windows, words, heads).
    """
    windows, longest, heads, tags = scores.shape
    there = np.arange(longest)[:, None] < np.asarray(lengths)
    stay = np.broadcast_to(np.arange(tags), (windows, heads, tags))
    back = np.zeros((longest, windows, heads, tags), np.int64)
    best = scores[:, 0].copy()
    best[..., 2::2] = -1e4  # no window opens inside a span
    for i in range(1, longest):
        ways = best[..., None] + steps
        here = there[i, :, None, None]
        back[i] = np.where(here, ways.argmax(axis=2), stay)
        best = np.where(here, ways.max(axis=2) + scores[:, i], best)
    path = np.zeros((windows, longest, heads), np.int64)
    tag = best.argmax(axis=2)
    for i in range(longest - 1, -1, -1):
        path[:, i] = tag
        tag = np.take_along_axis(back[i], tag[..., None], axis=2)[..., 0]
    return path


def spans(tags: NDArray[int64]) -> list[tuple[int, int, int]]:
    """First word, word after the last, and kind of every span in a valid row of tags."""
    starts = np.flatnonzero(tags % 2)
    found = []
    for start in starts.tolist():
        end, inside = start + 1, tags[start] + 1
        while end < len(tags) and tags[end] == inside:
            end += 1
        found.append((start, end, int(tags[start] // 2)))
    return found


# --- trees -----------------------------------------------------------------------------------------


def tree(arcs: Scores, roots: Scores) -> NDArray[int32]:
    """Heads of the words of one sentence: a tree with one root (head -1).

    arcs: (words, words), how well the column serves as head of the row; roots: (words,).
    The best head of each word; where that closes a circle, the maximum spanning tree.
    """
    scores = arcs.copy()
    np.fill_diagonal(scores, -np.inf)
    root = int(roots.argmax())
    heads: NDArray[int32] = scores.argmax(axis=1).astype(np.int32)
    heads[root] = -1
    if not _reach(heads).all():
        heads = _spanning(scores, root)
    return heads


def _reach(heads: NDArray[int32]) -> NDArray[np.bool_]:
    """Which words lead up to the root; by jumps that double."""
    to = np.append(np.where(heads < 0, len(heads), heads), len(heads))
    for _ in range(len(heads).bit_length()):
        to = to[to]
    return np.asarray(to[:-1] == len(heads))


def _spanning(scores: Scores, root: int) -> NDArray[int32]:
    """Chu, Liu and Edmonds: contract each circle to its best word in turn."""
    heads = scores.argmax(axis=1)
    heads[root] = -1
    while not (ok := _reach(heads.astype(np.int32))).all():
        circle = _circle(heads, int(np.flatnonzero(~ok)[0]))
        inside = np.zeros(len(heads), bool)
        inside[circle] = True
        # Leave the circle at the word that loses least, towards a word that the circle does not lead to.
        below = inside | ~ok
        outside = np.where(below[None, :], -np.inf, scores[circle])
        loss = outside.max(axis=1) - scores[circle, heads[circle]]
        leave = int(loss.argmax())
        heads[circle[leave]] = int(outside[leave].argmax())
    chosen: NDArray[int32] = heads.astype(np.int32)
    return chosen


def _circle(heads: NDArray[int64], start: int) -> list[int]:
    seen: list[int] = []
    while start not in seen:
        seen.append(start)
        start = int(heads[start])
    return seen[seen.index(start) :]
