"""Who published it: from the header lines, the site of the URL, or the name of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from stemma.ingest import dates, furniture, header
from stemma.ingest.lines import Run, word_set
from stemma.naming import THE, outlet_key

_TITLES = word_set(
    "advertiser advocate agency argus banner bee bulletin chronicle citizen courier daily democrat"
    " despatch dispatch echo enquirer examiner express gazette globe guardian herald independent"
    " inquirer journal leader ledger mail mercury messenger mirror monitor news observer online outlook"
    " patriot planet post press radio record register reporter republic review sentinel standard star"
    " sun telegram telegraph times today tribune tv voice weekly wire world"
)
"""Words that newspapers, stations and agencies are called by."""

_GENERIC = word_set(
    "article articles body content copy data doc document download draft example export feed file final"
    " home html index input item main new news newest old output page paste pasted post raw report"
    " reports sample scraped source stdin story stories temp test text tmp txt untitled upload version"
    " web one two three four five six seven first second third left right before after"
)
"""File names that name no outlet."""

_SMALL = word_set("and at by de del der des di do dos du et for in la le of on the to van von y")
_SEPARATOR = re.compile(r"\s*(?:[|·•;]|\s[–—/-]\s|,|\.\s(?=[A-Z])|[()])\s*")
_STAFF = re.compile(
    r"\s+(?:(?:online|digital|web|news|night|foreign|political|sports?|city|breaking news|business)\s+)?"
    r"(?:staff(?: (?:writers?|reporters?))?|desk|newsroom|reporters?|team|bureau|correspondents?"
    r"|editors?)\b.*$",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\s+(?:online|newsroom|staff|(?:english|international|web|print|local) (?:edition|service|page|version)"
    r"|with\s.+|and\s(?:agencies|staff|wires?|our\b).*)$"
)
_LEAD = re.compile(r"^(?:exclusive\s+)?(?:by|from|source:|for)\s+", re.IGNORECASE)
_SOURCE = re.compile(r"source:", re.IGNORECASE)
_EDITION = re.compile(r"\b(?:edition|english (?:service|page|version)|news ?desk|newsroom)\b", re.IGNORECASE)
_AGENCY = re.compile(r"\b(?:wire|agency|agencies|service|bureau|press|newswire)\b", re.IGNORECASE)
_CREDIT = re.compile(r"\b(?:with|additional|reporting|and agencies|from)\b", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©"
    r"|\(c\))?\s*(?:\d{4}(?:\s?[-–]\s?\d{4})?,?\s+)(?:by\s+)?(?P<name>[^.|,;:©()]{3,60})",
    re.IGNORECASE,
)
_HOST_PARTS = word_set("www m mobile amp news edition en com co org net gov ac edu uk au nz za in")


@dataclass(frozen=True, slots=True)
class Named:
    """A name, and the characters that say it where they are in the text."""

    value: str
    start: int
    end: int


def from_file(file: str) -> str:
    """The outlet a file is named after: "Harbour Post" for `harbour-post.txt`; "" for numbers and hashes."""
    stem = re.sub(r"(?:\.(?:txt|text|md|html?|xhtml|jsonl?|ndjson))+$", "", file, flags=re.IGNORECASE)
    words = [word for word in re.split(r"[\s_.+-]+", stem) if word]
    telling = [word for word in words if _telling(word)]
    if not words or not telling or any(_is_hash(word) for word in words):
        return ""
    if all(word.lower().strip("0123456789") in _GENERIC for word in telling):
        return ""
    return " ".join(_capital(word, first=index == 0) for index, word in enumerate(words))


def from_url(url: str) -> str:
    """The site of a URL: "harbour-post.example" for `https://www.harbour-post.example/a`; "" without one."""
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


def from_header(header_runs: Sequence[Run], known: Sequence[str], page: Sequence[Run]) -> Named | None:
    """The outlet that header lines name.

    known: names that the file or the site suggest; a segment that means the same is the outlet, in the
    page's spelling.  Else a segment is taken where outlets stand if it is called as newspapers are, or, when
    nothing is suggested, if the page shows it to be one ("told the Courier"): a person, a place or a credited
    agency is none.  page: the runs below.
    """
    segments = [segment for run in header_runs for segment in _segments(run)]
    agreed = (named for name in known for segment in segments if (named := _agreed(segment, name)))
    found = next(agreed, None) or next(_named_outright(header_runs), None)
    return found or (None if known else next(_shown(header_runs, page), None))


def _named_outright(header_runs: Sequence[Run]) -> Iterator[Named]:
    """Outlets that header lines name as such: as a source, by their staff, or by a title beside the date."""
    yield from (named for run in header_runs if _SOURCE.match(run.text) for named in _segments(run)[:1])
    yield from (named for run in header_runs if (named := _of_staff(run)))
    for run in header_runs:
        if dates.find(run.text):
            yield from (named for named in _segments(run) if _is_title(named.value))


def _shown(header_runs: Sequence[Run], page: Sequence[Run]) -> Iterator[Named]:
    """Outlets that the rest of the page, or their place in a header line, shows to be some."""
    unsigned = [run for run in header_runs if not _LEAD.match(run.text)]
    dated = [run for run in header_runs if dates.find(run.text)]
    yield from (named for run in unsigned for named in _segments(run) if _is_told(page, named.value))
    yield from (named for run in dated for named in _segments(run) if _is_promoted(page, named.value))
    for run in unsigned:
        for first in _segments(run)[:1]:
            edition = _EDITION.search(run.text, first.end - run.start)
            article = THE.match(first.value) and run in dated
            credit = _AGENCY.search(first.value) or _CREDIT.search(run.text)
            if edition or article or (_is_title(first.value) and not credit):
                yield first


def from_place_line(opening: Sequence[Run], known: Sequence[str]) -> Named | None:
    """The outlet in the place line of a body, `OSRIN (CNS) —`: only where it is known otherwise too.

    Alone, a place line names the agency, which need not be the outlet.
    """
    for run in opening:
        place = header.place_line(run.text)
        if place:
            segments = _segments(Run(run.start, run.start + place.end(), place[0]))
            return next((named for name in known for part in segments if (named := _agreed(part, name))), None)
    return None


def from_copyright(runs: Sequence[Run]) -> Named | None:
    """The outlet of a closing line such as "© 2026 Harbour Post. All rights reserved."."""
    for run in runs:
        match = _COPYRIGHT.search(run.text)
        if match and (match["name"][0].isupper() or match["name"][0].isdigit()):
            name = match["name"].strip()
            return Named(name, run.start + match.start("name"), run.start + match.start("name") + len(name))
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
    """The pieces of a header line between its separators, without dates, staff words and credits."""
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
            pieces.extend(_joined(piece))
        at = match.end() if match else end
    return pieces


def _joined(piece: Named) -> list[Named]:
    """What stands after "and" in a piece: it may be one name ("Hill and Dale") or two ("CNA and Courier")."""
    at = piece.value.rfind(" and ")
    return [Named(piece.value[at + 5 :], piece.start + at + 5, piece.end)] if at > 0 else []


def _trimmed(line: str, start: int, end: int, shift: int) -> Named | None:
    piece = line[start:end]
    lead = _LEAD.match(piece)
    start += lead.end() if lead else len(piece) - len(piece.lstrip())
    piece = line[start:end].rstrip(" .:")
    piece = _SERVICE.sub("", _STAFF.sub("", piece)).rstrip()
    if not piece or not any(character.isalpha() for character in piece):
        return None
    return Named(piece, shift + start, shift + start + len(piece))


def _agreed(segment: Named, name: str) -> Named | None:
    """The segment where it means the outlet that is known otherwise, in the fuller of the two spellings."""
    page, known = outlet_key(segment.value), outlet_key(name)
    if " " not in segment.value and "." in segment.value.strip("."):
        site = outlet_key(site_words(f"http://{segment.value.lower()}"))
        return Named(name, segment.start, segment.end) if site and site == known else None
    if not page or not known:
        return None
    longer = len(known) > 4 and page.startswith(known) and len(segment.value.split()) <= len(name.split()) + 1
    if page == known or longer:
        article_lost = bool(THE.match(name)) and not THE.match(segment.value) and page == known
        return Named(name, segment.start, segment.end) if article_lost else segment
    short = len(page) > 3 and known.endswith(page) and page in _TITLES
    return Named(name, segment.start, segment.end) if short else None


def _is_told(page: Sequence[Run], name: str) -> bool:
    """Whether somebody told it something: "she told the Courier"."""
    words = name.split()
    if not words[0][0].isupper() or len(words) > 5 or "and" in words or name.casefold() in _TITLES:
        return False
    called = [re.escape(word) for word in dict.fromkeys((THE.sub("", name), words[-1])) if len(word) > 3]
    told = re.compile(rf"\b(?:told|tells) (?:the )?(?:{'|'.join(called)})\b")
    return bool(called) and any(told.search(run.text[:2000]) for run in page[:60])


def _is_promoted(page: Sequence[Run], name: str) -> bool:
    """Whether the end of the page speaks of it as of itself: "Subscribe to the Courier"."""
    closing = [run.text for run in page[-3:] if name in run.text and not furniture.is_author_note(run.text)]
    named = " " in name and name[0].isupper()
    return named and any(furniture.is_promotion(line) or furniture.closes(line, name) for line in closing)


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
    if name.lower() in header.TRADE or name.casefold() in _TITLES or name.split()[0].lower() == "our":
        return None  # "Gazette staff" does not say which Gazette
    at = run.start + piece.index(name, start)
    return Named(name, at, at + len(name))


def _is_title(segment: str) -> bool:
    words = [word.casefold().strip(".'’") for word in re.split(r"[\s-]+", segment)]
    named = [word for word in words if word in _TITLES]
    others = [word for word in words if word not in _TITLES and word not in _SMALL and word not in header.TRADE]
    return bool(named and others) and len(words) <= 6 and (segment[0].isupper() or segment[0].isdigit())


def _telling(word: str) -> bool:
    return sum(character.isalpha() for character in word) > 1 and not re.fullmatch(r"v?\d+[a-z]?", word.lower())


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
