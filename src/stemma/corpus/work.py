"""What is done with one item in the process beside (`guarded`): bytes to bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from stemma.corpus import values
from stemma.types import Comparison, Evidence, Failure, Span

Packed = msgspec.msgpack.Encoder().encode


class Taken(msgspec.Struct, array_like=True, frozen=True):
    """An article, or why a record is none."""

    article: bytes = b""
    failure: Failure | None = None


class Read(msgspec.Struct, array_like=True, frozen=True):
    """A reading as the library keeps it, and what the grouping keeps of it."""

    reading: bytes
    traits: bytes


taken = partial(msgspec.msgpack.decode, type=Taken)
read_of = partial(msgspec.msgpack.decode, type=Read)


def article(data: bytes) -> bytes:
    """A record or page to the article it is."""
    from stemma.ingest import sources

    raw = values.raw(data)
    if raw.page is not None:
        found = sources.of_page(raw.path, raw.page)
    else:
        assert raw.record is not None
        found = sources.of_record(raw.path, raw.record)
    if isinstance(found, Failure):
        return Packed(Taken(failure=found))
    return Packed(Taken(values.pack(found)))


def reading(data: bytes) -> bytes:
    """An article to its reading."""
    from stemma import reading as reader
    from stemma.library import readings
    from stemma.stories import traits

    found = reader.read(values.article(data))
    return Packed(Read(readings.pack(found), traits.pack(traits.traits_of(found))))


class Together(msgspec.Struct, array_like=True, frozen=True):
    """The articles and readings of a story, in the order in which they are compared."""

    articles: tuple[bytes, ...]
    readings: tuple[bytes, ...]


together_of = partial(msgspec.msgpack.decode, type=Together)


def story(data: bytes) -> bytes:
    """What is said in a story: its claims and conflicts, as rows of `together.COMPARED`."""
    from stemma.comparing import compare
    from stemma.library import readings

    given = together_of(data)
    pairs = zip(given.articles, given.readings, strict=True)
    found = compare([readings.unpack(read, values.article(article)) for article, read in pairs])
    return Packed({"claims": list(_claims(found)), "conflicts": list(_conflicts(found))})


Row = dict[str, object]


def _claims(found: Comparison) -> Iterator[Row]:
    for claim in found.claims:
        yield {
            "claim": claim.id,
            "status": claim.status,
            "origins": claim.origins,
            "speakers": list(claim.speakers),
            "one_speaker": claim.one_speaker,
            "weight": claim.weight,
            "reason": claim.reason,
            **_passage(found, claim.text),
            "evidence": _evidence(found, claim.evidence),
        }


def _conflicts(found: Comparison) -> Iterator[Row]:
    for conflict in found.conflicts:
        yield {
            "conflict": conflict.id,
            "kind": conflict.kind,
            "status": conflict.status,
            "slot": conflict.slot,
            "score": conflict.score,
            "reason": conflict.reason,
            "values": [
                {"value": each.value, "evidence": _evidence(found, each.evidence)} for each in conflict.readings
            ],
        }


def _evidence(found: Comparison, evidence: Sequence[Evidence]) -> list[Row]:
    origins = {origin.id: origin for origin in found.origins}
    return [
        {
            **_passage(found, each.span),
            "origin": origins[each.origin].name,
            "origin_kind": origins[each.origin].kind,
            "asserted": each.asserted,
            "speaker": each.speaker,
            "score": each.score,
            "borrowed": each.borrowed,
        }
        for each in evidence
    ]


def _passage(found: Comparison, span: Span) -> Row:
    return {"article": span.article, "start": span.start, "end": span.end, "words": found.words(span)}
