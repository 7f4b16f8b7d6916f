"""Stories with their articles brought together: told in a line each, and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from zlib import crc32

import msgspec
import pyarrow as pa

from stemma.corpus import guard, values, work
from stemma.corpus.flow import Flow, Group
from stemma.corpus.guard import Undone
from stemma.corpus.parts import Option, Part, Stage, Told
from stemma.corpus.schemas import MEMBERS
from stemma.corpus.stages import key, patience
from stemma.types import Article, Failure

COMPARED = 40
"""Articles of a story that are compared at most: of more outlets the first report of each, the earliest first."""

CARRIED = 400
"""Articles of a story among which these are chosen: of more, as many by chance, but always the same."""

LINES = 16_384
"""Articles whose lines are brought together in one part, about."""

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
        ("home", pa.uint64()),
        ("article", pa.string()),
        ("headline", pa.string()),
        ("outlet", pa.string()),
        ("published", pa.string()),
    ]
)
"""An article in a line.  key: hash of its id; home: of the name of its part."""

_KEYED = MEMBERS.append(pa.field("key", pa.uint64()))
_PLACED = _LINES.append(pa.field("story", pa.string()))
"""A line with the story of its article; key: hash of the story."""

_SEVERAL = pa.schema([("home", pa.uint64()), ("story", pa.string()), ("article", pa.string())])
_SENT = pa.schema([("key", pa.uint64()), ("story", pa.string()), ("article", pa.binary()), ("reading", pa.binary())])

_STORY = "stemma.corpus.work:story"

Found = Iterator[pa.Table | Failure | Told]
Options = Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class Stories:
    """told: STORY, each story once.  members: for the readings of each home, which of them stories of several have."""

    told: list[Part]
    members: list[Group]


def gathered(flow: Flow, articles: Sequence[Part], members: Sequence[Part]) -> Stories:
    """Articles and MEMBERS to stories: what is known of an article goes to its story, and the story to its articles."""
    into = 1 + sum(part.rows for part in members) // LINES
    lines = flow.shuffle(Stage("story-lines", 1, _lines, _LINES), articles, "key", into)
    keyed = flow.shuffle(Stage("story-members", 1, _keyed, _KEYED), members, "key", into)
    both = [(*some, *others) for some, others in zip(lines, keyed, strict=True)]
    placed = flow.shuffle(Stage("story-placed", 1, _placed, _PLACED), both, "key", into)
    told = flow.map(Stage("story-told", 1, _told, STORY), placed)
    return Stories(told, flow.shuffle(Stage("story-several", 1, _several, _SEVERAL), placed, "home", into))


def compared(flow: Flow, readings: Sequence[Part], stories: Stories, seconds: float) -> list[Part]:
    """Readings to COMPARISONS of every story of several articles."""
    homes = [(part, *stories.members[key(part.name) % len(stories.members)]) for part in readings]
    several = sum(part.rows for group in stories.members for part in group)
    sent = flow.shuffle(Stage("story-readings", 1, _sent, _SENT), homes, "key", 1 + several // BUCKET)
    return flow.map(Stage("claims", 1, _compared, COMPARISONS, (("seconds", seconds),), True, _STORY), sent)


# --- a line for each -------------------------------------------------------------------------------


def _lines(inputs: Sequence[Part], options: Options) -> Found:
    home = key(inputs[0].name)
    for table in inputs[0].tables(["article"]):
        articles = map(values.article, table.column("article").to_pylist())
        rows = [{"key": key(article.id), "home": home, **_line(article)} for article in articles]
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


def _keyed(inputs: Sequence[Part], options: Options) -> Found:
    for part in inputs:
        for table in part.tables():
            keys = [key(article) for article in table.column("article").to_pylist()]
            yield table.append_column(_KEYED.field("key"), pa.array(keys, pa.uint64()))


def _placed(inputs: Sequence[Part], options: Options) -> Found:
    rows = [row for part in inputs for row in part.table().to_pylist()]
    story = {row["article"]: row["story"] for row in rows if "story" in row}
    lines = [row for row in rows if "story" not in row and row["article"] in story]
    found = [{**row, "key": key(story[row["article"]]), "story": story[row["article"]]} for row in lines]
    yield pa.Table.from_pylist(found, _PLACED)


def _of_stories(inputs: Sequence[Part]) -> Iterator[tuple[str, list[dict[str, str | None]]]]:
    """The lines of each story, in order of time."""
    rows = [row for part in inputs for row in part.table().to_pylist()]
    rows.sort(key=lambda row: (row["story"], row["published"] is None, row["published"], row["article"]))
    for story, group in groupby(rows, key=lambda row: str(row["story"])):
        yield story, list(group)


def _told(inputs: Sequence[Part], options: Options) -> Found:
    found = []
    for story, lines in _of_stories(inputs):
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


def _several(inputs: Sequence[Part], options: Options) -> Found:
    """The members of stories of several articles, at most CARRIED of each."""
    found = []
    for story, lines in _of_stories(inputs):
        if len(lines) > CARRIED:
            by_chance = sorted(lines, key=lambda row: (crc32(str(row["article"]).encode()), row["article"]))
            lines = by_chance[:CARRIED]
        if len(lines) > 1:
            found += [{"home": row["home"], "story": story, "article": row["article"]} for row in lines]
    yield pa.Table.from_pylist(found, _SEVERAL)


# --- compared --------------------------------------------------------------------------------------


def _sent(inputs: Sequence[Part], options: Options) -> Found:
    story: dict[str, str] = {}
    for part in inputs[1:]:
        story.update((row["article"], row["story"]) for row in part.table(["article", "story"]).to_pylist())
    for table in inputs[0].tables(["id", "article", "reading"]):
        rows = [
            {"key": key(found), "story": found, "article": row["article"], "reading": row["reading"]}
            for row in table.to_pylist()
            if (found := story.get(row["id"]))
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
