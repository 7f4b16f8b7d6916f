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
from stemma.types import PartKind

NEAR = 4  # sentences back in which the person meant by a description without a match of words is looked for
_SOON = 8  # sentences within which somebody introduced without a name is identified
_IDENTIFY = frozenset(("identified", "named"))
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
_HEADS: tuple[PartKind, ...] = ("headline", "standfirst")
_UNLIKE = frozenset(("related", "relation", "relative", "nothing"))  # "no relation of the mayor"
_CHILDREN = frozenset(("boy", "girl", "tot", "toddler", "baby", "infant", "child", "kid", "newborn"))
_NUMBERS = frozenset("one two three four five six seven eight nine ten eleven twelve".split())  # noqa: SIM905
_ANYBODY = frozenset(("man", "woman", "lady", "person"))  # "the woman in charge"
_PARENTS = frozenset(("mother", "father", "parent", "grandmother", "grandfather", "husband", "wife", "widow"))
_GROWN = 16  # years; nobody younger is a parent, no child is older
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
        aged = [n for n in self._by_age.get(age, ()) if self._suits(n, said, found.head)]
        if len(aged) == 1:
            return aged[0]
        if found.opens == "a":
            return self._introduced(found, said)
        if (equal := self._equated(found)) is not None:
            return equal
        if described := self._described(found, said):
            return described[0] if len(described) == 1 else self._one_of(found, described)
        related = [n for n in self._by_word.get(found.head, ()) if self._suits(n, said, found.head)]
        if found.opens == "the" and len(related) == 1:
            return related[0]
        return self._meant(found, said)

    def _meant(self, found: Description, said: Gender) -> int | None:
        """Whom a description means that no earlier one resembles."""
        grid = self.cast.grid
        told = (
            phrases.age_inside(grid, found.first, found.last) >= 0
            or judging(grid, found.first, found.base)
            or (found.head in _ANYBODY and found.last > found.base and found.opens == "the")
            or _of_number(grid, found)
        )
        if found.first > 0 and grid.upos[found.first - 1] == "AUX":  # "planets are the best candidate"
            return None
        if _UNLIKE & set(grid.low[max(0, found.first - 3) : found.first]):
            return None
        if (
            (found.head in KIN and not told)
            or (found.head in self.strangers and not told)
            or (found.opens == "own" and not _general(grid, found, told=told))
        ):
            return None
        if found.opens == "":
            headline = self.cast.part(grid.start[found.first]) in _HEADS
            loose = not phrases.is_office(found.head) or found.head in ("boss", "chief")
            return self._lead(found, said) if headline and loose else None
        if not told and grid.low[found.base] not in words("charged"):
            return self._introduced(found, said)
        if self.cast.part(grid.start[found.first]) in _HEADS:
            return None if phrases.is_office(found.head) else self._lead(found, said)
        later = self._introduced(found, said)
        return self._salient(found, said) if later is None else later

    def _suits(self, number: int, said: Gender, noun: str) -> bool:
        """Whether neither the gender that a description says nor its noun contradicts what is known of a role."""
        role = self.cast.roles[number]
        if role.ages and (
            max(role.ages) < _GROWN if noun in _PARENTS else noun in _CHILDREN and min(role.ages) > _GROWN
        ):
            return False
        return not said or role.gender in ("", said)

    def _described(self, found: Description, said: Gender) -> list[int]:
        """Roles described with the same noun and nothing that contradicts; none that it names itself."""
        grid = self.cast.grid
        inside = {n for _, n in self.cast.between(grid.start[found.first], grid.start[found.base])}
        numbers = list(self._by_head.get(found.head, ()))
        if found.head == "incumbent":
            numbers += self._elected
        elif found.head == "leader":
            numbers += [n for n in self._elected if n not in numbers and self._leads(n, found)]
        fitting = [
            n for n in numbers if n not in inside and self._suits(n, said, found.head) and self._agrees(n, found)
        ]
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

    def _equated(self, found: Description) -> int | None:
        """Who is said to be what a description says: "The winner is Ana Roos"."""
        grid, verb = self.cast.grid, found.last + 1
        if verb + 1 >= len(grid) or grid.low[verb] not in ("is", "was") or grid.upos[verb + 1] != "PROPN":
            return None
        named = self.cast.between(grid.start[verb + 1], grid.end[verb + 1])
        return named[0][1] if named else None

    def _one_of(self, found: Description, numbers: list[int]) -> int | None:
        """Of several who fit, the one mentioned last; where the article opens, the one it names most often."""
        latest = self._latest(found, numbers)
        if latest is None and self._opens(found) and _colours(self.cast.grid, found):
            return next((number for number in self._main[:1] if number in numbers), None)
        return latest

    def _opens(self, found: Description) -> bool:
        """Whether a description stands in a headline, or before anybody is named in the text."""
        offset = self.cast.grid.start[found.first]
        if self.cast.part(offset) in _HEADS:
            return True
        earlier = self.cast.between(0, offset)
        return not any(self.cast.part(at) == "body" and self.cast.roles[n].named for at, n in earlier)

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
        if cast.part(offset) != "body" or not grid.rel[found.base].startswith("nsubj"):
            return None
        silent = not _says(grid, found.base)
        if silent and (number := self._identified(found, here)) is not None and self._suits(number, said, found.head):
            return number
        if here > _OPENING:
            return None
        if any(cast.part(at) == "body" and cast.roles[n].named for at, n in cast.between(0, offset)):
            return None
        events = cast.between(cast.sentence_end(here), cast.sentence_end(here + 3))
        speak = {number for at, number in events if _says(grid, grid.first_at(at))}  # of the one it is about
        named = [n for _, n in events if n not in speak and cast.roles[n].named and self._suits(n, said, found.head)]
        return max(named, key=lambda n: (cast.roles[n].weight, -named.index(n)), default=None)

    def _identified(self, found: Description, here: int) -> int | None:
        """Who is said next to be called so: "A man drowned. … Relatives identified him as Ben Hale"."""
        cast, grid = self.cast, self.cast.grid
        end = cast.sentence_end(here + _SOON)
        for i in range(found.last + 1, len(grid)):
            if grid.start[i] >= end:
                return None
            if grid.low[i] not in _IDENTIFY:
                continue
            at = next((j + 1 for j in range(i + 1, min(i + 8, len(grid) - 1)) if grid.low[j] == "as"), -1)
            if (
                at > 0
                and grid.sentence[at] == grid.sentence[i]
                and (named := cast.between(grid.start[at], grid.end[at]))
            ):
                return named[0][1]
        return None

    def _lead(self, found: Description, said: Gender) -> int | None:
        """Whom a headline without a name is about: the person the article names most often."""
        cast, grid = self.cast, self.cast.grid
        if grid.rel[found.base] == "xcomp" or (found.first > 0 and grid.upos[found.first - 1] == "AUX"):
            return None  # "watchman becomes first victim"
        here = cast.sentence(cast.grid.start[found.first])
        first, last = cast.sentence_end(here - 1), cast.sentence_end(here)
        if any(first <= name.start < last for role in cast.roles if role.kind == "person" for name in role.names):
            return None
        fitting = [number for number in self._main if self._suits(number, said, found.head)]
        weights = [cast.roles[number].weight for number in fitting[:2]]
        alike = weights in ([0.5, 0.5], [1, 1])  # nobody is named more than once
        return fitting[0] if fitting and not alike else None

    def _salient(self, found: Description, said: Gender) -> int | None:
        """The person the sentences before a description are about; nobody its own sentence names."""
        cast, grid = self.cast, self.cast.grid
        offset = grid.start[found.first]
        here = cast.sentence(offset)
        events = cast.before(offset, NEAR)
        present = {number for _, number in cast.between(cast.sentence_end(here - 1), cast.sentence_end(here))}
        speaks = _says(grid, found.base)
        scores: dict[int, float] = {}
        for at, number in events:
            role = cast.roles[number]
            if number in present or not role.named or not self._suits(number, said, found.head):
                continue
            subject = _subject_of(grid, grid.first_at(at)) >= 0
            said_it = _says(grid, grid.first_at(at))
            score = (
                (0.6 if speaks else -0.8) * said_it
                + 1 / (here - cast.sentence(at))
                + 0.4 * subject
                + 0.9 * role.weight / self._most
            )
            scores[number] = max(scores.get(number, 0.0), score)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]


def _of_number(grid: Grid, found: Description) -> bool:
    """ "the mother of two", "the dad-of-four"."""
    rest = [w for w in grid.low[found.first : found.last + 1] if w not in ("-", "‑")]
    of = next((i for i, word in enumerate(rest) if word == "of"), len(rest))
    return of + 1 < len(rest) and rest[of + 1] in _NUMBERS


def _colours(grid: Grid, found: Description) -> bool:
    """Whether a description says more of somebody than what office or trade it is."""
    age = phrases.age_inside(grid, found.first, found.last)
    return age >= 0 or judging(grid, found.first, found.base) or phrases.told_of(grid, found)


def _subject_of(grid: Grid, i: int) -> int:
    """The verb whose subject a word is, or the noun or title that the word stands beside is; -1 for none."""
    for _ in range(4):
        head = grid.head[i]
        if not 0 <= head < len(grid):
            return -1
        if grid.rel[i].startswith("nsubj"):
            return head
        if grid.rel[i] not in ("flat", "appos", "compound", "nmod") or (i > 0 and grid.upos[i - 1] == "ADP"):
            return -1
        i = head
    return -1


def _general(grid: Grid, found: Description, *, told: bool) -> bool:
    """Whether what owns is nobody in the article: "the world's most stubborn mayor", "the tireless baker's son"."""
    owner = next((i for i in range(found.first, found.base) if grid.low[i + 1] in ("'s", "’s", "’")), -1)
    if owner < 0 or grid.low[found.first] in _MINE:
        return False
    return not person_phrase(grid, found.first, owner) or (told and not grid.capital(owner))


def _says(grid: Grid, i: int) -> bool:
    """Whether a word belongs to the subject of a verb of saying: "wailed nurse Ana Roos", "the mayor said"."""
    verb = _subject_of(grid, i)
    return verb >= 0 and (grid.low[verb] in SAY or grid.low[verb] in words("cues"))
