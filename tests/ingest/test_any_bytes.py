"""Whatever bytes come in as a feed, a list, an archive or a table: a result, or a reason, and nothing else."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from stemma.errors import InputError
from stemma.ingest import articles, feeds
from stemma.ingest.limits import FEED_ENTRIES
from tests.ingest.test_feeds import ATOM, JSON, RSS
from tests.ingest.test_warc import packed, record

PIECES = [
    "<rss>", "<channel>", "<item>", "</item>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<opml>",
    "<link href='//['/>", "<link>http://[</link>", "<title type='xhtml'>", "<![CDATA[", "]]>", "&amp;", "&#0;", "&x;",
    "<!--", "-->", "<?xml", "?>", "<outline xmlUrl='http://['/>", "{}", "]}", "\0", "\ud800", "<content src='x'/>",
    '{"version": "https://jsonfeed.org/version/1", "items": [', "<source url='http://['>", "x",
    "<pubDate>Mon, 99</pubDate>", "<updated>9999-99-99</updated>",
]  # fmt: skip


def damaged(whole: bytes) -> some.SearchStrategy[bytes]:
    """The same bytes with some cut out and others put in."""
    return some.tuples(some.integers(0, len(whole)), some.integers(0, 200), some.binary(max_size=40)).map(
        lambda cut: whole[: cut[0]] + cut[2] + whole[cut[0] + cut[1] :]
    )


@given(
    some.one_of(
        some.lists(some.sampled_from(PIECES), max_size=12).map(lambda parts: "".join(parts).encode("utf-8", "replace")),
        some.binary(max_size=200),
        *(damaged(whole.encode()) for whole in (RSS, ATOM, JSON)),
    )
)
@settings(max_examples=300)
def test_feeds(data: bytes) -> None:
    with suppress(InputError):
        assert len(feeds.read(data, url="https://pell.example/").entries) <= FEED_ENTRIES
    with suppress(InputError):
        assert all(url.startswith("http") for url, _ in feeds.outlines(data))
    assert "javascript:" not in feeds.named_by(data, "https://pell.example/")


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.csv", "a.jsonl.gz", "a.wacz"])
def test_archives_and_tables(tmp_path: Path, name: str) -> None:
    rows = b'title,text\nOne,"Two three four"\n'
    whole = {
        "a.warc": record(1) + record(2),
        "a.warc.gz": packed(record(1), record(2)),
        "a.csv": rows,
        "a.jsonl.gz": gzip.compress(b'{"title": "One", "text": "Two three four"}\n' * 50, mtime=0),
        "a.wacz": b"PK\x03\x04" + b"\0" * 80,
    }[name]

    @given(damaged(whole))
    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    def check(data: bytes) -> None:
        (tmp_path / name).write_bytes(data)
        found = list(articles([str(tmp_path / name)]))
        assert all(getattr(item, "text", "") or getattr(item, "reason", "") for item in found)

    check()
