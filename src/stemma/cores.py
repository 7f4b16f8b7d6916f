"""The cores of this machine, for work that leaves the interpreter (ONNX Runtime, numpy)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def count() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """`map` over threads, one a core: results in the order of the items, whatever is done first."""
    with ThreadPoolExecutor(count()) as pool:
        yield from pool.map(function, items)
