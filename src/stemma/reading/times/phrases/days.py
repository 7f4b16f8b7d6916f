"""Days and months by name: "6 January", "March 5-9, 1918", "in June", "Easter Monday"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from stemma.reading.times import dates
from stemma.reading.times.phrases.phrase import (
    BEFORE_MONTH,
    DASH,
    DAY,
    IN_YEAR,
    MONTH,
    WEEKDAY_SHORT,
    YEAR,
    Match,
    Phrase,
    Scene,
    read_as,
    rule,
    stated_year,
)


def _iso(match: Match, scene: Scene) -> Phrase | None:
    value = dates.write(int(match["y"]), int(match["m"]), int(match["d"]))
    if dates.day_of(value) is None:
        return None
    if match["h"] is None:
        return read_as(match, "DATE", value, "day", explicit=True)
    if int(match["h"]) > 23 or int(match["min"]) > 59:
        return None
    return read_as(match, "TIME", f"{value}T{match['h']}:{match['min']}", "day", explicit=True)


def _numeric(match: Match, scene: Scene) -> Phrase | None:
    """05/06/2019 is May or June: open unless one of the two cannot be a month."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    if not (1 <= a <= 31 and 1 <= b <= 31) or (a > 12 and b > 12):
        return None
    month, day = (b, a) if a > 12 else (a, b)
    open_value = a <= 12 and b <= 12 and a != b
    for other_month, other_day in ((a, b), (b, a)):
        if open_value and dates.write(year, other_month, other_day) == scene.today:
            month, day, open_value = other_month, other_day, False  # the page's own date
    return read_as(
        match,
        "DATE",
        f"{year:04d}-XX-XX" if open_value else dates.write(year, month, day),
        "day",
        explicit=True,
    )


def _calendar(match: Match, scene: Scene) -> Phrase | None:
    """A day of a month, with or without weekday and year; of a range, its first day."""
    name = match["month"]
    if not name[0].isupper():  # "2 may have died"
        return None
    month, day = dates.month_number(name), int(re.sub(r"\D", "", match["day"]))
    groups = match.groupdict()
    end = match.end("day") if groups["to"] else match.end()  # the second day of a range is read by itself
    year = stated_year(match, scene)
    if year is None:
        year = _year_after(scene, end) or _year_near(match, scene, month, day)
    value = dates.write(year, month, day)
    if year is not None and dates.day_of(value) is None:
        return None
    if year is None and day > (29 if month == 2 else 31):
        return None
    return read_as(match, "DATE", value, "day", end, explicit=bool(match["year"]))


def _year_near(match: Match, scene: Scene, month: int, day: int | None) -> int | None:
    near = scene.near
    if near is None:
        return _twin_year(scene, month, day)
    if scene.narrated:
        return _narrated_year(near, month, scene.told)
    if day is None:
        lasting = _BY_THEN.search(scene.text, max(scene.start, match.start() - 9), match.start())
        soon = 1 if lasting and 0 < (month - near.month) % 12 <= 6 else 0  # "until January"
        return dates.nearest_year(near, month, None, soon or scene.tense.at(match.start(), match.end()))
    return dates.nearest_year(near, month, day, scene.tense.told(match.start(), match.end()))


_BY_THEN = re.compile(r"\b(?:until|till|through|before|by)\s\Z", re.IGNORECASE)
_RANGE_YEAR = re.compile(
    rf"(?:\s(?:and|to|or|until|through)\s|\s?[-–—]\s?)(?:(?:early|late|mid)[\s-])?(?:{DAY}\s)?(?:{MONTH}\s?)?(?:{DAY})?"
    rf"(?:,?\s)?(?P<year>{YEAR})",
    re.IGNORECASE,
)
_FIRST_DAY = re.compile(
    rf"\b(?P<month>{MONTH})\s(?:the\s)?{DAY}(?:{DASH}|\s(?:to|and|or|until|through)\s)\Z", re.IGNORECASE
)


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
    return read_as(match, "DATE", dates.write(year, month, day), "day", explicit=bool(match["year"]))


def _narrated_year(near: date, month: int, told: str) -> int:
    """In a story told in order, January after December is in the next year."""
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
    year = stated_year(match, scene)
    if year is None:
        year = _year_after(scene, match.end()) or _year_near(match, scene, month, None)
    return read_as(match, "DATE", dates.write(year, month), "day", explicit=bool(match["year"]))


def _is_month(match: Match, scene: Scene) -> bool:
    """May, March, April, June and August are other words too: ask for a word of time before them."""
    name = match["month"].lower()
    if name in (
        "may",
        "march",
        "april",
        "june",
        "august",
        "mar",
        "jan",
        "jun",
        "dec",
        "sep",
        "jul",
        "apr",
        "nov",
    ):
        before = scene.text[max(0, match.start() - 12) : match.start()]
        follow = scene.text[match.end() : match.end() + 2]
        if len(follow) == 2 and follow[0] == " " and follow[1].isupper() and name not in ("may", "march"):
            return False  # June Carter
        if name in ("april", "june", "august"):
            return bool(BEFORE_MONTH.search(before)) or follow[:1] in ("'", "’", "")
        return bool(BEFORE_MONTH.search(before))
    return name in dates.MONTHS or match["month"].endswith(".")


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
    if _BY_THEN.search(scene.text, max(scene.start, match.start() - 9), match.start()):
        direction = 1
    if name in _HOLIDAYS:
        month, day = _HOLIDAYS[name]
        if year is None and scene.near:
            year = dates.nearest_year(scene.near, month, day, direction)
        return read_as(match, "DATE", dates.write(year, month, day), "day", explicit=bool(match["year"]))
    if year is None and scene.near:
        year = scene.near.year
        if dates.easter(year) > scene.near + timedelta(days=60) and direction <= 0:
            year -= 1
    value = "XXXX-XX-XX" if year is None else (dates.easter(year) + timedelta(days=_EASTER[name])).isoformat()
    return read_as(match, "DATE", value, "day", explicit=bool(match["year"]))


TO_DAY = rf"(?P<to>{DASH}|\s(?:to|and|or|until|through)\s)"
_OPEN_WEEKDAY = rf"(?:(?:on\s)?{WEEKDAY_SHORT}(?:\s?,\s?|\s)(?P<open>\(\s?)?(?:the\s)?)?"
_CLOSE = r"(?P<close>\s?\))?"
DAY_MONTH = rule(
    rf"{_OPEN_WEEKDAY}(?:the\s)?(?P<day>{DAY})(?:{TO_DAY}(?P<last>{DAY}))?(?:\sof)?\s(?P<month>{MONTH})"
    rf"{IN_YEAR}{_CLOSE}",
    _calendar,
)
MONTH_DAY = rule(
    rf"{_OPEN_WEEKDAY}(?P<month>{MONTH})\s(?:the\s)?(?P<day>{DAY})(?!\s(?:[ap]\.?\s?m\b))(?:{TO_DAY}(?P<last>{DAY})"
    rf"(?!\s(?:{MONTH}|people|[a-z]+s\b)))?{IN_YEAR}{_CLOSE}",
    _calendar,
)
MONTH_YEAR = rule(rf"(?P<month>{MONTH}){IN_YEAR}", _month)
ISO = rule(
    r"(?P<y>(?:1\d|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:[T\s](?P<h>\d\d):(?P<min>\d\d)(?::\d\d)?)?(?![\d-])",
    _iso,
)
NUMERIC = rule(r"(?P<a>\d\d?)(?P<s>[/.])(?P<b>\d\d?)(?P=s)(?P<y>(?:1\d|20)\d\d)", _numeric)
SECOND_DAY = rule(rf"(?P<day>{DAY})(?:\s?,\s(?P<year>{YEAR}))?", _second_day)
HOLIDAY = rule(
    r"(?P<name>christmas(?:\s(?:eve|day))?|boxing\sday|new\syear['’]s\s(?:eve|day)|halloween|valentine['’]s\sday"
    rf"|good\sfriday|easter(?:\s(?:sunday|monday))?)(?:,?\s(?P<year>{YEAR}))?",
    _holiday,
)
