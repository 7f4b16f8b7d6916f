"""Files of many articles, a row each, read row by row: JSON Lines, CSV, Parquet, as they are or in gzip."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO, cast

from stemma.errors import InputError
from stemma.ingest import records
from stemma.ingest.build import NOTHING
from stemma.ingest.decode import clean, decode
from stemma.ingest.limits import ARCHIVE_SKIP, RECORD_BYTES
from stemma.ingest.records import Record, Value

_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_SEPARATED = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_COLUMNAR = (".parquet",)
NAMES = (*_LINES, *_SEPARATED, *_COLUMNAR)
"""How the names of such files end."""

COLUMNS = 1000
PARQUET_ROWS = 32
GROUP_BYTES = 2_000_000_000
"""What a row group of Parquet may unpack to; writers make them of 100 MB to 1 GB."""


def is_table(path: Path) -> bool:
    """Whether a file is one of these, by its name."""
    return path.name.lower().endswith(NAMES)


def rows(path: Path) -> Iterator[Record]:
    """The articles of a table, in order; a row that is none says why.

    Raises InputError where the file is no such table, or damaged from a place on; OSError where it cannot be read.
    """
    with path.open("rb") as file:
        yield from rows_of(file, path.name)


def rows_of(source: BinaryIO, name: str) -> Iterator[Record]:
    """The same of an open file; its name tells what it holds.  Parquet has to be one that can be sought in."""
    name = name.lower()
    if name.endswith(_COLUMNAR):
        yield from _parquet(source)
        return
    with gzip.open(source) if name.endswith(".gz") else source as opened:
        file = cast("IO[bytes]", opened)
        try:
            yield from records.lines(_decoded(file)) if name.endswith(_LINES) else _separated(file)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputError(f"is damaged where it is compressed ({error}); the rest was not read.") from error


def _decoded(file: IO[bytes]) -> Iterator[str]:
    """The lines of a file as text; one that is too long is an empty object, and so no article."""
    for line in _bounded(file):
        text = decode(line)[0] if line is not None else "{}"
        yield text.strip("\r\n")


def _bounded(file: IO[bytes]) -> Iterator[bytes | None]:
    """The lines of a file; None for one that is too long.  Raises InputError where one does not end."""
    while line := file.readline(RECORD_BYTES + 1):
        if len(line) <= RECORD_BYTES:
            yield line
            continue
        passed = len(line)
        while line and not line.endswith(b"\n"):
            line = file.readline(1_000_000)
            passed += len(line)
            if passed > ARCHIVE_SKIP:
                raise InputError("has a line without an end; the rest was not read.")
        yield None


def _separated(file: IO[bytes]) -> Iterator[Record]:
    """CSV: the first row names the columns; the mark between them is the one it uses most."""
    lines = (line.decode(codec, "replace") for codec, line in _of_one_codec(file))
    first = next((line for line in lines if line.strip()), "")
    mark = max(",;\t|", key=first.count)
    csv.field_size_limit(RECORD_BYTES)
    header = next(csv.reader([first], delimiter=mark), [])
    columns = [clean(name).strip().removeprefix("\ufeff") for name in header]
    if len(columns) < 2 or len(columns) > COLUMNS:
        raise InputError("is no table with a header row. Name its columns: title, text, url, outlet, published.")
    reader = csv.reader(lines, delimiter=mark)
    place = 1
    while True:
        place += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(place, "", NOTHING, f"row {place} cannot be read ({error}). Correct or remove it.")
            continue
        if cells:
            named: dict[str, Value] = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
            yield _row(named, place)


def _of_one_codec(file: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """The lines of a file with the codec that its beginning is in.  Raises InputError where it is no text."""
    beginning = list(islice(_bounded(file), 200))
    sample = b"".join(line for line in beginning if line)
    decode(sample)  # what is no text is refused here, saying what it is
    codec = "utf-8"
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError:
        codec = "cp1252"
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("is a table in UTF-16. Save it as CSV in UTF-8.")
    for line in beginning:
        yield codec, line if line is not None else b"\n"
    for line in _bounded(file):
        yield codec, line if line is not None else b"\n"


def _parquet(source: BinaryIO) -> Iterator[Record]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise InputError("needs pyarrow to be read: pip install stemma-news[parquet].") from error
    try:
        with parquet.ParquetFile(source) as file:
            groups = range(file.metadata.num_row_groups)
            if any(file.metadata.row_group(number).total_byte_size > GROUP_BYTES for number in groups):
                raise InputError(f"has a row group of more than {GROUP_BYTES // 10**9} GB. Write smaller ones.")
            place = 0
            for batch in file.iter_batches(batch_size=PARQUET_ROWS):
                if batch.nbytes > PARQUET_ROWS * RECORD_BYTES:
                    raise InputError(f"holds records larger than {RECORD_BYTES // 1_000_000} MB. Split them.")
                for node in batch.to_pylist():
                    place += 1
                    yield _row({str(key): _json(value) for key, value in node.items()}, place)
    except pyarrow.ArrowException as error:
        raise InputError(f"is no Parquet that can be read ({str(error)[:200]}).") from error


def _row(node: dict[str, Value], place: int) -> Record:
    found = records.row(node, place)
    if not found.text and not found.reason:
        return Record(place, "", NOTHING, "has no text. Name the column that holds it text, body or content.")
    return found


def _json(value: object) -> Value:
    """A value of Parquet as JSON has it; times as ISO 8601, and no bytes."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return [_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _json(item) for key, item in value.items()}
    return None
