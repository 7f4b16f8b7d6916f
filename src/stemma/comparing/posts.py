"""What somebody posted where: one person, platform and thing, told by several articles, are a fact of their own.

"…," Reis wrote on Facebook beside a photo of the ferry, and: Reis shared photos of the ferry on social media.  Both
state that she posted it, whichever words of hers each took over.  A person and a platform alone are not enough, since
people post twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stemma.comparing.entities import Matched
from stemma.comparing.units import PARTS, inside, stem
from stemma.reading.lexicon import words as lexicon
from stemma.reading.times import timex
from stemma.types import Entity, Quotation, Reading, Span, Time

LIKELY = 0.9
"""Likelihood of one fact given to these, as to descriptions.  Set, not measured: the train stories hold none, the real
events of `evaluation/real.py` one, which is right.
"""

_ANY = "social media"
_ARGUMENTS = frozenset(("obj", "obl", "nsubj:pass"))
_TITLES = frozenset(("root", "ccomp", "obj", "parataxis"))  # of a noun that is all a content says


@dataclass(frozen=True, slots=True)
class Post:
    """One telling of a post.

    article: its index.  span: the sentence that tells it; told: from its verb on.  platform: in lower case, "social
    media" for any.  things: stems of the nouns that name what was posted.  times: dates in that sentence.
    """

    article: int
    person: str
    platform: str
    span: Span
    told: Span
    things: frozenset[str]
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True)
class Posted:
    """One post as several articles tell of it, a telling each in their order."""

    entity: Entity
    tellings: tuple[Post, ...]


def find(readings: Sequence[Reading], matched: Matched) -> list[Posted]:
    """The posts that two or more articles tell of, in the order of the entities."""
    told: dict[str, list[Post]] = {}
    for index, reading in enumerate(readings):
        for post in _Posts(index, reading, matched.of).all():
            told.setdefault(post.person, []).append(post)
    return [Posted(entity, group) for entity in matched.entities for group in _groups(told.get(entity.id, []))]


class _Posts:
    """The posts that one article tells of."""

    def __init__(self, index: int, reading: Reading, of: Mapping[tuple[str, str], str]) -> None:
        self.index, self.reading, self.of = index, reading, of
        words, article = reading.words, reading.article
        self.spans = [Span(article.id, *ends) for ends in zip(words.start.tolist(), words.end.tolist(), strict=True)]
        self.low = [article.words(span).lower() for span in self.spans]
        self.below: dict[int, list[int]] = {}
        for word, head in enumerate(words.head.tolist()):
            self.below.setdefault(head, []).append(word)
        self.cue_of = {word: said for said in reading.quotations for cue in said.cue for word in self._within(cue)}

    def all(self) -> Iterator[Post]:
        """In order of the text: verbs of posting, and cues of quotations that have a platform as their channel."""
        sentences = self.reading.sentences
        for verb, pos in enumerate(self.reading.words.upos):
            if pos != "VERB" or sentences[self._sentence(verb)].part not in PARTS:
                continue
            quotation = self.cue_of.get(verb)
            through = None if quotation is None else _platform(quotation.channel or "")
            if self.low[verb] not in lexicon("posting") and through is None:
                continue
            found = self._post(verb, quotation)
            if found is not None:
                yield found

    def _post(self, verb: int, quotation: Quotation | None) -> Post | None:
        """None where the person, the platform or the thing is not told."""
        where = quotation.channel if quotation is not None and quotation.channel else self._behind(verb)
        platform, person = _platform(where), self._person(verb, quotation)
        things = frozenset(self._things(verb, quotation))
        if platform is None or person is None or not things:
            return None
        span = self.reading.sentences[self._sentence(verb)].span
        times = tuple(time for time in self.reading.times if time.type == "DATE" and inside(time.span, span))
        told = Span(span.article, self.spans[verb].start, max(self.spans[word].end for word in self._told(verb)))
        return Post(self.index, person, platform, span, told, things, times)

    def _within(self, span: Span) -> range:
        """The words that a span holds."""
        words = self.reading.words
        return range(int(np.searchsorted(words.start, span.start)), int(np.searchsorted(words.end, span.end, "right")))

    def _sentence(self, word: int) -> int:
        return int(self.reading.words.sentence[word])

    def _person(self, verb: int, quotation: Quotation | None) -> str | None:
        """The entity that posts: the speaker, else the subject, also of a verb that this one hangs on."""
        entity = quotation.entity if quotation is not None else None
        if entity is None:
            subject = self._subject(verb)
            entity = next(
                (e.id for e in self.reading.entities for m in e.mentions if subject and inside(subject, m.span)), None
            )
        return None if entity is None else self.of.get((self.reading.article.id, entity))

    def _subject(self, verb: int) -> Span | None:
        words = self.reading.words
        while verb >= 0:
            for word in self.below.get(verb, []):
                if words.rel[word] == "nsubj":
                    return self.spans[word]
            verb = int(words.head[verb]) if words.rel[verb] in ("advcl", "conj", "xcomp") else -1
        return None

    def _behind(self, verb: int) -> str:
        """The words that hang on a verb behind it, as one text."""
        return " ".join(self.low[word] for word in self._told(verb)[1:])

    def _told(self, verb: int) -> list[int]:
        return [verb, *(word for word in self._under(verb) if word > verb)]

    def _under(self, word: int) -> list[int]:
        """The words of the tree below a word, in order, without what clauses and conjuncts below it say."""
        found, left = [], [word]
        while left:
            for below in self.below.get(left.pop(), []):
                if self.reading.words.rel[below] not in ("acl:relcl", "advcl", "conj", "ccomp", "parataxis"):
                    found.append(below)
                    left.append(below)
        return sorted(found)

    def _things(self, verb: int, quotation: Quotation | None) -> Iterator[str]:
        """The stems of the nouns that name what is posted; of "a photo of the ferry" the ferry."""
        words = self.reading.words
        heads = [word for word in self.below.get(verb, []) if words.rel[word] in _ARGUMENTS]
        if quotation is not None:
            heads += self._titles(quotation)
        for head in heads:
            if self._thing(head):
                yield _singular(self.low[head])
            elif self.low[head] in lexicon("posted"):
                yield from (_singular(self.low[word]) for word in self.below.get(head, []) if self._thing(word))

    def _thing(self, word: int) -> bool:
        return (
            self.reading.words.upos[word] == "NOUN"
            and self.low[word] not in lexicon("posted")
            and not any(inside(self.spans[word], time.span) for time in self.reading.times)
        )

    def _titles(self, quotation: Quotation) -> Iterator[int]:
        """The noun that a content without a verb of its own is about, as under a picture: "A ferry at dusk"."""
        words = self.reading.words
        for content in quotation.content:
            within = self._within(content)
            yield from (k for k in within if words.rel[k] in _TITLES and int(words.head[k]) not in within)


def _singular(noun: str) -> str:
    """The stem of a noun; "selfies" is that of "selfie", which `stem` alone takes for "self"."""
    return stem(noun.removesuffix("s"))


def _platform(text: str) -> str | None:
    """The platform that a text names, folded, or None."""
    for word in re.findall(r"\w+", text.lower()):
        if word in lexicon("platforms"):
            return "x" if word == "twitter" else word
    return _ANY if re.search(r"\bsocial (?:media|networks?)\b", text.lower()) else None


def _groups(posts: Sequence[Post]) -> Iterator[tuple[Post, ...]]:
    """Tellings of one post by different articles, each with all the others of its group; those that name the platform
    before those that do not.
    """
    left = sorted(posts, key=lambda post: post.platform == _ANY)
    while left:
        group = [left[0]]
        for post in left[1:]:
            if all(_one(post, other) for other in group):
                group.append(post)
        if len(group) > 1:
            yield tuple(sorted(group, key=lambda post: post.article))
        left = [post for post in left if post not in group]


def _one(a: Post, b: Post) -> bool:
    """Do two tellings of one person fit one post?"""
    platforms = {a.platform, b.platform}
    return (
        a.article != b.article
        and (len(platforms) == 1 or _ANY in platforms)
        and bool(a.things & b.things)
        and (not a.times or not b.times or any(timex.agree(x, y) for x in a.times for y in b.times))
    )
