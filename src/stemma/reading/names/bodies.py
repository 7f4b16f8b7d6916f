"""What organisations are called after their names: "the directorate", "it", "its"; and bodies without a name.

A body without a name ("the police", "the court") is an unnamed entity of its own.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict

from stemma.reading.lexicon import words
from stemma.reading.names.cast import Cast, Role
from stemma.reading.names.grid import Grid
from stemma.reading.names.mentions import UNREAD

_COMMON = frozenset(("company", "firm", "group", "party", "agency", "body", "organisation", "organization"))
_ALONE = frozenset(("police", "government", "parliament", "court", "ministry", "council", "army", "military"))
_IT = frozenset(("it", "its", "itself"))
_REACH = 2  # sentences back in which a company without a match of words, or an "it", finds what it stands for


def link(cast: Cast) -> None:
    """Adds descriptions of organisations and their pronouns, and roles for bodies without a name."""
    grid, owners = cast.grid, _owners(cast)
    events = sorted(
        (start, n) for n, r in enumerate(cast.roles) if r.kind == "organisation" for start, _, _ in r.mentions
    )
    unnamed: dict[str, int] = {}
    for i, low in enumerate(grid.low):
        if low in _IT:
            number = _it(cast, i, events)
        elif i in cast.taken or low not in words("bodies") or not _free(grid, i):
            continue
        else:
            number = _which(cast, i, owners, events, unnamed)
        if number is not None and cast.part(grid.start[i]) not in UNREAD:
            the = low not in _IT and i > 0 and grid.low[i - 1] == "the"
            cast.roles[number].mentions.append(
                (grid.start[i - the], grid.end[i], "pronoun" if low in _IT else "description")
            )
            insort(events, (grid.start[i - the], number))


def _owners(cast: Cast) -> dict[str, list[int]]:
    """Organisations by the nouns in their names that they can be called by."""
    owners: dict[str, list[int]] = defaultdict(list)
    for number, role in enumerate(cast.roles):
        if role.kind == "organisation":
            for word in dict.fromkeys((*role.full[-1:], *role.full[:1])):
                if word in words("bodies"):
                    owners[word].append(number)
    return owners


def _free(grid: Grid, i: int) -> bool:
    """Whether a noun stands for itself: "the" or nothing before it ("police"), no other noun after it."""
    followed = i + 1 < len(grid) and grid.joined(i, i + 1) and grid.upos[i + 1] in ("NOUN", "PROPN")
    if followed or grid.upos[i] not in ("NOUN", "PROPN"):
        return False
    the = i > 0 and grid.low[i - 1] == "the" and grid.joined(i - 1, i)
    bare = grid.low[i] == "police" and grid.phrase_before(i) == i
    return the or bare


def _which(
    cast: Cast, i: int, owners: dict[str, list[int]], events: list[tuple[int, int]], unnamed: dict[str, int]
) -> int | None:
    """The organisation a noun stands for: the one with it in its name, or the one just named."""
    low = cast.grid.low[i]
    if fits := owners.get(low):
        return fits[0] if len(fits) == 1 else None
    if low in _COMMON:
        near = {number for _, number in _before(cast, i, events)}
        return near.pop() if len(near) == 1 else None
    if low not in _ALONE:
        return None
    if low not in unnamed:
        unnamed[low] = len(cast.roles)
        cast.roles.append(Role("organisation", [], named=False))
    return unnamed[low]


def _it(cast: Cast, i: int, events: list[tuple[int, int]]) -> int | None:
    """The organisation an "it" stands for: the subject nearest before it."""
    grid = cast.grid
    if grid.low[i] == "it" and not grid.rel[i].startswith("nsubj"):
        return None
    near = _before(cast, i, events)
    subjects = [n for start, n in near if grid.rel[grid.first_at(start)].startswith("nsubj")]
    if grid.low[i] == "its" and near and cast.sentence(near[-1][0]) == cast.sentence(grid.start[i]):
        return near[-1][1]
    return subjects[-1] if subjects and len({number for _, number in near}) < 3 else None


def _before(cast: Cast, i: int, events: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Organisations mentioned before a word, in its sentence or the sentences right before."""
    offset = cast.grid.start[i]
    begin = cast.sentence_end(cast.sentence(offset) - _REACH)
    return events[bisect_left(events, (begin, -1)) : bisect_left(events, (offset, -1))]
