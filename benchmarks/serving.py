"""The reading room at size: how long an answer takes, and fifty readers at once while an import runs.

`python -m benchmarks serving` takes a library of 40,000 articles that `benchmarks.pile` wrote, below its CACHE, and
writes one where there is none; `python -m benchmarks.serving --library FILE` takes another.  It works on a copy.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import pile
from benchmarks.measure import stemma
from stemma.library import open_library

ARTICLES, OF_STORY = 40_000, 12
READERS, SECONDS = 50, 60.0
IMPORTED = 20_000
TIMES = 40


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs.  process: its id; only its own processor time counts as the server's."""

    port: int
    process: int
    key: str


@dataclass(slots=True)
class Tally:
    """What came back to readers.  seconds: of each answer, by path."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=dict)


@contextmanager
def serving(library: Path) -> Iterator[Served]:
    """`stemma serve` over a library, on a free port."""
    key = secrets.token_urlsafe(32)
    command = stemma("serve", "--port", "0", "--library", str(library))
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"STEMMA_KEY": key, "PYTHONUNBUFFERED": "1"}
    )
    assert process.stdout is not None
    found = re.search(r":(\d+)/", process.stdout.readline())
    assert found, "the server did not start"
    try:
        yield Served(int(found[1]), process.pid, key)
    finally:
        process.terminate()
        process.wait(timeout=60)


class Reader:
    """One connection that is kept, as a browser keeps one."""

    def __init__(self, server: Served) -> None:
        self._server = server
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """Ask for a path: the status, and the body."""
        return await self._ask(f"GET {path} HTTP/1.1\r\n", b"")

    async def post(self, path: str, body: bytes, kind: str) -> tuple[int, bytes]:
        """Send a body of a content type."""
        head = f"POST {path} HTTP/1.1\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        return await self._ask(head, body)

    async def _ask(self, head: str, body: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._server.port, limit=1 << 20)
        reader, writer = self._streams
        writer.write(f"{head}Host: 127.0.0.1\r\nAuthorization: Bearer {self._server.key}\r\n\r\n".encode() + body)
        await writer.drain()
        told = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", told, re.IGNORECASE)
        assert length, told
        return int(told.split(b" ", 2)[1]), await reader.readexactly(int(length[1]))


async def alone(server: Served, paths: Sequence[str]) -> None:
    """The time of each answer to one reader, and the processor time of the server behind it."""
    reader = Reader(server)
    for path in paths:
        status, body = await reader.get(path)
        while status == 202:  # a story that is being compared
            await asyncio.sleep(1)
            status, body = await reader.get(path)
        assert status == 200, (path, body[:300])
        seconds, spent = [], _processor(server.process)
        for _ in range(TIMES):
            before = time.perf_counter()
            status, body = await reader.get(path)
            seconds.append(time.perf_counter() - before)
        spent = (_processor(server.process) - spent) / TIMES
        times = f"median {1000 * median(seconds):6.1f} ms, most {1000 * max(seconds):6.1f} ms"
        print(f"  {path[:58]:58} {times}, processor {1000 * spent:5.1f} ms, {len(body) / 1000:.0f} kB", flush=True)


async def together(server: Served, paths: Sequence[str], records: bytes) -> None:
    """READERS at once for SECONDS, each asking for one path after the other, while an import runs."""
    editor = Reader(server)
    boundary = "pile-of-articles"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="pile.jsonl"\r\n\r\n'
    form = head.encode() + records + f"\r\n--{boundary}--\r\n".encode()
    status, body = await editor.post("/api/v1/jobs/files", form, f"multipart/form-data; boundary={boundary}")
    assert status == 202, body
    job = f"/api/v1/jobs/{json.loads(body)['id']}"
    while (found := json.loads((await editor.get(job))[1]))["done"] == 0:
        assert not found["ended_at"], found
        await asyncio.sleep(0.2)
    tally, until = Tally(), time.perf_counter() + SECONDS
    await asyncio.gather(*(_reads(server, islice(cycle(paths), at, None), until, tally) for at in range(READERS)))
    after = json.loads((await Reader(server).get(job))[1])
    total = sum(tally.statuses.values())
    print(f"{READERS} readers for {SECONDS:.0f} s, {total} answers: {dict(tally.statuses)}")
    print(f"  while an import ran: {after['done'] - found['done']} articles, then {after['state']}")
    for path, seconds in tally.seconds.items():
        seconds.sort()
        worst = seconds[int(0.99 * (len(seconds) - 1))]
        print(f"  {path[:58]:58} median {1000 * median(seconds):7.1f} ms, 99 of 100 below {1000 * worst:7.1f} ms")


async def _reads(server: Served, paths: Iterator[str], until: float, tally: Tally) -> None:
    reader = Reader(server)
    for path in paths:
        before = time.perf_counter()
        if before >= until:
            return
        try:
            status, _ = await reader.get(path)
            tally.statuses[str(status)] += 1
        except (OSError, EOFError) as error:
            tally.statuses[type(error).__name__] += 1
            reader = Reader(server)
        tally.seconds.setdefault(path, []).append(time.perf_counter() - before)


def asked(library: Path) -> tuple[list[str], bytes]:
    """What readers ask for, and records to import: texts of the library under other addresses."""
    with open_library(library) as store:
        sized = store.db.execute(
            "SELECT stories.id FROM stories JOIN story_pages ON story = stories.key JOIN articles USING (page)"
            " WHERE latest = 1 AND stories.articles = (SELECT articles FROM stories ORDER BY abs(articles - ?) LIMIT 1)"
            " GROUP BY stories.id ORDER BY sum(length(text)), stories.id",
            (OF_STORY,),
        ).fetchall()
        (story,) = sized[len(sized) // 2]  # of middling length
        (article,) = store.db.execute("SELECT id FROM articles WHERE latest = 1 ORDER BY key DESC LIMIT 1").fetchone()
        rows = store.db.execute(
            "SELECT headline, text, published, url FROM articles WHERE latest = 1 LIMIT ?", (IMPORTED,)
        ).fetchall()
        counts = store.db.execute("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM stories)").fetchone()
        (members,) = store.db.execute("SELECT articles FROM stories WHERE id = ?", (story,)).fetchone()
    print(f"{counts[0]} articles in {counts[1]} stories; the story has {members} articles")
    paths = ["/", f"/stories/{story}", "/api/v1/stories", f"/api/v1/stories/{story}", f"/articles/{article}"]
    paths += ["/search?q=government", "/api/v1/suggest?q=gov", "/outlets"]
    records = [
        {"title": title, "text": text, "published": day, "url": f"{url}?again", "outlet": f"Import {number % 40}"}
        for number, (title, text, day, url) in enumerate(rows)
    ]
    return paths, "".join(json.dumps(one) + "\n" for one in records).encode()[:150_000_000].rpartition(b"\n")[0]


def _processor(process: int) -> float:
    """Processor seconds of a process and its threads, without those of its children."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(library: Path) -> None:
    """Measure a copy of a library."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "library.stemma"
        shutil.copyfile(library, copy)
        paths, records = asked(copy)
        print(f"  {os.cpu_count()} cores; load of the machine {os.getloadavg()[0]:.1f}", flush=True)
        with serving(copy) as server:
            asyncio.run(alone(server, paths))
            asyncio.run(together(server, paths, records))
        print(f"  load of the machine {os.getloadavg()[0]:.1f}")


def main(arguments: Sequence[str] = ()) -> None:
    """Measure the library that is named, else a pile of ARTICLES."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__)
    options.add_argument("--library", type=Path, metavar="FILE")
    named: Any = options.parse_args(arguments)
    library = named.library or pile.CACHE / f"serving-{ARTICLES}.stemma"
    if not library.exists():
        pile.library(library, ARTICLES)
    measure(library)


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
