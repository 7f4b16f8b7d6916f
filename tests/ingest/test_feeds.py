"""RSS, Atom, JSON Feed and OPML as they come, and as they should not."""

from __future__ import annotations

import json
import time

import pytest

from stemma.errors import InputError
from stemma.ingest import entries, feeds
from stemma.ingest.entries import Origin
from stemma.ingest.feeds import Entry
from stemma.ingest.fetch import Download

BODY = "".join(
    f"<p>On day {n} the ferry Sula crossed the bay of Pell late, with ninety riders on deck.</p>" for n in range(9)
)
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/"><channel><title>World | Pell Courier</title>
<link>https://pellcourier.example/</link>
<item><title>Ferry &amp; bridge &lt;i&gt;late&lt;/i&gt;</title><link>/a/1</link><guid isPermaLink="false">n-1</guid>
<media:title>A picture</media:title><pubDate>Tue, 04 Mar 2031 10:00:00 +0100</pubDate><dc:creator>Ada Lorne</dc:creator>
<source url="https://bay.example/feed">Bay&nbsp;Wire</source>
<description>Short.</description><content:encoded><![CDATA[{BODY}]]></content:encoded></item>
<item><guid>https://pellcourier.example/a/2</guid><title>Second</title>
<description>It is a summary.</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://pellcourier.example/">
<title type="html">Pell &amp;amp; Bay</title>
<link rel="self" href="https://pellcourier.example/feed"/><link href="https://pellcourier.example/"/>
<entry><title>Ferry late</title><id>tag:1</id><link rel="enclosure" href="/x.mp3"/><link href="a/1"/>
<published>2031-03-04T10:00:00Z</published><updated>2031-03-04T12:30:00+01:00</updated>
<author><name>Ada Lorne</name></author>
<source><title>Bay Wire</title><link href="https://bay.example/"/></source><summary>Short &lt; long.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{BODY}</div></content></entry></feed>"""
JSON = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "Pell Courier", "home_page_url": "https://pellcourier.example/",
    "items": [{"id": 7, "url": "/a/1", "title": "Ferry late", "date_published": "2031-03-04T10:00:00+01:00",
               "authors": [{"name": "Ada Lorne"}], "content_html": BODY}],
})  # fmt: skip
PELL = Origin("https://pellcourier.example/feed", "World | Pell Courier", "https://pellcourier.example/")


def test_rss() -> None:
    feed = feeds.read(RSS.encode(), url="https://pellcourier.example/feed")
    first, second = feed.entries
    assert (feed.title, feed.link) == ("World | Pell Courier", "https://pellcourier.example/")
    assert (first.link, first.id, first.title) == ("https://pellcourier.example/a/1", "n-1", "Ferry & bridge late")
    assert (first.published, first.author) == ("2031-03-04T10:00+01:00", "Ada Lorne")
    assert (first.publisher, first.publisher_url) == ("Bay Wire", "https://bay.example/feed")
    assert first.content.startswith("<p>On day 0")
    assert (second.link, second.published, second.summary) == (
        "https://pellcourier.example/a/2",
        "",
        "It is a summary.",
    )


def test_atom() -> None:
    feed = feeds.read(ATOM.encode(), url="https://pellcourier.example/feed")
    (entry,) = feed.entries
    assert (feed.title, feed.link) == ("Pell & Bay", "https://pellcourier.example/")
    assert (entry.link, entry.id, entry.title) == ("https://pellcourier.example/a/1", "tag:1", "Ferry late")
    assert (entry.published, entry.updated) == ("2031-03-04T10:00+00:00", "2031-03-04T12:30+01:00")
    assert (entry.publisher, entry.author) == ("Bay Wire", "Ada Lorne")
    article = entries.own_text(entry, PELL)
    assert article.text.startswith("Ferry late\n\nBy Ada Lorne\n\nOn day 0 the ferry")


def test_json_feed() -> None:
    (entry,) = feeds.read(JSON.encode(), url="https://pellcourier.example/feed.json").entries
    assert (entry.link, entry.id, entry.author) == ("https://pellcourier.example/a/1", "7", "Ada Lorne")
    assert entry.published == "2031-03-04T10:00+01:00"
    assert not entries.own_text(entry, PELL).incomplete


def test_rss_1_and_what_is_no_sound_xml() -> None:
    old = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<channel><title>Pell</title></channel><item><title>One</title><link>https://p.example/1</link></item></rdf:RDF>"
    )
    broken = "<rss><channel><title>Pell</title><item><title>Fish & chips <b</title><link>https://p.example/1</link>"
    for text in (old, broken):
        feed = feeds.read(text.encode(), url="https://p.example/")
        assert feed.title == "Pell"
        assert feed.entries[0].title.startswith(("One", "Fish"))


@pytest.mark.parametrize(
    ("written", "declared", "charset"),
    [
        ("utf-8", "iso-8859-1", ""),
        ("cp1252", "utf-8", "utf-8"),
        ("utf-16", "utf-8", "latin-1"),
        ("utf-8", "no-such", "zip"),
    ],
)
def test_a_feed_that_lies_about_its_encoding(written: str, declared: str, charset: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><rss><channel><title>Café Møn</title></channel></rss>'
    assert feeds.read(text.encode(written), charset).title == "Café Møn"


BOMB = (
    '<?xml version="1.0"?><!-- c --><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + ']><rss><channel><title lang="&m;">&m;</title></channel></rss>'
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel><title>&a;</title></channel></rss>',
        '<!DOCTYPE rss SYSTEM "x"><!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>',
        "<!--" + "-" * 30_000 + "--><!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><title>&a;</title></channel></rss>",
    ],
)
def test_entities_are_never_declared(text: str) -> None:
    with pytest.raises(InputError):
        feeds.read(text.encode())


def test_a_plain_doctype_does_no_harm() -> None:
    text = '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://n.example/rss.dtd"><rss><channel><title>P</title></channel></rss>'
    assert feeds.read(text.encode()).title == "P"


@pytest.mark.parametrize(
    "text", ["", "<html><body>no</body></html>", "{}", '{"items": []}', "[" * 100_000, "hello", "<rss"]
)
def test_what_is_no_feed_says_so(text: str) -> None:
    with pytest.raises(InputError):
        assert feeds.read(text.encode()).entries


def test_large_and_strange_feeds_end_soon() -> None:
    many = "<rss><channel>" + "<item><title>x</title></item>" * 200_000 + "</channel></rss>"
    started = time.process_time()
    feed = feeds.read(many.encode())
    assert (len(feed.entries), feed.beyond) == (500, 199_500)
    for text in ("<rss>" + "<a>" * 500_000, "<rss>" + "&x" * 2_000_000, "<!--" * 1_000_000, "<?" * 1_000_000):
        try:
            feeds.read(text.encode())
        except InputError:
            continue
    assert time.process_time() - started < 60  # linear takes 2 s, anything else hours


def test_opml_and_the_feed_a_page_names() -> None:
    text = """<opml><body><outline text="News"><outline type="rss" text="Pell" xmlUrl="https://p.example/f"/>
    <outline title="Bay" xmlURL="https://b.example/f"/><outline xmlUrl="https://p.example/f"/>
    <outline xmlUrl="file:///etc/passwd"/></outline></body></opml>"""
    assert feeds.outlines(text.encode()) == [("https://p.example/f", "Pell"), ("https://b.example/f", "Bay")]
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>x</body></html>'
    assert feeds.named_by(page, "https://p.example/a") == "https://p.example/feed"
    assert feeds.named_by(b"\x89PNG", "https://p.example/a") == ""


def page(text: str, url: str = "https://pellcourier.example/a/1") -> Download:
    return Download(
        url, f"<html><head><title>T</title></head><body><article>{text}</article></body></html>".encode(), "html"
    )


def test_who_publishes_and_from_whom() -> None:
    entry = feeds.read(RSS.encode(), url=PELL.url).entries[0]
    article = entries.own_text(entry, PELL)
    assert (article.outlet and article.outlet.value, article.syndicated_from and article.syndicated_from.value) == (
        "Pell Courier",
        "Bay Wire",
    )
    assert json.loads(article.record) == {"id": "n-1", "feed": PELL.url}
    gathered = Entry("https://bay.example/x", title="Ferry late", content=BODY, publisher="Bay Wire")
    article = entries.own_text(gathered, Origin("https://planet.example/f", "Planet", "https://planet.example/"))
    assert article.outlet is not None
    assert (article.outlet.value, article.syndicated_from) == ("Bay Wire", None)


def test_a_summary_gives_way_to_its_page_and_an_undated_one_stays_undated() -> None:
    entry = Entry("https://pellcourier.example/a/1", title="Ferry late", summary="The ferry Sula was late again.")
    own = entries.own_text(entry, PELL)
    assert not entries.is_whole(own)
    article = entries.from_page(entry, PELL, page(f"<h1>Ferry late</h1>{BODY}"), own)
    assert "On day 8" in article.text
    assert (article.published, article.incomplete) == (None, ())
    dated = Entry(entry.link, title="Ferry late", published="2031-03-04", summary=entry.summary)
    article = entries.from_page(dated, PELL, page(f"<h1>Ferry late</h1>{BODY}"), own)
    assert article.published is not None
    assert article.published.value == "2031-03-04"


@pytest.mark.parametrize(
    "shown", ["", "<p>Please turn on JavaScript.</p>", "<p>The ferry Sula was late again, says the harbour, as " * 3]
)
def test_a_page_that_stays_a_summary_is_kept_as_incomplete(shown: str) -> None:
    words = "The ferry Sula was late again on Monday. Its riders waited at the pier of Pell for an hour and a half."
    entry = Entry("https://pellcourier.example/a/1", title="Ferry late", summary=words)
    own = entries.own_text(entry, PELL)
    article = entries.from_page(entry, PELL, page(shown), own)
    assert any("its page" in reason for reason in article.incomplete)
    assert "only its summary was given" in article.incomplete
    assert words in article.text
