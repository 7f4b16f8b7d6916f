"""Stories with their articles brought together: told in a line each, and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from zlib import crc32

import msgspec
import pyarrow as pa

from stemma.corpus import guard, values, work
from stemma.corpus.flow import Flow
from stemma.corpus.guard import Undone
from stemma.corpus.parts import Option, Part, Stage, Told
from stemma.corpus.schemas import MEMBERS
from stemma.corpus.stages import key, patience
from stemma.types import Article, Failure

COMPARED = 40
"""Articles of a story that are compared at most: of more outlets the first report of each, the earliest first."""

CARRIED = 400
"""Articles of a story among which these are chosen: of more, as many by chance, but always the same."""

BUCKET = 256
"""Articles that are brought together in one part, about."""

_PASSAGE = [("article", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("words", pa.string())]

EVIDENCE = pa.struct(
    [
        *_PASSAGE,
        ("origin", pa.string()),
        ("origin_kind", pa.string()),
        ("asserted", pa.bool_()),
        ("speaker", pa.string()),
        ("score", pa.float64()),
        ("borrowed", pa.string()),
    ]
)
CLAIM = pa.struct(
    [
        ("claim", pa.string()),
        ("status", pa.string()),
        ("origins", pa.int32()),
        ("speakers", pa.list_(pa.string())),
        ("one_speaker", pa.string()),
        ("weight", pa.float64()),
        ("reason", pa.string()),
        *_PASSAGE,
        ("evidence", pa.list_(EVIDENCE)),
    ]
)
CONFLICT = pa.struct(
    [
        ("conflict", pa.string()),
        ("kind", pa.string()),
        ("status", pa.string()),
        ("slot", pa.string()),
        ("score", pa.float64()),
        ("reason", pa.string()),
        ("values", pa.list_(pa.struct([("value", pa.string()), ("evidence", pa.list_(EVIDENCE))]))),
    ]
)
STORY = pa.schema(
    [
        ("story", pa.string()),
        ("headline", pa.string()),
        ("first", pa.string()),
        ("last", pa.string()),
        ("articles", pa.int32()),
        ("outlets", pa.int32()),
    ]
)
"""A story in a line.  headline: of its earliest article; first, last: dates of publication, as printed."""

COMPARISONS = pa.schema(
    [
        ("story", pa.string()),
        ("compared", pa.list_(pa.string())),
        ("claims", pa.list_(CLAIM)),
        ("conflicts", pa.list_(CONFLICT)),
    ]
)
"""What the articles of a story say.  compared: ids of those that were compared, in order."""

_LINES = pa.schema(
    [
        ("key", pa.uint64()),
        ("story", pa.string()),
        ("article", pa.string()),
        ("headline", pa.string()),
        ("outlet", pa.string()),
        ("published", pa.string()),
    ]
)
_SENT = pa.schema([("key", pa.uint64()), ("story", pa.string()), ("article", pa.binary()), ("reading", pa.binary())])
_SEVERAL = MEMBERS.append(pa.field("key", pa.uint64()))

_STORY = "stemma.corpus.work:story"

Found = Iterator[pa.Table | Failure | Told]
Options = Mapping[str, Option]


def told(flow: Flow, articles: Sequence[Part], members: Sequence[Part]) -> list[Part]:
    """Articles and MEMBERS to STORY, each story once."""
    buckets = 1 + sum(part.rows for part in members) // (BUCKET * 64)
    lines = flow.shuffle(Stage("story-lines", 1, _lines, _LINES), articles, "key", buckets, members)
    return flow.map(Stage("stories-told", 1, _told, STORY), lines)


def compared(flow: Flow, readings: Sequence[Part], members: Sequence[Part], seconds: float) -> list[Part]:
    """Readings and MEMBERS to COMPARISONS of every story of several articles."""
    several = flow.map(Stage("several", 1, _several, _SEVERAL), members)
    buckets = 1 + sum(part.rows for part in several) // BUCKET
    sent = flow.shuffle(Stage("story-readings", 1, _sent, _SENT), readings, "key", buckets, several)
    comparing = Stage("claims", 1, _compared, COMPARISONS, (("seconds", seconds),), True, _STORY)
    return flow.map(comparing, sent)


# --- a line for each -------------------------------------------------------------------------------


def _members(parts: Sequence[Part]) -> dict[str, str]:
    """The story of each article."""
    found: dict[str, str] = {}
    for part in parts:
        for table in part.tables(["story", "article"]):
            found.update(zip(table.column("article").to_pylist(), table.column("story").to_pylist(), strict=True))
    return found


def _lines(inputs: Sequence[Part], options: Options) -> Found:
    story = _members(inputs[1:])
    rows = []
    for table in inputs[0].tables(["article"]):
        for article in map(values.article, table.column("article").to_pylist()):
            if article.id in story:
                rows.append({"key": key(story[article.id]), "story": story[article.id], **_line(article)})
    yield pa.Table.from_pylist(rows, _LINES)


def _line(article: Article) -> dict[str, str | None]:
    return {
        "article": article.id,
        "headline": headline(article),
        "outlet": article.outlet.value if article.outlet else None,
        "published": article.published.value if article.published else None,
    }


def headline(article: Article) -> str | None:
    """The headline of an article on one line, None where it has none."""
    found = article.first("headline")
    return " ".join(article.words(found.span).split()) if found else None


def _told(inputs: Sequence[Part], options: Options) -> Found:
    rows = [row for part in inputs for row in part.table().to_pylist()]
    rows.sort(key=lambda row: (row["story"], row["published"] is None, row["published"], row["article"]))
    found = []
    for story, group in groupby(rows, key=lambda row: row["story"]):
        lines = list(group)
        dates = [row["published"] for row in lines if row["published"]]
        found.append(
            {
                "story": story,
                "headline": next((row["headline"] for row in lines if row["headline"]), None),
                "first": dates[0] if dates else None,
                "last": dates[-1] if dates else None,
                "articles": len(lines),
                "outlets": len({row["outlet"] for row in lines if row["outlet"]}),
            }
        )
    yield pa.Table.from_pylist(found, STORY)


# --- compared --------------------------------------------------------------------------------------


def _several(inputs: Sequence[Part], options: Options) -> Found:
    """The members of stories of several articles, at most CARRIED of each."""
    of: dict[str, list[dict[str, object]]] = {}
    for part in inputs:
        for row in part.table().to_pylist():
            of.setdefault(row["story"], []).append(row)
    rows = []
    for story, members in of.items():
        if len(members) > CARRIED:
            members = sorted(members, key=lambda row: (crc32(str(row["article"]).encode()), row["article"]))[:CARRIED]
        if len(members) > 1:
            rows += [{**row, "key": key(story)} for row in members]
    yield pa.Table.from_pylist(rows, _SEVERAL)


def _sent(inputs: Sequence[Part], options: Options) -> Found:
    story = _members(inputs[1:])
    for table in inputs[0].tables(["id", "article", "reading"]):
        rows = [
            {
                "key": key(story[row["id"]]),
                "story": story[row["id"]],
                "article": row["article"],
                "reading": row["reading"],
            }
            for row in table.to_pylist()
            if row["id"] in story
        ]
        yield pa.Table.from_pylist(rows, _SENT)


def _compared(inputs: Sequence[Part], options: Options) -> Found:
    beside = guard.held(_STORY)
    of: dict[str, list[Member]] = {}
    for row in (row for part in inputs for row in part.table().to_pylist()):
        of.setdefault(row["story"], []).append((values.article(row["article"]), row["article"], row["reading"]))
    for story in sorted(of):
        members = chosen(of[story])
        if len(members) < 2:
            continue  # the others could not be read
        asked = work.Together(tuple(each[1] for each in members), tuple(each[2] for each in members))
        length = sum(len(each[0].text) for each in members)
        answer = beside(work.Packed(asked), patience(options, 4 * length))
        if isinstance(answer, Undone):
            yield Failure(f"story {story}", answer.reason)
            continue
        row = {"story": story, "compared": [each[0].id for each in members], **msgspec.msgpack.decode(answer)}
        yield pa.Table.from_pylist([row], COMPARISONS)


Member = tuple[Article, bytes, bytes]


def chosen(members: Sequence[Member]) -> list[Member]:
    """At most COMPARED of them: the first report of each outlet, then the second …; in order of time."""

    def moment(member: Member) -> tuple[bool, str, str]:
        published = member[0].published
        return published is None, published.value if published else "", member[0].id

    turns: dict[str, int] = {}
    ranked = []
    for member in sorted(members, key=moment):
        outlet = member[0].outlet
        name = outlet.value if outlet else ""
        turns[name] = turns.get(name, 0) + 1
        ranked.append((turns[name], moment(member), member))
    kept = sorted(ranked, key=lambda each: each[:2])[:COMPARED]
    return [each[2] for each in sorted(kept, key=lambda each: each[1])]
