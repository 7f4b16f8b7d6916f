"""Transcripts: "HOLM: We looked for it." in lines of their own, as interviews and hearings are printed.

A turn is a paragraph that begins with a name in capitals and a colon, and the paragraphs behind it that begin
with none.  One such line is a heading ("VOTE: …"); a transcript has at least three turns and two speakers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Offsets = tuple[int, int]

LONGEST_GAP = 4  # paragraphs without a name that still belong to the last turn
_TURN = re.compile(r"(?P<name>(?:[^\W\d_a-zà-öø-ÿ]|[.'’ -]){2,40})(?P<colon>:)\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at a stretch: offsets of the name, of the colon, and of each paragraph said."""

    name: Offsets
    colon: Offsets
    content: tuple[Offsets, ...]


def find(text: str, paragraphs: Sequence[Offsets]) -> list[Turn]:
    """The turns of a transcript in order; none where the text is no transcript."""
    turns: list[Turn] = []
    gap = LONGEST_GAP
    for start, end in paragraphs:
        opening = _TURN.match(text, start, min(end, start + 60))
        if opening and opening["name"].strip().isupper():
            turns.append(Turn(opening.span("name"), opening.span("colon"), ((opening.end(), end),)))
            gap = 0
        elif gap < LONGEST_GAP and turns:
            last = turns[-1]
            turns[-1] = Turn(last.name, last.colon, (*last.content, (start, end)))
            gap += 1
    speakers = {text[slice(*turn.name)] for turn in turns}
    return turns if len(turns) >= 3 and len(speakers) >= 2 else []
