"""Quotations of one article: content, cue and source, whose words, through what and through whom."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from stemma.reading.lexicon import words
from stemma.reading.quotations import channels, frames, learned, quotes, relays, speakers, statements, transcripts
from stemma.reading.quotations import noun_phrases as phrases
from stemma.reading.quotations.frames import QUOTE, Frame
from stemma.reading.quotations.relays import Relays
from stemma.reading.quotations.speakers import Cast, Floor, Speaker
from stemma.reading.quotations.statements import Statement
from stemma.reading.quotations.transcripts import Turn
from stemma.types import Article, Entity, Quotation, Sentence, Span

if TYPE_CHECKING:
    from stemma.reading.model.tagging import Tagging

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
    open: bool = False  # the next paragraph goes on with it


def find(
    article: Article, sentences: Sequence[Sentence], tagging: Tagging, entities: Sequence[Entity]
) -> tuple[Quotation, ...]:
    """Who said what in an article, in the order of the text, numbered "q1", "q2", …"""
    spoken = [s for s in sentences if s.part not in ("byline", "dateline")]
    turns = transcripts.find(article.text, _paragraphs([s for s in spoken if s.part == "body"]))
    spoken = _outside(spoken, turns)
    quoted = quotes.find(article.text, _paragraphs(spoken))
    reader = _Reader(Cast(entities), relays.start(article), _people(entities), learned.Attributions(tagging))
    said = [_turn(article.text, turn, reader.cast) for turn in turns]
    for frame in frames.build(article, spoken, tagging.words, quoted):
        said += reader.read(frame)
    _name_headlines(article, said)
    said = sorted((one for one in said if one.cue or one.speaker), key=lambda one: one.content[0])
    return tuple(_quotation(article, one, f"q{i}") for i, one in enumerate(said, 1))


def _outside(sentences: Sequence[Sentence], turns: Sequence[Turn]) -> list[Sentence]:
    """The sentences that belong to no turn of a transcript."""
    inside = [(turn.name[0], turn.content[-1][1]) for turn in turns]
    ends = [end for _, end in inside]
    kept = []
    for sentence in sentences:
        i = bisect_right(ends, sentence.span.start)
        if i == len(inside) or sentence.span.end <= inside[i][0]:
            kept.append(sentence)
    return kept


def _turn(text: str, turn: Turn, cast: Cast) -> _Said:
    """What a turn of a transcript says; it is direct, though no marks stand around it."""
    return _Said(list(turn.content), [turn.colon], [turn.name], "direct", cast.called(text[slice(*turn.name)]))


def _name_headlines(article: Article, said: list[_Said]) -> None:
    """Gives what a headline quotes without a speaker the speaker who says most of these words in the text."""
    for one in said:
        if one.cue or one.speaker:
            continue
        wanted = _words_of(article, one)
        for other in said:
            if other.cue and 3 * len(wanted & _words_of(article, other)) >= 2 * len(wanted):
                one.speaker, one.relayed = other.speaker, other.relayed
                break


def _words_of(article: Article, said: _Said) -> set[str]:
    return {w for a, b in said.content for w in re.findall(r"\w+", article.text[a:b].lower())}


def _people(entities: Sequence[Entity]) -> frozenset[str]:
    """Words of the names of persons, in lower case."""
    return frozenset(
        word for one in entities if one.kind == "person" and one.named for word in one.name.lower().split()
    )


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
    relays: Relays
    people: frozenset[str]
    attributions: learned.Attributions
    floor: Floor = field(default_factory=Floor)
    before: _Said | None = None  # the quotation that one without a cue goes on with
    paragraph: int = -1
    confidant: tuple[Speaker | None, str] | None = None  # who told which publisher, in this paragraph

    def read(self, frame: Frame) -> list[_Said]:
        """The quotations of one frame."""
        if frame.paragraph != self.paragraph and self.before is not None and not self.before.open:
            self.before = None
        if frame.paragraph != self.paragraph:
            self.floor.opened, self.floor.topic = frame.first, None
        found: list[_Said] = []
        self.relays.hear(frame)
        listed = statements.find(frame, self._passes_on)
        listed = learned.added(frame, listed, self.attributions.within(frame))
        publisher = self._publisher(frame, listed)
        self._note_confidant(frame, listed)
        for n, statement in enumerate(listed):
            if statement.content and not self._is_relay_only(frame, statement, listed[n + 1 : n + 5]):
                found.append(self._said(frame, statement, found, publisher))
        if not found:
            found = self._headline(frame) if frame.part == "headline" else self._goes_on(frame) or self._told(frame)
        self.paragraph = frame.paragraph
        self.floor.topic = speakers.topic(frame, self.cast)
        if found:
            self.before = found[-1]
        if self.before is not None:
            self.before.open = any(quote.continued for quote in frame.quotes.values())
        return found

    def _publisher(self, frame: Frame, listed: list[Statement]) -> str | None:
        """The publisher that passes on what a frame says ("…, the Herald reported")."""
        for statement in listed:
            name = self.relays.source(frame, statement)
            if name:
                return name
        return None

    def _passes_on(self, frame: Frame, statement: Statement) -> bool:
        """Is it a publisher's report in words of its own, which may hold what others said?"""
        return _type(frame, statement) != "direct" and self.relays.is_publisher(frame, statement)

    def _note_confidant(self, frame: Frame, listed: Sequence[Statement]) -> None:
        """Remember for this paragraph whom somebody spoke to and nothing is quoted ("told the Post why")."""
        if frame.paragraph != self.paragraph:
            self.confidant = None
        for statement in listed:
            told = self.relays.addressee(frame, statement, self.people)
            if told is not None and statement.source is not None:
                who = speakers.resolve(frame, statement.source, (), self.cast, self.floor)
                self.confidant = (who, told)
        aside = self.relays.told_aside(frame, self.people)
        if aside is not None:
            self.confidant = (None, aside)

    def _is_relay_only(self, frame: Frame, statement: Statement, following: Sequence[Statement]) -> bool:
        """Is it a publisher's or a paper's report that quotes nobody, or that holds the next statement?"""
        if statement.source is None:
            return False
        last = statement.content[-1][1]
        if any(other.content and other.content[-1][1] <= last for other in following):
            return True
        if _type(frame, statement) != "indirect":
            return False
        if self.relays.is_publisher(frame, statement):
            return True
        head = frame.low[min(phrases.base(frame, statement.source[0]), statement.source[1])]
        return statement.cue.manner == "accord" and head in words("documents")

    def _said(self, frame: Frame, statement: Statement, earlier: list[_Said], publisher: str | None) -> _Said:
        previous = earlier[-1] if earlier else self.before
        source: list[Offsets] = []
        speaker: Speaker | None
        named = statement.source or (None if earlier else statements.subject(frame, statement.cue.first))
        if named is None:
            speaker = previous.speaker if previous else self.floor.last
            source = previous.source if previous else []
        else:
            speaker = speakers.resolve(frame, named, statement.content, self.cast, self.floor)
            source = [(frame.start[named[0]], frame.end[named[1]])]
        same = previous is not None and previous.speaker == speaker
        content = [(frame.start[a], frame.end[b]) for a, b in statement.content]
        cue = [(frame.start[statement.cue.first], frame.end[statement.cue.last])]
        if speaker is not None:
            self.floor.take(speaker, frame.last, frame.paragraph)
        said = _Said(content, cue, source, _type(frame, statement), speaker)
        said.channel = channels.find(frame, statement) or (previous.channel if same and previous else None)
        told = self.relays.addressee(frame, statement, self.people)
        if told is None and self.confidant is not None and self.confidant[0] in (None, speaker):
            told = self.confidant[1]
        said.relayed = told or publisher or (previous.relayed if same and previous else None)
        if said.relayed is None:
            said.relayed = self.relays.credit(frame)
        if told == "":
            said.relayed = None
        return said

    def _headline(self, frame: Frame) -> list[_Said]:
        """A quotation that a colon sets off in a headline; its speaker may only be found further down."""
        found = []
        for i, quote in frame.quotes.items():
            after = frame.low[i + 1] if i + 1 < len(frame) else ""
            if i > 1 and frame.low[i - 1] == ":":
                source = (phrases.before(frame, i - 2, 0), i - 2)
                speaker = speakers.resolve(frame, source, (), self.cast, self.floor) if source[0] <= source[1] else None
                place = [(frame.start[source[0]], frame.end[source[1]])] if speaker else []
                found.append(_Said([(quote.start, quote.end)], [], place, "direct", speaker))
            elif after == ":" or len(frame) == 1:
                found.append(_Said([(quote.start, quote.end)], [], [], "direct", None))
        return found

    def _told(self, frame: Frame) -> list[_Said]:
        """A quotation behind a colon, of whom the sentence is about ("Ann Holm was blunt: …")."""
        i = len(frame) - 1 if frame.pos[-1] == QUOTE else len(frame) - 2
        if i < 2 or frame.pos[i] != QUOTE or frame.low[i - 1] != ":":
            return []
        named = statements.subject(frame, i - 1)
        if named is None:
            return []
        speaker = speakers.resolve(frame, named, (), self.cast, self.floor)
        if speaker.entity is None:
            return []
        self.floor.take(speaker, frame.last, frame.paragraph)
        quote = frame.quotes[i]
        source = (frame.start[named[0]], frame.end[named[1]])
        return [_Said([(quote.start, quote.end)], [], [source], "direct", speaker)]

    def _goes_on(self, frame: Frame) -> list[_Said]:
        """A quotation that stands alone belongs to whoever spoke just before in the paragraph."""
        rest = [i for i, pos in enumerate(frame.pos) if pos not in (QUOTE, "PUNCT")]
        if rest or not frame.quotes or self.before is None:
            return []
        before = self.before
        content = [(quote.start, quote.end) for quote in frame.quotes.values()]
        return [replace(before, content=content, type="direct")]


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
