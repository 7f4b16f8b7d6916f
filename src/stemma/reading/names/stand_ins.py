"""Descriptions and titles that stand for a person: beside the name, or alone."""

from __future__ import annotations

from dataclasses import replace

from stemma.reading.names import descriptions as phrases
from stemma.reading.names.bearers import Bearers, content
from stemma.reading.names.cast import Cast, Form, Role
from stemma.reading.names.descriptions import Description, judging
from stemma.reading.names.following import following
from stemma.reading.names.grid import Grid
from stemma.reading.names.mentions import UNREAD
from stemma.reading.names.titles import is_person_noun


def link(cast: Cast) -> None:
    """Adds descriptions to the roles they stand for, and roles for titles whose bearer is not named."""
    used = _beside(cast)
    _alone(cast, used)


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
            beside = phrases.beside(grid, first, outer)
            for found in (
                beside,
                phrases.before_comma(grid, min(outer, lead, beside.first if beside else first)),
                *following(grid, first, last),
            ):
                if found is None or used & {found.base}:
                    continue
                used.update(range(_past_owner(grid, found), found.base + 1))
                _describe(cast, number, found, adjoining=found.last == first - 1)
    return used


def _past_owner(grid: Grid, found: Description) -> int:
    """The first word of a description after whom it belongs to: "the crook's sister" leaves the crook free."""
    owners = (i + 1 for i in range(found.base - 1, found.first, -1) if grid.low[i] in ("'s", "’s", "’"))
    return next(owners, found.first)


def _describe(cast: Cast, number: int, found: Description, *, adjoining: bool) -> None:
    """Takes down a description beside a name; a mention of its own where a comma or verb parts the two."""
    role, grid = cast.roles[number], cast.grid
    role.describe(grid, found)
    if found.head in ("", "relation") or found.place == "who":
        return
    role.heads[found.head] |= {word for word in content(grid, found) if not is_person_noun(word)}
    if phrases.is_office(found.head):
        _add_office(cast, role, found)
    if not adjoining:
        form: Form = "title" if phrases.is_office(found.head) else "description"
        cast.mention(number, grid.start[found.first], grid.end[found.last], form)


def _add_office(cast: Cast, role: Role, found: Description) -> None:
    grid = cast.grid
    first = found.first + (1 if grid.opens(found.first) else 0)
    while first < found.base and judging(grid, first, first + 1):
        first += 1
    last = found.last if grid.low[min(found.base + 1, len(grid) - 1)] in ("of", "for", "at") else found.base
    printed = " ".join(grid.text[grid.start[first] : grid.end[last]].split())
    low = printed.casefold()
    if len(printed) <= 80 and all(low not in office.casefold() for office in role.offices):
        role.offices[:] = [office for office in role.offices if office.casefold() not in low]
        role.offices.append(printed)


def _alone(cast: Cast, used: set[int]) -> None:
    grid = cast.grid
    unnamed: dict[tuple[str, frozenset[str]], int] = {}
    bearers = Bearers(cast)
    for found in phrases.alone(grid, cast.taken):
        if found.base in used or cast.part(grid.start[found.first]) in UNREAD:
            continue
        number = bearers.of(found)
        if number is None:
            if found.opens == "a":
                bearers.strangers.add(found.head)
                continue
            if not phrases.is_office(found.head) or not _definite(grid, found):
                continue
            key = (found.head, frozenset(content(grid, found)))
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
    """Whether a phrase means somebody whom a reader can know: "the mayor", not "his lawyer"."""
    if found.opens == "own":
        return grid.low[found.first] == "the" or (grid.capital(found.first) and grid.upos[found.first] == "PROPN")
    return found.opens == "the" or (found.opens == "" and found.head in phrases.ELECTED)


def _belongs(found: Description) -> bool:
    """Whether what follows a description is short enough to say who is meant."""
    return found.last - found.base <= 16
