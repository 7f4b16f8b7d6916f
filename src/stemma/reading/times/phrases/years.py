"""Years and what is longer or a named part of one: "2019", "the 1990s", "Q3", "last summer"."""

from __future__ import annotations

import re

from stemma.reading.quantities import numbers
from stemma.reading.times import dates
from stemma.reading.times.phrases.phrase import (
    BEFORE_MONTH,
    ERA,
    IN_YEAR,
    OF_YEAR,
    SEASON,
    YEAR,
    Match,
    Phrase,
    Scene,
    read_as,
    rule,
    stated_year,
)

_NOT_A_YEAR_BEFORE = re.compile(
    r"(?:[$€£¥#№+*/_@&]|\bno\.?\s|\bsection\s|\broom\s|\bflight\s|\broute\s|\bhighway\s|\bunit\s|\bpage\s"
    r"|\b(?:about|some|nearly|almost|over|than|least|only|another|all|model|type|class|number|code|windows|usd?|rs\.?"
    r"|approximately|roughly|exceeded|reached)\s|(?<!\b1\d\d)(?<!\b20\d)\d[\s-])\Z",
    re.IGNORECASE,
)
_NOT_A_YEAR_AFTER = re.compile(
    r"\s?(?:[%°]|people|dead|deaths|killed|injured|troops|soldiers|jobs|workers|employees|houses|homes|[km]m?\b|km|miles"
    r"|met(?:er|re)s|feet|ft\b|tons?\b|tonnes|pounds|kilo|dollars|euros|hours|hrs\b|gmt|utc|million|billion|thousand"
    r"|votes|shares|students|men\b|women\b|children|members|units|cars|vehicles|times\b|points|square|cubic|degrees"
    r"|days|years|months|weeks|or more|more\b|other\b|of (?:them|the|these|its|his|their)"
    r"|aircraft|planes|[a-z]+ (?:ave|avenue|street|st|road|rd|boulevard|blvd|drive)\b)",
    re.IGNORECASE,
)
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|by|until|till|from|of|during|before|after|to|between|and|early|late|mid|summer|autumn|spring|winter"
    r"|fall|the|circa|about|around|for|year|back|than|as|c\.|years|(?:1\d|20)\d\d|through|throughout|is|was|ca\.)(?:\s|\s?[-–]\s?|\s\()\Z|(?:\A|[\n(]|[,:]\s)\Z",
    re.IGNORECASE,
)


def _year(match: Match, scene: Scene) -> Phrase | None:
    year = int(match["year"])
    before = scene.text[max(0, match.start() - 14) : match.start()]
    era = match["era"]
    if era and era.lower().startswith("b"):
        return read_as(match, "DATE", f"BC{year:04d}", "day", explicit=True)
    if not era and not _is_year(match, scene.text, year, before):
        return None
    return read_as(match, "DATE", f"{year:04d}", "day", explicit=True)


def _is_year(match: Match, text: str, year: int, before: str) -> bool:
    """Whether four digits are a year and no count, number of a house or half of a telephone number."""
    if not 1000 <= year < 2100 or before[-1:].isalnum() or _NOT_A_YEAR_BEFORE.search(before):
        return False
    follow = text[match.end("year") : match.end("year") + 6]
    if follow[:1] in ("-", "–"):
        return re.match(r"[-–](?:\D|\d\d(?:\d\d)?\b)", follow) is not None
    if _NOT_A_YEAR_AFTER.match(text, match.end("year")):
        return False
    return 1900 <= year <= 2099 or bool(_BEFORE_YEAR.search(before))


def _short_year(match: Match, scene: Scene) -> Phrase | None:
    """The second year of "1914-18" or "2024/25"."""
    before = scene.text[max(0, match.start() - 5) : match.start()]
    if not re.fullmatch(r"(?:1\d|20)\d\d[-–/]", before) or scene.text[match.start() - 6 : match.start() - 5].isalnum():
        return None
    if int(match["two"]) <= int(before[2:4]):
        return None
    return read_as(match, "DATE", before[:2] + match["two"], "day", explicit=True)


def _decade(match: Match, scene: Scene) -> Phrase | None:
    if match["words"]:
        tens = numbers.TENS.get(match["words"].lower().replace("ies", "y"), 0) // 10
        return read_as(match, "DATE", f"19{tens}", "day") if tens else None
    digits = match["digits"]
    century = digits[:2] if len(digits) == 4 else "19"
    if len(digits) == 4 and digits[2:] == "00":
        return read_as(match, "DATE", century, "day")
    return read_as(match, "DATE", century + digits[-2], "day")


def _century(match: Match, scene: Scene) -> Phrase | None:
    try:
        number = numbers.ordinal(match["nth"])
    except ValueError:
        return None
    if not 1 <= number <= 30:
        return None
    if match["era"] and match["era"].lower().startswith("b"):
        return read_as(match, "DATE", f"BC{number - 1:02d}", "day")
    return read_as(match, "DATE", f"{number - 1:02d}", "day")


_ALONE = re.compile(r"\s?[.,;:)\n]|\s(?:and|or|when|as|to|for|but|after|because|while|with|the|last|this|at|on)\b|\Z")
_SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _season(match: Match, scene: Scene) -> Phrase | None:
    code = dates.SEASONS[match["season"].lower()]
    if match["year"]:
        return read_as(match, "DATE", f"{match['year'][:4]}-{code}", "day", explicit=True)
    which = (match["which"] or "").lower().removeprefix("the ").strip()
    lead = scene.text[max(0, match.start() - 12) : match.start()]
    if not which and not match["of"]:
        if not BEFORE_MONTH.search(lead) or scene.text.startswith(" of", match.end()):
            return None
        if code in ("FA", "SP") and not _is_season(match, scene, lead):
            return None
    year = stated_year(match, scene) if match["of"] else _season_year(match, scene, which, code)
    return read_as(match, "DATE", f"{year:04d}-{code}" if year else f"XXXX-{code}", "day")


def _is_season(match: Match, scene: Scene, lead: str) -> bool:
    """A fall and a spring are other things too: "in spring boots"."""
    alone = _ALONE.match(scene.text, match.end(), scene.end)
    return alone is not None and lead.lower().endswith(("in ", "since ", "by ", "until ", "the "))


def _season_year(match: Match, scene: Scene, which: str, code: str) -> int | None:
    """The year a season began in, in the northern half of the world as most of the press counts."""
    near = scene.near
    if near is None:
        return None
    first = _SEASON_STARTS[code]
    if which in ("last", "previous"):
        over = near.month > first + 2  # a winter is over in March of the year after
        return near.year if over else near.year - 1 if code != "WI" or near.month > 2 else near.year - 2
    if which in ("next", "following", "coming"):
        return near.year if near.month < first else near.year + 1
    if which == "this":
        return near.year - 1 if code == "WI" and near.month <= 2 else near.year
    return dates.nearest_year(near, first, None, scene.tense.at(match.start(), match.end()))


def _quarter(match: Match, scene: Scene) -> Phrase | None:
    """ "the third quarter of 2019", "Q3", "first-half 2020": quarters and halves of a year."""
    if match["q"]:
        number, kind = int(match["q"]), "Q"
    else:
        number = numbers.ordinal(match["nth"])
        kind = "Q" if match["kind"].lower() == "quarter" else "H"
        if number > (4 if kind == "Q" else 2):
            return None
        follow = scene.text[match.end() : match.end() + 4].lower()
        if kind == "H" and not (match["year"] or match["of"]):
            return None  # of a match
        if not (match["year"] or match["of"]) and follow.startswith(" of"):
            return None
    if match["year"]:
        return read_as(match, "DATE", f"{match['year'][:4]}-{kind}{number}", "day", explicit=True)
    if match["of"]:
        year = stated_year(match, scene)
    elif scene.near is None:
        year = None
    else:
        now = (scene.near.month - 1) // 3 + 1
        future = scene.tense.told(match.start(), match.end()) > 0
        year = scene.near.year + (1 if future and number < now else -1 if not future and number > now else 0)
    return read_as(match, "DATE", f"{year or 'XXXX'}-{kind}{number}", "day")


def _fiscal(match: Match, scene: Scene) -> Phrase | None:
    year = match["year"]
    if year is None:
        which = (match["which"] or "").lower()
        shift = {"last": -1, "previous": -1, "next": 1, "this": 0, "current": 0}.get(which)
        if shift is None:
            return None
        year = dates.shift(scene.today, "year", shift)
    elif match["short"]:
        year = year[:2] + match["short"][-2:]
    elif len(year) == 2:
        year = "20" + year
    return read_as(match, "DATE", f"FY{year}", "day")


DECADE = rule(
    r"(?:the\s)?(?:['’‘]?(?P<digits>(?:1\d|20)\d0|[2-9]0)['’]?s|(?P<words>twenties|thirties|forties|fifties|sixties|seventies"
    r"|eighties|nineties))",
    _decade,
)
CENTURY = rule(rf"(?:the\s)?(?P<nth>\d\d?(?:st|nd|rd|th)|[a-z]{{4,11}}(?:-[a-z]{{5,7}})?)[\s-]century{ERA}?", _century)
SEASON_OF_YEAR = rule(
    rf"(?P<which>(?:the\s)?(?:last|next|this|previous|following|coming)\s)?(?P<the>the\s)?(?P<season>{SEASON})"
    rf"{IN_YEAR}",
    _season,
)
QUARTER = rule(
    rf"(?:the\s)?(?:(?P<nth>first|second|third|fourth)[\s-](?P<kind>quarter|half)|Q(?P<q>[1-4]))"
    rf"(?:(?:,?\s?(?:of\s)?(?P<year>{YEAR}))|{OF_YEAR})?",
    _quarter,
)
FISCAL = rule(
    r"(?:the\s)?(?:(?P<which>last|this|next|current|previous)\s)?(?:(?:fiscal|financial)(?:\syear)?|FY)"
    r"(?:[\s-]?(?P<year>20\d\d|\d\d(?!\d))(?:[-/](?P<short>\d\d))?)?",
    _fiscal,
)
BARE_YEAR = rule(rf"(?P<year>\d{{3,4}})(?!\d|,\d|\.\d|%){ERA}?", _year)
SHORT_YEAR = rule(r"(?P<two>\d\d)", _short_year)
