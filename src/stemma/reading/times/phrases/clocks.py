"""Clock times and parts of the day: "6.25am", "0012 GMT", "half past four", "before dawn"."""

from __future__ import annotations

import re
from dataclasses import replace

from stemma.reading.quantities import numbers
from stemma.reading.times import zones
from stemma.reading.times.phrases.phrase import PART_CODES, WEEKDAY, Match, Phrase, Scene, read_as, rule

_AMPM = r"(?P<ampm>[ap]m(?![a-z])|[ap]\s?\.\s?m(?:\.(?!\w)|(?![a-z])))"


def _clock(match: Match, scene: Scene) -> Phrase | None:
    hour, minute = int(match["h"]), int(match["m"] or 0)
    ampm = match["ampm"]
    if minute > 59 or hour > 24 or (ampm and not 1 <= hour <= 12):
        return None
    end = match.end()
    zone = zones.AFTER.match(scene.text, end)  # "6 p.m. EDT": a sentence may have been cut at the stop
    after = _DAYPART_AFTER.match(scene.text, end, scene.end) if match["sep"] and not ampm else None
    if after and 1 <= hour <= 12:
        return _clock_phrase(match, _half(hour, after["part"].lower()), minute, match.end(), None)
    if not ampm and match["sep"] in (".", "h") and not zone and not match["unit"]:
        return None  # 9.40 alone is a number
    if not ampm and match["m"] is None:
        return None
    if ampm:
        hour = hour % 12 + (12 if ampm[0].lower() == "p" else 0)
    return _clock_phrase(match, hour, minute, end, zone, match["s"])


def _range_start(match: Match, scene: Scene) -> Phrase | None:
    """The 7 of "7-9pm": in the same half of the day as the end of the range."""
    hour = int(match["h"])
    if not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if match["ampm"][0].lower() == "p" else 0)
    return _clock_phrase(match, hour, int(match["m"] or 0), match.end(), None)


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
    rf"\s(?:(?:in|on)\s(?:the\s)?)?(?:(?:this|that|the(?:\s(?:next|following|same))?|yesterday|tomorrow|{WEEKDAY})\s)?(?P<part>morning|afternoon|evening|night)\b",
    re.IGNORECASE,
)
_IN_THE = re.compile(r"\sin\sthe\s(?:morning|afternoon|evening)(?=\s?[.,;)]|\s?\Z|\son\b)", re.IGNORECASE)
_DAYPART_BEFORE = re.compile(r"(?:\b|to)(?P<part>morning|afternoon|evening|night)\sat\s\Z", re.IGNORECASE)
_SOON = re.compile(r"(?:shortly|just)\s(?:before|after)\s\Z")
_AT = re.compile(r"\b(?:at|by|before|after|until|till|since|around|about|from|past|and|between)\s\Z")
_CLAUSE_END = re.compile(r"[.,;:)]|\s(?:and|when|as|on|but|after|while)\b|\Z", re.IGNORECASE)


def _spoken(match: Match, scene: Scene) -> Phrase | None:
    """ "six o'clock", "half past four", "ten to six", "at two this afternoon"; the hour may stay open."""
    face = _face(match)
    before = scene.text[max(scene.start, match.start() - 20) : match.start()].lower()
    part = _DAYPART_AFTER.match(scene.text, match.end(), scene.end) or _DAYPART_BEFORE.search(before)
    if face is None or not _is_clock(match, scene, before, part is not None):
        return None
    hour = _half(face[0] or 12, part["part"].lower()) if part else None
    after = _IN_THE.match(scene.text, match.end(), scene.end)
    end = after.end() if after else match.end()
    start = match.start("min") if match["rel"] else match.start("h")
    zone = zones.AFTER.match(scene.text, end, scene.end)
    return replace(_clock_phrase(match, hour, face[1], end, zone), start=start)


def _face(match: Match) -> tuple[int, int] | None:
    """Hour (0 to 12) and minute of a spoken time."""
    try:
        hour, minute = int(numbers.parse(match["h"])), 0
        if match["rel"]:
            first = match["min"].lower()
            minute = 30 if first == "half" else 15 if "quarter" in first else int(numbers.parse(first))
    except ValueError:
        return None
    if match["rel"] and match["rel"].lower() in ("to", "before"):
        hour, minute = hour - 1, 60 - minute
    return (hour, minute) if 0 <= hour <= 12 and 0 <= minute <= 59 else None


def _is_clock(match: Match, scene: Scene, before: str, part: bool) -> bool:
    """Whether a spoken number is a time of day: "two to one" is none, nor is "at two" of anything."""
    if match["oclock"]:
        return True
    if not _AT.search(before):
        return bool(match["rel"]) and (part or match["min"].lower() == "half")
    if match["rel"] == "to" and before.endswith("by "):
        return False  # "by five to four"
    if match["rel"] or part:
        return True
    return bool(_SOON.search(before) and _CLAUSE_END.match(scene.text, match.end(), scene.end))


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
    phrase = read_as(match, "TIME", PART_CODES[word], "clock")
    return replace(phrase, mod="START") if word in ("dawn", "daybreak", "sunrise") else phrase


def part_of_day(match: Match, scene: Scene) -> Phrase | None:
    words = match[0].lower().split()
    part = next((w for w in reversed(words) if w in PART_CODES), None)
    if part is None:
        return None
    phrase = read_as(match, "TIME", PART_CODES[part], "part")
    before = scene.text[max(0, match.start() - 8) : match.start()].lower()
    if words[0] == "the" and before.endswith(("in ", "during ")):
        phrase = replace(phrase, role="clock")
    return replace(phrase, mod="START") if "early" in words or "hours" in words else phrase


SPOKEN = rule(
    rf"(?P<min>half|(?:a\s)?quarter|{numbers.SMALL}(?:[-\s]{numbers.SMALL})?)(?:\sminutes?)?\s(?P<rel>past|to|before)\s"
    rf"(?P<h>{numbers.SMALL}|\d\d?)(?P<oclock>\so['’]clock)?",
    _spoken,
)
BARE_HOUR = rule(rf"(?P<min>)(?P<rel>)(?P<h>{numbers.SMALL}|\d\d?)(?![.,]?\d)(?P<oclock>\so['’]clock)?", _spoken)
CLOCK = rule(
    rf"(?P<h>\d\d?)(?:(?P<sep>[:.h])(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?)?(?!\d)(?:\s?{_AMPM}|\s?(?P<unit>hours|hrs?)(?![a-z]))?",
    _clock,
)
PARTS_OF_DAY = rule(
    r"(?:the\s)?(?:early\shours(?:\sof\sthe\smorning)?|small\shours|(?:early\s|late\s)?(?:morning|afternoon|evening|night)(?:\shours)?)",
    part_of_day,
)
RANGE_START = rule(
    r"(?P<h>\d\d?)(?:[:.](?P<m>[0-5]\d))?(?=(?:\s?[-–]\s?|\s(?:to|and)\s)\d\d?(?:[:.][0-5]\d)?\s?"
    rf"{_AMPM})",
    _range_start,
)
FOUR_DIGITS = rule(r"(?P<digits>\d{4})(?P<hours>\s?(?:hours|hrs?)(?![a-z]))?", _military)
NOON = rule(r"(?P<word>noon|midday|midnight|dawn|daybreak|sunrise|dusk|nightfall|sunset)", _noon)
