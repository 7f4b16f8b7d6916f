"""What the user names, one after the other: what kind of source it is, and the articles in it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from stemma.errors import InputError
from stemma.ingest import build, records, tables
from stemma.ingest.build import Known
from stemma.ingest.decode import clean, decode
from stemma.ingest.limits import FILE_BYTES, FOLDER_FILES
from stemma.types import Article, Failure

if TYPE_CHECKING:
    from stemma.ingest import warc

_ARCHIVES = (".warc", ".warc.gz", ".wacz")
ENDINGS = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".json", *tables.NAMES, *_ARCHIVES)
"""How the files are called that a folder is read for; a file given by name is read whatever it is called."""

_JSON = frozenset((".json", ".jsonl", ".ndjson"))
_HTML = frozenset((".html", ".htm", ".xhtml"))
_NONE: Mapping[str, str] = {}
_TWICE = "is the same article as {}; it is counted once."


def articles(
    sources: Sequence[str],
    *,
    outlets: Mapping[str, str] = _NONE,
    stdin: BinaryIO | None = None,
    private: bool = False,
    trusted: bool = True,
) -> Iterator[Article | Failure]:
    """The articles of some sources, in the order given.

    A source is a text, HTML, JSON, JSON Lines, CSV, Parquet, WARC or WACZ file, a folder of such, a URL, or "-" for
    standard input.
    outlets: names the outlet of a source, over what its page says.
    stdin: what "-" reads, by default sys.stdin.
    private: a URL may redirect to a private address, too.
    trusted: a person named the URLs at the command line, and they may be private; where they redirect to may not.
    What cannot be read is a Failure in its place and stops nothing.  An article given twice is yielded once,
    with a Failure (skipped) that names both; the files of a folder that are no articles are named in one.
    """
    seen: dict[tuple[str, ...], str] = {}
    for source in sources:
        for found in _of_source(source, outlets.get(source, ""), stdin, trusted, private):
            first = _seen_before(found, seen) if isinstance(found, Article) else ""
            yield Failure(found.source, _TWICE.format(first), skipped=True) if first else found


def from_text(text: str, *, name: str = "text", outlet: str = "", published: str = "", url: str = "") -> Article:
    """The article that a text is, as if it had been read from a file of this name.

    published: ISO 8601.  Raises InputError where the text is no article, naming it and what to do.
    """
    try:
        known = Known(published=published, url=url)
        return build.article(clean(text), name, known, outlet=outlet)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error


def _seen_before(article: Article, seen: dict[tuple[str, ...], str]) -> str:
    """The source that gave this article before, or "": the same id, or one text under one stated outlet."""
    keys: list[tuple[str, ...]] = [(article.id,)]
    if article.outlet and article.outlet.how != "file name":
        keys.append((article.outlet.value, article.sha256))
    first = next((seen[key] for key in keys if key in seen), "")
    for key in keys:
        seen.setdefault(key, article.source)
    return first


def is_readable(path: Path) -> bool:
    """Whether a file of a folder is one that may hold articles, by its name."""
    return path.name.lower().endswith(ENDINGS)


def _of_source(
    source: str, outlet: str, stdin: BinaryIO | None, trusted: bool, private: bool
) -> Iterator[Article | Failure]:
    if source == "-":
        yield from _of_bytes(source, _read(stdin or sys.stdin.buffer), outlet)
    elif "://" in source[:12]:
        yield from _of_url(source, outlet, trusted, private)
    elif _is_folder(source):
        yield from _of_folder(Path(source), outlet)
    else:
        yield from _of_file(source, outlet)


def _is_folder(source: str) -> bool:
    try:
        return bool(source) and Path(source).is_dir()
    except OSError:
        return False  # no path at all; opening it says why


def _of_url(url: str, outlet: str, trusted: bool, private: bool) -> Iterator[Article | Failure]:
    from stemma.ingest import fetch

    try:
        page = fetch.get(url, fetch.Terms(trusted=trusted, private=private))
    except InputError as error:
        yield Failure(url, str(error))
        return
    yield from _of_bytes(url, page.data, outlet, charset=page.charset, url=page.url, kind=page.kind)


def _of_file(path: str, outlet: str) -> Iterator[Article | Failure]:
    try:
        if path.lower().endswith(_ARCHIVES):
            yield from _of_archive(path, outlet)
            return
        if _is_streamed(Path(path)):
            yield from _built(path, tables.rows(Path(path)), outlet, ())
            return
        with Path(path).open("rb") as file:
            data = _read(file)
    except FileNotFoundError:
        yield Failure(path, "does not exist. Check the path.")
    except InputError as error:
        yield Failure(path, str(error))
    except (OSError, ValueError) as error:
        yield Failure(path, f"could not be opened ({getattr(error, 'strerror', None) or error}).")
    else:
        yield from _of_bytes(path, data, outlet)


def _is_streamed(path: Path) -> bool:
    """Whether a file is read row by row: tables, and JSON Lines that are too large to be read at once."""
    return tables.is_table(path) and (path.suffix.lower() not in _JSON or path.stat().st_size > FILE_BYTES)


def _of_archive(path: str, outlet: str) -> Iterator[Article | Failure]:
    """The pages of a web archive; what is none is counted in one failure at the end."""
    from stemma.ingest import warc

    for found in warc.pages(Path(path)):
        if isinstance(found, warc.Response):
            yield of_page(path, found, outlet)
        elif fault := of_archive_fault(path, found):
            yield fault


def of_archive_fault(path: str, found: warc.Damage | warc.LeftOut) -> Failure | None:
    """What an archive tells besides its pages: damage, and once, at its end, what it holds that is no page."""
    from stemma.ingest import warc

    if isinstance(found, warc.Damage):
        return Failure(_place(path, found), f"{found.url} {found.reason}".strip())
    named = ", ".join(f"{count} {what}" for what, count in found.counts)
    return Failure(path, f"left out what is no page: {named}.", skipped=True) if named else None


def of_page(path: str, found: warc.Response, outlet: str = "") -> Article | Failure:
    """The article on a page of the archive at `path`."""
    from stemma.ingest import html

    name = _place(path, found)
    try:
        page = html.read(found.data, found.charset, found.url)
        article = build.article(page.text, name, page.known, outlet=outlet, pile=build.file_name(path))
    except InputError as error:
        return Failure(name, f"{found.url} {error}".strip())
    cut = ("the archive did not keep its page whole",) if found.cut else ()
    return replace(article, incomplete=(*article.incomplete, *cut))


def _place(path: str, found: warc.Response | warc.Damage) -> str:
    return ":".join(part for part in (path, found.member, str(found.place or "")) if part)


def _of_folder(folder: Path, outlet: str) -> Iterator[Article | Failure]:
    files = sorted(path for path, _ in zip(folder.rglob("*"), range(FOLDER_FILES + 1), strict=False))
    if len(files) > FOLDER_FILES:
        yield Failure(str(folder), f"holds more than {FOLDER_FILES:,} files. Give its folders one by one.")
        return
    skipped: list[str] = []
    readable = False
    for path in files:
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parts) or not path.is_file():
            continue
        if not is_readable(path) or _other_json(path):
            skipped.append(str(inside))
            continue
        readable = True
        yield from _of_file(str(path), outlet)
    if not readable:
        yield Failure(str(folder), f"holds no article. Known are files ending in {', '.join(sorted(ENDINGS))}.")
    elif skipped:
        named = ", ".join(skipped[:5]) + (f" and {len(skipped) - 5} more" if len(skipped) > 5 else "")
        yield Failure(str(folder), f"left out what is no article: {named}.", skipped=True)


def _other_json(path: Path) -> bool:
    """Whether a JSON file of a folder holds something else than articles: settings, notes, annotations."""
    if path.suffix.lower() != ".json":
        return False
    try:
        with path.open("rb") as file:
            return not records.holds_article(decode(_read(file) or b"")[0])
    except (OSError, InputError):
        return False  # it is read, and then says itself what is wrong


def _read(file: BinaryIO) -> bytes | None:
    """All bytes, or None where there are more than a file may hold."""
    data = file.read(FILE_BYTES + 1)
    return data if len(data) <= FILE_BYTES else None


def _of_bytes(
    source: str, data: bytes | None, outlet: str, *, charset: str = "", url: str = "", kind: str = ""
) -> Iterator[Article | Failure]:
    if data is None:
        yield Failure(source, f"is larger than {FILE_BYTES // 1_000_000} MB. Split it, or give the article alone.")
        return
    try:
        yield from _of_content(source, data, outlet, charset, url, kind or _kind(source, data))
    except InputError as error:
        yield Failure(source, str(error))


def _of_content(
    source: str, data: bytes, outlet: str, charset: str, url: str, kind: str
) -> Iterator[Article | Failure]:
    if kind == "html":
        from stemma.ingest import html

        page = html.read(data, charset, url)
        yield build.article(page.text, source, page.known, outlet=outlet)
        return
    text, notes = decode(data, charset)
    if kind == "json":
        yield from _of_records(source, text, outlet, notes)
    else:
        yield build.article(text, source, Known(url=url, notes=notes), outlet=outlet)


def _of_records(source: str, text: str, outlet: str, notes: tuple[str, ...]) -> Iterator[Article | Failure]:
    yield from _built(source, records.read(text), outlet, notes)


def _built(
    source: str, found: Iterable[records.Record], outlet: str, notes: tuple[str, ...]
) -> Iterator[Article | Failure]:
    """The articles of records, each named by its place."""
    for record in found:
        yield of_record(
            source, replace(record, known=replace(record.known, notes=(*notes, *record.known.notes))), outlet
        )


def of_record(source: str, record: records.Record, outlet: str = "") -> Article | Failure:
    """The article that a record of the file `source` is."""
    name = f"{source}:{record.place}" if record.place else source
    if record.reason:
        return Failure(name, record.reason, record.skipped)
    try:
        pile = build.file_name(source) if record.place else ""
        return build.article(record.text, name, record.known, outlet=outlet, pile=pile)
    except InputError as error:
        return Failure(name, str(error))


def _kind(source: str, data: bytes) -> str:
    """What a file holds, by its name, else by how it begins: "html", "json" or "text"."""
    suffix = Path(source).suffix.lower() if source != "-" else ""
    if suffix in _HTML:
        return "html"
    if suffix in _JSON:
        return "json"
    start = data[:2000].removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in start[:500]:
        return "html"
    looks_json = start.startswith((b'{"', b"{\n", b"{ ", b"{\r", b"[{", b"[\n", b"[ {"))
    return "json" if looks_json and not suffix else "text"
