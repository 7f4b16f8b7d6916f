"""What is taken in through the browser's door: texts, files, pages, feeds; jobs with their progress."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from stemma.library import open_library
from stemma.web.uploads import FILES, harmless
from tests.library.pages import BRIDGE, FERRY, pile
from tests.web.serving import Server, ended, start

V1 = "/api/v1"


@pytest.fixture(scope="module")
def open_server(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over an empty library that these tests add to."""
    running = start(tmp_path_factory.mktemp("adding") / "new.stemma")
    yield running
    running.stop()


@pytest.fixture
def client(open_server: Server) -> Iterator[httpx2.Client]:
    with open_server.program() as found:
        yield found


def send(client: httpx2.Client, *files: tuple[str, bytes], **fields: str) -> httpx2.Response:
    return client.post(f"{V1}/jobs/files", files=[("files", file) for file in files], data=fields)


def done(client: httpx2.Client, answer: httpx2.Response) -> dict[str, Any]:
    assert answer.status_code == 202, answer.text
    return ended(client, answer.json())


def test_a_pasted_text_becomes_an_article_in_a_story(client: httpx2.Client) -> None:
    body = {"text": FERRY, "outlet": "Pell Courier", "published": "2031-03-04", "url": "https://pell.example/f"}
    job = done(client, client.post(f"{V1}/jobs/text", json=body))
    assert (job["state"], job["done"], job["total"], job["counts"]) == ("done", 1, 1, {"added": 1})
    assert job["title"] == "Ferry runs aground off Pell Harbour"
    assert job["rate"] > 0
    shown = client.get(f"{V1}/articles/{job['articles'][0]}").json()
    assert shown["reading"]["article"]["outlet"] == "Pell Courier"
    assert shown["reading"]["article"]["source"] == "pasted text"
    assert client.get(f"{V1}/stories/{shown['story']}").status_code == 200
    again = done(client, client.post(f"{V1}/jobs/text", json=body))
    assert again["counts"] == {"known": 1}
    assert again["articles"] == job["articles"]


def test_files_are_taken_in_under_their_names_and_what_fails_says_why(client: httpx2.Client) -> None:
    files = [
        ("sula-times.txt", BRIDGE.encode()),
        ("empty.txt", b" "),
        ("picture.html", b"\x89PNG\r\n\x1a\n\x00\x00"),
        ("../../../tmp/evil.txt", b"The mayor of Sula opened the new Hob Bridge on Sunday, said Tomas Eddery."),
    ]
    job = done(client, send(client, *files))
    assert job["counts"] == {"added": 2, "failed": 2}
    assert {one["source"] for one in job["troubles"]} == {"empty.txt", "picture.html"}
    assert all(len(one["reason"]) > 20 for one in job["troubles"])
    sources = [client.get(f"{V1}/articles/{name}").json()["reading"]["article"]["source"] for name in job["articles"]]
    assert sources == ["sula-times.txt", "evil.txt"]
    failures = client.get(f"{V1}/failures").json()["items"]
    assert {"empty.txt", "picture.html"} <= {one["source"] for one in failures}


def test_a_table_tells_its_progress_and_an_outlet_that_is_named(client: httpx2.Client, tmp_path: Path) -> None:
    records = pile(tmp_path / "notes.jsonl", 30)
    answer = send(client, ("notes.jsonl", records.read_bytes()), outlet="The Pell Notes")
    assert answer.json()["title"] == "1 file: notes.jsonl"
    job = done(client, answer)
    assert (job["done"], job["total"], job["counts"]) == (30, 30, {"added": 30})
    shown = client.get(f"{V1}/articles/{job['articles'][0]}").json()["reading"]["article"]
    assert shown["outlet"] == "The Pell Notes"
    assert shown["source"] == "notes.jsonl:1"


def test_no_file_is_left_behind(client: httpx2.Client, open_server: Server) -> None:
    done(client, send(client, ("a.txt", b"nothing here")))
    folders = [Path(f"/proc/{open_server.process.pid}/cwd"), Path(os.environ.get("TMPDIR", "/tmp"))]
    assert not [path for path in folders[1].glob("stemma-*") if (path / "a.txt").exists()]


def test_names_of_files_lead_nowhere_and_hide_nothing() -> None:
    hostile = [
        "../../etc/passwd", "..\\..\\boot.ini", "/etc/shadow", "-", "--library", ".bashrc", "..", "", "a\x00b.txt",
        "C:evil.txt", "\u202etxt.exe", "a" * 500 + ".jsonl.gz", "é" * 300 + ".txt", "same.txt", "SAME.txt", "same.txt",
        "http://127.0.0.1/x", "a\nb\x1b[31m.txt", "\ud800.txt",
    ]  # fmt: skip
    names = harmless(hostile)
    assert len({name.casefold() for name in names}) == len(hostile)
    for name in names:
        assert name
        assert name == Path(name).name
        assert not name.startswith((".", "-"))
        assert "://" not in name
        assert len(name.encode()) < 160
        assert name.isprintable()
    assert names[11].endswith(".jsonl.gz")
    assert names[13:16] == ["same.txt", "SAME (2).txt", "same (3).txt"]


def test_what_is_no_form_or_holds_no_file_is_refused(client: httpx2.Client) -> None:
    nothing = client.post(f"{V1}/jobs/files", files=[("outlet", (None, "x"))])
    assert (nothing.status_code, nothing.json()["error"]["code"]) == (400, "bad_request")
    broken = client.post(
        f"{V1}/jobs/files", content=b"--x\r\nbroken", headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert broken.status_code == 400
    bare = client.post(f"{V1}/jobs/files", content=b"x", headers={"Content-Type": "multipart/form-data"})
    assert bare.status_code == 400
    many = send(client, *[(f"{number}.txt", b"x") for number in range(FILES + 1)])
    assert many.status_code == 400
    unknown = send(client, ("a.txt", b"x"), again="1")
    assert unknown.status_code == 400
    assert not [one for one in client.get(f"{V1}/jobs").json()["items"] if one["state"] in ("waiting", "running")]


PRIVATE = ("http://127.0.0.1:1/a", "http://localhost/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/")


def test_private_addresses_are_not_asked_whoever_gives_them(client: httpx2.Client) -> None:
    """A page that got hold of a browser could else look around in its network."""
    for kind in ("pages", "feeds"):
        job = done(client, client.post(f"{V1}/jobs/{kind}", json={"urls": PRIVATE}))
        assert job["counts"] == {"failed": len(PRIVATE)}
        assert all("private or reserved address" in one["reason"] for one in job["troubles"]), job["troubles"]
    assert client.get(f"{V1}/feeds").json() == {"items": []}


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "/etc/passwd", "-", "ftp://a.example/", "gopher://a", "", "http:"]
)
def test_what_is_no_address_of_the_web_is_refused(client: httpx2.Client, url: str) -> None:
    for kind in ("pages", "feeds"):
        assert client.post(f"{V1}/jobs/{kind}", json={"urls": [url]}).status_code == 400


def test_a_job_is_stopped_the_queue_is_bounded_and_readers_wait_for_nobody(tmp_path: Path) -> None:
    records = pile(tmp_path / "long.jsonl", 3000)
    server = start(tmp_path / "a.stemma")
    try:
        with server.program() as client:
            running = send(client, ("long.jsonl", records.read_bytes())).json()
            while client.get(f"{V1}/jobs/{running['id']}").json()["done"] < 8:
                time.sleep(0.1)
            listed = client.get(f"{V1}/stories")
            assert listed.status_code == 200, "while an import writes"
            codes = [client.post(f"{V1}/jobs/update").status_code for _ in range(9)]
            assert codes == [202] * 8 + [429]
            for waiting in range(9, 0, -1):
                assert client.delete(f"{V1}/jobs/j{waiting}").json()["state"] == "stopped"
            stopped = ended(client, running)
            assert stopped["state"] == "stopped"
            assert 8 <= stopped["done"] < 3000
    finally:
        server.stop()
    assert "Warning" not in server.said.read_text(encoding="utf-8")
    with open_library(tmp_path / "a.stemma") as store:
        (there,) = store.db.execute("SELECT count(*) FROM articles").fetchone()
        assert there >= stopped["done"], "what was told is there"
        assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_import_that_is_killed_is_told_and_the_server_goes_on(tmp_path: Path) -> None:
    records = pile(tmp_path / "long.jsonl", 3000)
    server = start(tmp_path / "a.stemma")
    try:
        with server.program() as client:
            job = send(client, ("long.jsonl", records.read_bytes())).json()
            while client.get(f"{V1}/jobs/{job['id']}").json()["done"] < 1:
                time.sleep(0.1)
            for child in _workers(server.process.pid):
                os.kill(child, signal.SIGKILL)
            found = ended(client, job)
            assert found["state"] == "failed"
            assert "out of memory" in found["reason"]
            again = done(client, client.post(f"{V1}/jobs/text", json={"text": FERRY}))
            assert again["state"] == "done"
    finally:
        server.stop()


def _workers(process: int) -> list[int]:
    """The processes of a server that do jobs: not the one that tracks resources."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text():
                found.append(int(child))
    return found


def test_a_library_that_is_held_for_writing_is_read_all_the_same(own: Server, library: Path) -> None:
    with own.program() as client, sqlite3.connect(library, isolation_level=None) as db:
        story = client.get(f"{V1}/stories").json()["items"][0]["id"]
        assert client.get(f"{V1}/stories/{story}").status_code == 200
        db.execute("BEGIN IMMEDIATE")
        for path in ("/stories", f"/stories/{story}", "/search?q=the", "/outlets", "/failures", "/suggest?q=fer"):
            assert client.get(V1 + path).status_code == 200, path  # who waited for the writer would be refused
        db.execute("ROLLBACK")
