"""Frames: sentences as a reader of quotations sees them, each quoted run folded into one word.

A quotation of five sentences with "she said" behind it is one frame: sentences that a quoted run ties
together are read as one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stemma.reading.quotations.quotes import Quoted
from stemma.types import Article, PartKind, Sentence, Words

QUOTE = "QUOTE"  # stands in `pos` for a folded quotation
_SURE = {
    **dict.fromkeys(["he", "she", "it", "they", "i", "we", "you", "him", "them", "us", "me"], "PRON"),
    **dict.fromkeys(["the", "a", "an"], "DET"),
    **dict.fromkeys(["and", "or", "but"], "CCONJ"),
    "one": "NUM",
    **dict.fromkeys(["said", "says", "told", "wrote"], "VERB"),
    **dict.fromkeys(["of", "at", "from", "with", "by"], "ADP"),
}
_SYMBOLS = frozenset("$€£¥%&+=#@°'’")


@dataclass(frozen=True, slots=True)
class Frame:
    """Words and folded quotations of one or more sentences, in columns.

    start, end: offsets in the article.  low: in lower case.  pos: universal part of speech, or QUOTE.
    quote: for a QUOTE the quoted run.  name: whether the word begins with a capital.
    """

    text: str
    start: list[int]
    end: list[int]
    low: list[str]
    pos: list[str]
    quotes: dict[int, Quoted]
    paragraph: int
    part: PartKind
    first: int
    last: int

    def __len__(self) -> int:
        return len(self.start)

    def words(self, first: int, last: int) -> str:
        """The characters from one word to another, both included."""
        return self.text[self.start[first] : self.end[last]]

    def quoted(self, offset: int) -> bool:
        """Does the offset lie in one of its quotations?"""
        i = bisect_right(self.start, offset) - 1
        return i >= 0 and self.pos[i] == QUOTE and offset < self.end[i]

    def own_words(self) -> str:
        """Its text outside the quotations."""
        kept, at = [], self.first
        for quote in self.quotes.values():
            kept.append(self.text[at : quote.start])
            at = max(at, quote.end)
        return "".join([*kept, self.text[at : self.last]])

    def capital(self, i: int) -> bool:
        """Does the word begin with a capital?"""
        return self.text[self.start[i]].isupper()


def build(article: Article, sentences: Sequence[Sentence], words: Words, quoted: Sequence[Quoted]) -> Iterator[Frame]:
    """The frames of an article in order."""
    starts, ends = words.start.tolist(), words.end.tolist()
    at = next_quote = 0
    for first, last in _tied(sentences, quoted):
        start, end = sentences[first].span.start, sentences[last].span.end
        frame = Frame(article.text, [], [], [], [], {}, sentences[first].paragraph, sentences[first].part, start, end)
        while at < len(starts) and starts[at] < end:
            while next_quote < len(quoted) and quoted[next_quote].start <= starts[at]:
                _fold(frame, quoted[next_quote])
                next_quote += 1
            if (not frame.end or starts[at] >= frame.end[-1]) and starts[at] >= start:
                frame.start.append(starts[at])
                frame.end.append(ends[at])
                frame.low.append(article.text[starts[at] : ends[at]].lower())
                frame.pos.append(_part_of_speech(frame.low[-1], words.upos[at]))
            at += 1
        while next_quote < len(quoted) and quoted[next_quote].start < end:
            _fold(frame, quoted[next_quote])
            next_quote += 1
        if len(frame):
            _mend(frame)
            yield frame


def _part_of_speech(low: str, tagged: str) -> str:
    """The tag, but what the alphabet or the language leaves no doubt of."""
    if low in _SURE:
        return _SURE[low]
    if not any(map(str.isalnum, low)):
        return "PUNCT" if low not in _SYMBOLS else tagged
    return "X" if tagged == "PUNCT" else tagged


def _mend(frame: Frame) -> None:
    """What neighbours leave no doubt of: the point of "Mr." is part of the name; "close to" is no verb."""
    for i in range(1, len(frame) - 1):
        if frame.low[i] == "close" and frame.low[i + 1] == "to":
            frame.pos[i] = "ADJ"
        if frame.low[i] == "." and frame.end[i - 1] == frame.start[i] and frame.capital(i - 1):
            frame.pos[i - 1] = frame.pos[i] = "PROPN"
            frame.low[i - 1] += "."


def _fold(frame: Frame, quote: Quoted) -> None:
    frame.quotes[len(frame.start)] = quote
    frame.start.append(quote.start)
    frame.end.append(quote.end)
    frame.low.append("")
    frame.pos.append(QUOTE)


def _tied(sentences: Sequence[Sentence], quoted: Sequence[Quoted]) -> Iterator[tuple[int, int]]:
    """First and last sentence of each frame."""
    first = at = 0
    for i, sentence in enumerate(sentences):
        end = sentence.span.end
        while at < len(quoted) and quoted[at].end <= end:
            at += 1
        if at == len(quoted) or quoted[at].start >= end:
            yield first, i
            first = i + 1
    if first < len(sentences):
        yield first, len(sentences) - 1
