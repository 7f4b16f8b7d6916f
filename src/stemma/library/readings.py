"""Readings and comparisons to bytes and back: what was packed comes back equal, but for the vectors.

Those keep 11 bits of each number, which changes no comparison (it makes its own) and no cosine by more than
0.0002.  The article is no part of it: it stands in its own row.  Numbers go in columns, all else as
MessagePack through zlib; the same reading gives the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec
import numpy as np

from stemma.errors import LibraryError
from stemma.types import (
    Article,
    Clause,
    Comparison,
    Entity,
    Label,
    Loaded,
    Quantity,
    Quotation,
    Reading,
    Sentence,
    Time,
    Words,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT = 1
"""Of the bytes below.  What is stored in another is made anew from the text."""

UNPACKED_BYTES = 500_000_000  # an article of 2 million characters takes about 200 MB
LEVEL = 6
WIDTH = 384  # numbers in the vector of a sentence


class _Words(msgspec.Struct, array_like=True, frozen=True):
    """Words in columns.  gap: characters since the word before; head: words from the word to its head."""

    count: int
    gap: bytes
    length: bytes
    sentence: bytes
    head: bytes
    tags: tuple[str, ...]
    upos: bytes
    rel: bytes


class _Reading(msgspec.Struct, array_like=True, frozen=True):
    sentences: tuple[Sentence, ...]
    words: _Words
    clauses: tuple[Clause, ...]
    entities: tuple[Entity, ...]
    quotations: tuple[Quotation, ...]
    times: tuple[Time, ...]
    quantities: tuple[Quantity, ...]
    labels: tuple[Label, ...]
    loaded: tuple[Loaded, ...]


_FOUND = {name: kind for name, kind in get_type_hints(Comparison).items() if name != "readings"}
_Comparison = msgspec.defstruct(
    "_Comparison", [("articles", tuple[str, ...]), *_FOUND.items()], array_like=True, frozen=True
)
"""A comparison with the ids of its articles in place of their readings."""


def pack(reading: Reading) -> bytes:
    """The bytes of a reading, without its article: checksum, length of the findings, findings, vectors."""
    stored = _Reading(
        reading.sentences,
        _words(reading.words),
        reading.clauses,
        reading.entities,
        reading.quotations,
        reading.times,
        reading.quantities,
        reading.labels,
        reading.loaded,
    )
    return joined(zlib.compress(msgspec.msgpack.encode(stored), LEVEL), reading.vectors)


def findings(data: bytes) -> bytes:
    """The packed bytes of a reading without checksum and vectors, for those who keep the vectors apart."""
    return data[8 : 8 + int.from_bytes(data[4:8], "little")]


def joined(findings: bytes, vectors: NDArray[np.float32]) -> bytes:
    """The bytes that `pack` made, from its findings and its vectors as `unpack` gives them."""
    body = len(findings).to_bytes(4, "little") + findings + vectors.astype("<f2").tobytes()
    return zlib.crc32(body).to_bytes(4, "little") + body


def sound(data: bytes) -> bool:
    """Whether the bytes of a reading are those that were packed."""
    return zlib.crc32(memoryview(data)[4:]) == int.from_bytes(data[:4], "little")


def unpack(data: bytes, article: Article) -> Reading:
    """The reading of an article from its bytes.  Raises LibraryError where they are damaged."""
    try:
        if not sound(data):
            raise ValueError("its checksum is another")
        border = 8 + int.from_bytes(data[4:8], "little")
        stored = msgspec.msgpack.decode(_inflated(data[8:border]), type=_Reading)
        vectors = np.frombuffer(data[border:], "<f2").astype(np.float32).reshape(-1, WIDTH)
        return Reading(
            article,
            stored.sentences,
            _unpacked(stored.words),
            stored.clauses,
            stored.entities,
            stored.quotations,
            stored.times,
            stored.quantities,
            stored.labels,
            stored.loaded,
            vectors,
        )
    except (zlib.error, msgspec.MsgspecError, ValueError, IndexError) as error:
        raise LibraryError(f"the stored reading of article {article.id} is damaged ({error}).") from error


def pack_comparison(comparison: Comparison) -> bytes:
    """The bytes of a comparison, with the ids of its articles but without their readings."""
    found = (getattr(comparison, name) for name in _FOUND)
    stored = _Comparison(tuple(reading.article.id for reading in comparison.readings), *found)
    return zlib.compress(msgspec.msgpack.encode(stored), LEVEL)


def unpack_comparison(data: bytes, readings: Sequence[Reading]) -> Comparison:
    """A comparison from its bytes and the readings of its articles, in any order.

    Raises LibraryError where the bytes are damaged or a reading is missing.
    """
    try:
        stored: Any = msgspec.msgpack.decode(_inflated(data), type=_Comparison)
        by_id = {reading.article.id: reading for reading in readings}
        mine = tuple(by_id[name] for name in stored.articles)
    except (zlib.error, msgspec.MsgspecError, ValueError, KeyError) as error:
        raise LibraryError(f"a stored comparison is damaged ({error}).") from error
    return Comparison(mine, *(getattr(stored, name) for name in _FOUND))


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    plain = inflater.decompress(data, UNPACKED_BYTES)
    if not inflater.eof:
        raise ValueError("it ends too early, or is larger than any reading")
    return plain


def _words(words: Words) -> _Words:
    ends = np.concatenate((np.zeros(1, np.int32), words.end))[: len(words.end)]
    tags = tuple(sorted({*words.upos, *words.rel}))
    numbers = {tag: number for number, tag in enumerate(tags)}
    here = np.arange(len(words.start), dtype=np.int32)
    return _Words(
        len(words.start),
        _planes((words.start - ends).astype("<i4")),
        _planes((words.end - words.start).astype("<i4")),
        _planes(np.diff(words.sentence, prepend=0).astype("<i4")),
        _planes((words.head - here).astype("<i4")),
        tags,
        bytes(numbers[tag] for tag in words.upos),
        bytes(numbers[tag] for tag in words.rel),
    )


def _unpacked(stored: _Words) -> Words:
    gap, length, sentence, head = (
        _numbers(column, "<i4", stored.count) for column in (stored.gap, stored.length, stored.sentence, stored.head)
    )
    end = np.cumsum(gap + length, dtype=np.int32)
    return Words(
        (end - length).astype(np.int32),
        end,
        np.cumsum(sentence, dtype=np.int32),
        tuple(stored.tags[number] for number in stored.upos),
        (head + np.arange(stored.count)).astype(np.int32),
        tuple(stored.tags[number] for number in stored.rel),
    )


def _planes(numbers: NDArray[Any]) -> bytes:
    """Little-endian numbers with their first bytes together, then the second …: zlib then finds more."""
    raw = np.frombuffer(numbers.tobytes(), dtype=np.uint8)
    return raw.reshape(-1, numbers.dtype.itemsize).T.tobytes()


def _numbers(data: bytes, kind: str, count: int) -> NDArray[Any]:
    size = np.dtype(kind).itemsize
    raw = np.frombuffer(data, dtype=np.uint8)
    return np.frombuffer(raw.reshape(size, count).T.tobytes(), dtype=kind)
