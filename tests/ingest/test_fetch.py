"""Pages from the web, from a server of the tests' own on this machine."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from stemma.errors import InputError
from stemma.ingest import articles, fetch
from stemma.ingest.limits import FILE_BYTES
from stemma.types import Article, Failure

PAGE = (
    "<html><head><meta charset=utf-8></head><body><article><h1>Tram stops short of its depot</h1>"
    + "".join(
        f"<p>On day {n} the tram stopped short of the depot again, and its riders walked home.</p>" for n in range(6)
    )
    + "</article></body></html>"
).encode()


class Handler(BaseHTTPRequestHandler):
    """Answers by the path that is asked for."""

    def do_GET(self) -> None:
        name, _, rest = self.path.strip("/").partition("/")
        getattr(self, f"answer_{name}", self.answer_missing)(rest)

    def log_message(self, *_: object) -> None:
        """Be silent."""

    def reply(self, body: bytes, kind: str = "text/html", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer_page(self, _: str) -> None:
        self.reply(PAGE)

    def answer_zipped(self, _: str) -> None:
        self.reply(gzip.compress(PAGE), Content_Encoding="gzip")

    def answer_twice(self, _: str) -> None:
        self.reply(gzip.compress(gzip.compress(PAGE)), Content_Encoding="gzip, gzip")

    def answer_bomb(self, _: str) -> None:
        self.reply(gzip.compress(b"a" * (FILE_BYTES * 2)), Content_Encoding="gzip")

    def answer_text(self, _: str) -> None:
        self.reply(b"Tram stops short\n\nThe tram stopped short of the depot, and its riders walked.", "text/plain")

    def answer_picture(self, _: str) -> None:
        self.reply(b"\x89PNG", "image/png")

    def answer_missing(self, _: str) -> None:
        self.reply(b"no", status=404)

    def answer_loop(self, rest: str) -> None:
        self.reply(b"", status=302, Location="/loop/b" if rest == "a" else "/loop/a")

    def answer_hops(self, rest: str) -> None:
        left = int(rest)
        self.reply(b"", status=302, Location=f"/hops/{left - 1}" if left else "/page")

    def answer_file(self, _: str) -> None:
        self.reply(b"", status=302, Location="file:///etc/hostname")

    def answer_endless(self, _: str) -> None:
        self.reply(b"")
        try:
            while True:
                self.wfile.write(b"tram " * 20_000)
        except OSError:
            return

    def answer_drip(self, _: str) -> None:
        self.reply(b"")
        try:
            for _byte in range(50):
                self.wfile.write(b".")
                time.sleep(0.1)
        except OSError:
            return


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize("path", ["page", "zipped", "hops/4"])
def test_a_page_is_read(server: str, path: str) -> None:
    (article,) = articles([f"{server}/{path}"], private=True)
    assert isinstance(article, Article)
    assert article.text.startswith("Tram stops short of its depot\n\nOn day 0")
    assert article.source == f"{server}/{path}"
    assert article.url is not None
    assert article.url.endswith("/page" if "hops" in path else path)


@pytest.mark.parametrize("command", ["read", "compare", "add"])
def test_a_redirect_to_a_private_address_is_followed_only_where_that_is_allowed(
    server: str, command: str, tmp_path: Path
) -> None:
    run = [sys.executable, "-m", "stemma", command, f"{server}/hops/1", "--json"]
    environment = {**os.environ, "STEMMA_LIBRARY": str(tmp_path / "a.stemma")}
    refused = subprocess.run(run, capture_output=True, env=environment, timeout=120, text=True)
    assert refused.returncode == 1
    assert "--allow-private" in refused.stderr + refused.stdout
    allowed = subprocess.run([*run, "--allow-private"], capture_output=True, env=environment, timeout=120, text=True)
    assert "private or reserved" not in allowed.stderr + allowed.stdout
    if command != "compare":  # which needs two
        assert allowed.returncode == 0
        assert f"{server}/hops/1" in allowed.stdout


def test_plain_text_is_read_as_such(server: str) -> None:
    (article,) = articles([f"{server}/text"])
    assert isinstance(article, Article)
    assert [part.kind for part in article.parts] == ["headline", "body"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("missing", "404"),
        ("picture", "image/png"),
        ("loop/a", "loop"),
        ("hops/9", "more than 5 times"),
        ("file", "only http and https"),
        ("endless", "larger than"),
        ("bomb", "larger than"),
        ("twice", "compressed several times"),
    ],
)
def test_what_fails_is_a_failure_that_says_why(server: str, path: str, said: str) -> None:
    (failure,) = articles([f"{server}/{path}"], private=True)
    assert isinstance(failure, Failure)
    assert failure.source == f"{server}/{path}"
    assert said in failure.reason


def test_a_slow_server_is_given_up_as_a_whole(server: str) -> None:
    with pytest.raises(InputError, match="within"):
        fetch.get(f"{server}/drip", seconds=0.5)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://", "http://[", "ftp://a.example/x", "http://a b/"])
def test_addresses_that_cannot_be_fetched(url: str) -> None:
    (failure,) = articles([url])
    assert isinstance(failure, Failure)
    assert failure.reason
