"""Sentence vectors: all-MiniLM-L6-v2 in eight bits."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from stemma.reading.model import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy import float32
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    Vectors = NDArray[float32]

WIDTH = 384
LONGEST = 254  # pieces of a text that are read, as the base encoder was trained; [CLS] and [SEP] come on top
BATCH = 1536  # pieces in a batch, padding included: larger ones gain nothing (measured)
SLACK = 2  # pieces by which texts of one batch differ at most: best of 0 to 16 (measured)


def load() -> None:
    """Load the model now rather than at the first call."""
    _session()


def vectors(texts: Sequence[str]) -> Vectors:
    """One row of 384 for each text, of length 1.  Of a text the first 254 word pieces are read.

    A row is the same whatever else is in `texts`, up to the last bits of a float; for the same `texts` the
    result is the same to the byte, so hand over the sentences of one article at a time.
    """
    result = np.zeros((len(texts), WIDTH), np.float32)
    ids = [found.ids[:LONGEST] for found in pieces.encode(texts)]
    for chosen, states in _batches(ids):
        for row, i in enumerate(chosen):
            result[i] = _unit(states[row, : len(ids[i]) + 2].mean(axis=0))
    return result


def part_vectors(texts: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]) -> tuple[Vectors, list[Vectors]]:
    """Vectors of texts and of parts of them, in one pass: cheaper than `vectors` of each part.

    parts: for each text, the offsets in it of its parts (the clauses of a sentence).  A part is the mean of
    its pieces as read in its text, so it also knows what stands around it.  Returns `vectors(texts)` and for
    each text one row a part, of length 1; a part that holds nothing readable has the vector of its text.
    """
    result = np.zeros((len(texts), WIDTH), np.float32)
    found: list[Vectors] = [np.zeros((len(some), WIDTH), np.float32) for some in parts]
    encoded = pieces.encode(texts)
    ids = [each.ids[:LONGEST] for each in encoded]
    for chosen, states in _batches(ids):
        for row, i in enumerate(chosen):
            result[i] = _unit(states[row, : len(ids[i]) + 2].mean(axis=0))
            if not parts[i]:
                continue
            starts, ends = np.array(encoded[i].offsets[:LONGEST]).reshape(-1, 2).T
            for k, (start, end) in enumerate(parts[i]):
                inside = np.flatnonzero((starts < end) & (ends > start)) + 1
                found[i][k] = _unit(states[row, inside].mean(axis=0)) if len(inside) else result[i]
    return result, found


def _batches(ids: Sequence[Sequence[int]]) -> Iterator[tuple[list[int], Vectors]]:
    """Texts of like length together: their indices, and their hidden states (texts, longest + 2, WIDTH)."""
    order = sorted(range(len(ids)), key=lambda i: (len(ids[i]), i))
    start = 0
    while start < len(order):
        end = start + 1
        longest = len(ids[order[start]]) + SLACK
        while end < len(order) and len(ids[order[end]]) <= longest and (end + 1 - start) * longest <= BATCH:
            end += 1
        chosen = order[start:end]
        yield chosen, _states([ids[i] for i in chosen])
        start = end


def _states(ids: Sequence[Sequence[int]]) -> Vectors:
    length = max(map(len, ids)) + 2
    padded = np.zeros((len(ids), length), np.int64)
    mask = np.zeros((len(ids), length), np.int32)
    for row, some in enumerate(ids):
        padded[row, : len(some) + 2] = [pieces.CLS, *some, pieces.SEP]
        mask[row, : len(some) + 2] = 1
    states: Vectors = _session().run(None, {"embedded": pieces.embed(padded), "mask": mask})[0]
    return states


def _unit(vector: Vectors) -> Vectors:
    scaled: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return scaled


@cache
def _session() -> InferenceSession:
    return pieces.session("sentences.onnx")
