"""Lists of general English words, written for this project from knowledge of the language.

One file a meaning, words parted by white space, `#` to the end of a line is a remark.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

_ENDINGS = ("ly", "ness", "es", "s", "ed", "ing", "d")


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list."""
    lines = (files(__name__) / f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())


@lru_cache(maxsize=16384)
def is_intense(word: str) -> bool:
    """Whether a word in lower case is on the list, or becomes one of it without an ending."""
    strong = words("intense")
    if word in strong:
        return True
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 3 and (stem in strong or (stem + "e" in strong and ending != "s")):
            return True
    return word.endswith("ily") and word[:-3] + "y" in strong
