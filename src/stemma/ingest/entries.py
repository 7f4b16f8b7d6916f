"""Entries of feeds to articles: from the text in the feed where that is whole, else from the page it links to."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

from stemma.errors import InputError
from stemma.ingest import build, html, outlets
from stemma.ingest.build import NOTHING, Known
from stemma.ingest.decode import clean, decode
from stemma.ingest.feeds import Entry
from stemma.ingest.fetch import Download
from stemma.naming import outlet_key
from stemma.types import Article

CONTENT_WORDS = 120
"""A text that a feed gives as whole is taken for it from here on; a shorter one may be a teaser."""

SUMMARY_WORDS = 300
"""The same where the feed gives it as a description, which may hold either."""

NO_MORE = 1.2
"""A page with this many times the words of the feed's summary, or fewer, shows no more than the summary."""

BRIEF_WORDS = 100
"""From here on, a page that repeats the feed word for word is a short report, not a summary."""

APPENDED = 1000
"""Characters at the end in which a feed may add where the article was first."""

_APPENDED = re.compile(r"\n*The post .{1,300}?(?:appeared first on|first appeared on) .{1,200}$", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[|–—:»-]\s+|\s*[|»]\s*")


@dataclass(frozen=True, slots=True)
class Origin:
    """The feed that entries are from.  link: its site."""

    url: str
    title: str
    link: str


def own_text(entry: Entry, feed: Origin) -> Article:
    """The article as the feed gives it; incomplete where that is a summary only.

    Raises InputError where there is no text, or none to read.
    """
    given = entry.content or entry.summary
    text = html.plain(given) if given.strip() else ""
    text = text[:-APPENDED] + _APPENDED.sub("", text[-APPENDED:])
    if not text:
        raise InputError("has neither text nor summary in its feed, and no page that could be read.")
    byline = f"By {entry.author}\n\n" if entry.author and "@" not in entry.author else ""
    whole = len(text.split()) >= (CONTENT_WORDS if entry.content else SUMMARY_WORDS)
    outlet = _outlet(entry, feed, entry.link)
    known = Known(
        title=entry.title,
        outlet=outlet,
        published=entry.published,
        updated=entry.updated if entry.published else "",
        syndicated_from=_syndicated(entry, outlet),
        url=entry.link,
        summary_only=not whole,
        record=_record(entry, feed),
    )
    opening = f"{entry.title}\n\n" if entry.title else ""
    return build.article(clean(f"{opening}{byline}{text}"), source(entry, feed), known)


def is_whole(article: Article) -> bool:
    """Whether nothing suggests that its page holds more."""
    return not article.incomplete


def from_page(entry: Entry, feed: Origin, page: Download, summary: Article | None) -> Article:
    """The article of an entry from its page; from the summary where the page holds no more.

    Raises InputError where neither can be read.
    """
    try:
        article = _of_page(entry, feed, page)
    except InputError as error:
        if summary is None:
            raise
        return with_reason(summary, f"its page {error}")
    if summary is None:
        return article
    words, given = len(article.text.split()), len(summary.text.split())
    if words > given * NO_MORE or words >= BRIEF_WORDS:
        return article
    return with_reason(article if words >= given else summary, "its page holds no more than the summary of its feed")


def with_reason(article: Article, reason: str) -> Article:
    """The same article, incomplete for one more reason; what to do about it is left out."""
    told = clean(reason).split(". ")[0].rstrip(".")[:300]
    return replace(article, incomplete=(*article.incomplete, told))


def source(entry: Entry, feed: Origin) -> str:
    """What an article of a feed was read from: its page, else its place in the feed."""
    return entry.link or f"{feed.url}#{entry.id or entry.title}"


def _of_page(entry: Entry, feed: Origin, page: Download) -> Article:
    if page.kind == "json":
        raise InputError("is JSON, not a page. Give it to `stemma add`.")
    if page.kind == "text":
        text, notes = decode(page.data, page.charset)
        known = replace(NOTHING, notes=notes, title=entry.title, url=page.url)
    else:
        found = html.read(page.data, page.charset, page.url)
        text, known = found.text, found.known
    outlet = known.outlet or _outlet(entry, feed, page.url)
    known = replace(
        known,
        outlet=outlet,
        published=known.published or entry.published,
        updated=known.updated or (entry.updated if entry.published else ""),
        syndicated_from=known.syndicated_from or _syndicated(entry, outlet),
        record=_record(entry, feed),
    )
    return build.article(text, source(entry, feed), known)


def _outlet(entry: Entry, feed: Origin, url: str) -> str:
    """Who publishes an entry whose page is at this address: the feed, where that is on its own site.

    "" leaves it to the text and the address.
    """
    site, theirs = _site(url), _site(entry.publisher_url)
    if not site or site in (_site(feed.link), _site(feed.url)):
        return _named_after(feed.title, url or feed.link) or _only_name(feed.title)
    return entry.publisher if theirs in ("", site) else ""


def _syndicated(entry: Entry, outlet: str) -> str:
    """Whom an entry was taken from, where that is not the outlet itself."""
    return entry.publisher if entry.publisher and outlet_key(entry.publisher) != outlet_key(outlet) else ""


def _named_after(title: str, url: str) -> str:
    """The part of a feed's title that its site is named after: "Harbour Post" of "World news | Harbour Post"."""
    site = outlet_key(outlets.site_words(url))
    return next((part for part in _SEPARATOR.split(title) if site and outlet_key(part) == site), "")


def _only_name(title: str) -> str:
    """A feed's title that is one name, and not that of a section."""
    return title if title and len(_SEPARATOR.split(title)) == 1 and len(title.split()) <= 5 else ""


def _site(url: str) -> str:
    """The site of an address: its host without what stands for a section or a machine."""
    host = outlets.from_url(url).split(".")
    short = len(host) > 2 and len(host[-1]) == 2 and len(host[-2]) <= 3  # co.uk, com.au
    return ".".join(host[-3 if short else -2 :])


def _record(entry: Entry, feed: Origin) -> str:
    """The keys an entry came with."""
    kept = {"id": entry.id, "feed": feed.url}
    return clean(json.dumps({key: value for key, value in kept.items() if value}, ensure_ascii=False))
