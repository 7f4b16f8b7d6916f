"""The real command in a process that reads no model: what is tested is the library, not the reader.

python -m tests.library.importer add pile.jsonl --library FILE
"""

from __future__ import annotations

import os
import sys
import types

import numpy as np

from stemma.types import Article, Entity, Mention, Reading, Sentence, Span, Words


def read(article: Article) -> Reading:
    """A reading with one sentence and one name: enough to be stored, indexed and found."""
    whole = Span(article.id, 0, len(article.text))
    empty = np.zeros(0, dtype=np.int32)
    words = Words(empty, empty, empty, (), empty, ())
    name = Entity("e1", "Ada Lorne", "person", (Mention(whole, "name"),))
    vectors = np.full((1, 384), 0.05, dtype=np.float32)
    return Reading(article, (Sentence(whole, 0, "body"),), words, (), (name,), (), (), (), (), (), vectors)


def main() -> None:
    """Run the command line with this reader, in one process."""
    module = types.ModuleType("stemma.reading")
    module.read = read  # type: ignore[attr-defined]
    sys.modules["stemma.reading"] = module
    os.cpu_count = lambda: 1
    from stemma.cli import main as command

    command(prog_name="stemma")


if __name__ == "__main__":
    main()
