"""The routes of the pages."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from stemma.library.listing import Query
from stemma.web import views
from stemma.web.guard import admission_page
from stemma.web.problems import Problem
from stemma.web.reach import library


async def front(request: Request) -> Response:
    """The front page: a placeholder that shows how a page reaches the library."""
    shown = await library(request, views.stories_page, Query(), limit=50)
    return PlainTextResponse("\n".join(card.headline for card in shown.items))


def failed(request: Request, problem: Problem, headers: dict[str, str]) -> Response:
    """What a person is shown where something cannot be done; 401 has no key, and so must load no style or script."""
    if problem.status == 401:
        return HTMLResponse(admission_page(), 401, headers)
    return PlainTextResponse(problem.message, problem.status, headers)


routes = [Route("/", front)]
