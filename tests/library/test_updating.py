"""Feeds followed for real: a server of the tests' own on this machine, good, slow, rude and hostile."""

from __future__ import annotations

import gzip
import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from stemma.ingest.manners import Manners
from stemma.library import Store, failures, feeds, open_library
from stemma.library.adding import Outcome
from stemma.library.articles import key_of, load
from stemma.library.doctor import check
from stemma.library.removal import remove
from stemma.library.store import now
from stemma.library.updating import Checked, update
from tests.library.pages import command, lines, stemma

BODY = "".join(
    f"<p>On day {n} the ferry Sula crossed the bay of Pell late, with ninety riders on deck.</p>" for n in range(9)
)
Answer = Callable[[BaseHTTPRequestHandler], None]


class Site(ThreadingHTTPServer):
    """Answers by path; requests are counted, their headers kept."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.answers: dict[str, Answer] = {}
        self.asked: Counter[str] = Counter()
        self.headers: dict[str, dict[str, str]] = {}
        self.times: list[float] = []

    def serve(self, path: str, body: str | bytes = b"", kind: str = "text/html", status: int = 200, **more: str) -> str:
        """Answer a path always the same; its URL."""
        data = body if isinstance(body, bytes) else body.encode()

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {"Content-Type": kind, **more}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(data)

        self.answers[path] = answer
        return self.url + path

    def page(self, number: int, more: str = "") -> str:
        text = f"<html><body><article><h1>Ferry {number} late</h1>{BODY}{more}</article></body></html>"
        return self.serve(f"/a/{number}", text)

    def feed(self, *items: str, **headers: str) -> str:
        text = f"<rss><channel><title>Pell Courier</title>{''.join(items)}</channel></rss>"
        return self.serve("/feed", text, "application/rss+xml", 200, **headers)


def missing(handler: BaseHTTPRequestHandler) -> None:
    handler.send_error(404)


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        site = self.server
        site.asked[self.path] += 1
        site.headers[self.path] = dict(self.headers.items())
        site.times.append(time.monotonic())
        try:
            site.answers.get(self.path, missing)(self)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Be silent."""


def item(link: str, words: str = "The ferry was late.", more: str = "") -> str:
    return f"<item><title>Ferry late</title><link>{link}</link><description>{words}</description>{more}</item>"


@pytest.fixture
def site() -> Iterator[Site]:
    running = Site()
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_library(tmp_path / "a.stemma", create=True)


def follow(store: Store, *urls: str) -> None:
    for url in urls:
        feeds.follow(store, url, "", now())


def look(store: Store, *, private: bool = True, seconds: float = 3.0) -> tuple[list[Outcome], list[Checked]]:
    """One update with little patience."""
    found = list(update(store, Manners(private=private, interval=0, seconds=seconds), workers=1))
    return [one for one in found if isinstance(one, Outcome)], [one for one in found if isinstance(one, Checked)]


def due_now(store: Store) -> None:
    """As if the time to try again had come."""
    with store.transaction() as db:
        db.execute("UPDATE failures SET retry_after = ? WHERE retry_after IS NOT NULL", (now(),))
        db.execute("UPDATE feeds SET due_at = ?", (now(),))


def test_pages_are_fetched_once_and_a_feed_is_asked_for_changes_only(site: Site, store: Store) -> None:
    follow(store, site.feed(item(site.page(1)), item(site.page(2)), ETag='"one"', Last_Modified="then"))
    outcomes, checked = look(store)
    assert [one.status for one in outcomes] == ["added", "added"]
    assert checked == [Checked(site.url + "/feed", "ok", 2)]
    (article,) = load(store, [key_of(store, site.url + "/a/1")])
    assert article.text.startswith("Ferry 1 late\n\nOn day 0")
    assert (article.source, article.published, article.incomplete) == (site.url + "/a/1", None, ())
    assert json.loads(article.record)["feed"] == site.url + "/feed"
    site.serve("/feed", status=304)
    assert look(store) == ([], [Checked(site.url + "/feed", "unchanged")])
    sent = site.headers["/feed"]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('"one"', "then")
    site.feed(item(site.page(1)), item(site.page(3)))
    assert [one.source for one in look(store)[0]] == [site.url + "/a/3"]
    assert site.asked["/a/1"] == 1


def test_the_source_of_a_feed_is_kept(site: Site, store: Store) -> None:
    follow(store, site.feed(item(site.page(1), more='<source url="https://bay.example/f">Bay Wire</source>')))
    (outcome,), _ = look(store)
    (article,) = load(store, [key_of(store, outcome.id)])
    assert article.syndicated_from is not None
    assert article.syndicated_from.value == "Bay Wire"


def test_a_page_that_changed_is_a_new_revision(site: Site, store: Store) -> None:
    link = site.page(1)
    follow(store, site.feed(item(link)))
    look(store)
    time.sleep(1.1)  # the library keeps time to the second
    site.page(1, "<p>Nobody was hurt on it.</p>")
    stamp = now().replace("Z", "+00:00")
    atom = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Ferry late</title><link href="{link}"/>'
        f"<updated>{stamp}</updated></entry></feed>"
    )
    site.serve("/feed", atom)
    assert [one.status for one in look(store)[0]] == ["revised"]
    assert [one.status for one in look(store)[0] if one.status != "known"] == []


def test_a_page_behind_a_redirect_is_known_by_both_addresses(site: Site, store: Store) -> None:
    site.page(1)
    follow(store, site.feed(item(site.serve("/go", status=302, Location="/a/1"))))
    assert [one.status for one in look(store)[0]] == ["added"]
    look(store)
    assert site.asked["/go"] == 1


def test_stopped_in_the_middle_it_goes_on_where_it_was(site: Site, store: Store) -> None:
    follow(store, site.feed(*(item(site.page(n)) for n in range(12)), ETag='"x"'))
    running = update(store, Manners(private=True, interval=0), workers=1)
    told = next(running)
    del running  # its generator ends here, as it does with the process
    assert isinstance(told, Outcome)
    assert [feed.state for feed in feeds.listing(store)] == ["new"]
    stored = {row[0] for row in store.db.execute("SELECT url FROM articles")}
    assert told.source in stored
    before = Counter(site.asked)
    outcomes, _ = look(store)
    assert {one.status for one in outcomes} == {"added"}
    assert {one.source for one in outcomes}.isdisjoint(stored)
    assert store.db.execute("SELECT count(*) FROM articles").fetchone() == (12,)
    assert all(site.asked[path] == count for path, count in before.items() if site.url + path in stored)


def test_killed_in_the_middle_nothing_reported_is_lost_and_nothing_is_there_twice(site: Site, tmp_path: Path) -> None:
    whole = "".join(f"<p>{words}</p>" for words in BODY.split("</p>") * 2)
    links = [f"{site.url}/a/{number}" for number in range(120)]
    entries = (item(link, more=f"<content>{escape(f'{whole}<p>Trip {link}.</p>')}</content>") for link in links)
    feed, library = site.feed(*entries, ETag='"x"'), tmp_path / "a.stemma"
    assert stemma("follow", feed, library=library).returncode == 0
    update = ("update", "--allow-private", "--json", "--library", str(library))
    run = [sys.executable, "-m", "tests.library.importer", *update]
    moments = random.Random(7)
    reported: set[str] = set()
    for kill in range(10):
        process = subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert process.stdout is not None
        told = b"".join(process.stdout.readline() for _ in range(moments.randrange(1, 9) if kill % 3 else 0))
        time.sleep(moments.random() / 50 if told else moments.random())
        process.kill()
        told += process.stdout.read()
        process.wait()
        reported |= {one["id"] for one in lines(told) if one.get("status") == "added"}
        with open_library(library) as store:
            there = [name for (name,) in store.db.execute("SELECT id FROM articles")]
            assert reported <= set(there)
            assert len(set(there)) == len(there) < len(links)
            assert [one.state for one in feeds.listing(store)] == ["new"]
    assert reported
    done = subprocess.run(run, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr
    with open_library(library) as store:
        urls = [url for (url,) in store.db.execute("SELECT url FROM articles")]
        assert sorted(urls) == sorted(links)
        assert check(library).problems == ()
    assert [one.get("state") for one in lines(done.stdout)][-1] == "ok"


def test_what_was_removed_for_good_is_not_fetched_again(site: Site, store: Store) -> None:
    follow(store, site.feed(item(site.page(1))))
    look(store)
    remove(store, site.url + "/a/1", "asked to")
    assert look(store)[0] == []
    assert site.asked["/a/1"] == 1


def test_robots_are_heeded(site: Site, store: Store) -> None:
    site.serve(
        "/robots.txt", "User-agent: *\nDisallow: /a/\nAllow: /a/2$\nUser-agent: other\nDisallow: /", "text/plain"
    )
    summary = "The ferry Sula was late again on Monday, and its riders waited for an hour at the pier of Pell."
    follow(store, site.feed(item(site.page(1), summary), item(site.page(2))))
    first, second = look(store)[0]
    assert (site.asked["/robots.txt"], site.asked["/a/1"], site.asked["/a/2"]) == (1, 0, 1)
    (kept,) = load(store, [key_of(store, first.id)])
    assert summary in kept.text
    assert any("robots.txt" in reason for reason in kept.incomplete)
    assert second.status == "added"


def test_no_robots_can_be_had_no_page_is_asked_for(site: Site, store: Store) -> None:
    site.serve("/robots.txt", status=503)
    follow(store, site.feed(item(site.page(1))))
    _, (checked,) = look(store)
    assert checked.state == "failing"
    assert "robots.txt" in checked.reason
    assert set(site.asked) == {"/robots.txt"}


def test_a_host_gets_one_request_after_the_other(site: Site, store: Store) -> None:
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 0.2", "text/plain")
    follow(store, site.feed(*(item(site.page(n)) for n in range(4))))
    list(update(store, Manners(private=True, interval=0.1), workers=1))
    gaps = [second - first for first, second in zip(site.times, site.times[1:], strict=False)]
    assert len(gaps) == 5
    assert sorted(gaps)[1] > 0.1  # one may be shortened where the machine was busy


def test_a_host_that_asks_to_wait_is_left_alone(site: Site, store: Store) -> None:
    follow(store, site.feed(item(site.page(1), ""), item(site.page(2), ""), item(site.page(3), "")))
    site.serve("/a/1", status=429, Retry_After="7200")
    outcomes, _ = look(store)
    assert {one.status for one in outcomes} <= {"failed", "added"}
    kept = {one.source: one for one in failures.listing(store)}[site.url + "/a/1"]
    assert kept.retry_after is not None
    assert kept.retry_after > feeds.later(now(), 0, 7000)
    asked = Counter(site.asked)
    look(store)  # in a new process, as it were: the library remembers
    assert site.asked == asked
    site.page(1)
    due_now(store)
    again, _ = look(store)
    assert site.url + "/a/1" in [one.source for one in again if one.status == "added"]
    assert not list(failures.listing(store))


def test_a_feed_that_asks_to_wait(site: Site, store: Store) -> None:
    follow(store, site.serve("/feed", status=429, Retry_After="7200"))
    assert look(store)[1][0].state == "failing"
    assert look(store) == ([], [])
    (feed,) = feeds.listing(store)
    assert feed.due_at > feeds.later(now(), 0, 7000)
    assert site.asked["/feed"] == 1


def test_a_failed_page_is_tried_again_with_what_its_feed_says(site: Site, store: Store) -> None:
    link = site.serve("/a/1", status=503)
    follow(store, site.feed(item(link, "", "<source>Bay Wire</source>"), ETag='"x"'))
    assert [one.status for one in look(store)[0]] == ["failed"]
    assert look(store)[0] == []
    assert site.asked["/a/1"] == 1
    site.page(1)
    due_now(store)
    (outcome,), _ = look(store)
    (article,) = load(store, [key_of(store, outcome.id)])
    assert article.syndicated_from is not None
    assert not list(failures.listing(store))


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"<item><title>x</title></item>" * 2000)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b"<")
        time.sleep(0.1)


def slow_header(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(600):
        handler.wfile.write(b"H")
        time.sleep(0.1)


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(60)


def test_bad_feeds_are_failures_with_reasons_and_stop_nothing_else(site: Site, store: Store) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'
    zipped = gzip.compress(b"<rss>" + b" " * 50_000_000)
    site.answers.update({"/endless": endless, "/drip": dripping, "/header": slow_header, "/silent": silent})
    said = {
        site.serve("/large", b"<rss>" + b" " * 11_000_000): "larger than 10 MB",
        site.url + "/endless": "larger than 10 MB",
        site.serve("/zipped", zipped, Content_Encoding="gzip"): "larger than 10 MB",
        site.serve("/loop", status=301, Location="/loop"): "loop",
        site.serve("/away", status=302, Location="file:///etc/passwd"): "only http and https",
        site.serve("/bomb", bomb): "entities",
        site.url + "/drip": "within the time",
        site.url + "/header": "within the time",
        site.url + "/silent": "within the time",
        site.serve("/page", "<html><body>no feed</body></html>"): "no feed",
        site.serve("/gone", status=410): "410",
        "http://127.0.0.1:9/feed": "could not be reached",
    }
    entry = item(site.page(1))
    text = f'<?xml version="1.0" encoding="us-ascii"?><rss><channel><title>Café</title>{entry}</channel></rss>'
    good = site.serve("/good", text.encode("cp1252"), "text/xml; charset=utf-16")
    follow(store, *said, good)
    outcomes, checked = look(store)
    assert [one.status for one in outcomes] == ["added"]
    reasons = {one.feed: one.reason for one in checked}
    assert reasons.pop(good) == ""
    assert {url: words in reasons[url] for url, words in said.items()} == dict.fromkeys(said, True)
    kept = {one.source: one for one in failures.listing(store)}
    assert set(kept) == set(said)
    assert [one.source for one in kept.values() if one.retry_after is None] == [site.url + "/gone"]
    assert {feed.state for feed in feeds.listing(store)} == {"failing", "gone", "ok"}


def test_private_addresses_are_refused_unless_allowed(site: Site, store: Store) -> None:
    follow(store, site.feed(item(site.page(1))))
    _, (checked,) = look(store, private=False)
    assert checked.state == "failing"
    assert "private or reserved" in checked.reason
    assert not site.asked


def test_the_commands(site: Site, tmp_path: Path) -> None:
    library = tmp_path / "a.stemma"
    feed = site.feed(item(site.page(1)))
    home = site.serve("/", '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>')
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml><body><outline text="Pell" xmlUrl="{feed}"/></body></opml>', encoding="utf-8")
    assert stemma("follow", feed, "--json", library=library).returncode == 0
    again = stemma("follow", opml, home, "--allow-private", "--json", library=library)
    assert [one["new"] for one in lines(again.stdout)] == [False, False]
    assert stemma("follow", site.url + "/nothing", library=library).returncode == 1
    refused = stemma("update", library=library)
    assert (refused.returncode, b"private or reserved" in refused.stderr) == (1, True)
    done = stemma("update", "--allow-private", "--json", library=library)
    assert done.returncode == 0
    assert [one.get("status", one.get("state")) for one in lines(done.stdout)] == ["added", "ok"]
    (listed,) = lines(stemma("follow", "--json", library=library).stdout)
    assert (listed["url"], listed["title"], listed["state"]) == (feed, "Pell Courier", "ok")
    assert stemma("follow", "--stop", feed, library=library).returncode == 0
    assert lines(stemma("follow", "--json", library=library).stdout) == []


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_watch_ends_cleanly_when_it_is_told_to(site: Site, tmp_path: Path, sent: signal.Signals) -> None:
    library = tmp_path / "a.stemma"
    site.answers["/slow"] = silent
    with open_library(library, create=True) as store:
        follow(store, site.feed(item(site.page(1))))
    arguments = command("watch", "--every", "1m", "--allow-private", "--json", library=library)
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    seen = [json.loads(process.stdout.readline()) for _ in range(2)]
    assert [one.get("status", one.get("state")) for one in seen] == ["added", "ok"]
    process.send_signal(sent)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    assert b"Traceback" not in said


def test_watch_looks_again(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from stemma.cli.watch import watch

    library = tmp_path / "a.stemma"
    with open_library(library, create=True) as store:
        follow(store, site.feed())
    watch(library, 0.0, private=True, as_json=True, rounds=2)
    assert site.asked["/feed"] == 2
    assert site.asked["/robots.txt"] == 1
    assert len(capsys.readouterr().out.splitlines()) == 2
