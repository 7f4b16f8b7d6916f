"""How people's names are written: one spelling beside another, initials, nicknames, orders and parts; and outlets'.

Everything works on folded names: lower-case letters without accents, hyphens opened, titles taken off.
Nothing here knows an article; `reading.names` groups names within one and `compare.entities` across several.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

PARTICLES = frozenset(
    [
        "al",
        "el",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "des",
        "van",
        "von",
        "zu",
        "zur",
        "ter",
        "ten",
        "bin",
        "bint",
        "ibn",
        "ben",
        "abu",
        "ould",
        "la",
        "le",
        "lo",
        "ni",
        "nic",
        "mac",
        "mc",
        "o",
        "st",
        "san",
        "y",
        "e",
    ]
)
SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])

# Letters that NFKD leaves whole.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ə": "e"}
)
THE = re.compile(r"^the\s+", re.IGNORECASE)
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_BREAKS = re.compile(r"[\W_]+")
# Spellings of one sound, in order.  Written from the usual romanisations of Arabic, Slavic, Turkic, Korean
# and Chinese names; what is left differs only where the sound does.
_SOUNDS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        ("sch|sh|sz|ş", "s"),
        ("tch|tsch|cz|ch", "ç"),
        ("kh", "h"),
        ("gh|ck|q|x", "k"),
        ("ph", "f"),
        ("dj|zh|dzh", "j"),
        ("c(?=[eiy])", "s"),
        ("th", "t"),
        ("w", "v"),
        ("oo|ou", "u"),
        ("ee|ie|y|j", "i"),
        ("z", "s"),
        (r"(.)\1+", r"\1"),
        ("h$", ""),
    )
)
_VOWELS = re.compile("[aeiou]")

# Short forms that do not begin like the name itself; all others are found by their beginning.
_SHORT = {
    "bill": "william", "bob": "robert", "bobby": "robert", "dick": "richard", "ted": "edward",
    "ned": "edward",
    "jack": "john", "jim": "james", "jimmy": "james", "peggy": "margaret", "meg": "margaret",
    "betty": "elizabeth",
    "liz": "elizabeth", "beth": "elizabeth", "lisa": "elizabeth", "tony": "anthony", "hank": "henry",
    "harry": "henry", "chuck": "charles", "kate": "catherine", "katie": "catherine", "kathy": "katherine",
    "sasha": "alexander", "sandy": "alexander", "misha": "mikhail", "vanya": "ivan", "kolya": "nikolai",
    "volodya": "vladimir", "dima": "dmitri", "pepe": "jose", "paco": "francisco", "pancho": "francisco",
    "nacho": "ignacio", "lola": "dolores", "beppe": "giuseppe", "mike": "michael", "nick": "nicholas",
    "rick": "richard", "polly": "mary", "molly": "mary", "sally": "sarah", "dolly": "dorothy",
    "paddy": "patrick",
    "gus": "august", "tina": "christina", "xander": "alexander", "becky": "rebecca", "wes": "wesley",
}  # fmt: skip


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Lower case without accents; hyphens and other marks become single spaces, apostrophes vanish."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _BREAKS.sub(" ", _APOSTROPHES.sub("", plain)).strip()


def outlet_key(name: str) -> str:
    """The name of an outlet without what spellings differ in: case, accents, blanks, marks, "and", a leading "the"."""
    folded = unicodedata.normalize("NFKD", THE.sub("", name.strip()).replace("&", " and ")).casefold()
    return "".join(character for character in folded if character.isalnum())


def parts(name: str) -> tuple[str, ...]:
    """The folded words of a person's name; "R.K." is two, Jr and Sr are left out."""
    spaced = re.sub(r"(?<=\b\w)\.(?=\w)", " ", name)
    return tuple(word for word in fold(spaced).split() if word not in SUFFIXES)


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """A folded word as it sounds, whatever its romanisation."""
    for pattern, by in _SOUNDS:
        word = pattern.sub(by, word)
    return word


def skeleton(word: str) -> str:
    """The consonants of a word as it sounds; an initial vowel stays as one letter."""
    heard = sound(word)
    return ("a" if heard[:1] in "aeiou" and heard else "") + _VOWELS.sub("", heard)


def distance(a: str, b: str, most: int) -> int:
    """Edits (insert, delete, replace) from one word to the other, or most + 1 when there are more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
        if min(row) > most:
            return most + 1
    return row[-1]


@lru_cache(maxsize=65536)
def spelt_alike(a: str, b: str) -> bool:
    """Whether two folded words are likely two spellings of one name (Khaled, Khalid; Dreier, Dreyer).

    A last vowel alone makes another name (Daniel, Daniela; Mario, Maria).
    """
    if a == b:
        return True
    if min(len(a), len(b)) < 2 or (a.rstrip("aeo") == b.rstrip("aeo") and a[-1:] + b[-1:] in ("ao", "oa")):
        return False
    if sound(a) == sound(b):
        return True
    if len(a) != len(b) and (a + "a" == b or b + "a" == a or a + "e" == b or b + "e" == a) and len(a) < 6:
        return False
    if skeleton(a) == skeleton(b) and min(len(a), len(b)) >= 4:
        return distance(a, b, 2) <= 2 and a + "a" != b and b + "a" != a
    return min(len(a), len(b)) >= 6 and a[0] == b[0] and a[-1] == b[-1] and distance(sound(a), sound(b), 1) <= 1


@lru_cache(maxsize=65536)
def close(a: str, b: str) -> bool:
    """Whether two surnames of people with one given name are a slip apart (Halvorsen, Halvorson)."""
    if min(len(a), len(b)) < 5 or a[0] != b[0]:
        return False
    return distance(a, b, 2) <= (1 if min(len(a), len(b)) < 7 else 2) or sorted(a) == sorted(b)


@lru_cache(maxsize=65536)
def short_for(short: str, name: str) -> bool:
    """Whether one given name is a short form of the other (Toby, Tobias; Keti, Ketevan; Bob, Robert)."""
    if _SHORT.get(short) == name:
        return True
    stem = short.rstrip("iyeao") if len(short) > 3 else short
    stem = stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    return len(stem) >= 3 and len(name) > len(short) and name.startswith(stem) and len(name) - len(stem) >= 2


Fit = Literal["same", "initial", "short", "variant", "no"]
_ORDER: tuple[Fit, ...] = ("same", "initial", "short", "variant", "no")


def fit_word(a: str, b: str) -> Fit:
    """How one word of a name stands to one of another."""
    if a == b:
        return "same"
    if len(a) == 1 or len(b) == 1:
        return "initial" if a[:1] == b[:1] else "no"
    if short_for(a, b) or short_for(b, a):
        return "short"
    return "variant" if spelt_alike(a, b) else "no"


@lru_cache(maxsize=65536)
def bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without particles (al, de, van), where anything but particles is there."""
    kept = tuple(word for word in words if word not in PARTICLES)
    return kept or words


@lru_cache(maxsize=65536)
def fit(a: tuple[str, ...], b: tuple[str, ...]) -> Fit:
    """How two full names, as `parts`, stand to each other; the weakest of the fits of their words.

    "same": all words of one are in the other, in order, the first and a last one among them.
    "initial", "short", "variant": so with initials, short forms, or another spelling.  "no": two people.
    """
    a, b = bare(a), bare(b)
    if a == b or "".join(a) == "".join(b):
        return "same"
    if (len(a), a) > (len(b), b):
        a, b = b, a
    if len(a) < 2:
        return "no"
    if a[:-1] == b[:-1] and close(a[-1], b[-1]):
        return "variant"
    best = min((_aligned(a, b), _aligned(a[1:] + a[:1], b), _aligned(a[-1:] + a[:-1], b)), key=_ORDER.index)
    if best == "no" and _joined_alike(a, b):
        return "variant"
    return best


def _aligned(short: tuple[str, ...], long: tuple[str, ...]) -> Fit:
    """Every word of the shorter name in the longer one, in order, from its first word on."""
    worst, at = 0, 0
    for place, word in enumerate(short):
        last = place == len(short) - 1
        choices = long[at : at + 1] if place == 0 else long[at:]
        fits = [fit_word(word, other) for other in choices]
        if last and len(word) == 1 and (len(short) > 2 or len(short[0]) == 1):
            fits = [f if f != "initial" else "no" for f in fits]
        if last:
            fits = [f if f != "short" else "no" for f in fits]
        found = next((i for i, f in enumerate(fits) if f != "no"), None)
        if found is None:
            return "no"
        worst = max(worst, _ORDER.index(fits[found]))
        at += found + 1
    return _ORDER[worst]


def _joined_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """The same name with its words parted elsewhere (Abdirahman, Abdul Rahman; Bouzerda, Bou Zerda)."""
    one, other = sound("".join(a)), sound("".join(b))
    if len(a) == len(b) or one[:1] != other[:1] or len(one) < 8:
        return False
    return distance(one, other, 3) <= max(1, min(len(one), len(other)) // 5)


@lru_cache(maxsize=65536)
def surname_fits(word: tuple[str, ...], full: tuple[str, ...], *, spelt: bool = False) -> bool:
    """Whether a name of one or two words can be the surname of a full name: its last words, or its first.

    The first only where it is written first, as in Korea, China and Hungary; the caller decides that by
    asking for the reverse.  spelt: another spelling will do.
    """
    word, full = bare(word), bare(full)
    if not 0 < len(word) < len(full):
        return False
    tail = full[-len(word) :]
    if word == tail or "".join(word) == "".join(tail):
        return True
    return spelt and all(spelt_alike(x, y) for x, y in zip(word, tail, strict=True))
