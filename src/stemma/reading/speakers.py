"""Who is speaking: from the words that stand as a source to an entity of the article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from stemma.reading import noun_phrases as phrases
from stemma.reading.frames import Frame
from stemma.reading.lexicon import words
from stemma.reading.statements import Range
from stemma.types import Entity, Mention

_HE_SHE = frozenset(["he", "she", "him", "her"])
_IT_THEY = frozenset(["it", "they", "them"])
REACH = 2000  # characters before a pronoun in which somebody it may stand for is looked for
_FORMS = {"name": 0, "title": 1, "description": 2, "pronoun": 3}


@dataclass(frozen=True, slots=True)
class Speaker:
    """name: what the source resolves to, or its words; entity: id or None; unnamed: nobody is named.

    gender: "he", "she" or "", as pronouns in the article tell.
    """

    name: str
    entity: str | None
    unnamed: bool
    person: bool
    gender: str = ""


@dataclass(slots=True)
class Floor:
    """Who has spoken so far: the last person, the last body, and which of the two spoke last, up to an offset.

    paragraph: that of the last speech.  opened: where the paragraph that is read now begins.
    """

    person: Speaker | None = None
    body: Speaker | None = None
    last: Speaker | None = None
    end: int = 0
    paragraph: int = -1
    opened: int = 0

    def take(self, speaker: Speaker, end: int, paragraph: int) -> None:
        """The speaker has spoken, up to an offset."""
        self.last, self.end, self.paragraph = speaker, end, paragraph
        if speaker.person:
            self.person = speaker
        else:
            self.body = speaker


class Cast:
    """The entities of an article by the place of their mentions."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        placed = [
            (m.span.start, m.span.end, n, m) for n, entity in enumerate(entities) for m in entity.mentions
        ]
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
    if _is_pronoun(frame, source):
        return _pronoun(frame, source, found, cast, floor)
    if found is not None and found.named:
        return _speaker(frame, found)
    beside = _apposition(frame, source[1])
    named = _entity(frame, beside, cast) if beside else None
    if named is not None and named.named and named.kind in ("person", "organisation"):
        return _speaker(frame, named)
    if found is not None:
        return _speaker(frame, found)
    return _again(frame, source, floor) or Speaker(
        _printed(frame, source), None, True, _is_person(frame, source)
    )


def _is_pronoun(frame: Frame, source: Range) -> bool:
    return source[0] == source[1] and frame.low[source[0]] in _HE_SHE | _IT_THEY


def _pronoun(frame: Frame, source: Range, found: Entity | None, cast: Cast, floor: Floor) -> Speaker:
    """Who "he", "she", "it" or "they" is: whoever spoke just before in the paragraph, else whom it is about."""
    low, at = frame.low[source[0]], frame.start[source[0]]
    near = [
        (entity, mention)
        for entity, mention in cast.within(max(floor.opened, at - REACH), at)
        if mention.form != "pronoun" and not frame.quoted(mention.span.start)
    ]
    goes_on = floor.last is not None and floor.paragraph == frame.paragraph
    if low in _IT_THEY:
        if goes_on and floor.last and not floor.last.person:
            return floor.last
        bodies = [entity for entity, _ in near if entity.kind == "organisation"]
        if bodies and low == "it":
            return _speaker(frame, bodies[-1])
        speaker = floor.last if goes_on else floor.body or floor.last
    else:
        gender = "she" if low in ("she", "her") else "he"
        speaker = _he_or_she(frame, gender, found, near, floor, goes_on)
        if speaker is not None and not speaker.gender:
            speaker = replace(speaker, gender=gender)
    return speaker or Speaker(frame.words(*source), None, True, low in _HE_SHE)


def _he_or_she(
    frame: Frame,
    gender: str,
    found: Entity | None,
    near: list[tuple[Entity, Mention]],
    floor: Floor,
    goes_on: bool,
) -> Speaker | None:
    """The person of this gender who spoke last, unless somebody came up since.

    found: whom the article's names give for the pronoun.  near: mentions in this paragraph.
    """
    people = [(one, m) for one, m in near if one.kind == "person" and _gender(frame, one) in ("", gender)]
    read = found if found is not None and found.name.lower() not in _HE_SHE else None
    if (
        goes_on
        and floor.person is not None
        and floor.person == floor.last
        and floor.person.gender in ("", gender)
    ):
        fresh = [one for one, m in people if m.span.start >= floor.end]
        if read is None or all(one.id != read.id for one in fresh):
            return floor.person
    if read is not None and (not people or any(one.id == read.id for one, _ in people)):
        return _speaker(frame, read)
    if people:
        return _speaker(frame, people[0][0])
    return floor.person or floor.last


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


def _speaker(frame: Frame, entity: Entity) -> Speaker:
    return Speaker(entity.name, entity.id, not entity.named, entity.kind == "person", _gender(frame, entity))


def _gender(frame: Frame, entity: Entity) -> str:
    """ "he" or "she" by most of the pronouns that stand for somebody, "" where none does."""
    pronouns = [frame.text[m.span.start : m.span.end].lower() for m in entity.mentions if m.form == "pronoun"]
    women = sum(word in ("she", "her", "hers") for word in pronouns)
    return "" if not pronouns else "she" if 2 * women > len(pronouns) else "he"


def _again(frame: Frame, source: Range, floor: Floor) -> Speaker | None:
    """For a noun that repeats part of what an unnamed last speaker was called ("the source"): that speaker."""
    last = floor.last
    if frame.low[source[0]] != "the" or last is None or last.entity is not None:
        return None
    return last if frame.low[source[1]] in last.name.lower().split() else None


def _printed(frame: Frame, source: Range) -> str:
    """The words of a source; of a name with words before it that no other reader has found, the name."""
    first = source[0]
    head = min(max(phrases.base(frame, first), first), source[1])
    if frame.capital(head) and frame.pos[head] == "PROPN":
        while first < head and not (frame.capital(first) and frame.pos[first] == "PROPN"):
            first += 1
        return " ".join(frame.words(first, head).split())
    return " ".join(frame.words(first, min(max(phrases.whole(frame, first), head), source[1])).split())


def _is_person(frame: Frame, source: Range) -> bool:
    head = frame.low[min(max(phrases.base(frame, source[0]), source[0]), source[1])]
    return frame.low[source[0]] in _HE_SHE or head not in words("bodies")
