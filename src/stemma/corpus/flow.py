"""Stages over parts: mapped, shuffled and gathered, on any engine; what an earlier run made is taken as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stemma.corpus import parts
from stemma.corpus.parts import Job, Made, Part, Stage
from stemma.engines import Engine, Lost
from stemma.types import Failure

Group = Sequence[Part]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is, in rows of its inputs.  known: of those done, how many an earlier run did."""

    stage: str
    done: int
    known: int
    total: int


class Flow:
    """The stages of one run over one folder."""

    def __init__(
        self, engine: Engine, folder: Path, told: Callable[[Progress], object] = lambda progress: None
    ) -> None:
        self.engine = engine
        self._folder = folder.absolute()
        self._told = told
        self._failed: list[Job] = []

    def map(self, stage: Stage, groups: Sequence[Group | Part], beside: Sequence[Part] = ()) -> list[Part]:
        """One part from each group of parts (or each part), in the same order; every job gets `beside` after them."""
        jobs = self._jobs(stage, groups, beside)
        return [made.part for made in self._make(stage, jobs)]

    def spread(self, stage: Stage, groups: Sequence[Group | Part], beside: Sequence[Part] = ()) -> list[Made]:
        """As `map`; every table that the stage yields is a part of its own, in `batches`, and what it told is there."""
        return self._make(stage, self._jobs(stage, groups, beside))

    def shuffle(
        self, stage: Stage, groups: Sequence[Group | Part], by: str, into: int, beside: Sequence[Part] = ()
    ) -> list[Group]:
        """Map, and bring together what has one key: `into` groups of parts, by the column `by` (uint64) modulo `into`.

        Within a group rows are in the order of the parts they come from.  What one job yields must fit in memory.
        into: must not depend on the engine.
        """
        jobs = self._jobs(stage, groups, beside, by, into)
        made = self._make(stage, jobs)
        return [
            tuple(one.batches[bucket] for one in made if len(one.batches) > bucket and one.batches[bucket].rows)
            for bucket in range(into)
        ]

    def gather(self, stage: Stage, group: Group) -> Part:
        """One part of all."""
        (made,) = self._make(stage, [Job(stage, "all", tuple(group), self._of(stage))])
        return made.part

    def failures(self) -> Iterator[tuple[str, Failure]]:
        """What could not be done, with the stage, in the order of stages and parts."""
        for job in self._failed:
            yield from ((job.stage.name, failure) for failure in parts.failures(job))

    def _jobs(
        self, stage: Stage, groups: Sequence[Group | Part], beside: Sequence[Part], by: str = "", into: int = 0
    ) -> list[Job]:
        jobs = []
        for number, group in enumerate(groups):
            inputs = (group,) if isinstance(group, Part) else tuple(group)
            name = group.name if isinstance(group, Part) else f"{number:06}"
            jobs.append(Job(stage, name, (*inputs, *beside), self._of(stage), by, into))
        return jobs

    def _of(self, stage: Stage) -> str:
        return str(self._folder / stage.name)

    def _make(self, stage: Stage, jobs: Sequence[Job]) -> list[Made]:
        made = {number: found for number, job in enumerate(jobs) if (found := parts.known(job))}
        waiting = [number for number in range(len(jobs)) if number not in made]
        total = sum(job.rows for job in jobs)
        known = done = total - sum(jobs[number].rows for number in waiting)
        self._told(Progress(stage.name, done, known, total))
        for place, result in self.engine.each(parts.make, [jobs[number] for number in waiting]):
            number = waiting[place]
            made[number] = parts.spare(jobs[number], result.reason) if isinstance(result, Lost) else result
            done += jobs[number].rows
            self._told(Progress(stage.name, done, known, total))
        self._failed += [job for number, job in enumerate(jobs) if made[number].failures]
        return [made[number] for number in range(len(jobs))]
