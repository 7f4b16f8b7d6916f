"""Whom a description means that stands alone: "the harbour master", "the disgraced tycoon".

In this order: who was described so, with the same noun; whose age it states; whose office shares a word with
it; whom an article that opens with it names next; whom the sentences before it are about.  Nobody where
several fit alike.
"""

from __future__ import annotations

from collections import defaultdict

from stemma.naming import fold
from stemma.reading.lexicon import words
from stemma.reading.names import descriptions as phrases
from stemma.reading.names.cast import Cast, Role
from stemma.reading.names.descriptions import Description, judging, person_phrase
from stemma.reading.names.grid import Grid
from stemma.reading.names.titles import KIN, SAY, Gender

NEAR = 4  # sentences back in which the person meant by a description without a match of words is looked for
_OPENING = 12  # sentences in which an article can still be opening
_EMPTY = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "at",
        "for",
        "from",
        "with",
        "to",
        "on",
        "by",
        "and",
        "or",
        "who",
        "whose",
        "that",
        "which",
        "s",
        "his",
        "her",
        "its",
        "their",
    ]
)
_ANOTHER = frozenset(("another", "one", "other", "second", "third", "fourth", "single", "every", "some"))
_MINE = frozenset(("his", "her", "its", "their", "my", "your", "whose"))


def content(grid: Grid, found: Description) -> set[str]:
    """The words of a description that say which or whose: "coast guard" of the coast guard's commodore."""
    span = range(found.first, found.last + 1)
    return {w for i in span if (w := fold(grid.low[i])) and w not in _EMPTY and i != found.base}


class Bearers:
    """Looks up roles by what was said of them beside their names."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.strangers: set[str] = set()
        self._by_head: dict[str, list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_age: dict[int, list[int]] = defaultdict(list)
        self._elected: list[int] = []
        for number, role in enumerate(cast.roles):
            if role.kind == "person":
                self._enter(number, role)
        people = (role.weight for role in cast.roles if role.kind == "person")
        self._most = max(people, default=1.0)
        self._main = self._most_named()

    def _enter(self, number: int, role: Role) -> None:
        for head in sorted(role.heads):
            self._by_head[head].append(number)
        for word in sorted(role.words):
            self._by_word[word].append(number)
        for age in sorted(role.ages):
            self._by_age[age].append(number)
        if phrases.ELECTED & role.heads.keys():
            self._elected.append(number)

    def _most_named(self) -> list[int]:
        """The people of the article, the most often named first."""
        named = [(n, role) for n, role in enumerate(self.cast.roles) if role.kind == "person" and role.named]
        return [n for n, role in sorted(named, key=lambda item: (-item[1].weight, item[0]))[:20]]

    def of(self, found: Description) -> int | None:
        """The number of the one role a description fits, None when none or several do."""
        grid, said = self.cast.grid, phrases.gender(self.cast.grid, found)
        age = phrases.age_inside(grid, found.first, found.last)
        aged = [n for n in self._by_age.get(age, ()) if self._suits(n, said)]
        if len(aged) == 1:
            return aged[0]
        if found.opens == "a":
            return self._introduced(found, said)
        if described := self._described(found, said):
            return described[0] if len(described) == 1 else self._latest(found, described)
        related = [n for n in self._by_word.get(found.head, ()) if self._suits(n, said)]
        if found.opens == "the" and len(related) == 1:
            return related[0]
        return self._meant(found, said)

    def _meant(self, found: Description, said: Gender) -> int | None:
        """Whom a description means that no earlier one resembles."""
        grid = self.cast.grid
        age = phrases.age_inside(grid, found.first, found.last)
        told = age >= 0 or judging(grid, found.first, found.base)
        if (
            (found.head in KIN and not told)
            or found.head in self.strangers
            or (found.opens == "own" and not _general(grid, found))
        ):
            return None
        if found.opens == "":
            headline = self.cast.part(grid.start[found.first]) in ("headline", "standfirst")
            loose = not phrases.is_office(found.head) or found.head in ("boss", "chief")
            return self._lead(found, said) if headline and loose else None
        if not told and grid.low[found.base] not in words("charged"):
            return self._introduced(found, said)
        later = self._introduced(found, said)
        return self._salient(found, said) if later is None else later

    def _suits(self, number: int, said: Gender) -> bool:
        """Whether the gender that a description says does not contradict a role's."""
        return not said or self.cast.roles[number].gender in ("", said)

    def _described(self, found: Description, said: Gender) -> list[int]:
        """Roles described with the same noun and nothing that contradicts; none that it names itself."""
        grid = self.cast.grid
        inside = {n for _, n in self.cast.between(grid.start[found.first], grid.start[found.base])}
        numbers = list(self._by_head.get(found.head, ()))
        if found.head == "incumbent":
            numbers += self._elected
        elif found.head == "leader":
            numbers += [n for n in self._elected if n not in numbers and self._leads(n, found)]
        fitting = [n for n in numbers if n not in inside and self._suits(n, said) and self._agrees(n, found)]
        return [n for n in fitting if self.cast.roles[n].named]

    def _agrees(self, number: int, found: Description) -> bool:
        """Whether no name in a description contradicts what the role was called with the same noun."""
        role, grid = self.cast.roles[number], self.cast.grid
        known = role.heads.get(found.head, set())
        names = {fold(grid.low[i]) for i in range(found.first + 1, found.last + 1) if grid.capital(i)}
        names &= content(grid, found)
        return not (names and known and not names & known and not names & set(role.full))

    def _leads(self, number: int, found: Description) -> bool:
        """Whether "the Dutch leader" can be this prime minister of the Dutch."""
        role, grid = self.cast.roles[number], self.cast.grid
        which = {fold(grid.low[i]) for i in range(found.first + 1, found.base) if grid.capital(i)}
        return bool(which) and any(which <= role.heads[head] for head in phrases.ELECTED & role.heads.keys())

    def _latest(self, found: Description, numbers: list[int]) -> int | None:
        """Of several who fit, the one mentioned last within two sentences."""
        events = self.cast.before(self.cast.grid.start[found.first], 2)
        return next((number for _, number in events if number in numbers), None)

    def _introduced(self, found: Description, said: Gender) -> int | None:
        """Whom an article that opens with a description names next: "A young man drowned. … Ben Hale …"."""
        cast, grid = self.cast, self.cast.grid
        offset = grid.start[found.first]
        here = cast.sentence(offset)
        if grid.low[found.first] in _ANOTHER or grid.low[found.first + 1] in _ANOTHER:
            return None
        if here > _OPENING or cast.part(offset) != "body" or not grid.rel[found.base].startswith("nsubj"):
            return None
        if any(cast.part(at) == "body" and cast.roles[n].named for at, n in cast.between(0, offset)):
            return None
        for at, number in cast.between(grid.end[found.last], cast.sentence_end(here + 3)):
            if cast.sentence(at) > here and cast.roles[number].named and self._suits(number, said):
                return number
        return None

    def _lead(self, found: Description, said: Gender) -> int | None:
        """Whom a headline without a name is about: the person the article names most often."""
        cast, grid = self.cast, self.cast.grid
        if grid.rel[found.base] == "xcomp":  # "becomes seventh victim"
            return None
        here = cast.sentence(cast.grid.start[found.first])
        if cast.between(cast.sentence_end(here - 1), cast.sentence_end(here)):
            return None
        return next((number for number in self._main if self._suits(number, said)), None)

    def _salient(self, found: Description, said: Gender) -> int | None:
        """The person the sentences before a description are about; nobody its own sentence names."""
        cast, grid = self.cast, self.cast.grid
        offset = grid.start[found.first]
        here = cast.sentence(offset)
        events = cast.before(offset, NEAR)
        present = {number for at, number in events if cast.sentence(at) == here}
        speaks = _says(grid, found.first, found.last)
        scores: dict[int, float] = {}
        for at, number in events:
            role = cast.roles[number]
            if number in present or not role.named or not self._suits(number, said):
                continue
            subject = grid.rel[grid.first_at(at)].startswith("nsubj")
            spoke = speaks and _says(grid, *grid.covers(at, at + 1))
            score = 0.6 * spoke + 1 / (here - cast.sentence(at)) + 0.4 * subject + 0.5 * role.weight / self._most
            scores[number] = max(scores.get(number, 0.0), score)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]


def _general(grid: Grid, found: Description) -> bool:
    """Whether what owns is no person: "the world's most stubborn mayor"."""
    owner = next((i for i in range(found.first, found.base) if grid.low[i + 1] in ("'s", "’s", "’")), -1)
    return owner >= 0 and not person_phrase(grid, found.first, owner) and grid.low[found.first] not in _MINE


def _says(grid: Grid, first: int, last: int) -> bool:
    """Whether a verb of saying stands before a mention or right after the name it begins."""
    after = last + 1
    while after < len(grid) and after - last < 4 and grid.upos[after] == "PROPN":
        after += 1
    return (first > 0 and grid.low[first - 1] in SAY) or (after < len(grid) and grid.low[after] in SAY)
