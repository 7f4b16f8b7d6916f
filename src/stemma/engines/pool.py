"""Tasks over the cores of this machine, in processes that stay for a whole run."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from stemma import cores
from stemma.engines import Lost, Result, Task

AHEAD = 2
"""Tasks handed out for each worker, so that none waits for its next."""

DIED = "ended the process that did it, twice: out of memory?"


class Pool:
    """An engine of processes.  Leaving it ends them at once, whatever they are at."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or cores.count()
        self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def each(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[int, Result | Lost]]:
        """Do every task; each number with its result, as they are done."""
        waiting = deque(enumerate(tasks))
        running: dict[Future[Result], int] = {}
        while waiting or running:
            try:
                while waiting and len(running) < AHEAD * self.workers:
                    running[self._pool.submit(work, waiting[0][1])] = waiting[0][0]
                    waiting.popleft()
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in sorted(done, key=running.__getitem__):
                    result = future.result()
                    yield running.pop(future), result
            except BrokenProcessPool:  # one was killed, and which is not known
                at_hand = sorted(running.values())
                running.clear()
                self._reopen()
                yield from ((number, self._alone(work, tasks[number])) for number in at_hand)

    def _alone(self, work: Callable[[Task], Result], task: Task) -> Result | Lost:
        try:
            return self._pool.submit(work, task).result()
        except BrokenProcessPool:
            self._reopen()
            return Lost(DIED)

    def _open(self) -> None:
        context = get_context("spawn")  # a forked child would inherit locks in an unknown state
        self._reader, self._line = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(
            self.workers, mp_context=context, initializer=_worker, initargs=(self._reader,)
        )

    def _reopen(self) -> None:
        self._close()
        self._open()

    def _close(self) -> None:
        self._line.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._reader.close()


def _worker(line: Connection) -> None:
    """A process of the pool: the terminal's Ctrl-C is its parent's to handle; it ends when the line is closed."""
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as Ray has it: sums of floats come in one order

    def watch() -> None:
        line.poll(None)  # nothing is ever sent: it wakes when the other end is closed, or its holder killed
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
