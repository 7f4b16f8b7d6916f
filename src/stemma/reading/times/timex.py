"""TIMEX3 values as stretches of time, and whether two of them can both be true of one event."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stemma.reading.times import zones
from stemma.types import Time

# Hours of the day that a part of it may cover in speech; a night runs into the next day.
_PARTS = {"MO": (0, 12), "AF": (12, 19), "EV": (16, 24), "NI": (17, 30), "MI": (11, 15), "DT": (5, 21)}
_DAY = 24 * 60
# Minutes that a clock time on the hour, or the half hour, may be off an exact one: papers round.
_ROUND = {0: 10, 30: 5}
_ABOUT = 30  # minutes that "about 6" may be off
_SECONDS = {"Y": 31556952.0, "Q": 7889238.0, "M": 2629746.0, "W": 604800.0, "WE": 172800.0, "D": 86400.0,
            "DE": 315569520.0, "CE": 3155695200.0, "TH": 3600.0, "TM": 60.0, "TS": 1.0}  # fmt: skip
_DURATION = re.compile(r"P(T?)(X|\d+(?:\.\d+)?)([A-Z]{1,2})")
_CLOCK = re.compile(r"T(\d\d|XX):(\d\d)")
_FIRST_DAY, _LAST_DAY = datetime(1, 1, 1), datetime(9999, 12, 31)


def agree(a: Time, b: Time) -> bool:
    """Whether two times can both be true of the same event: one may be coarser, open or only roughly told.

    Symmetric, and every time agrees with itself.  Times of different kinds (a date and a duration) do not
    exclude each other.  A clock time whose zone is not known may be in any zone if the other's is known.
    """
    kinds = {a.type, b.type}
    if kinds <= {"DATE", "TIME"}:
        return _moments_agree(a, b)
    if kinds == {"DURATION"}:
        return _lengths_agree(a, b)
    return kinds != {"SET"} or a.value == b.value or "X" in a.value + b.value


def interval(time: Time) -> tuple[datetime, datetime] | None:
    """First and last moment (exclusive) of a DATE or TIME on its own clock; None where open, or no date."""
    if time.type not in ("DATE", "TIME"):
        return None
    day, _, clock = time.value.partition("T")
    stretch = _stretch(day)
    if stretch is None:
        return None
    start, end = stretch
    if clock and end - start <= timedelta(days=1):
        start, end = _within(start, "T" + clock)
    return _modified(start, end, time.mod, bool(_CLOCK.match("T" + clock)))


# --- dates and times -------------------------------------------------------------------------------


def _moments_agree(a: Time, b: Time) -> bool:
    if "_REF" in a.value + b.value:
        return True
    clocks = _clock(a), _clock(b)
    if clocks[0] and clocks[1]:
        return _clocks_agree(a, b, clocks[0], clocks[1])
    one, two = interval(a), interval(b)
    if one is None or two is None:
        return _fields_agree(a.value.partition("T")[0], b.value.partition("T")[0]) or bool(a.mod or b.mod)
    slack = timedelta(days=-1 if (a.zone_from == "stated") != (b.zone_from == "stated") else 0)
    if _season(a.value) and _season(b.value):
        return a.value == b.value
    return one[0] - two[1] < -slack and two[0] - one[1] < -slack


def _season(value: str) -> bool:
    return value[5:7] in ("SP", "SU", "FA", "WI")


@dataclass(frozen=True, slots=True)
class _Face:
    """What a clock shows; hour None where it was told without its half of the day."""

    hour: int | None
    minute: int


def _clock(time: Time) -> _Face | None:
    match = _CLOCK.search(time.value)
    if match is None:
        return None
    return _Face(None if match[1] == "XX" else int(match[1]), int(match[2]))


def _clocks_agree(a: Time, b: Time, one: _Face, two: _Face) -> bool:
    days = a.value.partition("T")[0], b.value.partition("T")[0]
    shift, known = _zone_shift(a, b)
    if one.hour is None or two.hour is None:
        return _fields_agree(*days) and (one.minute == two.minute or bool(a.mod or b.mod))
    apart = one.hour * 60 + one.minute - (two.hour * 60 + two.minute) - shift
    dated = _stretch(days[0]), _stretch(days[1])
    if dated[0] and dated[1] and len(days[0]) == len(days[1]) == 10:
        apart += (dated[0][0] - dated[1][0]).days * _DAY
        if _midnight(one) or _midnight(two):  # "midnight on Friday" begins or ends the Friday
            apart = min((apart, apart - _DAY, apart + _DAY), key=abs)
    elif not _fields_agree(*days) and shift == 0 and known:
        return False
    else:
        apart = (apart + _DAY // 2) % _DAY - _DAY // 2
    if not known and abs(apart) <= 14 * 60 and apart % 15 == 0:
        return True
    return _near(apart, a.mod, b.mod, one.minute, two.minute)


def _midnight(face: _Face) -> bool:
    return face.hour in (0, 24) and face.minute == 0


def _zone_shift(a: Time, b: Time) -> tuple[int, bool]:
    """Minutes that the clock of `a` is ahead of that of `b` by their zones; False where this is not sure."""
    if a.zone == b.zone:
        return 0, True
    if a.zone is None or b.zone is None:
        return 0, False
    day = _first_day(a.value) or _first_day(b.value) or date(2000, 1, 1)
    east, other = zones.offset(a.zone, day), zones.offset(b.zone, day)
    if east is None or other is None:
        return 0, False
    return east - other, a.zone_from == b.zone_from == "stated" or east == other


def _first_day(value: str) -> date | None:
    stretch = _stretch(value.partition("T")[0])
    return stretch[0].date() if stretch else None


def _near(apart: int, mod_a: str | None, mod_b: str | None, minute_a: int, minute_b: int) -> bool:
    """Whether two clock times `apart` minutes (first less second) can be one, given their modifiers."""
    slack = max(_ROUND.get(minute_a, 0), _ROUND.get(minute_b, 0)) if minute_a != minute_b else 0
    slack = max(slack, _ABOUT if "APPROX" in (mod_a, mod_b) else 0)
    low = high = slack
    for sign, mod in ((1, mod_a), (-1, mod_b)):  # a time told as "before six" may be up to half a day earlier
        if (mod in ("BEFORE", "START") and sign == 1) or (mod in ("AFTER", "END") and sign == -1):
            high = max(high, _DAY // 2)
        elif mod in ("BEFORE", "AFTER", "START", "END"):
            low = max(low, _DAY // 2)
    return -low <= apart <= high


def _fields_agree(a: str, b: str) -> bool:
    """Whether two dates, one of them open, can be the same: field by field where both are written alike."""
    if len(a) == len(b) == 10 and "W" not in a + b:
        return all(_alike(x, y) for x, y in zip(a, b, strict=True))
    if "W" in a and "W" in b:
        return all(_alike(x, y) for x, y in zip(a, b, strict=False))
    for week, other in ((a, b), (b, a)):
        if re.fullmatch(r"XXXX-WXX-\d", week) and re.fullmatch(r"\d{4}-\d\d-\d\d", other):
            day = _first_day(other)
            return day is None or day.isoweekday() == int(week[-1])
    if "W" in a + b or not (re.match(r"[\dX]{4}", a) and re.match(r"[\dX]{4}", b)):
        return _alike_text(a[:4], b[:4]) if a[:1] not in "BF" and b[:1] not in "BF" else True
    same_year = _alike_text(a[:4], b[:4])
    months = a[5:7], b[5:7]
    if months[0].isdecimal() and months[1].isdecimal():
        return same_year and months[0] == months[1]
    return same_year


def _alike(a: str, b: str) -> bool:
    return a == b or "X" in (a, b)


def _alike_text(a: str, b: str) -> bool:
    return all(_alike(x, y) for x, y in zip(a, b, strict=False))


# --- stretches of the calendar ---------------------------------------------------------------------


def _stretch(day: str) -> tuple[datetime, datetime] | None:
    """The first and last moment of a date without its clock; None where it is open."""
    try:
        return _read_stretch(day)
    except (ValueError, OverflowError):
        return None


def _read_stretch(day: str) -> tuple[datetime, datetime] | None:
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", day):
        start = datetime(int(match[1]), int(match[2]), int(match[3]))
        return start, start + timedelta(days=1)
    if match := re.fullmatch(r"(\d{4})-(\d\d)", day):
        return _months(int(match[1]), int(match[2]), 1)
    if match := re.fullmatch(r"(\d{4})(?:-XX-XX|-XX)?", day):
        return _months(int(match[1]), 1, 12)
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", day):
        return _months(int(match[1]), 3 * int(match[2]) - 2, 3)
    if match := re.fullmatch(r"(\d{4})-H([12])", day):
        return _months(int(match[1]), 6 * int(match[2]) - 5, 6)
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", day):
        start = datetime.combine(
            date.fromisocalendar(int(match[1]), int(match[2]), 6 if match[3] else 1), datetime.min.time()
        )
        return start, start + timedelta(days=2 if match[3] else 7)
    if match := re.fullmatch(r"(\d{4})-(?:SP|SU|FA|WI)", day):  # either hemisphere; a winter runs into the next year
        return datetime(int(match[1]), 1, 1), datetime(int(match[1]) + 1, 4, 1)
    if match := re.fullmatch(r"FY(\d{4})", day):
        return datetime(int(match[1]) - 1, 1, 1), datetime(int(match[1]) + 1, 4, 1)
    if re.fullmatch(r"\d{3}", day):
        return datetime(int(day) * 10, 1, 1), datetime(int(day) * 10 + 10, 1, 1)
    if re.fullmatch(r"\d{2}", day):
        return datetime(max(1, int(day) * 100), 1, 1), datetime(int(day) * 100 + 100, 1, 1)
    return None


def _months(year: int, month: int, count: int) -> tuple[datetime, datetime]:
    last_year, last_month = year + (month + count - 2) // 12, (month + count - 2) % 12 + 1
    end = datetime(last_year, last_month, monthrange(last_year, last_month)[1])
    return datetime(year, month, 1), end + timedelta(days=1)


def _within(start: datetime, clock: str) -> tuple[datetime, datetime]:
    """The part of a day that a clock time or a code such as TMO names."""
    if match := _CLOCK.match(clock):
        if match[1] == "XX":
            return start, start + timedelta(days=1)
        moment = start + timedelta(hours=int(match[1]), minutes=int(match[2]))
        return moment, moment + timedelta(minutes=1)
    first, last = _PARTS.get(clock[1:3], (0, 24))
    return start + timedelta(hours=first), start + timedelta(hours=last)


def _modified(start: datetime, end: datetime, mod: str | None, clock: bool) -> tuple[datetime, datetime]:
    length = end - start
    if mod == "BEFORE":
        return (start - timedelta(hours=12) if clock and start > _FIRST_DAY + timedelta(days=1) else _FIRST_DAY), end
    if mod == "AFTER":
        return start, (end + timedelta(hours=12) if clock else _LAST_DAY)
    if mod == "START":
        return start, start + length / 2
    if mod == "END":
        return start + length / 2, end + (timedelta(hours=6) if length <= timedelta(days=1) else timedelta())
    if mod == "MID":
        return start + length / 4, end - length / 4
    if mod == "APPROX":
        wide = timedelta(minutes=_ABOUT) if clock else length
        return (start - wide if start - _FIRST_DAY > wide else _FIRST_DAY), end + min(wide, _LAST_DAY - end)
    return start, end


# --- durations -------------------------------------------------------------------------------------


def _lengths_agree(a: Time, b: Time) -> bool:
    """Whether two durations can be one: 36 months are three years; "about" allows a fifth."""
    one, two = _seconds(a.value), _seconds(b.value)
    if one is None or two is None:
        return True
    low_a, high_a = _bounds(one, a.mod)
    low_b, high_b = _bounds(two, b.mod)
    return low_a <= high_b and low_b <= high_a


def _bounds(seconds: float, mod: str | None) -> tuple[float, float]:
    if mod == "MORE_THAN":
        return seconds, float("inf")
    if mod == "LESS_THAN":
        return 0.0, seconds
    near = 0.2 if mod == "APPROX" else 1e-3  # months and years are averages
    return seconds * (1 - near), seconds * (1 + near)


def _seconds(value: str) -> float | None:
    match = _DURATION.fullmatch(value)
    if match is None or match[2] == "X":
        return None
    return float(match[2]) * _SECONDS[match[1] + match[3]] if match[1] + match[3] in _SECONDS else None
