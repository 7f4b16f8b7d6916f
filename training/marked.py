"""Invented training stories in one marked-up file each, to reports and what their marks say.

    event: one line
    === harbour-post | Harbour Post | 2031-03-04
    Headline
    ...
    [c1|the ferry struck the pier], and [x1=14|fourteen people were hurt].

`[c1|...]` is a fact that reports share, `[x1=value|...]` one reading of a conflict, `[u1=value|...]` of an update,
`[n1|...]` one side of a look-alike.  `python -m training.marked FOLDER OUT` writes them as folders in the shape of the
gold stories, for score.py.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluation import stories as gold_stories
from stemma.types import Reading

FOLDER = Path(__file__).parent / "stories"

_OPEN = re.compile(r"\[([cxun]\d+)(?:=([^|\[\]]*))?\|")
_REPORT = re.compile(r"^=== ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Report:
    """One report without its marks.  name: as of its file; published: ISO 8601."""

    name: str
    outlet: str
    published: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage of a report, in code points.  id: its letter tells the kind; value: "" where it has none."""

    id: str
    value: str
    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A story: its reports and all marks in them."""

    name: str
    event: str
    reports: tuple[Report, ...]
    marks: tuple[Mark, ...]


def stories(folder: Path = FOLDER) -> list[Marked]:
    """The stories of a folder by name.  Raises ValueError where brackets do not close, naming the file."""
    return [_story(path) for path in sorted(folder.glob("*.txt"))]


def readings(story: Marked) -> tuple[Reading, ...]:
    """The readings of its reports in the order of their names, from the cache of the gold stories' readings."""
    with tempfile.TemporaryDirectory() as folder:
        write(story, Path(folder))
        return tuple(gold_stories.readings(Path(folder)))


def write(story: Marked, folder: Path) -> None:
    """Write a story as a folder in the shape of the gold stories, as far as its marks tell."""
    folder.mkdir(parents=True, exist_ok=True)
    for report in story.reports:
        (folder / f"{report.name}.txt").write_text(report.text, encoding="utf-8")
    (folder / "gold.json").write_text(json.dumps(_gold(story), ensure_ascii=False), encoding="utf-8")


def _story(path: Path) -> Marked:
    head, *rest = _REPORT.split(path.read_text(encoding="utf-8"))
    reports, marks = [], []
    for part in rest:
        line, _, body = part.partition("\n")
        name, outlet, published = (field.strip() for field in line.split("|"))
        text, found = _parsed(body.strip("\n") + "\n", f"{path}, {name}")
        reports.append(Report(name, outlet, published, text))
        marks += [Mark(mark, value, name, start, end) for mark, value, start, end in found]
    return Marked(path.stem, head.removeprefix("event:").strip(), tuple(reports), tuple(marks))


def _parsed(body: str, where: str) -> tuple[str, list[tuple[str, str, int, int]]]:
    """The text without marks; id, value, start and end of each mark, in order of their ends."""
    text: list[str] = []
    opened: list[tuple[str, str, int]] = []
    marks = []
    at = length = 0
    while at < len(body):
        mark = _OPEN.match(body, at)
        if mark:
            opened.append((mark[1], (mark[2] or "").strip(), length))
            at = mark.end()
        elif body[at] == "]":
            if not opened:
                raise ValueError(f"{where}: a bracket closes none, near {body[max(0, at - 30) : at + 10]!r}.")
            marks.append((*opened.pop(), length))
            at += 1
        else:
            text.append(body[at])
            length += 1
            at += 1
    if opened:
        raise ValueError(f"{where}: {opened[-1][0]} is not closed.")
    return "".join(text), marks


def _gold(story: Marked) -> dict[str, object]:
    texts = {report.name: report.text for report in story.reports}
    found: dict[str, dict[str, dict[str, str]]] = {}
    for mark in story.marks:
        found.setdefault(mark.id, {}).setdefault(mark.value, {})[mark.report] = _once(texts[mark.report], mark)

    def slots(letter: str) -> list[dict[str, object]]:
        return [
            {"id": one, "kind": "", "slot": one, "readings": [{"value": v, "evidence": e} for v, e in of.items()]}
            for one, of in found.items()
            if one[0] == letter
        ]

    return {
        "event": story.event,
        "reports": {r.name: {"outlet": r.outlet, "published": r.published} for r in story.reports},
        "people": [],
        "quotations": [],
        "claims": [
            {"id": one, "says": "", "status": "", "origins": len(of[""]), "evidence": of[""]}
            for one, of in found.items()
            if one[0] == "c"
        ],
        "conflicts": slots("x"),
        "updates": slots("u"),
        "not_conflicts": [{"why": "", "evidence": of[""]} for one, of in found.items() if one[0] == "n"],
    }


def _once(text: str, mark: Mark) -> str:
    """The words of a mark, with as much of what follows or goes before as makes them stand once in the text."""
    for start, end in _wider(text, mark.start, mark.end):
        if text.find(text[start:end]) == start:
            return text[start:end]
    return text[mark.start : mark.end]


def _wider(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    line = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    yield start, end
    while start > line[0] or end < line[1]:
        if start > line[0]:
            start = max(text.rfind(" ", line[0], start - 1) + 1, line[0])
            yield start, end
        if end < line[1]:
            after = text.find(" ", end + 1, line[1])
            end = line[1] if after < 0 else after
            yield start, end


def main() -> None:
    """Write every story of a folder in the shape of the gold stories."""
    parser = argparse.ArgumentParser(prog="python -m training.marked", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    for story in stories(options.folder):
        write(story, options.out / story.name)


if __name__ == "__main__":
    main()
