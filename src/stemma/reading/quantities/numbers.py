"""Numbers as printed, in digits or words: a pattern that finds one and `parse`, which gives its value."""

from __future__ import annotations

import re

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0,
    "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7,
}  # fmt: skip
SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12}
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "thirtieth": 30,
}  # fmt: skip


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


SMALL = _any([*ONES, *TENS]) + r"(?![a-z])"
_UNDER_HUNDRED = rf"(?:{_any(list(TENS))}(?:[-‑\s]{_any(list(ONES)[1:10])})?|{_any(list(ONES))})(?![a-z])"
_SCALE = _any(list(SCALES))
# Three digits after a comma are a group, and so are two (1,20,000); after dots only when there are two groups
# or a decimal comma, since 1.200 alone is one and a fifth in English.
DIGITS = (
    r"(?:\d{1,3}(?:\.\d{3}){2,9}(?:,\d{1,2})?(?![\d.,]*\d)|\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)"
    r"|\d{1,3}(?:,\d{2,3}){0,9},\d{3}(?!\d)(?:\.\d{1,9})?|\d{1,18}(?:\.\d{1,9})?)[½¼¾⅓⅔]?|[½¼¾⅓⅔]"
)
_REST = rf"(?:[\s-]{_SCALE}(?![a-z])(?:(?:\sand)?[\s-]{_UNDER_HUNDRED})?){{0,6}}"
SPELLED = (
    rf"(?:half\san?\s{_SCALE}|an?\s(?:couple\sof\s|half[\s-]|quarter\sof\sa\s)?{_SCALE}(?![a-z])"
    rf"(?:\s{_SCALE}(?![a-z]))?(?:(?:\sand)?\s{_UNDER_HUNDRED})?(?:\sand\sa\shalf)?"
    rf"|{_UNDER_HUNDRED}{_REST}(?:\sand\sa\s(?:half|quarter)(?:\s{_SCALE}(?![a-z]))?)?)"
)
_FULL_SCALE = rf"[\s-]?{_SCALE}(?![a-z])"
NUMBER = rf"(?:(?:{DIGITS})(?:{_FULL_SCALE}){{0,2}}|{SPELLED}(?![a-z]))"

_DIGITS = re.compile(DIGITS)
_WORD = re.compile(r"[a-z]+")


def parse(words: str) -> float:
    """The value of one number as printed: "31", "1,200", "2.3 million", "thirty-one", "half a dozen", "£4m".

    Raises ValueError where the words hold no number.
    """
    text = words.strip().lower()
    digits = _DIGITS.search(text)
    if digits is None:
        return _spelled(_WORD.findall(text))
    value = _digits(digits.group())
    for word in _WORD.findall(text[digits.end() :]):
        value *= SCALES.get(word) or SHORT_SCALES.get(word) or 1.0
    return value


def ordinal(words: str) -> int:
    """The value of an ordinal: "third", "21st", "twenty-first".  Raises ValueError for other words."""
    text = words.strip().lower()
    if match := re.fullmatch(r"(\d{1,9})(?:st|nd|rd|th)", text):
        return int(match.group(1))
    tens, _, ones = text.replace("‑", "-").rpartition("-")
    if ones in ORDINALS and (not tens or tens in TENS):
        return TENS.get(tens, 0) + ORDINALS[ones]
    raise ValueError(f"no ordinal: {words!r}")


def _digits(digits: str) -> float:
    fraction = FRACTIONS.get(digits[-1], 0.0)
    plain = digits.rstrip("½¼¾⅓⅔")
    if not plain:
        return fraction
    if plain.count(".") > 1 or ("," in plain and plain.rfind(",") > plain.rfind(".") >= 0):
        plain = plain.replace(".", "").replace(",", ".")  # European
    return float(plain.replace(",", "")) + fraction


def _spelled(words: list[str]) -> float:
    """Sums the groups of a spelled number: (two hundred and twelve) thousand, (thirty-one)."""
    total = group = 0.0
    seen = False
    for i, word in enumerate(words):
        if word in ONES or word in TENS:
            group += ONES.get(word, TENS.get(word, 0))
        elif word == "couple":
            group = 2.0
        elif word in ("half", "quarter"):
            part = 0.5 if word == "half" else 0.25
            # "two million and a half" is half a million more; "two and a half" half of one more
            last = next((SCALES[w] for w in reversed(words[:i]) if w in SCALES), 1.0)
            group, total = (group + part, total) if group or not seen else (group, total + part * last)
        elif word == "hundred":
            group = (group or 1.0) * 100
        elif word in SCALES:
            if total and SCALES[word] > total:  # "two hundred thousand million"
                total, group = (total + group) * SCALES[word], 0.0
            else:
                total, group = total + (group or 1.0) * SCALES[word], 0.0
        else:
            continue
        seen = True
    if not seen:
        raise ValueError(f"no number: {' '.join(words)!r}")
    return total + group
