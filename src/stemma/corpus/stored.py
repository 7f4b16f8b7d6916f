"""A corpus that was made, read back: its articles with their readings, one after the other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy import float32
from numpy.typing import NDArray

from stemma.corpus.rows import STATED
from stemma.corpus.tables import MANIFEST, SCHEMA
from stemma.errors import CorpusError, LibraryError
from stemma.library import readings
from stemma.types import Article, Failure, Part, Reading, Span, Stated

BATCH = 64  # rows at hand at once
_NOTHING = ("", np.zeros((0, readings.WIDTH), float32))


def count(folder: Path) -> int:
    """How many articles a corpus holds.  Raises CorpusError where it is none."""
    return int(_manifest(folder)["counts"]["articles"])


def found(folder: Path) -> Iterator[Reading | Failure]:
    """The readings of a corpus, in order; why there is none of an article.

    Nothing of the tables is believed: what does not fit its text is a failure.
    Raises CorpusError where the folder holds no whole corpus, or is damaged.
    """
    for file in _manifest(folder)["files"]:
        table, _, name = str(file["path"]).partition("/")
        if table == "articles" and "/" not in name:
            try:
                yield from _file(folder, name)
            except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
                told = f"{type(error).__name__}: {str(error)[:200]}"
                raise CorpusError(
                    f"{folder}/{table}/{name}: cannot be read ({told}). Make the corpus again."
                ) from error


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        if manifest["schema"] == SCHEMA:
            return manifest
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{folder}: holds no whole corpus. Run `stemma corpus` again; it goes on.") from error
    raise CorpusError(f"{folder}: is a corpus of another format ({manifest['schema']}). Make it again.")


def _file(folder: Path, name: str) -> Iterator[Reading | Failure]:
    stored = _rows(folder / "readings" / name, ["article", "format", "findings"])
    vectors = _vectors(folder / "sentences" / name)
    following = next(vectors, _NOTHING)
    for row in _rows(folder / "articles" / name):
        article = _article(row)
        if not row["read"]:
            yield Failure(article.source, "could not be read when its corpus was made; its failures say why.")
            continue
        kept = next(stored)
        if kept["article"] != article.id:
            raise ValueError(f"the reading of {article.id} is not there")
        if following[0] == article.id:
            rows, following = following[1], next(vectors, _NOTHING)
        else:
            rows = _NOTHING[1]  # it has no sentence
        yield _reading(article, kept, rows)


def _rows(path: Path, columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH, columns=columns):
            yield from batch.to_pylist()


def _vectors(path: Path) -> Iterator[tuple[str, NDArray[float32]]]:
    """The vectors of one article after the other, each with its id."""
    for article, runs in groupby(_runs(path), key=lambda run: run[0]):
        yield article, np.concatenate([rows for _, rows in runs])


def _runs(path: Path) -> Iterator[tuple[str, NDArray[float32]]]:
    """The vectors of some sentences of an article that follow each other."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH * 16, columns=["article", "vector"]):
            numbers = batch.column("vector").flatten().to_numpy().reshape(-1, readings.WIDTH)
            at = 0
            for article, run in groupby(batch.column("article").to_pylist()):
                size = len(list(run))
                yield article, numbers[at : at + size]
                at += size


def _article(row: dict[str, Any]) -> Article:
    stated = {name: _stated(value, row["id"]) for name, value in json.loads(row["stated"]).items() if name in STATED}
    return Article(
        id=row["id"],
        text=row["text"],
        sha256=row["sha256"],
        source=row["source"],
        file=row["file"],
        parts=tuple(Part(each["kind"], Span(row["id"], each["start"], each["end"])) for each in row["parts"]),
        url=row["url"],
        incomplete=tuple(row["incomplete"]),
        notes=tuple(row["notes"]),
        record=row["record"] or "",
        **stated,
    )


def _stated(value: list[Any], article: str) -> Stated:
    words, how, start, end = value
    return Stated(str(words), str(how), None if start is None else Span(article, int(start), int(end)))


def _reading(article: Article, kept: dict[str, Any], vectors: NDArray[float32]) -> Reading | Failure:
    if kept["format"] != readings.FORMAT:
        return Failure(article.source, "was read by another release. Make the corpus again with this one.")
    if hashlib.sha256(article.text.encode()).hexdigest() != article.sha256:
        return Failure(article.source, "has another text than the one that was read. Make the corpus again.")
    try:
        reading = readings.unpack(readings.joined(kept["findings"], vectors), article)
    except LibraryError as error:
        return Failure(article.source, str(error))
    end = len(article.text)
    if not all(span.article == article.id and 0 <= span.start <= span.end <= end for span in _spans(reading)):
        return Failure(article.source, "has findings outside its text. Make the corpus again.")
    return reading


def _spans(reading: Reading) -> Iterator[Span]:
    yield from (part.span for part in reading.article.parts)
    yield from (sentence.span for sentence in reading.sentences)
    yield from (clause.span for clause in reading.clauses)
    yield from (mention.span for entity in reading.entities for mention in entity.mentions)
    yield from (span for each in reading.quotations for span in (*each.content, *each.cue, *each.source))
    yield from (time.span for time in reading.times)
    yield from (span for quantity in reading.quantities for span in (quantity.span, quantity.number))
    yield from (label.words for label in reading.labels)
    yield from (loaded.words for loaded in reading.loaded)
