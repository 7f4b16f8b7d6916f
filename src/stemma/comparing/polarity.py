"""Whether something is so or not: clauses of two articles of which one negates what the other says.

A clause is opposed to another where a word that it negates ("no tear gas was fired", "has not offered to resign",
"denied having copied") answers a word that the other does not negate, or where two of their words are opposites
("a boy", "a girl").  Most such pairs are of different things: weights in values.json tell how likely they are of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stemma.comparing import slots
from stemma.comparing.fitting import days_between
from stemma.comparing.negation import Negations, negations, opposites
from stemma.comparing.units import Side, Unit, stem
from stemma.types import Reading

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from stemma.comparing.units import Numbers

Place = tuple[int, int]
Pair = tuple[Place, Place]

NEAR = 0.08
"""Likelihood that two clauses are of one fact, told alike or not, below which they are not looked at."""

ANSWERED = 0.75
"""Fit of two words from which one answers the other without being the same."""

FEATURES = (
    "fit", "same stem", "other negated", "other negated near", "opposites", "not", "no", "verb", "longer",
    "predicate a", "predicate b", "predicate fit", "subject fit", "subject missing", "object fit", "object missing",
    "cover negated", "cover other", "cover negated in sentence", "cover other in sentence", "weight negated",
    "weight other", "weight of word", "cosine", "sentence cosine", "entities shared", "entities apart",
    "numbers shared", "numbers apart", "times shared", "times apart", "both quoted", "one quoted", "same speaker",
    "days", "ahead a", "ahead b", "still a", "still b", "contrast a", "contrast b", "thinks", "quantifiers apart",
    "chances",
)  # fmt: skip

_AHEAD = re.compile(
    r"\b(?:will|would|to be|expected|plans?|planned|due|may|might|could|should|intends?|means to|hopes?|if|unless)\b"
    r"|[’']ll\b",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"\b(?:still|yet|so far|remain(?:s|ed)?|until|for now|at present|as yet|now|no longer|since|later|then|earlier"
    r"|previously|before|already|last year|again)\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|contrary|claims?|claimed|alleg\w+|untrue|false|insist\w*|in fact|actually"
    r"|rumou?rs?|despite|but|however)\b",
    re.IGNORECASE,
)
_THINKS = re.compile(
    r"\b(?:believe[sd]?|think|thinks|thought|suspect(?:s|ed)?|doubt(?:s|ed)?|fear(?:s|ed)?|predict(?:s|ed)?|wonder\w*)\b|\?",
    re.IGNORECASE,
)
_QUANTIFIER = re.compile(
    r"\b(?:all|every|most|some|other|another|others|many|few|several|half|part|more|new|second|third|first|next)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Opposed:
    """Pairs of clauses of which one negates what the other says.  features: (pairs, FEATURES)."""

    pairs: tuple[Pair, ...]
    features: NDArray[float32]


def opposed(readings: Sequence[Reading], sides: Sequence[Side], near: Iterable[Pair], telling: Numbers) -> Opposed:
    """Which of the pairs of clauses oppose each other, with what speaks for their being of one thing."""
    laid = [_Laid(reading, side, telling) for reading, side in zip(readings, sides, strict=True)]
    pairs, rows = [], []
    for pair in near:
        (i, a), (j, b) = pair
        if not laid[i].may_oppose(a, laid[j], b):
            continue
        row = _Beside(laid[i], laid[j], a, b).features()
        if row is not None:
            pairs.append(pair)
            rows.append(row)
    return Opposed(tuple(pairs), np.array(rows, np.float32).reshape(-1, len(FEATURES)))


class _Laid:
    """An article with its negations, and of each clause the places of its words."""

    def __init__(self, reading: Reading, side: Side, telling: Numbers) -> None:
        self.reading, self.side = reading, side
        self.said: Negations = negations(reading, side)
        self.stems = [stem(word) if word.strip("'") else "" for word in self.said.low]
        self.weight: Numbers = telling[side.word_stem]
        words = reading.words
        tags = {int(start): upos for start, upos in zip(words.start.tolist(), words.upos, strict=True)}
        self.noun = [tags.get(int(start)) == "NOUN" for start in side.word_start.tolist()]
        facing = opposites()
        self.facing = [facing.get(word, frozenset()) for word in self.stems]
        clauses = [range(a, b) for a, b in zip(side.first.tolist(), side.last.tolist(), strict=True)]
        self.negating = [[k for k in words if k in self.said.focus and self.said.negated[k]] for words in clauses]
        self.holding = [frozenset(self.stems[words.start : words.stop]) for words in clauses]
        self.facing_of = [frozenset().union(*self.facing[words.start : words.stop]) for words in clauses]

    def words(self, unit: int) -> range:
        """Places of the words of a clause."""
        return range(int(self.side.first[unit]), int(self.side.last[unit]))

    def around(self, unit: int) -> range:
        """Places of the words of its sentence."""
        at = self.side.units[unit].clause.sentence
        first, last = np.searchsorted(self.side.word_sentence, [at, at + 1]).tolist()
        return range(first, last)

    def may_oppose(self, unit: int, other: _Laid, its: int) -> bool:
        """Is there a negation or a pair of opposites in two clauses that have words?"""
        if not self.holding[unit] or not other.holding[its]:
            return False
        return bool(self.negating[unit] or other.negating[its] or self.facing_of[unit] & other.holding[its])

    def text(self, unit: int) -> str:
        """The sentence of a clause."""
        return self.reading.article.words(self.reading.sentences[self.side.units[unit].clause.sentence].span)


@dataclass(frozen=True, slots=True)
class _Chance:
    """Two words that may oppose two clauses.  second: is it the second clause that negates?"""

    strength: float
    x: int
    y: int
    second: bool
    how: str
    fit: float


class _Beside:
    """Two clauses beside each other."""

    def __init__(self, one: _Laid, other: _Laid, a: int, b: int) -> None:
        self.one, self.other, self.a, self.b = one, other, a, b
        self.left, self.right = one.words(a), other.words(b)
        self.sentences = one.around(a), other.around(b)
        self.near = _fit(one.side, other.side, *self.sentences)
        self.units: tuple[Unit, Unit] = (one.side.units[a], other.side.units[b])

    def features(self) -> tuple[float, ...] | None:
        """What speaks for one thing; None where nothing opposes the two."""
        chances = [*self._negated(), *self._opposites()]
        if not chances or self._one_utterance():
            return None
        best = max(chances, key=lambda each: (each.strength, -each.x, -each.y))
        text = [self.one.text(self.a), self.other.text(self.b)]
        one, other = (slots.told([unit]) for unit in self.units)
        typed = slots.typed(one, other, np.zeros((1, 2), np.int64))[0].tolist()
        quoted = [bool(unit.quotations) for unit in self.units]
        said = [set(_QUANTIFIER.findall(each.lower())) for each in text]
        return (
            best.fit,
            float(self.one.stems[best.x] == self.other.stems[best.y]),
            *self._others(best),
            *(float(best.how == how) for how in ("opposites", "not", "no", "verb", "longer")),
            *self._roles(best),
            *self._covers(best),
            *self._cosines(),
            typed[6], typed[7], typed[0], typed[1], typed[3], typed[4],
            float(all(quoted)), float(quoted[0] != quoted[1]), typed[10],
            self._days(),
            *(float(bool(pattern.search(each))) for pattern in (_AHEAD, _STILL, _CONTRAST) for each in text),
            float(any(_THINKS.search(each) for each in text)),
            float(len(said[0] ^ said[1])),
            float(len(chances)),
        )  # fmt: skip

    def fit(self, x: int, y: int) -> float:
        """How well two words of the sentences answer each other."""
        return float(self.near[x - self.sentences[0].start, y - self.sentences[1].start])

    def _negated(self) -> Iterable[_Chance]:
        """Words that one clause negates and the other does not."""
        x0, y0 = (words.start for words in self.sentences)
        part = self.near[self.left.start - x0 : self.left.stop - x0, self.right.start - y0 : self.right.stop - y0]
        met = [
            (x, self.right.start + int(part[x - self.left.start].argmax()), False) for x in self.one.negating[self.a]
        ]
        met += [
            (self.left.start + int(part[:, y - self.right.start].argmax()), y, True)
            for y in self.other.negating[self.b]
        ]
        if not any(self._both(x, y) for x, y, _ in met):
            for x, y, second in met:
                yield from self._chance(x, y, self.one, self.other, second=second)

    def _both(self, x: int, y: int) -> bool:
        """Do both clauses negate one thing?"""
        answer = self.fit(x, y) >= ANSWERED or self.one.stems[x] == self.other.stems[y]
        return answer and bool(self.one.said.negated[x] and self.other.said.negated[y])

    def _chance(self, x: int, y: int, one: _Laid, other: _Laid, *, second: bool) -> Iterable[_Chance]:
        fit, same = self.fit(x, y), one.stems[x] == other.stems[y]
        mine, its, unit = (other, x, self.a) if second else (one, y, self.b)
        theirs, word = (one, y) if second else (other, x)
        if (fit < ANSWERED and not same) or theirs.said.negated[its]:
            return
        how = mine.said.focus[word]
        if how == "not" and same and mine.noun[word] and its != int(theirs.side.roles[unit, 0]):
            return  # "he was not the man" says nothing of a man
        yield _Chance(fit * (1.2 if same else 1), x, y, second, how, fit)

    def _opposites(self) -> Iterable[_Chance]:
        """Opposite words, both negated or neither, that stand on one side each."""
        left, right = self.one.holding[self.a], self.other.holding[self.b]
        for x in self.left:
            if not self.one.facing[x] & right or self.one.stems[x] in right:
                continue
            for y in self.right:
                facing = self.other.stems[y] in self.one.facing[x] and self.other.stems[y] not in left
                if facing and self.one.said.negated[x] == self.other.said.negated[y]:
                    yield _Chance(0.75, x, y, False, "opposites", max(0.6, self.fit(x, y)))

    def _one_utterance(self) -> bool:
        """Are both the direct words of one speaker?  He is told in two translations."""
        speakers = [{q.entity or q.speaker for q in unit.quotations} - {None} for unit in self.units]
        direct = [any(q.type != "indirect" for q in unit.quotations) for unit in self.units]
        return all(direct) and bool(speakers[0] & speakers[1])

    def _others(self, best: _Chance) -> tuple[float, float]:
        """Does the other clause negate anything, and how near to the word is it?"""
        side, words = (self.one, self.left) if best.second else (self.other, self.right)
        negated = any(side.said.negated[k] for k in words)
        focus = [k for k in words if k in side.said.focus]
        near = [self.fit(k, best.y) if best.second else self.fit(best.x, k) for k in focus]
        return float(negated), max(near, default=0.0)

    def _roles(self, best: _Chance) -> tuple[float, ...]:
        a, b = self.one.side.roles[self.a].tolist(), self.other.side.roles[self.b].tolist()
        fit = [self.fit(x, y) if x >= 0 and y >= 0 else 0.0 for x, y in zip(a, b, strict=True)]
        missing = [float(x < 0) + float(y < 0) for x, y in zip(a, b, strict=True)]
        return float(best.x == a[0]), float(best.y == b[0]), fit[0], fit[1], missing[1], fit[2], missing[2]

    def _covers(self, best: _Chance) -> tuple[float, ...]:
        """What share of the rest of each clause the other clause, and its sentence, answer; and how much each tells."""
        (around_a, around_b), back = self.sentences, self.near.T
        sides = (
            (self.near, self.one, self.left, self.right, around_a, around_b, best.x),
            (back, self.other, self.right, self.left, around_b, around_a, best.y),
        )
        told = []
        for fit, side, words, clause, own, sentence, but in sides:
            rest = [k for k in words if k != but]
            weight = side.weight[rest]
            rows = fit[[k - own.start for k in rest]]
            shares = [
                float((rows[:, [k - sentence.start for k in within]].max(axis=1) @ weight) / max(1e-6, weight.sum()))
                if rest and len(within)
                else 0.0
                for within in (clause, sentence)
            ]
            told.append((*shares, float(np.log1p(side.weight[list(words)].sum()))))
        mine, its = (told[1], told[0]) if best.second else (told[0], told[1])
        word = self.other.weight[best.y] if best.second else self.one.weight[best.x]
        return mine[0], its[0], mine[1], its[1], mine[2], its[2], float(word)

    def _cosines(self) -> tuple[float, float]:
        one, other = self.one.side, self.other.side
        clause = float(one.vectors[self.a] @ other.vectors[self.b])
        at = [unit.clause.sentence for unit in self.units]
        return clause, float(one.sentence_vectors[at[0]] @ other.sentence_vectors[at[1]])

    def _days(self) -> float:
        days = days_between(self.one.reading, self.other.reading)
        return min(5.0, abs(days or 0.0))


def _fit(one: Side, other: Side, left: range, right: range) -> Numbers:
    """`pairs.word_fit` of a run of words of each article."""
    a, b = slice(left.start, left.stop), slice(right.start, right.stop)
    fit: Numbers = np.clip(one.word_vectors[a] @ other.word_vectors[b].T, 0, 1)
    same = one.word_stem[a, None] == other.word_stem[b]
    numbers = one.digits[a, None] & other.digits[b]
    found: Numbers = np.where(numbers, same, np.maximum(fit, same)).astype(np.float32)
    return found
