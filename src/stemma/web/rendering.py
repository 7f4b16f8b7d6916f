"""Pages from templates: those of a comparison are the report's own, the rest are the reading room's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.responses import HTMLResponse

from stemma.naming import fold
from stemma.show import html
from stemma.show.text import line, visible
from stemma.show.view import period, when
from stemma.types import Span

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@cache
def environment() -> Environment:
    """The report's templates and our own."""
    from jinja2 import ChoiceLoader, PackageLoader

    report = html.environment()
    assert report.loader is not None
    made = report.overlay(loader=ChoiceLoader([PackageLoader("stemma.web"), report.loader]))
    made.filters |= {"day": day, "weekday": weekday, "moment": moment, "runs": runs, "link": link, "apart": apart}
    made.globals |= {"since": since}
    return made


def render(request: Request, template: str, values: dict[str, object]) -> HTMLResponse:
    """A page of the reading room."""
    return HTMLResponse(text(request, template, values))


def text(request: Request, template: str, values: dict[str, object], token: str = "") -> str:
    """The HTML of a page.  `here` is its path, `write` turns the address of a form into one that may write.

    token: what such an address carries; by default that of who asks.
    """
    token = token or getattr(request.state, "form_token", "")
    shared = {
        "here": request.url.path,
        "words": request.query_params.get("q", "") if request.url.path == "/search" else "",
        "kept": request.query_params.get("kept", ""),
        "write": lambda path: f"{path}?{urlencode({'form_token': token})}",
    }
    return environment().get_template(template).render(**{**shared, **values})


def address(path: str, query: Mapping[str, str | int | None] | None = None) -> str:
    """An address on this server, with what is given of a query."""
    given = {key: value for key, value in (query or {}).items() if value}
    return quote(path) + (f"?{urlencode(given)}" if given else "")


def link(url: str | None) -> str:
    """An address that may be followed: of the web, or ""; never one that runs."""
    return url if url and url.lower().startswith(("http://", "https://")) else ""


def day(value: str | None) -> str:
    """The day of an ISO time: "12 November 2026"."""
    return when(value[:10]) if value else "undated"


def since(first: str | None, last: str | None) -> str:
    """From when to when articles were published, where their last day is told already: "9 to 11 November", "18:10"."""
    if not first or not last:
        return ""
    return last[11:16] if first[:10] == last[:10] else period(first[:10], last[:10])


def apart(names: Sequence[str], most: int) -> list[str]:
    """At most so many names of different people or places: not "Lorne" beside "Ada Lorne", nor one in two spellings."""
    found: list[tuple[set[str], str]] = []
    for name in names:
        words = set(fold(name).split())
        near = [place for place, (other, _) in enumerate(found) if words <= other or other <= words]
        if not near:
            found.append((words, name))
        elif len(words) > len(found[near[0]][0]):
            found[near[0]] = (words, name)
    return [name for _, name in found[:most]]


def weekday(value: str) -> str:
    """The day with its weekday: "Thursday 12 November 2026"."""
    from datetime import date

    try:
        return f"{DAYS[date.fromisoformat(value[:10]).weekday()]} {day(value)}"
    except ValueError:
        return day(value)


def moment(value: str | None) -> str:
    """When the library did something, in UTC: "12 November 2026, 18:10 UTC"."""
    return when(value) if value else ""


def runs(words: str, start: int, marked: Sequence[Span]) -> list[tuple[str, bool]]:
    """The words of a passage in runs, each with whether it is marked; made printable.

    start: where the words stand in their article; marked: passages in it.
    """
    found: list[tuple[str, bool]] = []
    at = 0
    for span in sorted(marked):
        a, b = max(at, span.start - start), span.end - start
        if a < b <= len(words):
            found += [(words[at:a], False), (words[a:b], True)]
            at = b
    found.append((words[at:], False))
    return [(_flat(run), mark) for run, mark in found if run]


def _flat(run: str) -> str:
    """On one line; the space at its ends stays."""
    lead, trail = run[:1].isspace(), run[-1:].isspace()
    return visible(f"{' ' if lead else ''}{line(run)}{' ' if trail and line(run) else ''}")
