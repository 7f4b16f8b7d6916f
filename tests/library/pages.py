"""Invented articles, small and many, and libraries that hold them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from stemma.ingest import build
from stemma.ingest.build import Known
from stemma.library import Store, adding
from stemma.library.adding import Outcome
from stemma.types import Article, Failure

FERRY = (
    "Ferry runs aground off Pell Harbour\n\n"
    "The ferry Sula ran aground off Pell Harbour on Monday with 61 people aboard, the coastguard said.\n\n"
    "“Nobody was hurt,” said Ada Lorne, the harbour master. Divers will look at the hull on Tuesday.\n"
)
BRIDGE = (
    "Council closes the Hob Bridge\n\n"
    "The council closed the Hob Bridge on Wednesday after cracks were found in two of its piers.\n\n"
    "“It will be shut until spring,” said Tomas Eddery, who leads the council.\n"
)


def article(
    text: str = FERRY, *, url: str = "", outlet: str = "Pell Courier", published: str = "2031-03-04", source: str = ""
) -> Article:
    """One article, as an ingest makes it."""
    known = Known(outlet=outlet, published=published, url=url)
    return build.article(text, source or url or "ferry.txt", known)


def put(store: Store, *items: Article | Failure) -> list[Outcome]:
    """Take articles into a library, in this process."""
    return list(adding.add(store, items, workers=1))


def pile(path: Path, count: int, *, start: int = 0) -> Path:
    """A JSON Lines file of tiny articles, each with an id of its own."""
    records = (
        {
            "id": number,
            "title": f"Note {number} of the harbour office",
            "text": f"The harbour office counted {number} boats on Monday, said Ada Lorne of Pell.",
            "url": f"https://pell.example/notes/{number}",
            "outlet": "Pell Courier",
            "published": "2031-03-04",
        }
        for number in range(start, start + count)
    )
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def command(*arguments: str | Path, library: Path) -> list[str]:
    return [sys.executable, "-m", "stemma", *map(str, arguments), "--library", str(library)]


def stemma(*arguments: str | Path, library: Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run a command of the library as a person does."""
    return subprocess.run(command(*arguments, library=library), capture_output=True, timeout=300, **options)


def lines(output: bytes) -> list[dict[str, Any]]:
    """JSON Lines; a last line that was cut short is none."""
    return [json.loads(line) for line in output.splitlines(keepends=True) if line.endswith(b"\n")]


def bytes_of(folder: Path) -> Iterable[tuple[str, bytes]]:
    """Every file of a folder with what is in it."""
    return ((name.name, name.read_bytes()) for name in sorted(folder.iterdir()) if name.is_file())


def umask(mode: int) -> int:
    return os.umask(mode)
