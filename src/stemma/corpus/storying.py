"""Stories of a corpus of any size: grouped in windows of time that overlap, then joined where they overlap.

All articles stand in one order, of time and then of a hash.  A window is a stretch of it, its core, with the
articles of the days before as its lead; it is grouped by itself, like any pile.  Two stories of neighbouring windows
are one where most of what each has in the overlap is the same.  Where the windows lie depends on the articles alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy import int64
from numpy.typing import NDArray

from stemma.corpus import laying, sharing, windows
from stemma.corpus.flow import Flow
from stemma.corpus.parts import Option, Part, Stage, Told, digest
from stemma.corpus.schemas import MEMBERS
from stemma.types import Failure

LEAST = 8_000
"""Articles of a core at least."""

LEAD = 40_000
"""Articles of a lead at most; of a core twice as many.  A window then takes about 1 GB."""

PLACES = pa.schema([("moment", pa.int64()), ("key", pa.uint64())])
"""Where an article stands in the order.  moment: seconds since 1970, UNDATED for none; key: hash of its id."""

WINDOWS = pa.schema([*PLACES, ("lead_moment", pa.int64()), ("lead_key", pa.uint64())])
"""Where the core of a window begins, and where its lead does; it ends where the next one begins."""

TRAITS = pa.schema([("window", pa.uint64()), ("core", pa.bool_()), *PLACES, ("traits", pa.binary())])

GROUPED = pa.schema(
    [
        ("window", pa.uint64()),
        ("story", pa.int32()),
        ("core", pa.bool_()),
        *PLACES,
        ("article", pa.string()),
        ("score", pa.float32()),
    ]
)
"""An article in a window and the number of its story there."""

JOINED = pa.schema([("window", pa.uint64()), ("story", pa.int32()), ("name", pa.string())])
"""A story of a window that goes on from one before, and the name of that."""

NAMED = pa.schema([("home", pa.uint64()), *PLACES, *MEMBERS])

Found = Iterator[pa.Table | Failure | Told]
Options = Mapping[str, Option]


def stories(flow: Flow, readings: Sequence[Part], least: int = LEAST, lead: int = LEAD) -> list[Part]:
    """Readings (`stages.READINGS`) to MEMBERS: every article once, those of one story next to each other in one part.

    Stories are in the order of a hash of their name, their articles in that of time.  least: articles of a core at
    least; lead: of a lead at most.
    """
    homes = sharing.homes(readings)
    groups = sharing.grouped(readings)
    places = flow.map(Stage("stories-places", 1, _places, PLACES), groups)
    sizes = (("least", least), ("lead", lead))
    cut = flow.gather(Stage("stories-windows", 1, _windows, WINDOWS, sizes), places)
    traits = flow.shuffle(Stage("stories-traits", 1, _traits, TRAITS), groups, "window", max(1, cut.rows), [cut])
    grouped = flow.map(Stage("stories-grouped", 1, _grouped, GROUPED), traits)
    joined = flow.gather(Stage("stories-joined", 1, _joined, JOINED), grouped)
    named = Stage("stories-named", 1, _named, NAMED, (("homes", homes),))
    return flow.map(Stage("stories", 2, _together, MEMBERS), flow.shuffle(named, grouped, "home", homes, [joined]))


def _place(part: Part) -> Iterator[tuple[pa.Table, list[bytes]]]:
    """The PLACES of the articles of a part, with their traits."""
    from stemma.stories.traits import unpack

    for table in part.tables(["id", "traits"]):
        packed = table.column("traits").to_pylist()
        moments = [unpack(each).moment for each in packed]
        columns = [
            [windows.UNDATED if moment is None else moment for moment in moments],
            [windows.number(each) for each in table.column("id").to_pylist()],
        ]
        yield pa.table(columns, schema=PLACES), packed


def _places(inputs: Sequence[Part], options: Options) -> Found:
    yield from (places for part in inputs for places, _ in _place(part))


def _windows(inputs: Sequence[Part], options: Options) -> Found:
    (table,) = sharing.taken(inputs, PLACES)
    moment, key = table.column("moment").to_numpy(), table.column("key").to_numpy()
    order = np.lexsort((key, moment))
    moment, key = moment[order], key[order]
    cores, leads = cut(moment, int(options["least"] or 1), int(options["lead"] or 0))
    yield pa.table([moment[cores], key[cores], moment[leads], key[leads]], schema=WINDOWS)


def cut(moments: NDArray[int64], least: int, most: int) -> tuple[list[int], list[int]]:
    """Where the core and the lead of each window begin among articles in order of time.

    A lead goes back as far as a story may, but by `most` articles at most; a core has twice as many as its lead,
    and `least` at least: so leads add no more than half to the work.
    """
    from stemma.stories.likeness import APART

    cores: list[int] = []
    leads: list[int] = []
    begin = 0
    while begin < len(moments):
        before = cores[-1] if cores else 0
        reach = int(np.searchsorted(moments, moments[begin] - APART))
        lead = max(before, begin - most, reach)
        cores.append(begin)
        leads.append(lead)
        begin += max(least, 2 * (begin - lead))
    return cores, leads


def _traits(inputs: Sequence[Part], options: Options) -> Found:
    """The traits of articles, for each window they are in."""
    *parts, cuts = inputs
    of = cuts.table()
    cores, leads = ([of.column(name).to_numpy() for name in names] for names in (WINDOWS.names[:2], WINDOWS.names[2:]))
    for part in parts:
        for places, packed in _place(part):
            moment, key = places.column("moment").to_numpy(), places.column("key").to_numpy()
            core = _rank(cores, moment, key)
            ahead = _rank(leads, moment, key)
            for window, row in ((core, np.arange(len(core))), (ahead, np.flatnonzero(ahead > core))):
                chosen = [packed[n] for n in row.tolist()]
                is_core = np.full(len(row), window is core)
                columns = [window[row], is_core, moment[row], key[row], chosen]
                yield pa.table(
                    [pa.array(each, field.type) for each, field in zip(columns, TRAITS, strict=True)], schema=TRAITS
                )


def _rank(begins: Sequence[NDArray[int64]], moment: NDArray[int64], key: NDArray[np.uint64]) -> NDArray[int64]:
    """The last window that begins at or before each place."""
    order = np.lexsort((np.r_[np.zeros(len(begins[0]), int), np.ones(len(moment), int)],
                        np.r_[begins[1], key], np.r_[begins[0], moment]))  # fmt: skip
    starts = order < len(begins[0])
    found = np.empty(len(order), int64)
    found[order] = np.cumsum(starts) - 1
    return found[len(begins[0]) :]


def _grouped(inputs: Sequence[Part], options: Options) -> Found:
    """The articles of a window, one after the other, to stories."""
    from stemma.stories import Grouping
    from stemma.stories.traits import unpack

    (table,) = sharing.taken(inputs, TRAITS)
    table = table.take(pa.array(np.lexsort([table.column(name).to_numpy() for name in ("key", "moment")])))
    grouping: Grouping[int] = Grouping()
    names: list[str] = []
    scores: list[float | None] = []
    for row, packed in enumerate(table.column("traits")):
        traits = unpack(packed.as_py())
        scores.append(grouping.add(row, traits).score)
        names.append(traits.id)
    story = [grouping.story(row) for row in range(len(names))]
    columns = {"story": story, "article": names, "score": scores}
    yield pa.table(
        [pa.array(columns[name], GROUPED.field(name).type) if name in columns else table.column(name)
         for name in GROUPED.names], schema=GROUPED)  # fmt: skip


def _joined(inputs: Sequence[Part], options: Options) -> Found:
    """The stories that go on from one of the window before, in order of time."""
    from stemma.stories.likeness import APART

    rows: list[tuple[int, int, str]] = []
    before: dict[int, int] = {}  # article of the core before -> story
    roots: dict[int, tuple[str, int]] = {}  # story of the window before -> name and first moment
    for part in inputs:
        (table,) = sharing.taken([part], GROUPED)
        columns = [table.column(name).to_pylist() for name in ("window", "story", "core", "moment", "key", "article")]
        members = list(zip(*columns, strict=True))
        links = _links([(story, before[key]) for _, story, core, _, key, _ in members if not core], before)
        spans: dict[int, tuple[int, int, str]] = {}
        for _, story, core, moment, _, article in members:
            if core:
                first, _, name = spans.get(story, (moment, moment, article))
                spans[story] = (first, moment, name)
        now: dict[int, tuple[str, int]] = {}
        for story, (first, last, article) in spans.items():
            root = roots.get(links.get(story, -1))
            if root is not None and (last - root[1] <= APART or last >= windows.UNDATED):
                rows.append((members[0][0], story, root[0]))
                now[story] = root
            else:
                now[story] = (_name(article), first)
        before = {key: story for _, story, core, _, key, _ in members if core}
        roots = now
    yield pa.table([list(column) for column in zip(*rows, strict=True)] or [[], [], []], schema=JOINED)


def _links(overlap: Sequence[tuple[int, int]], before: Mapping[int, int]) -> dict[int, int]:
    """For stories of a window those of the one before that they are one with: most of the overlap of both."""
    here, there = Counter(story for story, _ in overlap), Counter(story for _, story in overlap)
    both = Counter(overlap)
    return {s: t for (s, t), common in both.items() if 2 * common > here[s] and 2 * common > there[t]}


def _name(article: str) -> str:
    return "s" + digest(article.encode("utf-8", "replace"))[:10]


def _named(inputs: Sequence[Part], options: Options) -> Found:
    """The articles of a core with the names of their stories."""
    homes = int(options["homes"] or 1)
    (table,) = sharing.taken(inputs[:-1], GROUPED)
    joined = inputs[-1].table()
    names = {
        (window, story): name
        for window, story, name in zip(*(joined.column(each).to_pylist() for each in JOINED.names), strict=True)
    }
    table = table.filter(table.column("core"))
    story = []
    for window, number, article in zip(
        *(table.column(name).to_pylist() for name in ("window", "story", "article")), strict=True
    ):
        story.append(names.setdefault((window, number), _name(article)))  # the first of a story names it
    key = np.array([windows.number(name) for name in story], np.uint64)
    columns = [laying.home(key, homes), table.column("moment"), table.column("key"), story, table.column("article")]
    yield pa.table([*columns, table.column("score")], schema=NAMED)


def _together(inputs: Sequence[Part], options: Options) -> Found:
    """The articles of each story next to each other."""
    (table,) = sharing.taken(inputs, NAMED)
    of = np.array([windows.number(name) for name in table.column("story").to_pylist()], np.uint64)
    order = np.lexsort([*(table.column(name).to_numpy() for name in ("key", "moment")), of])
    yield table.take(pa.array(order)).select(MEMBERS.names)
