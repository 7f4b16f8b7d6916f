"""Words as copies compare them, with their offsets and whether quotation marks hold them.

Exact runs compare lower-cased words.  Edited sentences compare `normalise`d ones, which forgive what a copy
editor changes by rule: accents, British and American spelling, numbers in words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from stemma.copies.boilerplate import is_furniture
from stemma.reading.quotations import quotes
from stemma.types import Article, Part, PartKind, Reading

_PLAIN = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_BELOW_TWENTY = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {word: str(value) for value, word in enumerate(_BELOW_TWENTY.split())} | {
    word: str(10 * value) for value, word in enumerate(_TENS.split(), start=2)
}
_COMPOUND = rf"(?i:{_TENS.replace(' ', '|')})[-‑](?i:{'|'.join(_BELOW_TWENTY.split()[1:10])})(?![^\W_])"
_NORMAL = re.compile(rf"{_COMPOUND}|\d{{1,18}}(?:[.,]\d{{1,9}}){{0,6}}|[^\W\d_]+(?:[’'.][^\W\d_]+)*")
_LINE = re.compile(r"[^\r\n]+")

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SIGNED = re.compile(rf"\(@\w{{1,15}}\)\s{{0,2}}(?:(?:{_MONTHS})\s\d|\d{{1,2}}\s\w{{3,9}}\s\d{{4}})")
"""How a post shown in an article is signed: (@name) and its date."""

SIGNATURE = 40
"""Characters of a name before (@name), within which a line is a signature and the post stands above it."""

SCARE = 3
"""Words up to which a run in quotation marks is a title or a scare quote, not what somebody said."""

READ: frozenset[PartKind] = frozenset(("headline", "standfirst", "body", "subhead", "caption", "correction"))
"""Parts that can hold a copied passage; a byline or a date line is never one."""

_SPELLING = (
    (re.compile(r"(?<=[a-z]{2})our(?=s?$|ed$|ing$|able$|ite)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=e[sdr]?$|ing$|ation)"), "iz"),
    (re.compile(r"(?<=[nb])tre(?=s?$)|(?<=me)tre(?=s?$)"), "ter"),
    (re.compile(r"(?<=^def)ence|(?<=^off)ence|(?<=^lic)ence|(?<=^pret)ence"), "ense"),
    (re.compile(r"(?<=[a-z]{2}[aeiou])ll(?=ed$|ing$|er$)"), "l"),
    (re.compile(r"ogue(?=s?$)"), "og"),
)
_SPELT = {"grey": "gray", "percent": "cent", "tonnes": "tons", "programme": "program", "cheque": "check"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word in place.

    form: as it is compared; quoted: quotation marks hold it; name: it has a capital and begins no sentence.
    """

    start: int
    end: int
    form: str
    quoted: bool
    name: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Words of an article that follow each other in one part, all inside quotation marks or all outside."""

    start: list[int]
    end: list[int]
    words: list[str]


def unquoted(article: Article) -> Iterator[Run]:
    """The runs of lower-cased words outside quotation marks, for exact comparison.

    A run ends where a quotation stands and where the text changes its function (headline, body, caption …).
    """
    text = article.text
    marked = _marked(article)
    for start, end in _stretches(article):
        inside = marked[bisect_left(marked, (start, start)) : bisect_left(marked, (end, end))]
        edges = [start, *(edge for mark in inside for edge in mark), end]
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            spans = [word.span() for word in _PLAIN.finditer(text, first, last)]
            if spans:
                words = [text[a:b].lower().replace("’", "'") for a, b in spans]
                yield Run([a for a, _ in spans], [b for _, b in spans], words)


def _stretches(article: Article) -> list[tuple[int, int]]:
    """Parts that can hold a copy, those of one kind that follow each other taken together."""
    found: list[tuple[int, int]] = []
    before = None
    for part in article.parts:
        if part.kind in READ and part.kind == before:
            found[-1] = (found[-1][0], part.span.end)
        elif part.kind in READ:
            found.append((part.span.start, part.span.end))
        before = part.kind
    return found


def quoted(article: Article) -> list[tuple[int, int]]:
    """What others said word for word, in order: in quotation marks, marks included, and posts shown whole."""
    posts = [post for part in article.parts if part.kind in READ for post in _posts(article.text, part)]
    ends = [end for _, end in posts]
    return sorted(posts + [mark for mark in _marked(article) if not _meets(mark, posts, ends)])


def _meets(mark: tuple[int, int], posts: list[tuple[int, int]], ends: list[int]) -> bool:
    """Does a quotation touch one of the posts?"""
    at = bisect_right(ends, mark[0])
    return at < len(posts) and posts[at][0] < mark[1]


def _marked(article: Article) -> list[tuple[int, int]]:
    """What stands in quotation marks, marks included, in order; to the end of a paragraph that does not close them.

    A mark too many costs a copy of a paragraph, a mark too few makes two outlets that heard one witness one origin.
    """
    lines = [line for part in article.parts if part.kind in READ for line in _lines(article.text, part)]
    found = [(mark.start, mark.end) for mark in quotes.find(article.text, lines)]
    for start, end in lines:
        opened = quotes.unclosed(article.text, start, end)
        if opened is not None:
            found.append((opened, end))
    return _merged(found)


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same in order, what overlaps put together."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], end))
        else:
            kept.append((start, end))
    return kept


def _posts(text: str, part: Part) -> Iterator[tuple[int, int]]:
    """Posts shown whole: a signed line, with the line before it where it holds little but the signature."""
    before = part.span.start
    for start, end in _lines(text, part):
        signed = _SIGNED.search(text, start, end)
        if signed is not None:
            yield (before if signed.start() - start < SIGNATURE else start), end
        before = start


def _lines(text: str, part: Part) -> list[tuple[int, int]]:
    return [line.span() for line in _LINE.finditer(text, part.span.start, part.span.end)]


def sentences(reading: Reading) -> list[list[Word]]:
    """The words of each sentence of a reading in `normalise`d form; none for a byline or a date line."""
    article = reading.article
    turns = [(one.start, one.end) for said in reading.quotations if said.type == "direct" for one in said.content]
    marked = _merged([*quoted(article), *turns])  # a transcript has no marks
    starts = [start for start, _ in marked]
    inside = [len(_NORMAL.findall(article.text, *mark)) > SCARE for mark in marked]
    found: list[list[Word]] = []
    for sentence in reading.sentences:
        words: list[Word] = []
        printed = article.words(sentence.span)
        if sentence.part in READ and not is_furniture(printed):
            for word in _NORMAL.finditer(article.text, sentence.span.start, sentence.span.end):
                at = bisect_right(starts, word.start()) - 1
                held = at >= 0 and word.start() < marked[at][1] and inside[at]
                name = bool(words) and word[0][0].isupper()
                words.append(Word(word.start(), word.end(), normalise(word[0]), held, name))
        found.append(words)
    return found


def forms(text: str) -> list[str]:
    """The words of a text in `normalise`d form."""
    return [normalise(word) for word in _NORMAL.findall(text)]


@lru_cache(maxsize=65536)
def normalise(word: str) -> str:
    """A word without case, accents, points and commas, in American spelling, numbers below 100 in digits."""
    plainer = unicodedata.normalize("NFKD", word.lower()).replace("’", "'")
    plainer = "".join(letter for letter in plainer if not unicodedata.combining(letter))
    if plainer[0].isdigit():
        return plainer.replace(",", "")
    plainer = plainer.replace(".", "").removesuffix("'s")
    tens, _, ones = plainer.replace("‑", "-").partition("-")
    if tens in _NUMBERS:
        return _NUMBERS[tens] if not ones else str(int(_NUMBERS[tens]) + int(_NUMBERS[ones]))
    for pattern, american in _SPELLING:
        plainer = pattern.sub(american, plainer)
    return _SPELT.get(plainer, plainer)
