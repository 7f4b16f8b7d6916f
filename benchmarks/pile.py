"""A large pile from the 5,000 articles of `load/`: perturbed copies with their dates kept, each with its reading.

`python -m benchmarks.pile --library FILE --articles 40000` writes a library of them, with their stories;
`--jsonl FILE` writes the articles alone.  Every window of time is then eight times as dense.

The articles are read once (about ten minutes of two cores) into a library below CACHE, and never again: a copy has
other words of the same length in the same places, so the reading of the first holds for it.

- Copies 1, 2 and 3 of an article are of other worlds: names, numbers and words stand for others about as common,
  and vectors are turned, so that they are other events with other people.  Copies 4 to 7 report the events of
  copies 0 to 3 once more: one word in REWORDED is another, and vectors are shaken a little.
- Outlet and address differ; copy 0 is the article as it is.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec
import numpy as np

from benchmarks.measure import TESTDATA, stemma
from stemma.library import articles, grouping, open_library, readings
from stemma.library.store import now
from stemma.types import (
    Article,
    Clause,
    Entity,
    Label,
    Loaded,
    Quantity,
    Quotation,
    Reading,
    Sentence,
    Stated,
    Time,
)

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

CACHE = Path(tempfile.gettempdir()) / "stemma-pile"
WORLDS = 4
REWORDED = 7
BLOCK = 8  # words of one length and about as common stand for one another
EVERYDAY = 150  # the so many commonest words stay: they hold sentences together
TURNED = 0.95  # share of a turned vector: cosines between worlds are about 0.3
SHAKEN = 0.6  # length of the noise: cosines between two reports of one event are about 0.86

_WORD = re.compile(r"[A-Za-z]{3,}")
_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d\d+")  # but no year


def load() -> Path:
    """The file of `load/`.  Raises SystemExit where there is none."""
    if TESTDATA is None:
        raise SystemExit("not measured: STEMMA_TESTDATA is not set")
    return TESTDATA / "corpora" / "load" / "articles-5000.jsonl.gz"


def base() -> Path:
    """The library with the articles of `load/` and their readings; read where it is not there yet.

    It may be stopped and goes on where it was.
    """
    done = CACHE / f"base-{readings.FORMAT}.stemma"
    if not done.exists():
        CACHE.mkdir(mode=0o700, exist_ok=True)
        partial = done.with_suffix(".part")
        command = stemma("add", "--library", str(partial), str(load()))
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=sys.stderr, check=False)  # a few are no articles
        with sqlite3.connect(partial) as db:
            db.execute("PRAGMA journal_mode = DELETE")
        partial.rename(done)
    return done


def piled(count: int) -> Iterator[Reading]:
    """The readings of `count` articles: those of `load/`, then their copies."""
    with open_library(base()) as store:
        keys = [key for (key,) in store.db.execute("SELECT key FROM articles ORDER BY key")]
        outlets = [name for (name,) in store.db.execute("SELECT name FROM outlets ORDER BY name")]
        for number in range(count):
            copy, place = divmod(number, len(keys))
            (reading,) = articles.load_readings(store, [keys[place]])
            yield perturbed(reading, copy, outlets) if copy else reading


def library(path: Path, count: int, *, grouped: bool = True) -> None:
    """Write a library of `count` articles with their readings.

    grouped: place them in stories, too, and tell of each how many origins it has.
    Raises SystemExit where the file is there already.
    """
    if path.exists():
        raise SystemExit(f"{path}: is there already")
    with open_library(path, create=True) as store:
        rest, at = piled(count), now()
        while some := list(islice(rest, 100)):
            with store.transaction():
                for reading in some:
                    articles.insert(store, reading, at)
        if grouped:
            grouping.settle(store)


def records(count: int) -> Iterator[dict[str, object]]:
    """The articles as records of JSON Lines."""
    for reading in piled(count):
        article = reading.article
        headline = article.first("headline")
        yield {
            "id": article.id,
            "url": article.url,
            "outlet": article.outlet.value if article.outlet else None,
            "title": article.words(headline.span) if headline else None,
            "published": article.published.value if article.published else None,
            "text": article.text[headline.span.end if headline else 0 :].strip(),
        }


# --- one copy --------------------------------------------------------------------------------------


class _Findings(msgspec.Struct, array_like=True, frozen=True):
    sentences: tuple[Sentence, ...]
    clauses: tuple[Clause, ...]
    entities: tuple[Entity, ...]
    quotations: tuple[Quotation, ...]
    times: tuple[Time, ...]
    quantities: tuple[Quantity, ...]
    labels: tuple[Label, ...]
    loaded: tuple[Loaded, ...]


def perturbed(reading: Reading, copy: int, outlets: list[str]) -> Reading:
    """A copy of a reading: other words, vectors, outlet and address; the same dates and the same offsets.

    outlets: names to choose another one from.  copy: from 1.
    """
    world, version = copy % WORLDS, copy // WORLDS
    article = _article(reading.article, world, version, copy, outlets)
    found = _Findings(*(getattr(reading, name) for name in _Findings.__struct_fields__))
    moved = msgspec.msgpack.encode(found).replace(reading.article.id.encode(), article.id.encode())
    found = msgspec.msgpack.decode(moved, type=_Findings)
    fields = {name: getattr(found, name) for name in _Findings.__struct_fields__}
    fields["entities"] = tuple(replace(one, name=renamed(one.name, world)) for one in found.entities)
    fields["quotations"] = tuple(
        replace(one, speaker=one.speaker and renamed(one.speaker, world)) for one in found.quotations
    )
    return replace(reading, article=article, vectors=_vectors(reading, world, version), **fields)


def _article(article: Article, world: int, version: int, copy: int, outlets: list[str]) -> Article:
    text = renamed(article.text, world)
    text = reworded(text, f"{article.id} {copy}") if version else text
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    name = hashlib.sha256(f"{article.id} {copy}".encode()).hexdigest()[: len(article.id)]
    outlet = article.outlet
    if outlet:
        outlet = Stated(outlets[(crc32(outlet.value.encode()) + 17 * copy) % len(outlets)], "metadata")
    parts = tuple(replace(part, span=replace(part.span, article=name)) for part in article.parts)
    published = article.published and replace(article.published, span=None)
    updated = article.updated and replace(article.updated, span=None)
    return replace(
        article,
        id=name,
        text=text,
        sha256=sha256,
        source=f"{article.source}+{copy}",
        file=f"{article.file}+{copy}",
        parts=parts,
        outlet=outlet,
        published=published,
        updated=updated,
        url=f"{article.url}{'&' if '?' in article.url else '?'}copy={copy}" if article.url else None,
        record="",
    )


def renamed(text: str, world: int) -> str:
    """A text with the names and words of another world in the places of its own; every one as long as before."""
    if not world:
        return text
    told = vocabulary().told
    other = _WORD.sub(lambda found: _turned(found[0], told, world), text)
    return _NUMBER.sub(lambda found: f"{found[0][:-1]}{(int(found[0][-1]) + world) % 10}", other)


def reworded(text: str, seed: str) -> str:
    """A text with another word in one of REWORDED places."""
    chance, words = random.Random(seed), vocabulary().words

    def other(found: re.Match[str]) -> str:
        return _turned(found[0], words, 1 + chance.randrange(BLOCK - 1)) if chance.random() < 1 / REWORDED else found[0]

    return _WORD.sub(other, text)


def _turned(word: str, blocks: dict[str, tuple[str, ...]], by: int) -> str:
    """The word that stands `by` places after this one in its block; itself where it is in none."""
    block = blocks.get(word)
    return block[(block.index(word) + by) % len(block)] if block else word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that may stand for one another, each with its block.

    words: in lower case.  told: those and names.
    """

    words: dict[str, tuple[str, ...]]
    told: dict[str, tuple[str, ...]]


@cache
def vocabulary() -> Vocabulary:
    """Of the texts of `load/`."""
    counts: Counter[str] = Counter()
    with gzip.open(load(), "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            counts.update(_WORD.findall(f"{record['title']} {record['text']}"))
    names = {w: n for w, n in counts.items() if w.istitle() and n > 1 and n > 2 * counts[w.lower()]}
    common = {word for word, _ in counts.most_common(EVERYDAY)}
    words = {w: n for w, n in counts.items() if w.islower() and n > 1 and w not in common}
    return Vocabulary(_blocks(words), {**_blocks(words), **_blocks(names)})


def _blocks(counts: dict[str, int]) -> dict[str, tuple[str, ...]]:
    """Words of one length, the commonest first, in blocks."""
    order = sorted(counts, key=lambda word: (len(word), -counts[word], word))
    found: dict[str, tuple[str, ...]] = {}
    for length in {len(word) for word in order}:
        same = [word for word in order if len(word) == length]
        for start in range(0, len(same), BLOCK):
            block = tuple(same[start : start + BLOCK])
            found.update(dict.fromkeys(block, block))
    return found


def _vectors(reading: Reading, world: int, version: int) -> NDArray[float32]:
    vectors = reading.vectors
    if world:
        vectors = (1 - TURNED**2) ** 0.5 * vectors + TURNED * np.roll(vectors, 48 * world, axis=1)
    if version:
        chance = np.random.default_rng(int(reading.article.id, 16))
        noise = chance.standard_normal(vectors.shape, np.float32)
        vectors = vectors + SHAKEN / vectors.shape[1] ** 0.5 * noise
    scaled: NDArray[float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def main() -> None:
    """Write what is asked for."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.pile", description=__doc__)
    options.add_argument("--articles", type=int, default=40_000)
    options.add_argument("--library", type=Path, metavar="FILE")
    options.add_argument("--ungrouped", action="store_true", help="leave the stories of the library to be found")
    options.add_argument("--jsonl", type=Path, metavar="FILE")
    asked = options.parse_args()
    if asked.library:
        library(asked.library, asked.articles, grouped=not asked.ungrouped)
    if asked.jsonl:
        with asked.jsonl.open("w", encoding="utf-8") as out:
            for record in records(asked.articles):
                out.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
