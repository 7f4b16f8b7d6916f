"""From records to readings, part by part; twins are counted once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from stemma.corpus import guard, values, work
from stemma.corpus.guard import Undone
from stemma.corpus.parts import Option, Part, Stage, Told, digest
from stemma.types import Article, Failure

ARTICLES = pa.schema([("id", pa.string()), ("article", pa.binary())])
"""article: MessagePack, for `values.article`."""

READINGS = pa.schema([("id", pa.string()), ("article", pa.binary()), ("reading", pa.binary()), ("traits", pa.binary())])
"""reading: for `library.readings.unpack`, with the article; traits: for `stories.traits.unpack`."""

MARKS = pa.schema([("key", pa.uint64()), ("mark", pa.string()), ("source", pa.string())])
"""mark: what two records of one article have in common; key: its hash."""

TWINS = pa.schema([("source", pa.string()), ("of", pa.string())])
"""source: of a record that is the same article as `of`."""

SECONDS = 60.0
"""A document may take so long, and as long again for every 60,000 characters."""

_ARTICLE = "stemma.corpus.work:article"
_READING = "stemma.corpus.work:reading"

Found = Iterator[pa.Table | Failure | Told]
Options = Mapping[str, Option]


def patience(options: Options, characters: int) -> float:
    """Seconds that a document of this length may take."""
    seconds = float(options["seconds"] or SECONDS)
    return seconds * (1 + characters / 60_000)


def _articles(inputs: Sequence[Part], options: Options) -> Found:
    beside = guard.held(_ARTICLE)
    for part in inputs:
        for table in part.tables():
            rows = []
            for data in table.column("raw").to_pylist():
                answer = beside(data, patience(options, len(data)))
                if isinstance(answer, Undone):
                    yield Failure(values.raw(data).name(), answer.reason)
                    continue
                found = work.taken(answer)
                if found.failure is not None:
                    yield found.failure
                else:
                    rows.append((values.article(found.article).id, found.article))
            yield _table(rows, ARTICLES)


def _marks(inputs: Sequence[Part], options: Options) -> Found:
    """What an article is known by: its id, and its text at its outlet."""
    for part in inputs:
        rows = []
        for data in part.table(["article"]).column("article").to_pylist():
            article = values.article(data)
            rows += [(key(mark), mark, article.source) for mark in _known_by(article)]
        yield _table(rows, MARKS)


def _known_by(article: Article) -> Iterator[str]:
    yield article.id
    if article.outlet and article.outlet.how != "file name":
        yield digest(f"{article.outlet.value}\0{article.sha256}".encode("utf-8", "replace"))


def key(words: str) -> int:
    """A hash of 64 bits, the same everywhere."""
    return int(digest(words.encode("utf-8", "replace"))[:16], 16)


def _twins(inputs: Sequence[Part], options: Options) -> Found:
    """The records of an article but the first, by path and place."""
    first: dict[str, str] = {}
    every: list[tuple[str, str]] = []
    for part in inputs:
        table = part.table(["mark", "source"])
        for mark, source in zip(table.column(0).to_pylist(), table.column(1).to_pylist(), strict=True):
            every.append((mark, source))
            first[mark] = min(first.get(mark, source), source, key=_place)
    twins = {source: first[mark] for mark, source in every if source != first[mark]}
    yield _table(sorted(twins.items()), TWINS)


def _place(source: str) -> tuple[str, int]:
    path, _, number = source.rpartition(":")
    return (path, int(number)) if number.isascii() and number.isdigit() else (source, 0)


def _distinct(inputs: Sequence[Part], options: Options) -> Found:
    """The articles of the first part without those that the others call twins."""
    twins: dict[str, str] = {}
    for part in inputs[1:]:
        for table in part.tables():
            twins.update(zip(table.column("source").to_pylist(), table.column("of").to_pylist(), strict=True))
    rows = []
    for row in inputs[0].table().to_pylist():
        source = values.article(row["article"]).source
        if source in twins:
            told = f"is the same article as {twins[source]}; it is counted once."
            yield Failure(source, told, skipped=True)
        else:
            rows.append((row["id"], row["article"]))
    yield _table(rows, ARTICLES)


def _readings(inputs: Sequence[Part], options: Options) -> Found:
    beside = guard.held(_READING)
    for part in inputs:
        rows = []
        for row in part.table().to_pylist():
            answer = beside(row["article"], patience(options, len(row["article"])))
            if isinstance(answer, Undone):
                yield Failure(values.article(row["article"]).source, answer.reason)
                continue
            found = work.read_of(answer)
            rows.append((row["id"], row["article"], found.reading, found.traits))
        yield _table(rows, READINGS)


def _table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema)


def articles(seconds: float = SECONDS) -> Stage:
    """Records to articles."""
    return Stage("articles", 1, _articles, ARTICLES, (("seconds", seconds),), True, _ARTICLE)


MARKED = Stage("marks", 1, _marks, MARKS)
TWINNED = Stage("twins", 1, _twins, TWINS)
DISTINCT = Stage("distinct", 1, _distinct, ARTICLES)


def readings(seconds: float = SECONDS) -> Stage:
    """Articles to readings."""
    return Stage("readings", 1, _readings, READINGS, (("seconds", seconds),), True, _READING)
