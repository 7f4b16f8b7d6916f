"""How a request reaches the library: in a thread, over a connection of its own that lives as long as the request.

Readers see one unchanging state and wait for nobody, whatever an import writes meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from anyio import to_thread

from stemma.library import open_library
from stemma.web import views

if TYPE_CHECKING:
    from starlette.requests import Request

    from stemma.library.store import Store
    from stemma.web.comparing import Comparer
    from stemma.web.drawn import Drawn
    from stemma.web.jobs import Jobs

Given = ParamSpec("Given")
Value = TypeVar("Value")

WAIT_MILLISECONDS = 5000
"""How long a short write of a request waits for another program; longer, and the reader is told to try again."""


async def library(
    request: Request, function: Callable[Concatenate[Store, Given], Value], *args: Given.args, **kwargs: Given.kwargs
) -> Value:
    """What a function makes of the open library.  Raises what the function raises, and LibraryError."""
    path: Path = request.app.state.library

    def call() -> Value:
        with open_library(path) as store:
            store.db.execute(f"PRAGMA busy_timeout = {WAIT_MILLISECONDS}")
            return function(store, *args, **kwargs)

    return await to_thread.run_sync(call)


async def standing(request: Request, name: str) -> views.Standing:
    """How the story with this id stands, or the one it was merged into; one that is not compared is compared first.

    Raises MissingError, RefusedError where too many comparisons are asked for.
    """
    found = await library(request, views.standing, name)
    if found.compared:
        return found
    comparer: Comparer = request.app.state.comparer
    await comparer.make(found.id)
    return await library(request, views.standing, name)


async def story(request: Request, name: str) -> views.Story:
    """That story with its comparison.  Raises what `standing` does."""
    await standing(request, name)
    return await library(request, views.story, name)


def drawn(request: Request) -> Drawn:
    """The pages that were drawn last."""
    found: Drawn = request.app.state.drawn
    return found


def jobs(request: Request) -> Jobs:
    """The jobs of the server."""
    found: Jobs = request.app.state.jobs
    return found
