"""Times of an article: expressions with TIMEX3 values, resolved against its day of publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Literal

from stemma.reading.times import dates, zones
from stemma.reading.times.phrases.grammar import read, starts
from stemma.reading.times.phrases.phrase import Phrase, Scene
from stemma.reading.times.tense import Tense
from stemma.types import Article, Sentence, Span, Time

_JOIN = re.compile(r"\s?(?:,\s?)?(?:(?:on|at|of|in|around|about)\s)?(?:the\s)?\(?", re.IGNORECASE)
_MOD = re.compile(
    r"\b(?:(?P<before>(?:shortly|just|moments|minutes|right)\sbefore|before|ahead\sof)|(?P<after>(?:shortly|just|moments"
    r"|minutes|right|soon)\safter|after)|(?P<about>about|around|approximately|roughly|some|nearly|almost|close\sto|circa|ca?\.)"
    r"|(?P<more>more\sthan|(?:for|in|after|than|of|is|was|took|takes|lasted|spent|by|just|well|a)\sover|at\sleast|no\sless\sthan)|(?P<less>less\sthan|under|up\sto|at\smost|no\smore\sthan))"
    r"\s(?:at\s)?(?:the\s)?\Z",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"\s*(?P<place>[A-Z][A-Z.’' -]{2,30})(?:,\s[\w. ]{2,20})?\s?(?:\([^()\n]{2,40}\))?\s?[-–—]{1,2}\s"
)
_YEARS = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def find(article: Article, sentences: Sequence[Sentence]) -> tuple[Time, ...]:
    """All time expressions of an article in order, without overlap; boilerplate is passed over.

    Without a date of publication a time that the article itself cannot fix stays open ("XXXX-01-05").
    """
    scene = Scene(article.text, _published(article))
    scene.history = _tells_history(article, scene.published)
    home = _home_zone(article)
    found: list[Phrase] = []
    paragraph, day = -1, ""
    for sentence in sentences:
        if sentence.part == "boilerplate":
            continue
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            scene.narrated = scene.history and dates.year_of(scene.told) is not None
            day, scene.fresh = "", scene.narrated
        scene.start, scene.end = sentence.span.start, sentence.span.end
        scene.tense = Tense(article.text, scene.start, scene.end)
        phrases = _phrases(scene)
        joined = _joined(phrases, article.text)
        dated = _dated(joined, day)
        day = next((p.value[:10] for p in reversed(joined) if _is_day(p)), day)
        found += dated
    return tuple(_time(phrase, article, home) for phrase in _across_zones(found, article.text))


def _published(article: Article) -> date | None:
    return dates.day_of(article.published.value) if article.published else None


def _home_zone(article: Article) -> str | None:
    """The zone of the dateline: a part of its own, or the place that opens the body ("BEIJING (Wire) - ")."""
    if part := article.first("dateline"):
        return zones.of_place(article.words(part.span))
    body = article.first("body")
    opening = _DATELINE.match(article.text, body.span.start, body.span.end) if body else None
    return zones.of_place(opening["place"]) if opening else None


def _tells_history(article: Article, published: date | None) -> bool:
    """Whether the years named lie well before publication: then dates lean on each other, not on today.

    At least five years named, half of them five years back or more: all of WikiWars, hardly any news report.
    """
    years = [int(year) for year in _YEARS.findall(article.text[:100_000])]
    now = published.year if published else None
    return now is not None and len(years) >= 5 and median(years) <= now - 5


def _phrases(scene: Scene) -> list[Phrase]:
    """The phrases of one sentence; each may lean on the ones before it."""
    phrases: list[Phrase] = []
    at = scene.start
    while first := starts(scene.text, at, scene.end):
        phrase = read(scene, first)
        if phrase is None or phrase.end <= phrase.start:
            at = first.end() if first.end() > first.start() else first.end() + 1
            continue
        phrases.append(phrase)
        at = max(phrase.end, first.start() + 1)
        _lean(scene, phrase)
    return phrases


def _lean(scene: Scene, phrase: Phrase) -> None:
    if phrase.role != "day" or (phrase.value[0] in "PFBX" and not phrase.value.startswith("XXXX-")):
        return
    scene.told, scene.fresh = phrase.value[:10], True
    if phrase.explicit:
        now = scene.published.year if scene.published else 0
        past = len(phrase.value) >= 7 and (dates.year_of(phrase.value) or 9999) < now
        scene.narrated = (scene.history and now > 0) or past


def _is_day(phrase: Phrase) -> bool:
    """Whether it names one day, be it open in its year or week."""
    return phrase.role == "day" and (len(phrase.value) >= 10 or phrase.value.startswith("XXXX-WXX-"))


def _day_value(phrase: Phrase) -> str:
    return phrase.value.partition("T")[0]


def _joined(phrases: list[Phrase], text: str) -> list[Phrase]:
    """ "6.25am" + "on Tuesday" become one; parts of the day that stand alone are dropped."""
    joined: list[Phrase] = []
    for phrase in phrases:
        last = joined[-1] if joined else None
        gap = _JOIN.fullmatch(text, last.end, phrase.start) if last else None
        whole = _union(last, phrase, gap[0]) if last and gap else None
        if whole:
            joined[-1] = replace(whole, end=whole.end + _closing(text, whole, gap[0] if gap else ""))
            _join_back(joined, text)
        else:
            joined.append(phrase)
    return [phrase for phrase in joined if phrase.role != "part"]


def _join_back(joined: list[Phrase], text: str) -> None:
    """ "10 in" + "the morning on 14 November": the clock time before what has just become one."""
    if len(joined) > 1 and (gap := _JOIN.fullmatch(text, joined[-2].end, joined[-1].start)):
        whole = _union(joined[-2], joined[-1], gap[0])
        if whole:
            joined[-2:] = [whole]


def _closing(text: str, phrase: Phrase, gap: str) -> int:
    return 1 if "(" in gap and text[phrase.end : phrase.end + 1] == ")" else 0


def _union(first: Phrase, second: Phrase, gap: str) -> Phrase | None:
    """The two phrases as one, where one is a day and the other a time of it; else None."""
    if _is_day(second) and first.role in ("clock", "part") and not (first.zone and "(" in gap):
        day, clock = second, first
    elif _is_day(first) and second.role in ("clock", "part") and "(" not in gap:
        day, clock = first, second
        if first.type == "TIME" and second.role == "part":
            return None
    else:
        return None
    return Phrase(
        first.start, second.end, "TIME", _day_value(day) + clock.value, "day", clock.mod or day.mod,
        clock.zone or day.zone, day.explicit,
    )  # fmt: skip


def _dated(phrases: list[Phrase], day: str) -> list[Phrase]:
    """Clock times take the nearest day of their sentence, else of their paragraph, else stay open."""
    days = [(p.start, _day_value(p)) for p in phrases if _is_day(p)]
    return [
        replace(p, value=_nearest(p.start, days, day or "XXXX-XX-XX") + p.value) if p.role == "clock" else p
        for p in phrases
    ]


def _nearest(at: int, days: list[tuple[int, str]], otherwise: str) -> str:
    return min(days, key=lambda day: (abs(day[0] - at), day))[1] if days else otherwise


def _across_zones(phrases: list[Phrase], text: str) -> list[Phrase]:
    """ "4:12 a.m. (0012 GMT)": together they tell the zone of the first and the day of the second."""
    result = list(phrases)
    for i, (local, world) in enumerate(pairwise(phrases)):
        gap = text[local.end : world.start]
        if world.zone and ":" in local.value and len(gap) <= 3 and gap.strip() in ("(", ",", "/", "or"):
            zone = local.zone or _difference(local.value, world.value, world.zone)
            if zone is not None:
                result[i] = replace(local, zone=zone)
                result[i + 1] = replace(world, value=_same_moment(local.value, zone, world))
    return result


_ANY_DAY = date(2000, 1, 1)  # offsets as digits hold on any day


def _minutes(value: str) -> int | None:
    clock = re.search(r"T(\d\d):(\d\d)", value)
    return int(clock[1]) * 60 + int(clock[2]) if clock else None


def _difference(local: str, world: str, zone: str) -> str | None:
    """The offset of a local time that is the same moment as one of a known offset; None if it is none."""
    day = dates.day_of(local) or _ANY_DAY
    a, b, offset = _minutes(local), _minutes(world), zones.offset(zone, day)
    if a is None or b is None or offset is None:
        return None
    minutes = (a - b + offset + 11 * 60) % (24 * 60) - 11 * 60  # -11:00 to +12:59
    if minutes % 15:
        return None
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _same_moment(local: str, zone: str, world: Phrase) -> str:
    """The clock time in the other zone, on the day that makes both one moment."""
    near = dates.day_of(local) or _ANY_DAY
    a, offset, other = _minutes(local), zones.offset(zone, near), zones.offset(world.zone or "", near)
    if a is None or offset is None or other is None:
        return world.value
    clock = world.value.partition("T")[2]
    day = dates.shift(local[:10], "day", (a - offset + other) // (24 * 60))
    return f"{local[:10] if day.startswith('XXXX') else day}T{clock}"


def _time(phrase: Phrase, article: Article, home: str | None) -> Time:
    clock = "T" in phrase.value and ":" in phrase.value
    zone = phrase.zone or (home if clock else None)
    source: Literal["stated", "dateline", "unknown"] = "stated" if phrase.zone else "dateline" if zone else "unknown"
    span = Span(article.id, phrase.start, phrase.end)
    return Time(span, phrase.type, phrase.value, _mod(phrase, article.text), zone, source)


def _mod(phrase: Phrase, text: str) -> str | None:
    """The TIMEX3 mod from the words before the phrase, else the one read inside it."""
    words = _MOD.search(text, max(0, phrase.start - 24), phrase.start)
    kind = words.lastgroup if words else None
    if phrase.type == "DURATION":
        return {"about": "APPROX", "more": "MORE_THAN", "less": "LESS_THAN"}.get(kind or "", phrase.mod)
    if phrase.type == "SET":
        return phrase.mod
    return {"before": "BEFORE", "after": "AFTER", "about": "APPROX"}.get(kind or "", phrase.mod)
