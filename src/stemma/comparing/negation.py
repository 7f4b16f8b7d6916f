"""What an article says is not so: the words that stand under a negation, and words that are each other's opposite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from stemma.comparing.units import Side, stem
from stemma.types import Reading

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_NOT = _words("not n't never hardly scarcely")
_WEAK = _words("only just least yet all every everyone everything always many much enough necessarily quite fully")
"""What "not" before it makes no plain negation of: "not only", "not all", "not yet" (which time may change)."""
_NOBODY = _words("nobody none nothing no-one neither")
_NO_MORE = _words("doubt matter more less sooner wonder one longer")
_REFUSING = {
    stem(word)
    for word in _words(
        "deny denied denying refuse refused refusing fail failed failing decline declined declining forget forgot"
        " forgotten neglect neglected avoid avoided rule ruled cease ceased omit omitted unable unwilling"
    )
}
"""Words under which what follows did not happen ("denied that", "failed to", "ruled out")."""
_REJECTING = {
    stem(word)
    for word in _words("deny denied denying denial denies reject rejected rejecting dismissed refuted disputed")
}
_TOLD = {
    stem(word)
    for word in _words(
        "claim report allegation accusation rumour rumor suggestion story statement charge assertion talk"
    )
}
"""What is denied with what it is of ("denied reports that", "rejected allegations of")."""
_LACKING = {stem(word) for word in _words("lack absence shortage evidence sign trace sight proof indication")}
_OPPOSED = (
    "alive dead|survived died|open closed|open shut|opened closed|reopened closed|locked open|locked unlocked|"
    "accepted rejected|accepted refused|approved rejected|confirmed denied|admitted denied|"
    "acknowledged denied|rose fell|risen fallen|increased decreased|raised cut|raised lowered|grew shrank|"
    "higher lower|gained lost|won lost|victory defeat|guilty innocent|convicted acquitted|"
    "conviction acquittal|arrived left|entered left|began ended|started stopped|started ended|allowed banned|"
    "permitted banned|allowed forbidden|supported opposed|backed opposed|true false|genuine fake|"
    "genuine forged|real fake|original copy|authentic forged|legal illegal|lawful unlawful|safe unsafe|"
    "safe dangerous|empty full|empty packed|peaceful violent|peacefully violently|calm panic|present absent|"
    "attended boycotted|conscious unconscious|working broken|intact damaged|intact destroyed|stable critical|"
    "inside outside|early late|left right|north south|east west|northern southern|eastern western|"
    "public secret|accident deliberate|accidental deliberate|accident arson|accident sabotage|accident attack|"
    "alone accompanied|alone together|unanimous divided|agreed disagreed|agreed refused|resigned stayed|"
    "remained left|stayed left|passed failed|passed rejected|succeeded failed|success failure|armed unarmed|"
    "drunk sober|known unknown|married unmarried|wet dry|hot cold|warm cold|suspended resumed|"
    "halted continued|stopped continued|related unrelated|released held|freed held|freed detained|mild severe|"
    "minor serious|slight serious|healthy ill|well ill|cheered booed|applauded booed|praised criticised|"
    "praised condemned|welcomed condemned|granted denied|granted refused|all none|voluntarily forced|"
    "silent spoke|silence spoke|clear foggy|aware unaware|knew unaware|willing unwilling|"
    "satisfied dissatisfied|likely unlikely|possible impossible|necessary unnecessary|paid unpaid|"
    "insured uninsured|hurt unhurt|injured unhurt|injured unharmed|harmed unharmed|damaged undamaged|"
    "expected unexpected|planned unplanned|occupied vacant|official unofficial|complete incomplete|"
    "correct incorrect|fast slow|strong weak|dark bright|dark light|lit dark|boy girl|male female|front rear|"
    "front back|upstairs downstairs|bought sold|remembered forgot|ahead behind|"
    "majority minority|voluntary compulsory|temporary permanent|free occupied|asleep awake|uphill downhill|"
    "domestic foreign"
)


@cache
def opposites() -> Mapping[str, frozenset[str]]:
    """The stems that cannot be said of a thing that a stem is said of."""
    found: dict[str, set[str]] = {}
    for pair in _OPPOSED.split("|"):
        one, other = map(stem, pair.split(" "))
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {one: frozenset(others - {one}) for one, others in found.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Negations:
    """Of the telling words of an article, in order: lowered; how often negated, as 0 or 1; focus: those a negation
    is of, with what negates them ("not", "no", "verb").
    """

    low: tuple[str, ...]
    negated: NDArray[int64]
    focus: dict[int, str]


def negations(reading: Reading, side: Side) -> Negations:
    """The negations of an article by its syntax; what has no kind counts as negated and is the focus of none."""
    tree = _Tree(reading)
    places = {int(start): k for k, start in enumerate(side.word_start.tolist())}
    at = [places.get(int(start), -1) for start in reading.words.start.tolist()]
    count = np.zeros(len(places) + 1, np.int64)
    focus: dict[int, str] = {}
    negating = set()
    for head, operator, kind in tree.operators():
        negating.add(at[operator])
        under = set(tree.under(head, operator))
        for word in under:
            count[at[word]] += 1
        if at[head] >= 0 and kind and not tree.raw[head][0].isupper():
            focus.setdefault(at[head], kind)
    low = [""] * len(places)
    for word, place in enumerate(at):
        if place >= 0:
            low[place] = tree.low[word]
            if low[place].endswith("less") and len(low[place]) > 6:
                count[place] += 1
    count %= 2
    count[sorted(negating)] = 1  # "no" itself answers nothing
    return Negations(tuple(low), count[:-1], focus)


class _Tree:
    """The words of an article with what hangs on each."""

    def __init__(self, reading: Reading) -> None:
        words, text = reading.words, reading.article.text
        self.upos = words.upos
        self.rel = [rel.partition(":")[0] for rel in words.rel]
        self.head = words.head.tolist()
        self.low = [
            text[a:b].lower().replace("’", "'") for a, b in zip(words.start.tolist(), words.end.tolist(), strict=True)
        ]
        self.raw = [text[a:b] for a, b in zip(words.start.tolist(), words.end.tolist(), strict=True)]
        self.sentence = words.sentence.tolist()
        self.stem = [stem(word) if word.strip("'") not in ("", "s") else "" for word in self.low]
        self.below: list[list[int]] = [[] for _ in self.low]
        for word, head in enumerate(self.head):
            if head >= 0:
                self.below[head].append(word)

    def operators(self) -> Iterator[tuple[int, int, str]]:
        """What is negated, by which word, and how."""
        for word, low in enumerate(self.low):
            head, after = self.head[word], self.low[word + 1] if word + 1 < len(self.low) else ""
            if (head >= 0 and self.upos[head] == "PROPN") or (low == "no" and self._named(word)):
                continue
            if low in _NOT and head >= 0:
                yield from self._not(word, head, after)
            elif low == "no" and head >= 0:
                if after == "longer":
                    yield self._predicate(head), word, "longer"
                elif after == "one":
                    yield from self._nobody(word + 1)
                elif after not in _NO_MORE:
                    yield from self._no(head, word)
            elif low in _NOBODY and head >= 0:
                yield from self._nobody(word)
            elif low == "without" and head >= 0 and self.rel[word] in ("case", "mark"):
                yield head, word, "no"
            elif self.upos[word] in ("VERB", "ADJ", "NOUN"):
                yield from self._refused(word)

    def _named(self, word: int) -> bool:
        """Is "No" a name here: an answer, a side of a vote ("the No camp")?"""
        before = self.raw[word - 1] if word and self.sentence[word] == self.sentence[word - 1] else ""
        return self.raw[word][0].isupper() and before[-1:].isalnum()

    def under(self, top: int, operator: int) -> Iterator[int]:
        """The words that a negation reaches: what hangs on its focus but for its subject and what is said beside it."""
        open_ = [top]
        while open_:
            word = open_.pop()
            yield word
            for below in self.below[word]:
                rel = self.rel[below]
                aside = rel in ("advcl", "parataxis", "punct", "appos", "acl") and below != operator
                if below != operator and not aside and not (word == top and rel in ("nsubj", "csubj", "conj", "cc")):
                    open_.append(below)

    def _not(self, word: int, head: int, after: str) -> Iterator[tuple[int, int, str]]:
        """What "not" is of: a predicate, or a thing that is none ("not a single shot was fired")."""
        before = [
            k for k in self.below[head] if self.rel[k] in ("nsubj", "obj", "obl") and min(self._all(k)) == word + 1
        ]
        noun = before[0] if before else head
        while (self.upos[noun] in ("NUM", "DET") or self.low[noun] in ("single", "one")) and self.head[noun] >= 0:
            noun = self.head[noun]
        if after in _WEAK or self.low[head] in _WEAK:
            yield noun, word, ""
        elif self.upos[noun] in ("NOUN", "PROPN") and self.rel[noun] in ("nsubj", "obj", "obl"):
            yield from self._no(noun, word)
        elif self.upos[noun] not in ("NOUN", "PROPN") or any(self.rel[k] == "cop" for k in self.below[noun]):
            yield noun, word, "not"
        else:
            yield noun, word, ""

    def _all(self, top: int) -> Iterator[int]:
        """A word and all that hangs on it."""
        open_ = [top]
        while open_:
            word = open_.pop()
            yield word
            open_ += self.below[word]

    def _no(self, noun: int, word: int) -> Iterator[tuple[int, int, str]]:
        """No such thing; and what it would have done, or what would have been done with it."""
        of = {self.rel[k] for k in self.below[noun]}
        yield noun, word, "" if {"cop", "amod"} <= of else "no"  # "no pretty picture" is a picture
        if self.stem[noun] in _LACKING:
            for below in self.below[noun]:
                if self.rel[below] in ("nmod", "acl"):
                    yield below, word, "no"
        head = self.head[noun]
        if head >= 0 and self.rel[noun] in ("nsubj", "obj", "obl") and self.upos[head] in ("VERB", "ADJ"):
            yield head, noun, "no"

    def _nobody(self, word: int) -> Iterator[tuple[int, int, str]]:
        for below in self.below[word]:
            if self.rel[below] == "acl":
                yield below, word, ""
        head = self.head[word]
        if head >= 0 and self.upos[head] in ("VERB", "ADJ", "NOUN"):
            yield head, word, "no"

    def _refused(self, word: int) -> Iterator[tuple[int, int, str]]:
        if self.stem[word] in _LACKING and self.stem[word] in (stem("lack"), stem("absence")):
            yield from ((below, word, "no") for below in self.below[word] if self.rel[below] == "nmod")
        if self.stem[word] in _REFUSING:
            for below in self.below[word]:
                if self.rel[below] in ("xcomp", "ccomp") or (self.low[word] == "ruled" and self.rel[below] == "obj"):
                    yield below, word, "verb"
        if self.stem[word] in _REJECTING:
            for below in self.below[word]:
                if self.rel[below] == "obj" or (
                    self.rel[below] == "nsubj" and self.upos[word] == "VERB" and self._passive(word)
                ):
                    deep = [k for k in self.below[below] if self.rel[k] in ("acl", "nmod")]
                    yield from ((k, word, "verb") for k in (deep if self.stem[below] in _TOLD else [below]))

    def _passive(self, word: int) -> bool:
        return any(
            self.rel[k] == "aux" and self.low[k] in ("was", "were", "been", "is", "are") for k in self.below[word]
        )

    def _predicate(self, word: int) -> int:
        while self.upos[word] in ("ADV",) and self.head[word] >= 0:
            word = self.head[word]
        return word
