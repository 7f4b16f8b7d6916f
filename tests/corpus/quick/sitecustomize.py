"""On the path of a test's processes: a reader that loads no model, and that some words break, hang or devour.

What is tested is the corpus, not the reader.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

import numpy as np

from stemma import reading
from stemma.ingest.records import Record
from stemma.reading import sentences
from stemma.types import Article, Entity, Mention, Reading, Span, Words


def read(article: Article, *, vectored: str = "all") -> Reading:
    """The sentences of an article, a name, and vectors that stand for the words of each sentence."""
    if "CRASHES" in article.text:
        os.abort()
    if "HANGS" in article.text:
        time.sleep(3600)
    if "FAULTS" in article.text:
        raise ValueError("a fault")
    if "DEVOURS" in article.text:
        bytes(8_000_000_000)
    split = sentences.split(article)
    empty = np.zeros(0, dtype=np.int32)
    words = Words(empty, empty, empty, (), empty, ())
    name = Entity("e1", "Ada Lorne", "person", (Mention(Span(article.id, 0, 5), "name"),))
    vectors = np.array([vector(article.words(one.span)) for one in split], dtype=np.float32).reshape(-1, 384)
    return Reading(article, split, words, (), (name,), (), (), (), (), (), vectors)


def vector(words: str) -> list[float]:
    """384 numbers of length 1 that are a hash of some words."""
    raw = hashlib.shake_128(words.encode()).digest(384)
    numbers = np.frombuffer(raw, np.int8).astype(np.float16).astype(np.float32)
    return [float(each) for each in numbers / np.linalg.norm(numbers)]


reading.read = read

named = os.environ.get("STEMMA_TEST_BREAKS", "")
if named:
    from stemma.ingest import tables

    rows_of = tables.rows_of

    def broken(source: BinaryIO, name: str) -> Iterator[Record]:
        """The first ten rows of a file of this name, and then a line that goes dead."""
        yield from islice(rows_of(source, name), 10 if name.endswith(named) else None)
        if name.endswith(named):
            raise OSError("the line went dead")

    tables.rows_of = broken
