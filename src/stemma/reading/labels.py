"""Descriptions and epithets put on people: what they are called beyond their names and plain offices."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stemma.reading.lexicon import words as listed
from stemma.reading.names import descriptions as phrases
from stemma.reading.names import dubbed, predicates
from stemma.reading.names.descriptions import Description, judging
from stemma.reading.names.following import following
from stemma.reading.names.grid import Grid
from stemma.reading.names.titles import KIN, is_title
from stemma.types import Article, Entity, Label, PartKind, Quotation, Span, Words

_UNREAD: frozenset[PartKind] = frozenset(("byline", "dateline", "caption", "boilerplate", "correction"))
# Offices whose noun is a label by itself where it is no formal title: what a tabloid calls an office.
_COLLOQUIAL = frozenset(("boss", "chief", "head", "founder", "baron", "king", "queen", "supremo"))
_LOOSE = frozenset(("leader", "founder"))  # who leads or founded something: said of a person, not a formal office
_FORMAL = frozenset(("chief", "head"))  # "chief of staff", "head of research": offices, but for "zoo chief Lind"
# Nouns for people that only say what somebody does in this story.
_PLAIN = frozenset("lawyer solicitor barrister official candidate spokesman client member".split())  # noqa: SIM905


# How adjectives end that are taken for verbs where a headline leaves out "is".
_QUALITIES = ("y", "ous", "ful", "less", "ic", "able", "ible", "ive", "ant", "al")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    entity: str


def find(
    article: Article, words: Words, entities: tuple[Entity, ...], quotations: tuple[Quotation, ...]
) -> tuple[Label, ...]:
    """The labels of an article in order, none inside another for one person.

    A label is what is said of a person beside the name, after "is", in a clause ("who …"), or instead of the
    name.  The bare name and the bare office are none; an office with a judgement is ("the embattled mayor").
    """
    grid = Grid.of(article.text, words)
    people = [entity for entity in entities if entity.kind == "person" and entity.named]
    found = [label for entity in people for label in _of(grid, entity)]
    by_word = _by_word(grid, people)
    found += [_Found(grid.start[first], grid.end[last], whom) for first, last, whom in dubbed.find(grid, by_word)]
    for whom, said in predicates.find(grid, people, quotations):
        found += _label(grid, said, whom)
    kept: list[_Found] = []
    read, quoted = _reads(article), _quoted(quotations)
    for label in sorted(set(found), key=lambda f: (f.start, -f.end, f.entity)):
        if read(label.start) and not any(_inside(label, other) for other in kept[-4:]):
            kept.append(label)
    return tuple(Label(Span(article.id, f.start, f.end), f.entity, quoted(f.start, f.end)) for f in kept)


def _by_word(grid: Grid, people: list[Entity]) -> dict[int, str]:
    """Ids of people by the words that mention them."""
    owners: dict[int, str] = {}
    for entity in people:
        for mention in entity.mentions:
            first, last = grid.covers(mention.span.start, mention.span.end)
            owners.update(dict.fromkeys(range(first, min(last, first + 12) + 1), entity.id))
    return owners


def _inside(label: _Found, other: _Found) -> bool:
    return other.start <= label.start and label.end <= other.end and label.entity == other.entity


def _reads(article: Article) -> Callable[[int], bool]:
    """Whether labels at an offset belong to the story."""
    starts = [part.span.start for part in article.parts]

    def read(offset: int) -> bool:
        i = bisect_right(starts, offset) - 1
        return i < 0 or offset >= article.parts[i].span.end or article.parts[i].kind not in _UNREAD

    return read


def _quoted(quotations: tuple[Quotation, ...]) -> Callable[[int, int], str | None]:
    """The id of the quotation a passage stands in, None where in none."""
    contents = sorted((span.start, span.end, q.id) for q in quotations for span in q.content)
    starts = [start for start, _, _ in contents]

    def quoted(start: int, end: int) -> str | None:
        i = bisect_right(starts, start) - 1
        near = contents[max(0, i - 3) : i + 1]
        return next((id for _, last, id in reversed(near) if end <= last), None)

    return quoted


def _of(grid: Grid, entity: Entity) -> Iterator[_Found]:
    """What one person is called."""
    names = [m.span for m in entity.mentions if m.form == "name"]
    whole = {
        m.span.end: m.span.start for m in entity.mentions if m.form == "title" and m.span.end in {n.end for n in names}
    }
    seen: set[int] = set()
    for span in names:
        first, last = grid.covers(span.start, span.end)
        outer = grid.first_at(whole.get(span.end, span.start))
        beside = phrases.beside(grid, first, outer)
        for found in (
            beside,
            phrases.before_comma(grid, beside.first if beside else outer),
            *following(grid, first, last),
        ):
            if found is not None:
                seen.update(range(found.first, found.base + 1))
                yield from _label(grid, found, entity.id)
        yield from _headline(grid, last, entity.id)
    for mention in entity.mentions:
        if mention.form in ("title", "description") and mention.span.end not in whole:
            first, last = grid.covers(mention.span.start, mention.span.end)
            if first > last or first in seen:
                continue
            phrase = grid.phrase_after(first)
            base = min(phrase[1], last) if phrase else last
            head = phrases.head_of(grid, first, base)
            alone = Description(first, last, base, head, phrases.opening(grid, first, base), "alone")
            yield from _label(grid, alone, entity.id)


def _label(grid: Grid, found: Description, entity: str) -> Iterator[_Found]:
    """The label a description makes, if it makes one."""
    if found.place == "who":
        if _lasting(grid, found):
            yield _Found(grid.start[found.first], grid.end[found.last], entity)
        return
    if _tells(grid, found):
        yield _Found(grid.start[found.first], grid.end[_until(grid, found)], entity)


def _until(grid: Grid, found: Description) -> int:
    """The last word of a label: before a formal title, where one stands between it and the name."""
    title = grid.capital(found.base) and is_title(grid.word[found.base]) and found.place == "before"
    if title and not grid.capital(found.first):
        return next((i - 1 for i in range(found.first + 1, found.base) if grid.capital(i)), found.base)
    return found.last


def _tells(grid: Grid, found: Description) -> bool:
    """Whether a description says more than an office."""
    if found.head == "relation":  # "no relation of the mayor": what somebody is not
        return False
    if found.head == "":
        return found.place == "before" and not _says_nothing(grid, found)
    words = _words(grid, found)
    if all(is_title(grid.word[i]) and grid.capital(i) for i in words):
        return False
    if judging(grid, found.first, found.base) or phrases.told_of(grid, found):
        return True
    if found.head in _PLAIN and len(words) == 1:
        return False
    if grid.low[found.base] == "old" and found.last == found.base:  # "the 29-year-old"
        return False
    if _charged(grid, found) or phrases.age_inside(grid, found.first, found.last) >= 0:
        return True
    if found.place == "alone" and found.opens == "":  # in a headline
        return len(words) > 1 and not phrases.is_office(found.head)
    if found.opens != "a" and (
        found.place == "alone" or (found.opens == "the" and len(words) == 1 and found.last == found.base)
    ):
        return False
    if found.head in KIN:
        return True
    if found.place == "before" and found.opens in ("a", "own") and len(words) == 1:
        return False  # "her keeper", "a colleague": who somebody is to whom the story is about
    if not phrases.is_office(found.head):
        return True
    foreign = any(grid.capital(i) and grid.upos[i] == "ADJ" for i in words)
    if foreign and found.place == "before" and found.opens == "the" and _directly(grid, found):
        return True
    if found.head in _COLLOQUIAL - _FORMAL and len(words) > 1 and found.opens in ("the", "own"):
        return found.place != "alone"
    if grid.capital(found.base) or found.opens == "":
        return grid.low[found.base] in _COLLOQUIAL and found.place == "before" and found.last == found.base
    if found.opens == "a" and found.place in ("after", "is"):
        return found.last == found.base and len(words) > 1
    if found.place == "alone":
        return False
    return found.head in _LOOSE or (found.head in _COLLOQUIAL - _FORMAL and found.place == "before")


def _says_nothing(grid: Grid, found: Description) -> bool:
    """Whether an adjective before a name is a title ("Private") or says only where somebody is from."""
    return is_title(grid.word[found.base]) or (grid.capital(found.base) and grid.low[found.first] == "the")


def _charged(grid: Grid, found: Description) -> bool:
    """Whether a noun praises or blames by itself; a chief is one of blame only right before a name."""
    low = grid.low[found.base]
    return low in listed("charged") and (low not in _FORMAL or (found.opens == "" and found.last == found.base))


def _lasting(grid: Grid, found: Description) -> bool:
    """Whether a clause ("who …") says what a person is or does for good, not what happened once."""
    at = found.first + 1
    while at < found.last and grid.upos[at] == "ADV":
        at += 1
    low = grid.low[at]
    if any(grid.low[i] in ("related", "relation", "relative") for i in range(at, min(at + 4, found.last + 1))):
        return False
    if grid.low[found.first] != "who" or (low in ("is", "was") and grid.upos[at + 1 : at + 2] == ("NUM",)):
        return False  # "whose son", "who is eight"
    if low in ("has", "have") and any(_stem(grid.low[i]) in listed("reporting") for i in range(at + 1, at + 3)):
        return False
    if low in ("was", "were"):
        return any(grid.low[i].endswith("ing") for i in range(at + 1, min(at + 3, found.last + 1)))
    return low in ("is", "has", "have", "are") or (grid.upos[at] == "VERB" and low.endswith("s"))


def _stem(participle: str) -> str:
    """ "insisted" to "insist", "denied" to "deny"."""
    return participle[:-3] + "y" if participle.endswith("ied") else participle.removesuffix("ed")


def _directly(grid: Grid, found: Description) -> bool:
    """Whether a name follows a description with nothing between: "the Danish director Lind"."""
    after = found.last + 1
    return found.last == found.base and after < len(grid) and grid.word[after][:1].isalpha()


def _words(grid: Grid, found: Description) -> list[int]:
    """The words of the noun phrase proper, without an article or a possessive before it."""
    return [i for i in range(found.first, found.base + 1) if not grid.opens(i)]


def _headline(grid: Grid, last: int, entity: str) -> Iterator[_Found]:
    """ "Roos furious after vote": an adjective right after a name, with no verb between."""
    at = last + 1
    if grid.sentence[last] != 0 or at + 1 >= len(grid) or not grid.joined(last, at + 1):
        return
    quality = grid.upos[at] == "ADJ" or (grid.upos[at] == "VERB" and grid.low[at].endswith(_QUALITIES))
    if quality and grid.word[at].islower() and grid.upos[at + 1] in ("ADP", "SCONJ", "PUNCT", "ADV"):
        yield _Found(grid.start[at], grid.end[at], entity)
