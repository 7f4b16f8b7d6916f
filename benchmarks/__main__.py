"""Run the benchmarks: `python -m benchmarks [startup growth reading copies]`, all of these by default.

Those of a corpus and of a library take from minutes to an hour each, and run where they are named: corpus, sharing,
engines, skew, library, serving.
"""

from __future__ import annotations

import importlib
import sys

ALL = ("startup", "growth", "reading", "copies")
LARGE = ("corpus", "sharing", "engines", "skew", "library", "serving")


def main(names: list[str]) -> None:
    """Run the named benchmarks in order; each prints how it measured."""
    unknown = [name for name in names if name not in ALL + LARGE]
    if unknown:
        raise SystemExit(f"no benchmark {', '.join(unknown)}; there are: {', '.join(ALL + LARGE)}")
    for name in names or ALL:
        print(f"== {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()


main(sys.argv[1:])
