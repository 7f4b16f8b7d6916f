"""Noun phrases that describe a person: beside a name, after "is", or standing alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stemma.reading.lexicon import is_intense, words
from stemma.reading.names.grid import Grid
from stemma.reading.names.titles import (
    Gender,
    gender_of_title,
    is_listed,
    is_person_noun,
    is_title,
    offices,
    plain,
    spelt_out,
)

# Offices whose last word alone would be another office ("the prime minister" is not "the minister").
_FUSED = {
    ("prime", "minister"): "premier",
    ("chief", "minister"): "chief minister",
    ("vice", "president"): "vice president",
    ("deputy", "president"): "vice president",
    ("vice", "chancellor"): "vice chancellor",
    ("chief", "executive"): "chief executive",
    ("attorney", "general"): "attorney general",
    ("district", "attorney"): "district attorney",
    ("secretary", "general"): "secretary general",
    ("director", "general"): "director",
    ("managing", "director"): "managing director",
    ("chief", "justice"): "chief justice",
    ("chief", "engineer"): "engineer",
}
_SAME = {
    "ceo": "chief executive", "pm": "premier", "chairwoman": "chair", "chairman": "chair",
    "chairperson": "chair",
    "spokeswoman": "spokesman", "spokesperson": "spokesman", "justice": "judge", "dpp": "prosecutor",
    "mum": "mother", "mom": "mother", "dad": "father", "founder": "founder", "co-founder": "founder",
    "councilwoman": "councilman", "editor-in-chief": "editor", "watchman": "guard", "cop": "officer",
}  # fmt: skip
_HEADS_OF = {"state": "president", "government": "premier"}
# Offices whose holder is "the incumbent" when voters choose.
ELECTED = frozenset(("president", "premier", "mayor", "governor", "senator", "chief minister"))
# How adjectives end that say to what something belongs: "municipal", "strategic", "parliamentary".
_RELATIONAL = ("al", "ic", "ary")
_AGE_BEFORE = frozenset(("aged", "age"))
Place = Literal["before", "after", "is", "alone", "who"]


@dataclass(frozen=True, slots=True)
class Description:
    """A phrase that describes a person.

    first, last: its words; base: the last word of the noun phrase proper, before "of …" or "who …".
    head: the noun it stands on as one word ("chief executive"), "" for adjectives alone and clauses.
    opens: what it opens with: "the" (also our, this), "a" (also one), "own" (a possessive) or "" (nothing).
    place: "before" or "after" a name, after "is", "who …" after a name, or alone.
    """

    first: int
    last: int
    base: int
    head: str
    opens: Literal["the", "a", "own", ""]
    place: Place


def head_of(grid: Grid, first: int, base: int) -> str:
    """The noun a base noun phrase stands on, offices of two words as one, one word for one meaning."""
    low = plain(grid.word[base])
    before = plain(grid.word[base - 1]) if base > first else ""
    if before == "-" and base - 2 >= first:
        joined = plain(grid.word[base - 2]) + "-" + low
        low, before = (joined, "") if is_person_noun(joined) else (low, plain(grid.word[base - 2]))
    if low == "head" and base + 2 < len(grid) and grid.low[base + 1] == "of":
        low = _HEADS_OF.get(grid.low[base + 2], low)
    fused = _FUSED.get((before, low), low)
    return _SAME.get(fused, fused)


def fused(words: list[str]) -> str:
    """The same of the words of a title, in lower case."""
    two = (words[-2], words[-1]) if len(words) > 1 else ("", words[-1])
    head = _FUSED.get(two, spelt_out(words[-1]))
    return _SAME.get(head, head)


def modifiers(grid: Grid, first: int, base: int) -> frozenset[str]:
    """The other words of a base noun phrase, in lower case."""
    return frozenset(w for i in range(first, base) if (w := plain(grid.word[i])).isalpha() and not grid.opens(i))


def opening(grid: Grid, first: int, base: int) -> Literal["the", "a", "own", ""]:
    """What a noun phrase opens with; "the company's owner" is one of "own"."""
    low = grid.low[first]
    if any(grid.low[i] in ("'s", "’s") for i in range(first, base)):
        return "own"
    if low in ("the", "this", "that", "our"):
        return "the"
    if low in ("a", "an", "one", "another", "some", "any", "every", "each", "no"):
        return "a"
    return "own" if low in ("his", "her", "its", "their", "my", "your", "whose") else ""


def person_phrase(grid: Grid, first: int, base: int) -> bool:
    """Whether a base noun phrase means one person."""
    if grid.low[first] in (
        "no",
        "every",
        "each",
        "any",
        "some",
        "all",
        "both",
        "these",
        "those",
        "many",
        "other",
    ):
        return False
    begins = base == 0 or grid.sentence[base - 1] != grid.sentence[base]
    if grid.upos[base] == "PROPN" and grid.capital(base) and not begins and not is_listed(grid.low[base]):
        return False  # "Thurman" is no kind of man
    joined = grid.glued(base - 1, base) and base - 2 >= first and grid.word[base - 1] == "-"
    noun = grid.low[base - 2] + "-" + grid.low[base] if joined else grid.low[base]
    sure = is_person_noun(grid.low[base]) or is_person_noun(noun)
    return sure or _of_children(grid, first, base) or _aged(grid, base)


def _of_children(grid: Grid, first: int, base: int) -> bool:
    """ "dad-of-three", printed with hyphens: its words are parted."""
    return any(is_person_noun(grid.low[i]) and grid.low[i + 2 : i + 3] == ["of"] for i in range(first, base - 1))


def before(grid: Grid, first: int) -> Description | None:
    """What stands right before a name, with no comma: "delivery driver", "the tireless", "Brave"."""
    base = first - 1
    if base < 0 or not grid.joined(base, first) or not grid.word[base][:1].isalnum() or grid.opens(base):
        return None
    start = _past_break(grid, grid.phrase_before(base), base)
    if grid.hyphened(base) and _of_children(grid, start, base):
        return Description(start, base, base, "parent", opening(grid, start, base), "before")
    if grid.upos[base] not in ("NOUN", "ADJ", "PROPN", "VERB", "NUM"):
        return None
    if grid.upos[base] == "VERB" and not (
        (grid.rel[base] == "amod" and grid.head[base] > base) or is_intense(grid.low[base])
    ):
        return None
    if grid.upos[base] in ("NOUN", "PROPN"):
        if not person_phrase(grid, start, base) and not _of_the_name(grid, base, first):
            return None
        return Description(start, base, base, head_of(grid, start, base), opening(grid, start, base), "before")
    shouted = grid.word[base].isupper() and not grid.word[first].isupper() and len(grid.word[base]) > 1
    if shouted or (start > 0 and grid.upos[start - 1] == "AUX"):  # "it is clear Roos will go"
        return None
    start = _qualities_from(grid, start, base)
    if grid.upos[base] == "NUM" or grid.low[base] in ("old", "more", "other", "same", "own", "only"):
        return None
    return Description(start, base, base, "", opening(grid, start, base), "before")


def _past_break(grid: Grid, start: int, base: int) -> int:
    """Where a phrase begins that a caption's number or a headline runs into: "14 November 2017 Ex-footballer"."""
    for i in range(base - 1, start - 1, -1):
        number = grid.upos[i] == "NUM" and grid.word[i][:1].isdecimal() and not grid.hyphened(i + 2)
        plural = grid.upos[i] == "NOUN" and grid.low[i].endswith("s") and grid.word[i].islower()
        if (number or plural) and grid.capital(i + 1) and not grid.glued(i, i + 1):
            return i + 1
    return start


def _qualities_from(grid: Grid, start: int, base: int) -> int:
    """The first of the adjectives that end at a word: "tireless, much-loved" without a noun before them."""
    first = base
    while first > start:
        i = first - 1
        if grid.hyphened(first):
            first -= 2
            continue
        quality = grid.inside(i) and grid.upos[i] in ("ADJ", "VERB", "ADV") and grid.low[i] != "how"
        between = grid.upos[i] in ("PUNCT", "CCONJ") and i > start and grid.upos[i - 1] == "ADJ"
        if not quality and not between:
            break
        first = i
    return max(first, start)


def _of_the_name(grid: Grid, base: int, first: int) -> bool:
    """Whether a common noun right before a name hangs on it, or the name on the noun ("firebrand Roos")."""
    if grid.upos[base] != "NOUN" or grid.low[base] in words("periods") or grid.low[base].endswith("s"):
        return False
    if grid.head[base] == first:
        return grid.rel[base] in ("compound", "nmod", "amod", "flat", "appos")
    return grid.head[first] == base and grid.rel[first] in ("flat", "appos")


def before_comma(grid: Grid, first: int) -> Description | None:
    """A description before a name and a comma: "The head of the bank, Jan Roos, …"."""
    comma = first - 1
    if comma < 1 or grid.word[comma] not in (",", ":", "—", "–") or not grid.joined(comma - 1, comma):
        return None
    begin = _region_start(grid, comma - 1)
    for start in range(begin, comma):
        if start > begin and not grid.opens(start):
            continue
        phrase = grid.phrase_after(start)
        if phrase is None or grid.tail(phrase[1]) < comma - 1:
            continue
        base = phrase[1]
        how = opening(grid, start, base)
        if not person_phrase(grid, *phrase) and (grid.word[comma] == ":" or not _stands_for(grid, base, first)):
            continue
        if start > 2 and grid.word[start - 1] == "," and (grid.upos[start - 2] in ("PROPN", "NUM")):
            return None  # "Ana Roos, 41, a baker, Ben Hale, …": what is said of the one before
        if how == "a" and not (_closes(grid, first) and _with_the_name(grid, base, first)):
            return None
        return Description(start, comma - 1, base, head_of(grid, start, base), how, "before")
    return None


def _with_the_name(grid: Grid, base: int, first: int) -> bool:
    """Whether "a regional ally, Roos, …" is one thing said of Roos and not the object of another verb."""
    return grid.rel[base].startswith("nsubj") or grid.head[first] == base or grid.head[base] == first


def _stands_for(grid: Grid, base: int, first: int) -> bool:
    """Whether syntax makes the name after a comma another word for a phrase that is no noun for people."""
    return grid.upos[base] == "NOUN" and grid.head[first] == base and grid.rel[first] in ("appos", "flat")


def _closes(grid: Grid, first: int) -> bool:
    """Whether a comma, a dash or a verb follows within the next words: the name is set off."""
    return any(grid.word[i] in (",", "—", "–", ".") for i in range(first, min(first + 8, len(grid))))


def _region_start(grid: Grid, last: int) -> int:
    """How far a noun phrase with what follows it reaches to the left, verbs and marks shut out."""
    at = last
    while at > 0 and last - at < 24 and grid.joined(at - 1, at):
        i = at - 1
        hyphen = grid.word[i] in ("-", "‑") and (grid.glued(i, at) or grid.glued(i - 1, i))
        if grid.upos[i] in ("AUX", "SCONJ", "PUNCT", "CCONJ", "INTJ") and not hyphen and not _possessive(grid, i):
            break
        if grid.upos[i] == "VERB" and not grid.inside(i):
            break
        if grid.upos[i] == "PRON" and not grid.opens(i):
            break
        at = i
    while at < last and grid.upos[at] in ("ADP", "ADV", "PART"):
        at += 1
    return at


def _possessive(grid: Grid, i: int) -> bool:
    return grid.low[i] in ("'s", "’s", "’", "'")


def age_after(grid: Grid, last: int) -> tuple[int, int]:
    """The age printed after a name (", 51,") and the last word of it; -1 and `last` when there is none."""
    if last + 2 < len(grid) and grid.word[last + 1] == "," and grid.joined(last, last + 2):
        at = last + 2
        if grid.low[at] in _AGE_BEFORE:
            at += 1
        if at < len(grid) and grid.word[at].isdecimal() and len(grid.word[at]) < 4:
            follows = grid.word[at + 1] if at + 1 < len(grid) else "."
            if follows in (",", ".", ";", "—", "–", ")", "who", "and", "was", "is") or not grid.joined(at, at + 1):
                return int(grid.word[at]), at
    return -1, last


def age_inside(grid: Grid, first: int, last: int) -> int:
    """The age a phrase states ("the 58-year-old builder", "a hydrologist of 58"), or -1."""
    for i in range(first, last + 1):
        if grid.word[i].isdecimal() and len(grid.word[i]) < 4:
            rest = [grid.low[j] for j in range(i + 1, min(i + 5, len(grid)))]
            if ("year" in rest[:2] and "old" in rest) or (i > first and grid.low[i - 1] in ("of", "aged")):
                return int(grid.word[i])
        elif grid.low[i].endswith("-year-old") and grid.low[i][:-9].isdecimal():
            return int(grid.low[i][:-9])
    return -1


def beside(grid: Grid, first: int, outer: int) -> Description | None:
    """What stands right before a name, or before the courtesy in front of it; outer: where that begins."""
    return before(grid, first) or (before(grid, outer) if outer < first else None)


def alone(grid: Grid, taken: set[int]) -> Iterator[Description]:
    """Noun phrases for one person that stand by themselves; `taken` are words that belong to names."""
    for i in range(len(grid)):
        if i in taken or not _can_head(grid, i):
            continue
        if _goes_on(grid, i, taken):
            continue
        first = grid.phrase_before(i)
        if not person_phrase(grid, first, i):
            continue
        how = opening(grid, first, i)
        head = head_of(grid, first, i)
        told = how == "a" or (i + 1 < len(grid) and grid.low[i + 1] == "who")
        last = grid.tail(i, participle=how == "a") if told or not is_office(head) else _of(grid, i)
        if _children(grid, i) and i + 4 < len(grid):  # "the dad-of-four"
            last = i + 4
        yield Description(first, last, i, head, how, "alone")


def _goes_on(grid: Grid, i: int, taken: set[int]) -> bool:
    """Whether the noun phrase goes on after a word, so that another is its noun."""
    after = i + 1
    if after >= len(grid) or not grid.joined(i, after) or not grid.inside(after):
        return False
    if grid.upos[after] == "ADJ" and after not in taken:
        return False
    if after not in taken and grid.upos[after] == "NUM":
        return False
    return grid.low[after] not in ("'s", "’s", "’") and not _children(grid, i)


def _of(grid: Grid, base: int) -> int:
    """The last word of what says which office it is ("of the Central Bank"), without any clause."""
    last = grid.tail(base, 10, participle=False)
    for i in range(base + 1, last + 1):
        if grid.upos[i] in ("VERB", "AUX", "PRON", "SCONJ"):
            return base
    return last


def _children(grid: Grid, i: int) -> bool:
    """Whether "-of-two" follows a word."""
    return i + 3 < len(grid) and grid.word[i + 1] == "-" and grid.low[i + 2] == "of"


def _can_head(grid: Grid, i: int) -> bool:
    """Whether a word can be the noun of a description; one with a capital only as a title or in capitals."""
    if _aged(grid, i):
        return True
    if grid.upos[i] not in ("NOUN", "PROPN", "ADJ") or not is_person_noun(grid.low[i]):
        return False
    begins = i == 0 or grid.sentence[i - 1] != grid.sentence[i]
    return not grid.capital(i) or begins or grid.word[i].isupper() or plain(grid.word[i]) in offices()


def _aged(grid: Grid, i: int) -> bool:
    """Whether a word ends "19-year-old" where no noun follows it."""
    return grid.low[i] == "old" and grid.hyphened(i) and grid.low[i - 2] == "year"


def gender(grid: Grid, found: Description) -> Gender:
    """What a description says of the gender."""
    said = gender_of_title(grid.low[found.base])
    return said


def judging(grid: Grid, first: int, base: int) -> bool:
    """Whether a word before the noun of a phrase says more than which office it is ("embattled", "hero")."""
    for i in range(first, base):
        low = plain(grid.word[i])
        if grid.upos[i] in ("NOUN", "PROPN") and low in words("charged") and low not in offices():
            return grid.low[i + 1] not in ("'s", "’s", "’", "of", "-")
        owner = i + 1 < len(grid) and _possessive(grid, i + 1)
        if grid.upos[i] in ("ADJ", "VERB") and not owner and not _origin(grid, i) and not _sorts(grid, i, base):
            return low.isalpha()
    return False


def _sorts(grid: Grid, i: int, base: int) -> bool:
    """Whether an adjective tells one office from another ("municipal") and says nothing of the person."""
    low = plain(grid.word[i])
    if low in words("neutral"):
        return True
    of_a_kind = low.endswith(_RELATIONAL) and not is_intense(low) and low not in words("charged")
    return of_a_kind and plain(grid.word[base]) in offices()


def _origin(grid: Grid, i: int) -> bool:
    """Whether an adjective is a nationality or part of a name: its capital is no sentence start."""
    if not grid.capital(i):
        return False
    begins = i == 0 or grid.sentence[i - 1] != grid.sentence[i]
    return (
        not begins
        or grid.low[i].endswith(("an", "ese", "ish"))
        or (grid.upos[i + 1] in ("ADJ", "PROPN") and not is_title(grid.word[i + 1]))
    )


def told_of(grid: Grid, found: Description) -> bool:
    """Whether a clause that belongs to a description says what the person did ("the minister who builds")."""
    return found.base < found.last and grid.low[found.base + 1] in ("who", "whose", "whom")


def is_office(head: str) -> bool:
    """Whether a head noun is an office."""
    return head in offices() or " " in head or head == "premier"
