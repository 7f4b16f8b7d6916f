"""A real `stemma serve` in a process of its own, over a library of invented stories."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

KEY = "a-key-for-tests-that-is-long-enough"
STORIES = Path("tests/stories")
HOSTILE = "Ferry <script>alert(1)</script> <svg onload=alert(1)> “x” \u202egnp.exe"


@dataclass(slots=True)
class Server:
    """A server that runs.  base: its address.  said: what it printed so far, line by line."""

    process: subprocess.Popen[str]
    base: str
    said: Path

    def link(self) -> str:
        """The address that works once, as printed last."""
        return str(re.findall(r"http://\S+token=\S+", self.said.read_text(encoding="utf-8"))[-1])

    def program(self) -> httpx2.Client:
        """A program with its key."""
        return httpx2.Client(base_url=self.base, headers={"Authorization": f"Bearer {KEY}"}, timeout=60)

    def browser(self) -> httpx2.Client:
        """A browser that used the link, and so has a cookie."""
        client = httpx2.Client(base_url=self.base, timeout=60)
        assert client.get(self.link()).status_code == 303
        return client

    def stop(self) -> int:
        """End it as a service manager does; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


def start(library: Path, *arguments: str, **environment: str) -> Server:
    """Serve a library on a free port."""
    said = library.with_name(f"{library.name}.{time.monotonic_ns()}.out")
    command = [sys.executable, "-u", "-m", "stemma", "serve", "--port", "0", "--library", str(library), *arguments]
    with said.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, text=True, env=os.environ | {"STEMMA_KEY": KEY} | environment
        )
    for _ in range(600):
        found = re.search(r"(http://\S+)/\?token=", said.read_text(encoding="utf-8"))
        if found:
            return Server(process, found[1], said)
        assert process.poll() is None, said.read_text(encoding="utf-8")
        time.sleep(0.1)
    process.kill()
    raise AssertionError("the server did not start")


def make_library(path: Path) -> Path:
    """The invented stories, and articles of somebody who means ill, in a library."""
    pile = path.with_name("hostile.jsonl")
    record = {
        "id": "<b>1</b>",
        "title": HOSTILE,
        "text": f"{HOSTILE}\n\nThe ferry Sula ran aground off Pell Harbour on Monday, \x00 said Ada \u2066Lorne.",
        "outlet": 'Harm <img src=x onerror=alert(1)> "Daily"',
        "url": "https://harm.example/a?b=<script>",
        "published": "2031-03-04",
    }
    worse = {**record, "id": 2, "url": "javascript:alert(document.cookie)", "outlet": "Worse Daily"}
    pile.write_text("".join(json.dumps(one) + "\n" for one in (record, worse)), encoding="utf-8")
    command = [sys.executable, "-m", "stemma", "add", *map(str, sorted(STORIES.glob("*/*.txt"))), str(pile)]
    done = subprocess.run([*command, "--library", str(path)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return path


def ended(client: httpx2.Client, job: dict[str, Any]) -> dict[str, Any]:
    """A job when it has ended."""
    for _ in range(1200):
        found: dict[str, Any] = client.get(f"/api/v1/jobs/{job['id']}").json()
        if found["ended_at"]:
            return found
        time.sleep(0.1)
    raise AssertionError(found)
