"""Whole processes, timed from outside: what a user waits for, and the memory they need."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

TESTDATA = Path(os.environ["STEMMA_TESTDATA"]) if "STEMMA_TESTDATA" in os.environ else None
EXAMPLE = sorted(str(path) for path in Path("examples/brandmoor-lock").glob("*.txt"))


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the wall clock, and the peak of the process tree's memory in MB (proportional set size).

    processor: seconds of all its processes on all cores.
    """

    seconds: float
    megabytes: float
    processor: float


def stemma(*arguments: str) -> list[str]:
    """The command that runs `stemma` in this environment."""
    return [str(Path(sys.executable).with_name("stemma")), *arguments]


def once(command: Sequence[str], allowed: Collection[int] = (0,)) -> Run:
    """Run a command and wait for it.  Raises CalledProcessError when its exit code is none of those allowed."""
    start, spent = time.perf_counter(), _spent()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = [0.0]
    watch = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watch.start()
    code = process.wait()
    seconds = time.perf_counter() - start
    watch.join()
    if code not in allowed:
        raise subprocess.CalledProcessError(code, list(command))
    return Run(seconds, peak[0], _spent() - spent)


def several(command: Sequence[str], runs: int = 5) -> str:
    """One warm-up, then `runs` runs: median, least and most seconds, least processor seconds, and the peak memory."""
    once(command)
    done = [once(command) for _ in range(runs)]
    seconds = sorted(run.seconds for run in done)
    peak = max(run.megabytes for run in done)
    spread = f"({seconds[0]:.2f} to {seconds[-1]:.2f}, {runs} runs)"
    processor = min(run.processor for run in done)
    return f"{median(seconds):6.2f} s {spread}, {processor:.2f} s of processor, {peak:.0f} MB at the peak"


def _spent() -> float:
    """Processor seconds of the processes that were waited for, and of theirs."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def _watch(pid: int, peak: list[float]) -> None:
    began = time.perf_counter()
    while Path(f"/proc/{pid}").exists():
        peak[0] = max(peak[0], sum(_memory(child) for child in family(pid)))
        time.sleep(min(2.0, max(0.05, (time.perf_counter() - began) / 50)))  # a look takes milliseconds of its own


def family(pid: int) -> list[int]:
    """A process and all that it started, and they."""
    found = [pid]
    for parent in found:
        try:
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue  # it ended between two looks
    return found


def _memory(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0  # it ended between two looks
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
