"""Descriptions and titles that stand for a person or an organisation: beside its name, or alone."""

from __future__ import annotations

from dataclasses import replace

from stemma.naming import fold
from stemma.reading import descriptions as phrases
from stemma.reading.cast import Cast, Form, Role
from stemma.reading.descriptions import Description, judging
from stemma.reading.grid import Grid
from stemma.reading.lexicon import words as listed
from stemma.reading.mentions import UNREAD
from stemma.reading.titles import KIN, offices

_NEAR = 4  # sentences back in which the person meant by a description without a match of words is looked for
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
_BODIES = listed("bodies")


def link(cast: Cast) -> None:
    """Adds descriptions to the roles they stand for, and roles for titles whose bearer is not named."""
    used = _beside(cast)
    _alone(cast, used)
    _organisations(cast)


def _beside(cast: Cast) -> set[int]:
    """Descriptions beside names and after "is"; the words they take up."""
    grid, used = cast.grid, set[int]()
    for number, role in enumerate(cast.roles):
        if role.kind != "person":
            continue
        for name in role.names:
            first, last = grid.covers(name.start, name.end)
            outer = grid.first_at(name.whole)
            lead = grid.first_at(name.lead)
            age, _ = phrases.age_after(grid, last)
            if age >= 0:
                role.ages.add(age)
            for found in (
                phrases.beside(grid, first, outer),
                phrases.before_comma(grid, min(outer, lead)),
                phrases.after_comma(grid, last),
                phrases.is_predicate(grid, last),
            ):
                if found is None or used & {found.base}:
                    continue
                used.update(range(found.first, found.base + 1))
                _describe(cast, number, found, adjoining=found.last == first - 1)
    return used


def _describe(cast: Cast, number: int, found: Description, *, adjoining: bool) -> None:
    """Takes down a description beside a name; it is a mention of its own where a comma or verb parts the two."""
    role, grid = cast.roles[number], cast.grid
    role.describe(grid, found)
    if not found.head or found.place == "who":
        return
    role.heads[found.head] |= _content(cast, found)
    if phrases.is_office(found.head):
        _add_office(cast, role, found)
    if not adjoining:
        form: Form = "title" if phrases.is_office(found.head) else "description"
        cast.mention(number, grid.start[found.first], grid.end[found.last], form)


def _add_office(cast: Cast, role: Role, found: Description) -> None:
    grid = cast.grid
    first = found.first + (1 if grid.opens(found.first) else 0)
    last = found.last if grid.low[min(found.base + 1, len(grid) - 1)] in ("of", "for", "at") else found.base
    printed = " ".join(grid.text[grid.start[first] : grid.end[last]].split())
    if len(printed) <= 80 and all(printed.casefold() not in office.casefold() for office in role.offices):
        role.offices.append(printed)


def _content(cast: Cast, found: Description) -> set[str]:
    """The words of a description that say which office or whose: "coast guard" of the coast guard's commodore."""
    grid = cast.grid
    span = range(found.first, found.last + 1)
    return {w for i in span if (w := fold(grid.low[i])) and w not in _EMPTY and i != found.base}


def _alone(cast: Cast, used: set[int]) -> None:
    grid = cast.grid
    unnamed: dict[tuple[str, frozenset[str]], int] = {}
    strangers: set[str] = set()
    for found in phrases.alone(grid, cast.taken):
        if found.base in used or cast.part(grid.start[found.first]) in UNREAD:
            continue
        number = _whom(cast, found, strangers)
        if number is None:
            if found.opens == "a":
                strangers.add(found.head)
                continue
            if not phrases.is_office(found.head) or not _definite(grid, found):
                continue
            key = (found.head, frozenset(_content(cast, found)))
            number = unnamed.get(key)
            if number is None:
                number = unnamed[key] = len(cast.roles)
                cast.roles.append(Role("person", [], named=False))
                if not _belongs(found):
                    found = replace(found, last=found.base)
                _describe(cast, number, found, adjoining=True)
        form: Form = "title" if phrases.is_office(found.head) else "description"
        last = found.last if _belongs(found) else found.base
        cast.mention(number, grid.start[found.first], grid.end[last], form)


def _definite(grid: Grid, found: Description) -> bool:
    """Whether a phrase means somebody whom a reader can know: "the mayor", "Lund's mayor", not "his lawyer"."""
    if found.opens == "own":
        return grid.low[found.first] == "the" or (
            grid.capital(found.first) and grid.upos[found.first] == "PROPN"
        )
    return found.opens == "the" or found.opens == "" and found.head in phrases.ELECTED


def _belongs(found: Description) -> bool:
    """Whether what follows a description is short enough to say who is meant."""
    return found.last - found.base <= 16


def _whom(cast: Cast, found: Description, strangers: set[str]) -> int | None:
    """The number of the one role a description that stands alone fits, None when none or several do."""
    grid = cast.grid
    said = phrases.gender(grid, found)
    fitting = [n for n, role in enumerate(cast.roles) if _can_be(cast, role, found, said)]
    named = [n for n in fitting if cast.roles[n].named]
    age = phrases.age_inside(grid, found.first, found.last)
    if age >= 0:
        aged = [
            n
            for n, role in enumerate(cast.roles)
            if age in role.ages and not (said and role.gender not in ("", said))
        ]
        if len(aged) == 1:
            return aged[0]
    if found.opens == "a":
        return _introduced(cast, found, said)
    if named:
        return named[0] if len(named) == 1 else _latest(cast, found, named)
    if found.opens == "own" or found.head in KIN or found.head in strangers:
        return None
    if phrases.is_office(found.head) and found.opens != "" and not judging(grid, found.first, found.base):
        return None
    if found.opens == "the":
        later = _introduced(cast, found, said)
        return _salient(cast, found, said) if later is None else later
    loose = not phrases.is_office(found.head) or found.head in ("boss", "chief")
    if found.opens == "" and loose and cast.part(grid.start[found.first]) in ("headline", "standfirst"):
        return _lead(cast, found, said)
    return None


def _introduced(cast: Cast, found: Description, said: str) -> int | None:
    """Whom an article that opens with a description names next: "A young man drowned. … Ben Hale, 22, …"."""
    grid = cast.grid
    offset = grid.start[found.first]
    here = cast.sentence(offset)
    part = cast.sentences[here].part if cast.sentences else "body"
    if part != "body" or not grid.rel[found.base].startswith("nsubj"):
        return None
    named = [(at, number) for at, number in cast.events if cast.roles[number].named]
    if any(at < offset and cast.part(at) == "body" for at, _ in named):
        return None
    following = [(at, n) for at, n in named if at > grid.end[found.last] and cast.sentence(at) <= here + 3]
    for at, number in following:
        role = cast.roles[number]
        if cast.sentence(at) > here and said in ("", role.gender or said):
            return number
    return None


def _lead(cast: Cast, found: Description, said: str) -> int | None:
    """Whom a headline without a name is about: the person the article names most often."""
    here = cast.sentence(cast.grid.start[found.first])
    if any(cast.sentence(at) == here for at, number in cast.events if cast.roles[number].names):
        return None
    people = [(len(r.mentions), -n) for n, r in enumerate(cast.roles) if r.kind == "person" and r.named]
    fitting = [
        (count, n) for count, n in people if said in ("", cast.roles[-n].gender) or not cast.roles[-n].gender
    ]
    return -max(fitting)[1] if fitting else None


def _can_be(cast: Cast, role: Role, found: Description, said: str) -> bool:
    """Whether a role has been described with the head of a description and nothing in it speaks against it."""
    if role.kind != "person":
        return False
    if found.head == "incumbent" and phrases.ELECTED & role.heads.keys():
        return True
    if found.head not in role.heads:
        return False
    if said and role.gender not in ("", said):
        return False
    known, asked = role.heads[found.head], _content(cast, found)
    grid = cast.grid
    capital = {
        fold(grid.low[i]) for i in range(found.first, found.last + 1) if grid.capital(i) and i > found.first
    }
    capital &= asked
    return not (capital and known and not capital & known and not capital & set(role.full))


def _latest(cast: Cast, found: Description, numbers: list[int]) -> int | None:
    """Of several who fit, the one mentioned last within two sentences."""
    for _, number in cast.before(cast.grid.start[found.first], 2):
        if number in numbers:
            return number
    return None


def _salient(cast: Cast, found: Description, said: str) -> int | None:
    """The person the sentences before a description are about."""
    grid = cast.grid
    offset = grid.start[found.first]
    here = cast.sentence(offset)
    events = cast.before(offset, _NEAR)
    present = {number for at, number in events if cast.sentence(at) == here}
    scores: dict[int, float] = {}
    most = max((len(role.mentions) for role in cast.roles if role.kind == "person"), default=1)
    for at, number in events:
        role = cast.roles[number]
        if number in present or not role.named or (said and role.gender not in ("", said)):
            continue
        away = here - cast.sentence(at)
        subject = grid.rel[grid.first_at(at)].startswith("nsubj")
        score = 1 / away + 0.4 * subject + 0.5 * len(role.mentions) / most
        scores[number] = max(scores.get(number, 0.0), score)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _organisations(cast: Cast) -> None:
    """ "The directorate" for the one Civil Aviation Directorate of the article."""
    grid = cast.grid
    owners: dict[str, list[int]] = {}
    for number, role in enumerate(cast.roles):
        if role.kind == "organisation":
            for word in set(role.full[-1:] + role.full[:1]):
                if word in _BODIES:
                    owners.setdefault(word, []).append(number)
    for i in range(1, len(grid)):
        fits = owners.get(grid.low[i], ())
        if len(fits) != 1 or i in cast.taken or grid.low[i - 1] != "the" or not grid.joined(i - 1, i):
            continue
        followed = i + 1 < len(grid) and grid.joined(i, i + 1) and grid.upos[i + 1] in ("NOUN", "PROPN")
        if not followed and cast.part(grid.start[i]) not in UNREAD:
            cast.roles[fits[0]].mentions.append((grid.start[i - 1], grid.end[i], "description"))
