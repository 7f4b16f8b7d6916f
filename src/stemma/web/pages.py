"""The pages that are read: stories, a story, an article, search, outlets, failures; what is written is in `desk`."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from stemma.errors import MissingError, QueryError
from stemma.library.listing import Query
from stemma.library.search import Filters
from stemma.library.store import Store
from stemma.show import html
from stemma.show.marks import Mark, blocks
from stemma.types import Article, Span
from stemma.web import desk, reach, views
from stemma.web.guard import admission_page
from stemma.web.problems import Problem, RefusedError
from stemma.web.reach import library
from stemma.web.rendering import address, render, text

STORIES = 30
HITS = 20
FAILURES = 100
PATIENCE = 2.0
"""Seconds that a reader looks at an empty page while a story is compared."""

PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")


# --- stories ---------------------------------------------------------------------------------------


async def front(request: Request) -> Response:
    """The stories, the latest first, as far as the filters let them through."""
    asked = request.query_params
    query = Query(
        since=_given(request, "since"),
        until=_given(request, "until"),
        person=_given(request, "person"),
        place=_given(request, "place"),
        outlet=_given(request, "outlet"),
        words=_given(request, "q"),
        min_origins=_count(request, "origins"),
        min_articles=_count(request, "articles"),
        conflicts=bool(asked.get("conflicts")),
    )
    shown, refused = views.Stories((), None), ""
    try:
        shown = await library(request, views.stories_page, query, limit=STORIES, after=asked.get("after"))
    except (MissingError, QueryError) as error:  # the form stays as it was filled in
        refused = str(error)
    kept = {key: value for key, value in asked.items() if key != "after" and value}
    days = [(day, list(cards)) for day, cards in groupby(shown.items, lambda card: (card.last or "")[:10])]
    return render(
        request,
        "stories.html",
        {
            "days": days,
            "asked": asked,
            "filtered": bool(kept),
            "refused": refused,
            "following": shown.next and address("/", {**kept, "after": shown.next}),
        },
    )


async def story(request: Request) -> Response:
    """A story: the comparison of its articles, in the templates of the report; while it is made, a page that waits."""
    name = request.path_params["story"]
    standing = await library(request, views.standing, name)
    if not standing.compared:
        try:
            async with asyncio.timeout(PATIENCE):
                standing = await reach.standing(request, name)  # what is being made goes on without us
        except TimeoutError:
            return HTMLResponse(text(request, "waiting.html", {}), 202)
    if standing.id != name:
        return RedirectResponse(address(f"/stories/{standing.id}"), 301)
    drawn, token = reach.drawn(request), request.state.form_token

    def draw(store: Store) -> str:
        shown = views.story(store, standing.id)
        values = {**html.context(shown.comparison, shown.card.origins), "story": shown, "room": Room(shown.card.id)}
        return text(request, "story.html", values, token=drawn.mark)

    def page(store: Store) -> str:
        if request.query_params.get("kept"):  # it tells of a correction once
            return draw(store).replace(drawn.mark, token)
        return drawn.page(standing.digest, token, lambda: draw(store))

    return HTMLResponse(await library(request, page))  # in a thread: others are answered meanwhile


@dataclass(frozen=True, slots=True)
class Room:
    """What a served story has that a report has not: addresses of what belongs to it."""

    story: str

    def article(self, name: str) -> str:
        """Of an article by itself."""
        return address(f"/articles/{name}")

    def cite(self, claim: str, form: str) -> str:
        """Of a claim with its citations."""
        return address(f"/api/v1/stories/{self.story}/claims/{claim}", {"form": form})

    @property
    def people(self) -> str:
        """Of who is who."""
        return address(f"/stories/{self.story}/people")


# --- an article ------------------------------------------------------------------------------------


async def article(request: Request) -> Response:
    """An article by itself; `at=120-180,200-210` marks passages of it."""
    shown = await library(request, views.article, request.path_params["article"])
    reading, article = shown.reading, shown.reading.article
    found = [Mark(span, "asked", "asked") for span in _places(request, article)]
    found += [Mark(span, "said", one.id) for one in reading.quotations for span in one.content]
    found += [Mark(label.words, "called", f"label-{place}") for place, label in enumerate(reading.labels)]
    values: dict[str, object] = {
        "shown": shown,
        "article": article,
        "blocks": {article.id: blocks(article, found)},
        "at": str,  # findings are addressed by their keys
        "people": {entity.id: entity for entity in reading.entities},
    }
    return render(request, "article.html", values)


def _places(request: Request, article: Article) -> list[Span]:
    """The passages that the address asks for; one that is not in the text is none."""
    found = [PLACE.fullmatch(place) for place in request.query_params.get("at", "")[:500].split(",")]
    spans = [Span(article.id, int(place[1]), int(place[2])) for place in found if place]
    return [span for span in spans if span.start < span.end <= len(article.text)]


# --- search ----------------------------------------------------------------------------------------


async def search(request: Request) -> Response:
    """Articles that hold all of the words."""
    filters = Filters(
        person=_given(request, "person"),
        outlet=_given(request, "outlet"),
        speaker=_given(request, "speaker"),
        since=_given(request, "since"),
        until=_given(request, "until"),
    )
    words = request.query_params.get("q", "")
    asked = bool(words.strip()) or filters != Filters()
    hits, refused = views.Hits((), None), ""
    try:
        if asked:
            after = request.query_params.get("after")
            hits = await library(request, views.search, words, filters, limit=HITS, after=after)
    except (MissingError, QueryError) as error:
        refused = str(error)
    following = hits.next and address("/search", {**request.query_params, "after": hits.next})
    return render(
        request,
        "search.html",
        {
            "hits": hits.items,
            "asked": request.query_params,
            "searched": asked,
            "refused": refused,
            "following": following,
        },
    )


async def typed(request: Request) -> Response:
    """What is offered while somebody types: a piece of a page."""
    offered = await library(request, views.typed, request.query_params.get("q", "")[:200])
    return render(request, "typed.html", {"offered": offered})


# --- outlets and failures ----------------------------------------------------------------------------


async def outlets(request: Request) -> Response:
    """Every outlet, with the publisher it belongs to."""
    return render(request, "outlets.html", {"outlets": await library(request, views.outlet_list)})


async def failures(request: Request) -> Response:
    """What could not be taken in, and why."""
    shown = await library(request, views.failure_list, limit=FAILURES, after=request.query_params.get("after"))
    feeds = await library(request, views.feed_list)
    following = shown.next and address("/failures", {"after": shown.next})
    ailing = [feed for feed in feeds if feed.state in ("failing", "gone")]
    return render(request, "failures.html", {"failures": shown.items, "feeds": ailing, "following": following})


def failed(request: Request, problem: Problem, headers: dict[str, str]) -> Response:
    """What a person is shown where something cannot be done; 401 has no key, and so must load no style or script."""
    if problem.status == 401:
        return HTMLResponse(admission_page(), 401, headers)
    return HTMLResponse(text(request, "problem.html", {"problem": problem}), problem.status, headers)


def _given(request: Request, key: str) -> str | None:
    """What the address says of this, None for nothing."""
    return request.query_params.get(key, "").strip() or None


def _count(request: Request, key: str) -> int:
    """A number of the address.  Raises RefusedError where it is none."""
    value = request.query_params.get(key, "").strip()
    if not value:
        return 0
    if not value.isascii() or not value.isdecimal() or len(value) > 6:
        raise RefusedError(400, f"{key}={value[:40]}: is no number. Give one, or leave it out.")
    return int(value)


routes = [
    Route("/", front),
    Route("/stories/{story}", story),
    Route("/articles/{article}", article),
    Route("/search", search),
    Route("/search/typed", typed),
    Route("/outlets", outlets),
    Route("/failures", failures),
    *desk.routes,
]
