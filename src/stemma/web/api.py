"""The API under /api/v1: each call declared once, with the types that check what comes in and describe it."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stemma.library.listing import Query
from stemma.web import views
from stemma.web.problems import Failed, Problem
from stemma.web.reach import library


def failed(problem: Problem, headers: dict[str, str]) -> Response:
    """An error in the shape that all errors have."""
    return answer(Failed(problem), problem.status, headers)


def answer(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON."""
    return Response(msgspec.json.encode(value), status, headers, "application/json")


async def stories(request: Request) -> Response:
    return answer(await library(request, views.stories_page, Query()))


routes = [Route("/stories", stories)]
