"""An article cut into pieces, so that findings which nest and overlap can be marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stemma.types import Article, PartKind, Span

BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that belongs to a finding.  kind: what it is drawn as; key: the id of the finding."""

    span: Span
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters with the same marks on all of them.  start: offset in the article."""

    text: str
    start: int
    marks: tuple[Mark, ...]

    @property
    def kinds(self) -> str:
        """The kinds of its marks, each once, as class names."""
        return " ".join(dict.fromkeys(mark.kind for mark in self.marks))

    @property
    def worded(self) -> bool:
        """Whether it holds a letter or a number: what lies between two marks may be a space."""
        return any(character.isalnum() for character in self.text)

    @property
    def keys(self) -> str:
        """The ids of its findings, each once."""
        return " ".join(dict.fromkeys(mark.key for mark in self.marks))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: what it was printed as, and its pieces in order."""

    kind: PartKind
    pieces: tuple[Piece, ...]


def blocks(article: Article, marks: Sequence[Mark]) -> list[Block]:
    """The whole article as paragraphs of pieces: joined, its text without the space between paragraphs.

    One sweep over the article: time grows with the text and with the marks on each piece.
    """
    paragraphs = list(_paragraphs(article))
    edges = sorted({edge for mark in marks for edge in (mark.span.start, mark.span.end)})
    opening = sorted((mark for mark in marks if len(mark.span)), key=lambda mark: mark.span.start)
    active: list[Mark] = []
    result: list[Block] = []
    next_edge = next_mark = 0
    for kind, start, end in paragraphs:
        pieces: list[Piece] = []
        while start < end:
            while next_edge < len(edges) and edges[next_edge] <= start:
                next_edge += 1
            stop = min(end, edges[next_edge]) if next_edge < len(edges) else end
            while next_mark < len(opening) and opening[next_mark].span.start <= start:
                active.append(opening[next_mark])
                next_mark += 1
            active = [mark for mark in active if mark.span.end > start]
            pieces.append(Piece(article.text[start:stop], start, tuple(active)))
            start = stop
        result.append(Block(kind, tuple(pieces)))
    return result


def _paragraphs(article: Article) -> Iterator[tuple[PartKind, int, int]]:
    """Paragraphs of every part, and of what lies between parts, without the space around them."""
    at = 0
    for part in article.parts:
        yield from _split(article.text, "body", at, part.span.start)
        yield from _split(article.text, part.kind, part.span.start, part.span.end)
        at = max(at, part.span.end)
    yield from _split(article.text, "body", at, len(article.text))


def _split(text: str, kind: PartKind, start: int, end: int) -> Iterator[tuple[PartKind, int, int]]:
    """Split at blank lines; where there are none, at every line."""
    run = text[start:end]
    breaks = list(BLANK_LINE.finditer(run.replace("\r", " "))) or list(re.finditer("[\r\n]+", run))
    for a, b in zip([0, *(gap.end() for gap in breaks)], [*(gap.start() for gap in breaks), len(run)], strict=True):
        words = run[a:b]
        bare = words.strip()
        if bare:
            lead = len(words) - len(words.lstrip())
            yield kind, start + a + lead, start + a + lead + len(bare)
