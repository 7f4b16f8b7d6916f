"""Lists of general English words, written for this project from knowledge of the language.

One file a meaning, words parted by white space, `#` to the end of a line is a remark.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list."""
    lines = (files(__name__) / f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())
