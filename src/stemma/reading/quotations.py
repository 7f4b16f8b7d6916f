"""Quotations of one article: content, cue and source, whose words, through what and through whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from stemma.reading import frames, quotes, speakers, statements
from stemma.reading.frames import QUOTE, Frame
from stemma.reading.speakers import Cast, Floor, Speaker
from stemma.reading.statements import Statement
from stemma.types import Article, Entity, Quotation, Sentence, Span

if TYPE_CHECKING:
    from stemma.reading.tagging import Tagging

Offsets = tuple[int, int]
Type = Literal["direct", "indirect", "mixed"]


@dataclass(slots=True)
class _Said:
    """A quotation in the making."""

    content: list[Offsets]
    cue: list[Offsets]
    source: list[Offsets]
    type: Type
    speaker: Speaker | None
    channel: str | None = None
    relayed: str | None = None
    frame: int = -1


def find(
    article: Article, sentences: Sequence[Sentence], tagging: Tagging, entities: Sequence[Entity]
) -> tuple[Quotation, ...]:
    """Who said what in an article, in the order of the text, numbered "q1", "q2", …"""
    spoken = [s for s in sentences if s.part not in ("byline", "dateline")]
    quoted = quotes.find(article.text, _paragraphs(spoken))
    reader = _Reader(Cast(entities), Floor())
    said: list[_Said] = []
    for frame in frames.build(article, spoken, tagging.words, quoted):
        said += reader.read(frame)
    said.sort(key=lambda one: one.content[0])
    return tuple(_quotation(article, one, f"q{i}") for i, one in enumerate(said, 1))


def _paragraphs(sentences: Sequence[Sentence]) -> list[Offsets]:
    """Start and end of each paragraph."""
    found: list[Offsets] = []
    last = -1
    for sentence in sentences:
        if sentence.paragraph == last:
            found[-1] = (found[-1][0], sentence.span.end)
        else:
            found.append((sentence.span.start, sentence.span.end))
        last = sentence.paragraph
    return found


@dataclass(slots=True)
class _Reader:
    """Reads frame after frame and remembers who has the floor."""

    cast: Cast
    floor: Floor
    before: _Said | None = None  # the quotation that a bare one would go on with
    paragraph: int = -1

    def read(self, frame: Frame) -> list[_Said]:
        """The quotations of one frame."""
        found: list[_Said] = []
        for statement in statements.find(frame):
            found.append(self._said(frame, statement, found))
        if not found:
            found = self._goes_on(frame)
        self.before = found[-1] if found else None
        self.paragraph = frame.paragraph
        return found

    def _said(self, frame: Frame, statement: Statement, earlier: list[_Said]) -> _Said:
        source: list[Offsets] = []
        speaker: Speaker | None
        if statement.source is None:
            speaker = earlier[-1].speaker if earlier else self.floor.last
            source = earlier[-1].source if earlier else []
        else:
            first, last = statement.source
            speaker = speakers.resolve(frame, statement.source, self.cast, self.floor)
            source = [(frame.start[first], frame.end[last])]
        if speaker is not None:
            self.floor.take(speaker)
        content = [(frame.start[a], frame.end[b]) for a, b in statement.content]
        cue = [(frame.start[statement.cue.first], frame.end[statement.cue.last])]
        return _Said(content, cue, source, _type(frame, statement), speaker)

    def _goes_on(self, frame: Frame) -> list[_Said]:
        """A quotation that stands alone belongs to whoever spoke just before in the paragraph."""
        rest = [i for i, pos in enumerate(frame.pos) if pos not in (QUOTE, "PUNCT")]
        if rest or not frame.quotes or self.before is None:
            return []
        before = self.before
        content = [(quote.start, quote.end) for quote in frame.quotes.values()]
        return [_Said(content, before.cue, before.source, "direct", before.speaker, before.channel, before.relayed)]


def _type(frame: Frame, statement: Statement) -> Type:
    folded = [frame.pos[i] == QUOTE for a, b in statement.content for i in range(a, b + 1)]
    if all(folded):
        return "direct"
    return "mixed" if any(folded) else "indirect"


def _quotation(article: Article, said: _Said, id: str) -> Quotation:
    def spans(offsets: Sequence[Offsets]) -> tuple[Span, ...]:
        return tuple(Span(article.id, a, b) for a, b in offsets)

    return Quotation(
        id=id,
        content=spans(said.content),
        cue=spans(said.cue),
        source=spans(said.source),
        type=said.type,
        speaker=said.speaker.name if said.speaker else None,
        entity=said.speaker.entity if said.speaker else None,
        channel=said.channel,
        relayed_from=said.relayed,
        unnamed=said.speaker.unnamed if said.speaker else False,
    )
