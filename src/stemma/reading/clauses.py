"""Clauses: the parts of a sentence that each state one thing.

A predicate, in Universal Dependencies, with what belongs to it and to no predicate below it: main clauses,
coordinated and subordinate ones, what was said, relative clauses and participles, and a noun with the
description set beside it ("the jet, built in 2014").  What says too little stays with the predicate above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stemma.types import Clause, Sentence, Span, Words

LONGEST = 340
"""Characters of a clause; a longer one is cut at a space: it is a list or bad syntax."""

FEWEST = 3
"""Words, punctuation aside, below which a predicate is no clause of its own ("she said")."""

_OPENS = frozenset(["root", "conj", "advcl", "ccomp", "csubj", "parataxis", "acl", "appos"])
_VERBAL = frozenset(["VERB", "AUX"])
_SUBJECTS = frozenset(["nsubj", "csubj", "expl", "cop", "aux"])
_MARKS = ("PUNCT", "SYM")
_OPENING, _CLOSING = '“"‘«(', '”"’».!?)…'


def split(sentences: Sequence[Sentence], words: Words, text: str) -> tuple[Clause, ...]:
    """The clauses of all sentences, in order of sentence and place; at least one for each sentence.

    Clauses of a sentence may nest, where one breaks off for another, but no two have the same span.
    """
    ranges = _ranges(words, len(sentences))
    found: list[Clause] = []
    for index, (sentence, (first, last)) in enumerate(zip(sentences, ranges, strict=True)):
        spans = dict(_in_sentence(words, text, first, last, sentence.span))
        if not spans:
            spans = {_cut(text, sentence.span): first if first < last else -1}
        found += [Clause(span, index, root) for span, root in sorted(spans.items())]
    return tuple(found)


def _ranges(words: Words, count: int) -> list[tuple[int, int]]:
    """First and last word (exclusive) of each sentence."""
    ranges = [(0, 0)] * count
    for at, sentence in enumerate(words.sentence.tolist()):
        first, last = ranges[sentence]
        ranges[sentence] = (first if last else at, at + 1)
    return ranges


def _in_sentence(words: Words, text: str, first: int, last: int, bounds: Span) -> Iterator[tuple[Span, int]]:
    heads = words.head[first:last].tolist()
    owners = _owners(words, heads, first)
    roots = sorted(set(owners))
    for root in roots:
        mine = [first + k for k, owner in enumerate(owners) if owner == root]
        span = _run(words, text, mine, first + root, bounds)
        if span and (len(roots) == 1 or _says(words, mine) >= FEWEST):
            yield span, first + root


def _owners(words: Words, heads: list[int], first: int) -> list[int]:
    """For each word of a sentence the predicate it belongs to, both counted from its first word."""
    count = len(heads)
    opens = [_opens(words, first, heads, k) for k in range(count)]
    while True:
        owners = [_above(k, heads, opens, first) for k in range(count)]
        sizes = [0] * count
        for k, owner in enumerate(owners):
            sizes[owner] += words.upos[first + k] not in _MARKS
        small = [k for k in range(count) if opens[k] and sizes[k] < FEWEST and heads[k] >= 0]
        if not small:
            return owners
        for k in small:
            opens[k] = False


def _says(words: Words, mine: Sequence[int]) -> int:
    """How many words a clause has, punctuation aside."""
    return sum(words.upos[k] not in _MARKS for k in mine)


def _opens(words: Words, first: int, heads: list[int], k: int) -> bool:
    """Does a word begin a clause of its own?"""
    rel = words.rel[first + k].partition(":")[0]
    if heads[k] < 0:
        return True
    if rel not in _OPENS:
        return False
    if rel == "conj":
        return words.upos[first + k] in _VERBAL or any(
            head == first + k and words.rel[first + j].partition(":")[0] in _SUBJECTS for j, head in enumerate(heads)
        )
    return True


def _above(k: int, heads: list[int], opens: list[bool], first: int) -> int:
    """The nearest predicate at or above a word; the root of a broken tree is the word itself."""
    for _ in range(len(heads)):
        if opens[k]:
            return k
        k = heads[k] - first
        if not 0 <= k < len(heads):
            break
    return next((j for j, one in enumerate(opens) if one), 0)


def _run(words: Words, text: str, mine: list[int], root: int, bounds: Span) -> Span | None:
    """The characters from the first to the last word of a clause, with the marks that close it."""
    said = [k for k in mine if words.upos[k] not in _MARKS]
    if not said:
        return None
    start, end = int(words.start[said[0]]), int(words.end[said[-1]])
    if words.rel[root].startswith("appos"):
        start = min(start, int(words.start[words.head[root]]))
    if start > bounds.start and text[start - 1] in _OPENING:
        start -= 1
    while end < bounds.end and text[end] in _CLOSING:
        end += 1
    return _cut(text, Span(bounds.article, start, end))


def _cut(text: str, span: Span) -> Span:
    if len(span) <= LONGEST:
        return span
    at = text.rfind(" ", span.start, span.start + LONGEST)
    return Span(span.article, span.start, at if at > span.start else span.start + LONGEST)
