"""HTML pages to text: headline, byline, main text, and what the page's metadata says of it.

Finding the main text is trafilatura's work, behind `main_text`; nothing of a page is ever run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stemma.errors import InputError
from stemma.ingest import header, outlets, records
from stemma.ingest.build import NOTHING, Known
from stemma.ingest.decode import clean, decode
from stemma.naming import outlet_key

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PAGE_CHARACTERS = 5_000_000
PAGE_TAGS = 60_000
"""A large news page has under 1 MB and 8,000 tags.  At the bounds the slowest page tried took 3 s."""

LEAST_WORDS = 40
"""Below, a page is a notice, a login form or a list, unless its metadata calls it an article (then 15)."""

_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^<>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s[|–—-]\s")
_CREDIT_PATH = (
    ".//*[@rel='author' or @itemprop='author' or self::time or contains(@class, 'byline')"
    " or contains(@class, 'author') or contains(@class, 'meta') or contains(@class, 'date')]"
)
_END = re.compile(r"[.!?…:]['\"”’»)\]]*$")
_PUBLISHED = (
    "article:published_time", "datepublished", "og:published_time", "parsely-pub-date", "sailthru.date",
    "pubdate", "publishdate", "publish-date", "publication_date", "dc.date.issued", "dcterms.created",
    "dcterms.date", "dc.date", "citation_publication_date", "date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "datemodified", "og:updated_time", "lastmod", "last-modified",
    "dcterms.modified",
)  # fmt: skip
_SITE = (
    "og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher",
    "citation_journal_title",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page, headline first, and what its metadata says."""

    text: str
    known: Known


def read(data: bytes, charset: str = "", url: str = "") -> Page:
    """The article of an HTML page.

    charset: what the server names; url: where the page was fetched, which its metadata may correct.
    Raises InputError where the page is too large, is no HTML, or holds no article.
    """
    text, notes = decode(data, charset or _declared(data))
    if len(text) > PAGE_CHARACTERS or text.count("<") > PAGE_TAGS:
        raise InputError("has far more markup than an article's page. Save the article alone, or give its text.")
    tree = _tree(text)
    known = _known(tree, url)
    paragraphs = main_text(text)
    if paragraphs and known.title and outlet_key(paragraphs[0]) == outlet_key(known.title):
        paragraphs = paragraphs[1:]
    _require_article(paragraphs, known)
    opening = [known.title] if known.title else []
    opening += [line for line in _credits(tree) if line not in paragraphs[:3]]
    return Page(clean("\n\n".join([*opening, *paragraphs])), replace(known, notes=notes))


def main_text(page: str) -> list[str]:
    """The paragraphs, headings and list items of a page's main text, in order; empty where there is none."""
    import trafilatura

    try:
        found = trafilatura.extract(
            page, output_format="txt", include_comments=False, include_tables=False, with_metadata=False
        )
    except Exception as error:  # whatever a library does with a strange page must not end the run
        raise InputError(f"could not be taken apart ({error}). Give the article's text.") from error
    return [line.strip() for line in (found or "").splitlines() if line.strip()]


def plain(fragment: str) -> str:
    """A fragment of HTML as text, its blocks apart; scripts and styles are left out."""
    marked = re.sub(
        r"<(?:/?(?:p|div|h[1-6]|li|ul|ol|blockquote|section|figure|figcaption)|br)\b", r"\n\n\g<0>", fragment
    )
    tree = _tree(marked)
    for element in tree.xpath("//script | //style | //template | //noscript"):
        element.drop_tree()
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n\n"))
    return "\n\n".join(line for line in lines if line)


def _declared(data: bytes) -> str:
    head = data[:4096]
    match = _XML_CHARSET.search(head) or _CHARSET.search(head)
    return match[1].decode("ascii", "replace") if match else ""


def _tree(text: str) -> HtmlElement:
    from lxml import etree, html

    try:
        parser = html.HTMLParser(huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
        body = re.sub(r"^\s*<\?xml[^<>]*>", "", text)  # lxml refuses text that also declares an encoding
        return html.document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise InputError(f"is no HTML that can be read ({error}). Give the article's text.") from error


def _known(tree: HtmlElement, url: str) -> Known:
    """JSON-LD first, then meta elements, then <time>."""
    blocks = _json_ld(tree)
    known = records.schema(blocks)
    metas = _metas(tree)
    url = url or _canonical(tree, metas) or known.url
    site = known.outlet or _meta(metas, _SITE) or _site_in_title(tree, url)
    title = known.title or _meta(metas, ("og:title", "twitter:title")) or _words(_heading(tree)) or _title(tree)
    return replace(
        known,
        title=_without_site(title, site),
        outlet=site,
        published=known.published or _date(metas, _PUBLISHED) or _time(tree),
        updated=known.updated or _date(metas, _UPDATED),
        url=url,
        free=known.free and _meta(metas, ("article:content_tier",)).lower() not in ("locked", "metered"),
    )


def _json_ld(tree: HtmlElement) -> list[records.Value]:
    blocks: list[records.Value] = []
    for script in tree.xpath("//script[contains(@type, 'ld+json')]")[:50]:
        try:
            blocks.append(json.loads((script.text or "").strip().rstrip(";"), strict=False))
        except (ValueError, RecursionError):
            continue  # a broken block says nothing; the page's other metadata still may
    return blocks


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The first value of each named meta element, by its name in lower case."""
    found: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]")[:500]:
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content").strip():
            found.setdefault(name.strip().lower(), " ".join(clean(meta.get("content")).split())[:500])
    return found


def _meta(metas: dict[str, str], names: Sequence[str]) -> str:
    return next((metas[name] for name in names if name in metas and "://" not in metas[name]), "")


def _date(metas: dict[str, str], names: Sequence[str]) -> str:
    return next((day for name in names if name in metas and (day := records.iso(metas[name]))), "")


def _time(tree: HtmlElement) -> str:
    """The date of the page's own <time>: marked as the publication, or the first one in the article."""
    marked = tree.xpath("//*[@itemprop='datePublished' or @pubdate]/@datetime")
    within = tree.xpath("(//article | //main | //header)//time/@datetime")
    alone = tree.xpath("//time/@datetime")
    stated = [*marked[:1], *within[:1], *(alone if len(alone) == 1 else [])]
    return next((day for value in stated if (day := records.iso(value))), "")


def _heading(tree: HtmlElement) -> HtmlElement | None:
    """The element of the headline."""
    named = " or ".join(f"contains(@class, '{name}')" for name in ("entry-title", "post-title", "headline"))
    for path in ("//article//h1 | //main//h1", "//h1", f"//h2[{named}] | //h3[{named}]"):
        if found := tree.xpath(path):
            element: HtmlElement = found[0]
            return element
    return None


def _words(element: HtmlElement | None) -> str:
    """The text of an element on one line."""
    if element is None:
        return ""
    line = " ".join(" ".join(element.itertext()).split())
    return re.sub(r"\s+([,.;:])", r"\1", line)[:500]


def _title(tree: HtmlElement) -> str:
    titles = tree.xpath("//head/title")
    return _words(titles[0]) if titles else ""


def _site_in_title(tree: HtmlElement, url: str) -> str:
    """The name of the site as its own title spells it: "… – Harbour Post" at harbourpost.example."""
    tail = _SEPARATOR.split(_title(tree))[-1].strip()
    return tail if outlet_key(tail) and outlet_key(tail) == outlet_key(outlets.site_words(url)) else ""


def _without_site(title: str, site: str) -> str:
    """A title without the name of the site at its end ("… | Harbour Post")."""
    tail = _SEPARATOR.split(title)[-1]
    named = site and tail != title and outlet_key(tail) == outlet_key(site)
    return title[: -len(tail)].rstrip(" |–—-") if named else title


def _canonical(tree: HtmlElement, metas: dict[str, str]) -> str:
    links = tree.xpath("//link[@rel='canonical']/@href")
    found = str(links[0]) if links else metas.get("og:url", "")
    return found if found.startswith(("http://", "https://")) else ""


def _credits(tree: HtmlElement) -> list[str]:
    """The lines beside the headline that say who wrote it and when, else the authors its metadata names."""
    ring = _heading(tree)
    for _ in range(3):
        ring = ring.getparent() if ring is not None else None
        if ring is None or ring.tag == "body":
            break
        if lines := _header_lines(ring):
            return lines
    names = records.authors(_json_ld(tree)) or [name for name in [_meta(_metas(tree), ("author",))] if name]
    line = f"By {', '.join(names)}"
    return [line] if names and header.line_kind(line) else []


def _header_lines(ring: HtmlElement) -> list[str]:
    """Up to three header lines within an element, none of them part of another."""
    lines: list[str] = []
    for element in ring.xpath(_CREDIT_PATH)[:20]:
        line = _words(element)
        author = element.get("rel") == "author" or element.get("itemprop") == "author"
        line = f"By {line}" if author and line and not re.match(r"by\b", line, re.IGNORECASE) else line
        if header.line_kind(line) and not any(line.removeprefix("By ") in other for other in lines):
            lines = [other for other in lines if other not in line]
            lines.append(line)
    return lines[:3]


def _require_article(paragraphs: Sequence[str], known: Known) -> None:
    """Refuse front pages, lists of links, logins and notices, saying why."""
    words = sum(len(line.split()) for line in paragraphs)
    prose = sum(len(line.split()) for line in paragraphs if _END.search(line) and len(line.split()) > 7)
    called = known != NOTHING and bool(known.published)
    if words < (15 if called else LEAST_WORDS):
        raise InputError(
            "holds no article text: a front page, a login, a notice, or a page that needs JavaScript. "
            "Open it in a browser and save the article, or give its text."
        )
    if prose * 3 < words:
        raise InputError("is a list of links or short lines, not an article. Give the page of one report.")
