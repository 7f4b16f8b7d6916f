"""The head of a page: which runs are headline, standfirst, byline and date line, before the body begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stemma.ingest import dates, furniture
from stemma.ingest.lines import Run, either, word_set
from stemma.types import PartKind

HEADLINE_CHARACTERS = 250
HEADER_CHARACTERS = 200
HEADER_RUNS = 8
"""Longest headline and header line, and runs looked at: a page that needs more has no header in any sense."""

_BY = either(
    r"^(?:exclusive\s*[|:–—-]?\s*)?(?:(?:posted|written|reported|words|text|story|analysis"
    r"|compiled) )?by\b:?",
    r"^authors?:|^source:|^from (?:our|the|a)\b",
    r"^our (?:own )?(?:\w+ )?(?:correspondent|reporter|staff|bureau|team)s?\b",
)
_LABEL = re.compile(
    r"^(?:first |last )?(?:published|posted|updated|modified|date|dateline|issued|created)\b[ :]",
    re.IGNORECASE,
)
_SMALL = word_set(
    "a an and at by del de della der des di do dos du da el en et for from in into la le van von zu bin"
    " ibn al y e with of our own the its &"
)
"""Words in lower case that stand inside names and credits."""

TRADE = word_set(
    "additional agencies agency analyst author blog breakfast bulletin bureau business chief columnist"
    " compiled contributor contributors correspondent correspondents court crime culture desk digital"
    " economics edited edition editing editor editorial editors english environment evening exclusive"
    " features file filed first foreign health international investigations language last late local"
    " morning national news newsdesk newsroom night online page political politics posted print"
    " published reporter reporters reporting reports science section senior service services site sport"
    " special sports staff story team text times today updated update version web website weekend wire"
    " wires writer writers writing print"
)
"""The trade's own words, which stand in bylines in lower case.  General English, from no corpus."""

_WORD = re.compile(r"[^\s,;|·•/()\[\]–—:]+")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+|(?:[A-Z]|St|Jr|Sr|Dr|Mr|Mrs|Ms|Prof|Rev|Gen|Inc|Ltd|Co)\.")
_SENTENCE_END = re.compile(r"[.!?…。][\"'”’»)\]]*$")
_PLACE_LINE = re.compile(
    r"^(?P<place>[^\W\d_a-z][^\n–—]{1,70}?)(?:\((?P<agency>[^()]{2,40})\)\s*[–—-]{0,2}"
    r"|\s[–—-]{1,2}\s|\s?[–—]\s?)"
)
KICKERS = word_set(
    "exclusive breaking analysis opinion comment live world politics business sport sports news update"
    " culture science health local national international feature interview explainer editorial economy"
    " investigation"
)


def read(runs: Sequence[Run], title: str = "") -> tuple[PartKind, ...]:
    """The kinds of the runs that stand above the body.  title: the headline, where it is known."""
    kinds: list[PartKind] = []
    at = 0
    titled = bool(title and runs and runs[0].text == title)
    while not titled and at < min(3, len(runs) - 1) and _stands_above(runs, at):
        kinds.append(line_kind(runs[at].text) or "boilerplate")
        at += 1
    if titled or _is_headline(runs, at):
        kinds.append("headline")
        at += 1
    if kinds:
        kinds.extend(_below_headline(runs[at : at + HEADER_RUNS], alone=len(runs) - at))
    return tuple(kinds)


def line_kind(line: str) -> PartKind | None:
    """Byline or dateline, where a line does nothing but say who wrote, for whom and when; else None."""
    if len(line) > HEADER_CHARACTERS:
        return None
    found = dates.find(line)
    rest = without_times(line, found)
    if found or (rest != line and (_LABEL.match(line) or dates.UPDATED.search(line))):
        if _ends(rest.strip(" |")) or not _names_only(rest, longest=16, spare=len(rest.split()) < 7):
            return None
        return "byline" if _BY.search(rest.strip(" ,|·-–—")) else "dateline"
    if by := _BY.match(line):
        ours = re.search(r"\b(?:our|from)\b", line[: by.end() + 4], re.IGNORECASE)  # "By our arts desk"
        named = _names_only(line[by.end() :], longest=24, spare=2 if ours else 0)
        return "byline" if named and not _ends(line) else None
    return "byline" if _is_credit(line) else None


def strong(line: str) -> bool:
    """Whether a line cannot be anything but a header: it opens with "by" or the like, or holds a date."""
    return line_kind(line) is not None and bool(_BY.match(line) or dates.find(line) or _LABEL.match(line))


def announces_date(line: str) -> bool:
    """A date line that says what it is, wherever it stands: "Published: 3 March 2026"."""
    return bool(_LABEL.match(line)) and line_kind(line) is not None


def place_line(body: str) -> re.Match[str] | None:
    """The place line that opens a body: `VELSK (Meridian) —`, `TASHKARA, April 16, 2026 (AP) -`."""
    match = _PLACE_LINE.match(body[:160])
    if not match:
        return None
    first = match["place"].split()[0].strip(",/")
    return match if first.isupper() and len(first) > 1 else None


def without_times(line: str, found: Sequence[dates.Found]) -> str:
    """A line without its dates, its times, and the words that announce them."""
    for date in reversed(found):
        line = line[: date.start] + " | " + line[date.end :]
    for clock in reversed(dates.clocks(line)):
        line = line[: clock.start] + " | " + line[clock.end :]
    line = re.sub(dates.WEEKDAY, " ", line, flags=re.IGNORECASE) if found else line
    return re.sub(r"\b(?:first |last )?(?:published|posted|updated|modified|on|at)\b:?", " ", line, flags=re.IGNORECASE)


def _stands_above(runs: Sequence[Run], at: int) -> bool:
    """A date line, a byline or a kicker set over the headline."""
    line, below = runs[at].text, runs[at + 1].text
    if strong(line):
        return True
    words = line.lower().strip(" |:").split()
    kicker = words and words[0] in KICKERS and len(words) < 3
    return bool(kicker) and not _ends(below) and len(below.split()) > 3 and len(below) <= HEADLINE_CHARACTERS


def _is_headline(runs: Sequence[Run], at: int) -> bool:
    if at + 1 >= len(runs):
        return False
    line = runs[at].text
    if len(line) > HEADLINE_CHARACTERS or (place_line(line) and _ends(line)):
        return False
    if re.search(r"[.…][\"'”’»)]*$", line):  # prose, unless a byline follows
        return len(line) <= 150 and strong(runs[at + 1].text)
    return not (_ends(line) and len(line) > 150)


def _below_headline(runs: Sequence[Run], alone: int) -> list[PartKind]:
    """Header lines under the headline; what stands between it and a sure one is the standfirst."""
    kinds = [line_kind(run.text) or furniture.kind(run.text) for run in runs]
    last = -1
    for index, (run, kind) in enumerate(zip(runs, kinds, strict=True)):
        if kind is None and (len(run.text) > 350 or index - last > 2 or _long_body(runs, last, index)):
            break
        if kind is not None and (index == last + 1 or strong(run.text)):
            last = index
    if last + 1 == alone and last >= 0:  # a body is needed: the last line of a text is never only a header
        last -= 0 if strong(runs[last].text) else 1
    head: list[PartKind] = [kind or "standfirst" for kind in kinds[: last + 1]]
    after = runs[last + 1 : last + 3]
    if len(after) == 2 and _is_standfirst(after[0].text, after[1].text):
        head.append("standfirst")
    return head


def _long_body(runs: Sequence[Run], last: int, index: int) -> bool:
    """Two prose runs in a row: the body has begun."""
    return index - last > 1 and all(_ends(run.text) and len(run.text) > 100 for run in runs[last + 1 : index + 1])


def _is_standfirst(line: str, following: str) -> bool:
    """A line under the headline set as a heading is: no end mark, and prose after it."""
    plain = not _ends(line) and line[-1] not in ":,;-–—" and len(line.split()) > 4 and len(line) <= 250
    return plain and _ends(following) and len(following) > len(line) and not place_line(line)


def _ends(line: str) -> bool:
    return bool(_SENTENCE_END.search(line)) and not _INITIAL.fullmatch(line.split()[-1])


def _is_credit(line: str) -> bool:
    """A short line of names and the trade's words: "Helen Strand in Barsu", "Radio Karavan news desk"."""
    words = _WORD.findall(line)
    if not 1 <= len(words) <= 14 or _ends(line) or line[-1] in ':?!"”’' or line[0] in "\"“‘'-•*":
        return False
    trade = any(word.lower() in TRADE for word in words)
    listed = re.search(r"[,|·;]| and | with ", line)
    if (line.isupper() and len(words) > 4 and not trade) or (len(words) > 5 and not (trade or listed)):
        return False
    return _names_only(line, longest=14) and not furniture.is_promotion(line)


def _names_only(line: str, longest: int, spare: int = 0) -> bool:
    """Whether every word, but for a few to spare, is a name, a number, or one that stands in bylines."""
    words = _WORD.findall(line)
    if len(words) > longest:
        return False
    for index, word in enumerate(words):
        bare = word.strip("\"'“”‘’.!?@*")
        if not bare or bare[0].isupper() or bare[0].isdigit() or not bare[0].isalpha():
            if word[-1] in "!?" and index < len(words) - 1:
                return False
        elif bare.lower() not in _SMALL and bare.lower() not in TRADE and "." not in bare:
            spare -= 1
    return spare >= 0
