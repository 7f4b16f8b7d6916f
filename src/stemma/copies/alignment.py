"""Two sentences laid over each other: which rows of words stand in both.

Greedy string tiling (Wise, 1993): the longest row of words in both is taken first, then the next longest of
what is left, so that clauses which an editor moved are found as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from stemma.copies.words import Word

TILE = 3
"""Words in a row that count as shared; two words meet by chance all the time."""

LONGEST = 160
"""Words of a sentence that are looked at: longer ones are lists, and the work grows with the square."""

_COMMON = """
    a an the this that these those it its he him his she her hers they them their theirs we us our
    you your i my me who whom whose which what when where why how and or but nor so if as than then
    also not no too very just of in on at by for from to with into onto over under after before
    between against about during through since until up down out off is are was were be been being
    am has have had having do does did will would can could may might must shall should there here
    more most some any all both each other such only own same s t said says say saying told tells
    added according
"""
COMMON = frozenset(_COMMON.split())
"""Words that carry no news: sharing them shows nothing."""


@dataclass(frozen=True, slots=True)
class Match:
    """What two sentences share.

    tiles: (place in the first, place in the second, words), in the order of the first sentence.
    same: shared words; shorter: words of the shorter sentence.  Of those outside quotation marks in both:
    free: how many; run: the longest row; telling: how many carry news; plain: how many of these are no names.
    across: the longest row that goes on from a quotation into the words around it, `frame` words of them.
    said: share of the words in quotation marks that are the same, in the sentence with more of them; 1 for
    none.
    """

    tiles: tuple[tuple[int, int, int], ...]
    same: int
    shorter: int
    free: int
    run: int
    telling: int
    plain: int
    across: int
    frame: int
    said: float

    @property
    def share(self) -> float:
        """Share of the shorter sentence that stands in the other, 0 to 1."""
        return self.same / self.shorter


def match(first: Sequence[Word], second: Sequence[Word]) -> Match:
    """Lay two sentences of one word or more over each other."""
    first, second = first[:LONGEST], second[:LONGEST]
    tiles = _tiles([word.form for word in first], [word.form for word in second])
    free = run = telling = plain = across = frame = 0
    for a, b, size in tiles:
        quoted = [first[a + k].quoted or second[b + k].quoted for k in range(size)]
        row = 0
        for k, held in enumerate(quoted):
            row = 0 if held else row + 1
            run = max(run, row)
            tells = not held and _tells(first[a + k])
            telling += tells
            plain += tells and not first[a + k].name
        outside = quoted.count(False)
        free += outside
        if 0 < outside < size and size > across:
            across, frame = size, outside
    same = sum(size for _, _, size in tiles)
    spoken = max(sum(word.quoted for word in first), sum(word.quoted for word in second))
    said = min(1.0, (same - free) / spoken) if spoken else 1.0
    return Match(tuple(tiles), same, min(len(first), len(second)), free, run, telling, plain, across, frame, said)


def _tells(word: Word) -> bool:
    return word.form not in COMMON


def _tiles(first: list[str], second: list[str]) -> list[tuple[int, int, int]]:
    """Rows of TILE or more equal words, the longest taken first; in the order of the first sentence."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(second):
        places[word].append(at)
    free_first, free_second = [True] * len(first), [True] * len(second)
    tiles: list[tuple[int, int, int]] = []
    least = min(TILE, len(first), len(second))
    while True:
        a, b, size = _longest(first, places, free_first, free_second)
        if size < least:
            return sorted(tiles)
        tiles.append((a, b, size))
        free_first[a : a + size] = [False] * size
        free_second[b : b + size] = [False] * size


def _longest(
    first: list[str], places: dict[str, list[int]], free_first: list[bool], free_second: list[bool]
) -> tuple[int, int, int]:
    """The first of the longest rows of equal words that are still free: where in each, and how long."""
    best = (0, 0, 0)
    ending: dict[int, int] = {}
    for a, word in enumerate(first):
        rows: dict[int, int] = {}
        if free_first[a]:
            for b in places.get(word, ()):
                if free_second[b]:
                    size = rows[b] = ending.get(b - 1, 0) + 1
                    if size > best[2]:
                        best = (a - size + 1, b - size + 1, size)
        ending = rows
    return best
