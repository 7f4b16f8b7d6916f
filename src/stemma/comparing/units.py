"""What two articles are laid beside each other by: clauses, as columns of numbers.

A unit is a clause of the body.  Its words are reduced to stems; numbers in words become digits; how much a
word tells is its rarity among the sentences of the articles compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

import numpy as np

from stemma.cores import each
from stemma.types import Clause, PartKind, Quantity, Quotation, Reading, Span, Time

if TYPE_CHECKING:
    from numpy import bool_, float32, int32
    from numpy.typing import NDArray

    Numbers = NDArray[float32]
    Indices = NDArray[int32]

PARTS: frozenset[PartKind] = frozenset(("body", "subhead", "correction"))
"""Parts that state facts of their own: a headline repeats the body, a caption is of a picture."""

_WORD = re.compile(r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?|[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDINGS = (
    "ations", "ation", "ingly", "ments", "ment", "ities", "ings", "edly", "ives", "ions", "iers", "ers",
    "ing", "ion", "ied", "ies", "ity", "ive", "est", "ed", "er", "ly", "es", "al", "s", "e", "y",
)  # fmt: skip


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_STOP = _words(
    """
    a about above after again against all also am an and any are aren't as at be because been before being
    below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down
    during each few for from further had hadn't has hasn't have haven't having he her here hers herself him
    himself his how i if in into is isn't it it's its itself just let's me more most my myself nor of off on
    once only or other ought our ours ourselves out over own s said same say says she should shouldn't so some
    such t than that the their theirs them themselves then there these they this those through to too under
    until up upon us very was wasn't we were weren't what when where which while who whom whose why will with
    won't would wouldn't you your yours yourself yet told according around among amid since still though
    although may might must shall one's mr mrs ms dr
    """
)
_NEGATIONS = _words(
    """
    no not never none nobody nothing neither nor without cannot deny denied denies denying refused refuse
    refuses false untrue failed fails rejected rejects reject unable
    """
)
_ROLES = {"nsubj": 1, "csubj": 1, "obj": 2, "obl": 2, "xcomp": 2}
_CHANNELS = _words("statement interview conference press news briefing reporters journalists telephone phone radio")
_SMALL = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen":
    "14", "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty":
    "20",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause with what stands in it.

    article: its index.  stems: of its telling words, each once.  entities: ids across articles.
    quotations: those whose content covers most of the clause.
    """

    article: int
    clause: Clause
    span: Span
    stems: tuple[str, ...]
    entities: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[Time, ...]
    quotations: tuple[Quotation, ...]
    negated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The units of one article and their words in columns.

    vectors: (units, 384).  sentence_vectors: (sentences, 384) of all its sentences.
    word_vectors: (words, 384) of all telling words in order; word_start: their offsets; word_stem: their
    numbers; word_sentence: the sentence of each; digits: whether it is a number.  first, last: for each unit
    the words it holds. number: the number of each stem.
    """

    units: tuple[Unit, ...]
    vectors: Numbers
    sentence_vectors: Numbers
    word_vectors: Numbers
    word_start: Indices
    word_stem: Indices
    word_sentence: Indices
    digits: NDArray[bool_]
    first: Indices
    last: Indices
    roles: Indices
    number: Mapping[str, int]


def sides(readings: Sequence[Reading], entity_of: Mapping[tuple[str, str], str]) -> tuple[tuple[Side, ...], Numbers]:
    """The sides of all articles, and how much each stem tells (by its number)."""
    numbers: dict[str, int] = {}
    laid = each(_laid, readings)
    found = tuple(
        _side(index, reading, some, entity_of, numbers)
        for index, (reading, some) in enumerate(zip(readings, laid, strict=True))
    )
    return found, _telling(found, len(numbers))


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """The clauses of an article, its words as start, end, stem and sentence, and the vectors of all these."""

    clauses: tuple[Clause, ...]
    words: tuple[tuple[int, int, str, int], ...]
    vectors: Numbers
    sentence_vectors: Numbers
    word_vectors: Numbers


def _laid(reading: Reading) -> _Laid:
    from stemma.reading.model.encoder import part_vectors

    text = reading.article.text
    clauses = [
        clause
        for clause in reading.clauses
        if reading.sentences[clause.sentence].part in PARTS and not _only_tells(reading, clause)
    ]
    words = [
        [(m.start(), m.end(), m[0]) for m in _WORD.finditer(text, s.span.start, s.span.end) if _tells(m[0])]
        if s.part in PARTS
        else []
        for s in reading.sentences
    ]
    by_sentence: list[list[int]] = [[] for _ in reading.sentences]
    for k, clause in enumerate(clauses):
        by_sentence[clause.sentence].append(k)
    parts = [
        [
            (a - s.span.start, b - s.span.start)
            for a, b in [(clauses[k].span.start, clauses[k].span.end) for k in by_sentence[i]]
            + [w[:2] for w in words[i]]
        ]
        for i, s in enumerate(reading.sentences)
    ]
    whole, found = part_vectors([reading.article.words(s.span) for s in reading.sentences], parts)
    vectors = np.zeros((len(clauses), whole.shape[1]), np.float32)
    for i, ks in enumerate(by_sentence):
        vectors[ks] = found[i][: len(ks)]
    return _Laid(
        clauses=tuple(clauses),
        words=tuple((a, b, stem(w), i) for i, some in enumerate(words) for a, b, w in some),
        vectors=vectors,
        sentence_vectors=whole,
        word_vectors=np.concatenate([f[len(ks) :] for f, ks in zip(found, by_sentence, strict=True)]),
    )


def _side(
    index: int, reading: Reading, laid: _Laid, entity_of: Mapping[tuple[str, str], str], numbers: dict[str, int]
) -> Side:
    clauses, words = laid.clauses, laid.words
    starts = np.array([w[0] for w in words], np.int32)
    first = np.searchsorted(starts, [c.span.start for c in clauses]).astype(np.int32)
    last = np.searchsorted(starts, [c.span.end for c in clauses]).astype(np.int32)
    return Side(
        units=tuple(
            _unit(index, reading, clause, entity_of, [w[2] for w in words[a:b]])
            for clause, a, b in zip(clauses, first.tolist(), last.tolist(), strict=True)
        ),
        vectors=laid.vectors,
        sentence_vectors=laid.sentence_vectors,
        word_vectors=laid.word_vectors,
        word_start=starts,
        word_stem=np.array([numbers.setdefault(w[2], len(numbers)) for w in words], np.int32),
        word_sentence=np.array([w[3] for w in words], np.int32),
        digits=np.array([w[2][0].isdigit() for w in words], np.bool_),
        first=first,
        last=last,
        roles=_roles(reading, clauses, starts),
        number=numbers,
    )


def _roles(reading: Reading, clauses: Sequence[Clause], starts: Indices) -> Indices:
    """Predicate, subject and object of each clause as places among the telling words."""
    words = reading.words
    below: dict[int, list[int]] = {}
    for word, head in enumerate(words.head.tolist()):
        below.setdefault(head, []).append(word)
    at = {start: place for place, start in enumerate(starts.tolist())}
    rows = []
    for clause in clauses:
        parts = {0: clause.root} if clause.root >= 0 else {}
        for word in below.get(clause.root, []) if clause.root >= 0 else []:
            rel = words.rel[word].partition(":")[0]
            if rel in _ROLES:
                parts.setdefault(_ROLES[rel], word)
        rows.append([at.get(int(words.start[parts[k]]), -1) if k in parts else -1 for k in range(3)])
    return np.array(rows, np.int32).reshape(-1, 3)


def _only_tells(reading: Reading, clause: Clause) -> bool:
    """Does a clause say no more than who speaks ("the ministry said in a statement")?

    What stands in it beside the cue and the source of a quotation must tell something, unless it is all there
    is.
    """
    cues = [
        part
        for quotation in reading.quotations
        for part in (*quotation.cue, *quotation.source)
        if inside(part, clause.span)
    ]
    if not cues or not any(inside(cue, clause.span) for q in reading.quotations for cue in q.cue):
        return False
    rest = [
        found[0]
        for found in _WORD.finditer(reading.article.text, clause.span.start, clause.span.end)
        if _tells(found[0]) and not any(cue.start <= found.start() < cue.end for cue in cues)
    ]
    return len([word for word in rest if word.lower() not in _CHANNELS]) < 2 and len(
        reading.sentences[clause.sentence].span
    ) > 1.5 * len(clause.span)


def _unit(
    index: int, reading: Reading, clause: Clause, entity_of: Mapping[tuple[str, str], str], stems: list[str]
) -> Unit:
    span, article = clause.span, reading.article
    words = re.findall(r"[\w'’]+", article.words(span).lower())
    entities = {
        entity_of.get((article.id, entity.id), entity.id)
        for entity in reading.entities
        for mention in entity.mentions
        if inside(mention.span, span)
    }
    return Unit(
        article=index,
        clause=clause,
        span=span,
        stems=tuple(dict.fromkeys(stems)),
        entities=tuple(sorted(entities)),
        quantities=tuple(q for q in reading.quantities if inside(q.number, span)),
        times=tuple(t for t in reading.times if inside(t.span, span)),
        quotations=tuple(q for q in reading.quotations if any(overlap(c, span) * 2 > len(span) for c in q.content)),
        negated=any(w in _NEGATIONS or w.endswith(("n't", "n’t")) for w in words),
    )


def _telling(found: Sequence[Side], count: int) -> Numbers:
    """Inverse sentence frequency of each stem; a stem of the whole event tells little."""
    met: Counter[int] = Counter()
    sentences = 0
    for side in found:
        pairs = set(zip(side.word_sentence.tolist(), side.word_stem.tolist(), strict=True))
        met.update(stem for _, stem in pairs)
        sentences += len({sentence for sentence, _ in pairs})
    return np.array([log((sentences + 1) / (met[k] + 0.5)) for k in range(count)], np.float32)


def _tells(word: str) -> bool:
    low = word.lower().replace("’", "'")
    return low not in _STOP and (len(low) > 1 or low.isdigit())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its inflection, roughly; a number as digits."""
    low = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    if low in _SMALL:
        return _SMALL[low]
    if low[0].isdigit():
        return low.replace(",", "")
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            low = low[: -len(ending)]
            break
    return low[:-1] if len(low) > 3 and low[-1] == low[-2] else low


def inside(part: Span, whole: Span) -> bool:
    """Does a span lie in another of the same article?"""
    return whole.start <= part.start and part.end <= whole.end


def overlap(one: Span, other: Span) -> int:
    """Characters two spans of one article share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def telling_words(text: str) -> list[str]:
    """The words of a text that tell something, as printed."""
    return [found[0] for found in _WORD.finditer(text) if _tells(found[0])]
