"""Origins and stories over all articles of a small corpus, in one piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from stemma.corpus import values
from stemma.corpus.flow import Flow
from stemma.corpus.parts import Option, Part, Stage, Told, digest
from stemma.corpus.schemas import MEMBERS, ORIGINS
from stemma.types import Failure, Reading

Found = Iterator[pa.Table | Failure | Told]
Options = Mapping[str, Option]


def origins(flow: Flow, readings: Sequence[Part], copies: Sequence[Part]) -> list[Part]:
    """Readings (`stages.READINGS`) and copies to ORIGINS, in order of the readings."""
    return [flow.gather(Stage("origins", 1, _origins, ORIGINS), readings)]


def stories(flow: Flow, readings: Sequence[Part]) -> list[Part]:
    """Readings to MEMBERS: every article once, those of one story in one part and next to each other."""
    return [flow.gather(Stage("stories", 1, _stories, MEMBERS), readings)]


def _origins(inputs: Sequence[Part], options: Options) -> Found:
    from stemma.library.readings import unpack

    rows = [row for part in inputs for row in part.table(["article", "reading"]).to_pylist()]
    readings = [unpack(row["reading"], values.article(row["article"])) for row in rows]
    found = [row for reading in readings for row in _traced(reading)]
    yield pa.Table.from_pylist(found, ORIGINS)


def _traced(reading: Reading) -> Iterator[dict[str, object]]:
    from stemma.copies import trace

    descent = trace([reading], ())
    origin = {one.id: one for one in descent.origins}
    for each in descent.provenance:
        yield {
            "article": each.span.article,
            "start": each.span.start,
            "end": each.span.end,
            "origin": origin[each.origin].name,
            "kind": origin[each.origin].kind,
            "how": each.how,
            "from_article": None,
            "reason": each.reason,
        }


def _stories(inputs: Sequence[Part], options: Options) -> Found:
    from stemma.stories import Grouping
    from stemma.stories.traits import unpack

    every = [unpack(data) for part in inputs for data in part.table(["traits"]).column(0).to_pylist()]
    every.sort(key=lambda traits: (traits.moment or 0, traits.id))
    grouping: Grouping[str] = Grouping()
    score: dict[str, float | None] = {}
    for traits in every:
        score[traits.id] = grouping.add(traits.id, traits).score
    members: dict[int, list[str]] = {}
    for traits in every:
        members.setdefault(grouping.story(traits.id), []).append(traits.id)
    rows = [
        {"story": "s" + digest(ids[0].encode())[:10], "article": one, "score": score[one]}
        for ids in members.values()
        for one in ids
    ]
    yield pa.Table.from_pylist(rows, MEMBERS)
