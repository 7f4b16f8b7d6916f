"""Quotation marks: which run of text stands between which marks, in any style.

Curly, straight, German and French marks; single ones told from apostrophes; nested ones belong to the
outermost; a mark without its partner opens nothing, unless the next paragraph opens again (a quotation over
paragraphs repeats its opening mark and closes once).  Each paragraph is read by itself, each mark once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_DOUBLE = re.compile(r"[\"“”„‟«»]|``|''")
_SINGLE = re.compile(r"['‘’‚‹›]")
_OPENS = frozenset(["“", "„", "‟", "«", "``"])
_CLIPPED = re.compile(r"['‘’](?:\d\ds?\b|(?:em|til|tis|twas|cause|bout|n|neath)\b)", re.IGNORECASE)
_BEFORE_OPEN = frozenset(' \t\n\r\xa0([{—–-/"“„«‘:;…,.')


@dataclass(frozen=True, slots=True)
class Quoted:
    """Text between quotation marks, the marks included.

    continued: the paragraph ends before the quotation does, and the next one goes on with it.
    """

    start: int
    end: int
    continued: bool = False


def find(text: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[Quoted, ...]:
    """Outermost quoted runs in order, inside the paragraphs given as offsets; they do not overlap."""
    found: list[Quoted] = []
    for number, (start, end) in enumerate(paragraphs):
        after = paragraphs[number + 1] if number + 1 < len(paragraphs) else (end, end)
        outer, opened = _pairs(text, start, end)
        if opened is not None and _goes_on(text, opened, *after):
            outer = _outermost([*outer, (opened, end)])
        else:
            opened = None
        found += [Quoted(a, b, opened == a and b == end) for a, b in outer]
    return tuple(found)


def unclosed(text: str, start: int, end: int) -> int | None:
    """Where a paragraph opens a quotation, with its first character or after a colon, that it does not close.

    What follows is quoted to the end of the paragraph all the same: the closing mark is lost, or paragraphs on.
    """
    _, opened = _pairs(text, start, end)
    if opened is None or not (opened == start or text[start:opened].rstrip().endswith((":", ","))):
        return None
    return opened


def _pairs(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], int | None]:
    """The outermost quoted runs of a paragraph, and the outermost mark that opens and that nothing closes."""
    pairs, opened = _double(text, start, end)
    outer = _outermost(pairs)
    single, left = _single(text, start, end, outer)
    return _outermost(outer + single), left if opened is None else opened


def _goes_on(text: str, opened: int, start: int, end: int) -> bool:
    """Does the paragraph from `start` to `end` open as the one before it did, so that it goes on with it?"""
    if start == end:
        return False
    after = text[start + 1] if start + 1 < end else " "
    if text[opened] in "'‘‚‹":
        return _single_opens(text, start, " ", after)
    return text[opened] in '"“„«' and text[start] in '"“„«'


def _double(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], int | None]:
    """Pairs of double marks at any depth, and the outermost mark that nothing closed."""
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[int, str]] = []
    for found in _DOUBLE.finditer(text, start, end):
        at, mark = found.start(), found[0]
        before = text[at - 1] if at > start else " "
        after = text[found.end()] if found.end() < end else " "
        if _opens(mark, before, after, stack[-1][1] if stack else ""):
            stack.append((at, mark))
        elif stack:
            pairs.append((stack.pop()[0], found.end()))
    return pairs, stack[0][0] if stack else None


def _opens(mark: str, before: str, after: str, inner: str) -> bool:
    """Does this double mark open a quotation, seeing its neighbours and the innermost mark still open?"""
    if mark == "“":
        return inner != "„" and (not inner or before in _BEFORE_OPEN)
    if mark == "”":
        return not inner and before.isspace() and not after.isspace()
    if mark in _OPENS:
        return True
    if before.isdigit() and not inner:
        return False  # inches
    if mark == "''":
        return not inner and before in _BEFORE_OPEN and not after.isspace()
    nested = before in _BEFORE_OPEN and after.isalnum() if inner != '"' else before.isspace() and after.isalnum()
    return mark == '"' and (not inner or nested)  # “We left," printed so, is closed


def _single(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], int | None]:
    """Pairs of single marks outside the runs that double marks have taken, and one that opens for good."""
    pairs: list[tuple[int, int]] = []
    opened: int | None = None
    doubtful: int | None = None  # a mark after an s may be a possessive: taken if no better one closes
    nest = iter([*taken, (end, end)])
    first, last = next(nest)
    for found in _SINGLE.finditer(text, start, end):
        at = found.start()
        while at >= last and first < end:
            first, last = next(nest)
        if first <= at < last:
            continue
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if _single_opens(text, at, before, after):
            if opened is not None and doubtful is not None:
                pairs.append((opened, doubtful))
            opened, doubtful = at, None
        elif opened is not None and found[0] in "'’›" and not before.isspace() and not after.isalnum():
            if before in "sS" and after == " " and at + 2 < end and text[at + 2].islower():
                doubtful = doubtful or at + 1
            else:
                pairs.append((opened, at + 1))
                opened = doubtful = None
    if opened is not None and doubtful is not None:
        pairs.append((opened, doubtful))
        opened = None
    return pairs, opened


def _single_opens(text: str, at: int, before: str, after: str) -> bool:
    """Does this single mark open a quotation, and is no apostrophe?"""
    if text[at] in "’›" or before not in _BEFORE_OPEN or not (after.isalnum() or after in '“"«…[('):
        return False
    return _CLIPPED.match(text, at) is None


def _outermost(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs that lie in no other, in order; one that crosses an earlier one is left out."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(pairs, key=lambda pair: (pair[0], -pair[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
