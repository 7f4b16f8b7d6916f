"""Days told from today or from the last date: "Monday", "last week", "the next day", "on the 28th"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from stemma.reading.times import dates
from stemma.reading.times.phrases.durations import duration_of
from stemma.reading.times.phrases.phrase import (
    BIG_UNIT,
    MONTH_FULL,
    PART,
    PART_CODES,
    SHIFTS,
    WEEKDAY,
    Match,
    Phrase,
    Scene,
    read_as,
    rule,
)

# What may stand before a capital that only begins a sentence or a headline; else "Today" is a paper's name.
_SENTENCE_BEFORE = re.compile(r"(?:\A|[\n.!?:;,\"'“‘(\[|/–—-]\s{0,2})\Z")
_DAY_NAMES = re.compile(r"\b(?:Black|Good|Cyber|Super|Ash|Palm|Easter|Fat|Bloody|Maundy|Holy|Giving)\s\Z")


def _is_name(match: Match, scene: Scene, word: str) -> bool:
    """Whether a word of time has a capital that it lacks in running text: "USA Today"."""
    before = max(scene.start, match.start() - 4)
    if word.isupper():
        return scene.text[before : match.start()] == "USA "
    return word.istitle() and not (
        match.start() == scene.start or _SENTENCE_BEFORE.search(scene.text, before, match.start())
    )


def _deictic(match: Match, scene: Scene) -> Phrase | None:
    word = match["word"].lower()
    if _is_name(match, scene, match["word"]):
        return None
    by = {"yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}.get(
        " ".join(word.removeprefix("the ").split()), 0
    )
    day = dates.shift(scene.today, "day", by)
    if word == "tonight":
        return read_as(match, "TIME", day + "TNI", "day")
    return with_part(match, day)


def _last_night(match: Match, scene: Scene) -> Phrase | None:
    if match["word"].istitle():
        return None  # the broadcast "This Morning"
    by = {"last": -1, "previous": -1}.get(match["which"].lower(), 0)
    return read_as(match, "TIME", dates.shift(scene.today, "day", by) + PART_CODES[match["word"].lower()], "day")


# "between Monday and" Wednesday: the second day is the one after the first.
_TO_DAY = re.compile(rf"\b(?:between|from)\s{WEEKDAY}\s(?:and|to|through|until)\s\Z", re.IGNORECASE)


def _weekday(match: Match, scene: Scene) -> Phrase | None:
    number = dates.weekday_number(match["weekday"])
    if not match["weekday"][0].isupper() or _DAY_NAMES.search(scene.text, max(0, match.start() - 9), match.start()):
        return None
    which = (match["which"] or "").lower().split()
    near = scene.near if scene.history else scene.published
    if match["plural"]:
        return read_as(match, "SET", f"XXXX-WXX-{number + 1}", "span") if not which else None
    if near is None:
        return with_part(match, f"XXXX-WXX-{number + 1}")
    if "last" in which or "past" in which or "previous" in which:
        day = dates.weekday(near - timedelta(days=1), number, -1)
    elif "next" in which or "following" in which or "coming" in which:
        day = dates.weekday(near + timedelta(days=1), number, 1)
    else:
        told = dates.day_of(scene.told)
        if told and _TO_DAY.search(scene.text, max(scene.start, match.start() - 30), match.start()):
            return with_part(match, dates.weekday(told, number, 1).isoformat())
        ahead = (number - near.weekday()) % 7
        until = scene.tense.until(match.start())
        direction = (1 if ahead <= 4 else -1) if until else scene.tense.at(match.start(), match.end("weekday"))
        day = dates.weekday(near, number, direction)
    return with_part(match, day.isoformat())


def with_part(match: Match, day: str) -> Phrase:
    part = match["part"]
    if not part:
        return read_as(match, "DATE", day, "day")
    words = part.lower().split()
    phrase = read_as(match, "TIME", day + PART_CODES[words[-1]], "day")
    return replace(phrase, mod="START") if words[0] == "early" else phrase


def _relative(match: Match, scene: Scene) -> Phrase | None:
    """ "last week", "this month", "the previous year", "next season"."""
    which, unit = match["which"].lower(), match["unit"].lower()
    beside = which in ("that", "same") or (match["the"] and which in ("next", "following", "previous"))
    if match["unit"].istitle() or (unit == "day" and which in ("last", "coming", "this")):
        return None
    stretch = which == "past" or (match["the"] and which in ("last", "coming"))
    if stretch and unit != "weekend":
        return duration_of(match, 1.0, unit)
    base = scene.told if beside else scene.today
    return read_as(match, "DATE", dates.shift(base, unit, SHIFTS.get(which, 0)), "day")


def _relative_month(match: Match, scene: Scene) -> Phrase | None:
    if not match["month"][0].isupper() or scene.near is None:
        return None
    month, near = dates.month_number(match["month"]), scene.near
    which = match["which"].lower()
    if which == "this":
        year = near.year
    elif SHIFTS[which] < 0:
        year = near.year if month < near.month else near.year - 1
    else:
        year = near.year if month > near.month else near.year + 1
    return read_as(match, "DATE", dates.write(year, month), "day")


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
    return read_as(match, "TIME", day + PART_CODES[part], "day") if part else read_as(match, "DATE", day, "day")


def end_of(match: Match, scene: Scene) -> Phrase | None:
    """ "the year", "that month": only after a word such as "the end of"."""
    unit = match["unit"].lower()
    base = scene.told if match["that"] and match["that"].lower() == "that" else scene.today
    if scene.narrated:
        base = scene.told
    return read_as(match, "DATE", dates.shift(base, unit, 0), "day")


def _ordinal_day(match: Match, scene: Scene) -> Phrase | None:
    """ "on the 28th", of the month last told or of the month of publication."""
    day = int(match["day"])
    base = scene.told if re.match(r"\d{4}-\d\d", scene.told) else scene.today
    if match["month"] and match["month"].lower().split()[1] in ("this", "last", "next"):
        base = dates.shift(scene.today, "month", SHIFTS.get(match["month"].lower().split()[1], 0))
    value = f"{base[:7]}-{day:02d}"
    if not base.startswith("X") and dates.day_of(value) is None:
        return None
    return read_as(match, "DATE", value, "day")


WEEKDAYS = rule(
    rf"(?:(?P<which>(?:this\s|the\s)?(?:last|next|this|coming|past|following|previous))\s)?"
    rf"(?P<weekday>{WEEKDAY}|(?:mon|tues?|wed|thurs|thur|thu|fri)(?![a-z]))(?P<plural>s)?"
    rf"(?:[\s-](?P<part>{PART}))?",
    _weekday,
)
RELATIVE = rule(
    rf"(?P<the>the\s)?(?P<which>last|next|this|past|coming|following|previous|that|same|current)\s(?:same\s)?"
    rf"(?P<unit>{BIG_UNIT})",
    _relative,
)
RELATIVE_MONTH = rule(
    rf"(?:the\s)?(?P<which>last|next|this|previous|following|coming)\s(?P<month>{MONTH_FULL})",
    _relative_month,
)
DAY_BESIDE = rule(
    r"(?:that\s(?:same\s)?|the\s(?:(?:very\s)?(?:same|next|following|previous)\s))"
    r"(?:day|morning|afternoon|evening|night)"
    r"|the\sday\s(?:before|after|following)(?=\s?[.,;:)]|\s?\Z)",
    _day_beside,
)
LAST_NIGHT = rule(r"(?P<which>last|this|previous)\s(?P<word>night|morning|afternoon|evening)", _last_night)
END_OF = rule(rf"(?P<that>that\s|this\s)?(?P<unit>{BIG_UNIT})", end_of)
DEICTIC = rule(rf"(?P<word>today|yesterday|tomorrow|tonight)(?:\s(?P<part>{PART}))?", _deictic)
DAY_BUT_ONE = rule(r"(?P<word>the\sday\s(?:before\syesterday|after\stomorrow))(?P<part>)", _deictic)
ORDINAL_DAY = rule(
    r"the\s(?P<day>[123]?\d)(?:st|nd|rd|th)"
    r"(?:\sof\s(?P<month>(?:that|this|last|next|the)\s(?:same\s)?month)|(?=\s?[.,;]|\s?\Z))",
    _ordinal_day,
)
