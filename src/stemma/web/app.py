"""The reading room as an ASGI application: the guard before it, pages, API and files in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from stemma.errors import StemmaError
from stemma.library import open_library, stories
from stemma.web import api, pages, work
from stemma.web.comparing import Comparer
from stemma.web.drawn import Drawn
from stemma.web.guard import Guard
from stemma.web.jobs import Jobs
from stemma.web.keys import Keys
from stemma.web.problems import RefusedError, problem_of


def make(library: Path, *, keys: Keys, port: int = 0, names: frozenset[str] = frozenset()) -> Guard:
    """The application over a library that is there.

    keys: who may come in.  port: where it listens, which tells its cookie from that of another server here.
    names: host names, besides addresses and localhost, that it is reached by.
    """
    handlers: dict[int | type[Exception], Callable[[Request, Exception], Response]] = {
        HTTPException: _of_http,
        StemmaError: _failed,
        Exception: _failed,
    }
    static = StaticFiles(directory=str(files("stemma.web") / "static"), packages=[("stemma.show", "static")])
    routes = [*pages.routes, Mount("/api/v1", routes=api.routes), Mount("/static", static, name="static")]
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=_lifespan)
    app.router.redirect_slashes = False
    app.state.library = library
    app.state.drawn = Drawn()
    # outside of all that Starlette does, so that its answers to faults have the headers too
    return Guard(app, keys=keys, cookie=f"stemma-{port}", names=names, refuse=_failed)


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """What runs beside the answers, from start to end."""
    app.state.jobs = jobs = Jobs(app.state.library)
    if await asyncio.to_thread(_unsettled, app.state.library):
        jobs.submit(work.Settle())
    app.state.comparer = comparer = Comparer(app.state.library)
    ahead = asyncio.create_task(comparer.ahead())
    try:
        yield
    finally:
        ahead.cancel()
        comparer.close()
        await asyncio.to_thread(jobs.close)


def _unsettled(library: Path) -> bool:
    """Whether an import that was stopped left articles that are in no story yet."""
    with open_library(library) as store:
        return bool(stories.waiting(store, 1) or stories.revised(store, 1) or stories.stale(store, 1))


def _of_http(request: Request, error: Exception) -> Response:
    """What Starlette itself says no to."""
    assert isinstance(error, HTTPException)
    told = {404: "there is nothing at this address.", 405: f"{request.method} is no way to ask for this address."}
    refused = RefusedError(error.status_code, told.get(error.status_code, error.detail), dict(error.headers or {}))
    return _failed(request, refused)


def _failed(request: Request, error: Exception) -> Response:
    """The answer where something cannot be done: JSON for programs, a page for people."""
    found = problem_of(error)
    headers = error.headers if isinstance(error, RefusedError) else {}
    if request.url.path.startswith(("/api/", "/static/")):
        return api.failed(found, headers)
    return pages.failed(request, found, headers)
