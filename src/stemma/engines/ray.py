"""Tasks over a Ray cluster, or over a Ray of its own on this machine.

Ray carries tasks and their small answers, and nothing else: what is made lies in files, in a folder that every node
sees.  So a node that dies takes with it only what it was at.
"""

from __future__ import annotations

import os
import socket
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from stemma import cores
from stemma.engines import Lost, Result, Task
from stemma.engines.pool import AHEAD, DIED
from stemma.errors import CorpusError

STORE = 100_000_000  # bytes of shared memory: answers are a few kilobytes
CONNECTING = 10.0  # seconds to reach a cluster
WAIT = 30.0  # seconds without an answer, after which it is asked whether any node is left
OFTEN = 20
"""Times that a task is done again because its node died."""

_SILENT = "RAY_USAGE_STATS_ENABLED"
"""Set to 0, Ray does not phone home."""

_LOOPBACK = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"
"""Set to 0, Ray listens on 127.0.0.1 alone, which no argument of its own brings about."""


class Ray:
    """An engine of Ray tasks.  Leaving it ends them, and Ray too where it is its own.

    Tasks, not Ray Data: a Dataset does a task that kills its worker again and again for ever, and takes 25 ms for
    each where a task takes 1 (docs/design.md).
    """

    def __init__(self, address: str | None = None, workers: int | None = None) -> None:
        """Connect to the cluster at `address` ("host:port", "auto"), or start Ray here, on 127.0.0.1.

        workers: tasks at once, by default one for each core.
        Raises CorpusError where Ray is not installed, or no cluster is there.
        """
        os.environ[_SILENT] = "0"
        if address is None:
            os.environ[_LOOPBACK] = "0"
        try:
            import ray
        except ImportError as error:
            raise CorpusError("Ray is not installed. Install it with `pip install 'stemma-news[ray]'`.") from error
        self._ray = ray
        if address:
            self._start(address)
        else:
            own = {"num_cpus": workers or cores.count(), "include_dashboard": False, "object_store_memory": STORE}
            self._start("local", **own)
        self.workers = workers or self._cores() or 1
        self._most = workers if address and workers else AHEAD * self.workers
        self._do = ray.remote(num_cpus=1, max_retries=0)(_do)

    def _start(self, address: str, **own: object) -> None:
        for last in (False, True):
            try:
                _reached(address)
                self._ray.init(address, log_to_driver=False, logging_level="ERROR", **own)
                return
            except Exception as error:  # Ray raises just that where a node takes more than 30 seconds to start
                self._ray.shutdown()
                if last or not own:
                    told = f"{address}: Ray could not be reached ({str(error)[:200]}). Does it run? See `ray status`."
                    raise CorpusError(told) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ray.shutdown()

    def each(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[int, Result | Lost]]:
        """Do every task; each number with its result, as they are done.

        A task whose worker died twice is Lost; one whose node died is done again elsewhere.
        """
        errors = self._ray.exceptions
        waiting = deque(range(len(tasks)))
        running: dict[Any, int] = {}
        died: Counter[int] = Counter()
        left: Counter[int] = Counter()
        folder = str(Path.cwd())
        try:
            while waiting or running:
                while waiting and len(running) < self._most:
                    number = waiting.popleft()
                    running[self._do.remote(work, tasks[number], folder)] = number
                for done in self._answered(list(running)):
                    number = running.pop(done)
                    try:
                        yield number, self._ray.get(done)
                    except (errors.NodeDiedError, errors.ObjectLostError):
                        left[number] += 1
                        waiting.appendleft(number)
                    except (errors.WorkerCrashedError, errors.OutOfMemoryError, errors.LocalRayletDiedError):
                        died[number] += 1
                        if died[number] < 2:
                            waiting.appendleft(number)
                        else:
                            yield number, Lost(DIED)
                    except errors.RayTaskError as error:
                        raise error.cause from None
                    if left[number] > OFTEN:
                        raise CorpusError("nodes of the Ray cluster die again and again. See `ray status`.")
        finally:
            for each in running:
                self._ray.cancel(each, force=True)

    def _answered(self, running: list[Any]) -> list[Any]:
        """The tasks that are done, one at least."""
        while True:
            done, _ = self._ray.wait(running, num_returns=1, timeout=WAIT, fetch_local=False)
            if done:
                return list(done)
            if not self._cores():
                raise CorpusError("no node of the Ray cluster is left to work. Start one, and run the command again.")

    def _cores(self) -> int:
        return int(self._ray.cluster_resources().get("CPU", 0))


def _reached(address: str) -> None:
    """Raises OSError where nothing answers at this address: Ray would try for minutes."""
    host, _, port = address.rpartition(":")
    if host and port.isdecimal() and "/" not in host:
        socket.create_connection((host.strip("[]"), int(port)), CONNECTING).close()


def _do(work: Callable[[Task], Result], task: Task, folder: str) -> Result:
    """Do a task in the folder in which the command was given, where the node has it: paths may be relative to it."""
    if Path(folder).is_dir():
        os.chdir(folder)
    return work(task)
