"""Attributions that the trained reader finds and the grammar of `statements` does not.

The reader knows shapes that no rule lists, but marks beliefs, plans and papers as well as speech.  Of what it
adds, only that is kept which has a source and a word of saying, or words in quotation marks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stemma.reading.quotations import cues
from stemma.reading.quotations.contents import Range
from stemma.reading.quotations.cues import Cue
from stemma.reading.quotations.frames import QUOTE, Frame
from stemma.reading.quotations.statements import Statement, antecedent

if TYPE_CHECKING:
    from stemma.reading.model.tagging import Attribution, Tagging

Offsets = tuple[int, int]
_PLEADS = cues.all_forms("urge beg ask call appeal implore plead tell press warn encourage")


class Attributions:
    """The attributions of an article by the place of their cues."""

    def __init__(self, tagging: Tagging) -> None:
        self._listed = sorted((one for one in tagging.attributions if one.cue), key=lambda one: one.cue)
        self._starts = [one.cue[0][0] for one in self._listed]

    def within(self, frame: Frame) -> Sequence[Attribution]:
        """Those with their cue in a frame."""
        return self._listed[bisect_left(self._starts, frame.first) : bisect_left(self._starts, frame.last)]


def added(frame: Frame, listed: list[Statement], found: Sequence[Attribution]) -> list[Statement]:
    """The statements of a frame and what the reader found beside them, in the order of their cues."""
    if not found:
        return listed
    taken = sorted(span for statement in listed for span in statement.content)
    new: list[Statement] = []
    known = {cue.last: cue for cue in cues.find(frame)}
    for one in found:
        statement = _statement(frame, one, known)
        if statement is not None and not any(_overlaps(taken, span) for span in statement.content):
            new.append(statement)
            taken = sorted([*taken, *statement.content])
    return sorted([*listed, *new], key=lambda one: one.cue.last) if new else listed


def _overlaps(taken: list[Range], span: Range) -> bool:
    i = bisect_right(taken, (span[1], len(taken) + span[1]))
    return any(other[1] >= span[0] and other[0] <= span[1] for other in taken[max(0, i - 2) : i + 1])


def _statement(frame: Frame, one: Attribution, known: dict[int, Cue]) -> Statement | None:
    """An attribution in the words of a frame, or None where it does not say that somebody said something."""
    source = _range(frame, one.source[0]) if one.source else None
    span = _range(frame, one.cue[0])
    content = [r for part in one.content if (r := _range(frame, part)) is not None]
    if source is None or span is None or not content or any(_crosses(source, r) for r in content):
        return None
    if frame.low[source[0]] == "who" and source[0] > 0:
        source = antecedent(frame, source[0] - (2 if frame.low[source[0] - 1] == "," else 1), -1) or source
    quoted = any(frame.pos[i] == QUOTE for a, b in content for i in range(a, b + 1))
    cue = next((known[i] for i in range(span[1], span[0] - 1, -1) if i in known), None)
    if cue is None and not (quoted and any(cues.manners(frame.low[i]) for i in range(span[0], span[1] + 1))):
        return None
    if not quoted and (cue is None or not _is_speech(frame, cue, source, content)):
        return None
    if cue is not None and cue.subject_end > 0 and frame.low[cue.subject_end] in ("and", "but"):
        return Statement(cue, None, tuple(content), inherits=True)
    return Statement(cue or Cue(span[0], span[1], "voice", -1), source, tuple(content))


def _is_speech(frame: Frame, cue: Cue, source: Range, content: Sequence[Range]) -> bool:
    """Does it report a clause or a request, in running text, of somebody who is called by more than "who"?"""
    if frame.part == "headline" or frame.low[source[0]] == "who":
        return False
    if cue.manner not in ("say", "accord") and frame.low[cue.last] not in _PLEADS:
        return False
    return _has_verb(frame, content) and frame.low[content[0][0]] not in ("to", "not")


def _crosses(a: Range, b: Range) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _has_verb(frame: Frame, content: Sequence[Range]) -> bool:
    return any(frame.pos[i] in ("VERB", "AUX") for a, b in content for i in range(a, b + 1))


def _range(frame: Frame, offsets: Offsets) -> Range | None:
    """The words of a frame that offsets hold, without "that" and punctuation around; None if none."""
    first = bisect_right(frame.end, offsets[0])
    last = bisect_left(frame.start, offsets[1]) - 1
    while first <= last and (frame.pos[first] == "PUNCT" or frame.low[first] in ("that", "if", "whether")):
        first += 1
    while first <= last and frame.pos[last] == "PUNCT":
        last -= 1
    return (first, last) if first <= last else None
