"""Web archives: whole, cut short, full of rubbish, and made to harm."""

from __future__ import annotations

import gzip
import resource
import zipfile
import zlib
from pathlib import Path

import pytest

from stemma.ingest import articles, members, warc
from stemma.ingest.limits import RECORD_BYTES
from stemma.types import Article, Failure


def html(number: int, words: str = "the tram stopped short of its depot, and its riders walked home.") -> bytes:
    paragraphs = "".join(f"<p>On day {n} of week {number} {words}</p>" for n in range(6))
    return f"<html><body><article><h1>Tram {number} stops short</h1>{paragraphs}</article></body></html>".encode()


def record(
    number: int,
    body: bytes | None = None,
    *,
    kind: str = "response",
    http: str = "",
    status: str = "200 OK",
    length: int = -1,
) -> bytes:
    """One WARC record, uncompressed."""
    body = html(number) if body is None else body
    head = http or "Content-Type: text/html; charset=utf-8"
    block = f"HTTP/1.1 {status}\r\n{head}\r\n\r\n".encode() + body
    size = len(block) if length < 0 else length
    lines = (
        "WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: https://echo.example/a/{number}",
        "WARC-Date: 2031-03-04T10:00:00Z",
        "Content-Type: application/http; msgtype=response", f"Content-Length: {size}",
    )  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def info() -> bytes:
    body = b"software: nobody\r\n"
    head = f"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body + b"\r\n\r\n"


def packed(*parts: bytes) -> bytes:
    return b"".join(gzip.compress(part, mtime=0) for part in parts)


def read(path: Path, data: bytes | None = None) -> tuple[list[str], list[Failure]]:
    """Headlines of the articles, and the failures that are no leaving out."""
    if data is not None:
        path.write_bytes(data)
    found = list(articles([str(path)]))
    headlines = [item.text.split("\n")[0] for item in found if isinstance(item, Article)]
    return headlines, [item for item in found if isinstance(item, Failure) and not item.skipped]


@pytest.mark.parametrize("form", ["plain", "members", "one stream", "wacz"])
def test_pages_are_read_and_what_is_none_is_counted(tmp_path: Path, form: str) -> None:
    parts = [
        info(), record(1), record(2, kind="request"), record(3, b"\x89PNG", http="Content-Type: image/png"),
        record(4, b"", status="301 Moved"), record(5, b"<html><body>Log in</body></html>"), record(6),
    ]  # fmt: skip
    path = tmp_path / ("a.wacz" if form == "wacz" else "a.warc" if form == "plain" else "a.warc.gz")
    if form == "wacz":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("datapackage.json", "{}")
            archive.writestr("archive/data.warc.gz", packed(*parts))
    else:
        joined = b"".join(parts)
        path.write_bytes(joined if form == "plain" else packed(*parts) if form == "members" else gzip.compress(joined))
    found = list(articles([str(path)]))
    pages = [item for item in found if isinstance(item, Article)]
    member = ":archive/data.warc.gz" if form == "wacz" else ""
    assert [(page.source, page.url) for page in pages] == [
        (f"{path}{member}:2", "https://echo.example/a/1"),
        (f"{path}{member}:7", "https://echo.example/a/6"),
    ]
    assert [page.published for page in pages] == [None, None]  # the day it was archived is not that of publication
    login, left = (item for item in found if isinstance(item, Failure))
    assert "https://echo.example/a/5 holds no article" in login.reason
    assert left.skipped
    assert "1 HTTP 301, 1 image/png" in left.reason


def test_bodies_as_they_went_over_the_wire(tmp_path: Path) -> None:
    body, zipped = html(1), gzip.compress(html(2))
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:100], body[100:])) + b"0\r\n\r\n"
    typed = "Content-Type: text/html"
    parts = (
        record(1, chunks, http=f"{typed}\r\nTransfer-Encoding: chunked"),
        record(2, zipped, http=f"{typed}\r\nContent-Encoding: gzip"),
        record(3, zlib.compress(html(3)), http=f"{typed}\r\nContent-Encoding: deflate"),
        record(4, html(4), http=f"{typed}\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip"),  # decoded before
        record(5, html(5, "café riders walked to Møn.").decode().encode("cp1252"), http=f"{typed}; charset=cp1252"),
        record(6, b"?", http=f"{typed}\r\nContent-Encoding: br"),
    )
    headlines, failures = read(tmp_path / "a.warc.gz", packed(*parts))
    assert headlines == [f"Tram {n} stops short" for n in range(1, 6)]
    assert ["(br)" in failure.reason for failure in failures] == [True]
    (fifth,) = (item for item in articles([str(tmp_path / "a.warc.gz")]) if item.source.endswith(":5"))
    assert isinstance(fifth, Article)
    assert "café riders walked to Møn" in fifth.text


def test_garbage_between_records_costs_no_other_record(tmp_path: Path) -> None:
    rubbish = b"\x1f\x8b\x08 is no member" * 50
    headlines, failures = read(tmp_path / "a.warc.gz", packed(record(1)) + rubbish + packed(record(2)))
    assert headlines == ["Tram 1 stops short", "Tram 2 stops short"]
    assert len(failures) == 1
    headlines, failures = read(tmp_path / "b.warc", record(1) + b"rubbish\r\n" * 9000 + record(2))
    assert headlines == ["Tram 1 stops short", "Tram 2 stops short"]
    assert [failure.source for failure in failures] == [f"{tmp_path / 'b.warc'}:1"]


def test_a_damaged_member_is_a_failure_by_name(tmp_path: Path) -> None:
    middle = bytearray(packed(record(2, html(2) * 300)))
    middle[len(middle) // 2] ^= 0xFF
    headlines, failures = read(tmp_path / "a.warc.gz", packed(record(1)) + bytes(middle) + packed(record(3)))
    assert headlines[0] == "Tram 1 stops short"
    assert headlines[-1] == "Tram 3 stops short"
    assert failures
    assert all(failure.source.startswith(f"{tmp_path / 'a.warc.gz'}:2") for failure in failures)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_cut_short_anywhere(tmp_path: Path, name: str) -> None:
    whole = record(1) + record(2) if name == "a.warc" else packed(record(1), record(2))
    for cut in range(1, len(whole), 37):
        headlines, failures = read(tmp_path / name, whole[:cut])
        assert headlines in ([], ["Tram 1 stops short"], ["Tram 1 stops short", "Tram 2 stops short"])
        assert failures or len(headlines) == 2 or whole[:cut].endswith((b"\r\n", b"\r")) or cut < 20 or headlines


@pytest.mark.parametrize("length", [10, 100_000, 10**12])
def test_a_record_that_lies_about_its_length(tmp_path: Path, length: int) -> None:
    data = packed(record(1), record(2, length=length), record(3))
    headlines, failures = read(tmp_path / "a.warc.gz", data)
    assert headlines == ["Tram 1 stops short", "Tram 3 stops short"]
    assert failures
    assert failures[0].source == f"{tmp_path / 'a.warc.gz'}:2"


@pytest.mark.parametrize("where", ["record", "beyond its record", "body"])
def test_a_gzip_bomb_costs_neither_memory_nor_the_records_after_it(
    tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc, "ARCHIVE_SKIP", RECORD_BYTES)
    size = RECORD_BYTES * 6
    zeros = b"\0" * 1_000_000
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    if where == "body":
        inner = b"".join(pack.compress(zeros) for _ in range(size // len(zeros))) + pack.flush()
        bomb = packed(record(2, inner, http="Content-Type: text/html\r\nContent-Encoding: gzip"))
    else:
        head = record(2, b"", length=size if where == "record" else 60)
        bomb = pack.compress(head) + b"".join(pack.compress(zeros) for _ in range(size // len(zeros))) + pack.flush()
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(record(1)) + bomb + packed(record(3)))
    del bomb
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    headlines, failures = read(path)
    assert headlines == ["Tram 1 stops short", "Tram 3 stops short"]
    assert [failure.source for failure in failures] == [f"{path}:2"]
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < RECORD_BYTES * 4


def test_a_member_is_never_searched_twice(tmp_path: Path) -> None:
    """Bytes full of what looks like the beginning of a member end as soon as others."""
    rubbish = b"\x1f\x8b\x08\x00" * 200_000
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(record(1)) + rubbish)
    with path.open("rb") as file:
        stream = members.Members(file, b"WARC/")
        faults = [piece.fault for piece in iter(stream.read, None) if piece.fault]
    assert len(faults) == 1


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\x1f\x8b\x08", b"PK\x03\x04 no", b"WARC/1.0\r\n" * 50_000, b"\0" * 9999]
)
def test_what_is_no_archive_says_so(tmp_path: Path, data: bytes) -> None:
    headlines, failures = read(tmp_path / "a.warc.gz", data)
    assert not headlines
    assert failures
