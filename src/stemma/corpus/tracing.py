"""Where every sentence of a corpus comes from, as `stemma.copies.trace` tells it among an article and its partners.

Partners are articles that share text with it: of many, those that show best whose the text is, and those that share
most of it.  The texts of all articles go to homes, and from there to the homes of those whose partners they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np
import pyarrow as pa

from stemma.corpus import guard, laying, sharing, values, windows
from stemma.corpus.flow import Flow
from stemma.corpus.guard import Undone
from stemma.corpus.parts import Option, Part, Run, Stage, Told
from stemma.corpus.schemas import ORIGINS
from stemma.corpus.stages import SECONDS, patience
from stemma.types import Failure

BEST = 2
"""Partners that are taken for what they show, and as many for how much they share; the article is laid beside each."""

TRACED = 256
"""Articles of a home where there are few: tracing takes as long as all else about copies together."""

ROWS = 4096  # of ORIGINS in one batch

PARTNERS = pa.schema([("home", pa.uint64()), ("partner", pa.uint64()), ("article", pa.uint64())])
"""An article is to be laid beside a partner.  home: of the one whose row goes there."""

TEXTS = pa.schema([("home", pa.uint64()), ("key", pa.uint64()), ("article", pa.binary())])
"""key: hash of the id; article: for `values.article`."""

SENT = TEXTS.append(pa.field("to", pa.uint64()))
"""TEXTS of partners.  to: the article they are laid beside."""

Found = Iterator[pa.Table | Failure | Told]
Options = Mapping[str, Option]


def origins(flow: Flow, readings: Sequence[Part], runs: Sequence[Part], seconds: float = SECONDS) -> list[Part]:
    """Readings (`stages.READINGS`) and what they share (`sharing.Shared.runs`) to ORIGINS.

    They are in the order of a hash of the article, then of places.
    """
    into = sharing.homes(readings, TRACED)

    def stage(name: str, run: Run, schema: pa.Schema, *options: tuple[str, Option], spares: bool = False) -> Stage:
        return Stage(f"origins-{name}", 1, run, schema, (("homes", into), *options), spares)

    texts = flow.shuffle(stage("texts", _texts, TEXTS), sharing.grouped(readings), "home", into)
    met = flow.shuffle(stage("met", _met, _MET), [(part,) for part in runs], "home", into)
    partners = flow.shuffle(stage("partners", _partners, PARTNERS), met, "home", into)
    sent = flow.shuffle(stage("sent", _sent, SENT), sharing.beside(texts, partners), "home", into)
    traced = stage("traced", _traced, ORIGINS, ("seconds", seconds), spares=True)
    return flow.map(traced, sharing.beside(texts, sent))


_MET = pa.schema(
    [
        ("home", pa.uint64()),
        ("article", pa.uint64()),
        ("partner", pa.uint64()),
        ("rank", pa.int64()),
        ("words", pa.int32()),
    ]
)
"""A run of words that an article shares with a partner of this rank.  home: of the article."""


def _texts(inputs: Sequence[Part], options: Options) -> Found:
    homes = int(options["homes"] or 1)
    for part in inputs:
        for table in part.tables(["id", "article"]):
            key = np.array([windows.number(each) for each in table.column("id").to_pylist()], np.uint64)
            yield pa.table([laying.home(key, homes), key, table.column("article")], schema=TEXTS)


def _met(inputs: Sequence[Part], options: Options) -> Found:
    """What two articles share, once for each."""
    homes = int(options["homes"] or 1)
    (runs,) = sharing.taken(inputs, laying.RUNS)
    for article, partner, rank in (("key", "other", "other_rank"), ("other", "key", "rank")):
        to = laying.home(runs.column(article).to_numpy(), homes)
        yield pa.table([to, *(runs.column(name) for name in (article, partner, rank, "words"))], schema=_MET)


def _partners(inputs: Sequence[Part], options: Options) -> Found:
    """The partners that each article is laid beside."""
    (met,) = sharing.taken(inputs, _MET)
    shared: dict[int, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    for article, partner, rank, words in zip(*(met.column(name).to_pylist() for name in _MET.names[1:]), strict=True):
        shared[article][rank, partner] += words
    rows = [(partner, article) for article, of in sorted(shared.items()) for partner in chosen(of)]
    partner, article = (np.array(column, np.uint64) for column in (zip(*rows, strict=True) if rows else ((), ())))
    yield pa.table([laying.home(partner, int(options["homes"] or 1)), partner, article], schema=PARTNERS)


def chosen(shared: Mapping[tuple[int, int], int]) -> list[int]:
    """Of partners, as rank and number with the words they share, those to lay an article beside."""
    best = sorted(shared)[:BEST]
    most = sorted((each for each in shared if each not in best), key=lambda each: (-shared[each], each))[:BEST]
    return [partner for _, partner in best + most]


def _sent(inputs: Sequence[Part], options: Options) -> Found:
    texts, partners = sharing.taken(inputs, TEXTS, PARTNERS)
    key = texts.column("key").to_numpy()
    order = np.argsort(key, kind="stable")
    asked = partners.column("partner").to_numpy()
    at = np.searchsorted(key[order], asked)
    there = at < len(key)
    there[there] = key[order][at[there]] == asked[there]  # one that could not be read sends nothing
    to = partners.column("article").to_numpy()[there]
    sent = texts.take(pa.array(order[at[there]])).append_column(SENT.field("to"), pa.array(to))
    yield sent.set_column(0, SENT.field("home"), pa.array(laying.home(to, int(options["homes"] or 1))))


def _traced(inputs: Sequence[Part], options: Options) -> Found:
    texts, sent = sharing.taken(inputs, TEXTS, SENT)
    partners: dict[int, list[int]] = defaultdict(list)
    for row, to in enumerate(sent.column("to").to_pylist()):
        partners[to].append(row)
    texts_of, sent_of = (table.column("article").to_pylist() for table in (texts, sent))
    beside = guard.held("stemma.corpus.descent:origins")
    key = texts.column("key").to_numpy()
    rows: list[dict[str, object]] = []
    for row in np.argsort(key, kind="stable").tolist():
        together = [texts_of[row], *(sent_of[number] for number in partners[int(key[row])])]
        answer = beside(msgspec.msgpack.encode(together), patience(options, sum(map(len, together))))
        if isinstance(answer, Undone):
            yield Failure(values.article(texts_of[row]).source, f"its origins: {answer.reason}")
            continue
        rows += msgspec.msgpack.decode(answer)
        if len(rows) >= ROWS:
            yield pa.Table.from_pylist(rows, ORIGINS)
            rows = []
    yield pa.Table.from_pylist(rows, ORIGINS)
