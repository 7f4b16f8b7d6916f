"""Text to what the models take: words, word pieces, and embedded pieces.

The table of word embeddings is shared by all models, int8 with one scale a row, and read from a memory map.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32, int8, int64
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

WEIGHTS = Path(__file__).parent.parent / "weights"
CLS, SEP = 101, 102  # [CLS] and [SEP] of the BERT vocabulary
UNKNOWN, MASK = 100, 103  # [UNK] and [MASK]
LONGEST = 8  # pieces kept of one word: a URL says no more after that
REMEMBERED = 100_000  # words whose pieces are kept; news uses fewer

# What counts as a word: as in Universal Dependencies, contractions are cut ("do" + "n't", "Lee" + "'s"),
# hyphens and most punctuation stand alone; numbers, "U.S.", web addresses and handles are one word.
WORD = re.compile(
    r"""https?://\S+ | www\.\S+
      | [@#]\w+
      | (?:[^\W\d_]\.){2,}
      | \d+(?:[.,:]\d+)*[^\W_]*
      | [Cc]an(?=not\b)
      | [^\W\d_]+?(?=[nN]['’][tT]\b) | [nN]['’][tT]\b
      | ['’](?:[sSdDmM]|[rR][eE]|[vV][eE]|[lL][lL])\b
      | [^\W_]+
      | \.{2,} | -{2,}
      | \S""",
    re.VERBOSE,
)
_HALF = re.compile("[\ud800-\udfff]")
SHAPES = 42  # kinds of look (7), times first in its sentence or not (2), times what stands before (3)


def words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Offsets of the words in `text[start:end]`."""
    return [match.span() for match in WORD.finditer(text, start, end)]


def shape(text: str, start: int, end: int, first: bool) -> int:
    """The look of a word as a number below SHAPES: the vocabulary has no capitals, so case is told here.

    first: it opens its sentence.
    """
    before = text[start - 1] if start else "\n"
    gap = 2 if before in "\n\r" else 1 if before.isspace() else 0
    return _look(text[start:end]) * 6 + first * 3 + gap


def _look(word: str) -> int:
    if word.islower():
        return 0
    if not word[0].isalnum() and not any(map(str.isalpha, word)):
        return 5
    if any(map(str.isdigit, word)):
        return 4
    if len(word) == 1:
        return 6 if word.isupper() else 0
    if word.isupper():
        return 2
    return 1 if word[0].isupper() and word[1:].islower() else 3


def piece_ids(word: str) -> tuple[int, ...]:
    """The pieces of one word, at least one and at most LONGEST."""
    known = _remembered()
    found = known.get(word)
    if found is None:
        ids = encode([word])[0].ids[:LONGEST]
        found = tuple(ids) or (UNKNOWN,)
        if len(known) < REMEMBERED:
            known[word] = found
    return found


def encode(texts: Sequence[str]) -> list[Encoding]:
    """The pieces of whole texts with their offsets, without [CLS] and [SEP]."""
    # Half of a surrogate pair has no UTF-8, which the tokenizer needs.
    whole = [_HALF.sub("\ufffd", text) for text in texts]
    found: list[Encoding] = tokenizer().encode_batch(whole, add_special_tokens=False)
    return found


def embed(ids: NDArray[int64]) -> NDArray[float32]:
    """Word embeddings, shape of `ids` and 384."""
    table, scale = _table()
    rows: NDArray[float32] = table[ids] * scale[ids]
    return rows


@cache
def tokenizer() -> Tokenizer:
    """The uncased WordPiece tokenizer of BERT."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))


def session(name: str) -> InferenceSession:
    """A model on one thread.  Its graph comes optimised; fusing more makes it slower (docs/model-card.md)."""
    from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    return InferenceSession(str(WEIGHTS / name), options, providers=["CPUExecutionProvider"])


@cache
def _table() -> tuple[NDArray[int8], NDArray[float32]]:
    return np.load(WEIGHTS / "words.npy", mmap_mode="r"), np.load(WEIGHTS / "words.scale.npy")


@cache
def _remembered() -> dict[str, tuple[int, ...]]:
    return {}
