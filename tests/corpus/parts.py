"""Parts of articles written for a test."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from stemma.corpus import stages, values
from stemma.corpus.parts import Part, digest
from stemma.types import Article


def articles(folder: Path, written: Sequence[Article], size: int) -> list[Part]:
    """Parts of so many articles each, as `stages.ARTICLES`."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for at in range(0, len(written), size):
        rows = written[at : at + size]
        path = folder / f"written-{at:06}.arrow"
        table = pa.table([[each.id for each in rows], [values.pack(each) for each in rows]], schema=stages.ARTICLES)
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        found.append(Part(f"{at:06}", str(path), -1, len(rows), digest(path.read_bytes())))
    return found
