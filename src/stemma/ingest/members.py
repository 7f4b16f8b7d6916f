"""The bytes of a file of gzip members (or of a plain one) as they come: damage is told, and what follows is found.

A web archive compresses each record by itself, so that a damaged one need not cost the others.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 65_536
_MAGIC = b"\x1f\x8b\x08"
_TRIAL = 4096
"""Compressed bytes that tell whether a member begins as a record does."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes.  fresh: they begin a member.  fault: what is wrong with what stood before them."""

    data: bytes
    fresh: bool = False
    fault: str = ""


class Members:
    """A file of gzip members, or a plain file.

    opening: how every member begins.  packed: whether it is one of members.
    """

    def __init__(self, file: BinaryIO, opening: bytes) -> None:
        self._file = file
        self._opening = opening
        self._raw = file.read(PIECE)
        self.packed = self._raw.startswith(_MAGIC)
        self._stream: zlib._Decompress | None = None

    def read(self) -> Piece | None:
        """The next bytes, at most 64 KiB; None at the end.  Raises OSError where the file cannot be read."""
        if not self.packed:
            data, self._raw = self._raw, self._file.read(PIECE)
            return Piece(data) if data else None
        fresh = self._stream is None
        if fresh and (fault := self._begin()) is not None:
            return fault if fault.fault else None
        return self._unpacked(fresh)

    def abandon(self) -> None:
        """Leave the rest of this member, and go on with the next that can be found."""
        if self.packed:
            self._stream = None
            self._seek(0)

    def _begin(self) -> Piece | None:
        """Begin a member; a Piece without data says that there is none (no fault) or that something else is there."""
        self._raw = self._raw or self._file.read(PIECE)
        if len(self._raw) < len(_MAGIC):
            self._raw += self._file.read(PIECE)
        if not self._raw.strip(b"\x00"):
            while self._raw and not self._raw.strip(b"\x00"):
                self._raw = self._file.read(PIECE)  # files are padded with zeros
            if not self._raw:
                return Piece(b"")
        if not self._raw.startswith(_MAGIC):
            self._seek(0)
            return Piece(b"", fault="is followed by bytes that are no record")
        self._stream = zlib.decompressobj(31)
        return None

    def _unpacked(self, fresh: bool) -> Piece:
        """Some bytes of the member; the first ones are enough to show how it begins."""
        assert self._stream is not None
        out = b""
        while True:
            try:
                out += self._stream.decompress(self._raw, PIECE)
            except zlib.error as error:
                self._stream = None
                self._seek(1 if fresh else 0)
                return Piece(b"", fault=f"is damaged where it is compressed ({error})")
            if self._stream.eof:
                self._raw = self._stream.unused_data
                self._stream = None
                return Piece(out, fresh)
            self._raw = self._stream.unconsumed_tail
            if out and (not fresh or len(out) >= len(self._opening)):
                return Piece(out, fresh)
            if not self._raw:
                self._raw = self._file.read(PIECE)
                if not self._raw:
                    self._stream = None
                    return Piece(out, fresh) if out else Piece(b"", fault="breaks off: the file is cut short")

    def _seek(self, start: int) -> None:
        """Find the next member that begins as it should, from a place in what is at hand on."""
        while True:
            at = self._raw.find(_MAGIC, start)
            if at < 0:
                kept = self._raw[-2:]
                more = self._file.read(PIECE)
                if not more:
                    self._raw = b""
                    return
                self._raw, start = kept + more, 0
                continue
            if len(self._raw) - at < _TRIAL:
                self._raw = self._raw[at:] + self._file.read(PIECE)
                at = 0
            if self._begins_well(at):
                self._raw = self._raw[at:]
                return
            start = at + 1

    def _begins_well(self, at: int) -> bool:
        try:
            opening = zlib.decompressobj(31).decompress(self._raw[at : at + _TRIAL], len(self._opening))
        except zlib.error:
            return False
        return opening == self._opening
