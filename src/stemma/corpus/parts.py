"""Parts: files of Arrow batches, each with a marker by which a finished one is known again.

A part is made from others by a stage.  Its marker keeps the key it was made for: stage, version of its code, release,
options, and the hashes of what it was made from.  The hash of a part is that of its content alone, so that what
depends on it is made anew only where the content changed.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from stemma.corpus import guard
from stemma.errors import CorpusError, StemmaError
from stemma.types import Failure
from stemma.version import __version__

Option = str | int | float | bool | None
Run = Callable[[Sequence["Part"], Mapping[str, Option]], Iterator["pa.Table | Failure | Told"]]
"""A stage: from its inputs and options to tables of one schema; what cannot be done is a Failure between them."""


UNFINISHED = "unfinished"
"""Told where an input could not be read for a reason that may pass: the next run makes the part again."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something that a stage finds out of its input, besides tables: kept in the marker."""

    name: str
    value: str | int


@dataclass(frozen=True, slots=True)
class Part:
    """A file of Arrow batches, or one batch of it.

    name: the same for all that is made of it, one to one.  path: an Arrow IPC file.  batch: its number in the file,
    -1 for all.  rows: how many.  hash: SHA-256 of the content.
    """

    name: str
    path: str
    batch: int
    rows: int
    hash: str

    def tables(self, columns: Sequence[str] = ()) -> Iterator[pa.Table]:
        """The batches, one after the other, an empty one where there is none; only one is in memory.

        columns: those to read, else all.
        """
        try:
            with pa.memory_map(self.path) as file, pa.ipc.open_file(file, options=_only(file, columns)) as reader:
                numbers = range(reader.num_record_batches) if self.batch < 0 else (self.batch,)
                for number in numbers:
                    yield pa.Table.from_batches([reader.get_batch(number)], reader.schema)
                if not numbers:
                    yield reader.schema.empty_table()
        except (pa.ArrowException, OSError) as error:
            raise CorpusError(
                f"{self.path}: is damaged ({error}). Delete it, and run the same command again."
            ) from error

    def table(self, columns: Sequence[str] = ()) -> pa.Table:
        """All rows."""
        return pa.concat_tables(self.tables(columns)).combine_chunks()


def _only(file: pa.MemoryMappedFile, columns: Sequence[str]) -> pa.ipc.IpcReadOptions:
    """Options that leave the other columns of a file where they are."""
    if not columns:
        return pa.ipc.IpcReadOptions(use_threads=False)
    with pa.ipc.open_file(file) as reader:
        numbers = sorted(reader.schema.get_field_index(name) for name in columns)
    return pa.ipc.IpcReadOptions(use_threads=False, included_fields=numbers)


@dataclass(frozen=True, slots=True)
class Stage:
    """What is done with parts, in one place for all engines.

    name: of its folder.  version: raised whenever its code gives another result.  run: a function of a module, so
    that other processes find it.  schema: of what it yields.  options: those its result depends on.
    spares: a part that its code cannot do is a failure and is left empty; else the whole run stops there.
    beside: the function that it has done in a process beside (`guard`), "" for none.
    """

    name: str
    version: int
    run: Run
    schema: pa.Schema
    options: tuple[tuple[str, Option], ...] = ()
    spares: bool = False
    beside: str = ""

    def configuration(self) -> str:
        """Hash of all that its result depends on, besides its inputs."""
        told = [self.name, self.version, __version__, sorted(self.options), self.schema.to_string()]
        return digest(json.dumps(told).encode())


@dataclass(frozen=True, slots=True)
class Job:
    """One part to make.  folder: where it goes.  by, into: rows go into so many batches by this column, 0 for no."""

    stage: Stage
    name: str
    inputs: tuple[Part, ...]
    folder: str
    by: str = ""
    into: int = 0

    def key(self) -> str:
        """Hash of all that the result depends on."""
        told = [self.stage.configuration(), self.by, self.into, [part.hash for part in self.inputs]]
        return digest(json.dumps(told).encode())

    @property
    def target(self) -> Path:
        """The file of the part; its marker has the ending .json."""
        return Path(self.folder, f"{self.name}.arrow")

    @property
    def rows(self) -> int:
        """Rows of its inputs."""
        return sum(part.rows for part in self.inputs)


@dataclass(frozen=True, slots=True)
class Made:
    """A part as it was made: the whole, each of its batches, what was told, how many failures its marker keeps."""

    part: Part
    batches: tuple[Part, ...]
    told: Mapping[str, str | int]
    failures: int


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def make(job: Job) -> Made:
    """Make a part: its file first, then its marker, each under another name until it is whole and on the disk.

    Raises CorpusError where the disk or an input of the run fails, and for a fault of a stage that spares nothing.
    """
    guard.release(but=job.stage.beside)
    marker(job).unlink(missing_ok=True)  # before its file changes: it speaks of the old one
    aside = _Aside([], {})
    try:
        hashes = _written(job, job.stage.run(job.inputs, dict(job.stage.options)), aside)
    except Exception as error:
        if isinstance(error, StemmaError):
            raise
        if isinstance(error, OSError) and not isinstance(error, pa.ArrowException):
            raise CorpusError(_full(job, error)) from error
        if not job.stage.spares:
            raise CorpusError(f"stage {job.stage.name}, part {job.name}: {_fault(error)}") from error
        return spare(job, _fault(error))
    return _marked(job, hashes, aside)


def spare(job: Job, reason: str) -> Made:
    """Leave a part empty that cannot be made, with the reason.  Raises CorpusError where its stage spares nothing."""
    told = f"stage {job.stage.name}, part {job.name}"
    if not job.stage.spares:
        raise CorpusError(f"{told}: {reason}")
    aside = _Aside([Failure(told, reason)], {})
    return _marked(job, _written(job, iter(()), aside), aside)


def known(job: Job) -> Made | None:
    """The part as an earlier run made it for the same key, or None."""
    try:
        kept = json.loads(marker(job).read_bytes())
        if UNFINISHED in kept["told"] or kept["key"] != job.key() or job.target.stat().st_size != kept["bytes"]:
            return None
        return _made(job, [tuple(each) for each in kept["batches"]], kept["told"], len(kept["failures"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # no marker, or half of one: it is made anew


def failures(job: Job) -> list[Failure]:
    """What could not be done of a part that was made."""
    kept = json.loads(marker(job).read_bytes())
    return [Failure(source, reason, skipped) for source, reason, skipped in kept["failures"]]


def marker(job: Job) -> Path:
    """The file that says what a part was made from."""
    return job.target.with_suffix(".json")


# --- writing ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Aside:
    """What a stage yields besides tables."""

    failures: list[Failure]
    told: dict[str, str | int]


def _written(job: Job, found: Iterable[pa.Table | Failure | Told], aside: _Aside) -> list[tuple[str, int]]:
    """Write what a stage yields; returns hash and rows of each batch."""
    hashes: list[tuple[str, int]] = []
    target = job.target
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = temporary(target)
    options = pa.ipc.IpcWriteOptions(compression="zstd", use_threads=False)
    try:
        with pa.OSFile(str(partial), "wb") as sink, pa.ipc.new_file(sink, job.stage.schema, options=options) as writer:
            for table in _batched(job, _tables(found, aside)):
                for batch in table.combine_chunks().to_batches() or [_none(job.stage.schema)]:
                    writer.write_batch(batch)
                    hashes.append((digest(batch.serialize()), batch.num_rows))
        settle(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return hashes


def _none(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], schema)


def _tables(found: Iterable[pa.Table | Failure | Told], aside: _Aside) -> Iterator[pa.Table]:
    for each in found:
        if isinstance(each, Failure):
            aside.failures.append(each)
        elif isinstance(each, Told):
            aside.told[each.name] = each.value
        else:
            yield each


def _batched(job: Job, tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The tables as they come, or all rows by the bucket that their key falls in, one batch a bucket."""
    if not job.into:
        yield from tables
        return
    import numpy as np

    whole = pa.concat_tables([job.stage.schema.empty_table(), *tables])
    bucket = whole.column(job.by).to_numpy().astype(np.uint64) % np.uint64(job.into)
    order = np.argsort(bucket, kind="stable")
    ends = np.searchsorted(bucket[order], np.arange(job.into + 1, dtype=np.uint64))
    ranked = whole.take(pa.array(order))
    for first, last in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        yield ranked.slice(first, last - first).take(pa.array(np.arange(last - first)))  # buffers of its own


def _marked(job: Job, hashes: Sequence[tuple[str, int]], aside: _Aside) -> Made:
    kept = {
        "stage": job.stage.name,
        "version": job.stage.version,
        "release": __version__,
        "configuration": job.stage.configuration(),
        "inputs": digest("".join(part.hash for part in job.inputs).encode()),
        "key": job.key(),
        "bytes": job.target.stat().st_size,
        "batches": hashes,
        "told": aside.told,
        "failures": [(failure.source, failure.reason, failure.skipped) for failure in aside.failures],
    }
    write(marker(job), json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace"))
    return _made(job, hashes, aside.told, len(aside.failures))


def _made(job: Job, hashes: Sequence[tuple[str, int]], told: Mapping[str, str | int], failures: int) -> Made:
    path = str(job.target)
    batches = tuple(Part(f"{job.name}-{n:05}", path, n, rows, hash) for n, (hash, rows) in enumerate(hashes))
    whole = digest("".join(hash for hash, _ in hashes).encode())
    return Made(Part(job.name, path, -1, sum(rows for _, rows in hashes), whole), batches, told, failures)


def write(target: Path, data: bytes) -> None:
    """Write a file that appears when it is whole and on the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = temporary(target)
    try:
        partial.write_bytes(data)
        settle(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def temporary(target: Path) -> Path:
    """Beside a file, the name it has while it is written: of this process on this machine alone."""
    return target.with_name(f".{target.name}.{socket.gethostname()}.{os.getpid()}.part")


def settle(partial: Path, target: Path) -> None:
    """Bring a file to the disk, then under its name."""
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(target)


def _full(job: Job, error: OSError) -> str:
    what = "the disk is full" if error.errno == errno.ENOSPC else str(error)
    return f"{job.folder}: could not be written ({what}). Correct that, and run the same command again: it goes on."


def _fault(error: Exception) -> str:
    return f"a fault of Stemma stopped it ({type(error).__name__}: {str(error)[:300]}). Please report it."
