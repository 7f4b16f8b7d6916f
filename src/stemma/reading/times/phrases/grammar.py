"""Where a time expression may begin, and which rules are tried there.

A pattern is anchored where it is tried, looks at a bounded stretch and repeats nothing without bound.  What
a rule returns is already resolved against the day of publication and the last date told; a clock time or
part of the day is left for `times` to join with its day.
"""

from __future__ import annotations

import re
from dataclasses import replace

from stemma.reading.quantities import numbers
from stemma.reading.times.phrases import clocks, days, durations, relative, years
from stemma.reading.times.phrases.phrase import (
    MONTH,
    SEASON,
    UNIT,
    WEEKDAY_SHORT,
    Match,
    Phrase,
    Rule,
    Scene,
)

_BESIDE_THE = (
    relative.DAY_BESIDE, relative.RELATIVE_MONTH, years.QUARTER, years.SEASON_OF_YEAR, years.FISCAL,
    durations.DURATION, relative.RELATIVE,
)  # fmt: skip
_RULES: dict[str, tuple[Rule, ...]] = {
    "digit": (
        days.ISO, days.NUMERIC, days.DAY_MONTH, days.SECOND_DAY, clocks.CLOCK, clocks.RANGE_START,
        clocks.FOUR_DIGITS, years.DECADE, years.CENTURY, durations.DURATION,
        years.BARE_YEAR, years.SHORT_YEAR, clocks.BARE_HOUR,
    ),
    "range": (days.DAY_MONTH,),
    "month": (days.MONTH_DAY, days.MONTH_YEAR),
    "weekday": (days.DAY_MONTH, days.MONTH_DAY, relative.WEEKDAYS),
    "word": (clocks.SPOKEN, years.CENTURY, durations.DURATION, clocks.BARE_HOUR),
    "the": (
        days.DAY_MONTH, relative.ORDINAL_DAY, relative.DAY_BUT_ONE, relative.WEEKDAYS, years.CENTURY,
        years.DECADE, *_BESIDE_THE, clocks.PARTS_OF_DAY,
    ),
    "which": (relative.LAST_NIGHT, relative.WEEKDAYS, *_BESIDE_THE),
    "today": (relative.DEICTIC,),
    "season": (years.SEASON_OF_YEAR,),
    "quarter": (years.QUARTER, clocks.SPOKEN),
    "decade": (years.DECADE,),
    "fiscal": (years.FISCAL,),
    "noon": (clocks.NOON,),
    "part": (clocks.PARTS_OF_DAY,),
    "units": (durations.BARE_UNITS,),
    "every": (durations.EVERY, durations.PER),
    "set": (durations.SET,),
    "holiday": (days.HOLIDAY,),
}  # fmt: skip
_DAY_PARTS = r"morning|afternoon|evening|night"
# What the first word may be for each group of rules.  "the", "a" and "that" begin too much else: look ahead.
_STARTS: dict[str, str] = {
    "month": MONTH,
    "weekday": WEEKDAY_SHORT,
    "holiday": r"christmas|boxing\sday|new\syear['’]s|halloween|valentine|good\sfriday|easter",
    "quarter": r"q[1-4]\b|(?:first|second|third|fourth)[\s-](?:quarter|half)|quarter\s(?:past|to)",
    "word": (
        rf"{numbers.SMALL}|half|several|many|another|hundreds?|[a-z]{{3,12}}(?:th|first)(?=[\s-]century)"
        rf"|an?(?=\s(?:{UNIT}|few|couple|quarter|half|hundred|dozen|century))"
    ),
    "the": (
        r"the(?=\s(?:\d|['’‘]\d|same|next|following|previous|past|last|coming|first|second|third|fourth|final|opening"
        rf"|current|day\s|{_DAY_PARTS}|early|late|small|{SEASON}|twenties|thirties|forties|fifties|sixties|seventies"
        r"|eighties|nineties|fiscal|financial|very\ssame|[a-z]{4,12}[\s-]century))"
    ),
    "which": (
        r"last|next|this|past|coming|following|previous|current"
        rf"|that(?=\s(?:same|day|week|month|year|weekend|{_DAY_PARTS}))"
    ),
    "today": r"today|yesterday|tomorrow|tonight",
    "season": SEASON,
    "decade": r"(?:twen|thir|for|fif|six|seven|eigh|nine)ties",
    "fiscal": r"fiscal|financial|fy",
    "noon": r"noon|midday|midnight|dawn|daybreak|sunrise|dusk|nightfall|sunset",
    "part": rf"early\s(?:morning|hours)|late\s(?:morning|afternoon|evening)|small\shours|{_DAY_PARTS}",
    "every": r"every|each|per",
    "set": "|".join(durations.SET_WORDS),
    "units": r"hours|days|weeks|months|years|decades|centuries|minutes|(?:decade|month|week|year|day)-long",
}
_EDGE = re.compile(
    r"(?P<edge>(?:the\s(?:very\s)?(?:beginning|start|end|middle|close|turn|onset|latter\s(?:half|part)|early\spart)\sof"
    r"|mid(?=[\s-])|middle\sof|beginning\sof|start\sof|end\sof|the\s(?=(?:early|late|mid)[\s-])(?:early|late|mid)|early|late|earlier|later)"
    r"(?:\sin|\son)?(?:\s?-\s?|\s))(?P<the>the\s)?",
    re.IGNORECASE,
)
_EDGE_START = (
    r"(?:the\s(?:very\s)?(?:beginning|start|end|middle|close|turn|onset|latter|early|late|mid)|mid[\s-]|middle\sof"
    r"|beginning\sof|start\sof|end\sof|early|late|earlier|later)\b"
)
_START = (
    rf"(?:(?P<digit>['‘’]?\d)|(?P<edge>{_EDGE_START})|(?:"
    + "|".join(f"(?P<{kind}>{start})" for kind, start in _STARTS.items())
    + ")(?![a-z]))"
)
_FIRST = re.compile(rf"(?<![\w$€£¥#])(?:(?<![^\W\d]-){_START}|(?P<range>\d\d?(?=\s{MONTH})))", re.IGNORECASE)
_INNER = re.compile(_START, re.IGNORECASE)
_MODS = {
    "beginning": "START", "start": "START", "early": "START", "onset": "START", "turn": "START", "mid": "MID",
    "middle": "MID", "end": "END", "late": "END", "close": "END", "latter": "END",
}  # fmt: skip


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
        match = relative.END_OF[0](scene.text, edge.end(), scene.end)
        phrase = relative.end_of(match, scene) if match and (edge["the"] or match["that"]) else None
    if phrase is None or phrase.role != "day":
        parts = clocks.PARTS_OF_DAY[0](scene.text, at, scene.end)
        return clocks.part_of_day(parts, scene) if parts else None
    if word is None and phrase.type == "DATE" and not re.match(r"earlier|later", edge["edge"], re.IGNORECASE):
        return None
    return replace(phrase, start=at, mod=_MODS[word] if word else phrase.mod)
