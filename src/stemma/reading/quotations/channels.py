"""Through what something was said, in the words of the article: "on X", "in a statement"."""

from __future__ import annotations

import re

from stemma.reading.quotations import noun_phrases as phrases
from stemma.reading.quotations.contents import TELLING
from stemma.reading.quotations.frames import QUOTE, Frame
from stemma.reading.quotations.statements import Statement

REACH = 24  # words behind a cue, and 14 before its subject, in which the channel is looked for

_NOUNS = "|".join(sorted(phrases.CHANNELS, key=lambda word: (-len(word), word)))
_DAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_CHANNEL = re.compile(
    rf"\b(?:in|on|at|by|through|via|over|during|under) (?:[\w’'-]+ ){{0,5}}?(?:{_NOUNS})\b"
    rf"(?: (?:to|on) (?!{_DAYS})(?:[a-z]+ ){{0,3}}"
    r"(?:X|Facebook|Instagram|Telegram|television|TV|radio|staff|clients|LinkedIn|YouTube)\b)?",
    re.IGNORECASE,
)
_NETWORK = re.compile(
    rf"\bon (?!{_DAYS}|(?:{_MONTHS})\b)(?:the )?(?:(?:state|national|public|local|live) )?"
    r"(?:X|Twitter|TV|TikTok|[A-Z][\w’]+(?: [A-Z][\w’]+)?)\b(?! (?:that|said|morning|evening))"
)
_EVENT = re.compile(
    r"\b(?:an?|the|his|her|its|their|\w+day[’']s)(?: [\w’'-]+){0,3}?"
    r" (?:briefing|conference|hearing|rally|interview|inquest)\b"
)


def find(frame: Frame, statement: Statement) -> str | None:
    """The channel of a statement as printed, or None: behind its cue, or before its subject."""
    behind = _behind(frame, statement)
    if frame.low[statement.cue.last] in TELLING and (event := _EVENT.match(behind)):
        return event[0]
    found = _CHANNEL.search(behind) or _NETWORK.search(behind) or _CHANNEL.search(_before(frame, statement))
    return found[0] if found else None


def _behind(frame: Frame, statement: Statement) -> str:
    """The words behind a cue up to the next content or quotation."""
    first = statement.cue.last + 1
    starts = [start for start, _ in statement.content if start >= first]
    last = min([len(frame), first + REACH, *starts])
    last = next((i for i in range(first, last) if frame.pos[i] == QUOTE), last)
    return frame.words(first, last - 1) if first < last else ""


def _before(frame: Frame, statement: Statement) -> str:
    """The words before a subject that are no content."""
    if statement.source is None:
        return ""
    end = statement.source[0] - 1
    first = max([0, end - 13, *(last + 1 for _, last in statement.content if last <= end)])
    first = next((i + 1 for i in range(end, first - 1, -1) if frame.pos[i] == QUOTE), first)
    return frame.words(first, end) if first <= end else ""
