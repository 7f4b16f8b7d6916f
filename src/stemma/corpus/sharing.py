"""Copies among all articles of a corpus: the runs of words that every two of them share.

Articles go by the hash of their id to homes.  What they carry goes by its hash to those who carry the same
(`meeting`), the pairs that meet go to buckets, and the words of their articles follow them there, where they are
laid over each other (`laying`).  Nothing depends on how many homes and buckets there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from stemma.copies.pile import MANY, SHORTEST
from stemma.corpus import laying, meeting, values, windows
from stemma.corpus.flow import Flow, Group
from stemma.corpus.parts import Option, Part, Run, Stage, Told
from stemma.corpus.schemas import COPIES
from stemma.types import Failure

GATHERED = 1024
"""Articles of a job that takes them as they come; twice as many where there are more than JOBS such jobs."""

JOBS = 512
"""Each job leaves a batch for each home, and all of them are known to the process that hands out the work."""

HOUSED = 4096
"""Articles of a home at most: about 60 MB of words, and as much again for each copy that is sent."""

HOMES = 512
"""Up to which number more homes are taken where a stage asks for smaller ones."""

Found = Iterator[pa.Table | Failure | Told]
Options = Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class Shared:
    """copies: COPIES, in the order of a hash of `first`, then of places.  boilerplate: `laying.BOILERPLATE`.

    runs: `laying.RUNS`, the same as copies, each home in order, for `tracing`.
    """

    copies: list[Part]
    boilerplate: list[Part]
    runs: list[Part]


def copies(flow: Flow, articles: Sequence[Part], words: int = SHORTEST, crowd: int = meeting.CROWD) -> Shared:
    """Articles (`stages.ARTICLES`) to the runs of `words` words or more that two of them share.

    A text that more than `crowd` articles carry is laid against one of them alone.
    """
    into = homes(articles)
    options = (("words", words), ("crowd", crowd), ("many", MANY), ("homes", into))

    def stage(name: str, run: Run, schema: pa.Schema) -> Stage:
        return Stage(f"copies-{name}", 1, run, schema, options)

    lined = flow.shuffle(stage("words", _words, windows.WORDS), grouped(articles), "article", into)
    marks = flow.shuffle(stage("marks", _marks, meeting.MARKS), lined, "key", into)
    crowded = flow.shuffle(stage("crowded", _crowded, meeting.CROWDED), marks, "article", into)
    placed = flow.shuffle(stage("places", _places, meeting.PLACES), beside(lined, crowded), "key", into)
    owned = flow.shuffle(stage("owned", _owned, meeting.OWNED), placed, "article", into)
    few = flow.shuffle(stage("pairs", _few, meeting.PAIRS), marks, "at", into)
    rest = flow.shuffle(stage("crowds", _rest, meeting.PAIRS), placed, "at", into)
    pairs = beside(few, rest)
    wanted = flow.shuffle(stage("wanted", _wanted, laying.WANTED), pairs, "article", into)
    sent = flow.shuffle(stage("sent", _sent, laying.SENT), beside(lined, owned, wanted), "bucket", into)
    runs = flow.shuffle(stage("runs", _laid, laying.RUNS), beside(pairs, sent), "home", into)
    once = flow.map(stage("ordered", _ordered, laying.RUNS), runs)
    return Shared(
        flow.map(stage("plain", _plain, COPIES), once),
        flow.map(stage("boilerplate", _boilerplate, laying.BOILERPLATE), beside(lined, owned)),
        once,
    )


def homes(articles: Sequence[Part], most: int | None = None) -> int:
    """Over how many homes articles are spread: a power of two, so that a few more articles change nothing.

    most: articles of each, where that gives no more than HOMES.
    """
    count = sum(part.rows for part in articles)
    needed, wanted = (max(0, (count - 1) // size).bit_length() for size in (HOUSED, most or HOUSED))
    return 1 << max(needed, min(wanted, HOMES.bit_length() - 1))


def grouped(articles: Sequence[Part]) -> list[Group]:
    """Small parts together, so that there are at most about JOBS."""
    size = GATHERED
    while size * JOBS < sum(part.rows for part in articles):
        size *= 2
    groups: list[list[Part]] = []
    rows = size
    for part in articles:
        if rows >= size:
            groups.append([])
            rows = 0
        groups[-1].append(part)
        rows += part.rows
    return [tuple(group) for group in groups]


def taken(inputs: Sequence[Part], *schemas: pa.Schema) -> tuple[pa.Table, ...]:
    """For each schema the rows of those inputs that have it."""
    tables: list[list[pa.Table]] = [[schema.empty_table()] for schema in schemas]
    names = [schema.names for schema in schemas]
    for part in inputs:
        for table in part.tables():
            tables[names.index(table.schema.names)].append(table)
    return tuple(pa.concat_tables(each).combine_chunks() for each in tables)


def beside(*groups: Sequence[Group]) -> list[Group]:
    """Groups of one home together."""
    return [tuple(part for group in each for part in group) for each in zip(*groups, strict=True)]


def _size(options: Options) -> int:
    return int(options["words"] or SHORTEST)


def _limits(options: Options) -> tuple[int, int]:
    return int(options["crowd"] or 0), int(options["many"] or 0)


def _words(inputs: Sequence[Part], options: Options) -> Found:
    for part in inputs:
        for table in part.tables(["article"]):
            yield windows.lined([values.article(data) for data in table.column("article").to_pylist()])


def _marks(inputs: Sequence[Part], options: Options) -> Found:
    (words,) = taken(inputs, windows.WORDS)
    yield meeting.marked(windows.pile(words), _size(options))


def _crowded(inputs: Sequence[Part], options: Options) -> Found:
    yield meeting.crowded(taken(inputs, meeting.MARKS)[0], *_limits(options))


def _places(inputs: Sequence[Part], options: Options) -> Found:
    words, crowded = taken(inputs, windows.WORDS, meeting.CROWDED)
    yield meeting.placed(windows.pile(words), crowded, _size(options))


def _owned(inputs: Sequence[Part], options: Options) -> Found:
    yield meeting.owned(taken(inputs, meeting.PLACES)[0], *_limits(options))


def _few(inputs: Sequence[Part], options: Options) -> Found:
    yield meeting.few(taken(inputs, meeting.MARKS)[0], *_limits(options))


def _rest(inputs: Sequence[Part], options: Options) -> Found:
    yield meeting.rest(taken(inputs, meeting.PLACES)[0], *_limits(options))


def _wanted(inputs: Sequence[Part], options: Options) -> Found:
    yield laying.wanted(taken(inputs, meeting.PAIRS)[0], int(options["homes"] or 1))


def _sent(inputs: Sequence[Part], options: Options) -> Found:
    words, owned, wanted = taken(inputs, windows.WORDS, meeting.OWNED, laying.WANTED)
    yield laying.sent(words, owned, wanted)


def _laid(inputs: Sequence[Part], options: Options) -> Found:
    pairs, sent = taken(inputs, meeting.PAIRS, laying.SENT)
    yield laying.housed(laying.laid(pairs, sent, _size(options)), int(options["homes"] or 1))


def _ordered(inputs: Sequence[Part], options: Options) -> Found:
    (runs,) = taken(inputs, laying.RUNS)
    yield laying.ordered(runs)


def _plain(inputs: Sequence[Part], options: Options) -> Found:
    yield taken(inputs, laying.RUNS)[0].select(COPIES.names)


def _boilerplate(inputs: Sequence[Part], options: Options) -> Found:
    words, owned = taken(inputs, windows.WORDS, meeting.OWNED)
    yield laying.furniture(words, owned, _size(options))
