"""Passages that two articles share because one text lies behind both: cut, moved, lightly edited.

In two steps.  A pair of articles must first prove that they share text: a sentence so much the same, outside
quotation marks, that two writers would not have found the same words.  Then less will do for its other
sentences: an editor changed more of them, they are short, or they are the same quotation.

Thresholds were set on the `train` gold stories: see docs/evaluation.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from stemma.copies import grams
from stemma.copies.alignment import COMMON, TILE, Match, match
from stemma.copies.boilerplate import is_caption
from stemma.copies.words import Word, forms, sentences
from stemma.types import Reading, Span

LONGEST = 340
"""Characters of a passage at most; of a longer sentence the beginning is shown."""

STOCK = 100
"""Places in all articles beyond which three words in a row are a stock phrase and bring nothing together."""

NO_PROOF = frozenset(("headline", "standfirst", "subhead"))
"""Parts that prove no copying: two editors find the same short words for one event, or buy one picture."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Passages of a sentence or less that articles share because one text lies behind them.

    passages: one or more for each of two or more articles, in order of articles and place.
    score: share of the shortest sentence that is the same, 0 to 1.  words: how many words are the same.
    row: words of the whole passage it belongs to, with its neighbours that are shared as well.
    """

    passages: tuple[Span, ...]
    score: float
    words: int
    row: int
    reason: str


_Place = tuple[int, int]  # a sentence: article and number
_Extent = tuple[_Place, int, int]  # words of a sentence: the first and the one after the last


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two sentences that share text."""

    first: _Place
    second: _Place
    match: Match


def shared(readings: Sequence[Reading]) -> tuple[Shared, ...]:
    """The passages that two or more of the articles share, in order of their first place.

    Quotations alone are no sign: two outlets may quote the same words.  They count where the two articles
    also share text of their own, or where a long quotation is followed by the same words around it.
    """
    words = [sentences(reading) for reading in readings]
    met = _met(words)
    found: list[_Pair] = []
    bodies = [set(_proving(reading)) for reading in readings]
    for (one, other), places in sorted(met.items()):
        found += _of_two(words, bodies, one, other, places)
    return tuple(_joined(readings, words, found))


@dataclass(frozen=True, slots=True)
class Doubts:
    """Pairs of sentences of two articles that prove no copying.

    alike: so near in wording, outside quotation marks, that nobody should count them as two origins.
    quoting: they quote the same words, six or more.
    """

    alike: tuple[tuple[Span, Span], ...]
    quoting: tuple[tuple[Span, Span], ...]


def doubts(readings: Sequence[Reading]) -> Doubts:
    """The sentences that are near each other without being shared for certain."""
    words = [sentences(reading) for reading in readings]
    alike, quoting = [], []
    for (one, other), places in sorted(_met(words).items()):
        for (here, there), rows in sorted(places.items()):
            if rows < 4:
                continue
            found = match(words[one][here], words[other][there])
            pair = (readings[one].sentences[here].span, readings[other].sentences[there].span)
            if (found.share >= 0.6 and found.free >= 7) or (found.share >= 0.4 and found.run >= 8):
                alike.append(pair)
            if found.same - found.free >= 6 and found.said >= 0.75:
                quoting.append(pair)
    return Doubts(tuple(alike), tuple(quoting))


def telling(text: str) -> set[str]:
    """The words of a passage that carry news, in the form in which copies compare words."""
    return {word for word in forms(text) if word not in COMMON}


def _met(words: list[list[list[Word]]]) -> dict[_Place, Counter[_Place]]:
    """For each two articles the pairs of sentences that share rows of words, with how many such rows."""
    numbers: dict[str, int] = {}
    row: list[int] = []
    places: list[_Place] = []
    new: list[bool] = []
    for one, article in enumerate(words):
        for at, sentence in enumerate(article):
            row += [numbers.setdefault(word.form, len(numbers)) for word in sentence]
            places += [(one, at)] * len(sentence)
            new += [k == 0 for k in range(len(sentence))]
    named = grams.names(np.array(row, dtype=np.int64), np.array(new, dtype=np.bool_), TILE)
    first, second = grams.pairs(*grams.groups(named), STOCK)
    met: dict[_Place, Counter[_Place]] = defaultdict(Counter)
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        (one, here), (other, there) = places[a], places[b]
        if one != other:
            met[one, other][here, there] += 1
    return met


def _of_two(
    words: list[list[list[Word]]], bodies: list[set[int]], one: int, other: int, met: Counter[_Place]
) -> list[_Pair]:
    """The sentences that two articles share, or none where no sentence proves that they share text."""
    matches = {
        (here, there): match(words[one][here], words[other][there])
        for (here, there), rows in sorted(met.items())
        if rows >= 2 or min(len(words[one][here]), len(words[other][there])) <= 2 * TILE
    }
    proofs = {
        pair
        for pair, found in matches.items()
        if pair[0] in bodies[one] and pair[1] in bodies[other] and (_proves(found) or _same_cut(pair, matches))
    }
    if not proofs:
        return []
    kept = {pair for pair, found in matches.items() if pair in proofs or _follows(found)}
    matches |= _beside(words, one, other, kept)
    kept |= set(matches) & _neighbours(kept, matches)
    return [_Pair((one, a), (other, b), matches[a, b]) for a, b in sorted(kept)]


def _proving(reading: Reading) -> Iterator[int]:
    """The sentences that can prove copying: no titles, and no captions, which go with a picture from one agency."""
    for at, sentence in enumerate(reading.sentences):
        if sentence.part not in NO_PROOF and not is_caption(reading.article.words(sentence.span)):
            yield at


def _proves(found: Match) -> bool:
    """Are two sentences so alike outside quotation marks that one text must lie behind them?"""
    if found.run >= 12 and found.telling >= 8:
        return True
    return found.free >= 10 and found.telling >= 5 and found.share >= 0.75 and found.run >= 6


def _same_cut(pair: _Place, matches: dict[_Place, Match]) -> bool:
    """A long quotation with the same words around it, and the next sentence the same: one text, cut alike."""
    here, there = pair
    found, after = matches[pair], matches.get((here + 1, there + 1))
    return found.across >= 12 and found.frame >= 3 and after is not None and after.share == 1.0


def _follows(found: Match) -> bool:
    """Is this sentence shared, given that the two articles share others?"""
    if found.run >= 6 and found.telling >= 4 and found.plain >= 2 and found.share >= 0.35:
        return True
    return found.share >= 0.6 and found.same >= 5 and (found.said >= 0.85 or found.free >= 5)


def _beside(words: list[list[list[Word]]], one: int, other: int, kept: set[_Place]) -> dict[_Place, Match]:
    """Sentences beside shared ones that are the same to the word, however short."""
    found: dict[_Place, Match] = {}
    for here, there in kept:
        for step in (-1, 1):
            a, b = here + step, there + step
            if 0 <= a < len(words[one]) and 0 <= b < len(words[other]):
                first, second = words[one][a], words[other][b]
                if first and [w.form for w in first] == [w.form for w in second]:
                    found[a, b] = match(first, second)
    return found


def _neighbours(kept: set[_Place], matches: dict[_Place, Match]) -> set[_Place]:
    """Pairs beside kept ones, in both articles, that share half of a sentence or a telling row of words."""
    return {
        (a, b)
        for (a, b), found in matches.items()
        if (found.share >= 0.5 or (found.run >= 6 and found.telling >= 3 and found.plain >= 2))
        and ((a - 1, b - 1) in kept or (a + 1, b + 1) in kept)
    }


def _joined(readings: Sequence[Reading], words: list[list[list[Word]]], pairs: list[_Pair]) -> Iterator[Shared]:
    """Pairs that meet in the same part of a sentence put together: one text in three articles is one find."""
    sides = [_extents(pair) for pair in pairs]
    group = {extent: extent for both in sides for extent in both}

    def root(extent: _Extent) -> _Extent:
        while group[extent] != extent:
            extent = group[extent]
        return extent

    def join(one: _Extent, other: _Extent) -> None:
        low, high = sorted((root(one), root(other)))
        group[high] = low

    for first, second in sides:
        join(first, second)
    for one, other in pairwise(sorted(group)):
        if _is_same_part(one, other):
            join(one, other)
    rows = _rows(pairs)
    members: dict[_Extent, list[int]] = defaultdict(list)
    for number, (first, _) in enumerate(sides):
        members[root(first)].append(number)
    for _, numbers in sorted(members.items()):
        best = max((pairs[number] for number in numbers), key=lambda pair: pair.match.same)
        row = rows[best.first, best.second]
        spans = _spans(readings, words, [extent for number in numbers for extent in sides[number]])
        yield Shared(spans, round(best.match.share, 3), best.match.same, row, _reason(best.match, row))


def _extents(pair: _Pair) -> tuple[_Extent, _Extent]:
    """From the first shared word to the last in each sentence, without a few that stand far from the rest."""
    tiles = list(pair.match.tiles)
    while len(tiles) > 1 and tiles[1][0] - tiles[0][0] > 4 * tiles[0][2]:
        tiles = tiles[1:]
    while len(tiles) > 1 and tiles[-1][0] - tiles[-2][0] - tiles[-2][2] > 3 * tiles[-1][2]:
        tiles = tiles[:-1]
    starts = [min(tile[side] for tile in tiles) for side in (0, 1)]
    ends = [max(tile[side] + tile[2] for tile in tiles) for side in (0, 1)]
    return (pair.first, starts[0], ends[0]), (pair.second, starts[1], ends[1])


def _is_same_part(one: _Extent, other: _Extent) -> bool:
    """Do two runs of words of one sentence share at least half of the longer one?"""
    common = min(one[2], other[2]) - max(one[1], other[1])
    return one[0] == other[0] and 2 * common >= max(one[2] - one[1], other[2] - other[1])


def _spans(readings: Sequence[Reading], words: list[list[list[Word]]], extents: list[_Extent]) -> tuple[Span, ...]:
    """One passage for each sentence, wide enough for all that is shared of it."""
    widest: dict[_Place, tuple[int, int]] = {}
    for place, start, end in extents:
        old = widest.get(place, (start, end))
        widest[place] = (min(old[0], start), max(old[1], end))
    return tuple(_span(readings, words, place, extent) for place, extent in sorted(widest.items()))


def _rows(pairs: list[_Pair]) -> dict[tuple[_Place, _Place], int]:
    """For each pair the shared words of the unbroken row of sentences it stands in."""
    same = {(pair.first, pair.second): pair.match.same for pair in pairs}
    rows: dict[tuple[_Place, _Place], int] = {}
    for key in sorted(same):
        if key in rows:
            continue
        row, (one, here), (other, there) = [key], key[0], key[1]
        while ((one, here + 1), (other, there + 1)) in same:
            here, there = here + 1, there + 1
            row.append(((one, here), (other, there)))
        rows |= dict.fromkeys(row, sum(same[each] for each in row))
    return rows


def _span(readings: Sequence[Reading], words: list[list[list[Word]]], place: _Place, extent: tuple[int, int]) -> Span:
    """From the first shared word to the last, with the quotation marks and the point that belong to it."""
    article, number = place
    text = readings[article].article.text
    sentence, row = readings[article].sentences[number].span, words[article][number]
    start = row[extent[0]].start
    ends = [word.end for word in row[extent[0] : extent[1]] if word.end <= start + LONGEST]
    end = ends[-1] if ends else start + LONGEST
    while start > sentence.start and text[start - 1] in "\"'“‘«„([$€£":
        start -= 1
    while end < sentence.end and text[end] in ".,;:!?%\"'”’»)]":
        end += 1
    return Span(sentence.article, start, end)


def _reason(found: Match, row: int) -> str:
    if len(found.tiles) == 1 and found.same == found.shorter:
        said = f"{found.same} words in a row, the same"
    elif found.same == found.shorter:
        said = f"all {found.same} words of the shorter sentence, in {len(found.tiles)} pieces"
    elif found.shorter - found.same <= 3:
        said = f"{found.shorter} words, the same but for {found.shorter - found.same}"
    else:
        said = f"{found.same} of {found.shorter} words the same, {max(t[2] for t in found.tiles)} in a row"
    if row > found.same:
        said += f"; part of {row} shared words in neighbouring sentences"
    return said
