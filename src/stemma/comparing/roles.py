"""Who people and bodies are: an office or description that several articles set beside one name.

"The chief executive, Ana Reis" and "Ana Reis, the bank's chief executive, …" state one fact of their own, whatever
else their sentences say.  A title of one word before the name in every article ("Dr Reis") is no fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stemma.comparing.entities import Matched
from stemma.comparing.units import stem, telling_words
from stemma.types import Entity, Reading, Span

LIKELY = 0.9
"""Share of these claims that are right: 50 of the 56 shown with two origins on the train stories are in the gold."""

GAP = 2
"""Characters between a name and its description at most: a comma and a space."""


@dataclass(frozen=True, slots=True)
class Role:
    """A description beside a name.

    article: its index.  span: both.  stems: of the telling words of the description.  bare: a title of one word.
    """

    article: int
    span: Span
    stems: frozenset[str]
    bare: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """One description of one entity in several articles, a role each in their order."""

    entity: Entity
    roles: tuple[Role, ...]


def find(readings: Sequence[Reading], matched: Matched) -> list[Shared]:
    """The descriptions that two or more articles give, in the order of the entities."""
    by_entity: dict[str, list[Role]] = {}
    for index, reading in enumerate(readings):
        for entity in reading.entities:
            if entity.named:
                of = matched.of[reading.article.id, entity.id]
                by_entity.setdefault(of, []).extend(_roles(index, reading, entity))
    return [
        Shared(entity, group)
        for entity in matched.entities
        for group in _groups(by_entity.get(entity.id, []))
        if not all(role.bare for role in group)
    ]


def _roles(index: int, reading: Reading, entity: Entity) -> Iterator[Role]:
    """The descriptions that stand beside a name of the entity."""
    names = [mention.span for mention in entity.mentions if mention.form == "name"]
    own = {stem(word) for name in names for word in telling_words(reading.article.words(name))}
    described = [mention.span for mention in entity.mentions if mention.form in ("title", "description")]
    described += [label.words for label in reading.labels if label.entity == entity.id]
    for span in sorted(set(described)):
        whole = _beside(reading, span, names)
        words = telling_words(reading.article.words(span))
        stems = frozenset(_nouns(reading, span)) - own
        if whole is not None and stems:
            yield Role(index, whole, stems, bare=len(words) - len(own & set(map(stem, words))) == 1)


def _nouns(reading: Reading, span: Span) -> Iterator[str]:
    """The stems of the nouns of a passage: a nationality that both name makes no two descriptions one."""
    words = reading.words
    for k in np.flatnonzero((words.start >= span.start) & (words.end <= span.end)).tolist():
        if words.upos[k] in ("NOUN", "PROPN"):
            yield from map(stem, telling_words(reading.article.text[words.start[k] : words.end[k]]))


def _beside(reading: Reading, span: Span, names: Sequence[Span]) -> Span | None:
    """A description together with the name that it stands beside, if there is one."""
    text = reading.article.text
    for name in names:
        if span.start <= name.start and name.end <= span.end:
            return span
        first, second = sorted((span, name))
        between = text[first.end : second.start]
        if first.end <= second.start and len(between) <= GAP and between.strip() in ("", ","):
            return Span(span.article, first.start, second.end)
    return None


def _groups(roles: Sequence[Role]) -> Iterator[tuple[Role, ...]]:
    """Roles of different articles that share a telling word, those in most articles first."""
    left = list(roles)
    while True:
        shared = _widest(left)
        if not shared:
            return
        yield shared
        left = [role for role in left if role not in shared]


def _widest(roles: Sequence[Role]) -> tuple[Role, ...]:
    """The group around the word that most articles use; of each article the role that shares most with the others."""
    using: dict[str, set[int]] = {}
    for role in roles:
        for word in role.stems:
            using.setdefault(word, set()).add(role.article)
    if not using:
        return ()
    word = min(using, key=lambda word: (-len(using[word]), word))
    if len(using[word]) < 2:
        return ()
    return tuple(
        _best(article, [role for role in roles if word in role.stems], using) for article in sorted(using[word])
    )


def _best(article: int, roles: Sequence[Role], using: Mapping[str, set[int]]) -> Role:
    own = [role for role in roles if role.article == article]
    return min(own, key=lambda role: (-sum(len(using[word]) > 1 for word in role.stems), role.span))
