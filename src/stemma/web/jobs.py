"""Jobs: what is to be taken in, one after the other, each in a process of its own, with its progress.

Jobs are known for as long as the server runs; what they took in, and what failed, stands in the library.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from stemma.errors import MissingError
from stemma.library.adding import Outcome
from stemma.library.store import now
from stemma.web import work
from stemma.web.problems import RefusedError

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

WAITING = 8
"""Jobs that may wait for their turn."""

KNOWN = 100
"""Jobs that are remembered; the oldest that have ended are forgotten."""

SHOWN = 200
"""What is shown of a job: articles, and of what failed, at most."""

SECONDS_TO_END = 5.0
"""What a process is given to end before it is ended."""

State = Literal["waiting", "running", "done", "failed", "stopped"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """An input that was not taken in, or only after a note: why, and what to do."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands.

    title: what it takes in, in words.  state: "failed" where it could not go on; `reason` says why.
    done: inputs so far, of about `total`, null where nobody can tell.  rate: inputs a second; null before the first.
    counts: how many were added, revised, known, removed, failed, skipped.
    articles: ids of the first of those that are in the library now.
    troubles: the first of what failed; counts tell how many there are.  Times are ISO 8601 in UTC.
    """

    id: str
    kind: work.Kind
    title: str
    state: State
    done: int
    total: int | None
    rate: float | None
    counts: dict[str, int]
    articles: tuple[str, ...]
    troubles: tuple[Trouble, ...]
    reason: str
    created_at: str
    started_at: str | None
    ended_at: str | None


@dataclass(slots=True)
class _Entry:
    """A job under way.  clean: called when it has ended, however it did."""

    id: str
    work: work.Work
    clean: Callable[[], object]
    created_at: str = field(default_factory=now)
    state: State = "waiting"
    done: int = 0
    total: int | None = None
    counts: Counter[str] = field(default_factory=Counter)
    articles: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    reason: str = ""
    started_at: str | None = None
    ended_at: str | None = None
    began: float = 0.0
    took: float = 0.0
    process: SpawnProcess | None = None

    def shown(self) -> Job:
        seconds = (monotonic() - self.began) if self.state == "running" else self.took
        rate = round(self.done / seconds, 2) if self.done and seconds > 0 else None
        about = self.id, self.work.kind, self.work.title, self.state, self.done, self.total, rate, dict(self.counts)
        lists = tuple(self.articles), tuple(self.troubles)
        return Job(*about, *lists, self.reason, self.created_at, self.started_at, self.ended_at)


class Jobs:
    """The jobs of one server: a bounded queue and one worker."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._known: OrderedDict[str, _Entry] = OrderedDict()
        self._changed = threading.Condition()
        self._count = 0
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="jobs", daemon=True)
        self._thread.start()

    def submit(self, asked: work.Work, clean: Callable[[], object] = lambda: None) -> Job:
        """Put a job in the queue.  clean: called when it has ended.  Raises RefusedError where the queue is full."""
        with self._changed:
            if self._closed:
                raise RefusedError(503, "the server is about to end.")
            if sum(entry.state == "waiting" for entry in self._known.values()) >= WAITING:
                raise RefusedError(429, "too much waits to be taken in. Try again when some of it is done.", _LATER)
            self._count += 1
            entry = _Entry(f"j{self._count}", asked, clean)
            self._known[entry.id] = entry
            self._forget()
            self._changed.notify_all()
            return entry.shown()

    def get(self, name: str) -> Job:
        """The job with this id.  Raises MissingError."""
        with self._changed:
            return self._entry(name).shown()

    def listing(self) -> tuple[Job, ...]:
        """All jobs that are remembered, the latest first."""
        with self._changed:
            return tuple(entry.shown() for entry in reversed(self._known.values()))

    def stop(self, name: str) -> Job:
        """Stop a job: what it took in stays.  Raises MissingError."""
        with self._changed:
            entry = self._entry(name)
            if entry.state == "waiting":
                self._end(entry, "stopped")
            elif entry.state == "running":
                entry.state = "stopped"
                _terminate(entry.process)
            return entry.shown()

    def close(self) -> None:
        """Stop everything, and wait until it has."""
        with self._changed:
            self._closed = True
            for entry in list(self._known.values()):
                if entry.state == "waiting":
                    self._end(entry, "stopped")
                elif entry.state == "running":
                    entry.state = "stopped"
                    _terminate(entry.process)
            self._changed.notify_all()
        self._thread.join(2 * SECONDS_TO_END)

    def _entry(self, name: str) -> _Entry:
        if name not in self._known:
            raise MissingError(f"{name}: there is no such job. Jobs are forgotten when the server ends.")
        return self._known[name]

    def _forget(self) -> None:
        ended = [entry.id for entry in self._known.values() if entry.ended_at]
        for name in ended[: max(0, len(self._known) - KNOWN)]:
            del self._known[name]

    def _serve(self) -> None:
        while True:
            with self._changed:
                while not self._closed and not (entry := self._next()):
                    self._changed.wait()
                if self._closed:
                    return
                assert entry is not None
                entry.state, entry.started_at, entry.began = "running", now(), monotonic()
            self._run(entry)

    def _next(self) -> _Entry | None:
        return next((entry for entry in self._known.values() if entry.state == "waiting"), None)

    def _run(self, entry: _Entry) -> None:
        """Do one job in a process, and follow what it tells until it ends."""
        context = get_context("spawn")  # a forked process would inherit locks in an unknown state
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=work.run, args=(self._library, entry.work, theirs))
        with self._changed:
            stopped = entry.state == "stopped"
            if not stopped:
                process.start()
                entry.process = process
        theirs.close()
        ended = False if stopped else self._follow(entry, ours)
        ours.close()
        if not stopped:
            process.join(SECONDS_TO_END)
            if process.is_alive():
                process.kill()
                process.join()
        with self._changed:
            if entry.state == "running" and not ended and not entry.reason:
                entry.reason = "the process that read it was ended. Was it out of memory? Give less at once."
            self._end(entry, entry.state if entry.state == "stopped" else "failed" if entry.reason else "done")

    def _follow(self, entry: _Entry, told: Connection) -> bool:
        """Take in what a process tells; whether it came to its end."""
        while True:
            try:
                found = told.recv()
            except (EOFError, OSError):
                return False
            if found is None:
                return True
            with self._changed:
                _note(entry, found)

    def _end(self, entry: _Entry, state: State) -> None:
        entry.state, entry.ended_at, entry.process = state, now(), None
        entry.took = monotonic() - entry.began if entry.started_at else 0.0
        entry.clean()


_LATER = {"Retry-After": "10"}


def _note(entry: _Entry, found: Any) -> None:
    """Count what became of one input."""
    if isinstance(found, work.Expected):
        entry.total = found.total
        return
    if isinstance(found, work.Stopped):
        entry.reason = found.reason
        return
    entry.done += 1
    if entry.total is not None:
        entry.total = max(entry.total, entry.done)
    if isinstance(found, Outcome):
        entry.counts[found.status] += 1
        if found.id and len(entry.articles) < SHOWN:
            entry.articles.append(found.id)
        source = found.source
    else:
        entry.counts["feeds" if found.state in ("ok", "unchanged") else "feeds failing"] += 1
        source = found.feed
    if found.reason and len(entry.troubles) < SHOWN:
        entry.troubles.append(Trouble(source, found.reason))


def _terminate(process: SpawnProcess | None) -> None:
    if process is not None:
        process.terminate()
