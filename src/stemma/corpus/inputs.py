"""The files that are given: local or on any fsspec URL, and as parts of bounded size."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import pyarrow as pa

from stemma.corpus import values
from stemma.corpus.parts import UNFINISHED, Option, Part, Stage, Told, digest
from stemma.corpus.values import Raw
from stemma.errors import CorpusError, InputError
from stemma.ingest import sources, tables, warc
from stemma.types import Failure

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

ARTICLES = 64
"""Records of a part: a few seconds of reading, which is what a kill costs each worker."""

BYTES = 16_000_000
"""Bytes of a part, from which it is closed before that."""

PIECE = 1_000_000

ENDINGS = (".warc", ".warc.gz", ".wacz", *tables.NAMES)
"""How the files are called that can be given."""

RAW = pa.schema([("raw", pa.binary())])

_UNFIT = "is no input of a corpus. Give files ending in {}."


def given(names: Sequence[str]) -> list[Part]:
    """The files that are named, in order: a folder stands for those in it, a pattern of a URL for those it fits.

    rows: bytes, of which a bar can be drawn.  hash: of path, size and date or mark, so that a file that changed is
    another.  Raises CorpusError where one is not there, or is nothing that can be read.
    """
    found: dict[str, Part] = {}
    for name in names:
        for part in _remote(name) if "://" in name else _local(Path(name)):
            found.setdefault(part.path, part)
    return list(found.values())


def _local(path: Path) -> Iterator[Part]:
    try:
        status = path.stat()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be opened ({error.strerror}). Check the path.") from error
    if stat.S_ISDIR(status.st_mode):
        inside = [file for file in sorted(path.rglob("*")) if file.name.lower().endswith(ENDINGS) and file.is_file()]
        if not inside:
            raise CorpusError(f"{path}: {_UNFIT.format(', '.join(ENDINGS))}")
        for file in inside:
            yield from _local(file)
        return
    yield _input(str(path), status.st_size, status.st_mtime_ns)


def _remote(url: str) -> Iterator[Part]:
    system, path = _system(url)
    try:
        found = system.glob(path) if set("*?[") & set(path) and "http" not in url[:4] else [path]
        if not found:
            raise CorpusError(f"{url}: fits no file. Check the pattern.")
        for each in sorted(map(str, found)):
            told: Mapping[str, Any] = system.info(each)
            marks = [
                str(told.get(key)) for key in ("ETag", "etag", "mtime", "LastModified", "last_modified", "updated")
            ]
            yield _input(each if "://" in each else system.unstrip_protocol(each), told.get("size") or 0, marks)
    except (OSError, ValueError, ImportError) as error:
        raise CorpusError(f"{url}: cannot be opened ({str(error)[:200] or type(error).__name__}).") from error


def _input(path: str, size: int, mark: object) -> Part:
    if not path.lower().split("?")[0].endswith(ENDINGS):
        raise CorpusError(f"{path}: {_UNFIT.format(', '.join(ENDINGS))}")
    name = digest(path.encode("utf-8", "replace"))[:10]
    return Part(name, path, -1, size, digest(json.dumps([path, size, mark]).encode()))


def _system(url: str) -> tuple[AbstractFileSystem, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise CorpusError(f"{url}: needs fsspec. Install it with `pip install 'stemma-news[corpus]'`.") from error
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise CorpusError(f"{url}: {error}. Install what it needs, or give a path.") from error
    return system, path


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """A file or URL, open for reading; it can be sought in where its store allows it.  Raises OSError."""
    if "://" not in path:
        with Path(path).open("rb") as file:
            yield file
        return
    system, inside = _system(path)
    with system.open(inside, "rb") as file:
        yield file


class _Hashed(RawIOBase):
    """A file read from its beginning to its end, with the hash of all that went by."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self.sha256.update(data)
        self.size += len(data)
        return len(data)


# --- the first stage -------------------------------------------------------------------------------


def _records(inputs: Sequence[Part], options: Mapping[str, Option]) -> Iterator[pa.Table | Failure | Told]:
    """The records of a file, ARTICLES a table; then the hash of the file."""
    (one,) = inputs
    rows: list[bytes] = []
    size = 0
    for found in _told(one.path):
        if not isinstance(found, Raw):
            yield found
            continue
        try:
            rows.append(values.pack(found))
        except UnicodeEncodeError:
            yield Failure(found.name(), "holds half a character, as no text does; it was left out.")
            continue
        size += len(rows[-1])
        if len(rows) == ARTICLES or size >= BYTES:
            yield pa.table([pa.array(rows, pa.binary())], RAW)
            rows, size = [], 0
    if rows:
        yield pa.table([pa.array(rows, pa.binary())], RAW)


def _told(path: str) -> Iterator[Raw | Failure | Told]:
    """What is in a file; then its hash.  What cannot be read of it is a failure."""
    name = path.split("?")[0]
    sought = name.lower().endswith((".parquet", ".wacz"))
    hashed = hashlib.sha256()
    size = 0
    try:
        with opened(path) as file:
            if sought:
                while piece := file.read(PIECE):
                    hashed.update(piece)
                    size += len(piece)
                file.seek(0)
                yield from _content(path, name, file)
            else:
                whole = _Hashed(file)
                stream = BufferedReader(whole, PIECE)
                yield from _content(path, name, cast(BinaryIO, stream))
                while whole.read(PIECE):
                    pass  # what follows damage counts for the hash too
                hashed, size = whole.sha256, whole.size
    except InputError as error:
        yield Failure(path, str(error))
    except (OSError, EOFError, ValueError) as error:
        yield Failure(path, f"could not be read ({str(error)[:200] or type(error).__name__}).")
        yield Told(UNFINISHED, 1)  # a disk or a line may do better another time
    else:
        yield Told("sha256", hashed.hexdigest())
        yield Told("bytes", size)


def _content(path: str, name: str, file: BinaryIO) -> Iterator[Raw | Failure]:
    if tables.is_table(Path(name)):
        for record in tables.rows_of(file, name):
            yield Raw(path, record=record)
        return
    for found in warc.pages_of(file, zipped=name.lower().endswith(".wacz")):
        if isinstance(found, warc.Response):
            yield Raw(path, page=found)
        elif fault := sources.of_archive_fault(path, found):
            yield fault


RECORDS = Stage("records", 1, _records, RAW, spares=True)
"""A file to its records, in parts."""
