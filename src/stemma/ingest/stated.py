"""When an article says it was published and updated, and where it says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from stemma.ingest import dates, header
from stemma.ingest.layout import Page
from stemma.ingest.lines import Run

NEAR = timedelta(days=10)
"""Reports name days close to their own: a day this near speaks for one reading of a date with two."""

Said = tuple[str, str, int, int]
"""An ISO 8601 value, how it is known, and the characters that say it: start, end."""


@dataclass(frozen=True, slots=True)
class Times:
    """Published and updated, None where not stated; notes: what was left open and why."""

    published: Said | None = None
    updated: Said | None = None
    notes: tuple[str, ...] = ()


_URL_DAY = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)")


@dataclass(frozen=True, slots=True)
class _Line:
    run: Run
    how: str


def times(page: Page) -> Times:
    """The times a page states in its header, its place line, or a date line under the text."""
    published: Said | None = None
    updated: Said | None = None
    notes: list[str] = []
    day: date | None = None
    for line in _lines(page):
        text = line.run.text
        for found in dates.find(text):
            decided = _decide(found, page)
            words = text[found.start : found.end]
            if decided is None:
                if not published:
                    notes.append(_open(words, found))
                continue
            said = _said(decided, found, line)
            if _is_update(text, found.start):
                updated = updated or said
            elif published is None:
                published, day = said, decided
        updated = updated or (_updated_clock(line, day) if day else None)
    if published:
        notes = []
    return Times(published, updated, tuple(dict.fromkeys(notes)))


def day_in(url: str) -> str:
    """The day in the path of a URL, as `/2026/3/9/` states it; "" without one."""
    match = _URL_DAY.search(url)
    if not match:
        return ""
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return ""


def _lines(page: Page) -> list[_Line]:
    """Where a page says when it is from, the surest place first."""
    marked = [
        _Line(run, "byline" if kind == "byline" else "dateline")
        for run, kind in zip(page.runs, page.kinds, strict=True)
        if kind in ("byline", "dateline")
    ]
    if page.head < len(page.runs):
        opening = page.runs[page.head]
        place = header.place_line(opening.text)
        if place:
            marked.append(_Line(Run(opening.start, opening.start + place.end(), place[0]), "dateline"))
    return marked


def _said(day: date, found: dates.Found, line: _Line) -> Said:
    value = day.isoformat() + (found.clock.iso() if found.clock else "")
    return value, line.how, line.run.start + found.start, line.run.start + found.end


def _is_update(line: str, position: int) -> bool:
    """Whether the words just before a date say that it is of a change."""
    before = re.split(r"[,|·(]|\d{4}", line[:position])[-1]
    return bool(dates.UPDATED.search(before))


def _updated_clock(line: _Line, day: date) -> Said | None:
    """A time of the day of publication: "updated 8.45 pm"."""
    word = dates.UPDATED.search(line.run.text)
    if not word or any(found.start >= word.start() for found in dates.find(line.run.text)):
        return None
    rest = line.run.text[word.end() :]
    clock = next(iter(dates.clocks(rest)), None)
    if clock is None:
        return None
    shift = line.run.start + word.end()
    return day.isoformat() + clock.iso(), line.how, shift + clock.start, shift + clock.end


def _decide(found: dates.Found, page: Page) -> date | None:
    """The one day a printed date can mean, or None where the page leaves it open."""
    if not found.full:
        return _year_on_page(found, page)
    if len(found.days) == 1:
        return found.days[0]
    if found.weekday is not None:
        fitting = [day for day in found.days if day.weekday() == found.weekday]
        return fitting[0] if len(fitting) == 1 else None
    named = _days_named(page, found.days[0].year)
    near = [day for day in found.days if any(abs(day - other) <= NEAR for other in named)]
    return near[0] if len(near) == 1 else None


def _year_on_page(found: dates.Found, page: Page) -> date | None:
    """A day without a year has one only where its weekday fits exactly one of the years the page prints."""
    if found.weekday is None:
        return None
    text = " ".join(run.text for run in page.runs[:60])
    years = sorted({int(year) for year in re.findall(r"(?<![\d.,])(?:19|20)\d\d(?![\d,])", text[:20_000])})
    fitting: list[date] = []
    for year in years:
        try:
            day = found.days[0].replace(year=year)
        except ValueError:
            continue
        if day.weekday() == found.weekday:
            fitting.append(day)
    return fitting[0] if len(fitting) == 1 else None


def _days_named(page: Page, year: int) -> list[date]:
    """The days that the text names with their month, in the year asked for."""
    named: list[date] = []
    for run in page.runs[:60]:
        for other in dates.find(run.text[:5000]):
            if len(other.days) == 1:
                day = other.days[0]
                try:
                    named.append(day if other.full else day.replace(year=year))
                except ValueError:
                    continue
    return named


def _open(words: str, found: dates.Found) -> str:
    if not found.full:
        return f"The date “{words}” has no year; it is left open."
    return f"The date “{words}” can be read day first or month first; it is left open."
