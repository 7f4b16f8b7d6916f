"""`stemma corpus` stage by stage: articles a second on one worker and on two, then growth from 5,000 to 40,000.

Rates are of the first articles of `load/`, from the file to the tables.  For growth the articles of `benchmarks.pile`
come with their readings, which are not made anew: reading looks at one article at a time, and would take an hour.
What is measured of growth is all that follows it, but for the comparison of stories, which looks at one at a time.

The seconds of a stage are those of the processor, of all processes together, so that what else runs on the machine
does not count; beside them are those of the clock.  The peak is that of the largest process (resident).
`python -m benchmarks.corpus rates ARTICLES` and `python -m benchmarks.corpus growth SIZE…` measure other numbers.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyarrow as pa

from benchmarks.measure import TESTDATA, family
from stemma.corpus import parts, pipeline, stages, tables, values
from stemma.corpus.flow import Flow, Progress
from stemma.corpus.parts import Part
from stemma.engines.pool import Pool
from stemma.library import readings
from stemma.stories import traits
from stemma.types import Reading

ARTICLES = 300
SIZES = (5000, 40000)
GROUPS = ("records", "articles", "marks", "twins", "distinct", "readings", "copies", "origins", "stories", "story",
          "several", "claims", "tables")  # fmt: skip


def main() -> None:
    """Print the rates of every stage, then what each takes as the pile grows."""
    if TESTDATA is None:
        print("not measured: STEMMA_TESTDATA is not set")
        return
    for command in (["rates", str(ARTICLES)], ["growth", *map(str, SIZES)]):
        subprocess.run([sys.executable, "-m", "benchmarks.corpus", *command], check=True)


@dataclass(slots=True)
class Meter:
    """Seconds of each group of stages, by the clock and of the processor, and the largest process."""

    clock: dict[str, float] = field(default_factory=dict)
    used: dict[str, float] = field(default_factory=dict)
    peak: float = 0.0
    _seen: dict[tuple[int, str], int] = field(default_factory=dict)
    _group: str = ""
    _since: tuple[float, float] = (0.0, 0.0)

    def told(self, progress: Progress) -> None:
        """A stage began or went on."""
        group = progress.stage.split("-")[0]
        if group != self._group:
            self.turn(group)

    def turn(self, group: str) -> None:
        """The time since the last turn belonged to the group that ends."""
        now = time.perf_counter(), self._processor()
        if self._group:
            self.clock[self._group] = self.clock.get(self._group, 0.0) + now[0] - self._since[0]
            self.used[self._group] = self.used.get(self._group, 0.0) + now[1] - self._since[1]
        self._group, self._since = group, now

    def watch(self) -> None:
        """Look at the processes until the program ends."""
        while True:
            self.peak = max([self.peak, *(_resident(process) for process in family(os.getpid()))])
            self._processor()
            time.sleep(0.2)

    def _processor(self) -> float:
        """Seconds of the processor of this process and all of its, those that ended as they were last seen."""
        for process in family(os.getpid()):
            try:
                told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended between two looks
            self._seen[process, told[19]] = int(told[11]) + int(told[12])
        return sum(list(self._seen.values())) / os.sysconf("SC_CLK_TCK")

    def shown(self, count: int) -> Iterator[str]:
        """A line for each group."""
        for group in sorted(self.used, key=lambda name: GROUPS.index(name) if name in GROUPS else 99):
            used, clock = self.used[group], self.clock[group]
            rate = count / used if used else 0
            yield f"  {group:10} {1000 * used / count:8.2f} ms each, {rate:8.1f} a second of a core; {clock:7.1f} s"


def metered(work: Callable[[Meter], object], count: int) -> Meter:
    """Do some work, and print what it took."""
    meter = Meter()
    threading.Thread(target=meter.watch, daemon=True).start()
    work(meter)
    meter.turn("")
    print("\n".join(meter.shown(count)))
    total = sum(meter.used.values())
    print(f"  all        {1000 * total / count:8.2f} ms each; the largest process {meter.peak:.0f} MB", flush=True)
    return meter


def rates(count: int) -> None:
    """From a file to tables, on one worker and on two."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "given.jsonl")
        assert TESTDATA is not None
        with gzip.open(TESTDATA / "corpora" / "load" / "articles-5000.jsonl.gz", "rt", encoding="utf-8") as lines:
            given.write_text("".join(islice(lines, count)), encoding="utf-8")
        for workers in (1, 2):
            print(f"{count} articles, {workers} worker{'s' * (workers > 1)}, from the file to the tables")
            out = Path(folder, str(workers))

            def work(meter: Meter, workers: int = workers, out: Path = out) -> None:
                with Pool(workers) as pool:
                    pipeline.run([str(given)], out, pool, told=meter.told)

            metered(work, count)


def growth(sizes: Sequence[int]) -> None:
    """What follows reading, for piles of these sizes on two workers."""
    each = []
    for size in sizes:
        print(f"{size} articles that are read, 2 workers, to the tables")
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "benchmarks.corpus", "given", folder, str(size)]
            subprocess.run(command, check=True)  # in a process of its own, so that this one stays as small as it is
            given = json.loads(Path(folder, "given.json").read_bytes())
            articles, read = ([Part(**part) for part in some] for some in given)

            def work(meter: Meter, out: Path = Path(folder), a: list[Part] = articles, r: list[Part] = read) -> None:
                with Pool(2) as pool:
                    flow = Flow(pool, out / "parts", meter.told)
                    wanted = pipeline.laid(flow, out, a, r, pipeline.Options(), compared=False)
                    meter.turn("tables")
                    list(tables.publish(pool, wanted))

            each.append(sum(metered(work, size).used.values()) / size)
    print(f"time for an article at {sizes[-1]} against {sizes[0]}: {each[-1] / each[0]:.2f}")


def given(folder: Path, size: int) -> None:
    """Write a pile as parts of articles and of readings."""
    from benchmarks.pile import piled

    rest = piled(size)
    found: list[list[dict[str, object]]] = [[], []]
    number = 0
    while some := list(islice(rest, 64)):
        rows = [_row(reading) for reading in some]
        for kind, schema in enumerate((stages.ARTICLES, stages.READINGS)):
            table = pa.table([[row[name] for row in rows] for name in schema.names], schema=schema)
            path = folder / f"given-{kind}-{number:06}.arrow"
            options = pa.ipc.IpcWriteOptions(compression="zstd")
            with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema, options=options) as writer:
                writer.write_table(table)
            hash = parts.digest(path.read_bytes())
            part = {"name": f"{number:06}", "path": str(path), "batch": -1, "rows": len(rows), "hash": hash}
            found[kind].append(part)
        number += 1
    (folder / "given.json").write_text(json.dumps(found))


def _row(reading: Reading) -> dict[str, object]:
    return {
        "id": reading.article.id,
        "article": values.pack(reading.article),
        "reading": readings.pack(reading),
        "traits": traits.pack(traits.traits_of(reading)),
    }


# --- processes -------------------------------------------------------------------------------------


def _resident(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0  # it ended between two looks
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["rates", count]:
            rates(int(count))
        case ["growth", *sizes]:
            growth([int(size) for size in sizes])
        case ["given", folder, size]:
            given(Path(folder), int(size))
