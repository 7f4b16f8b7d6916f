"""What a time expression says, where it is read, and the words that its patterns are made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from stemma.reading.quantities import numbers
from stemma.reading.times import dates
from stemma.reading.times.tense import Tense

Role = Literal["day", "clock", "part", "span"]
Type = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time expression as read.

    role: "day" (a date), "clock" (a time of day whose date is still to be found; value begins with "T"),
    "part" (a bare part of the day, which counts only beside a day), "span" (a duration or a set).
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


Match = re.Match[str]
Handler = Callable[[Match, Scene], Phrase | None]
Rule = tuple[Callable[..., Match | None], Handler]


def rule(pattern: str, handler: Handler) -> Rule:
    return re.compile(rf"(?:{pattern})(?!\w)", re.IGNORECASE).match, handler


def read_as(match: Match, type: Type, value: str, role: Role, end: int | None = None, explicit: bool = False) -> Phrase:
    return Phrase(match.start(), match.end() if end is None else end, type, value, role, None, None, explicit)


WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
WEEKDAY_SHORT = rf"(?:{WEEKDAY}|(?:mon|tues?|wed|thurs|thur|thu|fri|sat|sun)\b\.?)"
MONTH_FULL = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)(?![a-z])"
MONTH = rf"(?:{MONTH_FULL}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\.?)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
YEAR = r"(?:1\d|20)\d\d(?![\d%]|[.,]\d)"
ERA = r"(?:\s?(?P<era>b\.?c\.?(?:e\.?)?|a\.?d\.?)(?![a-z]))"
PART = r"(?:early\s)?(?:morning|afternoon|evening|night|noon|midday|lunchtime|midnight)(?![a-z])"
UNIT = r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weekends?|weeks?|fortnights?|months?|quarters?|years?|decades?|century|centuries)(?![a-z])"  # noqa: E501
BIG_UNIT = r"(?:day|weekend|week|month|quarter|year|decade|century)(?![a-z])"
COUNT = rf"(?:{numbers.NUMBER}|a\sfew|a\scouple\sof|half\san?|another|an?|several|many)"
SEASON = r"(?:spring|summer|autumn|fall|winter)(?![a-z])"
DASH = r"\s?[-–—]\s?"
OF_YEAR = r"(?:\s?,?\s(?:of\s)?(?P<of>(?:that|last|this|next|the\ssame)\s(?:same\s)?year))"
IN_YEAR = rf"(?:(?:\s?,?\s(?:of\s)?(?:the\syear\s)?(?P<year>{YEAR}))|{OF_YEAR})?"
BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|last|next|this|of|early|late|mid|through|from|during|to|and|every|between|for)[\s-]"
    r"(?:the\s)?\Z",
    re.IGNORECASE,
)
PART_CODES = {
    "morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "hours": "TMO",
    "lunchtime": "TMI", "noon": "T12:00", "midday": "T12:00", "midnight": "T24:00", "dawn": "TMO",
    "daybreak": "TMO", "sunrise": "TMO", "dusk": "TEV", "nightfall": "TEV", "sunset": "TEV",
}  # fmt: skip
SHIFTS = {"last": -1, "previous": -1, "next": 1, "following": 1, "coming": 1}


def stated_year(match: Match, scene: Scene) -> int | None:
    if match["year"]:
        return int(match["year"])
    of = match["of"]
    if of is None:
        return None
    word = of.lower().split()[0]
    if word in ("that", "the"):
        return dates.year_of(scene.told)
    return dates.year_of(dates.shift(scene.today, "year", {"last": -1, "next": 1}.get(word, 0)))
