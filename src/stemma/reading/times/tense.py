"""Whether a sentence tells of what was or of what is to come, at one of its words: which Monday is meant."""

from __future__ import annotations

import re

_FUTURE = (
    r"(?-i:will)|won['’]t|shall|would|set (?:to|for)|due|scheduled|expected"
    r"|plan|plans|planned|planning|going to|slated"
    r"|(?:is|are|was|were) to|(?-i:may)|might|could|should|must|intends?|hopes?|aims?|upcoming|ahead of"
    r"|deadline|tomorrow"
)
_PAST = (
    r"said|told|was|were|had|has|have|did|went|came|took|made|gave|found|met|left|held|won|lost|shot"
    r"|ran|rose|fell|broke|began|became|saw|got|sent|spoke|wrote|paid|sold|bought|built|brought|struck"
    r"|led|fled|fought|flew|grew|knew|kept|spent|stood|swore|threw|drew|drove|hit|sank|stole|rang|sang"
    r"|shut|spread|tore|chose|dealt|felt|heard|rode|shook|slept|swept|withdrew|wore|read|dug|blew"
    r"|drank|swam|woke|froze|slid|stuck|swung|understood|overturned|lay|sat|put|caught|taught|thought"
    r"|sought|after|since|[a-z]{2,20}ed"
)
_CUE = re.compile(
    rf"\b(?:(?P<future>{_FUTURE})|(?P<past>{_PAST})|to(?!\s(?:the|an?|his|her|its|their)\s)\s(?P<weak>[a-z]{{2,20}}))\b"
    r"|['’](?P<short>ll)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:(for|next|coming|including|up\sto)|(since|last|past))\s(?:the\s)?\Z", re.IGNORECASE)
# "will be closed", "would have been told": a participle this near after a future cue belongs to it.
_REACH = 25


_UNTIL = re.compile(r"\b(?:until|till|through)\s\Z", re.IGNORECASE)


class Tense:
    """The cues of one sentence; `at` asks for the direction of time at an offset."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._cues: list[tuple[int, int, int]] | None = None  # start, end, direction
        self._weak = False

    def at(self, start: int, end: int) -> int:
        """+1: to come; -1: past, also where nothing tells (reports are of what was); by the nearest verb."""
        lead = _BEFORE.search(self._text, max(self._start, start - 14), start)
        if lead and not self._text.startswith(("'s", "’s"), end):
            return 1 if lead[1] else -1
        return self.told(start, end) or -1

    def until(self, start: int) -> bool:
        """Whether the words before say how long something lasts: the near day is meant, past or to come."""
        return _UNTIL.search(self._text, max(self._start, start - 9), start) is not None

    def told(self, start: int, end: int) -> int:
        """As `at`, with 0 where no verb tells."""
        cues = self._read()
        before = [cue for cue in cues if cue[1] <= start]
        if before:
            return before[-1][2]
        after = next((cue for cue in cues if cue[0] >= end), None)
        return after[2] if after else int(self._weak)

    def _read(self) -> list[tuple[int, int, int]]:
        if self._cues is None:
            self._cues = []
            last_future = -_REACH
            for match in _CUE.finditer(self._text, self._start, self._end):
                if match["weak"]:
                    self._weak = True
                    continue
                future = bool(match["future"] or match["short"]) or match.start() - last_future < _REACH
                if match["future"] or match["short"]:
                    last_future = match.end()
                self._cues.append((match.start(), match.end(), 1 if future else -1))
        return self._cues
