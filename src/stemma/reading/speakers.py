"""Who is speaking: from the words that stand as a source to an entity of the article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from stemma.reading import noun_phrases as phrases
from stemma.reading.frames import Frame
from stemma.reading.lexicon import words
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
        found = []
        i = bisect_left(self._starts, start)
        while i < len(self._placed) and self._placed[i][0] < end:
            if self._placed[i][1] <= end:
                found.append((self._entities[self._placed[i][2]], self._placed[i][3]))
            i += 1
        return found


def resolve(frame: Frame, source: Range, cast: Cast, floor: Floor) -> Speaker:
    """The speaker that a source stands for; the name in an apposition behind it counts as well."""
    found = _entity(frame, source, cast)
    if found is not None and found.named:
        return _speaker(found)
    beside = _apposition(frame, source[1])
    named = _entity(frame, beside, cast) if beside else None
    if named is not None and named.named and named.kind in ("person", "organisation"):
        return _speaker(named)
    if found is not None:
        return _speaker(found)
    return _by_floor(frame, source, floor) or Speaker(_printed(frame, source), None, True, _is_person(frame, source))


def _entity(frame: Frame, source: Range, cast: Cast) -> Entity | None:
    """The entity one of whose mentions holds the head of a noun phrase."""
    head = min(max(phrases.base(frame, source[0]), source[0]), source[1])
    at = frame.start[head]
    fitting = [
        (_FORMS[mention.form], mention.span.start, entity)
        for entity, mention in cast.within(frame.start[source[0]], frame.end[source[1]])
        if mention.span.start <= at < mention.span.end
    ]
    return min(fitting, key=lambda item: item[:2])[2] if fitting else None


def _apposition(frame: Frame, last: int) -> Range | None:
    """The noun phrase behind the comma that follows a source."""
    if last + 2 >= len(frame) or frame.low[last + 1] != ",":
        return None
    end = phrases.base(frame, last + 2)
    return (last + 2, end) if end >= last + 2 else None


def _speaker(entity: Entity) -> Speaker:
    return Speaker(entity.name, entity.id, not entity.named, entity.kind == "person")


def _by_floor(frame: Frame, source: Range, floor: Floor) -> Speaker | None:
    """For a pronoun, or a noun that repeats part of what the last speaker was called ("the source"): who spoke."""
    low = frame.low[source[0]]
    if source[0] == source[1]:
        if low in _HE_SHE:
            return floor.person or floor.last
        if low in _IT_THEY:
            return floor.body or floor.last
    last = floor.last
    if low == "the" and last is not None and last.entity is None:
        noun = frame.low[source[1]]
        return last if noun in last.name.lower().split() else None
    return None


def _printed(frame: Frame, source: Range) -> str:
    """The words of a source; of a name with words before it that no other reader has found, the name."""
    first, last = source
    if frame.capital(last) and frame.pos[last] == "PROPN":
        while first < last and not (frame.capital(first) and frame.pos[first] == "PROPN"):
            first += 1
    return " ".join(frame.words(first, last).split())


def _is_person(frame: Frame, source: Range) -> bool:
    head = frame.low[min(max(phrases.base(frame, source[0]), source[0]), source[1])]
    return frame.low[source[0]] in _HE_SHE or head not in words("bodies")
