"""Numbers that count nothing: in names ("Pier 2"), labels ("page 4"), telephone numbers, dates like 9/11."""

from __future__ import annotations

import re

from stemma.reading.quantities import things

_LABELS = (
    r"pier|page|pages|section|no\.?|nos\.?|number|chapter|article|gate|gates|room|route|flight|highway"
    r"|road|unit|class|category|carousel|row|table|figure|step|phase|stage|level|part|grade|channel"
    r"|terminal|platform|track|district|ward|block|line|lane|zone|group|type|model|version|season"
    r"|episode|round|game|week|day|year|tier|rule|title|item|proposition|amendment|apollo|boeing|airbus"
    r"|interstate|runway|sector|building|apartment|suite|case|count|bus|formula|windows|area|exit"
    r"|junction|court|camp|school|schedule|lot|bay|studio|resolution|act|bill|order|form|id|ref|code"
    r"|isbn|tel|phone|fax|box"
)
_LABEL = re.compile(rf"\b(?P<label>{_LABELS})\s\Z", re.IGNORECASE)
# Words with a capital that may begin a sentence before a number without being its name.
_PLAIN = things.words(
    """
    a about after all an and another approximately around as at barely before between but by for from had has
    have he her his i if in included including is it its just least less more most nearly no not of on only or
    other our out over roughly she since so some than that the their there these they this those to under up
    us was we were when while with almost estimated fewer exactly last next first even yet then police
    """
)
_WORD_BEFORE = re.compile(r"([A-Za-z][\w’'.-]{0,40})\s\Z")
_PHONE = re.compile(r"[\s-]\d{3,4}[\s-]\d{3,4}|-\d{4}\b")
_DIGITS_BEFORE = re.compile(r"(?:\d[\s-]|[#+]\s?|\w\)?\()\Z")  # half of a telephone number, 501(c)(4)
_FRACTION_AFTER = re.compile(r"[\s-](?:thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b")
_CLOCK_AFTER = re.compile(r"[:/]\d|\sto\sone\b")


def is_title(text: str) -> bool:
    """Whether a sentence is a headline in which at least three of four longer words have a capital."""
    words: list[str] = re.findall(r"[A-Za-z][\w’'-]{3,}", text)
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= 3 and text[-1:] != "." and capitals * 4 >= len(words) * 3


def part_of_more(text: str, start: int, end: int) -> bool:
    """Whether the number is a piece of something longer: a telephone number, 9/11, two thirds."""
    if text[start] == "0" and text[start + 1 : start + 2].isdigit():
        return True
    after = any(pattern.match(text, end) for pattern in (_CLOCK_AFTER, _FRACTION_AFTER, _PHONE))
    return after or bool(_DIGITS_BEFORE.search(text, max(0, start - 4), start))


def named(text: str, sentence: tuple[int, int], start: int, end: int, title: bool) -> bool:
    """Whether the number belongs to a name or label: "Boeing 737", "page 4", "the Group of Seven".

    sentence: its start and end.  title: the sentence is a headline, where a capital tells nothing.
    """
    before = text[max(sentence[0], start - 42) : start]
    if not text[start].isdigit():
        return text[start].isupper() and not title and bool(re.search(r"[\w,]\s\Z", before))
    counted = things.counted(text, end, sentence[1], one=False)
    if label := _LABEL.search(before):
        verb = label["label"].islower() and counted is not None and not text.startswith(" of ", end)
        return not verb  # "to order 12 jets"
    word = _WORD_BEFORE.search(before)
    if word is None or title or not word[1][0].isupper() or word[1].lower() in _PLAIN:
        return False
    return counted is None or not things.are_people(text[counted[0] : counted[1]])  # "In London 12 people …"
