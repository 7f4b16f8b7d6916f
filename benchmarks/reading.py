"""Words read a second on this machine's cores, loading included, over `load/`."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measure import TESTDATA, once

ARTICLES = 300

WORK = """
import gzip, json, sys
from stemma.engines import local
from stemma.ingest import from_text
from stemma.types import Reading

def articles():
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as lines:
        for number, line in zip(range(int(sys.argv[2])), lines):
            record = json.loads(line)
            text = record["title"] + "\\n\\n" + record["text"]
            yield from_text(text, name=f"load/{number}", published=record["published"])

if __name__ == "__main__":
    words = 0
    for reading in local.readings(articles()):
        assert isinstance(reading, Reading), reading
        words += len(reading.article.text.split())
    print(words)
"""


def main() -> None:
    """Print words a second and peak memory of reading the first articles of `load/`."""
    if TESTDATA is None:
        print("not measured: STEMMA_TESTDATA is not set")
        return
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "work.py"
        script.write_text(WORK, encoding="utf-8")
        pile = TESTDATA / "corpora" / "load" / "articles-5000.jsonl.gz"
        command = [sys.executable, str(script), str(pile), str(ARTICLES)]
        words = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        run = once(command)
    rate = words / run.seconds
    print(f"{words} words: {run.seconds:.1f} s, {rate:.0f} words a second, {run.megabytes:.0f} MB")
