"""The process beside: `python -m stemma.corpus.guarded MODULE:FUNCTION BYTES` (see `guard`)."""

from __future__ import annotations

import importlib
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import BinaryIO

from stemma.corpus.guard import DONE, FAULT, READY


def main() -> None:
    """Apply the function to one item after the other, until the input ends."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    target, memory = sys.argv[1:]
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints does not speak for us
    _bound(int(memory))
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
    module, name = target.split(":")
    work: Callable[[bytes], bytes] = getattr(importlib.import_module(module), name)
    sink.write(READY)
    sink.flush()
    while header := source.read(8):
        mark, result = _done(work, _item(source, header))
        sink.write(mark + len(result).to_bytes(8, "little") + result)
        sink.flush()


def _item(source: BinaryIO, header: bytes) -> bytes:
    return source.read(int.from_bytes(header, "little"))


def _done(work: Callable[[bytes], bytes], data: bytes) -> tuple[bytes, bytes]:
    try:
        return DONE, work(data)
    except MemoryError:
        return FAULT, b"needs more memory than one article may; it was left out."
    except Exception as error:  # noqa: BLE001 - one item's fault is told by name, never the run's end
        told = f"{type(error).__name__}: {str(error)[:300]}"
        return FAULT, f"a fault of Stemma stopped it ({told}). Please report it.".encode("utf-8", "replace")


def _bound(memory: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has none
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (memory if most < 0 else min(memory, most), most))


def _watch(parent: int) -> None:
    """A parent that was killed closes the input, which somebody at work does not see."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    main()
