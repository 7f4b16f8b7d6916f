"""The grammar of time expressions: patterns, and what each says when read at a place in a text.

`read` tries the rules in order at one offset.  A pattern is anchored there, looks at a bounded stretch and has no
nested repetition without bound.  What a rule returns is already resolved against the day of publication and the last
date told; a clock time or part of the day is left for `times` to join with its day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from stemma.reading import dates, numbers, zones
from stemma.reading.tense import Tense

Role = Literal["day", "clock", "part", "span"]
Type = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time expression as read.

    role: "day" (a date), "clock" (a time of day whose date is still to be found; value begins with "T"), "part"
    (a bare part of the day, which counts only beside a day), "span" (a duration or a set).
    explicit: it names its own year, so that other dates may lean on it.
    """

    start: int
    end: int
    type: Type
    value: str
    role: Role
    mod: str | None = None
    zone: str | None = None
    explicit: bool = False


@dataclass(slots=True)
class Scene:
    """Where a phrase is read: the day of publication, the last date told before it, the sentence it is in."""

    text: str
    published: date | None
    told: str = "XXXX-XX-XX"
    history: bool = False  # an article about years long past, where dates lean on each other
    fresh: bool = False  # `told` stands in this paragraph
    narrated: bool = False  # the year of `told` holds for dates without one
    start: int = 0
    end: int = 0
    tense: Tense = field(default_factory=lambda: Tense("", 0, 0))

    @property
    def today(self) -> str:
        return self.published.isoformat() if self.published else "XXXX-XX-XX"

    @property
    def near(self) -> date | None:
        """The day that a date without its year is near to."""
        if not self.narrated:
            return self.published
        return dates.day_of(self.told) or date(dates.year_of(self.told) or 1, 7, 1)


_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_WEEKDAY_SHORT = rf"(?:{_WEEKDAY}|(?:mon|tues?|wed|thurs|thur|thu|fri|sat|sun)\b\.?)"
_MONTH_FULL = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)(?![a-z])"
)
_MONTH = rf"(?:{_MONTH_FULL}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\.?)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
_YEAR = r"(?:1\d|20)\d\d(?![\d%]|[.,]\d)"
_ERA = r"(?:\s?(?P<era>b\.?c\.?(?:e\.?)?|a\.?d\.?)(?![a-z]))"
_PART = r"(?:early\s)?(?:morning|afternoon|evening|night|noon|midday|lunchtime|midnight)(?![a-z])"
_UNIT = r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weekends?|weeks?|fortnights?|months?|quarters?|years?|decades?|century|centuries)(?![a-z])"  # noqa: E501
_BIG = r"(?:day|weekend|week|month|quarter|year|decade|century)(?![a-z])"
_COUNT = rf"(?:{numbers.NUMBER}|a\sfew|a\scouple\sof|half\san?|another|an?|several|many)"
_SEASON = r"(?:spring|summer|autumn|fall|winter)(?![a-z])"
_DASH = r"\s?[-–—]\s?"
_AMPM = r"(?P<ampm>[ap]\.?\s?m(?:\.(?!\w)|(?![a-z])))"

PART_CODES = {
    "morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "noon": "T12:00", "midday": "T12:00",
    "lunchtime": "TMI", "midnight": "T24:00", "dawn": "TMO", "dusk": "TEV", "nightfall": "TEV", "daybreak": "TMO",
    "sunrise": "TMO", "sunset": "TEV", "tonight": "TNI", "overnight": "TNI", "hours": "TMO", "small": "TMO",
}  # fmt: skip
_UNIT_CODES = {
    "second": "TS", "minute": "TM", "min": "TM", "hour": "TH", "hr": "TH", "day": "D", "night": "D", "week": "W",
    "fortnight": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
    "centurie": "CE", "weekend": "WE",
}  # fmt: skip

Match = re.Match[str]
Handler = Callable[[Match, Scene], Phrase | None]


def _phrase(
    match: Match, type: Type, value: str, role: Role, end: int | None = None, explicit: bool = False
) -> Phrase:
    return Phrase(
        match.start(), match.end() if end is None else end, type, value, role, None, None, explicit
    )


# --- calendar dates --------------------------------------------------------------------------------


def _iso(match: Match, scene: Scene) -> Phrase | None:
    value = dates.write(int(match["y"]), int(match["m"]), int(match["d"]))
    if dates.day_of(value) is None:
        return None
    if match["h"] is None:
        return _phrase(match, "DATE", value, "day", explicit=True)
    if int(match["h"]) > 23 or int(match["min"]) > 59:
        return None
    return _phrase(match, "TIME", f"{value}T{match['h']}:{match['min']}", "day", explicit=True)


def _numeric(match: Match, scene: Scene) -> Phrase | None:
    """05/06/2019 is May or June: open unless one of the two cannot be a month."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    if not (1 <= a <= 31 and 1 <= b <= 31) or (a > 12 and b > 12):
        return None
    month, day = (b, a) if a > 12 else (a, b)
    open_value = a <= 12 and b <= 12 and a != b
    return _phrase(
        match, "DATE", f"{year:04d}-XX-XX" if open_value else dates.write(year, month, day), "day", explicit=True
    )


def _calendar(match: Match, scene: Scene) -> Phrase | None:
    """A day of a month, with or without weekday and year; of a range, its first day."""
    name = match["month"]
    if not name[0].isupper():  # "2 may have died"
        return None
    month, day = dates.month_number(name), int(re.sub(r"\D", "", match["day"]))
    groups = match.groupdict()
    end = match.end("day") if groups["to"] else match.end()  # the second day of a range is read by itself
    year = _stated_year(match, scene)
    if year is None:
        year = _year_after(scene, end) or _year_near(match, scene, month, day)
    value = dates.write(year, month, day)
    if year is not None and dates.day_of(value) is None:
        return None
    if year is None and day > (29 if month == 2 else 31):
        return None
    return _phrase(match, "DATE", value, "day", end, explicit=bool(match["year"]))


def _stated_year(match: Match, scene: Scene) -> int | None:
    if match["year"]:
        return int(match["year"])
    of = match["of"]
    if of is None:
        return None
    word = of.lower().split()[0]
    if word in ("that", "the"):
        return dates.year_of(scene.told)
    return dates.year_of(dates.shift(scene.today, "year", {"last": -1, "next": 1}.get(word, 0)))


def _year_near(match: Match, scene: Scene, month: int, day: int | None) -> int | None:
    near = scene.near
    if near is None:
        return _twin_year(scene, month, day)
    if scene.narrated:
        return _narrated_year(near, month, scene.told)
    if day is None:
        return dates.nearest_year(near, month, None, scene.tense.at(match.start(), match.end()))
    return dates.nearest_year(near, month, day, scene.tense.told(match.start(), match.end()))


def _year_after(scene: Scene, end: int) -> int | None:
    """The year that closes a range: "between June 3 and July 8, 2025"."""
    match = _RANGE_YEAR.match(scene.text, end, scene.end)
    return int(match["year"]) if match else None


def _second_day(match: Match, scene: Scene) -> Phrase | None:
    """The 9 of "March 5-9, 1918"."""
    before = _FIRST_DAY.search(scene.text, max(scene.start, match.start() - 30), match.start())
    if before is None or not before["month"][0].isupper():
        return None
    month, day = dates.month_number(before["month"]), int(re.sub(r"\D", "", match["day"]))
    year = int(match["year"]) if match["year"] else dates.year_of(scene.told)
    if year is not None and dates.day_of(dates.write(year, month, day)) is None:
        return None
    return _phrase(match, "DATE", dates.write(year, month, day), "day", explicit=bool(match["year"]))


def _narrated_year(near: date, month: int, told: str) -> int:
    """In a story told in order a month long before the last one is in the next year: "in December … in January"."""
    if len(told) >= 7 and told[5:7].isdecimal() and int(told[5:7]) - month >= 9:
        return near.year + 1
    return near.year


def _twin_year(scene: Scene, month: int, day: int | None) -> int | None:
    """The year of the one full date told that is this very day; else unknown, never guessed."""
    if day is not None and scene.told[4:] == f"-{month:02d}-{day:02d}":
        return dates.year_of(scene.told)
    return None


def _month(match: Match, scene: Scene) -> Phrase | None:
    name = match["month"]
    if not name[0].isupper():
        return None
    if not match["year"] and not match["of"] and not _is_month(match, scene):
        return None
    month = dates.month_number(name)
    year = _stated_year(match, scene)
    if year is None:
        year = _year_after(scene, match.end()) or _year_near(match, scene, month, None)
    return _phrase(match, "DATE", dates.write(year, month), "day", explicit=bool(match["year"]))


_RANGE_YEAR = re.compile(
    rf"(?:\s(?:and|to|or|until|through)\s|\s?[-–—]\s?)(?:(?:early|late|mid)[\s-])?(?:{_DAY}\s)?(?:{_MONTH}\s?)?(?:{_DAY})?"
    rf"(?:,?\s)?(?P<year>{_YEAR})",
    re.IGNORECASE,
)
_FIRST_DAY = re.compile(rf"\b(?P<month>{_MONTH})\s(?:the\s)?{_DAY}(?:{_DASH}|\s(?:to|and|or|until|through)\s)\Z", re.IGNORECASE)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|last|next|this|of|early|late|mid|through|from|during|to|and|every|between|for)[\s-]"
    r"(?:the\s)?\Z",
    re.IGNORECASE,
)


def _is_month(match: Match, scene: Scene) -> bool:
    """Names and verbs too are called May, March, April, June and August: ask for a word of time before them."""
    name = match["month"].lower()
    if name in ("may", "march", "april", "june", "august", "mar", "jan", "jun", "dec", "sep", "jul", "apr", "nov"):
        before = scene.text[max(0, match.start() - 12) : match.start()]
        follow = scene.text[match.end() : match.end() + 2]
        if len(follow) == 2 and follow[0] == " " and follow[1].isupper() and name not in ("may", "march"):
            return False  # June Carter
        if name in ("april", "june", "august"):
            return bool(_BEFORE_MONTH.search(before)) or follow[:1] in ("'", "’", "")
        return bool(_BEFORE_MONTH.search(before))
    return name in dates.MONTHS or match["month"].endswith(".")


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
    r"|days|years|months|weeks|or more|more\b|other\b|of (?:them|the|these|its|his|their)|aircraft|planes|passengers)",
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
        return _phrase(match, "DATE", f"BC{year:04d}", "day", explicit=True)
    if not era:
        if before[-1:].isalnum() or _NOT_A_YEAR_BEFORE.search(before):
            return None
        if _NOT_A_YEAR_AFTER.match(scene.text, match.end("year")) or scene.text[match.end() : match.end() + 1] in "-–":
            if not re.match(r"[-–](?:\D|\d\d(?:\d\d)?\b)", scene.text[match.end() : match.end() + 6]):
                return None
        if not 1900 <= year <= 2099 and not _BEFORE_YEAR.search(before):
            return None
        if year < 1000:
            return None
    return _phrase(match, "DATE", f"{year:04d}", "day", explicit=True)


def _short_year(match: Match, scene: Scene) -> Phrase | None:
    """The second year of "1914-18" or "2024/25"."""
    before = scene.text[max(0, match.start() - 5) : match.start()]
    if not re.fullmatch(r"(?:1\d|20)\d\d[-–/]", before) or scene.text[match.start() - 6 : match.start() - 5].isalnum():
        return None
    if int(match["two"]) <= int(before[2:4]):
        return None
    return _phrase(match, "DATE", before[:2] + match["two"], "day", explicit=True)


def _decade(match: Match, scene: Scene) -> Phrase | None:
    if match["words"]:
        tens = numbers.TENS.get(match["words"].lower().replace("ies", "y"), 0) // 10
        return _phrase(match, "DATE", f"19{tens}", "day") if tens else None
    digits = match["digits"]
    century = digits[:2] if len(digits) == 4 else "19"
    if len(digits) == 4 and digits[2:] == "00":
        return _phrase(match, "DATE", century, "day")
    return _phrase(match, "DATE", century + digits[-2], "day")


def _century(match: Match, scene: Scene) -> Phrase | None:
    try:
        number = numbers.ordinal(match["nth"])
    except ValueError:
        return None
    if not 1 <= number <= 30:
        return None
    if match["era"] and match["era"].lower().startswith("b"):
        return _phrase(match, "DATE", f"BC{number - 1:02d}", "day")
    return _phrase(match, "DATE", f"{number - 1:02d}", "day")


def _season(match: Match, scene: Scene) -> Phrase | None:
    code = dates.SEASONS[match["season"].lower()]
    if match["year"]:
        return _phrase(match, "DATE", f"{match['year'][:4]}-{code}", "day", explicit=True)
    which = (match["which"] or "").lower().removeprefix("the ")
    if match["of"]:
        year = _stated_year(match, scene)
    elif which in ("last", "previous"):
        base = dates.year_of(scene.today)
        order = ("SP", "SU", "FA", "WI")
        over = scene.published is not None and (scene.published.month % 12) // 3 > (order.index(code) + 1) % 4
        year = base if base is None or (over and code != "WI") else base - 1
    elif which in ("next", "following", "coming"):
        year = dates.year_of(scene.today)
        if year is not None and scene.published and scene.published.month > {"SP": 5, "SU": 8, "FA": 11}.get(code, 12):
            year += 1
    elif which == "this" or _BEFORE_MONTH.search(scene.text[max(0, match.start() - 12) : match.start()]):
        year = scene.near.year if scene.near else None
    else:
        return None
    if code in ("FA", "SP") and not which and not match["of"]:  # a fall and a spring are other things too
        before = scene.text[max(0, match.start() - 7) : match.start()].lower()
        if not before.endswith(("in ", "since ", "by ", "until ")) or scene.text.startswith(" of", match.end()):
            return None
    return _phrase(match, "DATE", f"{year:04d}-{code}" if year else f"XXXX-{code}", "day")


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
        return _phrase(match, "DATE", f"{match['year'][:4]}-{kind}{number}", "day", explicit=True)
    if match["of"]:
        year = _stated_year(match, scene)
    elif scene.near is None:
        year = None
    else:
        now = (scene.near.month - 1) // 3 + 1
        future = scene.tense.told(match.start(), match.end()) > 0
        year = scene.near.year + (1 if future and number < now else -1 if not future and number > now else 0)
    return _phrase(match, "DATE", f"{year or 'XXXX'}-{kind}{number}", "day")


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
    return _phrase(match, "DATE", f"FY{year}", "day")


_HOLIDAYS: dict[str, tuple[int, int]] = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "halloween": (10, 31), "valentine's day": (2, 14),
    "independence day": (7, 4),
}  # fmt: skip
_EASTER = {"good friday": -2, "easter sunday": 0, "easter monday": 1, "easter": 0}


def _holiday(match: Match, scene: Scene) -> Phrase | None:
    name = " ".join(match["name"].lower().replace("’", "'").split())
    year = int(match["year"]) if match["year"] else None
    direction = scene.tense.told(match.start(), match.end()) if year is None else 0
    if name in _HOLIDAYS:
        month, day = _HOLIDAYS[name]
        if year is None and scene.near:
            year = dates.nearest_year(scene.near, month, day, direction)
        return _phrase(match, "DATE", dates.write(year, month, day), "day", explicit=bool(match["year"]))
    if year is None and scene.near:
        year = scene.near.year
        if dates.easter(year) > scene.near + timedelta(days=60) and direction <= 0:
            year -= 1
    value = "XXXX-XX-XX" if year is None else (dates.easter(year) + timedelta(days=_EASTER[name])).isoformat()
    return _phrase(match, "DATE", value, "day", explicit=bool(match["year"]))


# --- days and spans told from today or from the last date ------------------------------------------


def _deictic(match: Match, scene: Scene) -> Phrase | None:
    word = match["word"].lower()
    by = {"yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}.get(
        " ".join(word.removeprefix("the ").split()), 0
    )
    day = dates.shift(scene.today, "day", by)
    if word == "tonight":
        return _phrase(match, "TIME", day + "TNI", "day")
    return _with_part(match, day)


def _last_night(match: Match, scene: Scene) -> Phrase | None:
    by = {"last": -1, "previous": -1}.get(match["which"].lower(), 0)
    return _phrase(
        match, "TIME", dates.shift(scene.today, "day", by) + PART_CODES[match["word"].lower()], "day"
    )


def _weekday(match: Match, scene: Scene) -> Phrase | None:
    number = dates.weekday_number(match["weekday"])
    if not match["weekday"][0].isupper():
        return None
    which = (match["which"] or "").lower().split()
    near = scene.near if scene.history else scene.published
    if match["plural"]:
        return _phrase(match, "SET", f"XXXX-WXX-{number + 1}", "span") if not which else None
    if near is None:
        return _with_part(match, f"XXXX-WXX-{number + 1}")
    if "last" in which or "past" in which or "previous" in which:
        day = dates.weekday(near - timedelta(days=1), number, -1)
    elif "next" in which or "following" in which or "coming" in which:
        day = dates.weekday(near + timedelta(days=1), number, 1)
    else:
        day = dates.weekday(near, number, scene.tense.at(match.start(), match.end()))
    return _with_part(match, day.isoformat())


def _with_part(match: Match, day: str) -> Phrase:
    part = match["part"]
    if not part:
        return _phrase(match, "DATE", day, "day")
    words = part.lower().split()
    phrase = _phrase(match, "TIME", day + PART_CODES[words[-1]], "day")
    return replace(phrase, mod="START") if words[0] == "early" else phrase


_SHIFTS = {"last": -1, "previous": -1, "next": 1, "following": 1, "coming": 1}


def _relative(match: Match, scene: Scene) -> Phrase | None:
    """ "last week", "this month", "the previous year", "next season"."""
    which, unit = match["which"].lower(), match["unit"].lower()
    told = bool(match["the"]) and which in ("next", "following", "previous", "same") or which in ("that", "same")
    if unit == "day" and which in ("last", "coming", "this"):
        return None
    if match["the"] and which in ("last", "past", "coming") or which == "past":
        if unit in ("decade", "century", "week", "month", "year", "quarter"):
            return _duration_of(match, 1.0, unit)
    base = scene.told if told else scene.today
    return _phrase(match, "DATE", dates.shift(base, unit, _SHIFTS.get(which, 0)), "day")


def _relative_month(match: Match, scene: Scene) -> Phrase | None:
    if not match["month"][0].isupper() or scene.near is None:
        return None
    month, near = dates.month_number(match["month"]), scene.near
    which = match["which"].lower()
    if which == "this":
        year = near.year
    elif _SHIFTS[which] < 0:
        year = near.year if month < near.month else near.year - 1
    else:
        year = near.year if month > near.month else near.year + 1
    return _phrase(match, "DATE", dates.write(year, month), "day")


def _day_beside(match: Match, scene: Scene) -> Phrase | None:
    """ "the next day", "that same night", "the day before", "the following morning"."""
    words = match[0].lower()
    by = 1 if re.search(r"next|follow|after", words) else -1 if re.search(r"previous|before", words) else 0
    base = scene.told
    if dates.day_of(base) is None and by == 0 and len(base) == 10:
        day = base  # XXXX-01-05 and that same day: as open as before
    else:
        day = dates.shift(base[:10], "day", by)
    part = next((p for p in ("morning", "afternoon", "evening", "night") if p in words), None)
    return (
        _phrase(match, "TIME", day + PART_CODES[part], "day") if part else _phrase(match, "DATE", day, "day")
    )


def _end_of(match: Match, scene: Scene) -> Phrase | None:
    """ "the year", "that month": only after a word such as "the end of"."""
    unit = match["unit"].lower()
    base = scene.told if match["that"] and match["that"].lower() == "that" else scene.today
    if scene.narrated:
        base = scene.told
    return _phrase(match, "DATE", dates.shift(base, unit, 0), "day")


def _ordinal_day(match: Match, scene: Scene) -> Phrase | None:
    """ "on the 28th", of the month last told or of the month of publication."""
    day = int(match["day"])
    base = scene.told if re.match(r"\d{4}-\d\d", scene.told) else scene.today
    if match["month"] and match["month"].lower().split()[1] in ("this", "last", "next"):
        base = dates.shift(scene.today, "month", _SHIFTS.get(match["month"].lower().split()[1], 0))
    value = f"{base[:7]}-{day:02d}"
    if not base.startswith("X") and dates.day_of(value) is None:
        return None
    return _phrase(match, "DATE", value, "day")


# --- durations and sets ----------------------------------------------------------------------------


def _amount(words: str) -> float | None:
    """The count of a duration; None for "several", which stays X."""
    plain = " ".join(words.lower().split())
    if plain in ("several", "many", "a few"):
        return None
    if plain in ("a", "an", "another"):
        return 1.0
    if plain.startswith("a couple"):
        return 2.0
    if plain.startswith("half"):
        return numbers.parse(plain) if len(plain) > 7 else 0.5
    return numbers.parse(plain)


def _write_duration(amount: float | None, unit: str) -> str:
    singular = unit.lower().removesuffix("s")
    if amount is not None and singular == "fortnight":
        amount *= 2
    if amount is not None and singular == "decade":
        amount, singular = amount * 10, "year"
    code = _UNIT_CODES[singular]
    if amount is not None and amount != int(amount) and code in ("TH", "TM"):
        amount, code = round(amount * 60), {"TH": "TM", "TM": "TS"}[code]
    time, code = ("T", code[1:]) if code.startswith("T") else ("", code)
    number = "X" if amount is None else str(int(amount)) if amount == int(amount) else f"{amount:.10g}"
    return f"P{time}{number}{code}"


def _duration_of(match: Match, amount: float | None, unit: str, end: int | None = None) -> Phrase | None:
    return _phrase(match, "DURATION", _write_duration(amount, unit), "span", end)


_RATE_BEFORE = re.compile(
    r"(?:\d[\w.,]*|%|\b(?:once|twice|times|percent|per cent|million|billion|thousand|hundred|dollars|euros|pounds|times))\s\Z",
    re.IGNORECASE,
)


def _duration(match: Match, scene: Scene) -> Phrase | None:
    count, unit = match["count"], match["unit"]
    try:
        amount = _amount(count)
    except ValueError:
        return None
    lower = unit.lower()
    if lower.startswith("quarter") and count.lower() in ("a", "an", "one", "three"):
        return None  # a share of something
    if lower == "second" and (count.lower() in ("a", "an", "another") or not match["hyphen"]):
        return None
    if scene.text[match.start("count") : match.end("count")][:1].isdigit() and _is_measure_of_age(match, scene):
        return None
    bare_article = count.lower() in ("a", "an")
    if bare_article and not match["which"]:
        before = scene.text[max(0, match.start() - 16) : match.start()]
        if _RATE_BEFORE.search(before):
            return _phrase(match, "SET", _write_duration(amount, unit), "span", match.end("unit"))
    return _shifted(match, scene, amount, lower) or _duration_of(match, amount, unit, _duration_end(match))


def _duration_end(match: Match) -> int:
    return match.end("half") if match["half"] else match.end("long") if match["long"] else match.end("unit")


def _is_measure_of_age(match: Match, scene: Scene) -> bool:
    return bool(re.match(r"[-\s]olds?\b", scene.text[match.end("unit") : match.end("unit") + 5], re.IGNORECASE))


def _shifted(match: Match, scene: Scene, amount: float | None, unit: str) -> Phrase | None:
    """ "two days ago", "a week later": a date, where the text says from what."""
    how = match["how"]
    if how is None or match["which"]:
        return None
    how = " ".join(how.lower().split())
    back = how in ("ago", "earlier", "before", "previously")
    from_today = how in ("ago", "from now", "hence") or how.startswith("in ")
    base = scene.today if from_today or (back and not scene.fresh) else scene.told[:10]
    singular = {"centuries": "century"}.get(unit, unit.removesuffix("s"))
    singular = {"night": "day"}.get(singular, singular)
    if singular in ("hour", "hr", "minute", "min", "second"):
        return None
    if amount is None or amount != int(amount):
        ref = "PAST_REF" if back and from_today else "FUTURE_REF" if from_today else dates.OPEN.get(singular, "XXXX")
        return _phrase(match, "DATE", ref, "day")
    count = int(amount) * (2 if singular == "fortnight" else 1)
    singular = {"fortnight": "week"}.get(singular, singular)
    if abs(count) > 10_000:
        return None
    return _phrase(match, "DATE", dates.shift(base, singular, -count if back else count), "day")


def _bare_units(match: Match, scene: Scene) -> Phrase | None:
    """ "for years", "within hours", "months-long", "decades ago"."""
    unit = match["unit"].lower()
    before = scene.text[max(0, match.start() - 10) : match.start()].lower()
    if not match["long"] and not match["ago"] and not before.endswith(
        ("for ", "within ", "after ", "over ", "in ", "of ", "the ", "several ", "many ")
    ):  # fmt: skip
        return None
    if match["ago"]:
        return _phrase(match, "DATE", "PAST_REF", "day")
    return _phrase(match, "DURATION", _write_duration(None, unit), "span")


_SET_WORDS = {
    "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P1Q", "yearly": "P1Y",
    "annual": "P1Y", "annually": "P1Y", "hourly": "PT1H", "biweekly": "P2W", "fortnightly": "P2W",
}  # fmt: skip


def _set_word(match: Match, scene: Scene) -> Phrase | None:
    word = match["word"]
    return _phrase(match, "SET", _SET_WORDS[word], "span") if word in _SET_WORDS else None


def _every(match: Match, scene: Scene) -> Phrase | None:
    what = match["what"].lower()
    if re.fullmatch(_WEEKDAY, what):
        return _phrase(match, "SET", f"XXXX-WXX-{dates.weekday_number(what) + 1}", "span")
    if what in PART_CODES:
        return _phrase(match, "SET", "XXXX-XX-XX" + PART_CODES[what], "span")
    if re.fullmatch(_MONTH_FULL, what):
        if not match["what"][0].isupper():
            return None
        return _phrase(match, "SET", f"XXXX-{dates.month_number(what):02d}", "span")
    if what in dates.SEASONS:
        return _phrase(match, "SET", f"XXXX-{dates.SEASONS[what]}", "span")
    other = match["count"]
    amount = 1.0 if not other else 2.0 if other.lower().strip() == "other" else _amount(other)
    return _phrase(match, "SET", _write_duration(amount, what), "span")


# --- clock times and parts of the day --------------------------------------------------------------


def _clock(match: Match, scene: Scene) -> Phrase | None:
    hour, minute = int(match["h"]), int(match["m"] or 0)
    ampm = match["ampm"]
    if minute > 59 or hour > 24 or (ampm and not 1 <= hour <= 12):
        return None
    end = match.end()
    zone = zones.AFTER.match(scene.text, end, scene.end)
    if not ampm and match["sep"] in (".", "h") and not zone and not match["unit"]:
        return None  # 9.40 alone is a number
    if not ampm and match["m"] is None:
        return None
    if ampm:
        hour = hour % 12 + (12 if ampm[0].lower() == "p" else 0)
    return _clock_phrase(match, hour, minute, end, zone, match["s"])


def _military(match: Match, scene: Scene) -> Phrase | None:
    """ "0012 GMT", "1430 hours": four digits are a clock time only with a zone or "hours" after them."""
    digits = match["digits"]
    hour, minute = int(digits[:2]), int(digits[2:])
    if hour > 23 or minute > 59:
        return None
    zone = zones.AFTER.match(scene.text, match.end("digits"), scene.end)
    if not zone and not match["hours"]:
        return None
    end = match.end("digits") if zone else match.end()
    return _clock_phrase(match, hour, minute, end, zone)


def _clock_phrase(
    match: Match, hour: int | None, minute: int, end: int, zone: Match | None, second: str | None = None
) -> Phrase:
    value = f"T{'XX' if hour is None else f'{hour:02d}'}:{minute:02d}" + (f":{second}" if second else "")
    if zone:
        end = zone.end() if "(" in zone[0] or not zone["close"] else zone.start("close")
    return Phrase(match.start(), end, "TIME", value, "clock", None, zones.stated(zone) if zone else None)


_DAYPART_AFTER = re.compile(
    rf"\s(?:(?:in|on)\s(?:the\s)?)?(?:(?:this|that|the|yesterday|tomorrow|{_WEEKDAY})\s)?(?P<part>morning|afternoon|evening|night)\b",
    re.IGNORECASE,
)


_SOON = re.compile(r"(?:shortly|just)\s(?:before|after)\s\Z")
_AT = re.compile(r"\b(?:at|by|before|after|until|till|since|around|about|from|past|and|between)\s\Z")
_CLAUSE_END = re.compile(r"[.,;:)]|\s(?:and|when|as|on|but|after|while)\b|\Z", re.IGNORECASE)


def _spoken(match: Match, scene: Scene) -> Phrase | None:
    """ "six o'clock", "half past four", "ten to six", "at two this afternoon": the half of the day from what follows."""
    try:
        hour = int(numbers.parse(match["h"]))
    except ValueError:
        return None
    minute = 0
    if match["rel"]:
        first = match["min"].lower()
        minute = 30 if first == "half" else 15 if "quarter" in first else int(numbers.parse(first))
        if match["rel"].lower() in ("to", "before"):
            hour, minute = hour - 1, 60 - minute
    if not (0 <= hour <= 12 and 0 <= minute <= 59):
        return None
    after = _DAYPART_AFTER.match(scene.text, match.end(), scene.end)
    bare = not match["rel"] and not match["oclock"]
    before = scene.text[max(0, match.start() - 16) : match.start()].lower()
    if bare and not after and not (_SOON.search(before) and _CLAUSE_END.match(scene.text, match.end(), scene.end)):
        return None
    if bare and not _AT.search(before):
        return None
    if match["rel"] and not after and not _AT.search(before) and match["min"].lower() != "half":
        return None  # "two to one"
    resolved = _half(hour or 12, after["part"].lower()) if after else None
    start = match.start("min") if match["rel"] else match.start("h")
    phrase = _clock_phrase(match, resolved, minute, match.end(), zones.AFTER.match(scene.text, match.end(), scene.end))
    return replace(phrase, start=start)


def _half(hour: int, part: str) -> int:
    """The hour of the day: "six" in the evening is 18, "two" at night is 2, "eleven" at night is 23."""
    if part == "morning":
        return hour % 12
    if part == "night":
        return hour % 12 if hour <= 4 or hour == 12 else hour + 12
    return hour % 12 + 12


def _noon(match: Match, scene: Scene) -> Phrase | None:
    word = match["word"].lower()
    if match["word"][0].isupper() and scene.text[max(0, match.start() - 2) : match.start()].rstrip(" ").isalnum():
        return None  # a name
    phrase = _phrase(match, "TIME", PART_CODES[word], "clock")
    return replace(phrase, mod="START") if word in ("dawn", "daybreak", "sunrise") else phrase


def _part(match: Match, scene: Scene) -> Phrase | None:
    words = match[0].lower().split()
    part = next((w for w in reversed(words) if w in PART_CODES), None)
    if part is None:
        return None
    phrase = _phrase(match, "TIME", PART_CODES[part], "part")
    before = scene.text[max(0, match.start() - 8) : match.start()].lower()
    if words[0] == "the" and before.endswith(("in ", "during ")):
        phrase = replace(phrase, role="clock")
    return replace(phrase, mod="START") if "early" in words or "hours" in words else phrase


_OF_YEAR = r"(?:\s?,?\s(?:of\s)?(?P<of>(?:that|last|this|next|the\ssame)\s(?:same\s)?year))"
_IN_YEAR = rf"(?:(?:\s?,?\s(?:of\s)?(?:the\syear\s)?(?P<year>{_YEAR}))|{_OF_YEAR})?"
_TO_DAY = rf"(?P<to>{_DASH}|\s(?:to|and|or|until|through)\s)"
_OPEN_WEEKDAY = rf"(?:(?:on\s)?{_WEEKDAY_SHORT}(?:\s?,\s?|\s)(?P<open>\(\s?)?(?:the\s)?)?"
_CLOSE = r"(?P<close>\s?\))?"

Rule = tuple[Callable[..., Match | None], Handler]


def _rule(pattern: str, handler: Handler) -> Rule:
    return re.compile(rf"(?:{pattern})(?!\w)", re.IGNORECASE).match, handler


_DAY_MONTH = _rule(
    rf"{_OPEN_WEEKDAY}(?:the\s)?(?P<day>{_DAY})(?:{_TO_DAY}(?P<last>{_DAY}))?(?:\sof)?\s(?P<month>{_MONTH})"
    rf"{_IN_YEAR}{_CLOSE}",
    _calendar,
)
_MONTH_DAY = _rule(
    rf"{_OPEN_WEEKDAY}(?P<month>{_MONTH})\s(?:the\s)?(?P<day>{_DAY})(?!\s(?:[ap]\.?\s?m\b))(?:{_TO_DAY}(?P<last>{_DAY})"
    rf"(?!\s(?:{_MONTH}|people|[a-z]+s\b)))?{_IN_YEAR}{_CLOSE}",
    _calendar,
)
_MONTH_YEAR = _rule(rf"(?P<month>{_MONTH}){_IN_YEAR}", _month)
_WEEKDAYS = _rule(
    rf"(?:(?P<which>(?:this\s|the\s)?(?:last|next|this|coming|past|following|previous))\s)?"
    rf"(?P<weekday>{_WEEKDAY}|(?:mon|tues?|wed|thurs|thur|thu|fri)(?![a-z]))(?P<plural>s)?(?:[\s-](?P<part>{_PART}))?",
    _weekday,
)
_DURATION = _rule(
    rf"(?:the\s)?(?:(?P<which>last|past|next|coming|following|first|previous|final|opening|more\sthan)\s)?"
    rf"(?P<count>{_COUNT})(?P<hyphen>[\s-]|\s-\s)(?:more\s)?(?P<unit>{_UNIT})(?P<half>\sand\sa\shalf)?(?P<long>-long)?"
    rf"(?:\s(?P<how>ago|earlier|later|from\snow|hence|previously|(?:before|after)(?=\s?[.,;:)]|\s?\Z)))?",
    _duration,
)
_SPOKEN = _rule(
    rf"(?P<min>half|(?:a\s)?quarter|{numbers.SMALL}(?:[-\s]{numbers.SMALL})?)(?:\sminutes?)?\s(?P<rel>past|to|before)\s"
    rf"(?P<h>{numbers.SMALL}|\d\d?)(?P<oclock>\so['’]clock)?",
    _spoken,
)
_BARE_HOUR = _rule(
    rf"(?P<min>)(?P<rel>)(?P<h>{numbers.SMALL}|\d\d?)(?![.,]?\d)(?P<oclock>\so['’]clock)?", _spoken
)
_SEASON_RULE = _rule(
    rf"(?P<which>(?:the\s)?(?:last|next|this|previous|following|coming)\s)?(?P<the>the\s)?(?P<season>{_SEASON})"
    rf"{_IN_YEAR}",
    _season,
)
_RELATIVE = _rule(
    rf"(?P<the>the\s)?(?P<which>last|next|this|past|coming|following|previous|that|same|current)\s(?:same\s)?"
    rf"(?P<unit>{_BIG})",
    _relative,
)
_RELATIVE_MONTH = _rule(rf"(?:the\s)?(?P<which>last|next|this|previous|following|coming)\s(?P<month>{_MONTH_FULL})", _relative_month)
_DAY_BESIDE = _rule(
    r"(?:that\s(?:same\s)?|the\s(?:(?:very\s)?(?:same|next|following|previous)\s))(?:day|morning|afternoon|evening|night)"
    r"|the\sday\s(?:before|after|following)(?=\s?[.,;:)]|\s?\Z)",
    _day_beside,
)
_QUARTER = _rule(
    rf"(?:the\s)?(?:(?P<nth>first|second|third|fourth)[\s-](?P<kind>quarter|half)|Q(?P<q>[1-4]))"
    rf"(?:(?:,?\s?(?:of\s)?(?P<year>{_YEAR}))|{_OF_YEAR})?",
    _quarter,
)
_CENTURY = _rule(
    rf"(?:the\s)?(?P<nth>\d\d?(?:st|nd|rd|th)|[a-z]{{4,11}}(?:-[a-z]{{5,7}})?)[\s-]century{_ERA}?", _century
)
_DECADE = _rule(
    r"(?:the\s)?(?:['’‘]?(?P<digits>(?:1\d|20)\d0|[2-9]0)['’]?s|(?P<words>twenties|thirties|forties|fifties|sixties|seventies"
    r"|eighties|nineties))",
    _decade,
)
_FISCAL = _rule(
    r"(?:the\s)?(?:(?P<which>last|this|next|current|previous)\s)?(?:(?:fiscal|financial)(?:\syear)?|FY)"
    r"(?:[\s-]?(?P<year>20\d\d|\d\d(?!\d))(?:[-/](?P<short>\d\d))?)?",
    _fiscal,
)
_CLOCK = _rule(
    rf"(?P<h>\d\d?)(?:(?P<sep>[:.h])(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?)?(?!\d)(?:\s?{_AMPM}|\s?(?P<unit>hours|hrs?)(?![a-z]))?",
    _clock,
)
_CLOCK_ZONED = _rule(
    r"(?P<digits>(?:[01]\d|2[0-3]):?[0-5]\d)(?P<hours>\s?(?:hours|hrs?)(?![a-z]))?", _military
)
_PARTS = _rule(
    r"(?:the\s)?(?:early\shours(?:\sof\sthe\smorning)?|small\shours|(?:early\s|late\s)?(?:morning|afternoon|evening|night)(?:\shours)?)",
    _part,
)
_BESIDE_THE = (_DAY_BESIDE, _RELATIVE_MONTH, _QUARTER, _SEASON_RULE, _FISCAL, _DURATION, _RELATIVE)
_LAST_NIGHT = _rule(r"(?P<which>last|this|previous)\s(?P<word>night|morning|afternoon|evening)", _last_night)

_RULES: dict[str, tuple[Rule, ...]] = {
    "digit": (
        _rule(
            r"(?P<y>(?:1\d|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:[T\s](?P<h>\d\d):(?P<min>\d\d)(?::\d\d)?)?(?![\d-])", _iso
        ),
        _rule(r"(?P<a>\d\d?)(?P<s>[/.])(?P<b>\d\d?)(?P=s)(?P<y>(?:1\d|20)\d\d)", _numeric),
        _DAY_MONTH,
        _rule(rf"(?P<day>{_DAY})(?:\s?,\s(?P<year>{_YEAR}))?", _second_day),
        _CLOCK,
        _rule(r"(?P<digits>\d{4})(?P<hours>\s?(?:hours|hrs?)(?![a-z]))?", _military),
        _DECADE,
        _CENTURY,
        _DURATION,
        _rule(rf"(?P<year>\d{{3,4}})(?!\d|,\d|\.\d|%){_ERA}?", _year),
        _rule(r"(?P<two>\d\d)", _short_year),
        _BARE_HOUR,
    ),
    "range": (_DAY_MONTH,),
    "month": (_MONTH_DAY, _MONTH_YEAR),
    "weekday": (_DAY_MONTH, _MONTH_DAY, _WEEKDAYS),
    "word": (_SPOKEN, _CENTURY, _DURATION, _BARE_HOUR),
    "the": (
        _DAY_MONTH,
        _rule(r"the\s(?P<day>[123]?\d)(?:st|nd|rd|th)(?:\sof\s(?P<month>(?:that|this|last|next|the)\s(?:same\s)?month)|(?=\s?[.,;]|\s?\Z))", _ordinal_day),
        _rule(r"(?P<word>the\sday\s(?:before\syesterday|after\stomorrow))(?P<part>)", _deictic),
        _WEEKDAYS, _CENTURY, _DECADE, *_BESIDE_THE, _PARTS,
    ),
    "which": (_LAST_NIGHT, _WEEKDAYS, *_BESIDE_THE),
    "today": (
        _rule(rf"(?P<word>today|yesterday|tomorrow|tonight)(?:\s(?P<part>{_PART}))?", _deictic),
    ),
    "season": (_SEASON_RULE,),
    "quarter": (_QUARTER, _SPOKEN),
    "decade": (_DECADE,),
    "fiscal": (_FISCAL,),
    "noon": (_rule(r"(?P<word>noon|midday|midnight|dawn|daybreak|sunrise|dusk|nightfall|sunset)", _noon),),
    "part": (_PARTS,),
    "units": (_rule(rf"(?P<unit>hours|days|weeks|months|years|decades|centuries|minutes|decade|month|week|year|day)(?:(?P<long>-long)|\s(?P<ago>ago))?", _bare_units),),
    "every": (
        _rule(rf"(?:every|each)\s(?P<count>other\s|{_COUNT}\s)?(?P<what>{_UNIT}|{_WEEKDAY}|{_MONTH_FULL}|{_SEASON}|morning|afternoon|evening|night)", _every),
        _rule(rf"per\s(?P<count>)?(?P<what>day|week|month|year|quarter)(?![a-z])", _every),
    ),
    "set": (_rule(r"(?P<word>daily|nightly|weekly|monthly|quarterly|yearly|annual|annually|hourly|biweekly|fortnightly)", _set_word),),
    "holiday": (_rule(rf"(?P<name>christmas(?:\s(?:eve|day))?|boxing\sday|new\syear['’]s\s(?:eve|day)|halloween|valentine['’]s\sday|good\sfriday|easter(?:\s(?:sunday|monday))?)(?:,?\s(?P<year>{_YEAR}))?", _holiday),),
}  # fmt: skip

_STARTS: dict[str, str] = {
    "month": rf"{_MONTH}",
    "weekday": _WEEKDAY_SHORT,
    "holiday": r"christmas|boxing\sday|new\syear['’]s|halloween|valentine|good\sfriday|easter",
    "quarter": r"q[1-4]\b|(?:first|second|third|fourth)[\s-](?:quarter|half)|quarter\s(?:past|to)",
    "word": rf"{numbers.SMALL}|half|several|many|another|an?(?=\s(?:{_UNIT}|few|couple|quarter|half|hundred|dozen|century))|hundreds?|eighteenth|nineteenth|twentieth|[a-z]+(?:th|first)(?=[\s-]century)",
    "the": r"the(?=\s(?:\d|same|next|following|previous|past|last|coming|first|second|third|fourth|final|opening|current|day\s|morning|afternoon|evening|night|early|late|small|spring|summer|autumn|fall|winter|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|['’‘]\d|fiscal|financial|very\ssame|[a-z]{4,12}[\s-]century))",
    "which": r"last|next|this|past|coming|following|previous|that(?=\s(?:same|day|week|month|year|night|morning|afternoon|evening|weekend))|current|more\sthan",
    "today": r"today|yesterday|tomorrow|tonight",
    "season": _SEASON,
    "decade": r"(?:twen|thir|for|fif|six|seven|eigh|nine)ties",
    "fiscal": r"fiscal|financial|fy",
    "noon": r"noon|midday|midnight|dawn|daybreak|sunrise|dusk|nightfall|sunset",
    "part": r"early\s(?:morning|hours)|late\s(?:morning|afternoon|evening)|small\shours|morning|afternoon|evening|night",
    "every": r"every|each|per",
    "set": "|".join(_SET_WORDS),
    "units": r"(?:hours|days|weeks|months|years|decades|centuries|minutes)|(?:decade|month|week|year|day)-long",
}
_EDGE = re.compile(
    r"(?P<edge>(?:the\s(?:very\s)?(?:beginning|start|end|middle|close|turn|onset|latter\s(?:half|part)|early\spart)\sof"
    r"|mid(?=[\s-])|middle\sof|beginning\sof|start\sof|end\sof|the\s(?=(?:early|late|mid)[\s-])(?:early|late|mid)|early|late|earlier|later)"
    r"(?:\sin|\son)?(?:\s?-\s?|\s))(?P<the>the\s)?",
    re.IGNORECASE,
)
_EDGE_START = r"(?:the\s(?:very\s)?(?:beginning|start|end|middle|close|turn|onset|latter|early|late|mid)|mid[\s-]|middle\sof|beginning\sof|start\sof|end\sof|early|late|earlier|later)\b"
_END_OF = _rule(rf"(?P<that>that\s|this\s)?(?P<unit>{_BIG})", _end_of)
_START = (
    rf"(?:(?P<digit>['‘’]?\d)|(?P<edge>{_EDGE_START})|(?:"
    + "|".join(f"(?P<{kind}>{start})" for kind, start in _STARTS.items())
    + ")(?![a-z]))"
)
_FIRST = re.compile(rf"(?<![\w$€£¥#])(?:(?<![^\W\d]-){_START}|(?P<range>\d\d?(?=\s{_MONTH})))", re.IGNORECASE)
_INNER = re.compile(_START, re.IGNORECASE)
_MODS = {"beginning": "START", "start": "START", "early": "START", "onset": "START", "turn": "START", "mid": "MID",
         "middle": "MID", "end": "END", "late": "END", "close": "END", "latter": "END"}  # fmt: skip


def starts(text: str, start: int, end: int) -> re.Match[str] | None:
    """The next place in a stretch where a time expression may begin."""
    return _FIRST.search(text, start, end)


def read(scene: Scene, first: Match) -> Phrase | None:
    """The time expression that begins where `starts` matched, or None."""
    kind = first.lastgroup or ""
    if kind == "edge":
        return _edged(scene, first.start())
    return _read(scene, kind, first.start())


def _read(scene: Scene, kind: str, at: int) -> Phrase | None:
    for match_rule, handler in _RULES[kind]:
        match = match_rule(scene.text, at, scene.end)
        if match and (phrase := handler(match, scene)):
            return phrase
    return None


def _edged(scene: Scene, at: int) -> Phrase | None:
    """ "early 2019", "the end of the year", "late on Monday", "mid-June": a date with a part of it marked."""
    edge = _EDGE.match(scene.text, at, scene.end)
    if edge is None:
        return _read(scene, "the", at) if scene.text[at : at + 3].lower() == "the" else None
    word = next((w for w in re.findall(r"[a-z]+", edge["edge"].lower()) if w in _MODS), None)
    inner = _INNER.match(scene.text, edge.end("edge"), scene.end)
    phrase = _read(scene, inner.lastgroup or "", inner.start()) if inner and inner.lastgroup in _RULES else None
    if phrase is None and edge["the"]:
        inner = _INNER.match(scene.text, edge.end(), scene.end)
        phrase = _read(scene, inner.lastgroup or "", inner.start()) if inner and inner.lastgroup in _RULES else None
    if phrase is None:
        match = _END_OF[0](scene.text, edge.end(), scene.end)
        phrase = _end_of(match, scene) if match and (edge["the"] or match["that"]) else None
    if phrase is None or phrase.role != "day":
        parts = _PARTS[0](scene.text, at, scene.end)
        return _part(parts, scene) if parts else None
    if word is None and phrase.type == "DATE" and not re.match(r"earlier|later", edge["edge"], re.IGNORECASE):
        return None
    return replace(phrase, start=at, mod=_MODS[word] if word else phrase.mod)
