"""Articles, records and pages to bytes and back, for parts and the process beside.  The same value, the same bytes."""

from __future__ import annotations

import msgspec

from stemma.ingest.records import Record
from stemma.ingest.warc import Response
from stemma.types import Article, Failure

_article = msgspec.msgpack.Decoder(Article)
_encoder = msgspec.msgpack.Encoder()


class Raw(msgspec.Struct, array_like=True, frozen=True):
    """What a file holds for one article, before anything is made of it.  path: of the file."""

    path: str
    page: Response | None = None
    record: Record | None = None

    def name(self) -> str:
        """The path, and the number of the record where it has one."""
        found = self.page or self.record
        return f"{self.path}:{found.place}" if found and found.place else self.path


_raw = msgspec.msgpack.Decoder(Raw)


def pack(value: Article | Raw | Failure) -> bytes:
    """The bytes of a value."""
    packed: bytes = _encoder.encode(value)
    return packed


def article(data: bytes) -> Article:
    """An article from its bytes."""
    found: Article = _article.decode(data)
    return found


def raw(data: bytes) -> Raw:
    """A page or record from its bytes."""
    found: Raw = _raw.decode(data)
    return found
