"""He, she, his, her: which of the people mentioned before."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator

from stemma.reading.names.cast import Cast
from stemma.reading.names.descriptions import person_phrase
from stemma.reading.names.grid import Grid
from stemma.reading.names.mentions import UNREAD
from stemma.reading.names.titles import SAY, Gender

_GENDERS: dict[str, Gender] = {
    "he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she",
    "hers": "she", "herself": "she",
}  # fmt: skip
_REACH = 3  # sentences back


def foresee(cast: Cast) -> None:
    """Counts whom he and she stand for before anything else is known, which tells who matters and who is a she."""
    events, grid = list(cast.events), cast.grid
    for i in _told(cast):
        number = _whom(cast, i)
        if number is not None:
            cast.roles[number].heard[_GENDERS[grid.low[i]]] += 1
            insort(cast.events, (grid.start[i], number))
    cast.events[:] = events


def link(cast: Cast) -> None:
    """Adds each he and she to the person it most likely stands for; in quotation marks it is left alone."""
    grid = cast.grid
    for i in _told(cast):
        number = _whom(cast, i)
        if number is not None:
            cast.mention(number, grid.start[i], grid.end[i], "pronoun")
            cast.roles[number].genders[_GENDERS[grid.low[i]]] += 1
            if grid.low[i] in ("he", "she"):
                _set_before(cast, i, number)


def _set_before(cast: Cast, i: int, number: int) -> None:
    """ "A former boxer, she …": what opens the sentence describes whom the pronoun stands for."""
    grid = cast.grid
    if i < 3 or grid.word[i - 1] != "," or not grid.joined(i - 1, i):
        return
    first = grid.first_at(cast.sentences[cast.sentence(grid.start[i])].span.start)
    phrase = grid.phrase_after(first) if i - first < 20 else None
    if phrase and person_phrase(grid, *phrase) and grid.tail(phrase[1]) == i - 2:
        cast.mention(number, grid.start[first], grid.end[i - 2], "description")


def _told(cast: Cast) -> Iterator[int]:
    """The pronouns of the article's own words."""
    grid = cast.grid
    spoken = _in_quotes(grid)
    for i, low in enumerate(grid.low):
        if low in _GENDERS and not spoken[i] and cast.part(grid.start[i]) not in UNREAD:
            yield i


def _in_quotes(grid: Grid) -> list[bool]:
    """For each word whether it stands in double quotation marks; a paragraph closes what it left open."""
    inside, open_now = [], False
    for i, word in enumerate(grid.word):
        if i and "\n" in grid.text[grid.end[i - 1] : grid.start[i]]:
            open_now = False
        if word in ("“", "„", "«") or (word in ('"', "``", "''") and not open_now):
            open_now = True
        elif word in ("”", "»", '"', "''"):
            open_now = False
        inside.append(open_now)
    return inside


def _whom(cast: Cast, i: int) -> int | None:
    """The best person before a pronoun: near, a subject or a speaker, of the same gender."""
    grid = cast.grid
    gender = _GENDERS[grid.low[i]]
    offset = grid.start[i]
    here = cast.sentence(offset)
    scores: dict[int, float] = {}
    for at, number in cast.before(offset, _REACH):
        role = cast.roles[number]
        if role.gender not in ("", gender):
            continue
        away = here - cast.sentence(at)
        word = grid.first_at(at)
        score = 2.0 / (1 + away) + 0.8 * _leads(grid, word) + 0.4 * (role.gender == gender)
        if away == 0 and _same_clause(grid, word, i):
            score -= 3.0
        scores[number] = max(scores.get(number, -1.0), score)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] <= 0 or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.05):
        return None
    return ranked[0][0]


def _leads(grid: Grid, word: int) -> bool:
    """Whether a mention is a subject, or stands beside a verb of saying ("said Jan Roos")."""
    if word >= len(grid):
        return False
    if grid.rel[word].startswith("nsubj"):
        return True
    return (word > 0 and grid.low[word - 1] in SAY) or (grid.low[word] in _GENDERS and grid.low[word] in ("he", "she"))


def _same_clause(grid: Grid, word: int, pronoun: int) -> bool:
    """Whether a mention and an object pronoun hang on one verb, so that they cannot be one person."""
    if grid.low[pronoun] not in ("him", "her") or not grid.rel[pronoun].startswith(("obj", "iobj", "obl")):
        return False
    return word < len(grid) and grid.head[word] == grid.head[pronoun] and grid.rel[word].startswith("nsubj")
