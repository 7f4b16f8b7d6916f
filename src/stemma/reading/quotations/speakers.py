"""Who is speaking: from the words that stand as a source to an entity of the article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stemma.reading.lexicon import words
from stemma.reading.quotations import noun_phrases as phrases
from stemma.reading.quotations.contents import Range
from stemma.reading.quotations.frames import Frame
from stemma.reading.quotations.statements import subject
from stemma.types import Entity, Mention

_HE_SHE = frozenset(["he", "she", "him", "her"])
_IT_THEY = frozenset(["it", "they", "them"])
REACH = 2000  # characters before a pronoun in which somebody it may stand for is looked for
_PAPERS = words("documents") | frozenset(
    [
        "petition",
        "statement",
        "post",
        "tweet",
        "message",
        "speech",
        "book",
        "memoir",
        "blog",
        "column",
        "article",
    ]
)
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
    gender: str = field(default="", compare=False)


@dataclass(slots=True)
class Floor:
    """Who has spoken so far, up to an offset: the last person, the last body, and which of the two was last.

    paragraph: that of the last speech.  opened: where the paragraph that is read now begins.
    topic: the subject of the sentence before in the paragraph.
    """

    person: Speaker | None = None
    body: Speaker | None = None
    last: Speaker | None = None
    end: int = 0
    paragraph: int = -1
    opened: int = 0
    topic: Speaker | None = None

    def take(self, speaker: Speaker, end: int, paragraph: int) -> None:
        """The speaker has spoken, up to an offset."""
        self.last, self.end, self.paragraph = speaker, end, paragraph
        if speaker.person:
            self.person = speaker
        else:
            self.body = speaker


class Cast:
    """The entities of an article by the place of their mentions.  main: the organisation it is about."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        placed = [(m.span.start, m.span.end, n, m) for n, entity in enumerate(entities) for m in entity.mentions]
        placed.sort(key=lambda item: (item[0], -item[1], item[2]))
        self._entities = entities
        self._placed = placed
        self._starts = [item[0] for item in placed]
        self.main = _most_named(entities)

    def within(self, start: int, end: int) -> list[tuple[Entity, Mention]]:
        """Mentions that lie in a run of text, in order."""
        found = []
        i = bisect_left(self._starts, start)
        while i < len(self._placed) and self._placed[i][0] < end:
            if self._placed[i][1] <= end:
                found.append((self._entities[self._placed[i][2]], self._placed[i][3]))
            i += 1
        return found

    def called(self, printed: str) -> Speaker:
        """The speaker whom a transcript calls by a surname in capitals."""
        last = printed.strip(" .").split()[-1].casefold()
        entity = next(
            (one for one in self._entities if one.kind == "person" and one.name.casefold().split()[-1:] == [last]),
            None,
        )
        if entity is not None:
            return Speaker(entity.name, entity.id, not entity.named, True)
        return Speaker(printed.strip(), None, True, True)


def _most_named(entities: Sequence[Entity]) -> Entity | None:
    """The organisation with most mentions, None where it has but one or shares its rank."""
    bodies = [
        one
        for one in entities
        if one.kind == "organisation" and one.named and words("publishers").isdisjoint(one.name.lower().split())
    ]
    ranked = sorted(bodies, key=lambda one: -len(one.mentions))
    if not ranked or len(ranked[0].mentions) < 3:
        return None
    tied = len(ranked) > 1 and len(ranked[1].mentions) == len(ranked[0].mentions)
    return None if tied else ranked[0]


def resolve(frame: Frame, source: Range, said: Sequence[Range], cast: Cast, floor: Floor) -> Speaker:
    """The speaker that a source stands for; the name in an apposition behind it counts as well.

    said: the content, in which nobody is looked for.
    """
    found = _entity(frame, source, cast)
    if source[0] == source[1] and frame.low[source[0]] in _HE_SHE | _IT_THEY:
        return _pronoun(frame, source, found, _near(frame, source, said, cast, floor), floor)
    author = _author(frame, source, cast)
    if author is not None:
        return author
    if found is not None and found.named:
        return _together(frame, source, found, cast) or _speaker(frame, found)
    beside = _apposition(frame, source[1])
    named = _entity(frame, beside, cast) if beside else None
    if named is not None and named.named and named.kind in ("person", "organisation"):
        return _speaker(frame, named)
    if beside and named is None and _is_printed_name(frame, beside) and not _is_printed_name(frame, source):
        return Speaker(_printed(frame, beside), None, False, True)
    again = _again(frame, source, floor)
    if found is not None and again is None:
        return _speaker(frame, found)
    return (
        again
        or _company(frame, source, cast)
        or Speaker(_printed(frame, source), None, not _is_printed_name(frame, source), _is_person(frame, source))
    )


def _is_printed_name(frame: Frame, phrase: Range) -> bool:
    """Does a phrase look like a name that nobody has found: a proper noun with a capital at its head?"""
    head = min(max(phrases.base(frame, phrase[0]), phrase[0]), phrase[1])
    return frame.pos[head] == "PROPN" and frame.capital(head)


def _together(frame: Frame, source: Range, last: Entity, cast: Cast) -> Speaker | None:
    """Two or more named people who speak as one ("Ann Holm and Jonas Brandt said")."""
    if last.kind != "person" or "and" not in frame.low[source[0] : source[1]]:
        return None
    people = {
        entity.id
        for entity, mention in cast.within(frame.start[source[0]], frame.end[source[1]])
        if entity.kind == "person" and mention.form == "name"
    }
    return Speaker(" ".join(frame.words(*source).split()), None, False, True) if len(people) > 1 else None


def _author(frame: Frame, source: Range, cast: Cast) -> Speaker | None:
    """Whose paper it is that says something: "his report said", "Ann Holm's letter said"."""
    head = min(max(phrases.base(frame, source[0]), source[0]), source[1])
    if head == source[0] or frame.low[head] not in _PAPERS:
        return None
    owners = [
        entity
        for entity, mention in cast.within(frame.start[source[0]], frame.start[head])
        if entity.kind in ("person", "organisation")
        and (mention.form == "pronoun" or frame.text[mention.span.end : mention.span.end + 2] in ("'s", "’s"))
    ]
    return _speaker(frame, owners[0]) if owners else None


def _company(frame: Frame, source: Range, cast: Cast) -> Speaker | None:
    """For "the lender": the organisation that the article is about, named more than any other."""
    head = min(max(phrases.base(frame, source[0]), source[0]), source[1])
    opens = frame.low[source[0]] == "the" or frame.low[source[0]] in ("its", "our", "their")
    if not opens or frame.low[head] not in words("companies") or cast.main is None:
        return None
    return _speaker(frame, cast.main)


def topic(frame: Frame, cast: Cast) -> Speaker | None:
    """What a frame is about: its subject, None where that is a pronoun or hard to tell."""
    found = subject(frame, len(frame))
    if found is None or frame.pos[found[0]] == "PRON":
        return None
    entity = _entity(frame, found, cast)
    if entity is not None:
        return _speaker(frame, entity)
    return Speaker(_printed(frame, found), None, True, _is_person(frame, found))


def _near(frame: Frame, source: Range, said: Sequence[Range], cast: Cast, floor: Floor) -> list[tuple[Entity, Mention]]:
    """Who is named in the paragraph before a source, by the outlet and not in what is said."""
    at = frame.start[source[0]]
    contents = [(frame.start[a], frame.end[b]) for a, b in said]
    return [
        (entity, mention)
        for entity, mention in cast.within(max(floor.opened, at - REACH), at)
        if mention.form != "pronoun"
        and not frame.quoted(mention.span.start)
        and not any(a <= mention.span.start < b for a, b in contents)
    ]


def _pronoun(
    frame: Frame, source: Range, found: Entity | None, near: list[tuple[Entity, Mention]], floor: Floor
) -> Speaker:
    """Who "he", "she", "it" or "they" is: whoever spoke before in the paragraph, else whom it is about."""
    low = frame.low[source[0]]
    goes_on = floor.last is not None and floor.paragraph == frame.paragraph
    if low in _IT_THEY:
        speaker = _it_or_they(frame, low, near, floor, goes_on)
    else:
        gender = "she" if low in ("she", "her") else "he"
        speaker = _he_or_she(frame, gender, found, near, floor, goes_on)
        if speaker is not None and not speaker.gender:
            speaker = replace(speaker, gender=gender)
    return speaker or Speaker(frame.words(*source), None, True, low in _HE_SHE)


def _it_or_they(
    frame: Frame, low: str, near: list[tuple[Entity, Mention]], floor: Floor, goes_on: bool
) -> Speaker | None:
    """The body that spoke last in the paragraph, the subject of the sentence before, or a body near."""
    if goes_on and floor.last is not None and not floor.last.person:
        return floor.last
    if low == "it":
        if floor.topic is not None and not floor.topic.person:
            return floor.topic
        bodies = [one for one, _ in near if one.kind == "organisation" and one.name.lower() not in phrases.CHANNELS]
        if bodies:
            return _speaker(frame, bodies[-1])
    return floor.last if goes_on else floor.body or floor.last


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
    if goes_on and floor.person is not None and floor.person == floor.last and floor.person.gender in ("", gender):
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
    """The unnamed last speaker, for a noun that repeats part of what it was called ("the source")."""
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
