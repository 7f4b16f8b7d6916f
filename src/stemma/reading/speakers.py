"""Who is speaking: from the words that stand as a source to an entity of the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stemma.reading import noun_phrases as phrases
from stemma.reading.frames import Frame
from stemma.reading.statements import Range
from stemma.types import Entity, Mention

_HE_SHE = frozenset(["he", "she", "him", "her"])
_IT_THEY = frozenset(["it", "they", "them"])
_FORMS = {"name": 0, "title": 1, "description": 2, "pronoun": 3}


@dataclass(frozen=True, slots=True)
class Speaker:
    """name: what the source resolves to, or its words; entity: id or None; unnamed: nobody is named."""

    name: str
    entity: str | None
    unnamed: bool
    person: bool


@dataclass(slots=True)
class Floor:
    """Who has spoken so far: the last speaker of each kind."""

    person: Speaker | None = None
    body: Speaker | None = None
    last: Speaker | None = None

    def take(self, speaker: Speaker) -> None:
        """The speaker has spoken."""
        self.last = speaker
        if speaker.person:
            self.person = speaker
        else:
            self.body = speaker


class Cast:
    """The entities of an article by the place of their mentions."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        placed = [(m.span.start, m.span.end, n, m) for n, entity in enumerate(entities) for m in entity.mentions]
        placed.sort(key=lambda item: (item[0], -item[1], item[2]))
        self._entities = entities
        self._placed = placed
        self._starts = [item[0] for item in placed]

    def within(self, start: int, end: int) -> list[tuple[Entity, Mention]]:
        """Mentions that lie in a run of text, in order."""
        from bisect import bisect_left

        found = []
        i = bisect_left(self._starts, start)
        while i < len(self._placed) and self._placed[i][0] < end:
            if self._placed[i][1] <= end:
                found.append((self._entities[self._placed[i][2]], self._placed[i][3]))
            i += 1
        return found


def resolve(frame: Frame, source: Range, cast: Cast, floor: Floor) -> Speaker:
    """The speaker that a source stands for."""
    first, last = source
    low = frame.low[first]
    printed = frame.words(first, last)
    head = _head(frame, source)
    start, end = frame.start[first], frame.end[last]
    fitting = [
        (entity, mention)
        for entity, mention in cast.within(start, end)
        if mention.span.start <= frame.start[head] < mention.span.end
    ]
    if low in _IT_THEY and first == last and floor.body is not None:
        return floor.body
    if fitting:
        entity, _ = min(fitting, key=lambda item: (_FORMS[item[1].form], item[1].span.start))
        return Speaker(entity.name, entity.id, not entity.named, entity.kind == "person")
    if low in _HE_SHE and first == last and floor.person is not None:
        return floor.person
    return Speaker(printed, None, True, low in _HE_SHE or low in ("a", "an", "one", "another", "i"))


def _head(frame: Frame, source: Range) -> int:
    """The head of the source: the last word of its first base noun phrase."""
    return min(max(phrases.base(frame, source[0]), source[0]), source[1])
