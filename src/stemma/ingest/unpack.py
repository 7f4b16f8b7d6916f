"""Compressed bytes to plain ones, and never more of them than may be."""

from __future__ import annotations

import zlib

from stemma.errors import InputError

GZIP, DEFLATE = 31, 15
"""What zlib calls the two wrappers of one compression."""


def content(data: bytes, encoding: str, largest: int) -> bytes:
    """A body of HTTP without its Content-Encoding.

    encoding: as the header has it.  largest: bytes that the result may have.
    Raises InputError for one that is not known, for several of them, for damage, and beyond the bound.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity", "none"):
        return data
    if "," in encoding:
        raise InputError("is compressed several times over, which pages are not. Save the page and give the file.")
    if encoding in ("gzip", "x-gzip"):
        return _members(data, largest) if data.startswith(b"\x1f\x8b") else data  # some say so and are not
    if encoding == "deflate":
        return _inflated(data, DEFLATE if data[:1] == b"\x78" else -DEFLATE, largest)[0]
    raise InputError(f"is compressed in a way that is not read ({encoding[:20]}). Save the page and give the file.")


def _members(data: bytes, largest: int) -> bytes:
    """The members of a gzip file, one after the other; what follows them is left out, as gzip itself does."""
    out = bytearray()
    while data.startswith(b"\x1f\x8b"):
        plain, data = _inflated(data, GZIP, largest - len(out))
        out += plain
    return bytes(out)


def _inflated(data: bytes, wrapper: int, largest: int) -> tuple[bytes, bytes]:
    stream = zlib.decompressobj(wrapper)
    try:
        plain = stream.decompress(data, largest + 1)
    except zlib.error as error:
        raise InputError(f"is damaged where it is compressed ({error}). Save the page and give the file.") from error
    if len(plain) > largest:
        raise InputError(TOO_LARGE.format(largest // 1_000_000))
    if not stream.eof:
        raise InputError("is damaged: its compressed data breaks off. Fetch it again.")
    return plain, stream.unused_data


TOO_LARGE = "is larger than {} MB. Give the article's own page or its text."
