"""The gold stories: `python -m evaluation.stories` compares them all and prints the scores of both parts.

STEMMA_TESTDATA names the folder that holds `stories/` with its score.py.  Readings are kept between runs in
$STEMMA_CACHE (default: a folder in the system's temporary one) by the hash of the text and of the code that
read it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from evaluation import quotations
from stemma.types import Article, Failure, Reading

ROOT = Path(__file__).resolve().parent.parent
LOWER = ("false.corrob", "traps")  # measures that are better the lower
READS = ("reading", "ingest", "types.py", "naming.py")


def main() -> None:
    """Compare every story, write the comparisons as JSON and print the scores of train and check apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("train", "check"), help="only this part")
    parser.add_argument("--each", action="store_true", help="a line for each story of train too")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "stemma-stories")
    args = parser.parse_args()
    folder = Path(os.environ["STEMMA_TESTDATA"]) / "stories"
    split = json.loads((folder / "split.json").read_text(encoding="utf-8"))
    for part in ("train", "check") if args.part is None else (args.part,):
        write(folder, split[part], args.out)
        command = [sys.executable, str(folder / "score.py"), *(str(folder / name) for name in split[part])]
        each = ["--each"] if args.each and part == "train" else []
        print(f"--- {part}", flush=True)
        subprocess.run([*command, "--read", str(args.out), *each], check=True)


def score(folder: Path) -> dict[str, float]:
    """The measures of the stories' own score.py over train and over check, but for those of quotations alone.

    Of those that are better the lower, "no …" is 1 less the measure, so that floors hold for all.
    """
    scorer = quotations.scorer(folder)
    split = json.loads((folder / "split.json").read_text(encoding="utf-8"))
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as out:
        for part in ("train", "check"):
            write(folder, split[part], Path(out))
            rows = rates(scorer, folder, split[part], Path(out))
            found |= {f"stories.{part}.{name}": value for name, value in rising(rows).items()}
    return found


def rates(scorer: ModuleType, folder: Path, names: Iterable[str], out: Path) -> dict[str, float]:
    """The measures of some stories, whose comparisons stand in a folder as JSON."""
    counts: dict[str, list[int]] = {}
    for name in names:
        shown = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
        scorer.score(scorer.Story(folder / name, shown), counts)
    rows: dict[str, float] = scorer.report(counts)
    return rows


def rising(rows: dict[str, float]) -> dict[str, float]:
    """The same with measures that are all better the higher, without those of `evaluation.quotations`."""
    found = {name: value for name, value in rows.items() if name not in (*quotations.KEYS, *LOWER)}
    return found | {f"no {name}": round(1 - rows[name], 3) for name in LOWER if name in rows}


def write(folder: Path, names: Iterable[str], out: Path) -> None:
    """The comparison of each story as out/<story>.json."""
    from stemma.comparing import compare
    from stemma.show.json import dumps

    out.mkdir(parents=True, exist_ok=True)
    for name in names:
        text = dumps(compare(tuple(readings(folder / name))))
        (out / f"{name}.json").write_text(text, encoding="utf-8")


def readings(story: Path) -> Iterator[Reading]:
    """The readings of a story's reports, from the cache where the code that reads has not changed."""
    from stemma import ingest

    for article in ingest.articles(sorted(str(path) for path in story.glob("*.txt"))):
        if isinstance(article, Failure):
            raise SystemExit(f"{article.source}: {article.reason}")
        yield _cached(article)


def _cached(article: Article) -> Reading:
    key = hashlib.sha256(f"{_version()} {article.id} {article.file} {article.sha256}".encode()).hexdigest()
    default = Path(tempfile.gettempdir()) / "stemma-readings"
    path = Path(os.environ.get("STEMMA_CACHE", default)) / f"{key}.pickle"
    if path.exists():
        kept: Reading = pickle.loads(path.read_bytes())
        return kept
    from stemma.reading import read

    reading = read(article)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(reading))
    return reading


def _version() -> str:
    """A hash of the code and weights that make a reading."""
    if "hash" not in _KNOWN:
        digest = hashlib.sha256()
        for name in READS:
            base = ROOT / "src" / "stemma" / name
            for path in sorted(base.rglob("*")) if base.is_dir() else [base]:
                if path.is_file() and path.suffix != ".pyc":
                    digest.update(path.read_bytes())
        _KNOWN["hash"] = os.environ.get("STEMMA_READINGS") or digest.hexdigest()
    return _KNOWN["hash"]


_KNOWN: dict[str, str] = {}


if __name__ == "__main__":
    main()
