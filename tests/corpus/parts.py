"""Parts of articles written for a test, and an engine that does everything here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from stemma.corpus import stages, values
from stemma.corpus.parts import Part, digest
from stemma.engines import Lost, Result, Task
from stemma.stories.traits import Traits, pack
from stemma.types import Article


def articles(folder: Path, written: Sequence[Article], size: int) -> list[Part]:
    """Parts of so many articles each, as `stages.ARTICLES`."""
    rows = [{"id": each.id, "article": values.pack(each)} for each in written]
    return _parts(folder, rows, stages.ARTICLES, size)


def readings(folder: Path, written: Sequence[Article], size: int) -> list[Part]:
    """Parts of so many articles each, as `stages.READINGS`, with nothing read."""
    rows = [{"id": each.id, "article": values.pack(each), "reading": b"", "traits": b""} for each in written]
    return _parts(folder, rows, stages.READINGS, size)


def traits(folder: Path, written: Sequence[Traits], size: int) -> list[Part]:
    """Parts of so many articles each, as `stages.READINGS`, of which only the traits are known."""
    rows = [{"id": each.id, "article": b"", "reading": b"", "traits": pack(each)} for each in written]
    return _parts(folder, rows, stages.READINGS, size)


def _parts(folder: Path, rows: Sequence[Mapping[str, object]], schema: pa.Schema, size: int) -> list[Part]:
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for at in range(0, len(rows), size):
        some = rows[at : at + size]
        path = folder / f"written-{at:06}.arrow"
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
            writer.write_table(pa.Table.from_pylist(some, schema))
        found.append(Part(f"{at:06}", str(path), -1, len(some), digest(path.read_bytes())))
    return found


class Here:
    """An engine that does one task after the other."""

    workers = 1

    def each(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[int, Result | Lost]]:
        yield from ((number, work(task)) for number, task in enumerate(tasks))
