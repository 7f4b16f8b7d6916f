"""Publishers named in articles: the outlets of the set, agencies, and others, across spellings.

"the Herald" is the Dalagan Herald where that is an outlet of the set or was named before; "the agency" is the
publisher named last.  Whatever is named as newspapers, stations and agencies are named counts as a publisher.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from stemma.copies import agencies
from stemma.naming import fold
from stemma.types import Article, Span

LOOKED_AT = 50_000
"""Characters of an article in which the initials of agencies are looked for: longer than any report."""

Kind = Literal["outlet", "agency", "publisher", "unknown"]

# Words that newspapers, stations and agencies are called by, in a few languages; then the world's best known.
_TITLES = (
    "Advertiser|Advocate|Argus|Banner|Beacon|Bugle|Bulletin|Chronicle|Citizen|Clarion|Courant|Courier|Daily"
    "|Despatch|Dispatch|Echo|Enquirer|Examiner|Express|FM|Gazette|Globe|Guardian|Herald|Independent|Inquirer"
    "|Journal|Ledger|Magazine|Mail|Mercury|Messenger|Mirror|Monitor|News|Observer|Online|Post|Press|Radio"
    "|Record|Recorder|Register|Reporter|Review|Sentinel|Standard|Star|Sun|Telegram|Telegraph|Television|Times"
    "|Tribune|TV|Voice|Weekly|Wire|Newswire|Broadcasting|Diario|Tribuna|Zeitung|Presse|Prensa|Matin|Figaro"
    "|Monde|Corriere|Gazeta"
)
_REAL = (
    "BBC|CNN|CBS|NBC|ABC News|Fox News|MSNBC|NPR|PBS|CBC|Sky News|ITV|Al Jazeera|Al Arabiya|Deutsche Welle"
    "|Politico|Axios|BuzzFeed|Bloomberg|ProPublica|The Intercept|Der Spiegel|Le Monde|El País|Haaretz"
    "|The Economist|Rappler|NHK|TMZ|Newsweek|Forbes|Reuters|Associated Press|Agence France-Presse|Xinhua"
    "|Yonhap|Interfax|Kyodo|Anadolu"
)
_TITLE_WORDS = frozenset(_TITLES.casefold().split("|"))
_REAL_KEYS = frozenset(fold(name) for name in _REAL.split("|"))
# Of these words the first list is no name by itself, the second opens a name that has no short end ("the
# Coast" is not Radio Coast), and the third is added to a name without making another one.
_WEAK = frozenset(
    (
        "daily",
        "news",
        "online",
        "weekly",
        "radio",
        "fm",
        "tv",
        "television",
        "press",
        "agency",
        "wire",
        "world",
    )
)
_STATIONS = frozenset(("radio", "tv", "television"))
_ADDED = frozenset(("online", "web", "website", "digital", "english", "edition", "international"))
_STRONG = "|".join(title for title in _TITLES.split("|") if title.casefold() not in _WEAK | {"record", "reporter"})

_CAP = r"[A-ZÀ-ÖØ-Þ0-9][\w’'&./-]{0,24}"
_SMALL = r"(?:(?:of|the|and|de|du|del|di|da|la|&)\s){0,2}"
_AGENCY = r"(?:News|Press|Wire|Telegraph|Information|Media)\s(?:Agency|Service|Bureau|Association)"
_NAME = re.compile(
    rf"\b(?:{_CAP}\s{_SMALL}){{1,4}}(?:{_AGENCY}|{_TITLES})\b(?!\s(?:{_TITLES})\b)"
    rf"|(?<=[Tt]he )(?:{_STRONG})\b(?!\s[A-Z])"
    rf"|\b(?:Radio|TV|Television|Agence|Agencia|Prensa|Le|La|Il|El|Der|Die)\s{_SMALL}{_CAP}"
    r"|\b(?:Channel|Kanal|Canal|Antena|Studio)\s[A-Z0-9][\w-]{0,12}|\bTV\d\w{0,3}\b"
    rf"|(?<=[a-z,;] )The\s(?!Hague\b){_CAP}(?:\s{_CAP}){{0,3}}"
    rf"|\b(?:{_REAL})\b"
)

# What a publisher is: the second list has other meanings too, and stands for one only in plain company.
_PRINTED = "newspaper|tabloid|broadsheet|magazine|website|web site|portal|blog|outlet|broadcaster|podcast|news agency"
_OTHER = "site|station|channel|network|agency|agencies|service|wire|daily|weekly|paper"
_TYPE = rf"(?:news\s)?(?:{_PRINTED}|{_OTHER})"
_CALLED = re.compile(
    rf"\b{_TYPE}\s(?P<after>{_CAP}(?:\s{_CAP}){{0,3}})"
    rf"|\b(?P<before>{_CAP}(?:\s{_CAP}){{0,2}})\s"
    rf"(?:{_PRINTED}|agency|(?:news|radio|TV)\s(?:site|station|channel))\b(?!\s[A-Z])"
)
_BACK = re.compile(
    rf"\b(?:[Tt]he|[Tt]hat)\s(?:(?:[a-z-]{{3,12}}\s)?(?:{_PRINTED})"
    rf"|(?:(?:news|radio|television|TV|local|same|online)\s)?(?:{_OTHER}))\b(?!\s[A-Z])"
)
_SELF = re.compile(
    rf"\b[Tt]his\s(?:{_TYPE}|reporter|correspondent)\b|\b(?:told|tells|to|with|by)\s(?P<us>us)\b"
    r"|\b[Oo]ur\s(?:reporters?|correspondents?|newsroom|newspaper|paper)\b"
    r"|\b[Oo]ur\s(?:\w{1,12}\s)?(?:programme|program|show)\b"
)
_STATE_MEDIA = (
    r"\b[Ss]tate(?:-run|-owned|-controlled)?\s(?:news\s)?"
    r"(?:media|television|TV|radio|broadcaster|agency|newspapers?)"
)
_STATE = re.compile(rf"{_STATE_MEDIA}\b(?!\s[A-Z])")
_STATE_OWNED = re.compile(rf"{_STATE_MEDIA}\s({_CAP}(?:\s{_CAP}){{0,2}})")

_ONE = (
    r"(?:an?|one|another|other)\s(?:[a-z-]{3,14}\s){0,2}"
    rf"(?:{_PRINTED}|news site|(?:radio|television|TV) station)"
)
_RUMOUR = re.compile(
    r"(?<!social )(?<!social-)\b(?:news|press|media|newspaper|online|unconfirmed)\s(?:reports?|accounts)\b"
    r"|\b(?:local|foreign|national|domestic|international|some|several|various|other)\s"
    r"(?:media|papers|newspapers|outlets|websites|tabloids|news outlets|news sites)\b"
    r"|\blocal\s(?:radio|television|TV)\b"
    rf"|\b{_ONE}\s(?:report|said|says|claim|wrote|quot)|\baccording to\s{_ONE}\b"
    r"|\baccording to\s(?:\w{2,12}\s){0,2}reports\b|(?<![\w-])reports\sfrom\s[^,.]{1,30}\s(?:say|said)\b"
    r"|\b(?:television|radio|TV)\s(?:report(?:ed|s)|said|says)\b"
    r"|(?<![\w-])reports\s(?:say|said|suggest(?:ed)?|claim(?:ed)?|that)\b|\breportedly\b|\brumou?r has it\b"
    r"|\b(?:media|newspapers|papers|tabloids|press)\s(?:say|said|reported|claim(?:ed)?)\b"
    r"|\b(?:has|have|was|were|had|is|are)\s(?:been\s)?(?:widely\s)?reported\s(?:that|to)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?:[’']s)?[.,'’/ -]*$")
_FIRST = (
    "As|Per|Citing|Quoting|If|What|Asked|Writing|Speaking|Told|In|On|At|By|For|From|To|But|And|When|While|After"
    "|Before|According|Meanwhile|Yesterday|Earlier|Also|Since|Though|Although|Now|Then|Last|Both|Even|Only"
)
_STARTS = re.compile(
    rf"^.{{1,40}}\sof\s(?=(?:{_REAL})\b)|^.{{1,40}}[’']s?\s(?=[A-Z])|^(?:(?:{_FIRST})\s(?:to\s|by\s)?(?:the\s)?)+"
)
_EXPLAINED = re.compile(rf"(?P<name>{_CAP}(?:\s{_CAP}){{1,5}})\s\((?P<short>[A-Z]{{2,6}})\)")
_CAPITALS = re.compile(rf"{_CAP}(?:\s{_CAP}){{1,4}}")
_LEADING = re.compile(r"^(?:the|la|le|les|el|il|der|die|das|o|a|al|de|an)\s")
_NOT_NAMES = frozenset(("", "the", "this", "that", "a", "an", "in", "on", "at"))


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes.  key is the same for all spellings of one."""

    key: str
    name: str
    kind: Kind


UNKNOWN = Publisher("?", "media reports", "unknown")
"""Whoever stands behind "media reports": it may be any of the others, so it never makes one origin more."""


@dataclass(frozen=True, slots=True)
class Named:
    """A publisher named in place.  back: by a reference back ("the agency"), to whoever was named last."""

    start: int
    end: int
    publisher: Publisher
    back: bool = False


def key(name: str) -> str:
    """A publisher's name without what spellings differ in."""
    return _LEADING.sub("", fold(name.replace("&", " and ")))


class Register:
    """The publishers of a set of articles, under all names they go by in it."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Take in the outlets of the articles, and agencies that a byline or a pair of brackets explains."""
        self._own: dict[str, Publisher] = {}
        self._known: dict[str, Publisher] = {}
        for article in articles:
            self._take_outlet(article)
        self._full = frozenset(self._known)
        self._short: dict[str, Publisher] = {}
        self._names: dict[Publisher, set[str]] = {}
        for name, owner in self._known.items():
            for short in sorted(_aliases(name)):
                self._short.setdefault(short, owner)
                self._names.setdefault(owner, set()).add(short)
        longest = sorted(self._short, key=lambda short: (-len(short), short))
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest)) or '(?!)'})\b")
        for article in articles:
            self._learn(article)
        owned = [name for article in articles for name in _STATE_OWNED.findall(article.text)]
        states = {self._publisher(self._clipped(name), UNKNOWN) for name in owned}
        self._state = states.pop() if len(states) == 1 else None

    def _take_outlet(self, article: Article) -> None:
        """The outlet of an article under its name and, where that has a title in it, the name of its file."""
        name = article.outlet.value if article.outlet else ""
        own = Publisher(key(name) or f"article {article.id}", name or article.file or article.id, "outlet")
        self._own[article.id] = self._known.setdefault(own.key, own)
        stem = key(article.file.rpartition(".")[0])
        if set(stem.split()) & _TITLE_WORDS:
            self._known.setdefault(stem, self._own[article.id])

    def _learn(self, article: Article) -> None:
        """Take in "Rift News Agency (RNA)", "the news agency RNA" and the agencies of a byline."""
        text = article.text[:LOOKED_AT]
        for match in _EXPLAINED.finditer(text):
            name = " ".join(match["name"].split()[-len(match["short"]) :])
            if agencies.is_named_like_one(name) and agencies.initials(name) == match["short"]:
                self.agency(name, match["short"])
        own = self._names_of(self.own(article))
        for part in article.parts:
            if part.kind in ("byline", "dateline"):
                for match in _CAPITALS.finditer(article.words(part.span)):
                    if agencies.is_credit(match[0]) and key(match[0]) not in own:
                        self.agency(match[0])
        for match in _CALLED.finditer(text):
            name = match["after"] or match["before"]
            if agencies.is_initials(name) and "agenc" in match[0]:
                self.agency(name)

    def own(self, article: Article) -> Publisher:
        """The outlet of an article; without one the article stands for itself."""
        return self._own[article.id]

    def agency(self, name: str, short: str = "") -> Publisher:
        """The agency of this name; initials and first words are resolved to a name already met."""
        usual = agencies.known(name) or name
        this = key(usual)
        if this not in self._known:
            fuller = (known for known in self._known.values() if _stands_for(usual, this, known))
            self._known[this] = next(fuller, None) or Publisher(this, usual, "agency")
        if short:
            self._known[key(short)] = self._known[this]
        return self._known[this]

    def called(self, name: str) -> Publisher | None:
        """The publisher already met under this very name."""
        return self._known.get(key(name))

    def find(self, article: Article, start: int, end: int) -> list[Named]:
        """The publishers named between two offsets, in order; the longest name where several overlap.

        A reference back ("the agency") is marked `back` and stands for nobody yet.
        """
        found: list[Named] = []
        for named in sorted(self._all(article, start, end), key=lambda n: (n.start - n.end, n.start)):
            if all(named.end <= other.start or other.end <= named.start for other in found):
                found.append(named)
        return sorted(found, key=lambda named: named.start)

    def _all(self, article: Article, start: int, end: int) -> Iterator[Named]:
        text = article.text
        own = self.own(article)
        yield from self._in_set(text, start, end, own)
        for match in _SELF.finditer(text, start, end):
            yield Named(match.start("us") if match["us"] else match.start(), match.end(), own)
        places = [match.span() for match in _NAME.finditer(text, start, end)]
        places += [match.span(match.lastgroup or 0) for match in _CALLED.finditer(text, start, end)]
        for at, stop in places:
            name = self._clipped(text[at:stop])
            if key(name) not in _NOT_NAMES:
                yield Named(text.index(name, at), stop, self._publisher(name, own))
        for match in re.finditer(r"\b[A-Z]{2,6}\b", text[start:end]):
            if (known := self._initials(match[0])) is not None:
                yield Named(start + match.start(), start + match.end(), known)
        for match in _STATE.finditer(text, start, end):
            yield Named(match.start(), match.end(), self._state or Publisher("state media", match[0], "publisher"))
        for match in _BACK.finditer(text, start, end):
            yield Named(match.start(), match.end(), UNKNOWN, back=True)

    def _in_set(self, text: str, start: int, end: int, own: Publisher) -> Iterator[Named]:
        flat = flatten(text[start:end])
        for match in self._pattern.finditer(flat):
            at, stop = start + match.start(), start + match.end()
            if not (text[at].isupper() or text[at].isdigit()):
                continue
            short = match[0]
            if short in self._full:
                yield Named(at, stop, self._short[short])
            elif flat[: match.start()].endswith(("the ", "le ", "la ")) and not _goes_on(text, stop):
                yield Named(at, stop, own if short in self._names_of(own) else self._short[short])

    def _names_of(self, outlet: Publisher) -> set[str]:
        """What an outlet is called: its names whole and in short."""
        return self._names.get(outlet, set())

    def _initials(self, letters: str) -> Publisher | None:
        known = self._known.get(key(letters))
        if known is not None or agencies.known(letters) is None or not agencies.is_initials(letters):
            return known
        return self.agency(letters)

    def _clipped(self, name: str) -> str:
        """A name without the words before it that are no part of it ("Citing the Herald")."""
        name = _ENDS.sub("", name)
        return name if key(name) in self._short else _STARTS.sub("", name)

    def _publisher(self, name: str, own: Publisher) -> Publisher:
        this = key(name)
        if this in self._names_of(own) or _is_site(own, this):
            return own
        if this in self._short:
            return self._short[this]
        for owner in self._names:
            if _is_site(owner, this):
                return owner
        if this in self._known:
            return self._known[this]
        for known in self._known.values():
            if known.kind != "outlet" and _is_part_of(this, known.key):
                return known
        if agencies.known(name) or agencies.is_named_like_one(name):
            return self.agency(name)
        return self._known.setdefault(this, Publisher(this, name, "publisher"))


def rumour(text: str, start: int, end: int) -> Span | None:
    """Words that hand a statement to unnamed reports ("media reports", "reportedly"), between two offsets."""
    match = _RUMOUR.search(text, start, end)
    return Span("", match.start(), match.end()) if match else None


def _is_part_of(one: str, other: str) -> bool:
    """Is one name the beginning or the end of the other ("cbs", "cbs news")?"""
    short, long = sorted((one, other), key=len)
    return long.startswith(short + " ") or long.endswith(" " + short)


def _stands_for(usual: str, this: str, known: Publisher) -> bool:
    """Are these the initials or the first words of a publisher already met?"""
    if agencies.is_initials(usual):
        return len(known.name.split()) > 1 and agencies.initials(known.name).endswith(usual)
    return known.key.startswith(this + " ") or this.startswith(known.key + " ")


@lru_cache(maxsize=1024)
def _aliases(name: str) -> frozenset[str]:
    """The folded names an outlet goes by: whole, its end ("the Herald"), a telling beginning ("Le Matin")."""
    words = name.split()
    if name.startswith("article "):
        return frozenset()
    found = {name}
    if (kept := [word for word in words if word not in _ADDED]) != words:
        found.add(" ".join(kept))
    for cut in range(1, len(words)):
        end, beginning = words[cut:], words[:cut]
        if words[0] not in _STATIONS and not set(end) <= _WEAK:
            found.add(" ".join(end))
        if set(beginning) & (_TITLE_WORDS - _WEAK) or " ".join(beginning) in _REAL_KEYS:
            found.add(" ".join(beginning))
    return frozenset(found)


def _is_site(outlet: Publisher, this: str) -> bool:
    """Is an outlet known by its site alone (nytimes.com) the publisher of this name (new york times)?"""
    if "." not in outlet.name or " " in outlet.name or not this:
        return False
    words = this.split()
    short = "".join(word[0] for word in words[:-1]) + words[-1]
    labels = [label for label in outlet.name.casefold().split(".")[:-1] if len(label) > 2]
    return any(
        label in ("".join(words), short) or (len(words) == 1 and len(this) > 3 and label.endswith(this))
        for label in labels
    )


def _goes_on(text: str, at: int) -> bool:
    """Does a name go on after this offset ("the Herald Building")?"""
    return re.match(r"\s[A-Z]", text[at : at + 2]) is not None and text[at + 1 : at + 3] != "I "


def flatten(text: str) -> str:
    """The text in lower case without accents, hyphens as blanks, one character for each."""
    return "".join(_flat(letter) for letter in text)


@lru_cache(maxsize=4096)
def _flat(letter: str) -> str:
    if letter in "-‐‑/":
        return " "
    plain = unicodedata.normalize("NFKD", letter)[0].lower()
    return plain if len(plain) == 1 else letter
