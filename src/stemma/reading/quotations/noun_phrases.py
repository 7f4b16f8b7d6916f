"""Noun phrases of a frame, found by parts of speech: who stands before or after a reporting word."""

from __future__ import annotations

from stemma.reading.lexicon import words
from stemma.reading.quotations.frames import QUOTE, Frame

_CORE = frozenset(["NOUN", "PROPN", "ADJ", "NUM", "DET", "PRON", "SYM", "X"])
_ATTACH = frozenset(
    ["of", "for", "from", "at", "with", "in", "to", "on", "between", "behind", "near", "close", "under"]
)
_ATTACH_RIGHT = frozenset(["of", "for", "from"])
_STARTS = frozenset(
    [
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "one",
        "two",
        "three",
        "four",
        "five",
        "some",
        "many",
        "several",
        "this",
        "that",
        "another",
    ]
)
TIMES = words("moments")
CHANNELS = words("channels")
DAYPARTS = frozenset(
    [
        "morning",
        "afternoon",
        "evening",
        "night",
        "week",
        "month",
        "year",
        "weekend",
        "noon",
        "midnight",
        "day",
    ]
)
_WHEN = DAYPARTS | TIMES
_AND = frozenset(["and", "or", "&"])
_NUMBERS = frozenset(["one", "two", "three", "four", "five"])
_OWN = frozenset(["his", "her", "its", "their", "our", "my", "your", "whose"])
_GLUE = frozenset(["-", "‐", "‑", "'s", "’s", "'", "’", "/", "&"])
_THROUGH = frozenset(["in", "on", "at", "by", "through", "via", "over", "during", "to"])
LONGEST = 40  # words; no noun phrase of a newspaper is longer


def is_time(frame: Frame, i: int) -> bool:
    """Is the word a day, a month or an adverb of time?"""
    return frame.low[i] in TIMES


def base(frame: Frame, i: int) -> int:
    """The last word of the base noun phrase that begins at a word; the word before it when none does."""
    j = i
    noun = False
    while j < len(frame) and j - i < LONGEST:
        pos, low = frame.pos[j], frame.low[j]
        if pos == "PRON" and low not in _OWN:
            return j if j == i else j - 1
        if noun and ((low in _STARTS and low not in _NUMBERS) or pos == "PRON"):
            break
        if noun and low in TIMES and frame.pos[j - 1] != "DET":
            break
        if noun and low in ("last", "this", "next") and j + 1 < len(frame) and frame.low[j + 1] in _WHEN:
            break
        if pos in _CORE or low in _GLUE or low.endswith(("'s", "’s")):
            noun |= pos in ("NOUN", "PROPN", "PRON") or low in ("one", "others", "some", "many", "two")
        elif pos == "CCONJ" and noun and j + 1 < len(frame) and frame.pos[j + 1] in ("NOUN", "PROPN", "ADJ", "DET"):
            if frame.low[j] not in ("and", "or", "&"):
                break
        elif pos in ("ADV", "VERB") and not noun and j > i and frame.pos[j - 1] in ("DET", "ADV", "ADJ"):
            pass  # "a hastily called meeting"
        else:
            break
        j += 1
    return j - 1 if noun else i - 1


def whole(frame: Frame, i: int) -> int:
    """The last word of the noun phrase that begins at a word, with what "of", "for" and "from" tie to it."""
    j = base(frame, i)
    while i <= j < len(frame) - 2 and frame.low[j + 1] in _ATTACH_RIGHT and not is_time(frame, j + 2):
        further = base(frame, j + 2)
        if further < j + 2:
            break
        j = further
    return j


def before(frame: Frame, k: int, floor: int) -> int:
    """The first word of the noun phrase that ends at word k, not before `floor`; k + 1 when none does."""
    i = k
    while i >= floor and k - i < LONGEST and not (frame.low[i] in TIMES and i < k):
        if frame.pos[i] == "PRON" and frame.low[i] not in _OWN:
            if i < k:
                return _without_lead(frame, i if frame.low[i + 1] in _ATTACH else i + 1, k)
            if i == floor or frame.low[i - 1] != "of":
                return i
            i -= 2  # "one of them"
            continue
        if not _inside(frame, i, k, floor):
            break
        i -= 1
        if i >= floor and frame.low[i + 1] in _STARTS and not _leads_on(frame, i, floor):
            break
    return _without_lead(frame, i + 1, k)


def _inside(frame: Frame, i: int, k: int, floor: int) -> bool:
    """May the word be part of a noun phrase that ends at k?"""
    pos, low = frame.pos[i], frame.low[i]
    if pos in _CORE or low in _GLUE or low.endswith(("'s", "’s")) or _attached(frame, i):
        return True
    if pos == "CCONJ":
        return low in _AND and _joins(frame, i, floor)
    if low == "there" and i == k:
        return True
    return pos in ("VERB", "ADV") and i > floor and frame.pos[i - 1] == "DET"


def _leads_on(frame: Frame, i: int, floor: int) -> bool:
    """Does the word before a determiner tie it to a noun further left?"""
    low = frame.low[i]
    return low in ("all", "both", "of") or _attached(frame, i) or (low in _AND and _joins(frame, i, floor))


def _without_lead(frame: Frame, first: int, last: int) -> int:
    """The first word that is no preposition, conjunction, adverb or time."""
    while first < last and (frame.pos[first] in ("ADP", "CCONJ", "SCONJ", "ADV") or is_time(frame, first)):
        first += 1
    return first


def _attached(frame: Frame, i: int) -> bool:
    """Does the preposition at i tie what follows to a noun before it?"""
    return (
        i > 0
        and frame.low[i] in _ATTACH
        and frame.pos[i - 1] in ("NOUN", "PROPN", "ADJ", "PRON", "NUM")
        and not is_time(frame, i - 1)
    )


def _joins(frame: Frame, i: int, floor: int) -> bool:
    """Does this "and" join two nouns, rather than two clauses?"""
    if i <= floor or frame.pos[i - 1] not in ("NOUN", "PROPN", "PRON"):
        return False
    return not any(frame.pos[k] in ("VERB", "AUX", QUOTE) for k in range(max(floor, i - 12), i))


def past_addressee(frame: Frame, i: int) -> int:
    """The word after whom something is told to ("told the paper", "told reporters in the hall")."""
    j = base(frame, i) + 1
    if j < len(frame) - 1 and frame.low[j] == "(":
        closing = next((k for k in range(j, min(j + 6, len(frame))) if frame.low[k] == ")"), j - 1)
        j = closing + 1
    return j


def past_adjuncts(frame: Frame, i: int) -> int:
    """The word after adverbs and phrases of time, place and channel that follow a reporting word."""
    j = i
    while j < len(frame) and j - i < LONGEST:
        pos, low = frame.pos[j], frame.low[j]
        if pos == "ADV" and low not in (
            "how",
            "why",
            "when",
            "where",
            "there",
            "not",
            "only",
            "nearly",
            "about",
            "at",
        ):
            j += 1
        elif low in TIMES or (low in ("this", "last", "that") and j + 1 < len(frame) and frame.low[j + 1] in DAYPARTS):
            j += 1 if low in TIMES else 2
            while j < len(frame) and frame.low[j] in DAYPARTS:
                j += 1
        elif pos in ("ADP", "SCONJ") and low not in ("that", "if", "whether") and _is_adjunct(frame, j):
            j = _phrase_end(frame, j)
        else:
            break
    return j


def _phrase_end(frame: Frame, i: int) -> int:
    """The word after the prepositional phrase at i."""
    return max(whole(frame, i + 1), i) + 1


def _is_adjunct(frame: Frame, i: int) -> bool:
    """Is the phrase at the preposition i set off from a clause that follows it?"""
    j = _phrase_end(frame, i)
    inside = range(i + 1, min(j, len(frame)))
    if any(frame.low[k] in TIMES for k in inside):
        return True
    if frame.low[i] in _THROUGH and any(frame.low[k] in CHANNELS for k in inside):
        return True
    if j >= len(frame) or frame.low[j] in ("that", ":", ",", ".", "if", "whether") or frame.pos[j] == QUOTE:
        return True
    return frame.pos[j] == "ADP" and _is_adjunct_after(frame, j)


def _is_adjunct_after(frame: Frame, i: int) -> bool:
    j = _phrase_end(frame, i)
    return j >= len(frame) or frame.low[j] in ("that", ":", ",", ".") or frame.pos[j] == QUOTE
