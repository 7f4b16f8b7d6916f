"""Sentences: where one ends and the next begins, part by part.

A line of its own is a paragraph unless the text is wrapped to a column.  Inside a paragraph an end mark with
what closes after it (quotation marks, brackets) ends a sentence when white space and a likely start follow;
abbreviations, initials and ordinals are weighed by what comes next.  Quotations of several sentences
are split.  Time is linear: every look back or ahead is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from stemma.types import Article, Part, Sentence, Span

# A run without any end is cut at a comma or space: the encoder reads at most 256 word pieces at a time, and
# 99.9 % of newspaper sentences are shorter than this many characters.
LONGEST = 800
OPENING = 6  # sentences after the headline that say what an article is about
# Lines of a text wrapped to a column (mail, wire copy) end within these widths.
NARROW, WIDE = 50, 100

_END = re.compile(
    r"(?P<mark>[.!?…]{1,32})(?P<close>[\"'”’»)\]]{0,8})(?P<gap>\s{1,16}|\Z)(?P<open>[\"'“‘«(\[—–-]{0,4}\s?)"
    r"|[。！？।؟][”’」』]{0,4}|\s(?=[•▪‣●]\s)"
)
_TIGHT = re.compile(r"(?<=[a-z]{2})[.!?][\"”’]?(?=(?:The|It|He|She|They|We|In|But|And|This|That|You|There)\s)")
_WORD = re.compile(r"[\w’'.&-]{1,40}")
_BEFORE = re.compile(r"[^\s\"'“‘(\[—–/]{1,24}\Z")
_NEWLINES = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x0c]")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_NEVER = _words(
    """
    mr mrs ms mx dr prof rev fr hon messrs mme st ste gov sen rep pres sgt cpl pte pvt lt col gen maj cmdr
    capt adm brig det insp supt supt const amb atty e.g i.e cf vs v al approx ca mt ft
    """
)
_BEFORE_NUMBER = _words(
    """
    no nos fig figs vol vols pp p para art sec ch ver jan feb mar apr jun jul aug sep sept oct nov dec
    """
)
_OFTEN = _words(
    """
    inc corp ltd co bros llc plc jr sr etc a.m p.m am pm ave blvd rd dept est ext ph.d m.d b.a m.a u.s u.k
    u.n e.u d.c u.s.a jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun ala
    ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore
    pa tenn tex va vt wash wis wyo
    """
)
_AFTER_HOUR = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec
    january february march april may june july august september october november december eastern pacific
    central mountain greenwich moscow beijing paris london berlin tokyo local
    """
)
_STARTS = _words(
    """
    the a an it its he his she her they their we our i you this that these those there in on at by for
    from with after before but and so when while if as although however meanwhile both some many most all
    no not one two what why how who where asked officials police
    """
)
_SAYS = _words(
    """
    said says asked asks told shouted yelled cried wrote replied added joked tweeted posted screamed
    exclaimed wondered demanded insisted answered called quipped
    """
)


def split(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article in order, white space trimmed; boilerplate gives none.

    Every other character that is not white space, and lies in a part, is in exactly one sentence.
    """
    found: list[Sentence] = []
    paragraph = 0
    for part in article.parts:
        if part.kind == "boilerplate":
            continue
        for start, end in _paragraphs(article.text, part):
            for first, last in _sentences(article.text, start, end):
                found.append(Sentence(Span(article.id, first, last), paragraph, part.kind))
            paragraph += 1
    return tuple(found)


def opening(found: Sequence[Sentence]) -> tuple[list[int], list[int]]:
    """What says first what an article is about: the places of its headline (of its first sentence where it has none),
    and of the OPENING sentences after it.
    """
    rows = [i for i, sentence in enumerate(found) if sentence.part in ("headline", "standfirst", "body")]
    heads = [i for i in rows if found[i].part == "headline"] or rows[:1]
    return heads, [i for i in rows if i not in heads][:OPENING]


def _paragraphs(text: str, part: Part) -> Iterator[tuple[int, int]]:
    """Runs of lines that belong together, without white space around them."""
    lines = list(_lines(text, part.span.start, part.span.end))
    wrapped = _is_wrapped(text, lines)
    start = end = None
    for first, last in lines:
        if first == last or start is None or not wrapped:
            if start is not None and end is not None:
                yield start, end
            start = first if first < last else None
        end = last
    if start is not None and end is not None:
        yield start, end


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Each line with white space trimmed; blank ones are empty."""
    at = start
    for mark in _NEWLINES.finditer(text, start, end):
        yield _trim(text, at, mark.start())
        at = mark.end()
    yield _trim(text, at, end)


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Do lines break in the middle of sentences, at the width of a column?"""
    follows = [(a, b) for a, b in pairwise(lines) if a[0] < a[1] and b[0] < b[1]]
    broken = sum(NARROW <= b - a <= WIDE and text[b - 1] not in '.!?…:;"”’)' for (a, b), _ in follows)
    return broken >= 2 and 2 * broken >= len(follows)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph."""
    at = start
    for stop in _stops(text, start, end):
        first, last = _trim(text, at, stop)
        if first < last:
            yield from _bounded(text, first, last)
            at = stop
    first, last = _trim(text, at, end)
    if first < last:
        yield from _bounded(text, first, last)


def _stops(text: str, start: int, end: int) -> list[int]:
    """Offsets after the last character of each sentence but the last."""
    cased = any(map(str.isupper, text[start:end]))
    stops = [mark.end() for mark in _TIGHT.finditer(text, start, end)]
    for mark in _END.finditer(text, start, end):
        if mark["mark"] is None:
            stops.append(mark.end())
        elif mark.end() < end and _ends(text, mark, start, end, cased):
            stops.append(mark.end("close"))
    return sorted(stops)


def _ends(text: str, mark: re.Match[str], start: int, end: int, cased: bool) -> bool:
    """Does this end mark end a sentence, seeing the word before and the word after?"""
    after = _WORD.match(text, mark.end(), end)
    word = after[0] if after else text[mark.end()]
    small = word[0].islower() and not any(map(str.isupper, word[1:3]))
    if small and cased:
        return False
    if mark["mark"] != ".":
        return not (mark["close"] and _is_cue(text, mark.end(), end))
    if mark["close"]:
        return True
    before = _BEFORE.search(text, max(start, mark.start() - 24), mark.start())
    return before is None or _names_network(text, before) or not _abbreviates(before, word, mark["open"], start)


def _names_network(text: str, before: re.Match[str]) -> bool:
    """Is it the X of "on X.", no initial?"""
    return before[0] == "X" and text[max(0, before.start() - 4) : before.start()].endswith(("on ", "to ", "ia "))


def _abbreviates(before: re.Match[str], word: str, opens: str, start: int) -> bool:
    """Is the point after the token `before` part of an abbreviation that `word` continues?"""
    token = before[0].lower().strip(",;:")
    follows = word.lower().rstrip(".")
    if token in _NEVER:
        return True
    if token in ("a.m", "p.m", "am", "pm"):
        return (len(word) > 1 and word.isupper()) or follows in _AFTER_HOUR
    if word[0].isdigit() and token in _BEFORE_NUMBER:
        return True
    if token.isdigit() and len(token) <= 2 and before.start() == start:
        return True  # the number of a list item
    initial = len(token) == 1 and before[0].isupper() and token.isalpha()
    if initial and len(word) == 2 and word.endswith(".") and word[0].isupper():
        return True
    if opens.strip() or follows in _STARTS:
        return False
    return initial or token in _OFTEN or ("." in token and re.fullmatch(r"(?:\w\.){1,6}\w", token) is not None)


def _is_cue(text: str, at: int, end: int) -> bool:
    """Do the next words say who spoke ("Stop!" Mr Smith shouted)?"""
    for _ in range(5):
        word = _WORD.match(text, at, end)
        if word is None:
            return False
        if word[0].lower().rstrip(".") in _SAYS:
            return True
        if not word[0][0].isupper():
            return False
        at = word.end() + 1
    return False


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The run itself, or pieces of at most LONGEST characters, cut after a semicolon, comma or space."""
    while end - start > LONGEST:
        half = start + LONGEST // 2
        cut = max(text.rfind("; ", half, start + LONGEST), text.rfind(", ", half, start + LONGEST)) + 1
        cut = cut or text.rfind(" ", half, start + LONGEST) + 1 or start + LONGEST
        first, last = _trim(text, start, cut)
        yield first, last
        start, _ = _trim(text, cut, end)
    if start < end:
        yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The same run without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
