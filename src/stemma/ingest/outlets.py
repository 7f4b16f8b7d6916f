"""Who published it: from the header lines, the site of the URL, or the name of the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from stemma.ingest import dates, header
from stemma.ingest.lines import Run

_TITLES = frozenset(
    "advertiser advocate agency argus banner bee bulletin chronicle citizen courier daily democrat despatch dispatch"
    " echo enquirer examiner express gazette globe guardian herald independent inquirer journal leader ledger mail"
    " mercury messenger mirror monitor news observer online outlook patriot planet post press radio record register"
    " reporter republic review sentinel standard star sun telegram telegraph times today tribune tv voice weekly"
    " wire world".split()
)
"""Words that newspapers, stations and agencies are called by."""

_GENERIC = frozenset(
    "article articles body content copy data doc document download draft example export feed file final home html"
    " index input item main new news newest old output page paste pasted post raw report reports sample scraped"
    " source stdin story stories temp test text tmp txt untitled upload version web".split()
)
"""File names that name no outlet."""

_SMALL = frozenset("and at by de del der des di do dos du et for in la le of on the to van von y".split())
_SEPARATOR = re.compile(r"\s*(?:[|·•;]|\s[–—/-]\s|,|\.\s(?=[A-Z])|[()])\s*")
_STAFF = re.compile(
    r"\s+(?:(?:online|digital|web|news|night|foreign|political|sports?|city|breaking news|business)\s+)?"
    r"(?:staff(?: (?:writers?|reporters?))?|desk|newsroom|reporters?|team|bureau|correspondents?|editors?)\b.*$",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\s+(?:online|newsroom|staff|(?:english|international|web|print|local) (?:edition|service|page|version)"
    r"|(?:with|and)\s.+)$"
)
_LEAD = re.compile(r"^(?:exclusive\s+)?(?:by|from|source:|for)\s+", re.IGNORECASE)
_CREDIT = re.compile(r"\b(?:with|additional|reporting|and agencies|from)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_HOST_PARTS = frozenset("www m mobile amp news edition en com co org net gov ac edu uk au nz za in".split())


@dataclass(frozen=True, slots=True)
class Named:
    """A name, and the characters that say it where they are in the text."""

    value: str
    start: int
    end: int


def key(name: str) -> str:
    """A name without what spellings differ in: case, accents, blanks, marks, "and", a leading "the"."""
    folded = unicodedata.normalize("NFKD", _ARTICLE.sub("", name.strip()).replace("&", " and ")).casefold()
    return "".join(character for character in folded if character.isalnum())


def from_file(file: str) -> str:
    """The outlet a file is named after: `harbour-post.txt` is "Harbour Post"; "" for numbers, hashes and the like."""
    stem = re.sub(r"(?:\.(?:txt|text|md|html?|xhtml|jsonl?|ndjson))+$", "", file, flags=re.IGNORECASE)
    words = [word for word in re.split(r"[\s_.+-]+", stem) if word]
    telling = [word for word in words if _telling(word)]
    if not words or not telling or any(_is_hash(word) for word in words):
        return ""
    if all(word.lower().strip("0123456789") in _GENERIC for word in telling):
        return ""
    return " ".join(_capital(word, first=index == 0) for index, word in enumerate(words))


def from_url(url: str) -> str:
    """The site of a URL as a name: `https://www.harbour-post.example/a` is "harbour-post.example"; "" without one."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    if not host or host == "localhost" or re.fullmatch(r"[\d.:a-f]*", host):
        return ""
    return re.sub(r"^(?:www\d?|m|amp|mobile)\.", "", host)


def site_words(url: str) -> str:
    """The part of a host that is the site's own name, to compare with names on the page."""
    return "".join(part for part in from_url(url).split(".")[:-1] if part not in _HOST_PARTS)


def from_header(runs: Sequence[Run], known: Sequence[str]) -> Named | None:
    """The outlet that header lines name.

    known: names the file or the site suggest; a segment that means the same is the outlet, in the page's spelling.
    Without one, only a segment called as newspapers are, where outlets stand, is taken: a person or a place is not.
    """
    segments = [segment for run in runs for segment in _segments(run)]
    for name in known:
        for segment in segments:
            if _same(segment.value, name):
                return segment
    for run in runs:
        staff = _of_staff(run)
        if staff:
            return staff
    for run in runs:
        if dates.find(run.text):
            for segment in _segments(run):
                if _is_title(segment.value):
                    return segment
    for run in runs:
        first = next(iter(_segments(run)), None)
        if first and first.start == run.start and _is_title(first.value) and not _CREDIT.search(run.text):
            return first
    return None


def in_text(text: str, name: str) -> Named | None:
    """The first place where the text itself prints a name that a file suggests, in the text's spelling."""
    words = [re.escape(word) for word in name.split()]
    if len(words) < 2:
        return None
    match = re.search(r"\b" + r"[\s-]".join(words) + r"\b", text[:20_000], re.IGNORECASE)
    if not match or match[0].isupper() or match[0].islower():
        return None
    return Named(re.sub(r"\s", " ", match[0]), match.start(), match.end())


def _segments(run: Run) -> list[Named]:
    """The pieces of a header line between its separators, without dates, staff words and what a credit adds."""
    line = run.text
    for found in dates.find(line):
        line = line[: found.start] + "|" * (found.end - found.start) + line[found.end :]
    pieces: list[Named] = []
    at = 0
    for match in [*_SEPARATOR.finditer(line), None]:
        end = match.start() if match else len(line)
        piece = _trimmed(line, at, end, run.start)
        if piece:
            pieces.append(piece)
        at = match.end() if match else end
    return pieces


def _trimmed(line: str, start: int, end: int, shift: int) -> Named | None:
    piece = line[start:end]
    lead = _LEAD.match(piece)
    start += lead.end() if lead else len(piece) - len(piece.lstrip())
    piece = line[start:end].rstrip(" .:")
    piece = _SERVICE.sub("", _STAFF.sub("", piece)).rstrip()
    if not piece or not any(character.isalpha() for character in piece):
        return None
    return Named(piece, shift + start, shift + start + len(piece))


def _same(segment: str, name: str) -> bool:
    """Whether two names mean one outlet: equal, or one begins with the other ("Kora FM Online", "Kora FM")."""
    first, second = key(segment), key(name)
    if not first or not second:
        return False
    if first == second:
        return True
    return len(second) > 4 and first.startswith(second) and len(segment.split()) <= len(name.split()) + 1


def _of_staff(run: Run) -> Named | None:
    """`by WorldTribune Staff`, `Radio Karavan news desk`: the name before the staff word."""
    piece = re.split(r"[,|·•;]| - | – | — |\sand\s", run.text)[0]
    lead = _LEAD.match(piece)
    start = lead.end() if lead else 0
    staff = _STAFF.search(piece, start)
    if not staff or not re.search(r"\b(?:staff|newsroom|desk|team)\b", staff[0], re.IGNORECASE):
        return None
    name = piece[start : staff.start()].strip()
    if not name or not all(word[0].isupper() or word[0].isdigit() for word in name.split()):
        return None
    if name.split()[0].lower() in ("our", "the") and len(name.split()) < 2 or name.lower() in header.TRADE:
        return None
    at = run.start + piece.index(name, start)
    return Named(name, at, at + len(name))


def _is_title(segment: str) -> bool:
    words = [word.casefold().strip(".'’") for word in re.split(r"[\s-]+", segment)]
    named = [word for word in words if word in _TITLES]
    others = [word for word in words if word not in _TITLES and word not in _SMALL and word not in header.TRADE]
    return bool(named and others) and len(words) <= 6 and (segment[0].isupper() or segment[0].isdigit())


def _telling(word: str) -> bool:
    return any(character.isalpha() for character in word) and not re.fullmatch(r"v?\d+[a-z]?", word.lower())


def _is_hash(word: str) -> bool:
    """Letters and figures as machines make them."""
    long = len(word) >= 8
    hexadecimal = re.fullmatch(r"[0-9a-f]+", word.lower()) is not None and any(c.isdigit() for c in word)
    mixed = len(re.findall(r"\d+", word)) >= 3 and any(c.isalpha() for c in word)
    return long and (hexadecimal or mixed)


def _capital(word: str, *, first: bool) -> str:
    if word.lower() in _SMALL and not first:
        return word.lower()
    return word if not word.islower() else word[0].upper() + word[1:]
