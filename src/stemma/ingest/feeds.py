"""RSS, Atom and JSON Feed to entries, OPML to addresses, and the feed that a page names.

lxml reads what is no sound XML, too, as many feeds are; declarations of entities are refused before it sees them.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from stemma.errors import InputError
from stemma.ingest import records
from stemma.ingest.decode import clean, decode
from stemma.ingest.limits import FEED_ENTRIES

if TYPE_CHECKING:
    from lxml.etree import _Element

_CORE = frozenset((
    "",
    "http://www.w3.org/2005/Atom",
    "http://purl.org/atom/ns#",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
))  # fmt: skip
_PREFIXED = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dc:",
}
_DECLARED = re.compile(r"\s*<\?xml[^<>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']", re.IGNORECASE)
_PROLOG = re.compile(r"(?:\s+|<\?[^<>]*\?>|<!--(?:[^-]|-(?!->))*-->)*")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*(.?)", re.IGNORECASE)
_ELEMENT = re.compile(r"<[A-Za-z_]")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]\w{1,30};)")
PROLOG_CHARACTERS = 20_000
"""What may stand before the root of a feed: declarations and comments of a few lines."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as its feed gives it, each "" where it does not.

    link: its page.  published, updated: ISO 8601.  content: the text given as whole; summary: as a summary; both
    may be HTML.  publisher, publisher_url: whom the feed has it from (its <source>).
    """

    link: str
    id: str = ""
    title: str = ""
    published: str = ""
    updated: str = ""
    content: str = ""
    summary: str = ""
    author: str = ""
    publisher: str = ""
    publisher_url: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed.  url: where it was found; link: the site it is of; beyond: entries that were not looked at."""

    url: str
    title: str
    link: str
    entries: tuple[Entry, ...]
    beyond: int = 0


def read(data: bytes, charset: str = "", url: str = "") -> Feed:
    """The feed that some bytes are.

    charset: what the server names, believed where the bytes allow it.  url: what its links are relative to.
    Raises InputError where they are none, or declare entities.
    """
    text = _text(data, charset)
    if text.startswith("{"):
        return _json_feed(text, url)
    root = _root(text)
    name = _local(root)
    if name == "rss" or name == "RDF":
        return _rss(root, url)
    if name == "feed":
        return _atom(root, url)
    raise InputError(_NO_FEED)


def outlines(data: bytes) -> list[tuple[str, str]]:
    """The feeds of an OPML file, in order, each once: address and title.

    Raises InputError where it is no OPML, or declares entities.
    """
    root = _root(_text(data, ""))
    if _local(root).lower() != "opml":
        raise InputError("is no OPML. Give a list of feeds as other readers export it.")
    found: dict[str, str] = {}
    for outline in root.iter("{*}outline"):
        named = {str(key).lower(): str(value) for key, value in outline.attrib.items()}
        address = named.get("xmlurl", "").strip()
        if address.lower().startswith(("http://", "https://")):
            found.setdefault(address, _line(named.get("title") or named.get("text") or ""))
    return list(found.items())


def is_opml(data: bytes) -> bool:
    """Whether bytes look like OPML."""
    return b"<opml" in data[:4000].lower()


def named_by(page: bytes, url: str) -> str:
    """The address of the feed that an HTML page names as its own, "" for none."""
    from lxml import etree
    from lxml import html as markup

    try:
        tree = markup.fromstring(decode(page[:500_000])[0].encode(), parser=markup.HTMLParser(encoding="utf-8"))
    except (InputError, etree.LxmlError, ValueError):
        return ""
    for link in tree.iter("link"):
        kind = (link.get("type") or "").lower()
        if "alternate" in (link.get("rel") or "").lower() and re.search(r"rss|atom|feed\+json", kind):
            return _absolute(link.get("href") or "", url)
    return ""


_NO_FEED = "is no feed: no RSS, Atom or JSON Feed. Give the address of the feed itself."


def _text(data: bytes, charset: str) -> str:
    declared = _DECLARED.match(data[:300].decode("latin-1"))
    text, _ = decode(data, charset or (declared[1] if declared else ""))
    return text.lstrip("\ufeff \t\r\n")


def _root(text: str) -> _Element:
    """The root of an XML document that declares nothing itself."""
    from lxml import etree

    body = _undeclared(text)
    body = _NAMED.sub(lambda match: html.unescape(match[0]), body)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True,
        remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(clean(body).encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(f"is no XML that can be read ({error}). Give the address of the feed itself.") from error
    if root is None:
        raise InputError(_NO_FEED)
    return root


def _undeclared(text: str) -> str:
    """A document from its root on; refused where its head is long, or declares anything."""
    start = 0
    while doctype := _DOCTYPE.match(text, end := _after_prolog(text, start)):
        if doctype[1] != ">":
            raise InputError("declares entities of its own, which no feed needs and attacks use. It is not read.")
        start = doctype.end()
    if not _ELEMENT.match(text, end):
        raise InputError(_NO_FEED)
    return text[end:]


def _after_prolog(text: str, start: int) -> int:
    prolog = _PROLOG.match(text, start, start + PROLOG_CHARACTERS)
    return prolog.end() if prolog else start


def _local(element: _Element) -> str:
    """The name of an element: plain where it is one of a feed's own, with a prefix for the few others known."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.rpartition("}")
    space = space.removeprefix("{")
    if name == "RDF" or space in _CORE:
        return name
    return _PREFIXED[space] + name if space in _PREFIXED else ""


def _children(element: _Element) -> dict[str, _Element]:
    """The first child of each name."""
    found: dict[str, _Element] = {}
    for child in element:
        if name := _local(child):
            found.setdefault(name, child)
    return found


def _rss(root: _Element, url: str) -> Feed:
    channel = next((child for child in root if _local(child) == "channel"), root)
    about = _children(channel)
    link = _absolute(_words(about.get("link")), url)
    items = [*_named(channel, "item"), *(_named(root, "item") if channel is not root else ())]
    if channel is root and not items:
        raise InputError(_NO_FEED)
    entries = tuple(_rss_entry(item, link or url) for item in items[:FEED_ENTRIES])
    return Feed(url, _line(_words(about.get("title"))), link, entries, max(0, len(items) - FEED_ENTRIES))


def _rss_entry(item: _Element, base: str) -> Entry:
    parts = _children(item)

    def first(*names: str) -> str:
        return next((words for name in names if (words := _words(parts.get(name)))), "")

    guid = parts.get("guid")
    link = first("link")
    if not link and guid is not None and guid.get("isPermaLink", "true").lower() != "false":
        link = _words(guid) if _words(guid).startswith(("http://", "https://")) else ""
    source = parts.get("source")
    return Entry(
        _absolute(link, base),
        _line(first("guid", "dc:identifier")),
        _title(first("title", "dc:title"), "html"),
        records.iso(first("pubDate", "dc:date", "dc:issued", "dc:created", "published")),
        records.iso(first("dc:modified", "updated")),
        first("content:encoded", "content"),
        first("description", "summary"),
        _line(first("dc:creator")),
        _line(_words(source)),
        _absolute(source.get("url") or "", base) if source is not None else "",
    )


def _atom(root: _Element, url: str) -> Feed:
    about = _children(root)
    base = _absolute(root.get(_BASE) or "", url) or url
    link = _atom_link(root, base)
    items = _named(root, "entry")
    entries = tuple(_atom_entry(item, base) for item in items[:FEED_ENTRIES])
    return Feed(url, _title(*_atom_text(about.get("title"))), link, entries, max(0, len(items) - FEED_ENTRIES))


_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def _atom_entry(item: _Element, base: str) -> Entry:
    parts = _children(item)
    base = _absolute(item.get(_BASE) or "", base) or base

    def first(*names: str) -> str:
        return next((words for name in names if (words := _words(parts.get(name)))), "")

    content = parts.get("content")
    outside = content is not None and content.get("src")
    author = parts.get("author")
    source = parts.get("source")
    about = _children(source) if source is not None else {}
    return Entry(
        _atom_link(item, base),
        _line(first("id")),
        _title(*_atom_text(parts.get("title"))),
        records.iso(first("published", "issued", "created", "dc:date")),
        records.iso(first("updated", "modified")),
        "" if outside else _escaped(*_atom_text(content)),
        _escaped(*_atom_text(parts.get("summary"))),
        _line(_words(_children(author).get("name"))) if author is not None else _line(first("dc:creator")),
        _title(*_atom_text(about.get("title"))),
        _atom_link(source, base) if source is not None else "",
    )


def _atom_link(element: _Element, base: str) -> str:
    """The page that an entry or a feed is of: its alternate link."""
    links = [(link.get("rel") or "alternate", link.get("href") or "") for link in _named(element, "link")]
    return next((_absolute(href, base) for rel, href in links if rel == "alternate" and href.strip()), "")


def _atom_text(element: _Element | None) -> tuple[str, str]:
    """What a text element holds, and as what: "text" or "html"."""
    if element is None:
        return "", "text"
    kind = (element.get("type") or "text").strip().lower()
    if kind in ("xhtml", "application/xhtml+xml") or (len(element) and kind not in ("text", "html")):
        from lxml import etree

        inner = (etree.tostring(child, encoding="unicode", method="html") for child in element)
        return (element.text or "") + "".join(inner), "html"
    return _words(element), "html" if "html" in kind else "text"


def _json_feed(text: str, url: str) -> Feed:
    try:
        found: records.Value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"is no JSON that can be read ({error}). Give the address of the feed itself.") from error
    if not isinstance(found, dict) or "jsonfeed.org" not in str(found.get("version")):
        raise InputError(_NO_FEED)
    listed = found.get("items")
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    home = _absolute(_string(found.get("home_page_url")), url)
    entries = tuple(_json_entry(item, home or url) for item in items[:FEED_ENTRIES])
    return Feed(url, _line(_string(found.get("title"))), home, entries, max(0, len(items) - FEED_ENTRIES))


def _json_entry(item: dict[str, records.Value], base: str) -> Entry:
    authors = item.get("authors") or item.get("author")
    author = authors[0] if isinstance(authors, list) and authors else authors
    link = _string(item.get("url")) or _string(item.get("id"))
    return Entry(
        _absolute(link, base) if link.startswith(("http", "/")) else "",
        _line(_string(item.get("id"))),
        _line(_string(item.get("title"))),
        records.iso(item.get("date_published")),
        records.iso(item.get("date_modified")),
        _string(item.get("content_html")) or html.escape(_string(item.get("content_text")), quote=False),
        html.escape(_string(item.get("summary")), quote=False),
        _line(_string(author.get("name"))) if isinstance(author, dict) else "",
    )


def _string(value: records.Value) -> str:
    """Text; a number as an id can be."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return clean(value).strip() if isinstance(value, str) else ""


def _named(element: _Element, name: str) -> list[_Element]:
    return [child for child in element if _local(child) == name]


def _words(element: _Element | None) -> str:
    """All the text within an element."""
    return "".join(str(piece) for piece in _pieces(element)).strip() if element is not None else ""


def _pieces(element: _Element) -> Iterator[str]:
    yield from (str(piece) for piece in element.itertext(with_tail=False))


def _line(text: str) -> str:
    return " ".join(clean(text).split())[:500]


def _title(text: str, kind: str) -> str:
    """A title as one line of plain text."""
    return _line(html.unescape(re.sub(r"<[^<>]{0,500}>", "", text)) if kind == "html" else text)


def _escaped(text: str, kind: str) -> str:
    """Text as HTML."""
    return text if kind == "html" else html.escape(text, quote=False)


def _absolute(link: str, base: str) -> str:
    """A link as a whole address; "" for one that is not of the web."""
    try:
        found = urljoin(base, link.strip()) if link.strip() else ""
    except ValueError:
        return ""
    return found if found.lower().startswith(("http://", "https://")) and len(found) <= 4000 else ""
