"""What the grouping keeps of an article: a few hundred numbers, from its reading alone.

Words and names are weighed by how uncommon they are in English, from a fixed table, never from the pile: what
two articles have in common is then the same whatever came before, and any order of arrival gives nearly the
same stories.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec
import numpy as np

from stemma.errors import LibraryError
from stemma.naming import PARTICLES, fold
from stemma.reading import sentences
from stemma.types import Reading

if TYPE_CHECKING:
    from numpy import float32, uint32
    from numpy.typing import NDArray

    Vector = NDArray[float32]

FORMAT = 1
"""Of the bytes that `pack` makes."""

WORDS = 160  # words kept of an article, the weightiest
NAMES = 48
DAYS = 12
FAR = 150  # words into the text after which a word counts half
EVERYDAY = 100  # the so many commonest words of English weigh nothing
UNKNOWN = 60_000  # the rank given to a word that is not among the 28,000 commonest

_WORD = re.compile(r"[^\W\d_]{2,40}|\d{1,12}(?:[.,]\d{1,12})*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST_RANK = 1996  # the id of "the" in BERT's vocabulary, whose words are in order of how common they are


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Weighted terms as CRC-32 of each, in ascending order; the weights as a vector have length 1, or are none."""

    keys: NDArray[uint32]
    weights: Vector


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """An article to the grouping.

    id: of the article.  moment: seconds since 1970, None where it is undated.
    headline, lead: vectors of length 1.  words: of headline and text; names: of the people, organisations and
    places it names, word by word.  days: days since 0001 that it speaks of, ascending.
    """

    id: str
    moment: int | None
    headline: Vector
    lead: Vector
    words: Terms
    names: Terms
    days: NDArray[uint32]


def traits_of(reading: Reading) -> Traits:
    """What the grouping keeps of a reading."""
    published = reading.article.published
    headline, lead = _vectors(reading)
    return Traits(
        reading.article.id,
        moment(published.value if published else None),
        headline,
        lead,
        _terms(_words(reading), WORDS),
        _terms(_names(reading), NAMES),
        _days(reading),
    )


def moment(published: str | None) -> int | None:
    """Seconds since 1970 of a date or time; a day alone stands for its first moment, no zone for UTC."""
    try:
        parsed = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    return int((parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp())


# --- vectors ---------------------------------------------------------------------------------------


def _vectors(reading: Reading) -> tuple[Vector, Vector]:
    """Of the headline, and of it with the sentences after it, each of which counts half as much as two before it."""
    heads, opening = sentences.opening(reading.sentences)
    if not heads:
        none = np.zeros(reading.vectors.shape[1], np.float32)
        return none, none
    headline = reading.vectors[heads].mean(axis=0)
    shares = 0.5 ** (np.arange(len(opening), dtype=np.float32) / 2)
    lead = headline + (shares[:, None] * reading.vectors[opening]).sum(axis=0)
    return _unit(headline), _unit(lead)


def _unit(vector: Vector) -> Vector:
    scaled: Vector = (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)
    return scaled


# --- words and names -------------------------------------------------------------------------------


def _words(reading: Reading) -> dict[str, float]:
    """The words of headline and text by how often they stand there, early ones more."""
    counts: dict[str, float] = defaultdict(float)
    place = 0
    for sentence in reading.sentences:
        if sentence.part not in ("headline", "standfirst", "subhead", "body"):
            continue
        for word in _WORD.findall(fold_words(reading.article.words(sentence.span))):
            counts[word] += 2.0 if sentence.part == "headline" else 1 / (1 + place / FAR)
            place += sentence.part != "headline"
    return counts


def fold_words(text: str) -> str:
    """Lower case, without the marks that one word is printed with and without."""
    return text.casefold().replace("’s", "").replace("'s", "")


def _names(reading: Reading) -> dict[str, float]:
    """The words of names by how often they are mentioned: "Ada Lorne" and "Lorne" share one."""
    counts: dict[str, float] = defaultdict(float)
    for entity in reading.entities:
        if not entity.named:
            continue
        told = sum(1 / (1 + mention.span.start / (6 * FAR)) for mention in entity.mentions)
        for word in set(fold(entity.name).split()) - PARTICLES:
            counts[word] += told
    return counts


def _terms(counts: Mapping[str, float], most: int) -> Terms:
    weights: dict[int, float] = defaultdict(float)
    for word, count in counts.items():
        if weight := rarity(word):
            weights[crc32(_stem(word).encode())] += math.log1p(count) * weight
    kept = sorted(sorted(weights, key=lambda key: (-weights[key], key))[:most])
    return Terms(np.array(kept, np.uint32), _unit(np.array([weights[key] for key in kept], np.float32)))


@lru_cache(maxsize=65536)
def rarity(word: str) -> float:
    """How uncommon a word in lower case is: 0 for everyday words, 6.4 for those no list of common words has."""
    table = _ranks()
    rank = table.get(word) or table.get(_stem(word)) or UNKNOWN
    return max(0.0, math.log(rank / EVERYDAY))


def _stem(word: str) -> str:
    """Without the ending of a plural."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@cache
def _ranks() -> Mapping[str, int]:
    """Whole words of the encoder's vocabulary by how common they are, from 1."""
    from stemma.reading.model.pieces import tokenizer

    found = tokenizer().get_vocab().items()
    return {word: id - _FIRST_RANK + 1 for word, id in found if id >= _FIRST_RANK and not word.startswith("##")}


def _days(reading: Reading) -> NDArray[uint32]:
    """Days the text speaks of, those named first where there are many."""
    found: dict[int, None] = {}
    for time in reading.times:
        if time.type in ("DATE", "TIME") and (day := _DAY.match(time.value)):
            try:
                found[datetime.fromisoformat(day[0]).toordinal()] = None
            except ValueError:
                continue  # a value such as 2026-02-30 is no day
    return np.array(sorted(list(found)[:DAYS]), np.uint32)


# --- bytes -----------------------------------------------------------------------------------------


class _Stored(msgspec.Struct, array_like=True, frozen=True):
    id: str
    moment: int | None
    headline: bytes
    lead: bytes
    columns: tuple[bytes, bytes, bytes, bytes, bytes]


def pack(kept: Traits) -> bytes:
    """Traits as bytes; numbers keep 11 bits, those of the vectors 8."""
    columns = (
        kept.words.keys.astype("<u4").tobytes(),
        kept.words.weights.astype("<f2").tobytes(),
        kept.names.keys.astype("<u4").tobytes(),
        kept.names.weights.astype("<f2").tobytes(),
        kept.days.astype("<u4").tobytes(),
    )
    stored = _Stored(kept.id, kept.moment, _eight_bits(kept.headline), _eight_bits(kept.lead), columns)
    packed: bytes = msgspec.msgpack.encode(stored)
    return packed


def unpack(data: bytes) -> Traits:
    """Traits from their bytes.  Raises LibraryError where they are damaged."""
    try:
        stored = msgspec.msgpack.decode(data, type=_Stored)
        words, word_weights, names, name_weights, days = (
            np.frombuffer(column, kind) for column, kind in zip(stored.columns, _KINDS, strict=True)
        )
    except (msgspec.MsgspecError, ValueError) as error:
        raise LibraryError(f"what the grouping kept of an article is damaged ({error}).") from error
    return Traits(
        stored.id,
        stored.moment,
        _vector(stored.headline),
        _vector(stored.lead),
        Terms(words, word_weights.astype(np.float32)),
        Terms(names, name_weights.astype(np.float32)),
        days,
    )


_KINDS = ("<u4", "<f2", "<u4", "<f2", "<u4")


def _eight_bits(vector: Vector) -> bytes:
    most = float(np.abs(vector).max(initial=0.0)) or 1.0
    return bytes(np.rint(vector * (127 / most)).astype(np.int8).tobytes())


def _vector(data: bytes) -> Vector:
    """Of length 1 again, so that no scale has to be kept."""
    return _unit(np.frombuffer(data, np.int8).astype(np.float32))


def rounded(kept: Traits) -> Traits:
    """As they come back from their bytes, so that a stored article and a new one are weighed alike."""
    return unpack(pack(kept))
