"""A pile of any size from `load/` with copies planted in it, of which it is known who has what from whom.

Each further 5,000 articles are those of `load/` in another cipher: figures, and the letters of words of four or more,
are others, so that the articles of two worlds share nothing, and those of one world what they share in `load/`.  Then
every tenth article gets a passage of 40 words of another one, at a random place, or is another one reprinted with one
word in 25 changed.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import pyarrow as pa

from benchmarks.measure import TESTDATA
from stemma.corpus import stages, values
from stemma.corpus.parts import Part, digest
from stemma.types import Article, Span, Stated
from stemma.types import Part as Run

WORLD = 5000
PART = 64
PASSAGE = 40
CHANGED = 25

_WORD = re.compile(r"[A-Za-z]{4,}|\d+")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pile:
    """articles, and the pairs of ids of those that share a planted passage or text, the lesser id first."""

    articles: list[Article]
    passages: set[Pair]
    reprints: set[Pair]


def pile(count: int, words: int = 10**6) -> Pile:
    """So many articles of so many words at most; in a larger pile others are planted, but as many of each hundred."""
    chance = random.Random(count)
    texts = [(record, _ciphered(cut(record["text"], words), world)) for world, record in islice(_records(), count)]
    names = [f"{number:06}-{record['id']}" for number, (record, _) in enumerate(texts)]
    plain = [text for _, text in texts]
    passages: set[Pair] = set()
    reprints: set[Pair] = set()
    written = list(plain)
    for number in range(0, count, 10):
        source = chance.randrange(count)
        if source % 10 == 0:
            continue  # what is planted is planted once
        if number % 20:
            written[number] = _reprinted(plain[source], chance)
            reprints.add(_pair(names[number], names[source]))
        elif passage := _passage(plain[source], chance):
            at = _between(plain[number], chance)
            written[number] = f"{plain[number][:at]}\n\n{passage}.\n\n{plain[number][at:]}"
            passages.add(_pair(names[number], names[source]))
    articles = [
        article(name, text, f"{record['outlet']} {number // WORLD}", record["published"])
        for number, (name, text, (record, _)) in enumerate(zip(names, written, texts, strict=True))
    ]
    return Pile(articles, passages, reprints)


def cut(text: str, words: int) -> str:
    """The first `words` words of a text, with the spaces between them."""
    ends = [match.end() for match in islice(re.finditer(r"\S+", text), words)]
    return text[: ends[-1]] if ends else text


def article(name: str, text: str, outlet: str, published: str | None) -> Article:
    """An article that is all body."""
    day = Stated(published, "metadata") if published else None
    body = (Run("body", Span(name, 0, len(text))),)
    return Article(name, text, "", name, name, body, outlet=Stated(outlet, "metadata"), published=day)


def parts(folder: Path, articles: Sequence[Article]) -> list[Part]:
    """The articles in parts, as a corpus has them (`stages.ARTICLES`)."""
    folder.mkdir(parents=True)
    found = []
    for at in range(0, len(articles), PART):
        some = articles[at : at + PART]
        path = folder / f"{at:08}.arrow"
        table = pa.table([[each.id for each in some], [values.pack(each) for each in some]], schema=stages.ARTICLES)
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, stages.ARTICLES) as writer:
            writer.write_table(table)
        found.append(Part(f"{at:08}", str(path), -1, len(some), digest(path.read_bytes())))
    return found


def _records() -> Iterator[tuple[int, dict[str, str]]]:
    """The world and the record of each article, world after world."""
    if TESTDATA is None:
        raise SystemExit("not measured: STEMMA_TESTDATA is not set")
    path = TESTDATA / "corpora" / "load" / "articles-5000.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    for world in range(1000):
        for record in records:
            yield world, record


@cache
def _cipher(world: int) -> dict[int, int]:
    letters = list(string.ascii_lowercase)
    random.Random(world).shuffle(letters)
    small = "".join(letters)
    turned = "".join(str((digit + world) % 10) for digit in range(10))
    return str.maketrans(string.ascii_letters + string.digits, small + small.upper() + turned)


def _ciphered(text: str, world: int) -> str:
    if not world:
        return text
    return _WORD.sub(lambda word: word[0].translate(_cipher(world)), text)


def _reprinted(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for at in range(chance.randrange(CHANGED), len(words), CHANGED):
        words[at] = f"changed{chance.randrange(10**6)}"
    return " ".join(words)


def _passage(text: str, chance: random.Random) -> str | None:
    """Words of one paragraph that holds no quotation, or None where there is none so long."""
    fit = [line for line in text.split("\n") if len(line.split()) >= PASSAGE and not set(line) & set("\"“”'‘’")]
    if not fit:
        return None
    words = chance.choice(fit).split()
    at = chance.randrange(len(words) - PASSAGE + 1)
    return " ".join(words[at : at + PASSAGE])


def _between(text: str, chance: random.Random) -> int:
    """The end of a paragraph."""
    ends = [match.start() for match in re.finditer(r"\n", text)] or [len(text)]
    return chance.choice(ends)


def _pair(one: str, other: str) -> Pair:
    return min(one, other), max(one, other)
