"""Through what, and through whom: the channel of a quotation, and the publisher that an article has it from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from stemma.reading import noun_phrases as phrases
from stemma.reading.contents import TELLING
from stemma.reading.frames import Frame
from stemma.reading.lexicon import words
from stemma.reading.statements import Statement
from stemma.types import Article, Span

_PREPOSITIONS = "in|on|at|by|through|via|over|during|under"
_CHANNEL = re.compile(
    rf"\b(?:{_PREPOSITIONS}) (?:[\w’'-]+ ){{0,5}}?(?:{'|'.join(sorted(phrases.CHANNELS, key=len, reverse=True))})\b"
    r"(?: (?:to|on) (?!Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?:[a-z]+ ){0,3}"
    r"(?:X|Facebook|Instagram|Telegram|television|TV|radio|staff|clients|LinkedIn|YouTube)\b)?",
    re.IGNORECASE,
)
_NETWORK = re.compile(
    r"\bon (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May |June|July|August|September"
    r"|October|November|December)(?:the )?(?:(?:state|national|public|local|live) )?(?:X|Twitter|TV|TikTok|[A-Z][\w’]+(?: [A-Z][\w’]+)?)\b"
    r"(?! (?:that|said|morning|evening))"
)
_EVENT = re.compile(
    r"\b(?:an?|the|his|her|its|their|\w+day[’']s)(?: [\w’'-]+){0,3}? (?:briefing|conference|hearing|rally|interview|inquest)\b"
)
_NO_CHANNEL = re.compile(r"\b(?:court|parliament|hall)\b", re.IGNORECASE)
_BACK = re.compile(
    r"^(?:that|the) (?:\w+ )?(?:newspaper|paper|daily|weekly|agency|broadcaster|station|site|magazine|website)$",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"^(?:us|me|this (?:newspaper|paper|website|magazine|agency|reporter)|our (?:\w+ ){0,2}\w+)$",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(
    r"^.{0,40}\b(?:newspaper|paper|agency|broadcaster|station|magazine|website|site|portal|daily|weekly|tabloid|channel)"
    r" (?=[A-Z])"
)
_MARKER = re.compile(r"\((?P<name>[A-Z][\w&. ]{1,30})\)(?=[ \t]*(?:\r?\n|\Z))")
_DATELINE = re.compile(r"^[A-Z][^()\n]{1,60}\((?P<name>[A-Z][\w&. ]{1,30})\)\s*[-–—]")
_CREDIT = re.compile(r"(?:[A-Z][\w’'-]+ ){1,3}(?:News Agency|Press Agency|Agency|Press Bureau|Press Association|Press Service|"
                     r"Press|Bureau|News Service|Markets Service|Service|Wire|Newswire|News)\b|\b(?:AP|AFP|Reuters|dpa|DPA|PA|UPI|PTI|ANI|EFE|ANSA|AAP|TASS|Xinhua|Kyodo|Yonhap|Bloomberg|Interfax)\b")  # fmt: skip
_SMALL = frozenset(["the", "a", "an", "of", "and", "for", "in", "to", "at", "on"])
_AIR = frozenset(["television", "tv", "radio", "media"])
_COMMON = frozenset(["post", "mail", "star", "times", "record", "review", "paper", "press", "site", "express", "standard",
                     "independent", "fox", "sky", "agency", "network", "channel", "outlet", "wire", "mirror", "globe"])  # fmt: skip
_PUBLIC = frozenset(
    [
        "ministry",
        "police",
        "army",
        "office",
        "department",
        "government",
        "court",
        "hospital",
        "council",
        "commission",
    ]
)


@dataclass(slots=True)
class Relays:
    """Which publishers the words of one article come from; told as its frames are read from the top.

    own: words of the name of its outlet.  initials: of that name.  wire: the agency whose text it prints, up to
    the offset `wire_end`; signed: its sign stands there.  own_paragraph: in which the outlet speaks of itself.  last: the publisher named last.  known: publishers named so far.
    """

    own: frozenset[str]
    initials: str
    wire: str | None = None
    wire_end: int = 0
    signed: bool = False
    own_paragraph: int = -1
    last: str | None = None
    known: set[str] = field(default_factory=set)

    def is_own(self, name: str) -> bool:
        """Is it the outlet of the article, in full, in short or by its initials?"""
        tokens = _tokens(name)
        return (
            bool(_OWN.match(name))
            or bool(tokens)
            and (tokens <= self.own or name.replace(".", "") == self.initials)
        )

    def name(self, printed: str) -> str | None:
        """The publisher that words stand for: a name, or "that newspaper" for the one named last."""
        bare = _NOUN_BEFORE.sub("", _bare(printed))
        if _BACK.match(printed):
            return self.last
        known = next((k for k in sorted(self.known) if _tokens(bare) < _tokens(k)), bare)
        self.known.add(known)
        self.last = known
        return known

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
        if _BACK.match(printed) or _is_name(frame, first, last, people):
            return self.name(printed)
        return None

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
            if before in ("the", "told", "to") and frame.capital(i) and low in self.own:
                last = phrases.base(frame, i)
                if self.is_own(frame.words(i, max(i, last))):
                    return True
        return False

    def credit(self, frame: Frame) -> str | None:
        """The agency whose text the frame is part of."""
        if frame.first >= self.wire_end or frame.paragraph == self.own_paragraph:
            return None
        return self.wire

    def is_publisher(self, frame: Frame, statement: Statement) -> bool:
        """Is the source of a statement one that publishes: a paper, an agency, "media"?"""
        if statement.source is None:
            return False
        first, last = statement.source
        head = min(max(phrases.base(frame, first), first), last)
        low = [frame.low[i] for i in range(first, head + 1)]
        if not frame.capital(head) and not frame.low[head][0].isdigit():
            plain = low[-1] in ("media", "press", "reports") or (
                self.last is not None and _BACK.match(frame.words(first, head))
            )
            return bool(plain) or (
                low[-1] in ("magazine", "tabloid", "newspaper", "portal", "broadcaster", "website", "site")
            )
        named = [
            i
            for i in range(first, head + 1)
            if frame.capital(i) and (i or frame.low[0] not in ("the", "a", "an"))
        ]
        if not named or not _PUBLIC.isdisjoint(low):
            return False
        return (
            _bare(frame.words(first, head)) in self.known
            or any(frame.low[i] in words("publishers") for i in named)
            or any(word in words("publishers") for word in low if word not in _COMMON)
            or frame.low[statement.cue.last].startswith("report")
        )

    def source(self, frame: Frame, statement: Statement) -> str | None:
        """The publisher that stands as the source of a statement, None for any other or the outlet itself."""
        if statement.source is None or not self.is_publisher(frame, statement):
            return None
        first, last = statement.source
        printed = frame.words(first, min(max(phrases.base(frame, first), first), last))
        if self.is_own(_bare(printed)):
            return None
        named = any(frame.capital(i) for i in range(first, last + 1) if i or frame.pos[i] == "PROPN")
        return self.name(printed) if named or _BACK.match(printed) else None


def start(article: Article) -> Relays:
    """What the head and the markers of an article say about where its text comes from."""
    outlet = article.outlet.value if article.outlet else ""
    initials = "".join(word[0] for word in outlet.split() if word[0].isupper())
    relays = Relays(_tokens(outlet), initials if len(initials) > 1 else "")
    head = [article.words(p.span) for p in article.parts if p.kind in ("byline", "dateline", "standfirst")]
    credits = [name[0] for name in _CREDIT.finditer(" | ".join(head)) if not relays.is_own(name[0])]
    body = [part.span for part in article.parts if part.kind == "body"]
    if not body:
        return relays
    dateline = _DATELINE.match(article.text[body[0].start : body[0].start + 120])
    marked = [found for span in body for found in _marks(article, span) if _is_sign(found["name"], credits)]
    alone = [name for name in credits if any(line.startswith(name) for line in head)]
    name = dateline["name"] if dateline else marked[-1]["name"] if marked else alone[0] if alone else ""
    if name and not relays.is_own(name):
        relays.wire = _in_full(name, credits)
        relays.signed = bool(marked) and not dateline
        relays.wire_end = marked[-1].end() if relays.signed else body[-1].end
    return relays


def channel(frame: Frame, statement: Statement) -> str | None:
    """Through what it was said, as printed, or None."""
    first = statement.cue.last + 1
    last = _around(frame, statement, first)
    if first < last:
        text = frame.words(first, last - 1)
        if frame.low[statement.cue.last] in TELLING:
            event = _EVENT.match(text)
            if event:
                return event[0]
        found = _CHANNEL.search(text) or _NETWORK.search(text)
        if found:
            return found[0]
    if statement.source is not None and statement.source[0] > 0:
        before = max(0, statement.source[0] - 14)
        inside = {i for a, b in statement.content for i in range(max(a, before), b + 1)}
        if not inside & set(range(before, statement.source[0])):
            found = _CHANNEL.search(frame.words(before, statement.source[0] - 1))
            return found[0] if found else None
    return None


def _around(frame: Frame, statement: Statement, first: int) -> int:
    """The word after the stretch behind a cue that belongs to it and not to the content."""
    last = min(len(frame), first + 24)
    for start, end in statement.content:
        if start >= first:
            last = min(last, start)
    return last


def _is_name(frame: Frame, first: int, last: int, people: frozenset[str]) -> bool:
    """May these words name a publisher: its kind of word, or capitals and no person, court, crowd or ministry?"""
    low = {frame.low[i] for i in range(first, last + 1)}
    named = [i for i in range(first, last + 1) if frame.capital(i)]
    if not named:
        return frame.low[last] in _AIR and last > first
    if any(frame.low[i] in words("publishers") for i in named) or "broadcaster" in low:
        return True
    return low.isdisjoint(words("assemblies")) and not all(frame.low[i] in people for i in named)


def _bare(printed: str) -> str:
    return re.sub(r"^(?:the|The) ", "", printed).strip(" ,")


def _marks(article: Article, span: Span) -> Sequence[re.Match[str]]:
    """Names in brackets at the ends of lines."""
    return list(_MARKER.finditer(article.text, span.start, span.end))


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
