"""Web archives (WARC, WACZ) to the pages in them: streamed, each record within bounds, damage told and passed by."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from stemma.errors import InputError
from stemma.ingest import unpack
from stemma.ingest.limits import ARCHIVE_SKIP, RECORD_BYTES
from stemma.ingest.members import Members

HEADER_BYTES = 65_536
DAMAGES = 1000
"""Damaged places told of one archive; after them the rest is not read."""

ZIP_MEMBERS = 10_000

_OPENING = b"WARC/"
_OPENS = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
_OPENING_BYTES = 12
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Response:
    """A page as it was archived.

    place: number of its record in the archive, from 1.  url: where it was fetched.  data: its HTML, unpacked.
    charset: what its header names.  cut: the archive says that it was not kept whole.  member: of a WACZ.
    """

    place: int
    url: str
    data: bytes
    charset: str
    cut: bool
    member: str = ""


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that cannot be read: its number, its address where that is known, and why."""

    place: int
    url: str
    reason: str
    member: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is no page, by what it is: pictures, redirects, errors of servers."""

    counts: tuple[tuple[str, int], ...]


def pages(path: Path) -> Iterator[Response | Damage | LeftOut]:
    """The pages of a WARC or WACZ file, in order, then what was left out.

    Raises InputError where it is neither, OSError where it cannot be read.
    """
    with path.open("rb") as file:
        yield from pages_of(file, zipped=file.peek(4)[:4] == b"PK\x03\x04")


def pages_of(file: BinaryIO, *, zipped: bool = False) -> Iterator[Response | Damage | LeftOut]:
    """The same of an open file.  zipped: it is a WACZ, and has to be one that can be sought in."""
    left: Counter[str] = Counter()
    yield from _of_zip(file, left) if zipped else _of_warc(file, left, "")
    yield LeftOut(tuple(sorted(left.items())))


def _of_zip(file: BinaryIO, left: Counter[str]) -> Iterator[Response | Damage]:
    """The archives within a WACZ; nothing is unpacked to the disk."""
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            if len(infos) > ZIP_MEMBERS:
                raise InputError(f"holds more than {ZIP_MEMBERS:,} files. Give its WARC files one by one.")
            named = sorted(
                (info for info in infos if re.search(r"\.warc(?:\.gz)?$", info.filename, re.IGNORECASE)),
                key=lambda info: info.filename,
            )
            if not named:
                raise InputError("holds no WARC file. Give a WACZ or WARC web archive.")
            for info in named:
                yield from _of_member(archive, info, left)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise InputError(f"is a damaged ZIP file ({error}). Fetch it again.") from error


def _of_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: Counter[str]) -> Iterator[Response | Damage]:
    try:
        with archive.open(info) as file:
            yield from _of_warc(file, left, info.filename)  # type: ignore[arg-type]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, InputError) as error:
        yield Damage(0, "", f"could not be read to its end ({str(error) or type(error).__name__}).", info.filename)


class _Broken(Exception):
    """A record ends before it should, or in damage; what follows can be read."""


class _End(Exception):
    """The archive ends within a record."""


class _Records:
    """The bytes of an archive by record."""

    def __init__(self, file: BinaryIO) -> None:
        self._members = Members(file, _OPENING)
        self._held = bytearray()
        self._fault = ""

    def opening(self) -> bool:
        """Go to the opening of the next record; False at the end.

        Raises _Broken, once, where other bytes stood before it: they are passed by.
        """
        passed = 0
        strange = False
        while True:
            found = _OPENS.search(self._held)
            before = found.start() if found else max(0, len(self._held) - _OPENING_BYTES)
            strange = strange or bool(self._held[:before].strip(b"\r\n\x00 "))
            passed += before
            del self._held[:before]
            if found:
                if strange:
                    raise _Broken("is followed by bytes that are no record")
                return True
            if passed > ARCHIVE_SKIP:
                self._members.abandon()
                self._held.clear()
                passed = 0
            if not self._more(within=False):
                strange = strange or bool(self._held.strip(b"\r\n\x00 "))
                self._held.clear()
                if strange:
                    raise _Broken("is followed by bytes that are no record")
                return False

    def header(self) -> dict[str, str]:
        """The header of the record that opens here, its names in lower case."""
        scanned = 0
        while True:
            ends = [(at, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (at := self._held.find(mark, scanned)) >= 0]
            if ends:
                break
            if len(self._held) > HEADER_BYTES:
                del self._held[: len(_OPENING)]
                raise _Broken("has a header without an end")
            scanned = max(0, len(self._held) - 3)
            self._need_more()
        at, length = min(ends)
        lines = bytes(self._held[:at]).decode("utf-8", "replace")
        del self._held[: at + length]
        return _fields(lines)

    def take(self, length: int) -> bytes:
        """So many bytes of the record."""
        while len(self._held) < length:
            self._need_more()
        data = bytes(self._held[:length])
        del self._held[:length]
        return data

    def skip(self, length: int) -> None:
        """Pass by so many bytes; where they are very many, by looking for the next record."""
        if length > ARCHIVE_SKIP and self._members.packed:
            self._held.clear()
            self._members.abandon()
            return
        while len(self._held) < length:
            length -= len(self._held)
            self._held.clear()
            self._need_more()
        del self._held[:length]

    def _need_more(self) -> None:
        if not self._more(within=True):
            raise _End

    def _more(self, *, within: bool) -> bool:
        """Read on.  within: a record is being read, and another member can only begin the next one."""
        piece = self._members.read()
        if piece is None:
            return False
        if piece.fault:
            self._held.clear()
            raise _Broken(piece.fault)
        if within and piece.fresh and piece.data.startswith(_OPENING):
            self._held[:] = piece.data
            raise _Broken("ends before it should")
        self._held += piece.data
        return True


def _of_warc(file: BinaryIO, left: Counter[str], member: str) -> Iterator[Response | Damage]:
    records = _Records(file)
    place = damages = 0
    url = ""
    while damages < DAMAGES:
        try:
            url = ""
            if not records.opening():
                if not place:
                    raise InputError("is empty, or no web archive. Give a WARC or WACZ file.")
                return
            place += 1
            fields = records.header()
            url = fields.get("warc-target-uri", "").strip("<> ")[:4000]
            found = _record(records, fields, place, url, left, member)
        except _Broken as error:
            damages += 1
            yield Damage(place, url, f"the record {error}.", member)
        except _End:
            yield Damage(place, url, "the record breaks off: the archive is cut short. Fetch it again.", member)
            return
        else:
            if found:
                yield found
    yield Damage(place, "", f"has more than {DAMAGES} damaged places; the rest was not read. Fetch it again.", member)


def _record(
    records: _Records, fields: dict[str, str], place: int, url: str, left: Counter[str], member: str
) -> Response | Damage | None:
    """Read one record past its header: a page, damage, or None for what is no page."""
    stated = fields.get("content-length", "")
    if not (stated.isascii() and stated.isdigit() and len(stated) < 16):
        raise _Broken("does not say how long it is")
    length = int(stated)
    if fields.get("warc-type", "").lower() != "response" or "http" not in fields.get("content-type", "").lower():
        records.skip(length)  # requests, metadata, looked-up names: nothing that anybody published
        return None
    if length > RECORD_BYTES:
        records.skip(length)
        return Damage(place, url, f"is larger than {RECORD_BYTES // 1_000_000} MB, and was left out.", member)
    block = records.take(length)
    try:
        return _page(block, fields, place, url, left, member)
    except InputError as error:
        return Damage(place, url, str(error), member)


def _page(
    block: bytes, fields: dict[str, str], place: int, url: str, left: Counter[str], member: str
) -> Response | None:
    head, mark, body = block.partition(b"\r\n\r\n")
    if not mark:
        head, _, body = block.partition(b"\n\n")
    lines = head[:HEADER_BYTES].decode("latin-1")
    status = re.match(r"HTTP/\d(?:\.\d)?\s+(\d{3})", lines)
    if not status:
        raise InputError("holds no answer of a web server.")
    http = _fields(lines)
    kind = http.get("content-type", "").split(";")[0].strip().lower()
    if status[1] != "200" or kind not in _HTML:
        left[f"HTTP {status[1]}" if status[1] != "200" else kind[:60] or "no content type"] += 1
        return None
    if "chunked" in http.get("transfer-encoding", "").lower():
        body = _joined(body)
    body = unpack.content(body, http.get("content-encoding", ""), RECORD_BYTES)
    charset = _CHARSET.search(http.get("content-type", ""))
    cut = bool(fields.get("warc-truncated"))
    return Response(place, url, body, charset[1] if charset else "", cut, member)


def _joined(body: bytes) -> bytes:
    """A body without the marks of its chunks; as it is where it has none, as some archives keep it."""
    out = bytearray()
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if not size:
            return bytes(out)
        out += body[match.end() : match.end() + size]
        at = match.end() + size + 2
        if at > len(body) + 2:
            break
    return bytes(out) if out else body


_CHUNK = re.compile(rb"\s{0,2}([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")


def _fields(lines: str) -> dict[str, str]:
    """Header lines by name in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for line in lines.splitlines()[1:500]:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found
