"""A passage, by itself: listings need no other word of `stemma.types`, and all of them take as long as a search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A passage: the characters `start` to `end` (exclusive) of the article with this id."""

    article: str
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start
