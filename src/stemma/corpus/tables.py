"""The tables that come out: Parquet files of a fixed number of articles each, and a manifest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from stemma.corpus import parts, rows
from stemma.corpus.laying import BOILERPLATE
from stemma.corpus.parts import Part
from stemma.corpus.schemas import COPIES, MEMBERS, ORIGINS
from stemma.corpus.together import STORY
from stemma.engines import Engine, Lost
from stemma.errors import CorpusError
from stemma.types import Failure
from stemma.version import __version__

VERSION = 1
"""Raised whenever the rows or files are another for the same parts."""

SCHEMA = "stemma.corpus/1"
MANIFEST = "manifest.json"

GROUPS = 64
"""Groups of parts that go into one file."""

ROWS, BYTES = 50_000, 32_000_000
"""Rows and bytes from which a row group is written."""

FAILURES = pa.schema(
    [("stage", pa.string()), ("source", pa.string()), ("reason", pa.string()), ("skipped", pa.bool_())]
)
PLAIN: Mapping[str, pa.Schema] = {
    "copies": COPIES,
    "boilerplate": BOILERPLATE,
    "origins": ORIGINS,
    "stories": STORY,
    "story_articles": MEMBERS,
}
"""Tables that are parts as they are."""

TABLES: Mapping[str, pa.Schema] = {**rows.SCHEMAS, **PLAIN, "failures": FAILURES}


Made = Callable[[Sequence[Part]], rows.Tables]


@dataclass(frozen=True, slots=True)
class File:
    """A Parquet file as it was written, by its path in the folder."""

    path: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of each of some tables to write.

    kind: "articles", "comparisons", or the name of a plain table.  groups: what they are made of, in order.
    """

    kind: str
    number: int
    groups: tuple[tuple[Part, ...], ...]
    folder: str

    def key(self) -> str:
        """Hash of all that the files depend on."""
        told = [
            VERSION,
            __version__,
            pa.__version__,
            self.kind,
            [[part.hash for part in group] for group in self.groups],
        ]
        return parts.digest(json.dumps(told).encode())

    @property
    def marker(self) -> Path:
        """The file that says what was written."""
        return Path(self.folder, "parts", "tables", f"{self.kind}-{self.number:05}.json")


def sheets(kind: str, groups: Sequence[Sequence[Part]], folder: Path) -> list[Sheet]:
    """The files to write of some groups of parts; at least one, so that no table is missing."""
    firsts = range(0, max(1, len(groups)), GROUPS)
    cut = [tuple(tuple(group) for group in groups[first : first + GROUPS]) for first in firsts]
    return [Sheet(kind, number, some, str(folder.absolute())) for number, some in enumerate(cut)]


def publish(engine: Engine, wanted: Sequence[Sheet]) -> Iterator[list[File]]:
    """Write what is not there yet; yields the files of each sheet, in the order given."""
    found = {number: files for number, sheet in enumerate(wanted) if (files := _known(sheet)) is not None}
    waiting = [number for number in range(len(wanted)) if number not in found]
    ready = 0
    for place, result in engine.each(write, [wanted[number] for number in waiting]):
        if isinstance(result, Lost):
            raise CorpusError(f"tables of {wanted[waiting[place]].kind}: {result.reason}")
        found[waiting[place]] = result
        while ready in found:
            yield found[ready]
            ready += 1
    yield from (found[number] for number in range(ready, len(wanted)))


def _known(sheet: Sheet) -> list[File] | None:
    try:
        kept = json.loads(sheet.marker.read_bytes())
        files = [File(**each) for each in kept["files"]]
        same = all(Path(sheet.folder, file.path).stat().st_size == file.bytes for file in files)
        return files if same and kept["key"] == sheet.key() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(sheet: Sheet) -> list[File]:
    """Write the files of a sheet, then its marker."""
    sheet.marker.unlink(missing_ok=True)
    made: Made = partial(_plain, sheet.kind)
    names: Sequence[str] = [sheet.kind]
    if sheet.kind == "articles":
        made, names = rows.of_articles, list(rows.SCHEMAS)[:9]
    elif sheet.kind == "comparisons":
        made, names = rows.of_comparisons, list(rows.SCHEMAS)[9:]
    writers = {name: _Writer(sheet, name) for name in names}
    try:
        for group in sheet.groups:
            for name, table in made(group).items():
                writers[name].put(table)
        files = [file for writer in writers.values() if (file := writer.finish(keep=sheet.number == 0))]
    except OSError as error:
        raise CorpusError(f"{sheet.folder}: could not be written ({error}). Correct that, and run it again.") from error
    finally:
        for writer in writers.values():
            writer.abandon()
    kept = {"key": sheet.key(), "files": [_shown(file) for file in files]}
    parts.write(sheet.marker, json.dumps(kept).encode())
    return files


def _shown(file: File) -> dict[str, str | int]:
    return {"path": file.path, "rows": file.rows, "bytes": file.bytes, "sha256": file.sha256}


def _plain(name: str, group: Sequence[Part]) -> rows.Tables:
    return {name: pa.concat_tables([PLAIN[name].empty_table(), *(part.table() for part in group)])}


class _Writer:
    """One Parquet file, in row groups of about the same size, under another name until it is whole."""

    def __init__(self, sheet: Sheet, name: str) -> None:
        self._path = f"{name}/{sheet.number:05}.parquet"
        self._target = Path(sheet.folder, self._path)
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._partial = parts.temporary(self._target)
        self._held: list[pa.Table] = [TABLES[name].empty_table()]
        self._rows = 0
        self._writer = pq.ParquetWriter(self._partial, TABLES[name], **_options(TABLES[name]))

    def put(self, table: pa.Table) -> None:
        """Add rows."""
        self._held.append(table)
        if sum(map(len, self._held)) >= ROWS or sum(each.nbytes for each in self._held) >= BYTES:
            self._flush()

    def _flush(self) -> None:
        table = pa.concat_tables(self._held).combine_chunks()
        self._rows += len(table)
        self._writer.write_table(table, row_group_size=max(1, len(table)))
        self._held = [table.schema.empty_table()]

    def finish(self, *, keep: bool) -> File | None:
        """Close the file and give it its name; where it has no rows and need not be kept, it goes."""
        if sum(map(len, self._held)) or not self._rows:
            self._flush()
        self._writer.close()
        if not self._rows and not keep:
            self._target.unlink(missing_ok=True)
            return None
        parts.settle(self._partial, self._target)
        with self._target.open("rb") as file:
            return File(self._path, self._rows, self._target.stat().st_size, _hash(file))

    def abandon(self) -> None:
        """Remove what was not finished."""
        self._writer.close()
        self._partial.unlink(missing_ok=True)


def _hash(file: Any) -> str:
    import hashlib

    return hashlib.file_digest(file, "sha256").hexdigest()


def _options(schema: pa.Schema) -> dict[str, object]:
    """How a table is written.  Numbers of vectors keep 11 bits, so that their bytes go one kind after the other."""
    options: dict[str, object] = {"compression": "zstd", "version": "2.6"}
    if "vector" in schema.names:
        options["use_byte_stream_split"] = ["vector.list.element"]
        options["use_dictionary"] = ["article", "part"]
    return options


def failures(found: Iterator[tuple[str, Failure]], folder: Path) -> File:
    """Write the table of failures."""
    writer = _Writer(Sheet("failures", 0, (), str(folder.absolute())), "failures")
    while some := list(islice(found, 10_000)):
        kept = [
            {"stage": stage, "source": failure.source, "reason": failure.reason, "skipped": failure.skipped}
            for stage, failure in some
        ]
        writer.put(pa.Table.from_pylist(kept, FAILURES))
    file = writer.finish(keep=True)
    assert file is not None
    return file


def tidy(folder: Path, files: Sequence[File]) -> None:
    """Remove Parquet files of earlier runs."""
    mine = {folder / file.path for file in files}
    for name in TABLES:
        for path in (folder / name).glob("*"):
            if path not in mine and path.name.endswith((".parquet", ".part")):
                path.unlink()
