"""A text as the runs it was set in: one run a paragraph, heading or line of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")

NARROWEST_WRAP, WRAP_WIDTH = 50, 100
"""Bounds on the longest line of a text taken for hard-wrapped: mail and agency feeds break at 60 to 80."""


def word_set(text: str) -> frozenset[str]:
    """The words of a constant, as a set."""
    return frozenset(text.split())


def any_of(*patterns: str) -> str:
    """One pattern that matches where any of these does; each may use `|` at its own top."""
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def either(*patterns: str) -> re.Pattern[str]:
    """`any_of`, compiled, in capitals or not."""
    return re.compile(any_of(*patterns), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters `start` to `end` (exclusive) of a text, without blanks at either end."""

    start: int
    end: int
    text: str


def runs(text: str) -> list[Run]:
    """The runs of a text in order; together they hold every character that is not blank.

    A line is a run, unless the text is hard-wrapped: then a run is the lines of a paragraph.
    """
    lines = [run for match in _LINE.finditer(text) if (run := _stripped(text, match.start(), match.end()))]
    wrapped = _soft_breaks(text, lines)
    if not any(wrapped):
        return lines
    joined: list[Run] = []
    begin = 0
    for index, line in enumerate(lines):
        if not wrapped[index]:
            joined.append(Run(lines[begin].start, line.end, text[lines[begin].start : line.end]))
            begin = index + 1
    return joined


def _stripped(text: str, start: int, end: int) -> Run | None:
    line = text[start:end]
    left = start + len(line) - len(line.lstrip())
    line = line.strip()
    return Run(left, left + len(line), line) if line else None


def _soft_breaks(text: str, lines: list[Run]) -> list[bool]:
    """For each line, whether its break only wraps it: the next word would not have fitted."""
    none = [False] * len(lines)
    width = max((len(line.text) for line in lines), default=0)
    if not NARROWEST_WRAP <= width <= WRAP_WIDTH or len(lines) < 6:
        return none
    soft, pairs = none[:], 0
    for index, (line, following) in enumerate(pairwise(lines)):
        if text.count("\n", line.end, following.start) > 1 or len(line.text) < width // 2:
            continue
        pairs += 1
        soft[index] = len(line.text) + 1 + len(following.text.split(None, 1)[0]) > width - 4
    return soft if pairs > 3 and sum(soft) * 2 > pairs else none
