"""Dates and times as pages print them, to ISO 8601, and nothing that is not there.

`find` reads one line.  A date with digits alone (01/09/2026) has two readings until something decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
WEEKDAY = r"\b(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b\.?"
NO_YEAR = 4  # a leap year, so that 29 February is a day
_RANGE = r"(?:\s?[-–/]\s?\d{1,2})?"
_DATE = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY}),?\s+)?(?:the\s+)?(?:"
    rf"(?<![\d.:])(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?{_RANGE}\s+"
    rf"(?:of\s+)?{_MONTH.format('m1')}(?:,?\s+(?P<y1>\d{{4}})\b)?"
    rf"|\b{_MONTH.format('m2')}\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b{_RANGE}(?:,?\s+(?P<y2>\d{{4}})\b)?"
    r"|(?<![\d.])(?P<y3>\d{4})[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})(?!\d)"
    r"|(?<![\d.])(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<y4>\d{4})(?!\d)"
    r")",
    re.IGNORECASE,
)
_ZONES = {
    "utc": "+00:00", "gmt": "+00:00", "z": "+00:00", "cet": "+01:00", "cest": "+02:00", "eet": "+02:00",
    "eest": "+03:00", "msk": "+03:00", "jst": "+09:00", "kst": "+09:00", "hkt": "+08:00", "sgt": "+08:00",
    "edt": "-04:00", "est": "-05:00", "cdt": "-05:00", "mdt": "-06:00", "mst": "-07:00", "pdt": "-07:00",
    "pst": "-08:00", "aest": "+10:00", "aedt": "+11:00", "nzst": "+12:00", "nzdt": "+13:00",
}  # fmt: skip
"""Names that stand for one offset.  IST, BST and CST stand for several and so for none."""

_ZONE = r"(?P<zone>Z|(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,4})\b"
_TIME = re.compile(
    rf"(?<![\d.:])(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?)?"
    rf"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?(?:\s?\(?{_ZONE}\)?)?(?!\d)",
    re.IGNORECASE,
)
_CLOCK_FOLLOWS = re.compile(r"T|\s*[,|/·–—-]?\s*(?:at\s+)?", re.IGNORECASE)
UPDATED = re.compile(r"\b(?:last\s+)?(?:updated?|modified|amended|corrected|revised)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in a line: minutes since midnight, its zone as "+08:00" or "", and where it stands."""

    minutes: int
    zone: str
    start: int
    end: int

    def iso(self) -> str:
        """The time as ISO 8601, after a date."""
        return f"T{self.minutes // 60:02}:{self.minutes % 60:02}{self.zone}"


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a line.

    days: the days it can mean, one or two (01/09/2026); the year NO_YEAR stands for none printed.
    weekday: 0 is Monday.  clock: the time beside it.  start, end: offsets in the line, the time included.
    """

    days: tuple[date, ...]
    weekday: int | None
    clock: Clock | None
    start: int
    end: int

    @property
    def full(self) -> bool:
        """Whether a year is printed."""
        return self.days[0].year != NO_YEAR


def find(line: str) -> list[Found]:
    """Every date in a line, in order, each with the time that follows it, or that stands just before it."""
    found: list[Found] = []
    for match in _DATE.finditer(line):
        days = _days(match)
        if not days:
            continue
        clock = _after(line, match.end()) or _before(line, match.start())
        start = min(match.start(), clock.start) if clock else match.start()
        end = max(match.end(), clock.end) if clock else match.end()
        weekday = match["weekday"]
        number = _WEEKDAYS.index(weekday[:3].lower()) if weekday else None
        found.append(Found(days, number, clock, start, end))
    return found


def clocks(line: str) -> list[Clock]:
    """Every time of day in a line that cannot be a plain number: with a colon, or a.m. or p.m."""
    return [
        clock
        for match in _TIME.finditer(line)
        if (match["half"] or (match["minute"] and ":" in match[0])) and (clock := _clock(match))
    ]


def _days(match: re.Match[str]) -> tuple[date, ...]:
    if match["m1"]:
        return _day(match["y1"], _month(match["m1"]), match["d1"])
    if match["m2"]:
        return _day(match["y2"], _month(match["m2"]), match["d2"])
    if match["y3"]:
        return _day(match["y3"], match["m3"], match["d3"])
    day_first = _day(match["y4"], match["b"], match["a"])
    if match["mark"] == ".":  # dots are set between the figures of a date only where the day comes first
        return day_first
    month_first = _day(match["y4"], match["a"], match["b"])
    return day_first if day_first == month_first else day_first + month_first


def _day(year: str | None, month: str | int, day: str) -> tuple[date, ...]:
    try:
        return (date(int(year or NO_YEAR), int(month), int(day)),)
    except ValueError:
        return ()


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _after(line: str, position: int) -> Clock | None:
    gap = _CLOCK_FOLLOWS.match(line, position)
    match = _TIME.match(line, gap.end() if gap else position)
    return _clock(match) if match and (match["minute"] or match["half"]) else None


def _before(line: str, position: int) -> Clock | None:
    """A time just before the date: "13:05, 1 September 2026", "6 p.m. on May 3, 2026"."""
    for clock in clocks(line[max(0, position - 40) : position]):
        shift = max(0, position - 40)
        between = line[shift + clock.end : position].strip(" ,|·-–—").lower()
        if between in ("", "on"):
            return Clock(clock.minutes, clock.zone, shift + clock.start, shift + clock.end)
    return None


def _clock(match: re.Match[str]) -> Clock | None:
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return None
    zone, known = match["zone"] or "", _offset(match["zone"] or "")
    words = match[0] if known or not zone else match[0][: match.start("zone") - match.start()].rstrip(" (")
    return Clock(hour * 60 + minute, known, match.start(), match.start() + len(words))


def _offset(zone: str) -> str:
    word = zone.lower().replace(" ", "")
    if word in _ZONES:
        return _ZONES[word]
    figures = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", word)
    if figures and int(figures[2]) <= 14:
        return f"{figures[1]}{int(figures[2]):02}:{figures[3] or '00'}"
    return ""
