"""Work on what comes from outside, item by item, in a process beside: one item's crash or hang costs that item.

The process takes bytes and gives bytes.  It ends with this one, and has a bound on its memory.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass

MEMORY = 1_200_000_000
"""Bytes of memory that the process may hold for itself: with the one that started it, a worker stays within 1.5 GB."""

HEADER = 9  # a mark and the length of what follows
DONE, FAULT, READY = b"+", b"-", b"."

START = 300.0
"""Seconds that the process may take to start, which are no item's."""


@dataclass(frozen=True, slots=True)
class Undone:
    """Why an item could not be done."""

    reason: str


class _Died(Exception):
    pass


class Guard:
    """A process that applies a function to items, started when it is needed, and again after it died.

    target: "module:function" of bytes to bytes.  Close it, or leave it as a context.
    """

    def __init__(self, target: str) -> None:
        self.target = target
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self, data: bytes, seconds: float) -> bytes | Undone:
        """The result, or why there is none.  seconds: after which the process is killed."""
        for last in (False, True):
            try:
                self._start()
                mark, result = self._ask(data, time.monotonic() + seconds)
            except TimeoutError:
                self.close()
                return Undone(f"took longer than {seconds:.0f} seconds; it was left out.")
            except (_Died, OSError) as error:
                self.close()
                if last:
                    return Undone(f"ended the process that read it, twice ({error}); it was left out.")
            else:
                return result if mark == DONE else Undone(result.decode())
        raise AssertionError("unreachable")

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> None:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "stemma.corpus.guarded", self.target, str(MEMORY)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
            )
            self._take(len(READY), time.monotonic() + START)

    def _ask(self, data: bytes, until: float) -> tuple[bytes, bytes]:
        assert self._process is not None
        assert self._process.stdin is not None
        for piece in (len(data).to_bytes(8, "little"), data):
            view = memoryview(piece)
            while view:
                view = view[self._process.stdin.write(view) :]
        header = self._take(HEADER, until)
        return header[:1], self._take(int.from_bytes(header[1:], "little"), until)

    def _take(self, length: int, until: float) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        file = self._process.stdout.fileno()
        got = bytearray()
        while len(got) < length:
            if not select.select([file], [], [], max(0.0, until - time.monotonic()))[0]:
                raise TimeoutError
            piece = os.read(file, min(length - len(got), 1 << 20))
            if not piece:
                code = self._process.wait()
                raise _Died(f"signal {-code}" if code < 0 else f"exit code {code}")
            got += piece
        return bytes(got)


_held: list[Guard] = []


def held(target: str) -> Guard:
    """The guard of this process for a function; one for another function is closed, so that only one is there."""
    release(but=target)
    if not _held:
        _held.append(Guard(target))
    return _held[0]


def release(*, but: str = "") -> None:
    """Close the guard of this process, unless it is for this function."""
    while _held and _held[0].target != but:
        _held.pop().close()
