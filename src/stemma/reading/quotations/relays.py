"""Through whom: the publisher that an article has a quotation from.

Three things tell: whom the speaker told ("told the Tarn Gazette"), who passes it on ("…, the Gazette
reported"), and a credit for wire copy, at the head or as a sign behind a paragraph, which holds until the
outlet speaks of itself.  The outlet's own name is no relay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stemma.reading.lexicon import words
from stemma.reading.quotations import noun_phrases as phrases
from stemma.reading.quotations.contents import TELLING, Range
from stemma.reading.quotations.frames import Frame
from stemma.reading.quotations.statements import Statement
from stemma.types import Article

KNOWN = 200  # publishers remembered in one article, which bounds what a list of a million costs

_NOUNS = "newspaper|paper|daily|weekly|agency|broadcaster|station|site|magazine|website|portal|tabloid|channel"
_BACK = re.compile(rf"^(?:that|the) (?:\w+ )?(?:{_NOUNS})$", re.IGNORECASE)
_OWN = re.compile(
    r"^(?:us|me|this (?:newspaper|paper|website|magazine|agency|reporter)|our (?:\w+ ){0,2}\w+)$",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(rf"^.{{0,40}}\b(?:{_NOUNS}) (?=[A-Z])")
_SIGN = re.compile(r"\((?P<name>[A-Z][\w&. ]{1,30})\)(?=[ \t]*(?:\r?\n|\Z))")
_DATELINE = re.compile(r"^[A-Z][^()\n]{1,60}\((?P<name>[A-Z][\w&. ]{1,30})\)\s*(?:[-–—:]|\Z)")
_CREDIT = re.compile(
    r"(?:[A-Z][\w’'-]+ ){1,3}(?:(?:News |Press )?Agency|Press (?:Bureau|Association|Service)|Press|Bureau"
    rf"|(?:News |Markets )?Service|Wire|Newswire|News)\b|\b(?:{'|'.join(sorted(words('agencies')))})\b"
)
_NAME = r"(?:the )?(?P<{}>[A-Z][\w’'-]*(?: (?:[A-Z][\w’'-]*|of|de|du|and|\d+)){{0,5}})"
_PASSED_ON = re.compile(r"\b(?:quoted|cited|reported|aired|broadcast|interviewed) by " + _NAME.format("by"))
_SPOKEN_TO = re.compile(
    r"\b(?:interview|comments?|remarks|speaking|spoke|spoken|talking|talked|statement) (?:with|to) "
    + _NAME.format("to")
)
_LEAD = re.compile(r"^(?:By |From )?(?:the |The )?")
_ARTICLE = re.compile(r"^(?:the|The) ")
_SMALL = frozenset(["the", "a", "an", "of", "and", "for", "in", "to", "at", "on"])
_AIR = frozenset(["television", "tv", "radio", "media"])
_PLAIN = frozenset(["magazine", "tabloid", "newspaper", "portal", "broadcaster", "website", "site"])
_MANY = frozenset(["media", "press", "reports"])
_PUBLIC = frozenset(["ministry", "police", "army", "office", "department", "government"]) | frozenset(
    ["court", "hospital", "council", "commission"]
)


@dataclass(slots=True)
class Relays:
    """Which publishers the words of one article come from; told as its frames are read from the top.

    own: words of the name of its outlet.  initials: of that name.  wire: the agency whose text it prints, up
    to the offset `wire_end`; signed: its sign stands there.  own_paragraph: in which the outlet speaks of
    itself.  last: the publisher named last.  known: publishers named so far.
    """

    own: frozenset[str]
    initials: str
    wire: str | None = None
    wire_end: int = 0
    signed: bool = False
    own_paragraph: int = -1
    last: str | None = None
    known: list[str] = field(default_factory=list)

    def is_own(self, name: str) -> bool:
        """Is it the outlet of the article, in full, in short or by its initials?"""
        tokens = _tokens(name)
        by_name = bool(tokens) and (tokens <= self.own or name.replace(".", "") == self.initials)
        return by_name or _OWN.match(name) is not None

    def name(self, printed: str) -> str | None:
        """The publisher that words stand for: a name, or "that newspaper" for the one named last."""
        if _BACK.match(printed):
            return self.last
        bare = _NOUN_BEFORE.sub("", _bare(printed))
        self.last = next((known for known in self.known if _tokens(bare) < _tokens(known)), bare)
        if self.last not in self.known and len(self.known) < KNOWN:
            self.known.append(self.last)
        return self.last

    def addressee(self, frame: Frame, statement: Statement, people: frozenset[str]) -> str | None:
        """To whom it was told, where that is a publisher; "" for the article's own outlet."""
        first = statement.cue.last + 1
        if frame.low[statement.cue.last] not in TELLING or first >= len(frame):
            return None
        last = phrases.base(frame, first)
        if last < first:
            return None
        printed = frame.words(first, last)
        if self.is_own(_bare(printed)):
            return ""
        return self.name(printed) if _BACK.match(printed) or _is_name(frame, first, last, people) else None

    def told_aside(self, frame: Frame, people: frozenset[str]) -> str | None:
        """The publisher of "in an interview with" or "quoted by"; "" for the outlet itself, None for none."""
        for pattern in (_PASSED_ON, _SPOKEN_TO):
            found = pattern.search(frame.own_words())
            if found is None:
                continue
            printed = found[found.lastindex or 0]
            low = set(printed.lower().split())
            if self.is_own(printed):
                return ""
            if not low & words("publishers") and (low & words("assemblies") or low <= people):
                continue
            return self.name(printed)
        return None

    def is_publisher(self, frame: Frame, statement: Statement) -> bool:
        """Is the source of a statement one that publishes: a paper, an agency, "media"?"""
        if statement.source is None:
            return False
        first, head = _base(frame, statement.source)
        low = frame.low[first : head + 1]
        if not frame.capital(head) and not low[-1][:1].isdigit():
            back = self.last is not None and _BACK.match(frame.words(first, head)) is not None
            return back or low[-1] in _MANY or low[-1] in _PLAIN
        named = [i for i in _capitals(frame, first, head) if i or low[0] not in ("the", "a", "an")]
        if not named or not _PUBLIC.isdisjoint(low):
            return False
        return (
            _bare(frame.words(first, head)) in self.known
            or any(frame.low[i] in words("publishers") for i in named)
            or any(word in words("publishers") and word not in words("ambiguous") for word in low)
            or "agency" in low[:-1]
            or frame.low[statement.cue.last].startswith("report")
        )

    def source(self, frame: Frame, statement: Statement) -> str | None:
        """The publisher that stands as the source of a statement, None for any other or the outlet itself."""
        if statement.source is None or not self.is_publisher(frame, statement):
            return None
        first, last = _base(frame, statement.source)
        printed = frame.words(first, last)
        if self.is_own(_bare(printed)):
            return None
        named = any(i or frame.pos[i] == "PROPN" for i in _capitals(frame, *statement.source))
        return self.name(printed) if named or _BACK.match(printed) else None

    def credit(self, frame: Frame) -> str | None:
        """The agency whose text the frame is part of."""
        if frame.first >= self.wire_end or frame.paragraph == self.own_paragraph:
            return None
        return self.wire

    def hear(self, frame: Frame) -> None:
        """Note a paragraph in which the outlet speaks of itself: from there on the reporting is its own."""
        if self.wire is not None and frame.first < self.wire_end and self._speaks_of_itself(frame):
            self.own_paragraph = frame.paragraph
            if not self.signed:
                self.wire_end = frame.first

    def _speaks_of_itself(self, frame: Frame) -> bool:
        for i in range(1, len(frame)):
            before, low = frame.low[i - 1], frame.low[i]
            if before in ("told", "tells", "to", "with", "by", "for") and low in ("us", "our", "this"):
                noun = frame.low[i + 1] if i + 1 < len(frame) else ""
                if (low == "us" and before != "to") or noun in (
                    "newspaper",
                    "paper",
                    "reporter",
                    "correspondent",
                ):
                    return True
            named = before in ("the", "told", "to") and frame.capital(i) and low in self.own
            if named and self.is_own(frame.words(i, max(i, phrases.base(frame, i)))):
                return True
        return False


def start(article: Article) -> Relays:
    """What the head and the signs of an article say about where its text comes from."""
    outlet = article.outlet.value if article.outlet else ""
    initials = "".join(word[0] for word in outlet.split() if word[0].isupper())
    relays = Relays(_tokens(outlet), initials if len(initials) > 1 else "")
    head = [article.words(p.span) for p in article.parts if p.kind in ("byline", "dateline", "standfirst")]
    credits = [name[0] for name in _CREDIT.finditer(" | ".join(head)) if not relays.is_own(name[0])]
    body = [part.span for part in article.parts if part.kind == "body"]
    if not body:
        return relays
    dateline = _DATELINE.match(article.text[body[0].start : body[0].start + 120]) or _initials(head)
    signs = [found for span in body for found in _SIGN.finditer(article.text, span.start, span.end)]
    signs = [found for found in signs if _is_sign(found["name"], credits)]
    alone = [name for name in credits if any(_LEAD.sub("", line).startswith(name) for line in head)]
    name = dateline["name"] if dateline else signs[-1]["name"] if signs else alone[0] if alone else ""
    if name and not relays.is_own(name):
        relays.wire = _in_full(name, credits)
        relays.signed = bool(signs) and not dateline
        relays.wire_end = signs[-1].end() if relays.signed else body[-1].end
    return relays


def _initials(head: list[str]) -> re.Match[str] | None:
    """The sign of an agency in a date line that stands apart."""
    found = (_DATELINE.match(line) for line in head)
    return next((one for one in found if one and one["name"].isupper()), None)


def _is_name(frame: Frame, first: int, last: int, people: frozenset[str]) -> bool:
    """May these words name a publisher: its kind of word, or capitals and no person, court or crowd?"""
    low = frame.low[first : last + 1]
    named = _capitals(frame, first, last)
    if not named:
        return low[-1] in _AIR and last > first
    if any(frame.low[i] in words("publishers") for i in named) or "broadcaster" in low:
        return True
    person = low[0] != "the" and all(frame.low[i] in people for i in named)
    return words("assemblies").isdisjoint(low) and not person


def _capitals(frame: Frame, first: int, last: int) -> list[int]:
    return [i for i in range(first, last + 1) if frame.capital(i)]


def _base(frame: Frame, source: Range) -> Range:
    """The base noun phrase that a source begins with."""
    return source[0], min(max(phrases.base(frame, source[0]), source[0]), source[1])


def _bare(printed: str) -> str:
    return _ARTICLE.sub("", printed).strip(" ,").removesuffix("’s").removesuffix("'s")


def _is_sign(name: str, credits: list[str]) -> bool:
    """May a bracket at the end of a paragraph be the sign of an agency?"""
    return (name.isupper() and 2 <= len(name) <= 5) or _in_full(name, credits) != name


def _in_full(name: str, credits: list[str]) -> str:
    """The credit whose initials or first word a sign is, or the sign itself."""
    for credit in credits:
        if "".join(filter(str.isupper, credit)) == name.replace(".", "") or credit.startswith(name):
            return credit
    return name


def _tokens(name: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", name.lower()) if word not in _SMALL)
