"""Who and what plays a part in one article: the roles that mentions are given to, one after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from stemma.reading.names import descriptions as phrases
from stemma.reading.names.descriptions import Description
from stemma.reading.names.grid import Grid
from stemma.reading.names.groups import Body
from stemma.reading.names.mentions import Name
from stemma.reading.names.people import Person
from stemma.reading.names.titles import COURTESY, Gender, offices, plain
from stemma.types import EntityKind, PartKind, Sentence

Form = Literal["name", "title", "description", "pronoun"]


@dataclass(slots=True)
class Role:
    """One entity while its mentions are gathered.

    heads: nouns it is described with ("minister") and the words that went before them there.
    ages: ages stated of it.  genders: votes; heard: those of pronouns before descriptions are linked.
    """

    kind: EntityKind
    names: list[Name]
    named: bool = True
    mentions: list[tuple[int, int, Form]] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    heads: dict[str, set[str]] = field(default_factory=dict)
    ages: set[int] = field(default_factory=set)
    genders: Counter[Gender] = field(default_factory=Counter)
    heard: Counter[Gender] = field(default_factory=Counter)
    full: tuple[str, ...] = ()

    @property
    def words(self) -> set[str]:
        """The words of its offices and descriptions, other than the nouns they stand on."""
        return set().union(*self.heads.values())

    @property
    def gender(self) -> Gender:
        """What most of the evidence says; empty when it is even or there is none."""
        for votes in (self.genders, self.heard):
            he, she = votes["he"], votes["she"]
            if he != she:
                return "he" if he > she else "she"
        return ""

    @property
    def weight(self) -> float:
        """How much of the article is about it: its names, and its pronouns for half."""
        return len(self.names) + self.heard.total() / 2

    def describe(self, grid: Grid, found: Description) -> None:
        """Takes down what a description says."""
        if found.head:
            self.heads.setdefault(found.head, set()).update(phrases.modifiers(grid, found.first, found.base))
            if said := phrases.gender(grid, found):
                self.genders[said] += 3
        if (age := phrases.age_inside(grid, found.first, found.last)) >= 0:
            self.ages.add(age)


class Cast:
    """The roles of an article, and who was mentioned when.

    events: (offset, number of the role) of every mention of a person so far, in order.
    """

    def __init__(self, grid: Grid, sentences: tuple[Sentence, ...], people: list[Person], bodies: list[Body]) -> None:
        self.grid = grid
        self.sentences = sentences
        self._starts = [s.span.start for s in sentences]
        self.roles: list[Role] = []
        self.events: list[tuple[int, int]] = []
        self.taken: set[int] = set()
        for person in people:
            self._person(person)
        self.events.sort()
        for body in bodies:
            role = Role(body.kind, body.names, full=body.full)
            role.mentions = [(name.start, name.end, "name") for name in body.names]
            self._take(body.names)
            self.roles.append(role)

    def _person(self, person: Person) -> None:
        role = Role("person", person.names, full=person.full, genders=Counter(person.genders))
        number = len(self.roles)
        self.roles.append(role)
        self._take(person.names)
        for name in person.names:
            role.mentions.append((name.start, name.end, "name"))
            if name.whole < name.start:
                role.mentions.append((name.whole, name.end, "title"))
            self.events.append((name.start, number))
            for title in name.titles:
                self._office(role, title)

    def _take(self, names: list[Name]) -> None:
        for name in names:
            first, last = self.grid.covers(name.start, name.end)
            self.taken.update(range(first, last + 1))

    def _office(self, role: Role, title: str) -> None:
        """A title before the name: an office unless it is a courtesy alone."""
        words = [plain(word) for word in title.split()]
        if words[-1] in COURTESY and words[-1] not in offices():
            return
        if title not in role.offices:
            role.offices.append(title)
        fused = phrases.fused(words)
        role.heads.setdefault(fused, set()).update(words[:-1])

    def part(self, offset: int) -> PartKind:
        """The part of the page an offset stands in."""
        return self.sentences[self.sentence(offset)].part if self.sentences else "body"

    def sentence(self, offset: int) -> int:
        """The sentence an offset stands in, or the one before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def mention(self, number: int, start: int, end: int, form: Form) -> None:
        """One more place where a role is played."""
        self.roles[number].mentions.append((start, end, form))
        insort(self.events, (start, number))

    def before(self, offset: int, sentences: int) -> list[tuple[int, int]]:
        """Mentions of people that begin before an offset, so many sentences back, latest first."""
        here = self.sentence(offset)
        earliest = self._starts[max(0, here - sentences)] if self._starts else 0
        end = bisect_right(self.events, (offset, -1))
        begin = bisect_right(self.events, (earliest, -1))
        return self.events[begin:end][::-1]

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """Mentions of people that begin from one offset up to another, in order."""
        return self.events[bisect_left(self.events, (start, -1)) : bisect_left(self.events, (end, -1))]

    def sentence_end(self, number: int) -> int:
        """The offset after a sentence; 0 before the first, the end of the last after it."""
        if number < 0 or not self.sentences:
            return 0
        return self.sentences[min(number, len(self.sentences) - 1)].span.end
