"""The real command in processes that read no model: what is tested is the library, not the reader.

    STEMMA_TEST_CORES=2 python -m tests.library.importer add pile.jsonl --library FILE

The processes of a pool import this module too, and so have the same reader.
"""

from __future__ import annotations

import os

import numpy as np

from stemma import cores, reading
from stemma.types import Article, Entity, Mention, Reading, Sentence, Span, Words


def read(article: Article, *, vectored: str = "all") -> Reading:
    """A reading with one sentence and one name: enough to be stored, indexed and found."""
    whole = Span(article.id, 0, len(article.text))
    empty = np.zeros(0, dtype=np.int32)
    words = Words(empty, empty, empty, (), empty, ())
    name = Entity("e1", "Ada Lorne", "person", (Mention(whole, "name"),))
    vectors = np.full((1, 384), 0.05, dtype=np.float32)
    return Reading(article, (Sentence(whole, 0, "body"),), words, (), (name,), (), (), (), (), (), vectors)


reading.read = read
cores.count = lambda: int(os.environ.get("STEMMA_TEST_CORES", "1"))

if __name__ == "__main__":
    from stemma.cli import main

    main(prog_name="stemma")
