"""What a number counts: by the syntax of its sentence where it is read, else by the words that follow."""

from __future__ import annotations

import re

import numpy as np

from stemma.reading.quantities import numbers
from stemma.types import Words


def words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Plurals without an s, and the participles that stand for people.
_PLURALS = words(
    """
    people men women children policemen policewomen firemen servicemen fishermen gunmen militiamen
    lawmakers police aircraft sheep cattle fish deer feet teeth mice geese oxen personnel staff crew
    dead injured wounded missing killed hurt hospitalised hospitalized arrested detained spacecraft
    offspring livestock data media headquarters
    """
)
_SKIPPED = words(
    """
    more other of the its their his her those these such additional further extra our your my
    """
)
_STOPS = words(
    """
    a an and are as at been before be but by can could did do does during for from had has have he i if
    in into is it may might nor not on or over per said say says she should since so than that then
    there they to under until up us was we were what when where which while who whom whose will with
    would yesterday today tomorrow after against between because also who’s across near about around
    here there now this them him me you all
    """
)
_NOT_PLURAL = words(
    """
    this his its was is has as us yes plus versus perhaps always besides across less
    """
)
_PERSONS = words(
    """
    person man woman child boy girl officer soldier policeman civilian passenger worker student death
    victim body suspect resident firefighter pilot fatality patient prisoner hostage protester villager
    survivor
    """
)
_NUMBER_WORDS = frozenset([*numbers.ONES, *numbers.TENS])
_TOKEN = re.compile(r"[\s-]((?:[A-Z]\.){1,4}|\w[\w’'-]{0,40})")
_GROUP_BEFORE = re.compile(
    r"\b(crew|team|group|staff|convoy|family|crowd|force|fleet|population|squad|party|panel)\sof\s(?:about\s|some\s)?\Z"
)

Found = tuple[int, int]
_NOUNS = frozenset(("NOUN", "PROPN"))
_DESCRIBING = frozenset(("ADJ", "NOUN", "PROPN", "NUM", "PART", "VERB"))


class Syntax:
    """The nouns that the numbers of an article belong to, from its dependency tree."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def noun(self, start: int, end: int) -> Found | None:
        """From the first word that describes the noun after a number to the noun; None where it has none."""
        words = self._words
        last = int(np.searchsorted(words.start, end, side="left")) - 1
        while last >= 0 and words.start[last] >= start:
            head = int(words.head[last])
            if words.rel[last].startswith("nummod") and words.start[head] >= end:
                return self._phrase(int(np.searchsorted(words.start, end, side="left")), head)
            last -= 1
        return None

    def _phrase(self, first: int, head: int) -> Found | None:
        """The words from `first` to a near head, if they can be one noun phrase; a far one is wrong."""
        words = self._words
        while first < head and words.upos[first] in ("ADP", "DET", "PRON"):
            first += 1
        between = words.upos[first:head]
        if len(between) > 4 or words.upos[head] not in _NOUNS or not set(between) <= _DESCRIBING:
            return None
        return int(words.start[first]), int(words.end[head])


def counted(text: str, at: int, end: int, one: bool) -> Found | None:
    """The noun phrase after a number as told by its form: up to the first plural, "people" and its like.

    one: the number is 1, after which only a person in the singular is taken.
    """
    first: int | None = None
    for _ in range(6):
        token = _TOKEN.match(text, at, end)
        if token is None:
            return None
        word = token[1].lower()
        at = token.end()
        if word in _NUMBER_WORDS or (first is None and (word in _SKIPPED or word[0].isdigit())):
            first = None
            continue
        if word in _STOPS:
            return None
        if word.endswith(("'s", "’s")):  # "the dam's seven gates"
            first = None
            continue
        first = token.start(1) if first is None else first
        if word in _PERSONS if one else _is_plural(word):
            return first, at
    return None


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s", "’s"))
        and word not in _NOT_PLURAL
    )


def are_people(phrase: str) -> bool:
    """Whether a noun phrase ends in a word for persons: "hospital workers", "dead"."""
    word = phrase.rsplit(maxsplit=1)[-1].lower()
    return word in _PLURALS or word.removesuffix("s") in _PERSONS


def hyphened(text: str, at: int, end: int) -> Found | None:
    """The noun of "168-seat": a number bound to it by a hyphen."""
    match = re.compile(r"-([a-z]{3,20})\b").match(text, at, end)
    return match.span(1) if match else None


def group(text: str, at: int) -> Found | None:
    """The word before "of" and a number: "a crew of 16"."""
    match = _GROUP_BEFORE.search(text, max(0, at - 30), at)
    return match.span(1) if match else None
