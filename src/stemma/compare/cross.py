"""The cross encoder: reads two clauses together where their features alone leave a doubt.

MiniLM with both clauses in one pass, in eight bits, on the word embeddings of the reader; trained by
`training/cross.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from stemma.reading import pieces

if TYPE_CHECKING:
    from numpy import float32, int32
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    from stemma.compare.units import Numbers

LONGEST = 60
"""Word pieces of a clause that are read: 99 % of the clauses of the train stories are shorter."""

BATCH = 1536
"""Pieces in a batch, padding included, as in `reading.encoder`."""

SHARPEN = 4.0
"""Factor of the product of the two means, which is small beside the other states."""


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """Pairs of clauses as the encoder takes them.

    embedded: (pairs, length, 384); mask: 1 where there is a piece; second: 1 at the pieces of the second
    clause.
    """

    embedded: NDArray[float32]
    mask: NDArray[int32]
    second: NDArray[float32]


def pack(texts: Sequence[tuple[str, str]]) -> Packed:
    """[CLS] first clause [SEP] second clause [SEP], padded to the longest."""
    found = [each.ids[:LONGEST] for each in pieces.encode([text for both in texts for text in both])]
    rows = [
        [pieces.CLS, *one, pieces.SEP, *other, pieces.SEP]
        for one, other in zip(found[::2], found[1::2], strict=True)
    ]
    ids = np.zeros((len(rows), max(map(len, rows), default=0)), np.int64)
    mask = np.zeros(ids.shape, np.int32)
    second = np.zeros(ids.shape, np.float32)
    for k, (row, one) in enumerate(zip(rows, found[::2], strict=True)):
        ids[k, : len(row)] = row
        mask[k, : len(row)] = 1
        second[k, len(one) + 2 : len(row)] = 1
    return Packed(pieces.embed(ids), mask, second)


def scores(texts: Sequence[tuple[str, str]]) -> Numbers:
    """(pairs, 3): scores for stating one fact, differing about one, unrelated."""
    result = np.zeros((len(texts), 3), np.float32)
    for chosen in _batches(texts):
        result[chosen] = _scored(pack([texts[k] for k in chosen]))
    return result


def _batches(texts: Sequence[tuple[str, str]]) -> Iterator[list[int]]:
    """Pairs of like length together."""
    order = sorted(range(len(texts)), key=lambda k: (len(texts[k][0]) + len(texts[k][1]), k))
    size = max(1, BATCH // (2 * LONGEST))
    for start in range(0, len(order), size):
        yield order[start : start + size]


def _scored(packed: Packed) -> Numbers:
    head = _head()
    embedded = packed.embedded + packed.second[..., None] * head["second"]
    states = _session().run(None, {"embedded": embedded, "mask": packed.mask})[0]
    means = []
    for part in (packed.mask * (1 - packed.second), packed.mask * packed.second):
        total = np.maximum(part.sum(axis=1, keepdims=True), 1)
        means.append(np.einsum("nlw,nl->nw", states, part) / total)
    pooled = np.concatenate([states[:, 0], means[0] * means[1] * SHARPEN], axis=1)
    found: Numbers = np.tanh(pooled @ head["pool"] + head["pool_bias"]) @ head["head"] + head["head_bias"]
    return found


@cache
def _session() -> InferenceSession:
    return pieces.session("pairs.onnx")


@cache
def _head() -> Mapping[str, Numbers]:
    with np.load(pieces.WEIGHTS / "pairs.npz") as kept:
        return {name: kept[name] for name in kept.files}
