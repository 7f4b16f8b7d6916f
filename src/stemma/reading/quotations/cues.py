"""Reporting words: which word of a sentence says that somebody says something, and how it does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from stemma.reading.lexicon import words
from stemma.reading.quotations import noun_phrases as phrases
from stemma.reading.quotations.frames import QUOTE, Frame

Manner = Literal["say", "voice", "call", "urge", "accord"]

_IRREGULAR = {
    "say": "said", "tell": "told", "write": "wrote written", "swear": "swore sworn", "cry": "cried cries",
    "deny": "denied denies", "reply": "replied replies", "weep": "wept", "sing": "sang sung", "read": "read",
    "think": "thought", "begin": "began begun", "speak": "spoke spoken", "seek": "sought", "go": "went gone",
    "run": "ran", "put": "put", "hit": "hit", "shoot": "shot", "testify": "testified testifies",
    "certify": "certified certifies", "specify": "specified specifies", "clarify": "clarified clarifies",
    "decry": "decried decries",
}  # fmt: skip
_DOUBLING = frozenset(["beg", "brag", "chat", "grin", "dub", "slam", "quip", "snap", "tag", "sob", "admit"])
BE = frozenset(["be", "is", "are", "was", "were", "been", "being", "'s", "’s", "am", "get", "got", "gets"])
_HAVE = frozenset(["has", "have", "had", "having", "'ve", "’ve", "'d", "’d", "do", "does", "did"])
_UNREAL = frozenset(
    [
        "to",
        "not",
        "n't",
        "n’t",
        "never",
        "would",
        "could",
        "might",
        "may",
        "should",
        "will",
        "can",
        "must",
        "wo",
        "ca",
        "cannot",
        "nobody",
        "wo",
        "if",
        "whether",
        "shall",
        "'ll",
        "’ll",
    ]
)
_DENIALS = frozenset(["deny", "denies", "denied", "denying"])


@dataclass(frozen=True, slots=True)
class Cue:
    """Words `first` to `last` (inclusive) of a frame report something.

    subject_end: the word that would be the last of a subject standing before it, auxiliaries and adverbs
    passed over; -1 when none does.
    """

    first: int
    last: int
    manner: Manner
    subject_end: int
    participle: bool = False


def forms(lemma: str) -> tuple[str, ...]:
    """The inflected forms of a verb."""
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    if lemma[-1] == "y" and lemma[-2] not in "aeiou":
        past, third = lemma[:-1] + "ied", lemma[:-1] + "ies"
    else:
        stem += lemma[-1] if lemma in _DOUBLING else ""
        past = stem + "ed"
        third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return (lemma, past, third, stem + "ing", *_IRREGULAR.get(lemma, "").split())


def all_forms(lemmas: str) -> frozenset[str]:
    """The inflected forms of some verbs, parted by spaces."""
    return frozenset(form for lemma in lemmas.split() for form in forms(lemma))


@cache
def _table(name: str) -> frozenset[str]:
    return all_forms(" ".join(words(name)))


@cache
def manners(word: str) -> tuple[Manner, ...]:
    """The ways in which a word, in lower case, reports."""
    table: tuple[tuple[str, Manner], ...] = (
        ("reporting", "say"), ("voicing", "voice"), ("calling", "call"), ("urging", "urge"),
    )  # fmt: skip
    return tuple(manner for name, manner in table if word in _table(name))


def find(frame: Frame) -> list[Cue]:
    """The reporting words of a frame in order, those that are denied, asked for or only possible left out."""
    found = []
    for i, low in enumerate(frame.low):
        if low == "to" and i and frame.low[i - 1] == "according":
            found.append(Cue(i - 1, i, "accord", i - 2))
        elif manners(low) and not _hyphened(frame, i) and _is_verb(frame, i):
            cue = _verb(frame, i)
            if cue is not None:
                found.append(cue)
    return found


def _hyphened(frame: Frame, i: int) -> bool:
    """Is it part of a compound ("value-added")?"""
    return bool(i and frame.text[frame.start[i] - 1] in "-‐‑") or frame.text[frame.end[i] : frame.end[i] + 1] == "-"


def _is_verb(frame: Frame, i: int) -> bool:
    pos, low = frame.pos[i], frame.low[i]
    if i and ((frame.capital(i) and frame.part != "headline") or frame.pos[i - 1] == "DET"):
        return False
    if pos in ("VERB", "AUX"):
        return True
    before = frame.pos[i - 1] if i else ""
    if before in ("DET", "ADJ", "NUM") or (
        before == "PRON" and frame.low[i - 1] in ("his", "her", "its", "their", "my", "our")
    ):
        return False
    return low not in words("nounlike") and (
        low.endswith(("said", "says", "told", "wrote")) or before in ("PRON", "PROPN", "NOUN", QUOTE)
    )


def _verb(frame: Frame, i: int) -> Cue | None:
    """The cue of a verb, or None where it reports nothing."""
    low = frame.low[i]
    k, first, unreal, passive = i - 1, i, False, False
    while k >= 0 and i - k < 10 and _passes(frame, k):
        helper = frame.low[k]
        unreal |= helper in _UNREAL and frame.pos[k] != "PROPN" and not (helper == "to" and frame.pos[k] == "ADP")
        passive |= helper in BE and not low.endswith("ing")
        first = k if frame.pos[k] == "AUX" and helper in _HAVE else first
        k -= 1
    k = _before_brackets(frame, _before_time(frame, k))
    if low == "saying" and i and frame.low[i - 1] == "as":
        return _quoted_as(frame, i)
    if (unreal and low not in _DENIALS) or passive:
        return None
    manner = _manner(frame, i)
    return Cue(first, i, manner, k, low.endswith("ing") and k + 1 == i)


def _before_time(frame: Frame, k: int) -> int:
    """The word before a phrase of time that ends at k: "Ann Holm on Monday said", "last week said"."""
    if k > 1 and (frame.low[k] in phrases.TIMES or frame.low[k] in phrases.DAYPARTS):
        lead = frame.low[k - 1]
        if lead in ("on", "this", "last", "in", "late", "early"):
            return k - 2
    return k


def _before_brackets(frame: Frame, k: int) -> int:
    """The word before brackets that end at k: "Ann Holm (D-Tarn) said"."""
    if k > 1 and frame.low[k] == ")":
        return next((i - 1 for i in range(k - 1, max(0, k - 8), -1) if frame.low[i] == "("), k)
    return k


def _passes(frame: Frame, k: int) -> bool:
    """May this word stand between a subject and its verb?"""
    pos = frame.pos[k]
    return pos == "AUX" or pos == "ADV" or frame.low[k] in _UNREAL or frame.low[k] in ("also", "then", "later")


def _manner(frame: Frame, i: int) -> Manner:
    ways = manners(frame.low[i])
    following = frame.low[i + 1] if i + 1 < len(frame) else ""
    if following in ("for", "on") and frame.low[i].startswith(("call", "appeal", "plead", "press", "push")):
        return "urge"
    if "call" in ways and any(pos == QUOTE for pos in frame.pos[i + 1 : i + 40]):
        return "call"
    return ways[0]


def _quoted_as(frame: Frame, i: int) -> Cue | None:
    """ "was quoted by X as saying": the one quoted is the speaker."""
    for k in range(i - 2, max(-1, i - 14), -1):
        if frame.low[k] in ("quoted", "cited", "reported"):
            passive = k and frame.low[k - 1] in BE
            return Cue(i, i, "say", k - 2 if passive else i - 2)
    return None
