"""Conflicts, updates and views: one slot whose readings cannot all be true of one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stemma.compare.claims import Place
from stemma.compare.evidence import Bench
from stemma.types import Conflict

Pair = tuple[Place, Place]


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """How likely two clauses state one fact, and how likely they differ about one."""

    same: Mapping[Pair, float]
    apart: Mapping[Pair, float]


def find(bench: Bench, verdicts: Verdicts) -> tuple[Conflict, ...]:
    """The conflicts, updates and views, surest first."""
    return ()
