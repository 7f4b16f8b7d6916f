"""Tellings of one thing said laid over each other word by word, as editors collate manuscripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from stemma.show.view import ALIGNED, Telling, bare

ALIKE = 0.5
"""Share of the shortest telling's words that all must have; below it, the tellings are better read side by side."""


@dataclass(frozen=True, slots=True)
class Place:
    """A run of words: what all tellings have; or, with `readings`, what each has there.

    readings: the words, "" for none, with the numbers of the tellings that have them so.
    """

    words: str
    readings: tuple[tuple[str, tuple[int, ...]], ...] = ()


def collate(tellings: Sequence[Telling]) -> tuple[Place, ...]:
    """The tellings as one run of words with the places where they differ; empty where they differ too much.

    The first gives case and punctuation, which do not count as a difference.
    """
    worded = [telling.words.split(" ") for telling in tellings]
    if len(worded) < 2 or max(map(len, worded)) > ALIGNED:
        return ()
    base = worded[0]
    # For each telling and each word of the first: the words it has in that place, and those it has before it.
    there = [base, *([""] * len(base) for _ in worded[1:])]
    before = [[""] * (len(base) + 1) for _ in worded]
    for number, words in enumerate(worded[1:], 1):
        _lay(base, words, there[number], before[number])
    places: list[tuple[str, ...]] = []
    for at in range(len(base)):
        places += [tuple(row[at] for row in before), tuple(row[at] for row in there)]
    places.append(tuple(row[len(base)] for row in before))
    found = _joined([place for place in places if any(place)])
    common = sum(len(place.words.split(" ")) for place in found if not place.readings)
    return found if common >= ALIKE * min(map(len, worded)) else ()


def _lay(base: list[str], words: list[str], there: list[str], before: list[str]) -> None:
    matcher = SequenceMatcher(None, [bare(word) for word in base], [bare(word) for word in words], autojunk=False)
    for edit, a, b, c, d in matcher.get_opcodes():
        if edit == "equal":
            there[a:b] = words[c:d]
        elif edit == "insert":
            before[a] = " ".join(words[c:d])
        elif edit == "replace":
            there[a] = " ".join(words[c:d])


def _joined(places: Sequence[tuple[str, ...]]) -> tuple[Place, ...]:
    """Neighbouring places in runs that are the same in all tellings, or not."""
    runs: list[tuple[bool, list[tuple[str, ...]]]] = []
    for place in places:
        same = len({bare(words) for words in place}) == 1
        if not runs or runs[-1][0] != same:
            runs.append((same, []))
        runs[-1][1].append(place)
    return tuple(_place(same, run) for same, run in runs)


def _place(same: bool, run: Sequence[tuple[str, ...]]) -> Place:
    tellers = [" ".join(filter(None, words)) for words in zip(*run, strict=True)]
    if same:
        return Place(tellers[0])
    readings: dict[str, list[int]] = {}
    first: dict[str, str] = {}
    for number, words in enumerate(tellers):
        readings.setdefault(bare(words), []).append(number)
        first.setdefault(bare(words), words)
    return Place("", tuple((first[key], tuple(numbers)) for key, numbers in readings.items()))
