"""Articles tagged by hand, for tests of what is built on the tagging.

`tagged("The mayor, {Ana Roos}, {{Harbour Board}} …")`: {…} is a person, {{…}} an
organisation, {{{…}}} a place.
Parts of speech are guessed from a few closed classes; what else is no noun is named (`verbs`, `adjectives`).
"""

from __future__ import annotations

import re

import numpy as np

from stemma.reading.model import pieces
from stemma.reading.model.tagging import Tagged, Tagging
from stemma.types import Article, EntityKind, Part, PartKind, Sentence, Span, Words

_KINDS: tuple[EntityKind, ...] = ("person", "organisation", "place")
_CLOSED = {
    "DET": {"the", "a", "an", "this", "no", "every"},
    "ADP": {"of", "in", "at", "for", "with", "on", "by", "to", "from", "after"},
    "PRON": {"he", "she", "it", "they", "his", "her", "its", "their", "who", "him"},
    "AUX": {"is", "was", "were", "has", "had", "would", "will"},
    "SCONJ": {"that", "because"},
    "CCONJ": {"and", "or", "but"},
}
_VERBS = {
    "said",
    "told",
    "met",
    "left",
    "begged",
    "claimed",
    "asked",
    "signed",
    "wept",
    "resigned",
    "spoke",
    "arrived",
}


def tagged(
    marked: str, *, verbs: str = "", adjectives: str = "", headline: bool = False, id: str = "a1"
) -> tuple[Article, tuple[Sentence, ...], Tagging]:
    """An article, its sentences and the tagging; the first line is a headline if asked."""
    text, names = _names(marked)
    sentences = _sentences(text, headline, id)
    parts = tuple(Part(s.part, s.span) for s in sentences)
    article = Article(id, text, "0" * 64, f"{id}.txt", f"{id}.txt", parts)
    return (
        article,
        sentences,
        Tagging(_words(text, sentences, set(verbs.split()), set(adjectives.split())), names, ()),
    )


def _names(marked: str) -> tuple[str, tuple[Tagged, ...]]:
    text, names, at = "", [], 0
    for match in re.finditer(r"(\{{1,3})([^{}]+)\}{1,3}", marked):
        text += marked[at : match.start()]
        kind = _KINDS[len(match[1]) - 1]
        names.append(Tagged(len(text), len(text) + len(match[2]), kind, 0.9))
        text += match[2]
        at = match.end()
    return text + marked[at:], tuple(names)


def _sentences(text: str, headline: bool, id: str) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for paragraph, line in enumerate(re.finditer(r"[^\n]+", text)):
        part: PartKind = "headline" if headline and paragraph == 0 else "body"
        if line[0].startswith("By "):
            part = "byline"
        for match in re.finditer(r"\S(?:[^.!?]|(?<=[A-Z])\.|(?<=\bMr)\.|(?<=\bDr)\.)*[.!?]?[”\"]?", line[0]):
            start = line.start() + match.start()
            found.append(Sentence(Span(id, start, line.start() + match.end()), paragraph, part))
    return tuple(found)


def _words(text: str, sentences: tuple[Sentence, ...], verbs: set[str], adjectives: set[str]) -> Words:
    rows = [
        (a, b, number)
        for number, sentence in enumerate(sentences)
        for a, b in pieces.words(text, sentence.span.start, sentence.span.end)
    ]
    upos = [_upos(text[a:b], verbs, adjectives) for a, b, _ in rows]
    columns = np.array(rows, np.int32).reshape(-1, 3)
    rel = [
        "nsubj" if tag in ("PROPN", "PRON") and upos[i + 1 : i + 2] in (["VERB"], ["AUX"]) else "dep"
        for i, tag in enumerate(upos)
    ]
    heads = np.full(len(rows), -1, np.int32)
    return Words(columns[:, 0], columns[:, 1], columns[:, 2], tuple(upos), heads, tuple(rel))


def _upos(word: str, verbs: set[str], adjectives: set[str]) -> str:
    low = word.casefold()
    if low in verbs or low in _VERBS:
        return "VERB"
    if low in adjectives:
        return "ADJ"
    for tag, closed in _CLOSED.items():
        if low in closed:
            return tag
    if word.isdecimal():
        return "NUM"
    if low in ("'s", "’s"):
        return "PART"
    if not any(c.isalnum() for c in word):
        return "PUNCT"
    return "PROPN" if word[0].isupper() else "NOUN"
