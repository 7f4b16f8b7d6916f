"""What is done with one item in the process beside (`guarded`): bytes to bytes."""

from __future__ import annotations

from functools import partial

import msgspec

from stemma.corpus import values
from stemma.types import Failure

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
