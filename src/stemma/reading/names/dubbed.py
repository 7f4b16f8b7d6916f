"""What people are called in so many words: "dubbed the Fixer", "called him a coward", "known as the Owl"."""

from __future__ import annotations

from collections.abc import Iterator

from stemma.reading.names.grid import Grid

_NAMING = frozenset(("dubbed", "nicknamed", "branded", "labelled", "labeled", "christened"))
_NAMING_AS = frozenset(
    (
        "known",
        "know",
        "knows",
        "hailed",
        "described",
        "portrayed",
        "denounced",
        "derided",
        "mocked",
        "cast",
        "seen",
        "regarded",
        "viewed",
        "billed",
        "touted",
        "feted",
        "remembered",
    )
)
_CALLING = frozenset(("called", "calls", "calling", "call"))
_QUOTES = frozenset("\"'“”‘’")
_BE = frozenset(("is", "was", "are", "were", "been", "being", "be", "widely", "once", "also", "often", "better"))


def find(grid: Grid, people: dict[int, str]) -> Iterator[tuple[int, int, str]]:
    """First and last word of what somebody is called, and who; people: ids by words that mention them."""
    for i, low in enumerate(grid.low):
        if low not in _NAMING and low not in _NAMING_AS and low not in _CALLING:
            continue
        at, whom = i + 1, people.get(i + 1, "")
        while at < len(grid) and people.get(at, "") == whom != "":
            at += 1
        if not whom:
            whom = _subject(grid, i, people, set_off=low not in _CALLING)
        if low in _NAMING_AS:
            if at >= len(grid) or grid.low[at] != "as":
                continue
            at += 1
        while at < len(grid) and grid.word[at] in _QUOTES:
            at += 1
        phrase = grid.phrase_after(at) if whom and at < len(grid) and grid.joined(i, at) else None
        told = phrase is not None and (grid.opens(phrase[0]) or low in _NAMING)
        if phrase is not None and told and not any(people.get(j) == whom for j in range(phrase[0], phrase[1] + 1)):
            yield phrase[0], phrase[1], whom


def _subject(grid: Grid, i: int, people: dict[int, str], *, set_off: bool) -> str:
    """Who is said to be called so: the last person mentioned before a passive; set_off: or before a comma."""
    passive = i > 0 and (grid.low[i - 1] in _BE or (set_off and grid.word[i - 1] == ","))
    whom = next((j for j in range(i - 1, max(-1, i - 8), -1) if grid.low[j] == "whom"), -1)
    if not passive and (whom < 0 or grid.sentence[whom] != grid.sentence[i]):
        return ""
    for j in range((i if whom < 0 else whom) - 1, max(-1, i - 16), -1):
        if grid.sentence[j] != grid.sentence[i]:
            break
        if j in people:
            return people[j]
    return ""
