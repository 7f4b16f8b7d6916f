"""Credit lines: an agency or another publisher named in the byline, the date line, or at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stemma.copies import agencies
from stemma.copies.publishers import Publisher, Register
from stemma.types import Article, Span

_DATELINE = re.compile(
    r"\s*(?:[A-ZÀ-ÖØ-Þ][^()\n]{0,80}?\s?)?\((?P<name>[A-ZÀ-ÖØ-Þ][\w .&’'/-]{1,40})\)\s{0,2}(?:[-–—―:]|--)"
)
_BARE_DATELINE = re.compile(
    r"\s*[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ .'’/-]{2,40},?\s(?:[^()\n—–-]{0,30},?\s)?"
    r"(?P<name>[A-Z][\w]{1,20})\s[—–-]{1,2}\s"
)
_MARK = re.compile(
    r"\((?P<name>[A-ZÀ-ÖØ-Þ][\w .&’'/-]{1,40})\)(?=[.\s]{0,3}$)"
    r"|(?<=[.!?”\"])\s{1,4}[-–—]{1,2}\s?(?P<dash>[A-Z][\w ]{1,30})$",
    re.MULTILINE,
)
_SENTENCE_END = re.compile(r"[.!?][\"”’]?\s")
_GIVEN = re.compile(
    r"(?:^|(?<=[.(]\s)|(?<=\())(?P<name>[A-ZÀ-ÖØ-Þ][\w .&’'-]{1,40}?)\s(?:staff\s)?contributed"
    r"\s(?:to|reporting)\b"
    r"|\b(?:[Ss]ources?|SOURCE|[Cc]redit|©|\([cC]\)(?:\s\d{4})?|[Cc]opyright(?:\s\d{4})?)(?:\s\d{4})?:?\s"
    r"(?P<source>[A-ZÀ-ÖØ-Þ][\w .&’'-]{1,40})",
    re.MULTILINE,
)
_JOINTS = re.compile(
    r"\s*(?:[|·•;/,]|\s[–—-]\s|\band\b|\bwith\b|\bplus\b|\bvia\b|\bfor\b|\bfrom\b|\bby\b|\bin\b|\bof\b)\s*",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:(?:additional|extra)?\s*(?:reporting|writing|report|files)|the|our|staff|agency)\s+|\s+(?:staff|reporters?"
    r"|correspondents?|desk|team|newsroom|contributed|report(?:s|ing)?)$",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\b(?:and|with|from)?\s*(?:news\s)?agencies\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Credit:
    """A publisher credited for text of an article.

    scope: the text it holds for by its place: the whole body for a date line, the paragraphs before it for
    a mark at their end; None where it holds for some of the article, nobody says which.
    """

    publisher: Publisher
    evidence: Span
    scope: Span | None
    where: str


def find(article: Article, register: Register) -> tuple[Credit, ...]:
    """The credits of an article, those of the narrowest scope first; none for its own outlet."""
    body = article.first("body")
    found: list[Credit] = []
    if body is not None:
        found += _marks(article, register, body.span)
        found += _dateline(article, register, body.span)
    found += _bylines(article, register)
    found += _given(article, register)
    if article.syndicated_from is not None:
        named = article.syndicated_from
        evidence = named.span or Span(article.id, 0, 0)
        whole = Span(article.id, 0, len(article.text))
        found.append(Credit(register.agency(named.value), evidence, whole, "its metadata"))
    own = register.own(article)
    return tuple(credit for credit in found if credit.publisher != own)


def names_agency(article: Article) -> bool:
    """Do the metadata, the date line or the byline say that an agency or another publisher wrote this?

    Told from the article alone, and at once: `find` knows more where the other articles are at hand.
    """
    body = article.first("body")
    if article.syndicated_from is not None or (body is not None and _in_dateline(article, body.span) is not None):
        return True
    lines = [article.words(part.span) for part in article.parts if part.kind == "byline"]
    return any(agencies.known(line[a:b].strip(" .()")) for line in lines for a, b in _pieces(line))


def _dateline(article: Article, register: Register, body: Span) -> list[Credit]:
    """VELSK (ANS) — , or (ANS) — , where the body begins."""
    match = _in_dateline(article, body)
    if match is None:
        return []
    evidence = Span(article.id, *match.span("name"))
    last = max(part.span.end for part in article.parts if part.kind == "body")
    return [Credit(register.agency(match["name"]), evidence, Span(article.id, body.start, last), "the dateline")]


def _in_dateline(article: Article, body: Span) -> re.Match[str] | None:
    for pattern in (_DATELINE, _BARE_DATELINE):
        match = pattern.match(article.text, body.start, min(body.end, body.start + 160))
        if match and (agencies.known(match["name"]) or (pattern is _DATELINE and _is_name(match["name"]))):
            return match
    return None


def _is_name(words: str) -> bool:
    """Are all words of it capitalised, as in a name and not in "English edition"?"""
    return all(word[0].isupper() or word in ("of", "de", "du", "and") for word in words.split())


def _marks(article: Article, register: Register, body: Span) -> list[Credit]:
    """(ANS) or - ANS at the end of a paragraph of the body.

    A name behind a stroke ("Ana Berg/ANS") credits a picture, and so does the mark of a single sentence: a
    caption.
    """
    found = []
    for match in _MARK.finditer(article.text, body.start, len(article.text)):
        group = "name" if match["name"] else "dash"
        name = match[group]
        if "/" in name or (group == "dash" and not agencies.known(name)):
            continue
        if not agencies.is_credit(name):
            continue
        start = article.text.rfind("\n", 0, match.start()) + 1
        if _SENTENCE_END.search(article.text, start, match.start() - 4) is None and not _is_last(article, match.end()):
            continue
        evidence, scope = Span(article.id, *match.span(group)), Span(article.id, start, match.end())
        found.append(Credit(register.agency(name), evidence, scope, "the end of the paragraph"))
    return found


def _is_last(article: Article, at: int) -> bool:
    """Does the body end at this offset, but for marks and blanks?"""
    return all(part.span.end <= at + 3 for part in article.parts if part.kind == "body")


def _bylines(article: Article, register: Register) -> list[Credit]:
    """By A. Writer and Rift News Agency; ANS with Ledger staff; Agencies."""
    found = []
    for part in article.parts:
        if part.kind not in ("byline", "dateline"):
            continue
        for line in re.finditer(r"[^\n]+", article.words(part.span)):
            at = part.span.start + line.start()
            pieces = list(_pieces(line[0]))
            alone = len(pieces) == 1
            for start, end in pieces:
                name = line[0][start:end]
                publisher = _credited(name, register)
                if publisher is not None:
                    scope = Span(article.id, 0, len(article.text)) if alone and part.kind == "byline" else None
                    found.append(Credit(publisher, Span(article.id, at + start, at + end), scope, "the byline"))
    return found


def _pieces(line: str) -> list[tuple[int, int]]:
    """Where the names of a byline stand, without the words that join them."""
    cuts = [0, *(x for match in _JOINTS.finditer(line) for x in match.span()), len(line)]
    found = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        role = _ROLE.search(line[start:end])
        while role is not None and role.end() > role.start():
            start, end = (start + role.end(), end) if role.start() == 0 else (start, start + role.start())
            role = _ROLE.search(line[start:end])
        if line[start:end].strip():
            found.append((start, end))
    return found


def _credited(name: str, register: Register) -> Publisher | None:
    """The publisher that a piece of a byline names, if it names one and no person."""
    name = name.strip(" .()")
    if agencies.is_credit(name):
        return register.agency(name)
    return register.called(name) if name else None


def _given(article: Article, register: Register) -> list[Credit]:
    """ANS contributed to this report; Source: ANS; (c) 2026 ANS."""
    found = []
    for match in _GIVEN.finditer(article.text):
        group = "name" if match["name"] else "source"
        publisher = _credited(match[group], register)
        if publisher is not None:
            found.append(Credit(publisher, Span(article.id, *match.span(group)), None, "a credit line"))
    return found
