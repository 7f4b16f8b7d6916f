"""Lines of a page to parts: headline, byline, caption, boilerplate and the rest, by general rules.

The head of a page is read first (`header`), then each run by itself, then the end of the page backwards,
since what speaks of the paper stands last.  What no rule claims is body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stemma.ingest import furniture, header
from stemma.ingest.lines import Run, runs
from stemma.types import PartKind

_WHOLE = re.compile(r"[.!?…:]['\"”’»)\]]*$")

CLOSING_RUNS = 5
"""Runs at the end of a page looked at for closing lines: real pages carry one to four."""


@dataclass(frozen=True, slots=True)
class Page:
    """The runs of a text with what each was printed as; head: how many of them stand above the body."""

    runs: tuple[Run, ...]
    kinds: tuple[PartKind, ...]
    head: int

    def of(self, *kinds: PartKind) -> list[Run]:
        """The runs of some kinds, in order."""
        return [run for run, kind in zip(self.runs, self.kinds, strict=True) if kind in kinds]


def split(text: str, title: str = "") -> tuple[list[Run], tuple[PartKind, ...]]:
    """The runs of a text and the kinds of those above the body.  title: the headline, where it is known."""
    lines = runs(text)
    return lines, header.read(lines, title)


def lay(lines: Sequence[Run], head: Sequence[PartKind], outlet: str = "") -> Page:
    """What each run was printed as.  outlet: its name, which helps to tell a closing line; "" if unknown."""
    kinds: list[PartKind] = list(head)
    body = lines[len(head) :]
    for run in body:
        heads_note = kinds and kinds[-1] == "correction" and lines[len(kinds) - 1].text.endswith(":")
        kinds.append("correction" if heads_note else _by_itself(run.text))
    _mark_closing(lines, kinds, len(head), outlet)
    if "body" not in kinds:
        _keep_something(lines, kinds)
    _mark_subheads(lines, kinds, len(head))
    return Page(tuple(lines), tuple(kinds), len(head))


def _by_itself(line: str) -> PartKind:
    kind = furniture.kind(line)
    if kind is None and header.announces_date(line):
        return "dateline"  # "Published: 3 March 2026" under the text
    return kind or "body"


def _mark_closing(lines: Sequence[Run], kinds: list[PartKind], head: int, outlet: str) -> None:
    """From the end upwards: closing lines, until the report begins."""
    looked = 0
    for index in range(len(lines) - 1, head, -1):
        if kinds[index] != "body":
            continue
        looked += 1
        after_a_whole = kinds[index - 1] != "body" or _WHOLE.search(lines[index - 1].text)
        if looked > CLOSING_RUNS or not after_a_whole or not furniture.closes(lines[index].text, outlet):
            return  # what follows a broken sentence may be the rest of it
        kinds[index] = "boilerplate"


def _keep_something(lines: Sequence[Run], kinds: list[PartKind]) -> None:
    """A page is never all furniture: without any body, its longest run is the body."""
    longest = max(range(len(lines)), key=lambda index: len(lines[index].text), default=-1)
    if longest >= 0 and len(lines[longest].text) > 60:
        kinds[longest] = "body"


def _mark_subheads(lines: Sequence[Run], kinds: list[PartKind], head: int) -> None:
    for index in range(head + 1, len(lines) - 1):
        line, following = lines[index].text, lines[index + 1].text
        if kinds[index - 1] != "body" or kinds[index] != "body" or kinds[index + 1] != "body":
            continue
        short = len(line) <= 80 and len(line.split()) <= 10 and len(following) > 2 * len(line)
        if short and line[-1].isalnum() and line[0].isalnum() and following[-1] in '.?!…"”’»':
            kinds[index] = "subhead"
