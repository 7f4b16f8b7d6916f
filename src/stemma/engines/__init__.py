"""Engines do one thing many times, on the cores of a machine or on many machines; they know nothing of what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that ended the process that did it, alone and for a second time; reason: what is known of it."""

    reason: str


class Engine(Protocol):
    """Where the work is done.

    A task writes its result to a file under a name of its own and renames it, so that it may be done twice; all that
    an engine carries is small.  Mapping, shuffling and gathering (`stemma.corpus.flow`) are `each` over tasks that
    know their files: the result cannot depend on the engine, nor on the number of its workers.
    """

    workers: int

    def each(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[int, Result | Lost]]:
        """Do every task; yields the number of each with its result, as they are done, in any order.

        work: a function of a module.  tasks, results: can be pickled.
        A task whose worker dies is done again, alone; if that dies too, it is Lost and the others go on.
        An exception that `work` raises ends the run: it is raised here, and tasks at hand are given up.
        """
        ...
