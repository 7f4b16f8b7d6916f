"""Arithmetic on TIMEX3 dates that may be open: "2026-01-05", "2026-W01", "2025-Q3", "XXXX-01-05"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "weekend", "month", "quarter", "season", "year", "decade", "century"]

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
OPEN: dict[str, str] = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX",
    "quarter": "XXXX-QX", "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its abbreviation ("Sept.")."""
    start = word[:3].lower()
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(start))


def weekday_number(word: str) -> int:
    """0 (Monday) to 6 for a weekday's name or its abbreviation."""
    start = word[:3].lower()
    return next(i for i, name in enumerate(WEEKDAYS) if name.startswith(start))


def day_of(value: str) -> date | None:
    """The day of a value that begins with a full date; None where it is coarser, open, or no day at all."""
    match = _DAY.match(value)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def year_of(value: str) -> int | None:
    """The year a value begins with, or None where it is open."""
    return int(value[:4]) if re.match(r"[0-9]{4}", value) else None


def write(year: int | None, month: int | None = None, day: int | None = None) -> str:
    """A date with what is known: "2026-01-05", "XXXX-01-05", "2026-01", "2026"."""
    text = "XXXX" if year is None else f"{year:04d}"
    text += "" if month is None else f"-{month:02d}"
    return text if day is None else f"{text}-{day:02d}"


def week(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def shift(value: str, unit: str, by: int) -> str:
    """The date `by` units from a value, as exact as the unit; open where the value does not fix it."""
    try:
        return _shift(value, unit, by)
    except (OverflowError, ValueError):  # before year 1 or after 9999
        return OPEN[unit]


def _shift(value: str, unit: str, by: int) -> str:
    day, year = day_of(value), year_of(value)
    if year is None:
        return OPEN[unit]
    if unit == "day" and day:
        return (day + timedelta(days=by)).isoformat()
    if unit in ("week", "weekend"):
        if day is None and (match := _WEEK.match(value)):
            day = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        if day:
            return week(day + timedelta(weeks=by)) + ("-WE" if unit == "weekend" else "")
    if unit == "month" and re.match(r"\d{4}-\d\d", value):
        months = year * 12 + int(value[5:7]) - 1 + by
        return _year(months // 12) + f"-{months % 12 + 1:02d}"
    if unit == "quarter":
        quarter = int(value[6]) - 1 if value[4:6] == "-Q" else _quarter(value)
        if quarter is not None:
            return _year((year * 4 + quarter + by) // 4) + f"-Q{(quarter + by) % 4 + 1}"
    if unit == "year":
        return _year(year + by)
    if unit == "decade":
        return _year(year + 10 * by)[:3]
    if unit == "century":
        return _year(year + 100 * by)[:2]
    return OPEN[unit]


def _quarter(value: str) -> int | None:
    return (int(value[5:7]) - 1) // 3 if re.match(r"\d{4}-\d\d", value) else None


def _year(year: int) -> str:
    if not 1 <= year <= 9999:
        raise ValueError(year)
    return f"{year:04d}"


def weekday(near: date, number: int, direction: int) -> date:
    """The weekday at or before (-1), or at or after (+1), a day."""
    days = (near.weekday() - number) % 7 if direction < 0 else (number - near.weekday()) % 7
    return near + timedelta(days=direction * days)


def nearest_year(near: date, month: int, day: int | None, direction: int) -> int:
    """The year that puts a month, or a day of it, where the tense wants it.

    direction: -1 told as past, +1 as to come, 0 untold.  A day close by (60 days) is taken whatever the
    tense: papers write "was due on June 17" and "opened June 17" alike.
    """
    if day is None:
        ahead = month - near.month
        if ahead == 0 or (ahead > 0) == (direction > 0):
            return near.year
        return near.year + (1 if direction > 0 else -1)
    distance = {year: _distance(near, year, month, day) for year in (near.year - 1, near.year, near.year + 1)}
    closest = min(distance, key=lambda year: abs(distance[year]))
    if abs(distance[closest]) <= 60 or direction == 0:
        return closest
    return next(y for y in sorted(distance, reverse=direction < 0) if distance[y] * direction >= 0)


def _distance(near: date, year: int, month: int, day: int) -> int:
    return (date(year, month, 1) + timedelta(days=day - 1) - near).days


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)
