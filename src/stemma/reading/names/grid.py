"""The words of an article as plain lists, with what a reader of noun phrases asks of them.

Phrases are read from parts of speech first and from heads only where they help: on news text a small model
tags nine words in ten and more right, but its heads less often.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from stemma.types import Words

_INSIDE = frozenset(("ADJ", "NOUN", "PROPN", "NUM", "SYM", "X"))
_POSSESSIVES = frozenset("his her its their our my your whose".split())  # noqa: SIM905
_HYPHENS = frozenset("-‐‑–")
_RELATIVE = frozenset(("who", "whose", "whom", "that", "which"))
_GOES_ON = _RELATIVE | {"of", "in", "at", "for", "from", "with", "to", "on", "by", "behind", "over"}
_OPEN_END = frozenset(("ADP", "SCONJ", "CCONJ", "DET", "PART"))  # what no phrase ends with, but "who walked out"
LONGEST_PHRASE = 24  # words; a base noun phrase of a newspaper is far shorter


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns of the words of one text; `low` is the word in lower case."""

    text: str
    start: list[int]
    end: list[int]
    sentence: list[int]
    upos: tuple[str, ...]
    head: list[int]
    rel: tuple[str, ...]
    word: list[str]
    low: list[str]

    @classmethod
    def of(cls, text: str, words: Words) -> Grid:
        """The same words as lists."""
        start: list[int] = words.start.tolist()
        end: list[int] = words.end.tolist()
        printed = [text[a:b] for a, b in zip(start, end, strict=True)]
        return cls(
            text,
            start,
            end,
            words.sentence.tolist(),
            words.upos,
            words.head.tolist(),
            words.rel,
            printed,
            [word.casefold() for word in printed],
        )

    def __len__(self) -> int:
        return len(self.start)

    def first_at(self, offset: int) -> int:
        """The first word that ends after an offset."""
        return bisect_right(self.end, offset)

    def last_before(self, offset: int) -> int:
        """The last word that starts before an offset, -1 when none does."""
        return bisect_left(self.start, offset) - 1

    def covers(self, start: int, end: int) -> tuple[int, int]:
        """The first and last word that overlap a span; first > last when none does."""
        return self.first_at(start), self.last_before(end)

    def joined(self, left: int, right: int) -> bool:
        """Whether two neighbouring words stand in one sentence with nothing printed between them."""
        return (
            left >= 0
            and right < len(self.start)
            and self.sentence[left] == self.sentence[right]
            and "\n" not in self.text[self.end[left] : self.start[right]]
        )

    def glued(self, left: int, right: int) -> bool:
        """Whether no space stands between two neighbouring words."""
        return left >= 0 and right < len(self.start) and self.end[left] == self.start[right]

    def capital(self, i: int) -> bool:
        """Whether a word begins with a capital letter."""
        return self.word[i][:1].isupper()

    def opens(self, i: int) -> bool:
        """Whether a word opens a noun phrase: an article, a possessive, "this", "one"."""
        return self.upos[i] == "DET" or self.low[i] in _POSSESSIVES

    def hyphened(self, i: int) -> bool:
        """Whether a word goes on with the one before it after a hyphen ("founder" in "co-founder")."""
        return 1 < i < len(self) and self.word[i - 1] in _HYPHENS and self.glued(i - 1, i) and self.glued(i - 2, i - 1)

    def inside(self, i: int) -> bool:
        """Whether a word can stand inside a base noun phrase."""
        if self.hyphened(i) or self.hyphened(i + 2) or self._plural_owner(i):
            return True
        if self.upos[i] in _INSIDE or (self.low[i] in ("'s", "’s", "’", "'") and self.upos[i] != "VERB"):
            return self.upos[i] != "PUNCT" or self.low[i] in ("'s", "’s")
        if self.word[i] in _HYPHENS:
            return self.glued(i - 1, i) or self.glued(i, i + 1)
        if self.upos[i] in ("VERB", "ADV"):  # "disgraced", "much-loved", "still-grieving"
            near = i < self.head[i] <= i + 4
            return i + 1 < len(self) and self.rel[i] in ("amod", "compound", "advmod") and near
        return False

    def _plural_owner(self, i: int) -> bool:
        """The apostrophe of "the workers' leader"."""
        owner = self.low[i] in ("’", "'") and i > 0 and self.glued(i - 1, i) and self.low[i - 1].endswith("s")
        return owner and i + 1 < len(self) and self.upos[i + 1] in ("NOUN", "ADJ")

    def phrase_after(self, i: int) -> tuple[int, int] | None:
        """The base noun phrase that begins at word i, as first and last word; None when none does."""
        at = i
        if at < len(self) and self.opens(at):
            at += 1
        last = -1
        while at < len(self) and at - i < LONGEST_PHRASE and (at == i or self.joined(at - 1, at)):
            if not self.inside(at) and not self._between(at):
                break
            joined = self.hyphened(at) and last == at - 2
            if self.upos[at] in ("NOUN", "PROPN") or joined or (self.upos[at] == "ADJ" and last < 0):
                last = at
            at += 1
        noun = last >= i and (self.upos[last] in ("NOUN", "PROPN") or self.hyphened(last))
        return (i, last) if noun else None

    def phrase_before(self, i: int) -> int:
        """The first word of the base noun phrase whose last word is i."""
        first = i
        while first > 0 and i - first < LONGEST_PHRASE and self.joined(first - 1, first):
            if self.opens(first - 1):
                owner = first - 1
                return owner
            if not self.inside(first - 1) and not self._between(first - 1):
                break
            first -= 1
        while first > 0 and i - first < LONGEST_PHRASE and self.glued(first - 1, first):
            if not (self.word[first] in _HYPHENS or self.word[first - 1] in _HYPHENS):
                break
            first -= 1
        while first < i and self.upos[first] in ("PUNCT", "ADV", "CCONJ") and not self.word[first].isalnum():
            first += 1
        return first

    def _between(self, i: int) -> bool:
        """ "and" or a comma between two adjectives ("cold, hungry boys"), or "of the" never."""
        if self.low[i] not in ("and", ","):
            return False
        return 0 < i < len(self) - 1 and self.upos[i - 1] == "ADJ" and self.upos[i + 1] == "ADJ"

    def _governs(self, i: int, noun: int) -> bool:
        """Whether a word is the verb a noun is the subject of, or an auxiliary of that verb."""
        verb = self.head[noun]
        if verb <= noun or not self.rel[noun].startswith("nsubj"):
            return False
        return i == verb or (self.head[i] == verb and self.rel[i].startswith(("aux", "cop")))

    def tail(self, last: int, most: int = 40, *, participle: bool = True) -> int:
        """The last word of what follows a base noun phrase and belongs to it: "of …", "who …", "in charge".

        It ends before a comma, a dash, a quotation mark or the end of the sentence, or the verb whose subject
        the phrase is.  participle: a verb right after the phrase can belong to it ("a girl buried in snow").
        """
        at, clause = last, False
        while at + 1 < len(self) and at - last < most and self.joined(at, at + 1):
            after = at + 1
            begins = self.rel[after].startswith("acl")
            if at == last and self.low[after] not in _GOES_ON and not begins:
                break
            if self.upos[after] == "PUNCT" and not (self.word[after] in _HYPHENS and self.glued(at, after)):
                break
            if clause and self._governs(after, last):
                break
            if self.upos[after] in ("VERB", "AUX") and not clause and not (participle and begins and at == last):
                break
            if self.upos[after] == "CCONJ" and not clause and self.upos[at] != "ADJ":
                break
            clause = clause or begins or self.low[after] in _RELATIVE
            at = after
        while (
            at > last
            and self.upos[at] in ("ADP", "SCONJ", "CCONJ", "DET", "PART")
            and self.rel[at] not in ("compound:prt", "advmod")  # "who walked out"
        ):
            at -= 1
        return at
