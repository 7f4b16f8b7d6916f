"""Comparisons made for readers: in a process of their own, so that those who only read never wait for one."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

from stemma.errors import StemmaError
from stemma.web.problems import RefusedError

WAITING = 32
"""Comparisons that may be asked for at a time; each is made once, however many wait for it."""

AHEAD = 200
"""How many of the latest stories are compared before anybody opens them."""

PAUSE = 5.0
"""Seconds between two looks for a story to compare ahead, where there was none."""


class Comparer:
    """Makes comparisons that the library does not hold yet, and keeps them in it."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._pool: ProcessPoolExecutor | None = None
        self._making: dict[str, asyncio.Task[None]] = {}
        self._closed = False

    async def make(self, story: str) -> None:
        """Have the comparison of a story made and kept.

        Raises what making it raises, RefusedError where too many wait or the process was ended.
        """
        task = self._making.get(story)
        if task is None:
            if len(self._making) >= WAITING or self._closed:
                raise RefusedError(503, "too many stories are being compared. Try again soon.", {"Retry-After": "5"})
            task = asyncio.create_task(self._make(story))
            self._making[story] = task
            task.add_done_callback(lambda done: self._made(story, done))
        await asyncio.shield(task)

    async def ahead(self) -> None:
        """Compare the latest stories before anybody asks, one at a time, while nobody else does; it never ends.

        Each is tried once: where it cannot be compared, who opens it is told.
        """
        tried: set[tuple[str, str]] = set()
        while True:
            found = None if self._making else await asyncio.to_thread(_uncompared, self._library, tried)
            if found is None:
                await asyncio.sleep(PAUSE)
                continue
            tried.add(found)
            with suppress(StemmaError):
                await self.make(found[0])

    def close(self) -> None:
        """End the process, whatever it does: what is kept is kept whole or not at all."""
        self._closed = True
        if self._pool is not None:
            for process in list((self._pool._processes or {}).values()):  # shutdown alone would wait for its work
                process.terminate()
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _made(self, story: str, task: asyncio.Task[None]) -> None:
        del self._making[story]
        if not task.cancelled():
            task.exception()  # who waits is told; where nobody does, nobody has to be

    async def _make(self, story: str) -> None:
        from stemma.engines.local import with_parent

        if self._pool is None:
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=with_parent)
        try:
            await asyncio.get_running_loop().run_in_executor(self._pool, _compare, self._library, story)
        except BrokenProcessPool as error:
            self._pool = None
            raise RefusedError(500, "comparing it ended the process that did. Was it out of memory?") from error


def _compare(library: Path, story: str) -> None:
    from stemma.library import grouping, open_library

    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, 0, 5)  # readers go first
    with open_library(library) as store:
        grouping.comparison(store, story)


def _uncompared(library: Path, tried: set[tuple[str, str]]) -> tuple[str, str] | None:
    """The latest story that has no comparison yet, and was not tried since it changed."""
    from stemma.library import listing, open_library

    with suppress(StemmaError), open_library(library) as store:
        return next((one for one in listing.uncompared(store, among=AHEAD) if one not in tried), None)
    return None
